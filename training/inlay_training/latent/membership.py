"""A membership attack: can a training lesion be told from a held-out one, by what the network does to it or by how near samples come to it?

The first is the attack by loss of Carlini et al., arXiv 2301.13188, section 5; .5 is chance, 1 tells every training lesion.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from sklearn.metrics import roc_auc_score

from ..classes import LESION_CODES
from . import measure, where
from .measure import Instruments
from .network import LatentUNet
from .pack import Pack
from .paint import Made
from .space import Space

TIMES = (0.2, 0.5, 0.8)
WARNED_ABOVE = 0.60


@dataclass(frozen=True)
class Targets:
    """Lesions of one class and one source at 224 px, by row of the pack."""

    train: np.ndarray
    held: np.ndarray


def targets(pack: Pack, most: int, without: np.ndarray, seed: int = 23) -> list[list[Targets]]:
    """A list a class, an entry a source: at most `most` lesions that were trained on and as many that were not; none of the rows `without`."""
    rng = np.random.default_rng(seed)

    def some(splits: tuple[str, ...], label: int, source: int) -> np.ndarray:
        rows = np.concatenate([pack.rows(split, label, source) for split in splits])
        return rng.permutation(np.setdiff1d(rows, without))[:most]

    found = []
    for label in range(len(LESION_CODES)):
        pairs = [Targets(some(("train",), label, s), some(("calibration", "test"), label, s)) for s in (0, 1)]
        found.append([pair for pair in pairs if len(pair.train) and len(pair.held)])
    return found


def told(sources: list[Targets], score: dict[int, float]) -> dict[str, float]:
    """AUROC of a score by row, high for training lesions, within each source, weighed by pairs; `se` as Hanley and McNeil (1982) give it."""
    values, pairs, spread = [], [], []
    for part in sources:
        n, m = len(part.train), len(part.held)
        truth = np.r_[np.ones(n), np.zeros(m)]
        area = float(roc_auc_score(truth, [score[int(row)] for row in np.r_[part.train, part.held]]))
        q1, q2 = area / (2 - area), 2 * area**2 / (1 + area)
        values.append(area)
        pairs.append(n * m)
        spread.append((area * (1 - area) + (n - 1) * (q1 - area**2) + (m - 1) * (q2 - area**2)) / (n * m))
    weights = np.array(pairs) / sum(pairs)
    return {
        "auroc": float((weights * values).sum()),
        "se": float(np.sqrt((weights**2 * np.maximum(spread, 0)).sum())),
        "train": sum(len(part.train) for part in sources),
        "held": sum(len(part.held) for part in sources),
    }


def by_loss(network: LatentUNet, space: Space, pack: Pack, rows: np.ndarray, seed: int = 29) -> np.ndarray:
    """High where the network's error is low: each time's errors in their standard deviations, in the mean. [N]"""
    labels, scores = torch.from_numpy(pack.labels[rows])[None].long(), []
    for index, t in enumerate(TIMES):
        errors = where.errors_at(network, space, pack, rows, labels, t, seed + index)[0].log()
        scores.append(-(errors - errors.mean()) / errors.std())
    return torch.stack(scores).mean(0).numpy()


def by_samples(by: Instruments, pack: Pack, rows: np.ndarray, made: Made) -> np.ndarray:
    """Likeness of each lesion to the sample of its class that comes nearest, by features of the square around it. [N]"""
    own = F.normalize(measure.general(by.trunk, pack.images[rows], pack.masks[rows]), dim=1)
    samples = F.normalize(measure.general(by.trunk, made.images, made.masks), dim=1)
    likeness = own @ samples.T
    likeness[torch.from_numpy(pack.labels[rows])[:, None] != torch.from_numpy(made.labels)[None]] = -1
    return likeness.amax(1).numpy()


def attack(by: Instruments, network: LatentUNet, space: Space, pack: Pack, made: Made, most: int = 100) -> dict:
    """{"loss" | "samples": {class: AUROC, its standard error, lesions}}; `made` are samples in the skin of other lesions than the targets."""
    kept = targets(pack, most, made.scenes)
    rows = np.concatenate([np.r_[t.train, t.held] for sources in kept for t in sources])
    ways = {"loss": by_loss(network, space, pack, rows), "samples": by_samples(by, pack, rows, made)}
    return {
        way: {
            code: told(sources, dict(zip(rows.tolist(), scores.tolist(), strict=True)))
            for code, sources in zip(LESION_CODES, kept, strict=True)
            if sources
        }
        for way, scores in ways.items()
    }
