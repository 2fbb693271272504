"""Random views of a pack: which part of an image, how it is turned, recoloured and masked. A step's batch depends on (seed, step) alone."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from ..data.batches import jitter_colour, turned, uniform
from .pack import SIZE_PX, Pack


def as_images(values: Tensor) -> Tensor:
    """[N,S,S,3] uint8 -> [N,3,S,S] in [0,1]"""
    return values.permute(0, 3, 1, 2).float() / 255


def symmetric(images: Tensor, g: Generator) -> Tensor:
    """Each image in one of the eight symmetries of the square. [N,C,S,S]"""
    quarter, mirrored = torch.randint(4, (len(images),), generator=g), torch.rand(len(images), generator=g) < 0.5
    return torch.stack([turned(image, int(k), bool(m)) for image, k, m in zip(images, quarter, mirrored, strict=True)])


def zoomed(images: Tensor, side: Tensor, corner: Tensor, size_px: int) -> Tensor:
    """Squares of `side` [N] px whose corners lie at `corner` [N,2] (x, y), brought to `size_px`; bicubic, antialiased. [N,C,H,W]"""
    found = []
    for image, s, (x, y) in zip(images, side.tolist(), corner.tolist(), strict=True):
        part = image[None, :, y : y + s, x : x + s]
        if s != size_px:
            part = F.interpolate(
                part, size=(size_px, size_px), mode="bicubic", align_corners=False, antialias=s > size_px
            )
        found.append(part[0])
    return torch.stack(found)


def mirrored(images: Tensor, size_px: int, g: Generator) -> Tensor:
    """Images continued by their mirror images, cut anywhere. [N,C,P,P] -> [N,C,S,S]"""
    while (side := images.shape[-1]) < size_px:
        images = F.pad(images, [min(side - 1, size_px - side)] * 4, mode="reflect")
    corners = torch.randint(side - size_px + 1, (len(images), 2), generator=g).tolist()
    return torch.stack(
        [image[:, y : y + size_px, x : x + size_px] for image, (x, y) in zip(images, corners, strict=True)]
    )


@dataclass(frozen=True)
class Frames:
    """The rows of a pack that one task draws from, as tensors. images [N,224,224,3] and masks [N,224,224] uint8; labels, rows [N]"""

    images: Tensor
    masks: Tensor
    labels: Tensor
    rows: Tensor

    @classmethod
    def from_pack(cls, pack: Pack, rows: list[int] | Tensor) -> Frames:
        rows = torch.as_tensor(rows)
        return cls(
            torch.from_numpy(pack.images), torch.from_numpy(pack.masks), torch.from_numpy(pack.labels)[rows], rows
        )

    def weights(self, balance: float) -> Tensor:
        """Of each row, so that a class is drawn with probability proportional to its count to the power of `balance`. [N]"""
        counts = torch.bincount(self.labels)
        return counts[self.labels].double() ** (balance - 1)

    def draw(self, n: int, balance: float, g: Generator) -> Tensor:
        """Places [n] in `rows`."""
        return torch.multinomial(self.weights(balance), n, replacement=True, generator=g)

    def bare(self, n: int, g: Generator, side: int = 88, margin: int = 12) -> Tensor:
        """Corners of frames, `margin` px away from the lesion: at most n, fewer where few are found. [m,3,side,side] in [0,1]"""
        found = list(itertools.islice(self._corners(side, margin, g), n))
        return torch.stack(found) if found else torch.empty(0, 3, side, side)

    def _corners(self, side: int, margin: int, g: Generator) -> Iterator[Tensor]:
        for place in torch.randint(len(self.rows), (600,), generator=g).tolist():
            row, (bottom, right) = int(self.rows[place]), torch.randint(2, (2,), generator=g).tolist()
            around = side + margin
            y, x = bottom * (SIZE_PX - around), right * (SIZE_PX - around)
            if not self.masks[row, y : y + around, x : x + around].any():
                y, x = bottom * (SIZE_PX - side), right * (SIZE_PX - side)
                yield as_images(self.images[row : row + 1, y : y + side, x : x + side])[0]

    def crops(self, places: Tensor, sides: tuple[int, int], size_px: int, g: Generator) -> tuple[Tensor, Tensor]:
        """Random squares with sides in `sides` (px, both included): images [n,3,S,S] in [0,1] and masks [n,1,S,S] 0/1."""
        n, rows = len(places), self.rows[places]
        side = torch.randint(sides[0], sides[1] + 1, (n,), generator=g)
        corner = (torch.rand(n, 2, generator=g) * (SIZE_PX + 1 - side)[:, None]).long()
        stacked = torch.cat([as_images(self.images[rows]), self.masks[rows][:, None].float()], dim=1)
        cut = symmetric(zoomed(stacked, side, corner, size_px), g)
        return cut[:, :3].clamp(0, 1), (cut[:, 3:] > 0.5).float()


def cast(images: Tensor, g: Generator) -> Tensor:
    """Strong changes of colour, for networks that must not mind where an image was taken. [N,3,S,S] in [0,1]"""
    gains = torch.stack(
        [uniform(len(images), 0.8, 1.1, g), uniform(len(images), 0.85, 1.15, g), uniform(len(images), 0.8, 1.2, g)],
        dim=1,
    )
    return (jitter_colour(images, g, 1.5) * gains[:, :, None, None]).clamp(0, 1)
