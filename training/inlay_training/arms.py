"""The arms of the experiment: what each adds to the real training images, and everything they draw from."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

import numpy as np
import torch
from torch import Tensor

from .classes import LESION_CODES
from .prepare import SPLITS, Pack
from .squares import RealSquares, Squares, SyntheticSet, pasted_squares

CLASSES = len(LESION_CODES)
PASTED_EACH = 3
"""Pasted lesions for each real image of a rare class."""


@dataclass(frozen=True)
class Arm:
    """What is added to the real training images, and how the classes are balanced.

    source: `nothing`; `duplicates` of real images; `pasted` lesions; `all` candidates; those that a rule keeps (scripts/make-set.ts
    names them), or `random RULE`: as many, drawn without looking at a score.
    dose: how many are added to each rare class, as a multiple of its real images; fewer where there are no more.
    balance: `none`; `sampler`, every class drawn equally often; `softmax`, balanced softmax (Ren et al., arXiv 2007.10740).
    """

    source: str = "nothing"
    dose: float = 0
    balance: str = "none"

    @property
    def name(self) -> str:
        parts = [self.source, f"{self.dose:g}x" if self.dose else "", self.balance if self.balance != "none" else ""]
        return ", ".join(part for part in parts if part)


REAL, SAMPLER, SOFTMAX = Arm(), Arm(balance="sampler"), Arm(balance="softmax")
RULES = ("gated", "gamma 0.2", "gamma 0.4", "gamma 0.6", "band")
PRIMARY_ARMS = [
    REAL, SAMPLER, SOFTMAX, Arm("gated", 1), Arm("random gated", 1), Arm("all", 1), Arm("duplicates", 1), Arm("pasted", 1),
    *(Arm(source, 3) for source in ("gated", "random gated", "all")),
    *(Arm(source, 1, "sampler") for source in ("gated", "random gated")),
]  # fmt: skip
"""Trained first, every seed, so that a stopped experiment has them."""
ALL_ARMS = list(dict.fromkeys([
    *PRIMARY_ARMS,
    *(Arm(source, dose) for dose in (3, 10) for source in ("duplicates", "all", "gated", "random gated")),
    Arm("pasted", 3),
    *(Arm(f"{kind}{rule}", dose) for dose in (1, 3) for rule in RULES for kind in ("", "random ")),
    *(Arm(source, dose, "sampler") for dose in (1, 3) for source in ("duplicates", "all", "gated", "random gated")),
]))  # fmt: skip


@dataclass(frozen=True)
class Material:
    """Everything that any arm draws from.

    squares: real training images, candidates, pasted lesions: `source` [M] says 0, 1 or 2. names [M]; those of candidates are what `kept`
    lists by rule. digest: of the pack, and of what the candidates were made with.
    """

    squares: Squares
    names: np.ndarray
    source: np.ndarray
    calibration: Squares
    test: Squares
    kept: dict[str, list[str]]
    digest: str

    @property
    def labels(self) -> np.ndarray:
        return self.squares.labels.numpy()

    def identity(self, arm: Arm) -> list[object]:
        """All that the arm's training set depends on, but for the seed."""
        return [self.digest, asdict(arm), self.kept.get(arm.source.removeprefix("random "))]

    def rare(self) -> list[int]:
        """Labels of the classes that have candidates."""
        return sorted(set(self.labels[self.source == 1].tolist()))

    def rows(self, arm: Arm, seed: int) -> np.ndarray:
        """Rows of the arm's training set; duplicates occur more than once."""
        added = [self._added(arm, label, seed) for label in self.rare()] if arm.source != "nothing" else []
        return np.concatenate([np.flatnonzero(self.source == 0), *added]).astype(np.int64)

    def _added(self, arm: Arm, label: int, seed: int) -> np.ndarray:
        own = self.labels == label
        real = np.flatnonzero(own & (self.source == 0))
        g = np.random.default_rng([seed, label])
        wanted = round(arm.dose * len(real))
        if arm.source == "duplicates":
            return np.resize(g.permutation(real), wanted)
        if arm.source == "pasted":
            return self._some(np.flatnonzero(own & (self.source == 2)), wanted, g)
        everything = np.flatnonzero(own & (self.source == 1) & np.isin(self.names, self.kept["all"]))
        rule = arm.source.removeprefix("random ")
        kept = everything[np.isin(self.names[everything], self.kept[rule])]
        if rule != arm.source:  # as many as the rule would have given
            return self._some(everything, min(wanted, len(kept)), np.random.default_rng([seed, label, 1]))
        return self._some(kept, wanted, g)

    @staticmethod
    def _some(rows: np.ndarray, wanted: int, g: np.random.Generator) -> np.ndarray:
        return np.sort(g.permutation(rows)[:wanted])


def gather(pack: Pack, real: RealSquares, made: SyntheticSet, size_px: int, pack_digest: str) -> Material:
    """All training squares, candidates, and some pasted lesions for each real image of the classes that have candidates."""
    train = real.split == SPLITS.index("train")
    ids = made.kept("all")
    labels = [LESION_CODES.index(code) for code in made.counts(ids)]
    rare = np.repeat(np.flatnonzero(train & np.isin(pack.labels, labels)), PASTED_EACH)
    parts = [real.of("train"), made.squares(ids, size_px), pasted_squares(pack, rare, size_px, seed=2605)]
    names = [*np.array(pack.ids)[train], *ids, *(f"{pack.ids[row]} pasted {n}" for n, row in enumerate(rare))]
    return Material(
        parts[0] + parts[1] + parts[2], np.array(names), np.repeat(np.arange(3), [len(part.labels) for part in parts]),
        real.of("calibration"), real.of("test"), made.selected["kept"], digest_of([pack_digest, *made.identity()]),
    )  # fmt: skip


def log_prior(labels: np.ndarray) -> Tensor:
    """Of the classes in a training set. [N] -> [C]"""
    counts = np.bincount(labels, minlength=CLASSES)
    return torch.from_numpy(np.log(np.maximum(counts, 1) / counts.sum())).float()


def digest_of(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:12]
