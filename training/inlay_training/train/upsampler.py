"""A small second stage: twice the size of what the U-Net painted, with the sharpness of the skin around it.

The same network as the U-Net, narrower and at a larger size, on [noisy | known | mask], where inside the mask `known` is the first
stage's sample, enlarged. It starts part of the way: what the first stage has settled needs no noise that would hide it
(SDEdit, Meng et al., arXiv 2108.01073; a cascade as in Ho et al., arXiv 2106.15282, whose blurred and noisy conditions are here, too).
It learns from reduced images first, then also from images that the first stage has painted over: what that stage leaves behind is
to be mended, not sharpened.
"""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from ..classes import NULL
from ..config import Config, Course, UpsamplerTraining
from ..data.batches import ViewSampler, step_generator, turned, uniform
from ..data.masks import blur, dilate
from ..diffusion import flow
from ..files import digest
from ..models.unet import InpaintUNet
from .kept_chunks import CHUNK, kept_chunks
from .precision import autocast
from .run import Run, load_ema


def enlarged(low: Tensor, size_px: int) -> Tensor:
    """The first stage's sample at the second stage's size, as the studio enlarges it. [N,3,size_px,size_px] in [-1,1]"""
    return F.interpolate(low, size=(size_px, size_px), mode="bicubic", align_corners=False).clamp(-1, 1)


def condition(low: Tensor, known: Tensor, masks: Tensor) -> Tensor:
    """The skin at full sharpness outside the mask, the enlarged sample inside. known [N,3,S,S], masks [N,1,S,S]"""
    return masks * enlarged(low, known.shape[-1]) + (1 - masks) * known


def as_first_stage(images: Tensor, size_px: int, g: Generator) -> Tensor:
    """What the first stage might have painted for these images: reduced, some of them softer, a little noisy.

    A first stage is less sharp than a real image of its size; a second one that never saw that would believe it. [N,3,size_px,size_px]
    """
    low = F.interpolate(images, size=(size_px, size_px), mode="bilinear", align_corners=False, antialias=True)
    share = uniform(len(low), 0.0, 1.0, g)[:, None, None, None]
    soft = share * blur(low, 1) + (1 - share) * low
    return soft + uniform(len(low), 0.0, 0.03, g)[:, None, None, None] * torch.randn(low.shape, generator=g)


@torch.no_grad()
def repainted(
    first: flow.Denoiser,
    low: Tensor,
    masks: Tensor,
    labels: Tensor,
    time: float,
    noise: Tensor,
    course: Course,
) -> Tensor:
    """What the first stage makes of images that it is given `time` of the way to noise: theirs in content, its own in touch.

    low, noise [N,3,s,s]; masks [N,1,s,s]; labels [N] int. [N,3,s,s] in [-1,1]
    """  # fmt: skip
    state = (1 - time) * low + time * noise
    *_, last = flow.sample_steps(first, low, masks, labels, state, course, from_time=time)
    return last


def repaints(
    first: flow.Denoiser, views: ViewSampler, c: UpsamplerTraining, folder: Path, skin_share: float
) -> dict[str, Tensor]:
    """The repaints of `folder`; those that are not there yet are made. images [N,3,S,S], masks [N,1,S,S], labels [N], low [N,3,s,s]"""
    shortest, longest = c.repaint_times
    course = Course(c.repaint_steps, c.repaint_guidance)

    def make(index: int) -> dict[str, Tensor]:
        batch, g = views.batch(CHUNK, skin_share, c.seed + 2, index), step_generator(c.seed + 3, index)
        low = F.interpolate(
            batch.images, size=(c.low_px, c.low_px), mode="bilinear", align_corners=False, antialias=True
        )
        masks = F.interpolate(batch.masks, size=(c.low_px, c.low_px), mode="area").ceil()
        time = float(uniform(1, shortest, longest, g))
        noise = torch.randn(low.shape, generator=g)
        low = repainted(first, low, masks, batch.labels, time, noise, course)
        return {"images": batch.images.half(), "masks": batch.masks.bool(), "labels": batch.labels, "low": low.half()}

    return kept_chunks(folder, c.repaints, make)


def network_input(noisy: Tensor, given: Tensor, masks: Tensor) -> Tensor:
    """[N,7,S,S]: noisy RGB | condition | mask."""
    return torch.cat([noisy, given, masks], dim=1)


