"""The fixed linear space in which the network works: principal components of 8x8x3 blocks (Karhunen-Loeve transform).

Learnt once on training lesions, at offsets off the files' JPEG grid. Encoding is one strided convolution, decoding one transposed
convolution, both exact for what the kept coefficients hold; a block outside the mask never changes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from ..files import write_atomically

BLOCK_PX = 8
NUMBERS = 3 * BLOCK_PX * BLOCK_PX
COARSE_COEFFICIENTS = 12
"""What an image that was enlarged from 200x150 px still holds (the 18th keeps half of its size)."""


@dataclass(frozen=True)
class Space:
    """basis [C,3,8,8], orthonormal, strongest first; mean [3] colour in [-1,1]; sd [C] of the coefficients; power of the scaling:
    a stored coefficient is the raw one times factor * sd^-power, with `factor` so that the mean square of all of them is one."""

    basis: Tensor
    mean: Tensor
    sd: Tensor
    power: float

    @property
    def coefficients(self) -> int:
        return len(self.basis)

    @property
    def scale(self) -> Tensor:
        """[C] from raw to stored."""
        scaled = self.sd ** (1 - self.power)
        return self.sd**-self.power / scaled.square().mean().sqrt()

    def encode(self, images: Tensor) -> Tensor:
        """[N,3,H,W] in [-1,1], H and W multiples of 8 -> [N,C,H/8,W/8] of unit variance overall"""
        kernel = self.basis * self.scale[:, None, None, None]
        return F.conv2d(images - self.mean[None, :, None, None], kernel, stride=BLOCK_PX)

    def decode(self, state: Tensor) -> Tensor:
        """[N,C,h,w] -> [N,3,8h,8w] in [-1,1], not clamped"""
        kernel = self.basis / self.scale[:, None, None, None]
        return F.conv_transpose2d(state, kernel, stride=BLOCK_PX) + self.mean[None, :, None, None]

    def to(self, device: str) -> Space:
        return replace(self, basis=self.basis.to(device), mean=self.mean.to(device), sd=self.sd.to(device))

    def first(self, coefficients: int, power: float | None = None) -> Space:
        """The space of the strongest coefficients alone."""
        return Space(
            self.basis[:coefficients], self.mean, self.sd[:coefficients], self.power if power is None else power
        )


def fit(images: np.ndarray, coefficients: int, power: float, per_image: int = 80, seed: int = 5) -> Space:
    """images [N,S,S,3] uint8 of training lesions; every one gives `per_image` blocks at offsets of its own."""
    rng = np.random.default_rng(seed)
    blocks = np.empty((len(images) * per_image, BLOCK_PX, BLOCK_PX, 3), dtype=np.float64)
    for number, image in enumerate(images):
        corners = rng.integers(0, image.shape[0] - BLOCK_PX + 1, (per_image, 2))
        for place, (y, x) in enumerate(corners):
            blocks[number * per_image + place] = image[y : y + BLOCK_PX, x : x + BLOCK_PX] / 127.5 - 1
    mean = blocks.mean((0, 1, 2))
    flat = (blocks - mean).transpose(0, 3, 1, 2).reshape(len(blocks), NUMBERS)
    vectors, variances, _ = np.linalg.svd(flat.T @ flat / len(flat))
    vectors *= np.sign(vectors[np.abs(vectors).argmax(0), np.arange(NUMBERS)])  # the sign is arbitrary: fixed here
    basis = vectors.T[:coefficients].reshape(coefficients, 3, BLOCK_PX, BLOCK_PX)
    sd = np.sqrt(variances[:coefficients])
    return Space(
        torch.tensor(basis, dtype=torch.float32),
        torch.tensor(mean, dtype=torch.float32),
        torch.tensor(sd, dtype=torch.float32),
        power,
    )


def save(space: Space, path: Path) -> Path:
    with write_atomically(path) as file:
        torch.save({"basis": space.basis, "mean": space.mean, "sd": space.sd, "power": space.power}, file)
    return path


def load(path: Path) -> Space:
    return Space(**torch.load(path, map_location="cpu", weights_only=True))
