"""Numbers of the arms of the experiment, from the logits that every run has left: on the same draws of test lesions and of seeds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from . import contrasts
from .arms import REAL, SAMPLER, SOFTMAX, Arm, log_prior
from .contrasts import Difference
from .experiment import Family, Reading, Results

DRAWS = 1_000
METRICS = ("balanced accuracy", "recall of the rare classes", "macro-AUPRC", "macro-AUROC")
PRIMARY = "macro-AUPRC"
ADJUSTED = Arm(balance="logits adjusted")
"""Not trained: real images alone, the logarithm of each class's share taken from its logit (Menon et al., arXiv 2007.07314)."""


@dataclass(frozen=True)
class Measured:
    """Of one arm: every metric [S,B], and the same a class [S,B,C]."""

    metrics: dict[str, np.ndarray]
    parts: dict[str, np.ndarray]
    calibration_error: float
    seconds: float


class Measures:
    """Everything that one family has found, on the same draws of test lesions and of seeds.

    of: arms that were run with all seeds; begun: with some, whose places among the seeds are `begun_seeds`, not drawn again; missing: with none.
    """

    def __init__(
        self, results: Results, family: Family, arms: list[Arm], seeds: range, lesions: np.ndarray, draws: int = DRAWS
    ) -> None:
        rng = np.random.default_rng(2605)
        self.family, self.material, self.seeds = family, results.material, seeds
        self.labels = self.material.test.labels.numpy()
        self.weights = contrasts.lesion_draws(self.labels, lesions, draws, rng)
        self.seed_weights = contrasts.seed_draws(len(seeds), draws, rng)
        self.present = np.unique(self.labels)
        rare = [at for at, label in enumerate(self.present) if label in self.material.rare()]
        self.classes = {
            name: rare if name == "recall of the rare classes" else list(range(len(self.present))) for name in METRICS
        }
        self.lesions = np.array([len(np.unique(lesions[self.labels == label])) for label in self.present])
        readings = {arm: [results.read(family, arm, seed) for seed in seeds] for arm in arms}
        whole = {arm: [one for one in found if one] for arm, found in readings.items()}
        self.missing = [arm for arm in arms if not whole[arm]]
        begun = {arm: found for arm, found in whole.items() if 0 < len(found) < len(seeds)}
        complete = {arm: found for arm, found in whole.items() if len(found) == len(seeds)}
        if REAL in complete:
            prior = log_prior(self.material.labels[self.material.real]).numpy()
            complete[ADJUSTED] = [
                Reading(one.calibration - prior, one.test - prior, one.seconds) for one in complete[REAL]
            ]
        self.readings = complete
        self.of = {arm: self._measure(found, self.weights) for arm, found in complete.items()}
        self.begun = {arm: self._measure(found, self.weights[:1]) for arm, found in begun.items()}
        self.begun_seeds = {arm: [at for at, one in enumerate(readings[arm]) if one] for arm in begun}
        self.best = self.chosen([SAMPLER, SOFTMAX, ADJUSTED], "balanced accuracy")

    def _measure(self, found: list[Reading], weights: np.ndarray) -> Measured:
        scores = [contrasts.softmax(one.test) for one in found]

        def over_classes(measure: Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]) -> np.ndarray:
            return np.stack([
                np.stack([measure(of[:, c], self.labels == c, weights) for c in self.present], axis=1) for of in scores
            ])  # fmt: skip

        recall = np.stack([contrasts.recalls(one.test, self.labels, weights)[:, self.present] for one in found])
        parts = {
            "balanced accuracy": recall,
            "recall of the rare classes": recall[:, :, self.classes["recall of the rare classes"]],
            "macro-AUPRC": over_classes(contrasts.average_precision),
            "macro-AUROC": over_classes(contrasts.auroc),
        }
        metrics = {name: of.mean(2) for name, of in parts.items()}
        errors = [contrasts.expected_calibration_error(of, self.labels) for of in scores]
        return Measured(metrics, parts, float(np.mean(errors)), float(np.mean([one.seconds for one in found])))

    def chosen(self, arms: list[Arm], metric: str) -> Arm | None:
        """The best of those that were run, by the calibration lesions, never by those of the test."""
        known = [arm for arm in arms if arm in self.readings]
        return max(known, key=lambda arm: self.held_out(arm, metric)) if known else None

    def held_out(self, arm: Arm, metric: str) -> float:
        """Balanced accuracy or macro-AUPRC on the calibration lesions, mean over the seeds."""
        labels = self.material.calibration.labels.numpy()
        one, values = np.ones((1, len(labels))), []
        for reading in self.readings[arm]:
            if metric == "balanced accuracy":
                values.append(np.nanmean(contrasts.recalls(reading.calibration, labels, one)))
            else:
                scores = contrasts.softmax(reading.calibration)
                present = np.unique(labels)
                values.append(np.mean([contrasts.average_precision(scores[:, c], labels == c, one) for c in present]))
        return float(np.mean(values))

    def about(self, metric: str, a: Arm, b: Arm | None = None) -> Difference:
        """Of an arm, or of the difference of two."""
        values, parts = self.of[a].metrics[metric], self.of[a].parts[metric]
        if b is not None:
            values, parts = values - self.of[b].metrics[metric], parts - self.of[b].parts[metric]
        return contrasts.difference(values, self.seed_weights, parts, self.lesions[self.classes[metric]])

    def recall(self, at: int, a: Arm, b: Arm) -> Difference:
        """Of one class, by its place among those of the test set."""
        parts = self.of[a].parts["balanced accuracy"][:, :, [at]] - self.of[b].parts["balanced accuracy"][:, :, [at]]
        return contrasts.difference(parts[:, :, 0], self.seed_weights, parts, self.lesions[[at]])
