"""The images of the experiment: cut as the studio cuts them, pasted, told apart."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from inlay_experiment.scenes import KINDS, write_scenes
from inlay_experiment.squares import SyntheticSet, cut, pasted_squares, real_squares, region_around, told_apart
from inlay_training.classes import LESION_CODES
from inlay_training.data.dataset import DataError
from inlay_training.data.prepare import Pack
from inlay_training.models.classifiers import load_trunk


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


def test_a_pasted_lesion_is_the_lesion_inside_and_other_skin_outside(toy_pack: Pack) -> None:
    row = toy_pack.rows("train", LESION_CODES.index("DF"))[:1]
    pasted = pasted_squares(toy_pack, row, 32, seed=1)
    assert pasted.images.shape == (1, 3, 32, 32)
    assert LESION_CODES[pasted.labels[0]] == "DF"
    again = pasted_squares(toy_pack, row, 32, seed=2)
    assert not torch.equal(pasted.images, again.images)


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
