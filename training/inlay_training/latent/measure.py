"""The numbers of a set of samples at 224 px: read by the judge, near to real lesions, as various, as sharp, and what they are worth to a small lab."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
from torch import Tensor

from ..classes import LESION_CODES
from ..data.batches import bounding_boxes
from ..data.masks import blur, dilate
from ..evaluate import measures
from ..models.classifiers import Classifier
from ..models.efficientnet import EfficientNetLite
from . import classify, small_lab
from .pack import Pack
from .paint import Made
from .views import as_images

RARE = ("AK", "DF", "VASC", "SCC")
SQUARE_PX = 160
BANDS = ((0, 1), (1, 2), (2, 4))
"""Radii of the blurs whose difference is a band, px: wavelengths of about 2 to 5, 5 to 10 and 10 to 20 px."""


def general(trunk: EfficientNetLite, images: np.ndarray, masks: np.ndarray) -> Tensor:
    """Features of the square around each lesion, of a trunk that no image of the project has trained. [N,D]"""
    found = []
    for start in range(0, len(images), 64):
        part = slice(start, start + 64)
        boxes = torch.from_numpy(bounding_boxes(masks[part]))
        cut = classify.squares(as_images(torch.from_numpy(images[part])), boxes, SQUARE_PX) * 2 - 1
        found.append(measures.general_features(trunk, cut, SQUARE_PX))
    return torch.cat(found)


def bands(images: np.ndarray, masks: np.ndarray) -> np.ndarray:
    """Standard deviation of the brightness in three bands inside each mask, its rim left out. [N,3]"""
    found = []
    for start in range(0, len(images), 64):
        grey = as_images(torch.from_numpy(images[start : start + 64])).mean(1, keepdim=True)
        inside = 1 - dilate(1 - torch.from_numpy(masks[start : start + 64])[:, None].float(), 8)
        area = inside.sum((1, 2, 3)).clamp_min(1)
        row = []
        for fine, wide in BANDS:
            band = (blur(grey, fine) if fine else grey) - blur(grey, wide)
            row.append(((band.square() * inside).sum((1, 2, 3)) / area).sqrt())
        found.append(torch.stack(row, dim=1))
    return torch.cat(found).numpy()


def vendi(features: Tensor) -> float:
    """Effective number of different samples (Friedman & Dieng, arXiv 2210.02410), cosine kernel, over the number of samples."""
    x = torch.nn.functional.normalize(features.double(), dim=1)
    values = torch.linalg.eigvalsh(x @ x.T / len(x)).clamp_min(1e-12)
    return float(torch.exp(-(values * values.log()).sum()) / len(x))


@dataclass(frozen=True)
class Instruments:
    """What measures: none has seen a held-out lesion or a sample. `real` are the held-out lesions, as a set of their own."""

    judge: Classifier
    judge_config: classify.Training
    trunk: EfficientNetLite
    real: Made

    @cached_property
    def real_reading(self) -> dict[str, float]:
        return reading(self, self.real)

    @cached_property
    def real_features(self) -> list[Tensor]:
        """[N,D] a class"""
        parts = [self.real.of_class(label) for label in range(len(LESION_CODES))]
        return [
            general(self.trunk, part.images, part.masks) if len(part.images) else torch.zeros(0, 1) for part in parts
        ]

    @cached_property
    def real_bands(self) -> list[np.ndarray]:
        """[3] a class, the median"""
        parts = [self.real.of_class(label) for label in range(len(LESION_CODES))]
        return [np.median(bands(part.images, part.masks), axis=0) if len(part.images) else np.ones(3) for part in parts]


def real_lesions(pack: Pack, most: int = 150, splits: tuple[str, ...] = ("calibration", "test")) -> Made:
    """Held-out lesions, at most so many of a class."""
    rng = np.random.default_rng(17)
    found = [np.concatenate([pack.rows(split, label) for split in splits]) for label in range(len(LESION_CODES))]
    rows = np.concatenate([rng.permutation(part)[:most] for part in found])
    return Made(pack.images[rows], pack.masks[rows], pack.labels[rows], rows)


def reading(by: Instruments, made: Made) -> dict[str, float]:
    """Share of each class that the judge reads as what it is called."""
    guess = classify.logits(by.judge, made.images, None, by.judge_config).argmax(1).numpy()
    return {
        code: float((guess[made.labels == i] == i).mean())
        for i, code in enumerate(LESION_CODES)
        if (made.labels == i).any()
    }


def measure(by: Instruments, made: Made) -> dict:
    """Every measure of one set but the small lab's."""
    read = reading(by, made)
    classes = {}
    for label, code in enumerate(LESION_CODES):
        own, wanted = made.of_class(label), by.real_features[label]
        if not len(own.images) or not len(wanted):
            continue
        features = general(by.trunk, own.images, own.masks)
        subset = wanted[
            torch.randperm(len(wanted), generator=torch.Generator().manual_seed(3))[: max(16, len(features))]
        ]
        classes[code] = {
            "read": read[code], "readReal": by.real_reading[code], "real": len(wanted),
            "kid": measures.kid(wanted, features), "kidFloor": measures.kid_floor(wanted, len(features)),
            "coverage": measures.prdc(subset, features)["coverage"], "recall": measures.prdc(subset, features)["recall"],
            "vendi": vendi(features) / vendi(subset),
            "bands": (np.median(bands(own.images, own.masks), axis=0) / by.real_bands[label]).round(3).tolist(),
        }  # fmt: skip
    rare = [classes[code] for code in RARE if code in classes]
    return {
        "read": float(np.mean(list(read.values()))), "readRare": float(np.mean([c["read"] for c in rare])),
        "overReal": float(np.mean([min(1.5, c["read"] / max(c["readReal"], 0.05)) for c in rare])),
        "kid": float(np.mean([c["kid"] - c["kidFloor"] for c in classes.values()])),
        "coverage": float(np.mean([c["coverage"] for c in classes.values()])), "vendi": float(np.mean([c["vendi"] for c in classes.values()])),
        "classes": classes,
    }  # fmt: skip


def lab(describe: small_lab.Features, pack: Pack, arms: dict[str, Made], splits: int = 100) -> dict:
    """What sets of samples are worth to a small lab, beside as many real lesions of others."""
    real = small_lab.held_out(pack, describe)
    described = {
        name: small_lab.Described(describe(made.images, 11), small_lab.group(made.labels), made.scenes)
        for name, made in arms.items()
    }
    return small_lab.worth(real, described, splits)