def loss(
    model: flow.Denoiser,
    low: Tensor,
    images: Tensor,
    masks: Tensor,
    labels: Tensor,
    c: UpsamplerTraining,
    g: Generator,
    device: str,
) -> Tensor:
    """Error of the velocity inside the mask and, less, in a ring around it, at times up to `learnt_time`.

    low [N,3,s,s] and images [N,3,S,S] in [-1,1]; masks [N,1,S,S]; labels [N] int.
    """  # fmt: skip
    n = len(images)
    given = condition(low, images, masks)
    times = uniform(n, 0.02, c.learnt_time, g)
    t = times[:, None, None, None]
    start = torch.where(torch.rand(n, generator=g)[:, None, None, None] < c.start_share, given, images)
    noisy = (1 - t) * start + t * torch.randn(
        images.shape, generator=g
    )  # some from the enlarged sample, as painting begins
    stacked = network_input(noisy, given, masks).to(device, memory_format=torch.channels_last)
    made = model(stacked, times.to(device), F.one_hot(labels, NULL + 1).float().to(device)).float()
    region = masks + 0.25 * (dilate(masks, 4) - masks)
    error = ((made - images.to(device)).square().mean(1, keepdim=True) * region.to(device)).sum((1, 2, 3))
    return (error / region.sum((1, 2, 3)).to(device) * flow.loss_weight("velocity", times).to(device)).mean()


@torch.no_grad()
def sample(
    model: flow.Denoiser, low: Tensor, known: Tensor, masks: Tensor, labels: Tensor, noise: Tensor, from_time: float, steps: int
) -> Tensor:  # fmt: skip
    """Euler steps from `from_time` to 0. low [N,3,s,s]; known, noise [N,3,S,S]; masks [N,1,S,S]. [N,3,S,S] in [-1,1]"""
    given, tokens = condition(low, known, masks), F.one_hot(labels, NULL + 1).float()
    x, times = (1 - from_time) * given + from_time * noise, from_time * flow.time_steps(Course(steps))
    estimate = given
    for index in range(steps):
        t, s = float(times[index]), float(times[index + 1])
        made = model(network_input(x, given, masks), torch.full((len(x),), t), tokens).float()
        estimate = masks * made.clamp(-1, 1) + (1 - masks) * known
        x = estimate + (s / t) * (x - estimate)
    return estimate


def train(config: Config, views: ViewSampler, out: Path, device: str = "cpu") -> Path:
    """Trains `out`/upsampler.pt on `views` of the second stage's size, after `out`/unet.pt; returns its path. Resumable.

    Raises CheckpointMismatch.
    """
    c, path = config.upsampler, out / "upsampler.pt"
    skin_share, half = config.diffusion.skin_share, c.batch // 2
    kept = repaints(
        load_ema(out / "unet.pt"), views, c, out / "upsampler" / digest(out / "unet.pt") / "repaints", skin_share
    )
    torch.manual_seed(c.seed)
    run = Run.begin(InpaintUNet(c.unet), device, c.learning_rate)
    total = -(-c.images // c.batch)

    def value_at(step: int) -> Tensor:
        g = step_generator(c.seed + 1, step)
        late = step * c.batch >= c.repaint_from
        batch = views.batch(half if late else c.batch, skin_share, c.seed, step)
        parts = [as_first_stage(batch.images, c.low_px, g), batch.images, batch.masks, batch.labels]
        if late:
            rows = torch.randint(0, len(kept["labels"]), (half,), generator=g)
            quarter, mirrored = int(torch.randint(0, 4, (), generator=g)), bool(torch.randint(0, 2, (), generator=g))
            painted = [turned(kept[name][rows].float(), quarter, mirrored) for name in ("low", "images", "masks")]
            parts = [torch.cat(pair) for pair in zip(parts, [*painted, kept["labels"][rows]], strict=True)]
        low, images, masks, labels = parts
        with autocast(device):
            return loss(run.model, low, images, masks, labels, c, g, device)

    def rate_at(step: int) -> float:
        return c.learning_rate * min(1.0, step / 100) * (1 - step / total) ** 0.5

    run.train(path, total, value_at, rate_at, config.diffusion.ema, config.checkpoint_s)
    return path
