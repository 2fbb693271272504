"""Flow matching in the latent space: the loss of a batch of views, and the sampler.

x_t = (1 - t) x_0 + t e (Lipman et al., arXiv 2210.02747); the network gives the velocity e - x_0. Between two steps the estimate is decoded,
the known skin put back outside the mask, and encoded again, so that nothing known drifts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import torch
from torch import Generator, Tensor

from ..classes import SKIN
from ..diffusion.flow import draw_times
from ..diffusion.schedule import SamplingSchedule
from .network import LatentUNet
from .scenes import Views, blocks, hide, in_cells
from .space import COARSE_COEFFICIENTS, Space

UNGUIDED = (SKIN,)
"""Classes that guidance leaves alone: what is guided differs in tone from the skin around."""
NONE = SKIN + 1
"""Row of the table of classes for no class at all."""
OUTSIDE_WEIGHT = 0.1
SWAP_TIMES = (0.25, 0.8)
SWAP_MARGIN = 0.05
"""A wrong class must cost this share more."""


@dataclass(frozen=True)
class LossConfig:
    """class_drop: views without a class (and without an example, half of the time); channel_power: a coefficient's weight is its
    stored sd to this power; perceptual: weight of that loss (losses.py), below time `perceptual_until`."""

    class_drop: float = 0.15
    channel_power: float = 0.5
    perceptual: float = 0.1
    perceptual_until: float = 0.75
    perceptual_px: int = 128
    align: float = 0.0
    reading: float = 0.0
    """Weight of the loss of the class that the encoder reads (losses.py)."""
    swap: float = 0.0
    near_from: float = 0.0
    """Below this time the loss falls with the time's square: for a network that gives the clean state, whose velocity is uncertain there."""
    log_sigma_mean: float = 1.2
    """Of ln(t / (1 - t)), with its sd: high, for the class is decided above t = .85 (docs/adr/0035)."""
    log_sigma_sd: float = 1.4


@dataclass(frozen=True)
class Estimate:
    """What the auxiliary losses look at: the estimate of the clean image [N,3,S,S] with the known skin around it, and its time."""

    images: Tensor
    times: Tensor
    views: Views
    middle: Tensor


def channel_weights(space: Space, power: float) -> Tensor:
    """[C] of mean one."""
    stored = (space.sd * space.scale) ** power
    return stored / stored.mean()


def network_input(views: Views, space: Space) -> tuple[Tensor, Tensor, Tensor]:
    """(state of the images, state of what is shown, coverage [N,2,g,g])"""
    covered = torch.cat([blocks(views.masks), blocks(views.places)], dim=1)
    return space.encode(views.images), space.encode(views.known), covered


