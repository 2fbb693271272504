"""Views, loss, network, sampler and training of the 224 px generator."""

import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from inlay_training.classes import LESION_CODES, SKIN
from inlay_training.diffusion.schedule import SamplingSchedule
from inlay_training.latent import export, flow, muon, pack, paint, space, train
from inlay_training.latent.network import LatentUNet
from inlay_training.latent.scenes import Drawing, ViewSource
from inlay_training.latent.views import Frames, mirrored
from inlay_training.train.checkpoint import CheckpointMismatch

from .latent_toy import NETWORK

CONFIG = train.Training(
    network=NETWORK, images=64, batch=8, warmup_images=16, loss=flow.LossConfig(perceptual=0, align=0.1, swap=0.1)
)


def source(latent_material: train.Material, **drawing: object) -> ViewSource:
    return train.source(latent_material, replace(CONFIG, drawing=replace(Drawing(), **drawing)))  # type: ignore[arg-type]


def test_skin_is_also_shown_where_no_lesion_is_in_sight(latent_material: train.Material) -> None:
    for kind in ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0)):
        bare = source(latent_material, kinds=kind, skin_share=1.0, mirrored_share=1.0, colour=0.0, hint_share=0.0)
        views = bare.batch(32, 5, 1)
        skin = views.labels == SKIN
        assert 15 < int(skin.sum()) < 32
        assert (views.rows[skin] == -1).all()
        assert (views.attributes[skin] == 0).all()
        assert float(views.masks[skin].mean()) > 0.02
        seen = source(latent_material, kinds=kind, skin_share=1.0, mirrored_share=0.0).batch(32, 5, 1)
        assert (seen.rows >= 0).all()


def test_a_patch_is_continued_by_its_mirror_image() -> None:
    patch = torch.arange(16.0).reshape(1, 1, 4, 4).expand(1, 3, 4, 4)
    for seed, size in itertools.product(range(5), (7, 16)):
        wide = mirrored(patch, size, torch.Generator().manual_seed(seed))
        assert wide.shape == (1, 3, size, size)
        assert set(wide.unique().tolist()) <= set(range(16))
        steps = wide[0, 0].diff(dim=1).abs()
        assert (steps == 1).all()


def test_bare_skin_is_cut_where_the_lesion_leaves_a_corner_free() -> None:
    images = torch.zeros(2, 224, 224, 3, dtype=torch.uint8)
    masks = torch.ones(2, 224, 224, dtype=torch.uint8)
    images[1, :100, 124:] = 255
    masks[1, :100, 124:] = 0
    found = Frames(images, masks, torch.tensor([0, 1]), torch.tensor([0, 1])).bare(4, torch.Generator().manual_seed(1))
    assert found.shape == (4, 3, 88, 88)
    assert (found == 1).all()
    full = Frames(images, torch.ones_like(masks), torch.tensor([0, 1]), torch.tensor([0, 1]))
    assert full.bare(4, torch.Generator()).shape == (0, 3, 88, 88)


def test_views_depend_on_seed_and_step_alone(latent_material: train.Material) -> None:
    views = source(latent_material)
    a, b, c = views.batch(8, 1, 3), views.batch(8, 1, 3), views.batch(8, 1, 4)
    assert torch.equal(a.images, b.images)
    assert torch.equal(a.masks, b.masks)
    assert a.images.shape != c.images.shape or not torch.equal(a.images, c.images)


def test_the_mask_covers_the_lesion_and_hides_it(latent_material: train.Material) -> None:
    views = source(latent_material, kinds=(1.0, 0.0, 0.0), skin_share=0.0, colour=0.0, hint_share=0.0, whole_share=0.0)
    batch = views.batch(16, 2, 0)
    hidden = batch.known * batch.masks
    assert torch.allclose(hidden, latent_material.space.mean[:, None, None] * batch.masks, atol=1e-6)
    dark = (batch.images.mean(1, keepdim=True) < 0.2).float()  # the toy's lesions
    assert float((dark * (1 - batch.masks)).mean()) < 1e-3


def test_skin_has_no_place_for_a_lesion(latent_material: train.Material) -> None:
    for kinds in ((1.0, 0.0, 0.0), (0.0, 0.0, 1.0)):
        batch = source(latent_material, kinds=kinds, skin_share=1.0).batch(16, 5, 1)
        skin = batch.labels == SKIN
        assert skin.any()
        assert float(batch.places[skin].max()) == 0
        assert float(batch.example[skin].abs().max()) == 0


def test_neither_source_nor_sharpness_tells_the_class(latent_material: train.Material) -> None:
    views = source(latent_material)
    for label in range(len(LESION_CODES)):
        own = views.frames.labels == label
        rows = views.frames.rows[own].numpy()
        weights = views.weights[own] / views.weights[own].sum()
        milk = latent_material.pack.source[rows] == 1
        assert float(weights[torch.from_numpy(milk)].sum()) == pytest.approx(0.4, abs=0.01)


