"""Training masks that cover what a person paints: dilated, smoothed, wobbly, elliptic and square ones.

All functions take and give [N,1,S,S] float masks of 0 and 1.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Generator, Tensor


def dilate(mask: Tensor, radius_px: int) -> Tensor:
    """Grows a mask by a square of the given radius."""
    if radius_px == 0:
        return mask
    side = 2 * radius_px + 1
    return F.max_pool2d(F.max_pool2d(mask, (1, side), 1, (0, radius_px)), (side, 1), 1, (radius_px, 0))


def blur(mask: Tensor, radius_px: int) -> Tensor:
    """Two box blurs: close to a Gaussian, cheap."""
    for _ in range(2):
        side = 2 * radius_px + 1
        mask = F.avg_pool2d(mask, (1, side), 1, (0, radius_px), count_include_pad=False)
        mask = F.avg_pool2d(mask, (side, 1), 1, (radius_px, 0), count_include_pad=False)
    return mask


def ellipse_like(mask: Tensor, scale: float) -> Tensor:
    """The ellipse with the mask's second moments, its axes times `scale`."""
    size = mask.shape[-1]
    axis = torch.arange(size, dtype=mask.dtype)
    total = mask.sum((1, 2, 3)).clamp_min(1)[:, None, None]
    y, x = axis[None, :, None], axis[None, None, :]
    m = mask[:, 0]
    mean_y, mean_x = (m * y).sum((1, 2), keepdim=True) / total, (m * x).sum((1, 2), keepdim=True) / total
    dy, dx = y - mean_y, x - mean_x
    yy = (m * dy * dy).sum((1, 2), keepdim=True) / total + 1
    xx = (m * dx * dx).sum((1, 2), keepdim=True) / total + 1
    xy = (m * dx * dy).sum((1, 2), keepdim=True) / total
    determinant = (xx * yy - xy * xy).clamp_min(1e-3)
    distance = (yy * dx * dx - 2 * xy * dx * dy + xx * dy * dy) / determinant
    return (distance <= 4 * scale * scale).to(mask.dtype)[:, None]


def box_like(mask: Tensor) -> Tensor:
    """The bounding box of the mask."""
    rows, columns = mask.amax(3, keepdim=True), mask.amax(2, keepdim=True)

    def filled(line: Tensor, dim: int) -> Tensor:
        return line.cummax(dim).values * line.flip(dim).cummax(dim).values.flip(dim)

    return filled(rows, 2) * filled(columns, 3)


def wobble(mask: Tensor, generator: Generator, amplitude: float) -> Tensor:
    """A free-hand version: the blurred mask plus smooth noise, cut at one half."""
    size = mask.shape[-1]
    noise = torch.randn(mask.shape[0], 1, 8, 8, generator=generator)
    noise = F.interpolate(noise, size=(size, size), mode="bicubic", align_corners=False)
    near = dilate(mask, size // 12)  # noise far from the lesion makes no specks
    return (blur(mask, max(1, size // 24)) + amplitude * noise > 0.5).to(mask.dtype) * near


def painted_like(mask: Tensor, generator: Generator) -> Tensor:
    """One random painted mask for each true mask; it always covers the true lesion and a thin rim around it."""
    rim = max(1, mask.shape[-1] // 48)

    def smoothed(m: Tensor) -> Tensor:
        return (blur(dilate(m, 2 * rim), max(1, m.shape[-1] // 16)) > 0.5).to(m.dtype)

    ways: tuple[tuple[float, Callable[[Tensor], Tensor]], ...] = (
        (0.20, lambda m: dilate(m, 2 * rim)),
        (0.10, lambda m: dilate(m, 4 * rim)),
        (0.20, smoothed),
        (0.15, lambda m: wobble(dilate(m, 2 * rim), generator, 0.18)),
        (0.10, lambda m: wobble(dilate(m, 3 * rim), generator, 0.3)),
        (0.12, lambda m: ellipse_like(m, 1.1)),
        (0.08, lambda m: ellipse_like(m, 1.35)),
        (0.05, box_like),
    )
    shares = torch.tensor([share for share, _ in ways])
    choice = torch.multinomial(shares, len(mask), replacement=True, generator=generator)
    painted = dilate(mask, rim)
    for index, (_, way) in enumerate(ways):
        chosen = choice == index
        if chosen.any():
            painted[chosen] = torch.maximum(painted[chosen], way(mask[chosen]))
    return painted
