"""What a set of samples is measured by: how near it lies to real images, how much of them it covers, whether it copies.

All functions take features [N,D] of one class; which features is the caller's choice (`general_features`: an ImageNet
trunk that no image of this project trained).
"""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from ..models.efficientnet import EfficientNetLite


@torch.no_grad()
def general_features(trunk: EfficientNetLite, images: Tensor, size_px: int = 128) -> Tensor:
    """[N,C] pooled maps of stride 16 and 32 side by side, each centred on nothing and scaled to unit mean norm.

    images [N,3,S,S] in [-1,1] of any size, brought to `size_px`.
    """
    parts = []
    for batch in images.split(64):
        batch = F.interpolate(batch, size=(size_px, size_px), mode="bilinear", align_corners=False, antialias=True)
        middle, last = trunk(batch)
        parts.append(torch.cat([F.normalize(middle.mean((2, 3)), dim=1), F.normalize(last.mean((2, 3)), dim=1)], dim=1))
    return torch.cat(parts)


def kid(a: Tensor, b: Tensor) -> float:
    """Unbiased squared MMD with the kernel (x.y / D + 1)^3 on features scaled to unit variance together.

    Bińkowski et al., arXiv 1801.01401. a [N,D], b [M,D], N and M at least 2.
    """
    a, b = a.double(), b.double()
    scale = torch.cat([a, b]).std().clamp_min(1e-12)
    a, b = a / scale, b / scale

    def kernel(x: Tensor, y: Tensor) -> Tensor:
        return (x @ y.T / x.shape[1] + 1) ** 3

    n, m = len(a), len(b)
    kaa, kbb = kernel(a, a), kernel(b, b)
    within = (kaa.sum() - kaa.trace()) / (n * (n - 1)) + (kbb.sum() - kbb.trace()) / (m * (m - 1))
    return float(within - 2 * kernel(a, b).mean())


def kid_floor(real: Tensor, size: int, repeats: int = 50, seed: int = 0) -> float:
    """Mean KID between two disjoint random halves of the real features, each of at most `size`."""
    g = torch.Generator().manual_seed(seed)
    half = min(size, len(real) // 2)
    values = []
    for _ in range(repeats):
        order = torch.randperm(len(real), generator=g)
        values.append(kid(real[order[:half]], real[order[half : 2 * half]]))
    return float(np.mean(values))


def prdc(real: Tensor, made: Tensor, k: int = 5) -> dict[str, float]:
    """Precision, recall (Kynkäänniemi et al., arXiv 1904.06991), density and coverage (Naeem et al., arXiv 2002.09797)."""
    k = min(k, len(real) - 1, len(made) - 1)

    def radius(x: Tensor) -> Tensor:
        return torch.cdist(x, x).kthvalue(k + 1, dim=1).values

    between = torch.cdist(real, made)
    inside_real = between < radius(real)[:, None]
    inside_made = between < radius(made)[None, :]
    return {
        "precision": float(inside_real.any(0).float().mean()),
        "recall": float(inside_made.any(1).float().mean()),
        "density": float(inside_real.sum(0).float().mean() / k),
        "coverage": float((between.amin(1) < radius(real)).float().mean()),
    }


def copies(train: Tensor, held_out: Tensor, made: Tensor, percentile: float = 1.0) -> dict[str, float]:
    """Share of samples nearer to a training image than the given percentile of the distances real held-out -> training.

    The held-out images' own share is `percentile` by construction. Cosine distance on L2-normalised features.
    """

    def nearest(x: Tensor) -> Tensor:
        return 1 - (F.normalize(x, dim=1) @ F.normalize(train, dim=1).T).amax(1)

    real = nearest(held_out)
    limit = torch.quantile(real, percentile / 100)
    return {"share": float((nearest(made) < limit).float().mean()), "limit": float(limit)}
