"""The inpainting U-Net: predicts the clean image from a noisy one, what is known around the mask, and a class.

Small on purpose (it must run in a browser without a GPU) and plain on purpose: convolutions, group norm,
one attention at the coarsest level, so that every operator exists in ONNX Runtime on WebGPU and on WASM.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn


@dataclass(frozen=True)
class UNetConfig:
    """Shape of the network.

    `size_px` must be divisible by `patch_px * 2 ** (len(channels) - 1)`. `num_classes` counts the lesion
    classes and SKIN; the null class of classifier-free guidance (Ho & Salimans, arXiv 2207.12598) is one more.
    """

    size_px: int = 96
    patch_px: int = 3
    channels: tuple[int, ...] = (64, 112, 224)
    blocks: int = 2
    heads: int = 4
    embedding: int = 256
    num_classes: int = 9
    groups: int = 16
    parametrisation: str = "x"
    """What the last layer gives, see `coefficients`: "x" (clean image), "v" (velocity) or "edm"."""

    def to_json(self) -> dict:
        return asdict(self)


DATA_SD = 0.5
"""Standard deviation of the images, as EDM assumes it (Karras et al., arXiv 2206.00364, table 1)."""


def coefficients(parametrisation: str, t: Tensor) -> tuple[Tensor | float, Tensor | float, Tensor | float]:
    """(c_skip, c_out, c_in) with x_0 = c_skip x_t + c_out F(c_in x_t, t) for x_t = (1 - t) x_0 + t e.

    "x": the network gives x_0. "v": it gives the velocity e - x_0. "edm": the preconditioning of Karras et al.,
    arXiv 2206.00364, equation 7, for sigma = t / (1 - t), written so that t = 1 is finite. Raises ValueError.
    """
    if parametrisation == "x":
        return 0.0, 1.0, 1.0
    if parametrisation == "v":
        return 1.0, -t, 1.0
    if parametrisation == "edm":
        signal = DATA_SD * (1 - t)
        norm = (t * t + signal * signal).sqrt()
        return DATA_SD * signal / (norm * norm), DATA_SD * t / norm, 1 / norm
    raise ValueError(f'No parametrisation is called "{parametrisation}"; choose x, v or edm.')


class ResidualBlock(nn.Module):
    """Two convolutions; the embedding scales and shifts the second norm (Dhariwal & Nichol, arXiv 2105.05233)."""

    def __init__(self, c_in: int, c_out: int, c_emb: int, groups: int) -> None:
        super().__init__()
        self.norm1 = nn.GroupNorm(groups, c_in)
        self.conv1 = nn.Conv2d(c_in, c_out, 3, padding=1)
        self.modulation = nn.Linear(c_emb, 2 * c_out)
        self.norm2 = nn.GroupNorm(groups, c_out)
        self.conv2 = nn.Conv2d(c_out, c_out, 3, padding=1)
        self.skip = nn.Conv2d(c_in, c_out, 1) if c_in != c_out else nn.Identity()
        nn.init.zeros_(self.conv2.weight)
        nn.init.zeros_(self.conv2.bias)

    def forward(self, x: Tensor, emb: Tensor) -> Tensor:
        h = self.conv1(F.silu(self.norm1(x)))
        scale, shift = self.modulation(emb)[:, :, None, None].chunk(2, dim=1)
        h = self.norm2(h) * (1 + scale) + shift
        return self.skip(x) + self.conv2(F.silu(h))


class Attention(nn.Module):
    """Self-attention over all positions, written as MatMul and Softmax so that the export holds nothing exotic."""

    def __init__(self, c: int, heads: int, groups: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm = nn.GroupNorm(groups, c)
        self.qkv = nn.Conv2d(c, 3 * c, 1)
        self.proj = nn.Conv2d(c, c, 1)
        nn.init.zeros_(self.proj.weight)
        nn.init.zeros_(self.proj.bias)

    def forward(self, x: Tensor) -> Tensor:
        n, c, height, width = x.shape
        d = c // self.heads
        q, k, v = self.qkv(self.norm(x)).reshape(n, 3, self.heads, d, height * width).unbind(1)
        weights = torch.softmax((q.transpose(2, 3) * d**-0.5) @ k, dim=-1)
        out = v @ weights.transpose(2, 3)
        return x + self.proj(out.reshape(n, c, height, width))


class InpaintUNet(nn.Module):
    """Class-conditional inpainting network in pixel space.

    forward(sample, timestep, class_labels) -> x0
      sample        [N,7,S,S] noisy RGB | masked RGB | mask; RGB in [-1,1], mask 1 where the lesion is to be painted
      timestep      [N] flow-matching time in (0,1]; 1 is pure noise
      class_labels  [N,K+1] one-hot float (no integers in the graph: see docs/adr); the last column is the null class
      x0            [N,3,S,S] estimate of the clean image
    """

    def __init__(self, config: UNetConfig) -> None:
        super().__init__()
        self.config = config
        c, e, p = config.channels, config.embedding, config.patch_px
        self.register_buffer("frequencies", torch.exp(torch.linspace(0, math.log(1000.0), 64)), persistent=False)
        self.time = nn.Sequential(nn.Linear(128, e), nn.SiLU(), nn.Linear(e, e))
        self.label = nn.Linear(config.num_classes + 1, e, bias=False)
        nn.init.normal_(self.label.weight, std=0.5)
        self.stem = nn.Conv2d(7 * p * p, c[0], 3, padding=1)

        def block(i: int, o: int) -> ResidualBlock:
            return ResidualBlock(i, o, e, config.groups)

        self.down, self.up = nn.ModuleList(), nn.ModuleList()
        self.shrink, self.grow = nn.ModuleList(), nn.ModuleList()
        for level, width in enumerate(c):
            self.down.append(nn.ModuleList([block(width, width) for _ in range(config.blocks)]))
            if level + 1 < len(c):
                self.shrink.append(nn.Conv2d(width, c[level + 1], 3, stride=2, padding=1))
        self.middle1, self.attention, self.middle2 = (
            block(c[-1], c[-1]),
            Attention(c[-1], config.heads, config.groups),
            block(c[-1], c[-1]),
        )
        for level, width in reversed(list(enumerate(c))):
            self.up.append(
                nn.ModuleList([block(2 * width, width), *(block(width, width) for _ in range(config.blocks - 1))])
            )
            if level > 0:
                self.grow.append(nn.Conv2d(width, c[level - 1], 1))
        self.norm = nn.GroupNorm(config.groups, c[0])
        self.head = nn.Conv2d(c[0], 3 * p * p, 3, padding=1)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)

    def embed(self, timestep: Tensor, class_labels: Tensor) -> Tensor:
        angles = timestep[:, None] * self.frequencies[None, :]
        return F.silu(self.time(torch.cat([angles.sin(), angles.cos()], dim=1)) + self.label(class_labels))

    def forward(self, sample: Tensor, timestep: Tensor, class_labels: Tensor) -> Tensor:
        emb = self.embed(timestep, class_labels)
        noisy = sample[:, :3]
        c_skip, c_out, c_in = coefficients(self.config.parametrisation, timestep[:, None, None, None])
        if self.config.parametrisation == "edm":
            sample = torch.cat([noisy * c_in, sample[:, 3:]], dim=1)
        patches = F.pixel_unshuffle(sample, self.config.patch_px)
        spare = self.stem.in_channels - patches.shape[1]  # 0 in training; see export.pad_stem
        h = self.stem(torch.cat([patches, patches[:, :spare]], dim=1) if spare else patches)
        skips: list[Tensor] = []
        for level, blocks in enumerate(self.down):
            for block in blocks:
                h = block(h, emb)
            skips.append(h)
            if level < len(self.shrink):
                h = self.shrink[level](h)
        h = self.middle2(self.attention(self.middle1(h, emb)), emb)
        for level, blocks in enumerate(self.up):
            h = torch.cat([h, skips.pop()], dim=1)
            for block in blocks:
                h = block(h, emb)
            if level < len(self.grow):
                h = F.interpolate(self.grow[level](h), scale_factor=2.0, mode="nearest")
        made = F.pixel_shuffle(self.head(F.silu(self.norm(h))), self.config.patch_px)
        return made if self.config.parametrisation == "x" else c_skip * noisy + c_out * made
