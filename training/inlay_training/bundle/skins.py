"""Healthy-skin backgrounds from nothing but the model: a coarse sample of SKIN, enlarged and refined tile by tile.

The refinement re-noises the enlarged sample half way and denoises it under overlapping tiles whose estimates are averaged at
every step (MultiDiffusion, Bar-Tal et al., arXiv 2302.08113; starting half way is SDEdit, Meng et al., arXiv 2108.01073).
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor
from tqdm import tqdm

from ..classes import NULL, SKIN
from ..diffusion import flow
from ..diffusion.schedule import SamplingSchedule
from ..failure import Failure
from ..files import write_atomically
from ..models.unet import InpaintUNet

REFINE_FROM = 0.45
STRIDE_SHARE = 0.5
MARGIN_SHARE = 0.125
"""Cut off on every side of what was made, where the network had seen no neighbours."""
MAX_UNEVENNESS = 11.0


class TooFewSkins(Failure):
    """The model does not make enough that looks like healthy skin."""


@torch.no_grad()
def coarse(model: InpaintUNet, seeds: list[int], steps: int = 24) -> Tensor:
    """Whole squares of SKIN from noise. [N,3,S,S] in [-1,1]"""
    size, n = model.config.size_px, len(seeds)
    noise = torch.cat([torch.randn(1, 3, size, size, generator=torch.Generator().manual_seed(seed)) for seed in seeds])
    blank, whole = torch.zeros(n, 3, size, size), torch.ones(n, 1, size, size)
    return flow.sample(model, blank, whole, torch.full((n,), SKIN), noise, SamplingSchedule(steps))


@torch.no_grad()
def refine(model: InpaintUNet, image: Tensor, size_px: int, seed: int, steps: int = 12) -> Tensor:
    """Enlarges one coarse sample [1,3,S,S], gives it texture at that scale, cuts the margin off. [1,3,size_px,size_px]"""
    tile, wanted = model.config.size_px, size_px
    margin = int(size_px * MARGIN_SHARE)
    size_px += 2 * margin
    large = F.interpolate(image, size=(size_px, size_px), mode="bicubic", align_corners=False).clamp(-1, 1)
    noise = torch.randn(large.shape, generator=torch.Generator().manual_seed(seed + 77))
    x = (1 - REFINE_FROM) * large + REFINE_FROM * noise
    stride = max(1, int(tile * STRIDE_SHARE))
    starts = sorted({*range(0, size_px - tile, stride), size_px - tile})
    corners = [(top, left) for top in starts for left in starts]
    window = torch.hann_window(tile + 2, periodic=False)[1:-1]
    weight = (window[:, None] * window[None, :] + 1e-3)[None]
    label = F.one_hot(torch.full((len(corners),), SKIN), NULL + 1).float()
    whole = torch.ones(len(corners), 1, tile, tile)
    for index in range(steps):
        t, s = REFINE_FROM * (1 - index / steps), REFINE_FROM * (1 - (index + 1) / steps)
        tiles = torch.cat([x[:, :, top : top + tile, left : left + tile] for top, left in corners])
        given = flow.network_input(tiles, torch.zeros_like(tiles), whole)
        estimates = torch.cat(
            [model(a, torch.full((len(a),), t), b) for a, b in zip(given.split(16), label.split(16), strict=True)]
        ).clamp(-1, 1)
        total, norm = torch.zeros_like(x), torch.zeros_like(x)
        for estimate, (top, left) in zip(estimates, corners, strict=True):
            total[0, :, top : top + tile, left : left + tile] += estimate * weight
            norm[0, :, top : top + tile, left : left + tile] += weight
        x = total / norm + (s / t) * (x - total / norm)
    return x[:, :, margin : margin + wanted, margin : margin + wanted].clamp(-1, 1)


def lab(rgb: np.ndarray) -> np.ndarray:
    """sRGB in [0,1] [...,3] -> CIE L*a*b*, D65 (IEC 61966-2-1 and CIE 15)."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    matrix = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = linear @ matrix.T / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.stack([116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], axis=-1)


