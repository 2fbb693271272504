"""The arithmetic of the second stage: what it is given, where it starts, its loss and its sampler."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from ..classes import NULL
from ..config import UpsamplerTraining
from ..data.batches import uniform
from ..data.masks import blur, dilate
from . import flow
from .schedule import SamplingSchedule


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
    schedule: SamplingSchedule,
) -> Tensor:
    """What the first stage makes of images that it is given `time` of the way to noise: theirs in content, its own in touch.

    low, noise [N,3,s,s]; masks [N,1,s,s]; labels [N] int. [N,3,s,s] in [-1,1]
    """  # fmt: skip
    state = (1 - time) * low + time * noise
    *_, last = flow.sample_steps(first, low, masks, labels, state, schedule, from_time=time)
    return last


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
    x, times = (1 - from_time) * given + from_time * noise, from_time * SamplingSchedule(steps).times()
    estimate = given
    for index in range(steps):
        t, s = float(times[index]), float(times[index + 1])
        made = model(network_input(x, given, masks), torch.full((len(x),), t), tokens).float()
        estimate = masks * made.clamp(-1, 1) + (1 - masks) * known
        x = estimate + (s / t) * (x - estimate)
    return estimate
