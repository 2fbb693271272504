"""The U-Net over latents: predicts the velocity of a noisy state from what is known around the mask and from a description in words and numbers.

What it is told enters as vectors, so that doors stay open: the class is a row of a table outside the graph (an own class is one more
row), and every modulation of the blocks can be changed by a low-rank matrix that is an input. docs/adr/0035 says why.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

SMALLEST_TIME = 1e-3


@dataclass(frozen=True)
class NetworkConfig:
    """Shape of the network. `grid` is the side of the state in use; any multiple of 2 ** (len(channels) - 1) works.

    `class_size` is the length of a class's vector; `example_size` that of the description of an example lesion; `attributes` counts the
    numbers of `conditions.Attributes`.
    """

    coefficients: int = 48
    grid: int = 28
    channels: tuple[int, ...] = (96, 160, 256)
    attention: tuple[bool, ...] = (False, True, True)
    blocks: int = 2
    heads: int = 4
    embedding: int = 256
    class_size: int = 64
    classes: int = 10
    """Rows of the table: eight lesions, SKIN, and no class at all."""
    example_size: int = 40
    attributes: int = 21
    groups: int = 16
    prediction: str = "v"
    """What the last layer gives: "v", the velocity, or "x", the clean state, from which the velocity follows."""

    def to_json(self) -> dict:
        return asdict(self)


class Norm(nn.GroupNorm):
    """Group norm, or the same from elementary operations."""

    written_out = False

    def forward(self, x: Tensor) -> Tensor:
        if not Norm.written_out:
            return super().forward(x)
        n, c, height, width = x.shape
        grouped = x.reshape(n, self.num_groups, -1)
        centred = grouped - grouped.mean(2, keepdim=True)
        scaled = centred * torch.rsqrt((centred * centred).mean(2, keepdim=True) + self.eps)
        return scaled.reshape(n, c, height, width) * self.weight[None, :, None, None] + self.bias[None, :, None, None]


@contextmanager
def written_out() -> Iterator[None]:
    """Norms, activations and attention from elementary operations, whose gradients export (export.py)."""
    Norm.written_out = True
    try:
        yield
    finally:
        Norm.written_out = False


def silu(x: Tensor) -> Tensor:
    return x * (1 / (1 + torch.exp(-x))) if Norm.written_out else F.silu(x)


class ResidualBlock(nn.Module):
    """Two convolutions; `modulation` [N,2*c_out] scales and shifts the second norm (Dhariwal & Nichol, arXiv 2105.05233)."""

    def __init__(self, c_in: int, c_out: int, groups: int) -> None:
        super().__init__()
        self.norm1, self.conv1 = Norm(groups, c_in), nn.Conv2d(c_in, c_out, 3, padding=1)
        self.norm2, self.conv2 = Norm(groups, c_out), nn.Conv2d(c_out, c_out, 3, padding=1)
        self.skip = nn.Conv2d(c_in, c_out, 1) if c_in != c_out else nn.Identity()
        nn.init.zeros_(self.conv2.weight)
        nn.init.zeros_(self.conv2.bias)
        self.modulated = 2 * c_out

    def forward(self, x: Tensor, modulation: Tensor) -> Tensor:
        scale, shift = modulation[:, :, None, None].chunk(2, dim=1)
        h = self.norm2(self.conv1(silu(self.norm1(x)))) * (1 + scale) + shift
        return self.skip(x) + self.conv2(silu(h))


class Attention(nn.Module):
    """Self-attention over all positions, written as products and a softmax, so that it exports, gradients too."""

    def __init__(self, c: int, heads: int, groups: int) -> None:
        super().__init__()
        self.heads, self.norm = heads, Norm(groups, c)
        self.qkv, self.proj = nn.Conv2d(c, 3 * c, 1), nn.Conv2d(c, c, 1)
        nn.init.zeros_(self.proj.weight)
        nn.init.zeros_(self.proj.bias)

    def forward(self, x: Tensor) -> Tensor:
        n, c, height, width = x.shape
        parts = self.qkv(self.norm(x)).reshape(n, 3, self.heads, c // self.heads, height * width)
        q, k, v = parts.transpose(3, 4).unbind(1)
        if Norm.written_out or torch.onnx.is_in_onnx_export():
            out = torch.softmax((q * q.shape[-1] ** -0.5) @ k.transpose(2, 3), dim=-1) @ v
        else:
            out = F.scaled_dot_product_attention(q, k, v)
        return x + self.proj(out.transpose(2, 3).reshape(n, c, height, width))


class LatentUNet(nn.Module):
    """forward(sample, timestep, class_vector, example, attributes, low_rank_in, low_rank_out) -> velocity

    sample        [N,2C+2,g,g] noisy state | state of the image with the masked region at its mean colour | share of each block, 0 to 1,
                  that is to be painted | share where the lesion is to be
    timestep      [N] flow-matching time in (0,1]; 1 is pure noise
    class_vector  [N,class_size] a row of the table of classes; see `vectors`
    example       [N,example_size+2] description of an example lesion | 1 where there is one | how much noise it bears
    attributes    [N,attributes] source, subtype and concepts with their nulls (conditions.py)
    low_rank_in   [R,embedding], low_rank_out [M,R] a change of all modulations; zeros (any R) change nothing
    velocity      [N,C,g,g] noise - image
    """

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.config = config
        c, e = config.channels, config.embedding
        self.register_buffer("frequencies", torch.exp(torch.linspace(0, math.log(1000.0), 64)), persistent=False)
        self.table = nn.Embedding(config.classes, config.class_size)
        nn.init.normal_(self.table.weight, std=1.0)
        self.time = nn.Sequential(nn.Linear(128, e), nn.SiLU(), nn.Linear(e, e))
        self.asked = nn.Linear(config.class_size, e, bias=False)  # of the class; checkpoints hold it by this name
        nn.init.normal_(self.asked.weight, std=0.5 * config.class_size**-0.5)
        self.example = nn.Sequential(nn.Linear(config.example_size + 2, e), nn.SiLU(), nn.Linear(e, e))
        self.attributes = nn.Linear(config.attributes, e)
        self.stem = nn.Conv2d(2 * config.coefficients + 4, c[0], 3, padding=1)

        def block(i: int, o: int) -> ResidualBlock:
            return ResidualBlock(i, o, config.groups)

        def attention(level: int) -> nn.Module:
            return Attention(c[level], config.heads, config.groups) if config.attention[level] else nn.Identity()

        self.down, self.up = nn.ModuleList(), nn.ModuleList()
        self.down_attention, self.up_attention = nn.ModuleList(), nn.ModuleList()
        self.shrink, self.grow = nn.ModuleList(), nn.ModuleList()
        for level, width in enumerate(c[:-1]):
            self.down.append(nn.ModuleList([block(width, width) for _ in range(config.blocks)]))
            self.down_attention.append(attention(level))
            self.shrink.append(nn.Conv2d(width, c[level + 1], 3, stride=2, padding=1))
        self.middle = nn.ModuleList([block(c[-1], c[-1]) for _ in range(config.blocks + 1)])
        self.middle_attention = attention(len(c) - 1)
        for level, width in reversed(list(enumerate(c[:-1]))):
            self.grow.append(nn.Conv2d(c[level + 1], width, 1))
            self.up.append(
                nn.ModuleList([block(2 * width, width), *(block(width, width) for _ in range(config.blocks - 1))])
            )
            self.up_attention.append(attention(level))
        self.norm, self.head = Norm(config.groups, c[0]), nn.Conv2d(c[0], config.coefficients, 3, padding=1)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)
        used = [*(b for blocks in self.down for b in blocks), *self.middle, *(b for blocks in self.up for b in blocks)]
        self.modulated = [block.modulated for block in used]
        self.modulation = nn.Linear(e, sum(self.modulated))

    def vectors(self, labels: Tensor) -> Tensor:
        """Rows of the table of classes. labels [N] int -> [N,class_size]"""
        return self.table(labels)

    def condition(self, timestep: Tensor, class_vector: Tensor, example: Tensor, attributes: Tensor) -> Tensor:
        """[N,embedding]"""
        angles = timestep[:, None] * self.frequencies[None, :]
        there = example[:, self.config.example_size : self.config.example_size + 1]
        first, _, last = self.example
        told = last(silu(first(example * there))) * there
        first, _, last = self.time
        timed = last(silu(first(torch.cat([angles.sin(), angles.cos()], dim=1))))
        return silu(timed + self.asked(class_vector) + told + self.attributes(attributes))

    def forward(
        self, sample: Tensor, timestep: Tensor, class_vector: Tensor, example: Tensor, attributes: Tensor,
        low_rank_in: Tensor | None = None, low_rank_out: Tensor | None = None, middle: list[Tensor] | None = None,
    ) -> Tensor:  # fmt: skip
        emb = self.condition(timestep, class_vector, example, attributes)
        modulation = self.modulation(emb)
        if low_rank_in is not None and low_rank_out is not None:
            modulation = modulation + (emb @ low_rank_in.T) @ low_rank_out.T
        parts = iter(modulation.split(self.modulated, dim=1))
        h = self.stem(torch.cat([sample, sample[:, -2:]], dim=1))  # a multiple of four channels: docs/adr/0010
        skips: list[Tensor] = []
        for blocks, attention, shrink in zip(self.down, self.down_attention, self.shrink, strict=True):
            for block in blocks:
                h = block(h, next(parts))
            h = attention(h)
            skips.append(h)
            h = shrink(h)
        for index, block in enumerate(self.middle):
            h = block(h, next(parts))
            if index == 0:
                h = self.middle_attention(h)
        if middle is not None:
            middle.append(h)
        for blocks, attention, grow in zip(self.up, self.up_attention, self.grow, strict=True):
            h = torch.cat([F.interpolate(grow(h), scale_factor=2.0, mode="nearest"), skips.pop()], dim=1)
            for block in blocks:
                h = block(h, next(parts))
            h = attention(h)
        made = self.head(silu(self.norm(h)))
        if self.config.prediction == "v":
            return made
        noisy = sample[:, : self.config.coefficients]
        return (noisy - made.to(noisy.dtype)) / timestep[:, None, None, None].clamp_min(SMALLEST_TIME)
