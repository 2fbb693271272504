"""The experiment of docs/results/benefit.md: its squares are the studio's, its arms are paired, and its intervals mean what they say."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from sklearn.metrics import average_precision_score

from inlay_training import benefit, benefit_page
from inlay_training.benefit_squares import (
    SyntheticSet,
    cut,
    load_real,
    real_squares,
    region_around,
    save_real,
    told_apart,
)
from inlay_training.classes import LESION_CODES
from inlay_training.classifiers import load_trunk
from inlay_training.dataset import DataError
from inlay_training.prepare import Pack
from inlay_training.toy import make_pack

TINY = benefit.BenefitTraining("toy", imagenet=False, size_px=32, seeds=2, steps=12, batch=8, warmup=2)
EACH = 6


@pytest.fixture
def made(tmp_path: Path) -> SyntheticSet:
    """What `npm run set` leaves: discs for two classes, of which the gates keep half."""
    lines = []
    for code in ("DF", "VASC"):
        for scene in range(EACH):
            name, path = f"{code}-{scene:05d}", tmp_path / f"set/{code}/{code}-{scene:05d}.png"
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
        "bundle": {"id": "toy", "version": "0"}, "sampler": {"name": "student", "steps": 2, "guidance": 2}, "seed": 1,
        "rule": {"levels": {"typical": 0.05}}, "gated": names[::2], "random": {"1": names[1::2], "2": names[:3] + names[6:9]},
        "all": names,
    }  # fmt: skip
    (tmp_path / "set/candidates.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    (tmp_path / "set/selected.json").write_text(json.dumps(selected))
    return SyntheticSet.open(tmp_path / "set")


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


def test_arms_of_a_seed_show_the_same_classes_and_every_class_equally_often() -> None:
    images = torch.arange(6).to(torch.uint8)[:, None, None, None].expand(6, 3, 32, 32) * 40
    few, more = [torch.tensor([0]), torch.tensor([1, 2])], [torch.tensor([0, 3, 4, 5]), torch.tensor([1, 2])]
    first = [benefit.batch(few, images, TINY, 3, step) for step in range(100)]
    second = [benefit.batch(more, images, TINY, 3, step) for step in range(100)]
    labels = torch.cat([one[1] for one in first])
    assert (labels == torch.cat([one[1] for one in second])).all()
    assert 0.45 < float(labels.float().mean()) < 0.55
    alike = [(a[0] == b[0]).flatten(1).all(1) for a, b in zip(first, second, strict=True)]
    assert torch.cat(alike)[labels == 1].all()  # where nothing was added, the very same views
    assert not torch.cat(alike)[labels == 0].all()


def test_the_images_of_an_arm_are_those_selected(made: SyntheticSet) -> None:
    assert made.counts(made.ids("gated", 1)) == made.counts(made.ids("random", 2)) == {"DF": 3, "VASC": 3}
    assert made.ids("real", 1) == []
    squares = made.squares(made.ids("all", 1), 32)
    assert squares.images.shape == (2 * EACH, 3, 32, 32)
    assert [LESION_CODES[label] for label in squares.labels] == ["DF"] * EACH + ["VASC"] * EACH
    with pytest.raises(DataError, match="random subset 3"):
        made.ids("random", 3)


def test_the_experiment_goes_on_where_it_stopped_and_writes_its_page(
    made: SyntheticSet, toy_pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = real_squares(toy_pack, TINY.size_px)
    save_real(real, tmp_path / "real.npz")
    real = load_real(tmp_path / "real.npz")
    experiment = benefit.Experiment(tmp_path, make_pack(tmp_path / "toy.npz"), TINY, made)
    with pytest.raises(RuntimeError, match="8 runs"):
        benefit_page.measure(experiment, real)
    experiment.run(real, "cpu")
    lines = experiment.results.read_text().splitlines()
    assert [(row["arm"], row["seed"]) for row in map(json.loads, lines)] == experiment.runs()

    monkeypatch.setattr(benefit, "train", lambda *_: pytest.fail("a finished run was trained again"))
    experiment.run(real, "cpu")
    other = benefit.Experiment(tmp_path, tmp_path / "toy.npz", replace(TINY, steps=13), made)
    assert other.rows() == {}, "another training is another experiment"

    page = benefit_page.render(experiment, real, benefit_page.measure(experiment, real, draws=50), {"DF": 0.75})
    assert "| real + gated synthetic | 6 |" in page
    assert "| DF dermatofibroma | 10 | 6 | 3 | 3 (3) |" in page
    assert "AUROC 0.75 (DF)" in page
    assert "38 % of DF, 38 % of VASC with all; 23 % of DF, 23 % of VASC with gated" in page
    assert "33 % of it are gated ones" in page  # none of the first draw, four of the six of the second
    assert "nan" not in page


def test_plain_discs_are_told_from_real_images(made: SyntheticSet, toy_pack: Pack) -> None:
    found = told_apart(made, real_squares(toy_pack, 32), load_trunk("toy", imagenet=False).eval(), 32)
    assert set(found) == {"DF", "VASC"}
    assert min(found.values()) > 0.9


def test_average_precision_agrees_with_scikit_learn_whatever_the_weights() -> None:
    rng = np.random.default_rng(1)
    scores, positive = np.round(rng.random(80), 1), rng.random(80) < 0.3  # with ties
    weights = rng.integers(0, 4, (5, 80)).astype(float)
    found = benefit_page.average_precision(scores, positive, weights)
    for row, value in zip(weights, found, strict=True):
        assert value == pytest.approx(average_precision_score(positive, scores, sample_weight=row))


def test_lesions_are_drawn_whole_and_class_by_class() -> None:
    labels, lesions = np.array([0, 0, 0, 1, 1]), np.array(["a", "a", "b", "c", "d"])
    weights = benefit_page.lesion_draws(labels, lesions, 200, np.random.default_rng(1))
    assert (weights[0] == 1).all()
    assert (weights[:, 0] == weights[:, 1]).all()
    assert (weights[:, 0] + weights[:, 2] == 2).all()
    assert (weights[:, 3] + weights[:, 4] == 2).all()
    assert {0.0, 1.0, 2.0} == set(weights[1:, 0])


def test_recall_counts_what_is_drawn() -> None:
    probabilities = np.array([[0.9, 0.1], [0.2, 0.8], [0.4, 0.6]])
    found = benefit_page.recalls(probabilities, np.array([0, 0, 1]), np.array([[1.0, 1, 1], [3, 1, 0]]))
    assert found[0] == pytest.approx([0.5, 1.0])
    assert found[1][0] == pytest.approx(0.75)
    assert np.isnan(found[1][1])


def test_a_difference_between_seeds_alone_widens_the_interval() -> None:
    even, weights = np.full((2, 101), 0.5), np.array([[0.5, 0.5], *[[1.0, 0.0], [0.0, 1.0]] * 50])
    measured = benefit_page.Measured({}, {}, weights)
    assert measured.over_seeds(even) == (0.5, 0.5, 0.5)
    assert measured.over_seeds(even + np.array([[0.1], [-0.1]])) == pytest.approx((0.5, 0.4, 0.6))
    assert benefit_page.reads((0.1, 0.02, 0.2)) == "higher"
    assert benefit_page.reads((0.1, -0.02, 0.2)) == "not told apart"
    assert benefit_page.reads((-0.1, -0.2, -0.01)) == "lower"
