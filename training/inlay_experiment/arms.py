"""The arms of the experiment: what each adds to the real training images, and everything they draw from."""

from __future__ import annotations

import math
import re
from dataclasses import asdict, dataclass
from functools import reduce
from operator import add

import numpy as np
import torch
from torch import Tensor

from inlay_training.classes import LESION_CODES
from inlay_training.data.prepare import SPLITS, Pack
from inlay_training.files import digest_of

from .squares import RealSquares, Squares, SyntheticSet, pasted_squares

CLASSES = len(LESION_CODES)
HEAD = math.inf
PASTED_EACH = 3
"""Pasted lesions for each real image of a rare class."""


@dataclass(frozen=True)
class Arm:
    """What is added to the real training images, how it is used, and how the classes are balanced.

    source: `nothing`; `duplicates` of real images; `pasted` lesions; `all` candidates; those that a rule keeps (scripts/make-set.ts
    names them), or `random RULE`: as many, drawn without looking at a score.
    dose: how many are added to each rare class, as a multiple of its real images, fewer where there are no more; HEAD: as many as bring
    it to the commonest class, taken again where there are no more.
    balance: `none`; `sampler`, every class drawn equally often; `softmax`, balanced softmax (Ren et al., arXiv 2007.10740).
    use: `mixed`, like real images; `asked`, with the restricted softmax: the loss of a sample is over the classes that have samples alone,
    never over another, which it would tell by being a sample; `before`, learnt first, in that way, and then the real images alone.
    counterparts: samples of the other classes, too, in the same scenes, of each as many as of the rare ones in the mean.
    weight: of a sample's loss, over that of a real image's.
    scenes: the set (scenes.py) that the samples are of.
    """

    source: str = "nothing"
    dose: float = 0
    balance: str = "none"
    use: str = "mixed"
    counterparts: bool = False
    weight: float = 1
    scenes: str = "nevi"

    @property
    def name(self) -> str:
        dose = "to the head" if self.dose == HEAD else f"{self.dose:g}x" if self.dose else ""
        parts = [
            self.source, dose, self.balance if self.balance != "none" else "", self.use if self.use != "mixed" else "",
            "counterparts" if self.counterparts else "", f"weight {self.weight:g}" if self.weight != 1 else "",
            f"in {self.scenes}" if self.scenes != "nevi" else "",
        ]  # fmt: skip
        return ", ".join(part for part in parts if part)

    @property
    def file_name(self) -> str:
        return re.sub(r"[^a-z0-9.]+", "-", self.name)

    def to_json(self) -> dict[str, object]:
        """As a row of the table of runs says it."""
        return {**self.identity(), "dose": "to the head" if self.dose == HEAD else self.dose}

    @classmethod
    def of_json(cls, values: dict) -> Arm:
        return cls(**{**values, "dose": HEAD if values["dose"] == "to the head" else values["dose"]})

    def identity(self) -> dict[str, object]:
        """Ways of use that are not the usual one are named only where they are used: a new one leaves old results valid."""
        usual = Arm()
        return {
            key: value
            for key, value in asdict(self).items()
            if key in ("source", "dose", "balance") or value != getattr(usual, key)
        }


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
    *(Arm(source, dose) for dose in (3, 10, HEAD) for source in ("duplicates", "all", "gated", "random gated")),
    Arm("pasted", 3),
    *(Arm(f"{kind}{rule}", dose) for dose in (1, 3) for rule in RULES for kind in ("", "random ")),
    *(Arm(source, dose, "sampler") for dose in (1, 3) for source in ("duplicates", "all", "gated", "random gated")),
]))  # fmt: skip
TUNED_ARMS = [
    REAL, SOFTMAX,
    *(Arm(source, 3, scenes="own") for source in ("gated", "random gated")),
    *(Arm(source, 3, "softmax", "asked", scenes="own") for source in ("gated", "random gated")),
    Arm("gated", 1), Arm("random gated", 1), Arm("duplicates", 3), Arm("duplicates", 10),
    *(Arm(source, 10, scenes="own") for source in ("gated", "random gated")), SAMPLER,
    *(Arm(source, 1, "sampler", scenes="own") for source in ("gated", "random gated")),
]  # fmt: skip
"""Of the family whose run takes minutes, the most telling first."""
OTHER_USES = [
    *(
        Arm(source, 3, balance, use, counterparts, weight)
        for use, counterparts, weight in (
            ("mixed", False, 1), ("mixed", False, 0.3), ("mixed", True, 1), ("asked", False, 1), ("asked", False, 0.3), ("asked", True, 1),
            ("before", False, 1), ("before", True, 1),
        )
        for balance in ("none", "softmax")
        for source in ("gated", "random gated")
        if (use, counterparts, weight, balance) != ("mixed", False, 1, "none")
    ),
    *(
        Arm(f"{kind}{rule}", dose, balance, use, scenes=scenes)
        for scenes, rule, dose, balance, use in (
            ("common", "gated", 1, "none", "mixed"), ("common", "gated", 3, "none", "mixed"), ("common", "gated", 3, "softmax", "asked"),
            ("own", "gated", 1, "none", "mixed"), ("own", "gamma 0.4", 1, "none", "mixed"), ("own", "gated", 3, "none", "mixed"),
            ("own", "gated", 10, "none", "mixed"), ("own", "gated", 3, "softmax", "mixed"), ("own", "gated", 3, "softmax", "asked"),
            ("own", "gated", 10, "softmax", "asked"), ("own", "gated", 1, "sampler", "mixed"), ("own", "gated", 3, "none", "before"), ("own", "gated", HEAD, "none", "mixed"),
        )
        for kind in ("", "random ")
    ),
]  # fmt: skip
"""Other ways of using samples, and samples in other scenes."""


