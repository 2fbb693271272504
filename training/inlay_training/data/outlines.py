"""New lesion outlines: a shape model fitted on the real masks of all classes together, so that a mask tells nothing of its class.

The log radius around the centroid is a Fourier series; each outline is turned so that its long axis lies along x, and the
coefficients' mean and principal components are kept (an active shape model, Cootes et al., CVIU 1995, in polar form). What
ships is some three hundred numbers; no real outline can be read out of them. src/core/mask/outline.ts draws from the same file.
"""

from __future__ import annotations

import numpy as np

from ..classes import LESION_CODES
from .prepare import Pack

HARMONICS = 16
ANGLES = 128
EXPLAINED = 0.985
CLIP_SD = 2.0
MIN_AREA_PX = 225
FEWEST_OF_CLASS = 20
"""Outlines, mirrored ones counted, below which a class gets no model of its own."""


def polar(mask: np.ndarray) -> np.ndarray | None:
    """Log radius of a mask [H,W] at ANGLES angles around its centroid; None where it is cut by the frame or too small."""
    if mask[0].any() or mask[-1].any() or mask[:, 0].any() or mask[:, -1].any() or mask.sum() < MIN_AREA_PX:
        return None
    angles = np.linspace(0, 2 * np.pi, ANGLES, endpoint=False)
    reach = np.arange(0, max(mask.shape))
    ys, xs = np.nonzero(mask)
    y = np.clip(np.round(ys.mean() + reach[:, None] * np.sin(angles)), 0, mask.shape[0] - 1).astype(int)
    x = np.clip(np.round(xs.mean() + reach[:, None] * np.cos(angles)), 0, mask.shape[1] - 1).astype(int)
    return np.log(np.maximum(1, (mask[y, x] > 0).sum(0)))  # star-shaped area along each ray


def aligned(log_radius: np.ndarray) -> np.ndarray:
    """Cosine and sine coefficients of harmonics 1..HARMONICS, the long axis along x. [2 * HARMONICS]"""
    spectrum = np.fft.rfft(log_radius) / len(log_radius) * 2
    c = np.conj(spectrum[1 : HARMONICS + 1])  # a_k + i b_k of sum a_k cos k angle + b_k sin k angle
    order = np.arange(1, HARMONICS + 1)
    c = c * np.exp(-1j * order * np.angle(c[1]) / 2)
    if c[2].real < 0:  # half a turn leaves the long axis where it is; the third harmonic tells the ends apart
        c = c * np.exp(-1j * order * np.pi)
    return np.stack([c.real, c.imag], axis=1).ravel()


def fit(pack: Pack) -> dict:
    """reference/masks.json of schema 2. Mirrored outlines count too. `byClass` is for those who ask for it: where a class
    lies in the space of the shared components."""
    coefficients, diameters, labels = [], [], []
    for row in pack.rows("train"):
        mask = pack.masks[row]
        log_radius = polar(mask)
        if log_radius is None:
            continue
        outline = aligned(log_radius)
        coefficients += [outline, outline * np.tile([1, -1], HARMONICS)]
        diameters += [np.log(2 * np.sqrt(mask.sum() / np.pi) / mask.shape[0])] * 2
        labels += [pack.labels[row]] * 2
    values, sizes, classes = np.array(coefficients), np.array(diameters), np.array(labels)
    mean = values.mean(0)
    _, singular, axes = np.linalg.svd(values - mean, full_matrices=False)
    variance = np.square(singular) / len(values)
    kept = int(np.searchsorted(np.cumsum(variance) / variance.sum(), EXPLAINED)) + 1
    scale = np.sqrt(variance[:kept])
    weights = (values - mean) @ axes[:kept].T / scale
    return {
        "schema": 2,
        "mean": rounded(mean),
        "components": [rounded(axis) for axis in axes[:kept] * scale[:, None]],
        "logDiameter": spread(sizes),
        "byClass": {
            code: {
                "mean": rounded(weights[classes == i].mean(0)),
                "sd": rounded(weights[classes == i].std(0)),
                "logDiameter": spread(sizes[classes == i]),
            }
            for i, code in enumerate(LESION_CODES)
            if (classes == i).sum() >= FEWEST_OF_CLASS
        },
    }


def rounded(values: np.ndarray) -> list[float]:
    return [round(float(v), 5) for v in values]


def spread(values: np.ndarray) -> dict[str, float]:
    return {"mean": round(float(values.mean()), 4), "sd": round(float(values.std()), 4)}


def draw(model: dict, size_px: int, rng: np.random.Generator, diameter: float | None = None) -> np.ndarray:
    """A new outline in the middle of a square, as the studio draws it. [size_px,size_px] uint8 0/1

    diameter: of the circle of equal area, as a share of the side; drawn from the model where left out.
    """
    components = np.array(model["components"])
    weights = np.clip(rng.standard_normal(len(components)), -CLIP_SD, CLIP_SD)
    c = (np.array(model["mean"]) + weights @ components).reshape(-1, 2)
    if rng.random() < 0.5:
        c[:, 1] *= -1
    turn = rng.random() * 2 * np.pi
    if diameter is None:
        size = model["logDiameter"]
        diameter = float(np.exp(size["mean"] + size["sd"] * np.clip(rng.standard_normal(), -CLIP_SD, CLIP_SD)))
    axis = np.arange(size_px) + 0.5 - size_px / 2
    dy, dx = axis[:, None], axis[None, :]
    angle = np.arctan2(dy, dx) - turn
    order = np.arange(1, HARMONICS + 1)
    log_radius = sum(a * np.cos(k * angle) + b * np.sin(k * angle) for k, (a, b) in zip(order, c, strict=True))
    shape = np.exp(np.asarray(log_radius))
    radius = min(diameter, 0.82) * size_px / 2
    return (np.hypot(dx, dy) <= radius * shape).astype(np.uint8)


def descriptors(mask: np.ndarray) -> np.ndarray:
    """Elongation (ratio of the axes), compactness (4 pi A / P^2) and fill of the bounding box of a mask [H,W]. [3]"""
    ys, xs = np.nonzero(mask)
    moments = np.cov(np.stack([ys, xs])) + np.eye(2) / 12
    low, high = np.sqrt(np.linalg.eigvalsh(moments))
    padded = np.pad(mask.astype(np.int64), 1)
    edges = np.abs(np.diff(padded, axis=0)).sum() + np.abs(np.diff(padded, axis=1)).sum()
    perimeter = edges * np.pi / 4  # an edge count is 4 / pi times too long on average over directions
    box = (np.ptp(ys) + 1) * (np.ptp(xs) + 1)
    return np.array([low / high, 4 * np.pi * mask.sum() / perimeter**2, mask.sum() / box])
