"""The experiment goes on where it stopped, and its numbers are scikit-learn's and PyTorch's."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from sklearn.linear_model import LogisticRegression

from inlay_experiment import contrasts
from inlay_experiment import page as experiment_page
from inlay_experiment import runs as experiment
from inlay_experiment.arms import HEAD, REAL, SAMPLER, SOFTMAX, Arm, Candidates, Material
from inlay_experiment.frozen import Frozen, fit_linear, linear
from inlay_experiment.measured import Measures
from inlay_experiment.plots import forest
from inlay_experiment.predictions import levels
from inlay_experiment.runs import ADJUSTED, Results
from inlay_experiment.setting import Setting, setting_of
from inlay_experiment.squares import SyntheticSet, real_squares
from inlay_experiment.steps import SEEDS
from inlay_experiment.table import PREDICTIONS, RunTable
from inlay_experiment.tables import GATED, arm_words, primary_table
from inlay_experiment.tuned import SMOOTHING, Tuned, smoothed_loss
from inlay_training.data.dataset import DataError
from inlay_training.data.prepare import Pack
from inlay_training.places import ROOT

FROZEN = Frozen(variant="toy", imagenet=False, size_px=32, penalties=(1e-2,))
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
    about = setting_of(real, {"nevi": made}, {"nevi": {"DF": 0.75}})

    def measured(draws: int = 50) -> Measures:
        results.table = results.collected([(family, ARMS)], seeds, real, results.table)
        return Measures(results.table, family.name, ARMS, seeds, about.rare, draws)

    results.run(family, ARMS[:3], seeds)
    results.run(family, ARMS[3:4], range(2, 3))
    half = measured()
    assert half.begun_seeds == {ARMS[3]: [1]}
    assert half.missing == ARMS[4:]
    page = experiment_page.render([half], about)
    assert f"Not run: {arm_words(ARMS[4])}" in page
    own, of_real = half.begun[ARMS[3]], half.arms[REAL]
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

    whole = measured()
    assert [name for name, _, _ in experiment_page.primary(whole)] == [
        "gated - real",
        "gated - best re-balancing",
        "gated - random",
    ]
    page = experiment_page.render([whole], about)
    assert "| real + duplicates 3x | 60 |" in page
    assert "| real alone, logits adjusted | 0 |" in page
    assert "0.75 (DF) in scenes of nevi, of which 6 of 12 are kept" in page
    assert "nan" not in page

    results.table.save(tmp_path / "kept")
    about.save(tmp_path / "kept")
    kept = RunTable.load(tmp_path / "kept")
    again = Measures(kept, family.name, ARMS, seeds, about.rare, 50)
    assert experiment_page.render([again], Setting.load(tmp_path / "kept")) == page
    elsewhere = Results(tmp_path / "elsewhere", material, tmp_path, kept)
    assert elsewhere.run(family, ARMS, seeds) == 0, "a row is a finished run, too"
    assert kept.keeping(elsewhere.digests([(family, ARMS[:2])])).rows == [
        row for row in kept.rows if row.arm in (REAL, ADJUSTED, ARMS[1])
    ]


def test_rows_and_predictions_of_other_runs_are_refused(material: Material, toy_pack: Pack, tmp_path: Path) -> None:
    results, real = Results(tmp_path / "experiment", material, tmp_path), real_squares(toy_pack, 32)
    results.run(FROZEN, ARMS[:1], range(1, 2))
    results.collected([(FROZEN, ARMS)], range(1, 2), real, RunTable()).save(tmp_path)
    lines = (tmp_path / "runs.jsonl").read_text().splitlines()
    (tmp_path / "runs.jsonl").write_text(lines[0] + "\n")
    with pytest.raises(DataError, match=r"predictions.npz has 2 runs, runs.jsonl 1\."):
        RunTable.load(tmp_path)


def test_levels_say_all_that_a_metric_takes_from_scores() -> None:
    g = np.random.default_rng(3)
    scores, positive = np.round(g.random(200), 2), g.random(200) < 0.2  # with ties
    weights = g.integers(0, 4, (6, 200)).astype(float)
    found = levels(scores, positive)
    assert found.max() < len(np.unique(scores))
    for ours, theirs in zip(
        contrasts.ranking(found, positive, weights), contrasts.ranking(scores, positive, weights), strict=True
    ):
        assert ours == pytest.approx(theirs, abs=1e-12)


def test_the_plot_is_the_same_for_the_same_numbers(material: Material, toy_pack: Pack, tmp_path: Path) -> None:
    results, real = Results(tmp_path / "experiment", material, tmp_path), real_squares(toy_pack, 32)
    results.run(FROZEN, ARMS[:4], range(1, 3))
    table = results.collected([(FROZEN, ARMS)], range(1, 3), real, RunTable())
    for name in ("a", "b"):
        found = Measures(table, "frozen", ARMS, range(1, 3), material.rare(), draws=50)
        forest(found, ARMS, arm_words, tmp_path / f"{name}.svg")
    text = (tmp_path / "a.svg").read_text()
    assert text == (tmp_path / "b.svg").read_text()
    assert text.startswith("<?xml")


def test_the_page_in_the_repository_is_what_its_files_give() -> None:
    home = ROOT / "docs/results/experiment"
    table, about, page = RunTable.load(home), Setting.load(home), (ROOT / "docs/results/experiment.md").read_text()
    found = Measures(table, "tuned", [REAL, SAMPLER, SOFTMAX, GATED, Arm("random gated", 1)], SEEDS, about.rare)
    for line in [*primary_table(found), *experiment_page.setting([found], about)]:
        assert line in page
    for seed, row in enumerate(row for row in table.rows if (row.family, row.arm) == ("tuned", GATED)):
        for name, values in found.arms[GATED].metrics.items():
            assert row.metrics[name] == pytest.approx(values[seed, 0], abs=1e-5)
    size = sum((home / name).stat().st_size for name in PREDICTIONS.values())
    assert size < 5_000_000, "what is in the repository stays small"
