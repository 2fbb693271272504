"""Measures against scikit-learn and against cases whose answer is known."""

import numpy as np
import pytest
import torch
from sklearn.metrics.pairwise import polynomial_kernel
from sklearn.neighbors import NearestNeighbors

from inlay_training.evaluate import measures


def cloud(n: int, seed: int, shift: float = 0.0) -> torch.Tensor:
    return torch.randn(n, 6, generator=torch.Generator().manual_seed(seed)) + shift


def test_kid_is_the_unbiased_mmd_of_the_cubic_kernel() -> None:
    a, b = cloud(30, 1), cloud(40, 2, 0.5)
    scale = float(torch.cat([a, b]).double().std())
    x, y = a.double().numpy() / scale, b.double().numpy() / scale
    within = 0.0
    for z in (x, y):
        k = polynomial_kernel(z, degree=3, coef0=1)
        within += (k.sum() - np.trace(k)) / (len(z) * (len(z) - 1))
    wanted = within - 2 * polynomial_kernel(x, y, degree=3, coef0=1).mean()
    assert measures.kid(a, b) == pytest.approx(wanted, rel=1e-9)


def test_kid_of_halves_of_one_cloud_is_far_below_that_of_two_clouds() -> None:
    real = cloud(200, 3)
    assert abs(measures.kid_floor(real, 100)) < 0.05 * measures.kid(real, cloud(200, 4, 1.0))


def test_coverage_agrees_with_scikit_learn() -> None:
    real, made = cloud(50, 5), cloud(60, 6, 0.8)
    radius = NearestNeighbors(n_neighbors=6).fit(real).kneighbors(real)[0][:, -1]
    nearest = NearestNeighbors(n_neighbors=1).fit(made).kneighbors(real)[0][:, 0]
    assert measures.prdc(real, made)["coverage"] == pytest.approx(float((nearest < radius).mean()))


def test_a_set_covers_itself_and_a_far_one_covers_nothing() -> None:
    real = cloud(40, 7)
    same, far = measures.prdc(real, real.clone()), measures.prdc(real, cloud(40, 8, 50.0))
    assert same["precision"] == same["recall"] == same["coverage"] == 1
    assert far["precision"] == far["recall"] == far["coverage"] == 0


def test_copies_are_found_and_fresh_samples_are_not() -> None:
    train, held_out = cloud(300, 9), cloud(200, 10)
    assert measures.copies(train, held_out, train[:20] + 1e-4)["share"] == 1
    assert measures.copies(train, held_out, cloud(200, 11))["share"] < 0.06
