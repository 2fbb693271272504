"""Flow matching on straight paths: noise levels, loss, sampler, guidance.

x_t = (1 - t) x_0 + t e (Lipman et al., arXiv 2210.02747; Liu et al., arXiv 2209.03003). The network gives an estimate of
x_0, whatever its last layer gives (unet.coefficients); the velocity is (x_t - x_0) / t, and the loss is that of the
velocity, so its weight is 1 / t^2 (Salimans & Ho, arXiv 2202.00512, appendix D gives the equivalences).
src/core/diffusion is the same sampler in TypeScript.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from ..classes import NULL
from ..config import DiffusionTraining
from ..data.masks import dilate
from ..models.unet import coefficients
from .schedule import SamplingSchedule

MIN_TIME = 0.2
"""Times below this share the largest loss weight, 25."""

Denoiser = Callable[[Tensor, Tensor, Tensor], Tensor]
Auxiliary = Callable[[Tensor, Tensor, Tensor, Tensor, Tensor], Tensor]
"""A loss of (estimate, images, masks, labels, times), see auxiliary.py."""


def network_input(noisy: Tensor, known: Tensor, mask: Tensor) -> Tensor:
    """[N,7,S,S]: noisy RGB | RGB with the masked region at 0 | mask."""
    return torch.cat([noisy, known * (1 - mask), mask], dim=1)


def draw_times(n: int, g: Generator, mean: float = 0.3, sd: float = 1.1) -> Tensor:
    """Logit-normal times (Esser et al., arXiv 2403.03206), a sixth of them uniform so that t = 1 is learned too.

    logit t = ln sigma for sigma = t / (1 - t): `mean` and `sd` are P_mean and P_std of Karras et al., arXiv 2206.00364.
    """
    normal = torch.sigmoid(mean + sd * torch.randn(n, generator=g))
    flat = torch.rand(n, generator=g)
    return torch.where(torch.rand(n, generator=g) < 1 / 6, flat, normal).clamp(1e-3, 1)


def loss_weight(weighting: str, times: Tensor) -> Tensor:
    """Weight of the squared error of x_0: "velocity" is 1 / t^2, cut at MIN_TIME; "edm" is 1 / c_out^2 (Karras et al.)."""
    if weighting == "velocity":
        return times.clamp_min(MIN_TIME).square().reciprocal()
    _, c_out, _ = coefficients("edm", times)
    assert isinstance(c_out, Tensor)
    return c_out.clamp_min(0.02).square().reciprocal()


def loss(
    model: Denoiser,
    images: Tensor,
    masks: Tensor,
    labels: Tensor,
    config: DiffusionTraining,
    g: Generator,
    device: str = "cpu",
    auxiliary: Auxiliary | None = None,
) -> Tensor:
    """Mean over the batch of the weighted error inside the mask and, less, in a ring around it; plus what `auxiliary` adds.

    Everything random is drawn on the CPU (the same batch on every device), then moved. labels [N] int.
    """
    n = images.shape[0]
    times = draw_times(n, g, config.log_sigma_mean, config.log_sigma_sd)
    noise = torch.randn(images.shape, generator=g)
    t = times[:, None, None, None]
    noisy = (1 - t) * images + t * noise
    dropped = torch.where(torch.rand(n, generator=g) < config.null_share, NULL, labels)
    given = network_input(noisy, images, masks).to(device, memory_format=torch.channels_last)
    predicted = model(given, times.to(device), F.one_hot(dropped, NULL + 1).float().to(device)).float()
    images, times = images.to(device), times.to(device)
    region = (masks + config.ring_weight * (dilate(masks, config.ring_px) - masks)).to(device)
    squared = (predicted - images).square().mean(1, keepdim=True) * region
    per_image = squared.sum((1, 2, 3)) / region.sum((1, 2, 3))
    value = (per_image * loss_weight(config.weighting, times)).mean()
    if auxiliary is not None:
        value = value + auxiliary(predicted, images, masks.to(device), dropped.to(device), times)
    return value


@torch.no_grad()
def sample_steps(
    model: Denoiser,
    known: Tensor,
    mask: Tensor,
    labels: Tensor,
    noise: Tensor,
    schedule: SamplingSchedule,
    from_time: float = 1.0,
) -> Iterator[Tensor]:
    """Euler sampler; yields the estimate of the clean image after each step, the last one is the result.

    known, noise [N,3,S,S]; mask [N,1,S,S]; labels [N] int. Guidance w extrapolates the estimates:
    x_0 = x_null + w (x_class - x_null). Known pixels replace the estimate outside the mask at each step.
    Below 1, `from_time` starts on the way, and `noise` is the state at that time.
    """  # fmt: skip
    x, times = noise, from_time * schedule.times()
    for index in range(schedule.steps):
        t, s = float(times[index]), float(times[index + 1])
        at = torch.full((x.shape[0],), t)
        given = network_input(x, known, mask)
        estimate = model(given, at, F.one_hot(labels, NULL + 1).float()).float()
        if schedule.guides(t):
            plain = model(given, at, F.one_hot(torch.full_like(labels, NULL), NULL + 1).float()).float()
            estimate = plain + schedule.guidance * (estimate - plain)
        estimate = mask * estimate.clamp(-1, 1) + (1 - mask) * known
        x = estimate + (s / t) * (x - estimate)
        yield estimate


def sample(
    model: Denoiser, known: Tensor, mask: Tensor, labels: Tensor, noise: Tensor, schedule: SamplingSchedule
) -> Tensor:
    """The last estimate of `sample_steps`."""
    *_, last = sample_steps(model, known, mask, labels, noise, schedule)
    return last
