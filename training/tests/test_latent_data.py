"""Pack, space, outlines, conditions and the small lab of the 224 px generator."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from inlay_training.data import prepare
from inlay_training.data.dataset import DataError
from inlay_training.latent import classify, conditions, frames, measure, outliner, pack, small_lab, space
from inlay_training.latent.conditions import Examples


def test_the_transform_is_orthonormal_and_exact_for_what_it_holds(small_space: space.Space) -> None:
    flat = small_space.basis.reshape(12, -1)
    assert torch.allclose(flat @ flat.T, torch.eye(12), atol=1e-5)
    state = torch.randn(2, 12, 5, 7)
    assert torch.allclose(small_space.encode(small_space.decode(state)), state, atol=1e-4)


def test_all_coefficients_give_the_image_back(latent_pack: pack.Pack) -> None:
    whole = space.fit(latent_pack.images[:20], space.NUMBERS, 0.0)
    images = torch.rand(1, 3, 32, 32) * 2 - 1
    assert torch.allclose(whole.decode(whole.encode(images)), images, atol=1e-4)


def test_a_block_outside_never_changes(small_space: space.Space) -> None:
    images = torch.rand(1, 3, 32, 32) * 2 - 1
    other = images.clone()
    other[:, :, 8:16, 8:16] = 0
    changed = (small_space.encode(images) != small_space.encode(other)).any(1)[0]
    assert changed.nonzero().tolist() == [[1, 1]]


def test_stored_coefficients_have_unit_variance(small_space: space.Space) -> None:
    for power in (0.0, 0.5, 1.0):
        stored = small_space.first(12, power)
        assert float((stored.sd * stored.scale).square().mean()) == pytest.approx(1, abs=1e-5)


def test_conditions_have_a_null(latent_pack: pack.Pack) -> None:
    values = conditions.attributes(latent_pack)
    assert values.shape == (len(latent_pack.labels), conditions.SIZE)
    assert float(conditions.dropped(values, 1.0, torch.Generator()).abs().max()) == 0
    assert torch.equal(conditions.dropped(values, 0.0, torch.Generator()), values)
    assert conditions.attributes_for(subtype=1).nonzero()[:, 0].tolist() == [0, 4]


def test_a_description_says_how_noisy_it_is() -> None:
    g = torch.Generator().manual_seed(1)
    examples = Examples(torch.zeros(1, 4000))
    told = examples.noised(torch.zeros(1, dtype=torch.long), 0.0, g)
    sd = float(told[0, -1])
    assert float(told[0, :-2].std()) == pytest.approx(sd / (1 + sd**2) ** 0.5, rel=0.1)
    nothing = examples.noised(torch.zeros(3, dtype=torch.long), 1.0, g)
    assert float(nothing.abs().max()) == 0


def test_an_outline_is_the_largest_piece_and_trusted_near_the_middle() -> None:
    rule, probability = outliner.Trust(), np.zeros((224, 224), np.float32)
    assert not outliner.in_one_piece(probability).any()
    probability[60:140, 60:140] = 0.99
    probability[90:100, 90:100] = 0.1  # a hole
    probability[200:210, 10:20] = 0.99  # a speck
    mask = outliner.in_one_piece(probability)
    assert mask.sum() == 80 * 80
    assert rule.holds(mask)
    assert not rule.holds(np.roll(mask, 84, 0) * np.roll(mask, 84, 1))
    ink, ring = np.zeros_like(mask), mask.copy()
    ink[:40, :40] = 1
    ring[64:136, 64:] = 0  # a crescent
    for wrong in (ink, ring, np.ones_like(mask), mask * 0):
        assert not rule.holds(wrong)


def test_learnt_outlines_join_the_pack(latent_pack: pack.Pack, tmp_path: Path) -> None:
    bare = replace(
        latent_pack, masks=np.zeros_like(latent_pack.masks), outlined=np.zeros(len(latent_pack.labels), bool)
    )
    bits = np.packbits(latent_pack.masks[:2].reshape(2, -1), axis=1)
    np.savez(tmp_path / "outlines.npz", ids=np.array(latent_pack.ids[:2]), bits=bits, good=np.array([True, False]))
    found = pack.with_outlines(bare, tmp_path / "outlines.npz")
    assert np.array_equal(found.masks[:2], latent_pack.masks[:2])
    assert found.outlined.nonzero()[0].tolist() == [0]


def test_frames_are_the_pack_s_own_files_and_name_its_split(latent_pack: pack.Pack, tmp_path: Path) -> None:
    files = [pack.encode(Image.fromarray(image), "JPEG") for image in latent_pack.images]
    np.savez(tmp_path / "pack.npz", **prepare._concatenate("jpeg", files))
    part = replace(latent_pack, outlined=np.arange(len(latent_pack.labels)) > 0)
    count = frames.write(part, tmp_path / "pack.npz", tmp_path / "frames")
    with (tmp_path / "frames" / frames.TABLE).open() as file:
        rows = list(csv.DictReader(file))
    names = [latent_pack.ids[k] for k in np.flatnonzero(part.outlined & ~part.coarse)]
    assert [row["image_id"] for row in rows] == names
    assert count == len(names) < len(files)
    last = latent_pack.ids.index(names[-1])
    assert rows[-1]["split"] == prepare.SPLITS[latent_pack.split[last]]
    assert {row["source"] for row in rows} == set(pack.SOURCES)
    assert (tmp_path / "frames/images" / f"{names[-1]}.jpg").read_bytes() == files[last]
    mask = np.asarray(Image.open(tmp_path / "frames/masks" / f"{names[-1]}_segmentation.png"))
    assert np.array_equal(mask > 127, latent_pack.masks[last] > 0)


def test_samples_are_read_as_the_pack_s_images_are(tmp_path: Path) -> None:
    wide = np.zeros((448, 600, 3), np.uint8)
    wide[:, 76:524] = 200  # the central square
    Image.fromarray(wide).save(tmp_path / "a.png")
    Image.fromarray(wide[:224, :224]).save(tmp_path / "b.png")
    found = pack.squares_of([tmp_path / "a.png", tmp_path / "b.png"])
    assert found.shape == (2, 224, 224, 3)
    assert (found[0] == 200).all()
    assert np.array_equal(found[1], wide[:224, :224])


def test_whitening_gives_unit_variance_with_every_class_alike() -> None:
    g = torch.Generator().manual_seed(1)
    labels = torch.cat([torch.zeros(500), torch.ones(50)]).long()
    values = torch.randn(550, 6, generator=g) @ torch.randn(6, 6, generator=g) + 3 * labels[:, None]
    mean, projection = classify.whitening(values, labels, 6)
    white = (values - mean) @ projection
    weights = (1.0 / torch.bincount(labels).float())[labels] / 2
    covariance = white.T @ (weights[:, None] * white)
    assert torch.allclose(covariance, torch.eye(6), atol=1e-3)


def test_bands_fall_with_blur(latent_pack: pack.Pack) -> None:
    rng = np.random.default_rng(1)
    sharp = rng.integers(0, 255, (2, 224, 224, 3)).astype(np.uint8)
    soft = np.stack([np.asarray(Image.fromarray(image).resize((64, 64)).resize((224, 224))) for image in sharp])
    masks = np.zeros((2, 224, 224), np.uint8)
    masks[:, 60:160, 60:160] = 1
    ratio = measure.bands(soft, masks) / measure.bands(sharp, masks)
    assert ratio[:, 0].max() < 0.3


def test_a_small_lab_gains_from_what_is_like_its_own_and_loses_from_mislabelled() -> None:
    rng = np.random.default_rng(0)
    centres = rng.normal(size=(7, 30))

    def drawn(each: int, mixed: bool = False) -> small_lab.Described:
        y = np.repeat(np.arange(7), each)
        centre = centres[np.roll(np.arange(7), 1)][y] if mixed else centres[y]
        return small_lab.Described(centre + rng.normal(size=(len(y), 30)) * 3, y, np.arange(len(y)))

    found = small_lab.worth(drawn(100), {"good": drawn(30), "wrong": drawn(30, mixed=True)}, splits=8)
    assert found["good, with counterparts"]["ridge1000"]["rare"] > 0.02
    assert found["wrong, with counterparts"]["ridge1000"]["rare"] < -0.1


def test_a_folder_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="ham10000 is missing"):
        pack.prepare(tmp_path, tmp_path / "pack.npz")
    folder = tmp_path / "milk10k"
    (folder / "images").mkdir(parents=True)
    names = [
        "isic_id",
        "lesion_id",
        "label",
        "diagnosis",
        "site",
        "skin_tone",
        *(f"MONET_{name}" for name in pack.CONCEPTS),
    ]
    with (folder / "metadata.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([names, ["A", "L", "DF", "Dermatofibroma", "trunk", "3", *["0.5"] * 6]])
    Image.new("RGB", (224, 200)).save(folder / "images/A.jpg")
    with pytest.raises(DataError, match="224x200 px; the pack takes 224x224"):
        pack.milk_rows(folder)


def test_milk_is_split_by_lesion_with_more_of_the_rarest_held_out() -> None:
    def rows(label: int, count: int) -> list[pack.Row]:
        return [pack.Row(f"{label}-{i}", f"{label}-{i}", label, 1, b"", b"") for i in range(count)]

    found = pack.milk_split([*rows(5, 30), *rows(2, 100)])
    held = {label: [found[f"{label}-{i}"] for i in range(count)] for label, count in ((5, 30), (2, 100))}
    assert [sum(v == k for v in held[5]) for k in range(3)] == [18, 6, 6]
    assert [sum(v == k for v in held[2]) for k in range(3)] == [80, 10, 10]


def test_a_source_with_one_class_is_named() -> None:
    def row(label: int, source: int) -> pack.Row:
        return pack.Row("a", "a", label, source, b"", b"")

    (sentence,) = pack.short_cuts([row(0, 0), row(1, 0), row(5, 1), row(5, 1)])
    assert "MILK10k are DF" in sentence
    assert pack.short_cuts([row(0, 0), row(1, 0), row(5, 1), row(6, 1)]) == []


def test_an_image_without_a_mask_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "ham10000"
    (folder / "images").mkdir(parents=True)
    with (folder / "HAM10000_metadata.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["lesion_id", "image_id", "dx", "localization"])
        writer.writerows([f"L{dx}{k}", f"I{dx}{k}", dx, "back"] for dx in ("nv", "mel") for k in range(8))
    for dx in ("nv", "mel"):
        for k in range(8):
            Image.new("RGB", (200, 150), (k, 0, dx == "nv")).save(folder / f"images/I{dx}{k}.png")
    with pytest.raises(DataError, match="has no lesion mask"):
        pack.ham_rows(folder, tmp_path / "none")