@dataclass(frozen=True)
class Candidates:
    """Ids of a set by rule of selection, and a digest of the pack and of what the set was made with."""

    kept: dict[str, list[str]]
    digest: str


@dataclass(frozen=True)
class Material:
    """Everything that any arm draws from.

    squares: of M images; names [M]; source [M]: `real`, `pasted`, or the set that a sample is of, `nevi` being that which decides what
    classes are rare and `counterparts` that of the other classes.
    """

    squares: Squares
    names: np.ndarray
    source: np.ndarray
    calibration: Squares
    test: Squares
    sets: dict[str, Candidates]

    @property
    def digest(self) -> str:
        return self.sets["nevi"].digest

    @property
    def labels(self) -> np.ndarray:
        return self.squares.labels.numpy()

    @property
    def real(self) -> np.ndarray:
        return self.source == "real"

    def identity(self, arm: Arm) -> list[object]:
        """All that the arm's training set depends on, but for the seed."""
        rule, own = arm.source.removeprefix("random "), self.sets[arm.scenes]
        found = [own.digest, arm.identity(), own.kept.get(rule)]
        if arm.counterparts:
            found += [self.sets["counterparts"].digest, self.sets["counterparts"].kept[rule]]
        return found

    def rare(self) -> list[int]:
        """Labels of the classes that have candidates."""
        return self._labels_of("nevi")

    def _labels_of(self, source: str) -> list[int]:
        return sorted(set(self.labels[self.source == source].tolist()))

    def rows(self, arm: Arm, seed: int) -> np.ndarray:
        """Rows of the arm's training set; duplicates occur more than once."""
        added = [self._added(arm, label, seed) for label in self.rare()] if arm.source != "nothing" else []
        if arm.counterparts:
            each = round(np.mean([len(rows) for rows in added]))
            added += [
                self._samples(arm, label, each, "counterparts", seed) for label in self._labels_of("counterparts")
            ]
        return np.concatenate([np.flatnonzero(self.real), *added]).astype(np.int64)

    def _added(self, arm: Arm, label: int, seed: int) -> np.ndarray:
        own = np.flatnonzero((self.labels == label) & self.real)
        g = np.random.default_rng([seed, label])
        most = np.bincount(self.labels[self.real]).max()
        wanted = most - len(own) if arm.dose == HEAD else round(arm.dose * len(own))
        if arm.source == "duplicates":
            return np.resize(g.permutation(own), wanted)
        if arm.source == "pasted":
            return self._some(np.flatnonzero((self.labels == label) & (self.source == "pasted")), wanted, g)
        found = self._samples(arm, label, wanted, arm.scenes, seed)
        return np.resize(found, wanted) if arm.dose == HEAD else found

    def _samples(self, arm: Arm, label: int, wanted: int, source: str, seed: int) -> np.ndarray:
        of_class, ids = np.flatnonzero((self.labels == label) & (self.source == source)), self.sets[source].kept
        everything = of_class[np.isin(self.names[of_class], ids["all"])]
        rule = arm.source.removeprefix("random ")
        kept = everything[np.isin(self.names[everything], ids[rule])]
        if rule != arm.source:  # as many as the rule would have given
            return self._some(everything, min(wanted, len(kept)), np.random.default_rng([seed, label, 1]))
        return self._some(kept, wanted, np.random.default_rng([seed, label]))

    @staticmethod
    def _some(rows: np.ndarray, wanted: int, g: np.random.Generator) -> np.ndarray:
        return np.sort(g.permutation(rows)[:wanted])

    def prior(self, arm: Arm, rows: np.ndarray) -> Tensor:
        """What is added to the logits of each row in training, so that they mean at test what `balance` says. [N] -> [N,C]

        Balanced softmax adds the logarithm of each class's share. With the restricted softmax, that of samples is their own share, -inf for a
        class that has none, over the share that the logits of the real images contain.
        """
        labels, made = self.labels[rows], ~self.real[rows]
        balanced = arm.balance == "softmax"
        if arm.use == "mixed" or not made.any():
            return (log_prior(labels) if balanced else torch.zeros(CLASSES)).expand(len(rows), -1)
        real = log_prior(labels[~made])
        counts = np.bincount(labels[made], minlength=CLASSES)
        own = torch.from_numpy(np.log(counts / counts.sum(), out=np.full(CLASSES, -np.inf), where=counts > 0)).float()
        found = (real if balanced else torch.zeros(CLASSES)).repeat(len(rows), 1)
        found[torch.from_numpy(made)] = own if balanced else own - real
        return found

    def prior_of_logits(self, arm: Arm, rows: np.ndarray) -> Tensor:
        """Logarithm of the shares of the classes that the trained logits contain. -> [C]"""
        if arm.balance != "none":
            return torch.zeros(CLASSES)
        return log_prior(self.labels[rows if arm.use == "mixed" else rows[self.real[rows]]])


