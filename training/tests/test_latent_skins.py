"""Skins without a patient: what is told, how a lesion goes, what is clean, what the folder holds; and the list of real scenes."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from inlay_training.latent import pack, scene_list, shipped_skins, skins, train
from inlay_training.latent.network import LatentUNet

from .latent_toy import NETWORK


@pytest.fixture
def disc() -> torch.Tensor:
    y, x = torch.meshgrid(torch.arange(224), torch.arange(224), indexing="ij")
    return ((y - 110) ** 2 + (x - 100) ** 2 < 40**2).float()[None, None]


def test_frames_are_told_both_sources_and_every_tone_by_turns(latent_pack: pack.Pack) -> None:
    rows, labels = skins.drawn(latent_pack, 4, seed=1)
    assert (latent_pack.labels[rows] == labels).all()
    assert (latent_pack.split[rows] == 0).all()
    assert np.bincount(latent_pack.source[rows]).tolist() == [16, 16]
    assert skins.told(latent_pack, rows)[:, 3:13].abs().sum() == 0
    row = int(rows[latent_pack.source[rows] == 1][0])
    assert (
        skins.facts(latent_pack, row, 5) == {"site": "trunk", "classes": ["DF"], "tone": 3}
        or not latent_pack.sites[row]
    )
    unknown = int(rows[latent_pack.source[rows] == 0][0])
    assert "tone" not in skins.facts(latent_pack, unknown, 5)


def test_what_was_under_a_mask_does_not_change_its_continuation(disc: torch.Tensor) -> None:
    slope = torch.linspace(-0.5, 0.5, 224).expand(1, 3, 224, 224)
    dark, light = (skins.continued(slope * (1 - disc) + value * disc, disc) for value in (-1.0, 1.0))
    assert torch.allclose(dark, light, atol=1e-5)
    assert torch.equal(dark * (1 - disc), slope * (1 - disc))
    assert (dark - slope).abs().max() < 0.12
    assert skins.continued(slope, torch.zeros_like(disc)).equal(slope)


def test_a_seam_and_a_blur_are_seen(disc: torch.Tensor) -> None:
    skin = 0.3 + 0.05 * torch.randn(1, 3, 224, 224, generator=torch.Generator().manual_seed(1))
    assert skins.seams(skin, disc)[0] < skins.SEAM_MOST < skins.seams(skin - 0.2 * disc, disc)[0]
    inside = skins.texture(skin, disc) / skins.texture(skin, 1 - disc)
    assert inside[0].tolist() == pytest.approx([1, 1, 1], abs=0.15)
    blurred = skin * (1 - disc) + 0.3 * disc
    assert (skins.texture(blurred, disc)[0] < 0.3 * skins.texture(skin, disc)[0]).all()


def test_only_clean_frames_are_chosen_and_tones_take_turns() -> None:
    looks = skins.Looks(
        np.array([0, 0, 0, 0.3, 0]),
        np.array([1, 1, 1, 1, 9.0]),
        np.array([[1.0] * 3, [1.1] * 3, [1.2] * 3, [1] * 3, [1] * 3]),
    )
    labels, tones = np.zeros(5, np.int64), np.array([3, 3, 2, 1, 1])
    assert skins.chosen(labels, tones, looks, 2) == [0, 2]
    assert skins.chosen(labels, tones, looks, 9) == [0, 2, 1]


def test_a_network_makes_frames_of_the_right_shape(latent_pack: pack.Pack, latent_material: train.Material) -> None:
    torch.manual_seed(0)
    network = LatentUNet(NETWORK).eval()
    rows, labels = skins.drawn(latent_pack, 1, seed=2)
    rows, labels = rows[:2], labels[:2]
    frames = skins.whole_frames(network, latent_material.space, latent_pack, rows, labels, 1)
    places = torch.from_numpy(latent_pack.masks[rows])[:, None].float()
    bare = skins.gone(network, latent_material.space, frames, places, skins.told(latent_pack, rows), 2)
    assert frames.shape == bare.shape == (2, 3, 224, 224)
    assert torch.equal(bare * (1 - places), frames * (1 - places))


def test_skins_are_named_by_their_pixels_and_earlier_ones_stay(tmp_path: Path) -> None:
    grey = np.full((1, 8, 8, 3), 150, np.uint8)
    shipped_skins.write(tmp_path / "a", grey, [{"classes": ["NV"]}], None)
    lines = shipped_skins.write(tmp_path / "b", grey + 1, [{"classes": ["DF"], "site": "trunk"}], tmp_path / "a")
    assert [line.get("retired") for line in lines] == [None, True]
    assert lines[0]["id"] != lines[1]["id"]
    assert json.loads((tmp_path / "b/index.json").read_text()) == lines
    assert all((tmp_path / "b" / line["file"]).is_file() for line in lines)
    again = shipped_skins.write(tmp_path / "b", grey + 1, [{"classes": ["DF"]}], tmp_path / "b")
    assert [line.get("retired") for line in again] == [None, True]
    with pytest.raises(shipped_skins.NoEarlierSkins):
        shipped_skins.write(tmp_path / "c", grey, [{}], tmp_path / "nowhere")


def test_the_list_of_scenes_has_every_split_and_outlines_by_columns(latent_pack: pack.Pack, tmp_path: Path) -> None:
    assert scene_list.runs(np.array([[0, 1], [1, 1]])) == [1, 3]
    assert scene_list.runs(np.array([[1, 0], [0, 0]])) == [0, 1, 3]
    found = scene_list.lines(latent_pack, scene_list.chosen(latent_pack, 2))
    assert {line["split"] for line in found} == {"train", "calibration", "test"}
    assert all(sum(line["outline"]["counts"]) == 224 * 224 for line in found)
    with pytest.raises(FileNotFoundError, match="other data"):
        scene_list.write(latent_pack, tmp_path, tmp_path / "scenes.jsonl", 2)


def test_the_most_even_skin_comes_first(tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    even = random.integers(150, 156, (64, 64, 3), dtype=np.uint8)
    crusty = even.copy()
    crusty[:9, :9] = random.integers(90, 200, (9, 9, 3))
    facts = [{"classes": ["DF"]}, {"classes": ["NV"]}]
    lines = shipped_skins.write(tmp_path, np.stack([crusty, even]), facts, None)
    assert [line["classes"] for line in lines] == [["NV"], ["DF"]]
    assert [line["name"] for line in lines] == ["Skin 1", "Skin 2"]
