"""Numbers of the arms of the experiment, from the table of runs: on the same draws of test lesions and of seeds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from . import contrasts
from .arms import SAMPLER, SOFTMAX, Arm
from .contrasts import Difference
from .runs import ADJUSTED
from .table import Row, RunTable

DRAWS = 1_000
METRICS = ("balanced accuracy", "recall of the rare classes", "macro-AUPRC", "macro-AUROC")
PRIMARY = "macro-AUPRC"


@dataclass(frozen=True)
class Measured:
    """Of one arm: every metric [S,B], and the same a class [S,B,C]."""

    metrics: dict[str, np.ndarray]
    parts: dict[str, np.ndarray]
    calibration_error: float
    seconds: float
    added: int


class Measures:
    """Everything that one family has found, on the same draws of test lesions and of seeds.

    arms: those that were run with all seeds; begun: with some, whose places among the seeds are `begun_seeds`, not drawn again; missing: with none.
    """

    def __init__(
        self, table: RunTable, family: str, arms: list[Arm], seeds: range, rare: list[int], draws: int = DRAWS
    ) -> None:
        """rare: labels of the classes that have candidates."""
        rng = np.random.default_rng(2605)
        self.family, self.seeds, self.predictions = family, seeds, table.predictions["lesions"]
        self.labels, lesions = self.predictions.labels, self.predictions.lesions
        self.weights = contrasts.lesion_draws(self.labels, lesions, draws, rng)
        self.seed_weights = contrasts.seed_draws(len(seeds), draws, rng)
        self.present = np.unique(self.labels)
        at_rare = [at for at, label in enumerate(self.present) if label in rare]
        self.classes = {
            name: at_rare if name == "recall of the rare classes" else list(range(len(self.present)))
            for name in METRICS
        }
        self.lesions = np.array([len(np.unique(lesions[self.labels == label])) for label in self.present])
        self.places = {(row.family, row.arm, row.seed): at for at, row in enumerate(table.of_kind("lesions"))}
        self.rows = table.of_kind("lesions")
        whole = {arm: self._runs(arm) for arm in [*arms, ADJUSTED]}
        self.missing = [arm for arm in arms if not whole[arm]]
        self.arms = {arm: self._measure(runs, self.weights) for arm, runs in whole.items() if len(runs) == len(seeds)}
        begun = {arm: runs for arm, runs in whole.items() if 0 < len(runs) < len(seeds) and arm != ADJUSTED}
        self.begun = {arm: self._measure(runs, self.weights[:1]) for arm, runs in begun.items()}
        self.begun_seeds = {arm: [seeds.index(self.rows[at].seed) for at in runs] for arm, runs in begun.items()}
        self.best = self.chosen([SAMPLER, SOFTMAX, ADJUSTED], "balanced accuracy")

    @property
    def classifier(self) -> dict:
        """Parameters of the family's classifier; nothing where it was not run."""
        return next((row.classifier for row in self.rows if row.family == self.family), {})

    def _runs(self, arm: Arm) -> list[int]:
        """Places of the arm's runs, seed by seed."""
        found = [self.places.get((self.family, arm, seed)) for seed in self.seeds]
        return [at for at in found if at is not None]

    def _measure(self, runs: list[int], weights: np.ndarray) -> Measured:
        p, count = self.predictions, self.predictions.levels.shape[2]
        recall = np.stack([contrasts.recalls(p.read[at], self.labels, weights, count)[:, self.present] for at in runs])
        ranked = np.stack([
            [contrasts.ranking(p.levels[at, :, c], self.labels == c, weights) for c in self.present] for at in runs
        ]).transpose(2, 0, 3, 1)  # fmt: skip
        parts = {
            "balanced accuracy": recall,
            "recall of the rare classes": recall[:, :, self.classes["recall of the rare classes"]],
            "macro-AUPRC": ranked[0],
            "macro-AUROC": ranked[1],
        }
        rows = [self.rows[at] for at in runs]
        return Measured(
            {name: values.mean(2) for name, values in parts.items()}, parts, mean_of(rows, lambda row: row.metrics["calibration error"]),
            mean_of(rows, lambda row: row.seconds), rows[0].added,
        )  # fmt: skip

    def chosen(self, arms: list[Arm], metric: str) -> Arm | None:
        """The best of those that were run, by the calibration lesions, never by those of the test."""
        known = [arm for arm in arms if arm in self.arms]
        return max(known, key=lambda arm: self.held_out(arm, metric)) if known else None

    def held_out(self, arm: Arm, metric: str) -> float:
        """Balanced accuracy or macro-AUPRC on the calibration lesions, mean over the seeds."""
        return mean_of([self.rows[at] for at in self._runs(arm)], lambda row: row.held_out[metric])

    def about(self, metric: str, a: Arm, b: Arm | None = None) -> Difference:
        """Of an arm, or of the difference of two."""
        values, parts = self.arms[a].metrics[metric], self.arms[a].parts[metric]
        if b is not None:
            values, parts = values - self.arms[b].metrics[metric], parts - self.arms[b].parts[metric]
        return contrasts.difference(values, self.seed_weights, parts, self.lesions[self.classes[metric]])

    def recall(self, at: int, a: Arm, b: Arm) -> Difference:
        """Of one class, by its place among those of the test set."""
        parts = (
            self.arms[a].parts["balanced accuracy"][:, :, [at]] - self.arms[b].parts["balanced accuracy"][:, :, [at]]
        )
        return contrasts.difference(parts[:, :, 0], self.seed_weights, parts, self.lesions[[at]])


def mean_of(rows: list[Row], value: Callable[[Row], float]) -> float:
    return float(np.mean([value(row) for row in rows]))