def gather(pack: Pack, real: RealSquares, sets: dict[str, SyntheticSet], size_px: int, pack_digest: str) -> Material:
    """All training squares, the candidates of `nevi`, some pasted lesions for each real image of their classes, and the other sets."""
    train = real.split == SPLITS.index("train")
    nevi = sets["nevi"]
    labels = [LESION_CODES.index(code) for code in nevi.counts(nevi.kept("all"))]
    rare = np.repeat(np.flatnonzero(train & np.isin(pack.labels, labels)), PASTED_EACH)
    parts = {
        "real": (real.in_split("train"), list(np.array(pack.ids)[train])),
        "nevi": (nevi.squares(nevi.kept("all"), size_px), nevi.kept("all")),
        "pasted": (pasted_squares(pack, rare, size_px, seed=2605), [f"{pack.ids[row]} pasted {n}" for n, row in enumerate(rare)]),
    }  # fmt: skip
    for name, made in sets.items():
        if name not in parts:
            parts[name] = (made.squares(made.kept("all"), size_px), made.kept("all"))
    return Material(
        reduce(add, (squares for squares, _ in parts.values())), np.array([name for _, names in parts.values() for name in names]),
        np.repeat(list(parts), [len(names) for _, names in parts.values()]), real.in_split("calibration"), real.in_split("test"),
        {name: Candidates(made.selected["kept"], digest_of([pack_digest, *made.identity()])) for name, made in sets.items()},
    )  # fmt: skip


def log_prior(labels: np.ndarray) -> Tensor:
    """Of the classes in a training set. [N] -> [C]"""
    counts = np.bincount(labels, minlength=CLASSES)
    return torch.from_numpy(np.log(np.maximum(counts, 1) / counts.sum())).float()