class Loss:
    """The training loss of a network; `parts` are auxiliary losses of an Estimate, each with its weight."""

    def __init__(
        self, space: Space, config: LossConfig, parts: list[tuple[float, Callable[[Estimate], Tensor]]]
    ) -> None:
        self.space, self.config, self.parts = space, config, parts
        self.weights = channel_weights(space, config.channel_power)[None, :, None, None]
        kept = torch.arange(space.coefficients, device=space.sd.device) < COARSE_COEFFICIENTS
        self.coarse = kept.float()[None, :, None, None]

    def __call__(
        self, network: Callable[..., Tensor], table: Callable[[Tensor], Tensor], views: Views, g: Generator
    ) -> tuple[Tensor, dict[str, float]]:
        c, n = self.config, len(views.images)
        clean, known, covered = network_input(views, self.space)
        device = clean.device  # everything random is drawn on the CPU: the same batch on every device
        times = draw_times(n, g, c.log_sigma_mean, c.log_sigma_sd).to(device)
        noise = torch.randn(clean.shape, generator=g).to(device)
        t = times[:, None, None, None]
        noisy = (1 - t) * clean + t * noise
        drop = (torch.rand(n, generator=g) < c.class_drop).to(device)
        labels = torch.where(drop, NONE, views.labels)
        bare = drop & (torch.rand(n, generator=g) < 0.5).to(device)
        example = views.example * (~bare).float()[:, None]
        middle: list[Tensor] = []
        state = torch.cat([noisy, known, covered], dim=1).to(memory_format=torch.channels_last)
        given = (state, times, table(labels), example, views.attributes)
        velocity = network(*given, middle=middle).float()
        weight = self.weights * torch.where(views.coarse[:, None, None, None], self.coarse, 1.0)
        region = (covered[:, :1] > 0).float()
        region = region + OUTSIDE_WEIGHT * (1 - region)
        near = (times / c.near_from).clamp(max=1).square() if c.near_from else torch.ones_like(times)

        def error(v: Tensor, rows: Tensor | slice = slice(None)) -> Tensor:
            w, part = weight.expand(n, -1, -1, -1)[rows], region[rows]
            squared = ((v - (noise - clean)[rows]).square() * w * part).sum((1, 2, 3))
            return near[rows] * squared / (part.sum((1, 2, 3)) * w.sum((1, 2, 3)))

        errors = error(velocity)
        value = errors.mean()
        found = {"squared": float(value.detach())}
        if c.swap:
            chosen = torch.nonzero(
                (times > SWAP_TIMES[0]) & (times < SWAP_TIMES[1]) & (labels < SKIN) & (example[:, -2] == 0)
            )[: n // 3, 0]
            if len(chosen):
                wrong = (labels[chosen] + torch.randint(1, SKIN, (len(chosen),), generator=g).to(device)) % SKIN
                swapped_given = [part[chosen] for part in given]
                swapped_given[2] = table(wrong)
                right, other = errors[chosen], error(network(*swapped_given).float(), chosen)
                swapped = ((right - other) / right.detach() + SWAP_MARGIN).clamp_min(0).mean()
                found["swap"] = float(swapped.detach())
                value = value + c.swap * swapped
        if self.parts:
            estimate = self.space.decode(noisy - t * velocity)
            shown = views.masks * estimate + (1 - views.masks) * views.images
            told = Estimate(shown, times, views, middle[0])
            for name_weight, part in self.parts:
                extra = part(told)
                found[type(part).__name__.lower()] = float(extra.detach())
                value = value + name_weight * extra
        return value, found


@dataclass(frozen=True)
class Request:
    """N samples of S px, and how they are drawn.

    known [N,3,S,S] in [-1,1]; masks [N,1,S,S] 0/1, what is painted, drawn in cells (scenes.in_cells); places likewise, where the lesion is to be; noise [N,C,g,g]; labels [N];
    attributes [N,A]; example [N,D+2] or None; away [N] rows of the table that guidance leads away from, None for no class; strength in (0,1]: below 1
    it starts on the way, from what the known image shows in the mask. guidance [N] in place of the schedule's, where it is given.
    vector [N,E] in place of the rows of the labels, and low_rank ([R,embedding], [M,R]), for a class that is no row of the table (teach.py).
    """

    known: Tensor
    masks: Tensor
    places: Tensor
    noise: Tensor
    labels: Tensor
    attributes: Tensor
    schedule: SamplingSchedule
    example: Tensor | None = None
    away: Tensor | None = None
    strength: float = 1.0
    guidance: Tensor | None = None
    vector: Tensor | None = None
    low_rank: tuple[Tensor, Tensor] | None = None


@torch.no_grad()
def sample_steps(network: LatentUNet, space: Space, request: Request) -> Iterator[Tensor]:
    """Euler steps; yields the estimate of the clean image after each, the last one is the result. [N,3,S,S] in [-1,1]; outside the mask it is
    the known image. Guidance w leads away from no class (or from `away`) within the schedule's window: v = v_away + w (v_class - v_away).
    """
    r, n = replace(request, masks=in_cells(request.masks), places=in_cells(request.places)), len(request.known)
    state_known = space.encode(hide(r.known, r.masks, space.mean[:, None, None]))
    covered = torch.cat([blocks(r.masks), blocks(r.places)], dim=1)
    nothing = torch.zeros(n, network.config.example_size + 2)
    example = nothing if r.example is None else r.example
    vector = network.vectors(r.labels) if r.vector is None else r.vector
    low_rank = r.low_rank or ()
    away = network.vectors(torch.full((n,), NONE) if r.away is None else r.away)
    times = r.strength * r.schedule.times()
    x = r.noise if r.strength == 1 else (1 - r.strength) * space.encode(r.known) + r.strength * r.noise
    for index in range(r.schedule.steps):
        t, s = float(times[index]), float(times[index + 1])
        at = torch.full((n,), t)
        given = torch.cat([x, state_known, covered], dim=1).to(memory_format=torch.channels_last)
        velocity = network(given, at, vector, example, r.attributes, *low_rank)
        if r.schedule.guides(t):
            plain = network(given, at, away, nothing, r.attributes, *low_rank)
            velocity = plain + strengths(r) * (velocity - plain)
        estimate = r.masks * space.decode(x - t * velocity).clamp(-1, 1) + (1 - r.masks) * r.known
        clean = space.encode(estimate)
        x = clean + (s / t) * (x - clean)
        yield request.masks * estimate + (1 - request.masks) * r.known


def strengths(request: Request) -> Tensor:
    """Guidance of each sample. [N,1,1,1]"""
    asked = (
        torch.full((len(request.labels),), request.schedule.guidance) if request.guidance is None else request.guidance
    )
    found = torch.where(torch.isin(request.labels, torch.tensor(UNGUIDED)), 1.0, asked)
    return found[:, None, None, None]


def sample(network: LatentUNet, space: Space, request: Request) -> Tensor:
    """The last estimate of `sample_steps`."""
    *_, last = sample_steps(network, space, request)
    return last
