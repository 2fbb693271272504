"""The second stage keeps the skin, follows the first stage's sample, and learns to sharpen it."""

from pathlib import Path

import torch
import torch.nn.functional as F

from inlay_training.config import SMOKE
from inlay_training.data.batches import ViewSampler, step_generator
from inlay_training.data.prepare import Pack
from inlay_training.diffusion import second_stage
from inlay_training.diffusion.schedule import SamplingSchedule
from inlay_training.models.unet import InpaintUNet
from inlay_training.train import upsampler
from inlay_training.train.run import load_ema

C = SMOKE.upsampler


def scene(pack: Pack, n: int = 8) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    batch = ViewSampler(pack, "test", C.unet.size_px, 0.5, fine_share=1.0).batch(n, 0.0, 4, 4)
    low = F.interpolate(batch.images, size=(C.low_px, C.low_px), mode="bilinear", antialias=True)
    return batch.images, batch.masks, batch.labels, low


def test_outside_the_mask_the_condition_is_the_skin_and_inside_the_sample(toy_pack: Pack) -> None:
    images, masks, _, low = scene(toy_pack)
    given = second_stage.condition(low, images, masks)
    assert torch.equal(given * (1 - masks), images * (1 - masks))
    assert torch.equal(given * masks, second_stage.enlarged(low, C.unet.size_px) * masks)


def test_a_second_stage_leaves_the_skin_alone_and_has_learnt_something(smoke: Path, toy_pack: Pack) -> None:
    images, masks, labels, low = scene(toy_pack)
    noise = torch.randn(images.shape, generator=step_generator(9, 9))

    def painted(model: InpaintUNet) -> torch.Tensor:
        return second_stage.sample(model, low, images, masks, labels, noise, C.from_time, C.steps)

    def error(made: torch.Tensor) -> float:
        return float((made - images)[masks.expand_as(images) > 0].abs().mean())

    trained = load_ema(smoke / "smoke/upsampler.pt")
    made = painted(trained)
    assert torch.equal(made * (1 - masks), images * (1 - masks))
    assert torch.equal(made, painted(trained))
    assert error(made) < 0.95 * error(painted(InpaintUNet(C.unet).eval()))


def test_what_stands_for_the_first_stage_is_softer_and_noisier_than_the_image(toy_pack: Pack) -> None:
    images, *_ = scene(toy_pack)
    low = second_stage.as_first_stage(images, C.low_px, step_generator(1, 1))
    assert low.shape[-1] == C.low_px
    assert not torch.equal(low, second_stage.as_first_stage(images, C.low_px, step_generator(1, 2)))
    assert torch.equal(low, second_stage.as_first_stage(images, C.low_px, step_generator(1, 1)))


def test_a_repaint_shows_the_image_less_the_further_back_it_starts(smoke: Path, toy_pack: Pack) -> None:
    _, masks, labels, low = scene(toy_pack)
    first = load_ema(smoke / "smoke/unet.pt")
    small = F.interpolate(masks, size=(C.low_px, C.low_px), mode="area").ceil()
    noise = torch.randn(low.shape, generator=step_generator(3, 3))

    def error(time: float) -> float:
        made = second_stage.repainted(first, low, small, labels, time, noise, SamplingSchedule(4, 1.5))
        assert torch.equal(made * (1 - small), low * (1 - small))
        return float((made - low)[small.expand_as(low) > 0].abs().mean())

    assert 0 < error(0.05) < error(0.9)


def test_repaints_are_made_once(smoke: Path, toy_pack: Pack, tmp_path: Path) -> None:
    first, views = load_ema(smoke / "smoke/unet.pt"), ViewSampler(toy_pack, "train", C.unet.size_px, 0.5)
    made = upsampler.repaints(first, views, C, tmp_path, 0.1)
    assert {name: len(part) for name, part in made.items()} == dict.fromkeys(("images", "masks", "labels", "low"), 32)
    (only,) = tmp_path.iterdir()
    before = only.stat().st_mtime_ns
    again = upsampler.repaints(first, views, C, tmp_path, 0.1)
    assert only.stat().st_mtime_ns == before
    assert torch.equal(again["low"], made["low"])
