"""The experiment goes on where it stopped, and its numbers are scikit-learn's and PyTorch's."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from sklearn.linear_model import LogisticRegression

from inlay_training import experiment, experiment_page
from inlay_training.arms import HEAD, REAL, SAMPLER, SOFTMAX, Arm, Candidates, Material
from inlay_training.experiment import Results
from inlay_training.experiment_plots import forest
from inlay_training.experiment_tables import arm_words
from inlay_training.frozen import Frozen, fit_linear, linear
from inlay_training.measured import Measures
from inlay_training.prepare import Pack
from inlay_training.squares import SyntheticSet, real_squares
from inlay_training.tuned import SMOOTHING, Tuned, smoothed_loss

FROZEN = Frozen(variant="toy", imagenet=False, penalties=(1e-2,))
TUNED = Tuned(variant="toy", imagenet=False, steps=6, batch=8, warmup=2)
ARMS = [
    REAL,
    SAMPLER,
    SOFTMAX,
    Arm("gated", 1),
    Arm("random gated", 1),
    Arm("pasted", 1),
    Arm("duplicates", 3),
    Arm("gated", 1, weight=0.3),
    Arm("gated", HEAD, "softmax", "asked"),
    Arm("gated", 1, "none", "before", counterparts=True),
    Arm("gated", 1, scenes="own"),
]


def test_the_smoothed_loss_is_that_of_torch_where_every_class_is_possible_and_leaves_out_what_is_not() -> None:
    g = torch.Generator().manual_seed(1)
    logits, labels = torch.randn(20, 8, generator=g), torch.randint(0, 3, (20,), generator=g)
    wanted = torch.nn.functional.cross_entropy(logits, labels, label_smoothing=SMOOTHING, reduction="none")
    assert torch.allclose(smoothed_loss(logits, labels), wanted, atol=1e-6)
    masked = logits.clone().requires_grad_()
    smoothed_loss(masked + torch.tensor([0.0] * 3 + [-torch.inf] * 5), labels).sum().backward()
    among = torch.nn.functional.cross_entropy(logits[:, :3], labels, label_smoothing=SMOOTHING, reduction="none")
    assert torch.allclose(smoothed_loss(logits + torch.tensor([0.0] * 3 + [-torch.inf] * 5), labels), among, atol=1e-6)
    assert masked.grad is not None
    assert (masked.grad[:, 3:] == 0).all()


def test_a_step_draws_the_classes_as_often_as_they_are_or_all_alike(material: Material) -> None:
    labels = material.labels[material.rows(REAL, 1)]
    counts = np.bincount(labels, minlength=8)
    wide = replace(TUNED, batch=200)
    natural, even = (
        np.concatenate([labels[wide.drawn(labels, balanced, 3, step)] for step in range(10)])
        for balanced in (False, True)
    )
    assert np.bincount(natural, minlength=8) / 2000 == pytest.approx(counts / counts.sum(), abs=0.05)
    assert np.bincount(even, minlength=8)[counts > 0] / 2000 == pytest.approx(1 / (counts > 0).sum(), abs=0.05)


@pytest.mark.parametrize("weighted", [False, True])
def test_the_linear_classifier_is_that_of_scikit_learn(weighted: bool) -> None:
    g = np.random.default_rng(1)
    labels = g.integers(0, 8, 300)
    x = g.normal(size=(300, 5)) + 0.6 * np.eye(8)[labels][:, :5]
    weights = (g.random(300) if weighted else np.ones(300)) / 300
    wanted = LogisticRegression(C=1 / 0.01, tol=1e-10, max_iter=10_000).fit(x, labels, sample_weight=weights)
    found = fit_linear(
        torch.from_numpy(x).float(), torch.from_numpy(labels), torch.from_numpy(weights).float(), torch.zeros(8), 0.01
    )
    probabilities = torch.softmax(linear(torch.from_numpy(x).float(), found), 1).numpy()
    assert probabilities == pytest.approx(wanted.predict_proba(x), abs=1e-3)


def with_nevi(material: Material, nevi: Candidates) -> Material:
    return replace(material, sets={**material.sets, "nevi": nevi})


@pytest.mark.parametrize("family", [FROZEN, TUNED], ids=["frozen", "tuned"])
def test_the_experiment_goes_on_where_it_stopped_and_writes_its_page(
    family: experiment.Family,
    made: SyntheticSet,
    material: Material,
    toy_pack: Pack,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real, results, seeds = real_squares(toy_pack, 32), Results(tmp_path / "experiment", material, tmp_path), range(1, 3)
    results.run(family, ARMS[:3], seeds)
    results.run(family, ARMS[3:4], range(2, 3))
    told = {"nevi": {"DF": 0.75}}
    half = Measures(results, family, ARMS, seeds, real.test_lesions(), draws=50)
    assert half.begun_seeds == {ARMS[3]: [1]}
    assert half.missing == ARMS[4:]
    page = experiment_page.render([half], real, {"nevi": made}, told)
    assert f"Not run: {arm_words(ARMS[4])}" in page
    own, of_real = half.begun[ARMS[3]], half.of[REAL]
    more = own.metrics["balanced accuracy"][0, 0] - of_real.metrics["balanced accuracy"][1, 0]
    line = next(line for line in page.splitlines() if line.startswith(f"| {arm_words(ARMS[3])} | 1 |"))
    assert f" {more:+.3f} |" in line
    results.run(family, ARMS, seeds)

    monkeypatch.setattr(type(family), "trainer", lambda *_: pytest.fail("a finished run was trained again"))
    results.run(family, ARMS, seeds)
    nevi = material.sets["nevi"]
    other = Results(tmp_path / "experiment", with_nevi(material, replace(nevi, digest="other")), tmp_path)
    assert other.read(family, REAL, 1) is None, "other candidates are another experiment"
    fewer = replace(nevi, kept={**nevi.kept, "gated": nevi.kept["gated"][1:]})
    other = Results(tmp_path / "experiment", with_nevi(material, fewer), tmp_path)
    assert other.read(family, Arm("gated", 1), 1) is None, "so is another selection"
    assert other.read(family, REAL, 1) is not None

    whole = Measures(results, family, ARMS, seeds, real.test_lesions(), draws=50)
    assert [name for name, _, _ in experiment_page.primary(whole)] == [
        "gated - real",
        "gated - best re-balancing",
        "gated - random",
    ]
    page = experiment_page.render([whole], real, {"nevi": made}, told)
    assert "| real + duplicates 3x | 60 |" in page
    assert "| real alone, logits adjusted | 0 |" in page
    assert "0.75 (DF) in scenes of nevi, of which 6 of 12 are kept" in page
    assert "nan" not in page


def test_the_plot_is_the_same_for_the_same_numbers(material: Material, toy_pack: Pack, tmp_path: Path) -> None:
    results = Results(tmp_path / "experiment", material, tmp_path)
    results.run(FROZEN, ARMS[:4], range(1, 3))
    lesions = real_squares(toy_pack, 32).test_lesions()
    for name in ("a", "b"):
        found = Measures(results, FROZEN, ARMS, range(1, 3), lesions, draws=50)
        forest(found, ARMS, arm_words, tmp_path / f"{name}.svg")
    text = (tmp_path / "a.svg").read_text()
    assert text == (tmp_path / "b.svg").read_text()
    assert text.startswith("<?xml")