def describe(image: np.ndarray) -> dict[str, float]:
    """Mean colour, individual typology angle in degrees (Chardon et al. 1991) and texture (sd of L*) of [H,W,3] uint8."""
    values = lab(image.astype(np.float64) / 255)
    lightness, a, b = values.reshape(-1, 3).mean(0)
    ita = float(np.degrees(np.arctan2(lightness - 50, b)))
    return {"L": float(lightness), "a": float(a), "b": float(b), "ita": ita, "texture": float(values[..., 0].std())}


def choose_varied(stats: list[dict[str, float]], count: int) -> list[int]:
    """Farthest-point choice in colour and texture, so that the few that ship span what the model can make."""
    points = np.array([[s["L"], s["a"], s["b"], 2 * s["texture"]] for s in stats])
    points = (points - points.mean(0)) / np.maximum(points.std(0), 1e-6)
    chosen = [int(np.argmin(np.square(points).sum(1)))]
    while len(chosen) < min(count, len(stats)):
        distances = np.min([np.square(points - points[i]).sum(1) for i in chosen], axis=0)
        chosen.append(int(distances.argmax()))
    return chosen


def to_bytes(image: Tensor) -> np.ndarray:
    """[3,H,W] in [-1,1] -> [H,W,3] uint8."""
    return ((image.permute(1, 2, 0) + 1) * 127.5).round().clamp(0, 255).to(torch.uint8).numpy()


def inner(image: np.ndarray) -> np.ndarray:
    """What is left of a coarse sample [S,S,3] after the margin is cut off."""
    margin = round(image.shape[0] * MARGIN_SHARE / (1 + 2 * MARGIN_SHARE))
    return image[margin:-margin, margin:-margin]


def unevenness(image: np.ndarray) -> float:
    """Largest difference of CIE L*, a* or b* between the means of an 8x8 grid of blocks: high for a vignette or a blotch."""
    side = image.shape[0] // 8
    blocks = lab(image[: side * 8, : side * 8].astype(np.float64) / 255)
    means = blocks.reshape(8, side, 8, side, 3).mean((1, 3)).reshape(64, 3)
    return float((means.max(0) - means.min(0)).max())


def looks_like_skin(image: np.ndarray) -> bool:
    """Leaves out the failures: a vignette, a lesion-like blotch, or a colour that no skin has under a dermatoscope."""
    stats = describe(image)
    return 3 < stats["b"] < 40 and 3 < stats["a"] < 32 and stats["L"] > 35 and unevenness(image) < MAX_UNEVENNESS


def make_skins(
    model: InpaintUNet,
    out: Path,
    count: int,
    size_px: int,
    candidates: int,
    licence: str,
    seed: int = 1,
    check: bool = True,
) -> list[dict]:
    """Writes skin-XX.png and index.json into `out`; returns the index. `check` leaves out what does not look like skin."""
    seeds = [seed * 100_000 + i for i in range(candidates)]
    samples: list[Tensor] = []
    for start in tqdm(range(0, candidates, 16), desc="coarse skin", mininterval=5):
        samples += list(coarse(model, seeds[start : start + 16]))
    pictures = [inner(to_bytes(sample)) for sample in samples]
    kept = [i for i, picture in enumerate(pictures) if not check or looks_like_skin(picture)]
    if len(kept) < count:
        raise TooFewSkins(f"Only {len(kept)} of {candidates} samples look like skin, {count} are needed. Train longer.")
    stats = [describe(pictures[i]) for i in kept]
    chosen = [kept[i] for i in choose_varied(stats, count)]
    chosen.sort(key=lambda i: -describe(pictures[i])["ita"])
    index = []
    for rank, i in enumerate(tqdm(chosen, desc="refine skin", mininterval=5), start=1):
        pixels = to_bytes(refine(model, samples[i][None], size_px, seeds[i])[0])
        header = np.array([size_px, size_px], dtype="<u4").tobytes()
        name = f"skin-{rank:02d}"
        with write_atomically(out / f"{name}.png") as file:
            Image.fromarray(pixels).save(file, format="PNG", optimize=True)
        index.append({
            "id": name, "name": f"Skin {rank}", "file": f"{name}.png", "width": size_px, "height": size_px,
            "sha256": hashlib.sha256(header + pixels.tobytes()).hexdigest(), "licence": licence,
            "ita": round(describe(pixels)["ita"], 1),
        })  # fmt: skip
    with write_atomically(out / "index.json") as file:
        file.write((json.dumps(index, indent=1) + "\n").encode())
    return index
