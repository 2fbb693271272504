"""Teaches the network a class that its table does not have, its own weights held: what a bundle ships for it, and the reference of the studio's steps.

A new vector of a class (textual inversion: Gal et al., arXiv 2208.01618) and a low-rank change of all modulations (Hu et al., arXiv 2106.09685)
are learnt from a few pictures by Adam. In the browser the gradient is a graph (export.py); the rest is src/core/teach.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import save as save_tensors
from torch import Generator, Tensor

from ..bundle.build import graph_info, write
from ..bundle.export import WeightFiles, with_half_storage
from ..diffusion.flow import draw_times
from . import export, flow
from .conditions import attributes_for
from .network import LatentUNet
from .scenes import blocks, hide
from .space import Space

GRAPH = "unet/gradient_fp16.onnx"
NUMBERS = "unet/teaching.safetensors"
BATCH, RANK = 2, 4
NEAR_FROM = 0.2
"""Below this time the loss falls with the time's square, as in the campaign (train.py)."""
CHANNEL_POWER = 0.5
BETAS = (0.9, 0.99)


@dataclass(frozen=True)
class Whitening:
    """From the encoder's features at two depths, each of unit norm, [D] to a description [E]: (features - mean) @ projection, cut at 3."""

    mean: Tensor
    projection: Tensor


def write_teaching(
    network: LatentUNet, space: Space, whitening: Whitening, folder: Path, files: WeightFiles
) -> tuple[list[dict], dict]:
    """Writes what teaching and showing need beside the U-Net, whose weights `files` has saved. Returns the manifest's graphs and its entry."""
    made = export.export_gradient(network, folder / "gradient.onnx", BATCH, RANK)
    (folder / "gradient.onnx").unlink()
    graph = graph_info(GRAPH, made, files.save(with_half_storage(made), folder / GRAPH))
    numbers = {
        "example_mean": whitening.mean, "example_projection": whitening.projection,
        "channel_weights": flow.channel_weights(space, CHANNEL_POWER), "null_vector": network.vectors(torch.tensor(flow.NONE)).detach(),
    }  # fmt: skip
    write(folder / NUMBERS, save_tensors({name: value.contiguous() for name, value in numbers.items()}))
    return [graph], {"path": GRAPH, "numbers": NUMBERS, "batch": BATCH, "rank": RANK}


@dataclass(frozen=True)
class Lesson:
    """A batch for the gradient: sample [N,2C+2,g,g] as the network sees it, timestep [N], example [N,D+2] (conditions.Examples), target [N,C,g,g]
    the velocity, weight [N,C,g,g]."""

    sample: Tensor
    timestep: Tensor
    example: Tensor
    target: Tensor
    weight: Tensor


def lesson(images: Tensor, masks: Tensor, times: Tensor, noise: Tensor, example: Tensor, space: Space) -> Lesson:
    """images [N,3,S,S] in [-1,1]; masks [N,1,S,S] 0/1, drawn in cells, the lesion is all of it; times [N] in (0,1]; noise [N,C,g,g];
    example [N,D+2] of these lesions, some of them dropped."""
    clean, covered = space.encode(images), blocks(masks)
    shown = space.encode(hide(images, masks, space.mean[:, None, None]))
    t = times[:, None, None, None]
    channels = flow.channel_weights(space, CHANNEL_POWER)[None, :, None, None]
    region = (covered > 0).float()
    region = region + flow.OUTSIDE_WEIGHT * (1 - region)
    near = (t / NEAR_FROM).clamp(max=1).square()
    weight = near * channels * region / (region.sum((1, 2, 3), keepdim=True) * channels.sum())
    sample = torch.cat([(1 - t) * clean + t * noise, shown, covered, covered], dim=1)
    return Lesson(sample, times, example, noise - clean, weight)


@dataclass
class Pupil:
    """What is learnt: vector [1,E], low_in [R,embedding], low_out [M,R]."""

    vector: Tensor
    low_in: Tensor
    low_out: Tensor

    @classmethod
    def begin(cls, vector: Tensor, network: LatentUNet, g: Generator, rank: int = RANK) -> Pupil:
        """`vector` [E] is where it starts; the low-rank change starts at nothing."""
        width = network.config.embedding
        low_in = torch.randn(rank, width, generator=g) * width**-0.5
        return cls(vector[None].clone(), low_in, torch.zeros(network.modulation.out_features, rank))

    def parts(self) -> list[Tensor]:
        return [self.vector, self.low_in, self.low_out]


def loss(network: LatentUNet, pupil: Pupil, given: Lesson) -> Tensor:
    n = len(given.sample)
    told = attributes_for()[: network.config.attributes].expand(n, -1)
    sample = given.sample.to(memory_format=torch.channels_last)
    vector = pupil.vector.expand(n, -1)
    made = network(sample, given.timestep, vector, given.example, told, pupil.low_in, pupil.low_out)
    return ((made - given.target) ** 2 * given.weight).sum() / n


@dataclass(frozen=True)
class Rates:
    """Of Adam: for the vector, and for the low-rank change. Both rise over `warmup` steps and fall linearly to nothing at the end."""

    vector: float = 0.05
    low_rank: float = 0.01
    warmup: int = 10

    def at(self, step: int, steps: int) -> float:
        return min(1.0, (step + 1) / self.warmup) * (1 - step / steps)


def teach(
    network: LatentUNet, pupil: Pupil, lesson_at: Callable[[int], Lesson], steps: int, rates: Rates
) -> list[float]:
    """Changes `pupil` in place; returns the loss of each step."""
    network.requires_grad_(False)
    for part in pupil.parts():
        part.requires_grad_()
    low = [pupil.low_in, pupil.low_out]
    adam = torch.optim.Adam([{"params": [pupil.vector]}, {"params": low}], lr=1.0, betas=BETAS)
    found = []
    for step in range(steps):
        value = loss(network, pupil, lesson_at(step))
        adam.zero_grad()
        value.backward()
        for group, rate in zip(adam.param_groups, (rates.vector, rates.low_rank), strict=True):
            group["lr"] = rate * rates.at(step, steps)
        adam.step()
        found.append(float(value.detach()))
    for part in pupil.parts():
        part.requires_grad_(False)
    return found


def times_at(n: int, g: Generator) -> Tensor:
    """As the campaign draws them. [n]"""
    c = flow.LossConfig()
    return draw_times(n, g, c.log_sigma_mean, c.log_sigma_sd)
