"""Sampler, networks, statistics: what must hold whatever was trained."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from inlay_training.bundle import skins
from inlay_training.bundle.export import fuse_norms, shipped
from inlay_training.classes import NULL, SKIN
from inlay_training.config import SMOKE, TINY
from inlay_training.data import masks
from inlay_training.data.batches import ViewSampler, sampling_weights, soften
from inlay_training.data.prepare import Pack
from inlay_training.diffusion import flow
from inlay_training.diffusion.schedule import SamplingSchedule
from inlay_training.models.classifiers import fresh
from inlay_training.models.unet import InpaintUNet, coefficients
from inlay_training.train.precision import TrainingDiverged, require_finite


def scene(size: int, n: int = 2) -> tuple[torch.Tensor, torch.Tensor]:
    known = torch.rand(n, 3, size, size, generator=torch.Generator().manual_seed(1)) * 2 - 1
    mask = torch.zeros(n, 1, size, size)
    mask[:, :, size // 4 : size // 2, size // 4 : size // 2] = 1
    return known, mask


def test_the_unet_keeps_shape_and_budget() -> None:
    model = InpaintUNet(TINY.unet).eval()
    assert sum(p.numel() for p in model.parameters()) < 14e6
    size = TINY.unet.size_px
    with torch.no_grad():
        made = model(torch.zeros(1, 7, size, size), torch.ones(1), torch.eye(NULL + 1)[:1])
    assert made.shape == (1, 3, size, size)


def test_the_sampler_leaves_known_pixels_alone_and_ends_at_its_estimate() -> None:
    torch.manual_seed(0)
    model, size = InpaintUNet(SMOKE.unet).eval(), SMOKE.unet.size_px
    known, mask = scene(size)
    noise = torch.randn(known.shape)
    steps = list(flow.sample_steps(model, known, mask, torch.tensor([0, SKIN]), noise, SamplingSchedule(4, 2.0)))
    assert len(steps) == 4
    for estimate in steps:
        assert torch.equal(estimate * (1 - mask), known * (1 - mask))
        assert estimate.abs().max() <= 1


def test_guidance_acts_between_its_times_alone() -> None:
    known, mask = scene(16)
    called_at: list[float] = []

    def denoise(x: Tensor, t: Tensor, c: Tensor) -> Tensor:
        called_at.append(round(float(t[0]), 3))
        return c[:, NULL, None, None, None] * torch.ones_like(x[:, :3])  # 1 without a class, 0 with one

    schedule = SamplingSchedule(4, 2.0, guidance_times=(0.25, 0.75))
    noise = torch.randn(known.shape)
    steps = flow.sample_steps(denoise, known, mask, torch.tensor([0, 1]), noise, schedule)
    inside = [float((estimate * mask).sum() / (3 * mask.sum())) for estimate in steps]
    assert inside == [0.0, -1.0, -1.0, 0.0]
    assert called_at == [1.0, 0.75, 0.75, 0.5, 0.5, 0.25]
    assert schedule.calls == len(called_at)


def test_the_shift_moves_times_towards_the_image_and_keeps_the_ends() -> None:
    even, shifted = SamplingSchedule(8).times(), SamplingSchedule(8, shift=0.5).times()
    assert torch.allclose(even, torch.linspace(1, 0, 9, dtype=torch.float64))
    assert (shifted[0], shifted[-1]) == (1, 0)
    assert (shifted[1:-1] < even[1:-1]).all()
    assert (shifted.diff() < 0).all()


def test_a_perfect_denoiser_is_followed_to_its_image() -> None:
    known, mask = scene(16)
    target = torch.full_like(known, 0.25)
    made = flow.sample(
        lambda x, t, c: target, known, mask, torch.tensor([0, 0]), torch.randn(known.shape), SamplingSchedule(3)
    )
    assert torch.allclose(made * mask, target * mask)


@pytest.mark.parametrize("parametrisation", ["v", "edm"])
def test_every_parametrisation_can_give_the_clean_image(parametrisation: str) -> None:
    """x_0 = c_skip x_t + c_out F has a solution F of moderate size at every time, t = 1 included."""
    g = torch.Generator().manual_seed(3)
    clean, noise = torch.rand(1, 3, 4, 4, generator=g) * 2 - 1, torch.randn(1, 3, 4, 4, generator=g)
    for t in (0.01, 0.3, 0.9, 1.0):
        noisy = (1 - t) * clean + t * noise
        c_skip, c_out, c_in = coefficients(parametrisation, torch.tensor(t))
        target = (clean - c_skip * noisy) / c_out
        assert target.abs().max() < 6
        assert torch.isfinite(torch.as_tensor(c_in) * noisy).all()
        if parametrisation == "v":
            assert torch.allclose(target, noise - clean, atol=1e-3)


def test_the_preconditioning_is_that_of_karras_et_al() -> None:
    """Equation 7 on x = x_0 + sigma e, of which x_t is (1 - t) x."""
    t, sd = torch.tensor(0.4), 0.5
    sigma = t / (1 - t)
    c_skip, c_out, c_in = coefficients("edm", t)
    assert c_skip == pytest.approx(float(sd**2 / (sigma**2 + sd**2) / (1 - t)))
    assert c_out == pytest.approx(float(sigma * sd / (sigma**2 + sd**2).sqrt()))
    assert c_in == pytest.approx(float(1 / (sigma**2 + sd**2).sqrt() / (1 - t)))


def test_an_unknown_parametrisation_is_named() -> None:
    with pytest.raises(ValueError, match='"epsilon"'):
        coefficients("epsilon", torch.tensor(0.5))


def test_the_loss_sees_only_the_mask_and_its_ring() -> None:
    known, mask = scene(32)
    config = SMOKE.diffusion
    far = known.clone()
    far[:, :, -4:, -4:] = 0
    given = [
        flow.loss(lambda x, t, c: far, known, mask, torch.tensor([0, 1]), config, torch.Generator().manual_seed(4))
    ]
    assert given[0] == pytest.approx(0.0)


def test_painted_masks_cover_the_lesion() -> None:
    g = torch.Generator().manual_seed(2)
    true = torch.zeros(32, 1, 48, 48)
    true[:, :, 14:30, 18:34] = 1
    painted = masks.painted_like(true, g)
    assert set(painted.unique().tolist()) <= {0.0, 1.0}
    assert bool((painted >= masks.dilate(true, 1)).all())


def test_fusing_norms_changes_nothing() -> None:
    torch.manual_seed(0)
    for kind in ("encoder", "reader"):
        model = fresh(kind, "toy", imagenet=False).train()
        for _ in range(3):
            model(torch.randn(8, 3, 32, 32))
        model.eval()
        x = torch.randn(2, 3, 32, 32)
        plain, fused = model(x), fuse_norms(model)(x)
        if isinstance(plain, tuple):
            plain, fused = plain[-1], fused[-1]
        assert torch.allclose(plain, fused, atol=1e-4)


def test_the_shipped_network_is_the_trained_one_with_channels_in_fours() -> None:
    torch.manual_seed(0)
    config = replace(SMOKE.unet, size_px=24, patch_px=3)
    model = InpaintUNet(config).eval()
    nn.init.normal_(model.head.weight, std=0.1)
    x, t, c = torch.randn(2, 7, 24, 24), torch.tensor([0.3, 0.9]), torch.eye(NULL + 1)[:2]
    sent = shipped(model)
    assert model.stem.in_channels == 63
    assert sent.stem.in_channels == 64
    with torch.no_grad():
        assert torch.allclose(model(x, t, c), sent(x, t, c), atol=5e-3)


def test_views_of_a_step_are_the_same_each_time(toy_pack: Pack) -> None:
    views = ViewSampler(toy_pack, "train", 32, 0.5)
    first, again, later = (views.batch(8, 0.2, 7, step) for step in (3, 3, 4))
    assert torch.equal(first.images, again.images)
    assert torch.equal(first.labels, again.labels)
    assert not torch.equal(first.images, later.images)


def test_sharpness_tells_nothing_of_the_class() -> None:
    labels, fine = (
        np.array([0] * 40 + [1] * 10 + [2] * 4),
        np.array([True] * 30 + [False] * 10 + [True] * 2 + [False] * 8 + [False] * 4),
    )
    weights = sampling_weights(labels, fine, 0.5, 0.8).numpy()
    for label, share in ((0, 0.8), (1, 0.8), (2, 0.0)):
        of_class = labels == label
        assert weights[of_class & fine].sum() / weights[of_class].sum() == pytest.approx(share)
    assert weights[labels == 0].sum() / weights[labels == 1].sum() == pytest.approx(2)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_loss_that_is_no_number_stops_training(value: float) -> None:
    with pytest.raises(TrainingDiverged, match="step 12"):
        require_finite(value, 12)


def test_a_model_that_makes_no_skin_is_told_apart(tmp_path: Path) -> None:
    torch.manual_seed(0)
    with pytest.raises(skins.TooFewSkins, match="of 4 samples look like skin"):
        skins.make_skins(InpaintUNet(SMOKE.unet).eval(), tmp_path, count=4, size_px=64, candidates=4, licence="X")
    assert list(tmp_path.iterdir()) == []


def test_blotches_and_impossible_colours_are_no_skin() -> None:
    skin = np.full((64, 64, 3), (222, 180, 160), np.uint8)
    assert skins.looks_like_skin(skin)
    blotch = skin.copy()
    blotch[:24, :24] = (150, 90, 80)
    assert not skins.looks_like_skin(blotch)
    assert not skins.looks_like_skin(np.full((64, 64, 3), (120, 160, 220), np.uint8))


def test_softened_views_lose_detail_and_nothing_else() -> None:
    images = torch.rand(64, 3, 32, 32, generator=torch.Generator().manual_seed(0))
    assert torch.equal(soften(images, 0.0, torch.Generator().manual_seed(1)), images)
    soft = soften(images, 0.5, torch.Generator().manual_seed(1))
    changed = (soft != images).flatten(1).any(1)
    assert 16 < changed.sum() < 48
    assert (soft[changed].flatten(1).std(1) < images[changed].flatten(1).std(1)).all()
    assert torch.allclose(soft.mean((2, 3)), images.mean((2, 3)), atol=0.03)
