"""The 224 px generator's parts: pack, space, views, loss, sampler, small lab."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from inlay_training.classes import LESION_CODES, SKIN
from inlay_training.config import Course
from inlay_training.dataset import DataError
from inlay_training.latent import (
    classify,
    conditions,
    export,
    flow,
    measure,
    muon,
    outliner,
    pack,
    paint,
    small_lab,
    space,
    train,
)
from inlay_training.latent.conditions import Examples
from inlay_training.latent.network import LatentUNet, NetworkConfig
from inlay_training.latent.scenes import Drawing, ViewSource
from inlay_training.run import CheckpointMismatch

NETWORK = NetworkConfig(
    coefficients=12, channels=(16, 24, 32), heads=2, embedding=32, class_size=8, example_size=4, groups=8
)


@pytest.fixture(scope="module")
def toy() -> pack.Pack:
    """Discs in a colour a class on plain skin: 12 of each class, two sources, the last of each coarse."""
    rng = np.random.default_rng(0)
    n = 12 * len(LESION_CODES)
    labels = np.arange(n) % len(LESION_CODES)
    images, masks = np.zeros((n, 224, 224, 3), np.uint8), np.zeros((n, 224, 224), np.uint8)
    y, x = np.mgrid[:224, :224]
    colours = rng.integers(30, 140, (len(LESION_CODES), 3))
    for row in range(n):
        images[row] = rng.integers(170, 230, 3) + rng.integers(-6, 7, (224, 224, 1))
        cy, cx, radius = rng.integers(80, 144), rng.integers(80, 144), rng.integers(20, 60)
        masks[row] = (y - cy) ** 2 + (x - cx) ** 2 < radius**2
        images[row][masks[row] > 0] = colours[labels[row]]
    number = np.arange(n) // len(LESION_CODES)
    names = [f"T{row}" for row in range(n)]
    return pack.Pack(
        images, masks, labels, split=np.where(number < 8, 0, np.where(number < 10, 1, 2)), source=number % 2, coarse=number == 4,
        outlined=np.ones(n, bool), subtype=np.where(labels == 7, number % 3, pack.UNKNOWN),
        concepts=np.where((number % 2 == 1)[:, None], 0.5, np.nan).repeat(6, 1).astype(np.float32),
        tone=np.where(number % 2 == 1, 3, pack.UNKNOWN), sites=["back" if k % 2 else "" for k in number], ids=names, lesions=names,
    )  # fmt: skip


@pytest.fixture(scope="module")
def small_space(toy: pack.Pack) -> space.Space:
    return space.fit(toy.images[toy.rows("train")], 12, 0.5)


@pytest.fixture(scope="module")
def material(toy: pack.Pack, small_space: space.Space) -> train.Material:
    patches = torch.randint(160, 230, (6, 128, 128, 3), dtype=torch.uint8, generator=torch.Generator().manual_seed(1))
    values = torch.randn(len(toy.labels), NETWORK.example_size, generator=torch.Generator().manual_seed(2))
    return train.Material(toy, patches, small_space, Examples(values))


CONFIG = train.Training(
    network=NETWORK, images=64, batch=8, warmup_images=16, loss=flow.LossConfig(perceptual=0, align=0.1, swap=0.1)
)


def source(material: train.Material, **drawing: object) -> ViewSource:
    return train.source(material, replace(CONFIG, drawing=replace(Drawing(), **drawing)))  # type: ignore[arg-type]


def test_the_transform_is_orthonormal_and_exact_for_what_it_holds(small_space: space.Space) -> None:
    flat = small_space.basis.reshape(12, -1)
    assert torch.allclose(flat @ flat.T, torch.eye(12), atol=1e-5)
    state = torch.randn(2, 12, 5, 7)
    assert torch.allclose(small_space.encode(small_space.decode(state)), state, atol=1e-4)


def test_all_coefficients_give_the_image_back(toy: pack.Pack) -> None:
    whole = space.fit(toy.images[:20], space.NUMBERS, 0.0)
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


def test_views_depend_on_seed_and_step_alone(material: train.Material) -> None:
    views = source(material)
    a, b, c = views.batch(8, 1, 3), views.batch(8, 1, 3), views.batch(8, 1, 4)
    assert torch.equal(a.images, b.images)
    assert torch.equal(a.masks, b.masks)
    assert a.images.shape != c.images.shape or not torch.equal(a.images, c.images)


def test_the_mask_covers_the_lesion_and_hides_it(material: train.Material) -> None:
    views = source(material, kinds=(1.0, 0.0, 0.0), skin_share=0.0, colour=0.0, hint_share=0.0, whole_share=0.0)
    batch = views.batch(16, 2, 0)
    hidden = batch.known * batch.masks
    assert torch.allclose(hidden, material.space.mean[:, None, None] * batch.masks, atol=1e-6)
    dark = (batch.images.mean(1, keepdim=True) < 0.2).float()  # the toy's lesions
    assert float((dark * (1 - batch.masks)).mean()) < 1e-3


def test_skin_has_no_place_for_a_lesion(material: train.Material) -> None:
    for kinds in ((1.0, 0.0, 0.0), (0.0, 0.0, 1.0)):
        batch = source(material, kinds=kinds, skin_share=1.0).batch(16, 5, 1)
        skin = batch.labels == SKIN
        assert skin.any()
        assert float(batch.places[skin].max()) == 0
        assert float(batch.example[skin].abs().max()) == 0


def test_neither_source_nor_sharpness_tells_the_class(material: train.Material) -> None:
    views = source(material)
    for label in range(len(LESION_CODES)):
        own = views.frames.labels == label
        rows = views.frames.rows[own].numpy()
        weights = views.weights[own] / views.weights[own].sum()
        milk = material.pack.source[rows] == 1
        assert float(weights[torch.from_numpy(milk)].sum()) == pytest.approx(0.4, abs=0.01)


def test_a_coarse_image_teaches_the_coarse_coefficients_alone(material: train.Material) -> None:
    wide = replace(material, space=space.fit(material.pack.images[:20], 16, 0.5))
    loss = flow.Loss(wide.space, flow.LossConfig(perceptual=0), [])
    views = source(material, skin_share=0.0).batch(8, 1, 0)
    views = replace(views, coarse=torch.ones(8, dtype=torch.bool))
    torch.manual_seed(0)
    made = torch.zeros(8, 16, views.images.shape[2] // 8, views.images.shape[2] // 8, requires_grad=True)
    value, _ = loss(lambda *args, middle: made * 1, lambda labels: labels, views, torch.Generator().manual_seed(1))
    value.backward()
    assert made.grad is not None
    assert float(made.grad[:, :12].abs().sum()) > 0
    assert float(made.grad[:, 12:].abs().sum()) == 0


def test_training_goes_on_where_it_stopped(material: train.Material, tmp_path: Path) -> None:
    steady = replace(CONFIG, loss=replace(CONFIG.loss, align=0.0))  # its end depends on the views in all
    whole = train.train(steady, material, tmp_path / "whole.pt")
    train.train(replace(steady, images=32, decay_share=1e-9), material, tmp_path / "parts.pt")
    state = torch.load(tmp_path / "parts.pt", weights_only=True)
    assert state["step"] == 4
    train.train(steady, material, tmp_path / "parts.pt")
    a, b = (torch.load(path, weights_only=True)["model"] for path in (whole, tmp_path / "parts.pt"))
    assert all(torch.allclose(a[name], b[name], atol=1e-3) for name in a)
    _, config, seen = train.load_ema(whole)
    assert config == steady
    assert seen == 64


def test_a_checkpoint_of_another_space_or_network_is_refused(material: train.Material, tmp_path: Path) -> None:
    train.train(replace(CONFIG, images=8), material, tmp_path / "unet.pt")
    for other in (replace(CONFIG, power=1.0), replace(CONFIG, network=replace(NETWORK, channels=(16, 24, 40)))):
        with pytest.raises(CheckpointMismatch, match="Choose another folder"):
            train.train(other, material, tmp_path / "unet.pt")


def test_a_sample_leaves_the_skin_as_it_was(material: train.Material) -> None:
    network = LatentUNet(NETWORK).eval()
    rows, labels = paint.own_scenes(material.pack, "train", 2, seed=1)
    made = paint.paint(network, material.space, material.pack, rows, labels, course=Course(2, 2.0, 0.6, (0.2, 0.85)))
    outside = made.masks == 0
    assert np.abs(made.images.astype(int) - material.pack.images[rows])[outside].max() == 0
    assert np.array_equal(material.pack.labels[rows], labels)


def test_a_real_lesion_is_pasted_where_the_scene_had_its_own(toy: pack.Pack) -> None:
    rows = toy.rows("train", 1)[:3]
    lesions = toy.rows("train", 2)[:3]
    made = paint.pasted(toy, lesions, rows, np.full(3, 2))
    for image, row, lesion in zip(made.images, rows, lesions, strict=True):
        y, x = (int(v.mean()) for v in np.nonzero(toy.masks[row]))
        colour = toy.images[lesion][toy.masks[lesion] > 0].mean(0)
        assert np.abs(image[y, x] - colour).max() < 12


def test_conditions_have_a_null(toy: pack.Pack) -> None:
    values = conditions.attributes(toy)
    assert values.shape == (len(toy.labels), conditions.SIZE)
    assert float(conditions.dropped(values, 1.0, torch.Generator()).abs().max()) == 0
    assert torch.equal(conditions.dropped(values, 0.0, torch.Generator()), values)
    assert conditions.asked(subtype=1).nonzero()[:, 0].tolist() == [0, 4]


def test_a_description_says_how_noisy_it_is() -> None:
    g = torch.Generator().manual_seed(1)
    examples = Examples(torch.zeros(1, 4000))
    told = examples.noised(torch.zeros(1, dtype=torch.long), 0.0, g)
    sd = float(told[0, -1])
    assert float(told[0, :-2].std()) == pytest.approx(sd / (1 + sd**2) ** 0.5, rel=0.1)
    nothing = examples.noised(torch.zeros(3, dtype=torch.long), 1.0, g)
    assert float(nothing.abs().max()) == 0


def test_orthogonal_steps() -> None:
    for shape in ((8, 20), (20, 8)):
        found = muon.orthogonal(torch.randn(shape, generator=torch.Generator().manual_seed(1)), steps=10)
        values = torch.linalg.svdvals(found)
        assert float(values.min()) > 0.6
        assert float(values.max()) < 1.3


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


def test_learnt_outlines_join_the_pack(toy: pack.Pack, tmp_path: Path) -> None:
    bare = replace(toy, masks=np.zeros_like(toy.masks), outlined=np.zeros(len(toy.labels), bool))
    bits = np.packbits(toy.masks[:2].reshape(2, -1), axis=1)
    np.savez(tmp_path / "outlines.npz", ids=np.array(toy.ids[:2]), bits=bits, good=np.array([True, False]))
    found = pack.with_outlines(bare, tmp_path / "outlines.npz")
    assert np.array_equal(found.masks[:2], toy.masks[:2])
    assert found.outlined.nonzero()[0].tolist() == [0]


def test_whitening_gives_unit_variance_with_every_class_alike() -> None:
    g = torch.Generator().manual_seed(1)
    labels = torch.cat([torch.zeros(500), torch.ones(50)]).long()
    values = torch.randn(550, 6, generator=g) @ torch.randn(6, 6, generator=g) + 3 * labels[:, None]
    mean, projection = classify.whitening(values, labels, 6)
    white = (values - mean) @ projection
    weights = (1.0 / torch.bincount(labels).float())[labels] / 2
    covariance = white.T @ (weights[:, None] * white)
    assert torch.allclose(covariance, torch.eye(6), atol=1e-3)


def test_bands_fall_with_blur(toy: pack.Pack) -> None:
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


def test_both_predictions_are_velocities(material: train.Material) -> None:
    torch.manual_seed(3)
    inputs = export.example_inputs(LatentUNet(NETWORK), 2, grid=8)
    network = LatentUNet(replace(NETWORK, prediction="x")).eval()  # its last layer gives zeros: a clean state of zeros
    with torch.no_grad():
        velocity = network(**inputs)
    noisy, t = inputs["sample"][:, : NETWORK.coefficients], inputs["timestep"][:, None, None, None]
    assert torch.allclose(noisy - t * velocity, torch.zeros_like(noisy), atol=1e-5)
    loss = flow.Loss(material.space, flow.LossConfig(perceptual=0, near_from=0.1), [])
    views = source(material).batch(8, 1, 0)
    value, _ = loss(network, network.vectors, views, torch.Generator().manual_seed(1))
    assert 0 < float(value) < 100


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


def test_muon_moves_the_convolutions_and_adamw_the_rest() -> None:
    run = train.Run.begin(replace(CONFIG, learning_rate=0.01), [])
    before = {name: value.clone() for name, value in run.model.named_parameters()}
    muon_part = run.optimizer.parts[0]
    assert len(muon_part.param_groups[0]["params"]) == sum(
        value.ndim == 4 and not name.startswith("head") for name, value in before.items()
    )
    inputs = export.example_inputs(run.model, 2, grid=8)
    for _ in range(3):
        run.update((run.model(**inputs) - 1).square().mean())
    moved = {name for name, value in run.model.named_parameters() if not torch.equal(value, before[name])}
    assert {"head.weight", "down.0.0.conv2.weight", "middle.0.conv1.weight"} <= moved