def test_a_coarse_image_teaches_the_coarse_coefficients_alone(latent_material: train.Material) -> None:
    wide = replace(latent_material, space=space.fit(latent_material.pack.images[:20], 16, 0.5))
    loss = flow.Loss(wide.space, flow.LossConfig(perceptual=0), [])
    views = source(latent_material, skin_share=0.0).batch(8, 1, 0)
    views = replace(views, coarse=torch.ones(8, dtype=torch.bool))
    torch.manual_seed(0)
    made = torch.zeros(8, 16, views.images.shape[2] // 8, views.images.shape[2] // 8, requires_grad=True)
    value, _ = loss(lambda *args, middle: made * 1, lambda labels: labels, views, torch.Generator().manual_seed(1))
    value.backward()
    assert made.grad is not None
    assert float(made.grad[:, :12].abs().sum()) > 0
    assert float(made.grad[:, 12:].abs().sum()) == 0


def test_training_goes_on_where_it_stopped(latent_material: train.Material, tmp_path: Path) -> None:
    steady = replace(CONFIG, loss=replace(CONFIG.loss, align=0.0))  # its end depends on the views in all
    whole = train.train(steady, latent_material, tmp_path / "whole.pt")
    train.train(replace(steady, images=32, decay_share=1e-9), latent_material, tmp_path / "parts.pt")
    state = torch.load(tmp_path / "parts.pt", weights_only=True)
    assert state["step"] == 4
    train.train(steady, latent_material, tmp_path / "parts.pt")
    a, b = (torch.load(path, weights_only=True)["model"] for path in (whole, tmp_path / "parts.pt"))
    assert all(torch.allclose(a[name], b[name], atol=1e-3) for name in a)
    _, config, seen = train.load_ema(whole)
    assert config == steady
    assert seen == 64


def test_a_copy_is_ended_and_the_campaign_stays(latent_material: train.Material, tmp_path: Path) -> None:
    campaign = tmp_path / "unet.pt"
    train.train(replace(CONFIG, images=32, decay_share=0.2), latent_material, campaign)
    before = campaign.read_bytes()
    path = train.cool(campaign, latent_material, tmp_path / "cooled" / "unet.pt", 16)
    assert campaign.read_bytes() == before
    _, config, seen = train.load_ema(path)
    assert seen == config.images == 48
    assert config.rate(48) == 0
    assert config.loss == replace(CONFIG.loss, **train.COOLING)
    kept = path.read_bytes()
    assert train.cool(campaign, latent_material, path, 16).read_bytes() == kept  # it has ended


def test_a_checkpoint_of_another_space_or_network_is_refused(latent_material: train.Material, tmp_path: Path) -> None:
    train.train(replace(CONFIG, images=8), latent_material, tmp_path / "unet.pt")
    for other in (replace(CONFIG, power=1.0), replace(CONFIG, network=replace(NETWORK, channels=(16, 24, 40)))):
        with pytest.raises(CheckpointMismatch, match="Choose another folder"):
            train.train(other, latent_material, tmp_path / "unet.pt")


def test_a_sample_leaves_the_skin_as_it_was(latent_material: train.Material) -> None:
    network = LatentUNet(NETWORK).eval()
    rows, labels = paint.own_scenes(latent_material.pack, "train", 2, seed=1)
    made = paint.paint(
        network,
        latent_material.space,
        latent_material.pack,
        rows,
        labels,
        schedule=SamplingSchedule(2, 2.0, 0.6, (0.2, 0.85)),
    )
    outside = made.masks == 0
    assert np.abs(made.images.astype(int) - latent_material.pack.images[rows])[outside].max() == 0
    assert np.array_equal(latent_material.pack.labels[rows], labels)


def test_skin_is_asked_for_without_a_lesion_s_place(
    latent_material: train.Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[flow.Request] = []
    monkeypatch.setattr(flow, "sample", lambda _network, _space, request: asked.append(request) or request.known)
    rows = latent_material.pack.rows("train")[:2]
    paint.paint(LatentUNet(NETWORK), latent_material.space, latent_material.pack, rows, np.array([SKIN, 5]))
    assert asked[0].masks.sum((1, 2, 3)).min() > 0
    assert (asked[0].places.sum((1, 2, 3)) > 0).tolist() == [False, True]


def test_a_real_lesion_is_pasted_where_the_scene_had_its_own(latent_pack: pack.Pack) -> None:
    rows = latent_pack.rows("train", 1)[:3]
    lesions = latent_pack.rows("train", 2)[:3]
    made = paint.pasted(latent_pack, lesions, rows, np.full(3, 2))
    for image, row, lesion in zip(made.images, rows, lesions, strict=True):
        y, x = (int(v.mean()) for v in np.nonzero(latent_pack.masks[row]))
        colour = latent_pack.images[lesion][latent_pack.masks[lesion] > 0].mean(0)
        assert np.abs(image[y, x] - colour).max() < 12


def test_orthogonal_steps() -> None:
    for shape in ((8, 20), (20, 8)):
        found = muon.orthogonal(torch.randn(shape, generator=torch.Generator().manual_seed(1)), steps=10)
        values = torch.linalg.svdvals(found)
        assert float(values.min()) > 0.6
        assert float(values.max()) < 1.3


def test_both_predictions_are_velocities(latent_material: train.Material) -> None:
    torch.manual_seed(3)
    inputs = export.example_inputs(LatentUNet(NETWORK), 2, grid=8)
    network = LatentUNet(replace(NETWORK, prediction="x")).eval()  # its last layer gives zeros: a clean state of zeros
    with torch.no_grad():
        velocity = network(**inputs)
    noisy, t = inputs["sample"][:, : NETWORK.coefficients], inputs["timestep"][:, None, None, None]
    assert torch.allclose(noisy - t * velocity, torch.zeros_like(noisy), atol=1e-5)
    loss = flow.Loss(latent_material.space, flow.LossConfig(perceptual=0, near_from=0.1), [])
    views = source(latent_material).batch(8, 1, 0)
    value, _ = loss(network, network.vectors, views, torch.Generator().manual_seed(1))
    assert 0 < float(value) < 100


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
