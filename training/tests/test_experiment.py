"""The experiment: its squares are the studio's, its arms are what they say, and its numbers are scikit-learn's."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from sklearn.linear_model import LogisticRegression

from inlay_training import experiment, experiment_page, folds
from inlay_training.arms import HEAD, REAL, SAMPLER, SOFTMAX, Arm, Candidates, Material, digest_of, gather, log_prior
from inlay_training.classes import LESION_CODES
from inlay_training.classifiers import load_trunk
from inlay_training.dataset import DataError
from inlay_training.experiment import Results
from inlay_training.experiment_plots import forest
from inlay_training.frozen import Frozen, fit_linear, linear
from inlay_training.measured import Measures
from inlay_training.prepare import Pack
from inlay_training.scenes import KINDS, write_scenes
from inlay_training.squares import SyntheticSet, cut, pasted_squares, real_squares, region_around, told_apart
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
EACH = 6


def candidates(folder: Path, codes: tuple[str, ...]) -> SyntheticSet:
    """What `npm run set` leaves: discs for some classes, of which the gates keep half."""
    lines = []
    for code in codes:
        for scene in range(EACH):
            name, path = f"{code}-{scene:05d}", folder / f"{code}/{code}-{scene:05d}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.new("RGB", (64, 64), (180, 20 * scene, 90)).save(path)
            region = {"x": 8, "y": 8, "sidePx": 48}
            lines.append(
                {
                    "id": name,
                    "class": code,
                    "file": f"{code}/{name}.png",
                    "background": f"skin-{scene}",
                    "region": region,
                }
            )
    names = [line["id"] for line in lines]
    selected = {
        "bundle": {"id": "toy", "version": "0"}, "sampler": {"name": "student", "steps": 2, "guidance": 2}, "seed": 1, "scenes": None, "each": EACH,
        "kept": {"all": names, "gated": names[::2]},
    }  # fmt: skip
    (folder / "candidates.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    (folder / "selected.json").write_text(json.dumps(selected))
    return SyntheticSet.open(folder)


@pytest.fixture
def made(tmp_path: Path) -> SyntheticSet:
    return candidates(tmp_path / "set", ("DF", "VASC"))


@pytest.mark.parametrize(("box", "square"), [
    ((10, 20, 60, 40), (0, 0, 96)),
    ((100, 50, 101, 77), (70, 8, 162)),
    ((0, 0, 200, 150), (0, 0, 225)),
    ((30, 4, 220, 221), (21, -7, 239)),
    ((290, 200, 8, 9), (268, 189, 32)),
    ((140, 100, 13, 20), (131, 94, 32)),
])  # fmt: skip
def test_real_lesions_are_cut_as_the_studio_cuts_samples(
    box: tuple[int, int, int, int], square: tuple[int, int, int]
) -> None:
    """box: left, top, width, height of a mask in a frame; the squares are those of regionAround in src/core/image/region.ts."""
    x, y, w, h = box
    assert region_around(np.array([x + w / 2, y + h / 2, w, h], dtype=np.float32), 300, 225) == square


def test_a_square_is_cut_where_it_lies_and_mirrored_beyond_the_edge() -> None:
    image = np.arange(20 * 30, dtype=np.uint8).reshape(20, 30, 1).repeat(3, 2)
    inside = cut(image, (4, 5, 8), 8)
    assert (inside == image[5:13, 4:12].transpose(2, 0, 1)).all()
    beyond = cut(image, (-2, 0, 8), 8)
    assert (beyond[:, :, 2:] == image[:8, :6].transpose(2, 0, 1)).all()
    assert (beyond[:, :, 1] == beyond[:, :, 2]).all()
    assert (beyond[:, :, 0] == beyond[:, :, 3]).all()


@pytest.fixture
def material(made: SyntheticSet, toy_pack: Pack) -> Material:
    others = candidates(made.folder.parent / "counterparts", ("MEL", "NV"))
    own = candidates(made.folder.parent / "own", ("DF", "VASC"))
    sets = {"nevi": made, "counterparts": others, "own": own}
    return gather(toy_pack, real_squares(toy_pack, 32), sets, 32, "pack")


def added(material: Material, arm: Arm, seed: int = 1) -> list[str]:
    rows = material.rows(arm, seed)
    return list(material.names[rows[int(material.real.sum()) :]])


def test_the_images_of_a_rule_are_those_it_keeps_and_no_more_than_there_are(material: Material) -> None:
    assert added(material, REAL) == []
    assert sorted(added(material, Arm("gated", 1))) == sorted(material.sets["nevi"].kept["gated"])
    assert len(added(material, Arm("all", 1))) == 2 * EACH
    one = added(material, Arm("gated", 0.2))
    assert len(one) == 4
    assert set(one) < set(material.sets["nevi"].kept["gated"])
    assert one == added(material, Arm("gated", 0.2)) != added(material, Arm("gated", 0.2), seed=2)


def test_other_scenes_are_other_candidates(made: SyntheticSet, toy_pack: Pack) -> None:
    scenes = {"count": 3, "sha256": "f" * 64}
    other = replace(made, selected={**made.selected, "scenes": scenes})
    digests = {
        gather(toy_pack, real_squares(toy_pack, 32), {"nevi": one}, 32, pack).digest
        for one in (made, other)
        for pack in ("a", "b")
    }
    assert len(digests) == 4
    assert experiment_page.backgrounds(other).startswith("in 3 real training images")


def test_a_random_subset_is_as_large_class_by_class_and_looks_at_no_rule(material: Material) -> None:
    drawn = [added(material, Arm("random gated", 1), seed) for seed in range(1, 40)]
    assert all(sum(name.startswith(code) for name in one) == EACH // 2 for one in drawn for code in ("DF", "VASC"))
    often = np.mean([[name in one for name in material.sets["nevi"].kept["all"]] for one in drawn], axis=0)
    assert often.min() > 0.25
    assert often.max() < 0.75


def test_duplicates_and_pasted_lesions_are_of_the_training_images_of_the_class(material: Material) -> None:
    real = set(material.names[material.real])
    again = added(material, Arm("duplicates", 3))
    assert len(again) == 60
    assert set(again) <= real
    assert {again.count(name) for name in set(again)} == {3}
    for name in added(material, Arm("pasted", 1)):
        assert name.split(" pasted ")[0] in real


def test_a_pasted_lesion_is_the_lesion_inside_and_other_skin_outside(toy_pack: Pack) -> None:
    row = toy_pack.rows("train", LESION_CODES.index("DF"))[:1]
    pasted = pasted_squares(toy_pack, row, 32, seed=1)
    assert pasted.images.shape == (1, 3, 32, 32)
    assert LESION_CODES[pasted.labels[0]] == "DF"
    again = pasted_squares(toy_pack, row, 32, seed=2)
    assert not torch.equal(pasted.images, again.images)


def test_to_the_head_is_as_many_as_the_commonest_class_has(material: Material) -> None:
    counts = np.bincount(material.labels[material.rows(Arm("gated", HEAD), 1)], minlength=8)
    assert set(counts[material.rare()]) == {counts.max()}
    again = added(material, Arm("gated", HEAD))
    assert set(again) <= set(material.sets["nevi"].kept["gated"])


def test_counterparts_are_of_the_other_classes_and_as_many_of_each(material: Material) -> None:
    names = added(material, Arm("gated", 1, counterparts=True))
    per_class = [sum(name.startswith(code) for name in names) for code in ("DF", "VASC", "MEL", "NV")]
    assert per_class == [EACH // 2] * 4
    assert set(names) <= {*material.sets["nevi"].kept["gated"], *material.sets["counterparts"].kept["gated"]}


def test_a_sample_that_is_asked_apart_is_asked_only_among_the_classes_that_have_samples(material: Material) -> None:
    labels, source = material.labels, material.source
    for balance in ("none", "softmax"):
        arm = Arm("gated", 1, balance, "asked")
        rows = material.rows(arm, 1)
        prior, made = material.prior(arm, rows), torch.from_numpy(source[rows] == "nevi")
        possible = prior[made].isfinite()
        assert possible[:, material.rare()].all()
        assert possible.sum() == 2 * made.sum()
        real = log_prior(labels[material.real])
        assert torch.allclose(
            prior[~made], (real if balance == "softmax" else torch.zeros(8)).expand(len(rows), -1)[~made]
        )
        contained = material.prior_of_logits(arm, rows)
        assert torch.allclose((prior[made] + contained)[:, material.rare()], torch.tensor(0.5).log())


def test_a_way_of_use_leaves_the_names_of_other_results_alone(material: Material) -> None:
    usual = Arm("gated", 1)
    assert usual.identity() == {"source": "gated", "dose": 1, "balance": "none"}
    others = [
        replace(usual, use="asked"),
        replace(usual, counterparts=True),
        replace(usual, weight=0.3),
        replace(usual, scenes="own"),
    ]
    assert len({digest_of(material.identity(arm)) for arm in (usual, *others)}) == 5
    assert len({arm.name for arm in (usual, *others)}) == 5


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
    told = {"nevi": {"DF": 0.75}}
    half = Measures(results, family, ARMS, seeds, real.test_lesions(), draws=50)
    assert half.missing == ARMS[3:]
    assert "Not run to the end: real + gated 1x" in experiment_page.render([half], real, {"nevi": made}, told)
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


def test_a_rule_that_was_not_applied_is_an_error(made: SyntheticSet) -> None:
    with pytest.raises(DataError, match=r"gamma 0\.9"):
        made.kept("gamma 0.9")


@pytest.mark.parametrize("name", KINDS)
def test_scenes_are_training_images_with_a_lesion_that_leaves_skin(name: str, toy_pack: Pack, tmp_path: Path) -> None:
    kind = KINDS[name]
    count = write_scenes(toy_pack, tmp_path, kind)
    listed = json.loads((tmp_path / "scenes.json").read_text())
    assert len(listed) == count > 0
    train = {
        code: {toy_pack.ids[row] for row in toy_pack.rows("train", LESION_CODES.index(code))} for code in kind.codes
    }
    assert [scene["class"] for scene in listed[: len(kind.codes)]] == list(kind.codes)
    for scene in listed:
        assert scene["id"] in train[scene["class"]]
        mask = np.asarray(Image.open(tmp_path / scene["mask"]))
        assert Image.open(tmp_path / scene["image"]).size == mask.shape[::-1]
        assert 0 < (mask > 127).mean() <= kind.largest_share


def test_plain_discs_are_told_from_real_images(made: SyntheticSet, toy_pack: Pack) -> None:
    found = told_apart(made, real_squares(toy_pack, 32), load_trunk("toy", imagenet=False).eval(), 32)
    assert set(found) == {"DF", "VASC"}
    assert min(found.values()) > 0.9


def test_folds_by_lesion_part_no_lesion_and_those_by_image_do(toy_pack: Pack) -> None:
    real = real_squares(toy_pack, 32)
    twice = replace(real, lesions=np.arange(len(real.lesions)) // 2)
    by_lesion, by_image = (folds.parts_of(twice, way, 1) for way in folds.WAYS[::-1])
    assert (by_lesion[0::2] == by_lesion[1::2]).all()
    assert (by_image[0::2] != by_image[1::2]).any()
    assert set(by_lesion) == set(by_image) == set(range(folds.PARTS))


def test_folds_are_run_once_and_are_called_what_they_are(
    material: Material, made: SyntheticSet, toy_pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = real_squares(toy_pack, 32)
    assert folds.found(FROZEN, real, material, tmp_path) is None
    folds.run(FROZEN, real, material, tmp_path, tmp_path)
    found = folds.found(FROZEN, real, material, tmp_path)
    assert found is not None
    assert all(set(arms) == set(folds.FOLDED_ARMS) for arms in found.of.values())
    assert all(np.isfinite(logits).all() for arms in found.of.values() for logits in arms.values())
    monkeypatch.setattr(Frozen, "fitted", lambda *_: pytest.fail("a finished fold was trained again"))
    folds.run(FROZEN, real, material, tmp_path, tmp_path)
    text = "\n".join(experiment_page.folds_section(found))
    assert "Not evidence that samples help" in text
    assert "| by image | real + gated 1x |" in text


def test_the_plot_is_the_same_for_the_same_numbers(material: Material, toy_pack: Pack, tmp_path: Path) -> None:
    results = Results(tmp_path / "experiment", material, tmp_path)
    results.run(FROZEN, ARMS[:4], range(1, 3))
    lesions = real_squares(toy_pack, 32).test_lesions()
    for name in ("a", "b"):
        found = Measures(results, FROZEN, ARMS, range(1, 3), lesions, draws=50)
        forest(found, ARMS, experiment_page.arm_words, tmp_path / f"{name}.svg")
    text = (tmp_path / "a.svg").read_text()
    assert text == (tmp_path / "b.svg").read_text()
    assert text.startswith("<?xml")
