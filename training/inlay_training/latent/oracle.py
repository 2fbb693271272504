"""What a format can give at best: other real lesions, passed through it, added to a small lab (a perfect generator could do no more).

Off the JPEG grid: every image is cut at a random offset first. Frozen features and a ridge; `small_lab.py` says whose lesions these are.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from . import small_lab
from .pack import Pack
from .paint import to_bytes
from .space import Space
from .views import as_images

OFFSET_PX = 5
"""The cut that takes an image off its grid: 216 px from (5, 3)."""


def off_grid(images: np.ndarray) -> np.ndarray:
    return images[:, OFFSET_PX : OFFSET_PX + 216, 3 : 3 + 216]


def through(images: np.ndarray, form: Callable[[Tensor], Tensor]) -> np.ndarray:
    """[N,216,216,3] uint8 -> the same through a format"""
    return np.concatenate(
        [
            to_bytes(form(as_images(torch.from_numpy(part)) * 2 - 1))
            for part in np.array_split(images, max(1, len(images) // 64))
        ]
    )


def enlarged(size_px: int) -> Callable[[Tensor], Tensor]:
    def form(x: Tensor) -> Tensor:
        small = F.interpolate(x, size=(size_px, size_px), mode="bicubic", antialias=True)
        return F.interpolate(small, size=x.shape[2:], mode="bicubic")

    return form


def forms(space: Space, coefficients: tuple[int, ...]) -> dict[str, Callable[[Tensor], Tensor]]:
    found: dict[str, Callable[[Tensor], Tensor]] = {"untouched": lambda x: x}
    for n in coefficients:
        part = space.first(n)
        found[f"{n} coefficients"] = lambda x, part=part: part.decode(part.encode(x))
    return {**found, "64 px, enlarged": enlarged(62)}


def psnr(a: np.ndarray, b: np.ndarray) -> float:
    error = ((a.astype(np.float32) - b) ** 2).mean((1, 2, 3)).clip(1e-3)
    return float((10 * np.log10(255**2 / error)).mean())


def frozen(
    pack: Pack, space: Space, describe: small_lab.Features, coefficients: tuple[int, ...], splits: int, each: int = 24
) -> dict:
    """Share of the untouched gain in rare recall that each format keeps, with others' real lesions (training) added to rare classes alone."""
    rng = np.random.default_rng(9)
    real = small_lab.held_out(pack, lambda images, seed: describe(off_grid(images), seed))
    rows = np.concatenate([rng.permutation(pack.rows("train", label))[:120] for label in range(8)])
    plain, sets, quality = off_grid(pack.images[rows]), {}, {}
    for name, form in forms(space, coefficients).items():
        images = through(plain, form)
        quality[name] = psnr(plain, images)
        sets[name] = small_lab.Described(describe(images, 11), small_lab.group(pack.labels[rows]), rows)
    found = small_lab.worth(real, sets, splits, each)
    shares = {}
    for name in sets:
        for p in (f"ridge{value:g}" for value in small_lab.RIDGES):
            for way in ("alone", "with counterparts"):
                gain, whole = (found[f"{n}, {way}"][p]["rare"] for n in (name, "untouched"))
                shares.setdefault(name, {})[f"{p}, {way}"] = round(gain / whole, 3)
    return {"psnr": quality, "worth": found, "share": shares}
