"""Metrics are scikit-learn's whatever the weights; intervals cover, and nulls are not called effects."""

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score

from inlay_experiment import contrasts


def scored() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(1)
    scores, positive = np.round(rng.random(80), 1), rng.random(80) < 0.3  # with ties
    return scores, positive, rng.integers(0, 4, (5, 80)).astype(float)


@pytest.mark.parametrize(("place", "theirs"), [(0, average_precision_score), (1, roc_auc_score)])
def test_ranking_agrees_with_scikit_learn_whatever_the_weights(place, theirs) -> None:
    scores, positive, weights = scored()
    for row, value in zip(weights, contrasts.ranking(scores, positive, weights)[place], strict=True):
        assert value == pytest.approx(theirs(positive, scores, sample_weight=row))


def test_lesions_are_drawn_whole_and_class_by_class() -> None:
    labels, lesions = np.array([0, 0, 0, 1, 1]), np.array(["a", "a", "b", "c", "d"])
    weights = contrasts.lesion_draws(labels, lesions, 200, np.random.default_rng(1))
    assert (weights[0] == 1).all()
    assert (weights[:, 0] == weights[:, 1]).all()
    assert (weights[:, 0] + weights[:, 2] == 2).all()
    assert (weights[:, 3] + weights[:, 4] == 2).all()
    assert {0.0, 2.0} == set(weights[1:, 0])


def test_draws_spread_as_much_as_the_mean_of_so_few() -> None:
    values = np.random.default_rng(1).normal(size=9)
    drawn = contrasts.fewer(9, 20_000, np.random.default_rng(2)) @ values / 9
    assert drawn.std() == pytest.approx(values.std(ddof=1) / 3, rel=0.02)


def test_recall_counts_what_is_drawn() -> None:
    scores = np.array([[0.9, 0.1], [0.2, 0.8], [0.4, 0.6]])
    found = contrasts.recalls(scores.argmax(1), np.array([0, 0, 1]), np.array([[1.0, 1, 1], [3, 1, 0]]), 2)
    assert found[0] == pytest.approx([0.5, 1.0])
    assert found[1][0] == pytest.approx(0.75)
    assert np.isnan(found[1][1])


def test_a_difference_between_seeds_alone_widens_the_interval() -> None:
    rng = np.random.default_rng(1)
    weights = contrasts.seed_draws(5, 4_000, rng)
    flat = np.full((5, 4_001), 0.5)
    assert contrasts.difference(flat, weights, flat[:, :, None], np.array([9])).error == 0
    seeds = np.array([0.1, -0.1, 0.05, 0, -0.05])[:, None]
    found = contrasts.difference(flat + seeds, weights, flat[:, :, None], np.array([9]))
    assert found.freedom == pytest.approx(4)
    assert found.error == pytest.approx(seeds.std(ddof=1) / np.sqrt(5), rel=0.05)


def lesions_read(g: np.random.Generator, counts: list[int]) -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
    """Labels, lesions and what two classifiers read: equally good, often of one mind, and both sure of some lesions."""
    labels = np.concatenate(
        [np.full(images.sum(), label) for label, n in enumerate(counts) for images in [g.integers(1, 4, n)]]
    )
    lesions = np.concatenate(
        [np.sort(g.integers(0, n, (labels == label).sum())) + 1000 * label for label, n in enumerate(counts)]
    )
    chance = g.beta(1, 1, 1000 * len(counts))[lesions]
    first = g.random(len(labels)) < chance
    second = np.where(g.random(len(labels)) < 0.5, first, g.random(len(labels)) < chance)
    return labels, lesions, [right.astype(float) for right in (first, second)]


@pytest.mark.parametrize("counts", [[9], [12, 17], [9, 11, 12, 17], [40, 300, 9, 12]])
def test_of_a_thousand_nulls_at_most_one_in_twenty_is_called_an_effect(counts: list[int]) -> None:
    g, called, nulls = np.random.default_rng(sum(counts)), 0, 1_000 if sum(counts) < 100 else 300
    for _ in range(nulls):
        labels, lesions, (first, second) = lesions_read(g, counts)
        weights = contrasts.lesion_draws(labels, lesions, 200, g)
        own = labels[:, None] == np.unique(labels)
        parts = ((weights * (first - second)) @ own / (weights @ own))[None]
        per_class = np.array([len(np.unique(lesions[labels == label])) for label in np.unique(labels)])
        found = contrasts.difference(parts.mean(2), contrasts.seed_draws(1, 200, g), parts, per_class)
        called += found.interval().reads() != "not told apart"
    assert called / nulls <= 0.055


def test_wilson_and_holm_give_what_the_books_give() -> None:
    found = contrasts.wilson(0.9, 10)  # 9 of 10: 0.596 to 0.982
    assert (found.low, found.high) == pytest.approx((0.5958, 0.9821), abs=1e-4)
    assert contrasts.holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])


def test_confidence_that_is_right_is_no_calibration_error() -> None:
    probabilities = np.repeat([[0.75, 0.25]], 400, axis=0)
    labels = np.arange(400) % 4 == 0
    assert contrasts.expected_calibration_error(probabilities, labels.astype(int)) == pytest.approx(0)
    assert contrasts.expected_calibration_error(probabilities, np.zeros(400, int)) == pytest.approx(0.25)
