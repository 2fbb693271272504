"""Random training views: which image, which square of it, which mask. A step's batch depends on (seed, step) alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from ..classes import LESION_CODES, SKIN
from .masks import painted_like
from .prepare import FRAME, Pack

MIN_SIDE_PX = 84
"""Smallest square cut out of a frame; below it a frame holds no more detail."""
ELASTIC = 0.025
"""Standard deviation of the elastic warp's control points, as a share of the square's side."""


@dataclass(frozen=True)
class Batch:
    """images [N,3,S,S] in [-1,1]; masks [N,1,S,S] 0/1, 1 is painted; labels [N] with SKIN; rows [N] or -1 for skin."""

    images: Tensor
    masks: Tensor
    labels: Tensor
    rows: Tensor


def step_generator(seed: int, step: int) -> Generator:
    return Generator().manual_seed(seed * 1_000_003 + step)


def bounding_boxes(masks: np.ndarray) -> np.ndarray:
    """[N,4] float: centre x, centre y, width, height in pixels; the middle of the frame where a mask is empty."""
    height, width = masks.shape[1:]
    rows, columns = masks.any(2), masks.any(1)
    y0, y1 = rows.argmax(1), height - rows[:, ::-1].argmax(1)
    x0, x1 = columns.argmax(1), width - columns[:, ::-1].argmax(1)
    boxes = np.stack([(x0 + x1) / 2, (y0 + y1) / 2, x1 - x0, y1 - y0], axis=1).astype(np.float32)
    boxes[~rows.any(1)] = (width / 2, height / 2, width / 2, height / 2)
    return boxes


def sampling_weights(labels: np.ndarray, fine: np.ndarray, balance: float, fine_share: float) -> Tensor:
    """A weight an image so that a class is drawn with probability proportional to count ** balance, and, in every class
    alike, a finer image with probability `fine_share`: or sharpness would tell the class. labels, fine [N]"""
    counts = np.bincount(labels, minlength=len(LESION_CODES)).astype(np.float64)
    weights = np.where(counts > 0, np.maximum(counts, 1) ** balance, 0)[labels]
    for label in range(len(LESION_CODES)):
        for kind, share in ((True, fine_share), (False, 1 - fine_share)):
            chosen = (labels == label) & (fine == kind)
            alone = not ((labels == label) & (fine != kind)).any()
            weights[chosen] *= (1 if alone else share) / max(1, chosen.sum())
    return torch.from_numpy(weights)


def clamp_centre(centre: Tensor, side: Tensor) -> Tensor:
    """Moves the centres [N,2] of squares with these sides [N] so that the squares lie in the frame."""
    frame = torch.tensor(FRAME, dtype=torch.float32)
    return torch.minimum(torch.maximum(centre, side[:, None] / 2), frame - side[:, None] / 2)


def crop(
    sources: Tensor, centre: Tensor, side: Tensor, size_px: int, turn: Tensor, flip: Tensor, warp: Tensor | None = None
) -> Tensor:
    """Cuts rotated squares out of `sources` [N,C,H,W]: centre [N,2] (x, y) and side [N] in pixels, turn [N] radians,
    flip [N] +1 or -1, warp [N,2,K,K] displacements as shares of the side. Bilinear, reflected beyond the edge. -> [N,C,size_px,size_px]"""
    n, channels, height, width = sources.shape
    if n == 0:
        return torch.zeros(0, channels, size_px, size_px)
    cos, sin = torch.cos(turn), torch.sin(turn)
    half = side / 2
    theta = torch.zeros(n, 2, 3)
    theta[:, 0, 0], theta[:, 0, 1] = flip * cos * half * 2 / width, -sin * half * 2 / width
    theta[:, 1, 0], theta[:, 1, 1] = flip * sin * half * 2 / height, cos * half * 2 / height
    theta[:, 0, 2], theta[:, 1, 2] = centre[:, 0] * 2 / width - 1, centre[:, 1] * 2 / height - 1
    grid = F.affine_grid(theta, [n, 1, size_px, size_px], align_corners=False)
    if warp is not None:
        smooth = F.interpolate(warp, size=(size_px, size_px), mode="bicubic", align_corners=False)
        grid = (
            grid + smooth.permute(0, 2, 3, 1) * (side[:, None] * torch.tensor([2 / width, 2 / height]))[:, None, None]
        )
    return F.grid_sample(sources, grid, mode="bilinear", padding_mode="reflection", align_corners=False)


def uniform(n: int, low: float, high: float, g: Generator) -> Tensor:
    return torch.rand(n, generator=g) * (high - low) + low


def turned(images: Tensor, quarter: int, mirrored: bool) -> Tensor:
    """One of the eight symmetries of the square. [...,S,S]"""
    images = torch.rot90(images, quarter, (-2, -1))
    return images.flip(-1) if mirrored else images


def jitter_colour(images: Tensor, g: Generator, strength: float = 1.0) -> Tensor:
    """Brightness, contrast, saturation and a gain a channel, alike for lesion and skin. images in [0,1]."""
    n = images.shape[0]

    def factor(width: float) -> Tensor:
        return uniform(n, 1 - width * strength, 1 + width * strength, g)[:, None, None, None]

    gains = 1 + strength * 0.05 * (2 * torch.rand(n, 3, 1, 1, generator=g) - 1)
    dark = torch.where(torch.rand(n, 1, 1, 1, generator=g) < 0.2, uniform(n, 0.6, 1.0, g)[:, None, None, None], 1.0)
    grey = images.mean(1, keepdim=True)
    mean = images.mean((1, 2, 3), keepdim=True)
    images = grey + (images - grey) * factor(0.1)
    images = mean + (images - mean) * factor(0.1)
    return (images * factor(0.08) * gains * (dark if strength >= 1 else 1)).clamp(0, 1)


class ViewSampler:
    """Draws training views from the rows of one split of a pack."""

    def __init__(self, pack: Pack, split: str, size_px: int, balance: float, fine_share: float = 0.5) -> None:
        self.size_px = size_px
        chosen = pack.rows(split)
        self.rows = torch.from_numpy(chosen)
        self.weights = sampling_weights(pack.labels[chosen], pack.fine[chosen], balance, fine_share)
        self.images = torch.from_numpy(pack.images).permute(0, 3, 1, 2)
        self.masks = torch.from_numpy(pack.masks)[:, None]
        self.labels = torch.from_numpy(pack.labels)
        self.boxes = torch.from_numpy(bounding_boxes(pack.masks))
        self.squares = torch.from_numpy(pack.squares[np.isin(pack.squares[:, 0], chosen)])
        self.skin = torch.from_numpy(
            pack.skin[pack.skin_split == ("train", "calibration", "test").index(split)]
        ).permute(0, 3, 1, 2)

    def lesion_views(
        self, rows: Tensor, g: Generator, context: tuple[float, float] = (1.15, 2.6)
    ) -> tuple[Tensor, Tensor]:
        """Squares around the lesions `rows`, turned and flipped: images [N,3,S,S] in [0,1] and true masks [N,1,S,S]."""
        n = len(rows)
        box = self.boxes[rows]
        side = (box[:, 2:].amax(1) * uniform(n, *context, g)).clamp(MIN_SIDE_PX, FRAME[1])
        slack = ((side - box[:, 2:].amax(1)) / 2).clamp_min(0)[:, None]
        centre = clamp_centre(box[:, :2] + slack * 0.7 * (2 * torch.rand(n, 2, generator=g) - 1), side)
        turn = torch.randint(0, 4, (n,), generator=g) * (torch.pi / 2) + uniform(n, -0.2, 0.2, g)
        flip = torch.randint(0, 2, (n,), generator=g) * 2.0 - 1
        stacked = torch.cat([self.images[rows].float() / 255, self.masks[rows].float()], dim=1)
        warp = ELASTIC * torch.randn(n, 2, 5, 5, generator=g)
        views = crop(stacked, centre, side, self.size_px, turn, flip, warp)
        return views[:, :3], (views[:, 3:] > 0.5).float()

    def skin_views(self, n: int, g: Generator) -> Tensor:
        """Lesion-free skin, half from the patches (where there are any), half from the frames. [N,3,S,S] in [0,1]"""
        patches = n // 2 if len(self.skin) else 0
        turn = torch.randint(0, 4, (n,), generator=g) * (torch.pi / 2)
        flip = torch.randint(0, 2, (n,), generator=g) * 2.0 - 1
        index = torch.randint(0, len(self.skin), (patches,), generator=g)
        side = uniform(patches, 80, 128, g)
        centre = 64 + (128 - side)[:, None] / 2 * (2 * torch.rand(patches, 2, generator=g) - 1)
        zoomed = crop(self.skin[index].float() / 255, centre, side, self.size_px, turn[:patches], flip[:patches])
        squares = self.squares[torch.randint(0, len(self.squares), (n - patches,), generator=g)]
        side = squares[:, 3].float()
        centre = squares[:, 1:3].float() + side[:, None] / 2
        frames = crop(
            self.images[squares[:, 0]].float() / 255, centre, side, self.size_px, turn[patches:], flip[patches:]
        )
        return torch.cat([zoomed, frames])

    def batch(self, n: int, skin_share: float, seed: int, step: int) -> Batch:
        """One training batch. SKIN views borrow the masks of lesions; every fifth one is masked whole."""
        g = step_generator(seed, step)
        skin = round(n * skin_share)
        rows = self.rows[torch.multinomial(self.weights, n, replacement=True, generator=g)]
        images, true_masks = self.lesion_views(rows, g)
        masks = painted_like(true_masks, g)
        labels = self.labels[rows].clone()
        if skin > 0:
            images[:skin] = self.skin_views(skin, g)
            whole = torch.rand(skin, generator=g) < 0.2
            masks[:skin][whole] = 1.0
            labels[:skin] = SKIN
            rows = rows.clone()
            rows[:skin] = -1
        return Batch(jitter_colour(images, g) * 2 - 1, masks, labels, rows)


CONTEXT_SCALE = 1.6
"""Side of the square that is scored, over the longer side of the lesion: the manifest's contextScale."""


