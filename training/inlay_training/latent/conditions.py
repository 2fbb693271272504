"""What the network is told beside the class: where the image comes from, what kind of lesion, what one sees. Each part has a null."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Generator, Tensor

from .pack import CONCEPTS, SUBTYPES, UNKNOWN, Pack

ORIGINS = ("HAM10000, 224 px", "MILK10k, 224 px", "HAM10000, enlarged from 200x150 px")
SITES = ("head and neck", "trunk", "upper limb", "lower limb", "hand or foot", "genital")
SITE_NAMES = {
    "face": 0, "scalp": 0, "neck": 0, "ear": 0, "head_neck_face": 0, "abdomen": 1, "back": 1, "chest": 1, "trunk": 1,
    "upper extremity": 2, "upper_extremity": 2, "lower extremity": 3, "lower_extremity": 3, "hand": 4, "foot": 4, "acral": 4, "genital": 5,
}  # fmt: skip
TONES = 5
PARTS = {"origin": len(ORIGINS), "subtype": len(SUBTYPES), "concepts": len(CONCEPTS) + 1, "tone": 2, "site": len(SITES)}
"""Length of each part; concepts and tone end with a 1 where they are known."""
SIZE = sum(PARTS.values())


def attributes(pack: Pack) -> Tensor:
    """[N,SIZE] of all images of a pack"""
    n = len(pack.labels)
    origin = np.eye(len(ORIGINS))[np.where(pack.source == 1, 1, np.where(pack.coarse, 2, 0))]
    subtype = np.where((pack.subtype == UNKNOWN)[:, None], 0, np.eye(len(SUBTYPES))[pack.subtype.clip(0)])
    known = ~np.isnan(pack.concepts).any(1, keepdims=True)
    concepts = np.where(known, np.nan_to_num(pack.concepts) * 2 - 1, 0)
    toned = (pack.tone != UNKNOWN)[:, None]
    tone = np.where(toned, pack.tone[:, None] / TONES * 2 - 1, 0)
    site = np.zeros((n, len(SITES)))
    for row, name in enumerate(pack.sites):
        if name in SITE_NAMES:
            site[row, SITE_NAMES[name]] = 1
    return torch.tensor(
        np.concatenate([origin, subtype, concepts, known, tone, toned, site], axis=1), dtype=torch.float32
    )


def attributes_for(origin: int = 0, subtype: int | None = None, site: int | None = None) -> Tensor:
    """[SIZE] what a sample is made with: by default an image of HAM10000 at 224 px, all else left open."""
    found = torch.zeros(SIZE)
    found[origin] = 1
    starts = dict(zip(PARTS, np.cumsum([0, *PARTS.values()]), strict=False))
    if subtype is not None:
        found[starts["subtype"] + subtype] = 1
    if site is not None:
        found[starts["site"] + site] = 1
    return found


def dropped(values: Tensor, share: float, g: Generator) -> Tensor:
    """Each part of each row set to its null with probability `share`. [N,SIZE]"""
    kept = [(torch.rand(len(values), 1, generator=g) >= share).float().expand(-1, length) for length in PARTS.values()]
    return values * torch.cat(kept, dim=1)


@dataclass(frozen=True)
class Examples:
    """Descriptions of example lesions. values [N,D], whitened on the training lesions; a row a pack's image."""

    values: Tensor

    def noised(self, rows: Tensor, drop: float, g: Generator) -> Tensor:
        """[n,D+2] description with noise of a random size | there is one | that size (standard deviation, 0 to 1.2)"""
        n = len(rows)
        sd = 1.2 * torch.rand(n, 1, generator=g) ** 1.5
        there = (torch.rand(n, 1, generator=g) >= drop).float()
        noisy = (self.values[rows] + sd * torch.randn(n, self.values.shape[1], generator=g)) / (1 + sd**2).sqrt()
        return torch.cat([noisy * there, there, sd * there], dim=1)
