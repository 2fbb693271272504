"""The paper's experiment: do synthetic images of the rare classes help a classifier of real lesions that nothing here has seen?

An arm is a training set and a way of balancing it. Every arm is trained by both families of classifiers, once a seed, and leaves its
logits on the calibration and on the test lesions; experiment_page.py makes numbers of them. Resumable: a finished run is a file.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor
from tqdm import tqdm

from .batches import ELASTIC, crop, jitter_colour, step_generator, uniform
from .classes import LESION_CODES
from .classifiers import Reader, fresh, load_trunk, logits_of
from .files import write_atomically
from .measures import general_features
from .precision import autocast, require_finite
from .prepare import SPLITS, Pack
from .squares import RealSquares, Squares, SyntheticSet, pasted_squares
from .train_classifier import soften

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
    lists by rule. digest: of what the candidates were made with.
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


def gather(pack: Pack, real: RealSquares, made: SyntheticSet, size_px: int) -> Material:
    """All training squares, candidates, and some pasted lesions for each real image of the classes that have candidates."""
    train = real.split == SPLITS.index("train")
    ids = made.kept("all")
    labels = [LESION_CODES.index(code) for code in made.counts(ids)]
    rare = np.repeat(np.flatnonzero(train & np.isin(pack.labels, labels)), PASTED_EACH)
    parts = [real.of("train"), made.squares(ids, size_px), pasted_squares(pack, rare, size_px, seed=2605)]
    names = [*np.array(pack.ids)[train], *ids, *(f"{pack.ids[row]} pasted {n}" for n, row in enumerate(rare))]
    return Material(
        parts[0] + parts[1] + parts[2], np.array(names), np.repeat(np.arange(3), [len(part.labels) for part in parts]),
        real.of("calibration"), real.of("test"), made.selected["kept"], made.fingerprint(),
    )  # fmt: skip


def views(images: Tensor, softened: float, g: torch.Generator) -> Tensor:
    """Squares [N,3,S,S] uint8 as a training step sees them: moved, turned, mirrored, warped, recoloured, some of them softened.
    -> [N,3,S,S] in [-1,1]"""
    n, size = len(images), images.shape[-1]
    centre = size / 2 + 0.06 * size * (2 * torch.rand(n, 2, generator=g) - 1)
    side = size * uniform(n, 0.85, 1.15, g)
    turn = torch.randint(0, 4, (n,), generator=g) * (torch.pi / 2) + uniform(n, -0.2, 0.2, g)
    flip = torch.randint(0, 2, (n,), generator=g) * 2.0 - 1
    warp = ELASTIC * torch.randn(n, 2, 5, 5, generator=g)
    return soften(
        jitter_colour(crop(images.float() / 255, centre, side, size, turn, flip, warp), g) * 2 - 1, softened, g
    )


def log_prior(labels: np.ndarray) -> Tensor:
    """Of the classes in a training set. [N] -> [C]"""
    counts = np.bincount(labels, minlength=CLASSES)
    return torch.from_numpy(np.log(np.maximum(counts, 1) / counts.sum())).float()


@dataclass(frozen=True)
class Frozen:
    """Multinomial logistic regression on features of a frozen ImageNet trunk; its penalty is chosen on the calibration lesions."""

    name: str = "frozen"
    variant: str = "lite0"
    imagenet: bool = True
    views: int = 2
    size_px: int = 96
    penalties: tuple[float, ...] = (1e-2, 1e-3, 1e-4)

    def features(self, material: Material, seed: int, folder: Path) -> dict[str, Tensor]:
        """`train` [V,M,D] of augmented views, `calibration` and `test` [2,N,D] of the images and their mirror images; kept in `folder`."""
        path = folder / f"features-{digest_of([asdict(self), material.digest, seed])}.npz"
        if not path.is_file():
            trunk, found = load_trunk(self.variant, self.imagenet).eval(), {}
            found["train"] = torch.stack([
                self._described(trunk, material.squares.images, seed * 1000 + view) for view in range(self.views)
            ])  # fmt: skip
            for name, held_out in (("calibration", material.calibration), ("test", material.test)):
                found[name] = torch.stack([
                    self._described(trunk, held_out.images), self._described(trunk, held_out.images.flip(3))
                ])  # fmt: skip
            folder.mkdir(parents=True, exist_ok=True)
            with write_atomically(path) as file:
                np.savez(file, **{name: value.half().numpy() for name, value in found.items()})
        with np.load(path) as arrays:
            return {name: torch.from_numpy(arrays[name].astype(np.float32)) for name in arrays}

    def _described(self, trunk: torch.nn.Module, images: Tensor, view: int | None = None) -> Tensor:
        parts = []
        for at, part in enumerate(tqdm(images.split(256), desc="features", mininterval=10)):
            seen = part.float() / 127.5 - 1 if view is None else views(part, 0.5, step_generator(view, at))
            parts.append(general_features(trunk, seen, self.size_px))  # type: ignore[arg-type]
        return torch.cat(parts)

    def trainer(self, material: Material, seed: int, folder: Path) -> Callable[[Arm], dict[str, Tensor]]:
        found = self.features(material, seed, folder)
        real = found["train"][:, np.flatnonzero(material.source == 0)].flatten(0, 1)
        mean, sd = real.mean(0), real.std(0).clamp_min(1e-6)
        scaled = {name: (value - mean) / sd for name, value in found.items()}

        def train(arm: Arm) -> dict[str, Tensor]:
            rows = material.rows(arm, seed)
            unique, times = np.unique(rows, return_counts=True)
            labels = material.labels[unique]
            weights = torch.from_numpy(times / times.sum()).float()
            prior = log_prior(material.labels[rows]) if arm.balance == "softmax" else torch.zeros(CLASSES)
            if arm.balance == "sampler":
                weights = weights / torch.exp(log_prior(material.labels[rows]))[labels]
                weights /= weights.sum()
            x = scaled["train"][:, unique].flatten(0, 1)
            y, w = torch.from_numpy(labels).repeat(self.views), weights.repeat(self.views) / self.views
            fits, weights_of = [], None
            for penalty in self.penalties:  # the next begins where the last has ended
                weights_of = fit_linear(x, y, w, prior, penalty, weights_of)
                fits.append(self.logits(weights_of, scaled))
            held_out = [
                float(balanced_loss(fit["calibration"] + (0 if arm.balance != "none" else -log_prior(material.labels[rows])),
                                    material.calibration.labels)) for fit in fits
            ]  # fmt: skip
            return fits[int(np.argmin(held_out))]

        return train

    @staticmethod
    def logits(weights: Tensor, scaled: dict[str, Tensor]) -> dict[str, Tensor]:
        return {name: linear(scaled[name], weights).mean(0) for name in ("calibration", "test")}


def linear(x: Tensor, weights: Tensor) -> Tensor:
    """x [...,D]; weights [C,D+1], the last column the intercept -> [...,C]"""
    return x @ weights[:, :-1].T + weights[:, -1]


def balanced_loss(logits: Tensor, labels: Tensor) -> Tensor:
    """Cross entropy, each class counting alike."""
    each = F.cross_entropy(logits, labels, reduction="none")
    return torch.stack([each[labels == label].mean() for label in labels.unique()]).mean()


def fit_linear(
    x: Tensor, labels: Tensor, weights: Tensor, prior: Tensor, penalty: float, start: Tensor | None = None
) -> Tensor:
    """Weights [C,D+1] that minimise sum_i weights_i CE(logits_i + prior, label_i) + penalty/2 |W|^2; the intercept goes free."""
    found = (torch.zeros(CLASSES, x.shape[1] + 1) if start is None else start.clone()).requires_grad_()
    optimizer = torch.optim.LBFGS(
        [found], max_iter=200, tolerance_grad=1e-5, history_size=20, line_search_fn="strong_wolfe"
    )

    def closure() -> Tensor:
        optimizer.zero_grad()
        loss = (weights * F.cross_entropy(linear(x, found) + prior, labels, reduction="none")).sum()
        loss = loss + penalty / 2 * found[:, :-1].square().sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    return found.detach()


@dataclass(frozen=True)
class Tuned:
    """A small EfficientNet, fine-tuned from its ImageNet weights. The last step is measured; nothing is stopped early."""

    name: str = "tuned"
    variant: str = "lite0"
    imagenet: bool = True
    steps: int = 1000
    batch: int = 32
    learning_rate: float = 7e-4
    warmup: int = 50
    softened: float = 0.5
    device: str = "cpu"

    def trainer(self, material: Material, seed: int, folder: Path) -> Callable[[Arm], dict[str, Tensor]]:
        def train(arm: Arm) -> dict[str, Tensor]:
            model = self.train(material, arm, seed)
            return {"calibration": self.read(model, material.calibration), "test": self.read(model, material.test)}

        return train

    def train(self, material: Material, arm: Arm, seed: int) -> Reader:
        """Raises TrainingDiverged."""
        torch.manual_seed(seed)
        model = fresh("reader", self.variant, self.imagenet).to(self.device, memory_format=torch.channels_last).train()
        assert isinstance(model, Reader)
        optimizer = torch.optim.AdamW(model.parameters(), lr=self.learning_rate, weight_decay=0.05, fused=True)
        rows = material.rows(arm, seed)
        prior = log_prior(material.labels[rows]).to(self.device) if arm.balance == "softmax" else 0
        for step in tqdm(range(self.steps), desc=f"{arm.name} {seed}", unit="step", mininterval=10):
            images, labels = self.drawn(material, rows, arm.balance == "sampler", seed, step)
            for group in optimizer.param_groups:
                warm = min(1.0, (step + 1) / self.warmup)
                group["lr"] = self.learning_rate * warm * 0.5 * (1 + math.cos(math.pi * step / self.steps))
            with autocast(self.device):
                logits = model(images.to(self.device, memory_format=torch.channels_last))
            value = F.cross_entropy(logits.float() + prior, labels.to(self.device), label_smoothing=0.05)
            value.backward()
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            if step % 50 == 0 or step + 1 == self.steps:
                require_finite(float(value.detach()), step)
        return model.eval()

    def drawn(
        self, material: Material, rows: np.ndarray, balanced: bool, seed: int, step: int
    ) -> tuple[Tensor, Tensor]:
        """Views and labels of a step: depends on rows, seed and step alone."""
        g = step_generator(seed, step)
        share = torch.rand(self.batch, generator=g, dtype=torch.float64).numpy()
        if balanced:
            pools = [own for label in range(CLASSES) if len(own := rows[material.labels[rows] == label])]
            which = torch.randint(len(pools), (self.batch,), generator=g).tolist()
            chosen = np.array([pools[w][int(u * len(pools[w]))] for w, u in zip(which, share, strict=True)])
        else:
            chosen = rows[(share * len(rows)).astype(np.int64)]
        return views(material.squares.images[chosen], self.softened, g), material.squares.labels[chosen]

    @staticmethod
    @torch.no_grad()
    def read(model: Reader, squares: Squares) -> Tensor:
        """Logits [N,C], with mirror images averaged."""
        device = next(model.parameters()).device
        found = []
        for part in squares.images.split(256):
            seen = part.to(device).float() / 127.5 - 1
            found.append((logits_of(model, seen) + logits_of(model, seen.flip(3))).div(2).float().cpu())
        return torch.cat(found)


Family = Frozen | Tuned


def digest_of(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Reading:
    """Logits [N,C] of one finished run."""

    calibration: np.ndarray
    test: np.ndarray
    seconds: float


class Results:
    """A file a finished run, named by all that it depends on: one of another experiment is not taken for it."""

    def __init__(self, folder: Path, material: Material, cache: Path) -> None:
        """cache: for features, which are large and quick to make again."""
        self.folder, self.material, self.cache = folder, material, cache

    def path(self, family: Family, arm: Arm, seed: int) -> Path:
        how = {key: value for key, value in asdict(family).items() if key != "device"}
        name = re.sub(r"[^a-z0-9.]+", "-", arm.name)
        return self.folder / family.name / f"{name}-{digest_of([how, asdict(arm), self.material.digest])}-{seed}.npz"

    def read(self, family: Family, arm: Arm, seed: int) -> Reading | None:
        path = self.path(family, arm, seed)
        if not path.is_file():
            return None
        with np.load(path) as arrays:
            logits = {name: arrays[name].astype(np.float64) for name in ("calibration", "test")}
            return Reading(logits["calibration"], logits["test"], float(arrays["seconds"]))

    def run(self, family: Family, arms: list[Arm], seeds: range) -> None:
        """Trains what is missing, seed by seed, so that a stopped experiment has whole pairs."""
        for seed in seeds:
            missing = [arm for arm in arms if not self.path(family, arm, seed).is_file()]
            train = family.trainer(self.material, seed, self.cache) if missing else None
            for arm in missing:
                assert train is not None
                started = time.monotonic()
                found = {name: value.half().numpy() for name, value in train(arm).items()}
                path = self.path(family, arm, seed)
                path.parent.mkdir(parents=True, exist_ok=True)
                with write_atomically(path) as file:
                    np.savez(file, **found, seconds=time.monotonic() - started)
                print(f"{family.name} {seed} {arm.name}: {time.monotonic() - started:.0f} s", flush=True)