def lesion_squares(views: ViewSampler, rows: Tensor, scale: float = CONTEXT_SCALE) -> Tensor:
    """The scored view of real images: no turn, no jitter. [N,3,S,S] in [-1,1]"""
    found = [torch.zeros(0, 3, views.size_px, views.size_px)]
    for part in rows.split(256):  # frames are large: thousands at once in floats would take gigabytes
        boxes = views.boxes[part]
        side = (boxes[:, 2:].amax(1) * scale).clamp(48, FRAME[1])
        centre = clamp_centre(boxes[:, :2], side)
        still, upright = torch.zeros(len(part)), torch.ones(len(part))
        found.append(crop(views.images[part].float() / 255, centre, side, views.size_px, still, upright) * 2 - 1)
    return torch.cat(found)


SOFTER = (0.5, 2 / 3, 0.8)


def soften(images: Tensor, share: float, g: Generator) -> Tensor:
    """`share` of the images as if they had been taken at 0.5 to 0.8 of their size. [N,3,S,S]"""
    kind = torch.where(
        torch.rand(len(images), generator=g) < share, torch.randint(len(SOFTER), (len(images),), generator=g), -1
    )
    out = images.clone()
    for index, factor in enumerate(SOFTER):
        chosen = kind == index
        if chosen.any():
            low = F.interpolate(
                images[chosen], scale_factor=factor, mode="bilinear", align_corners=False, antialias=True
            )
            out[chosen] = F.interpolate(low, size=images.shape[2:], mode="bilinear", align_corners=False)
    return out
