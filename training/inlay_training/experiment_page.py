"""docs/results/experiment.md, written from the results of the step `experiment`: nothing in it is typed by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import torch

from . import contrasts
from .arms import REAL, SAMPLER, SOFTMAX, Arm, log_prior
from .classes import LESION_CLASSES, LESION_CODES
from .contrasts import Difference, Interval
from .experiment import Family, Reading, Results
from .report import processor
from .squares import RealSquares, SyntheticSet
from .tuned import Tuned

DRAWS = 2_000
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
    """Everything that one family has found, on the same draws of test lesions and of seeds."""

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
        self.missing = [arm for arm in arms if len(whole[arm]) < len(seeds)]
        complete = {arm: found for arm, found in whole.items() if arm not in self.missing}
        if REAL in complete:
            prior = log_prior(self.material.labels[self.material.source == 0]).numpy()
            complete[ADJUSTED] = [
                Reading(one.calibration - prior, one.test - prior, one.seconds) for one in complete[REAL]
            ]
        self.of = {arm: self._measure(found) for arm, found in complete.items()}
        self.best = self._best_balanced(complete)

    def _measure(self, found: list[Reading]) -> Measured:
        scores = [contrasts.softmax(one.test) for one in found]

        def over_classes(measure: Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]) -> np.ndarray:
            return np.stack([
                np.stack([measure(of[:, c], self.labels == c, self.weights) for c in self.present], axis=1) for of in scores
            ])  # fmt: skip

        recall = np.stack([contrasts.recalls(one.test, self.labels, self.weights)[:, self.present] for one in found])
        parts = {
            "balanced accuracy": recall,
            "recall of the rare classes": recall[:, :, self.classes["recall of the rare classes"]],
            "macro-AUPRC": over_classes(contrasts.average_precision),
            "macro-AUROC": over_classes(contrasts.auroc),
        }
        metrics = {name: of.mean(2) for name, of in parts.items()}
        errors = [contrasts.expected_calibration_error(of, self.labels) for of in scores]
        return Measured(metrics, parts, float(np.mean(errors)), float(np.mean([one.seconds for one in found])))

    def _best_balanced(self, complete: dict[Arm, list[Reading]]) -> Arm | None:
        """By balanced accuracy on the calibration lesions, never on those of the test."""
        labels = self.material.calibration.labels.numpy()
        one = np.ones((1, len(labels)))

        def held_out(arm: Arm) -> float:
            return float(np.mean([np.nanmean(contrasts.recalls(r.calibration, labels, one)) for r in complete[arm]]))

        known = [arm for arm in (SAMPLER, SOFTMAX, ADJUSTED) if arm in complete]
        return max(known, key=held_out) if known else None

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


def primary(found: Measures) -> list[tuple[str, Arm, Arm]]:
    """gated - real, gated - best re-balancing, gated - random; what was not run is left out."""
    gated = next((arm for arm in found.of if arm.source == "gated" and arm.dose == 1 and arm.balance == "none"), None)
    if gated is None:
        return []
    pairs = [
        ("gated - real", REAL),
        ("gated - best re-balancing", found.best),
        ("gated - random", Arm("random gated", gated.dose)),
    ]
    return [(name, gated, other) for name, other in pairs if other is not None and other in found.of]


def shown(found: Interval | Difference, signed: bool = False) -> str:
    if isinstance(found, Difference):
        found = found.interval()
    sign = "+" if signed else ""
    return f"{found.value:{sign}.3f} ({found.low:{sign}.3f} to {found.high:{sign}.3f})"


def render(families: list[Measures], real: RealSquares, made: SyntheticSet, probe: dict[str, float]) -> str:
    """probe: how well candidates are told from real images (squares.told_apart)."""
    lines = [
        "# Does it help?", "",
        f"Written by `python -m inlay_training experiment`; do not edit. {datetime.now(UTC):%Y-%m-%d}, {processor()}, "
        f"{torch.get_num_threads()} threads, PyTorch {torch.__version__}.", "",
        *findings(families), "",
        "## What was done", "",
        *setting(families, real, made, probe), "",
    ]  # fmt: skip
    for found in families:
        lines += [
            f"## {family_words(found.family)}",
            "",
            *primary_table(found),
            *arm_table(found),
            *class_table(found, real),
        ]
        if found.missing:
            lines += [f"Not run to the end: {'; '.join(arm_words(arm) for arm in found.missing)}.", ""]
    return "\n".join(lines)


def family_words(family: Family) -> str:
    if isinstance(family, Tuned):
        return f"Fine-tuned: EfficientNet-{family.variant} from its ImageNet weights, {family.steps:,} steps of {family.batch}"
    return f"Frozen: logistic regression on features of EfficientNet-{family.variant}, trained on ImageNet only"


def arm_words(arm: Arm) -> str:
    balance = {"none": "", "sampler": "weighted sampler", "softmax": "balanced softmax"}.get(arm.balance, arm.balance)
    added = f"real + {arm.source} {arm.dose:g}x" if arm.source != "nothing" else "real alone"
    return f"{added}, {balance}" if balance else added


def findings(families: list[Measures]) -> list[str]:
    """The sentences that the numbers allow, and those that nothing here allows."""
    lines = []
    for found in families:
        parts = []
        for name, a, b in primary(found):
            for metric in ("balanced accuracy", PRIMARY):
                difference = found.about(metric, a, b)
                parts.append(f"{name}, {metric}: {difference.value:+.3f}, {difference.interval().reads()}")
        lines += [
            f"{found.family.name.capitalize()}: {'; '.join(parts)}."
            if parts
            else f"{found.family.name.capitalize()}: not run.",
            "",
        ]
    return [*lines, "What is not told apart is not shown to be equal: a difference within the interval may be there. Nothing is claimed beyond these tables: not for "
            "other sizes, data sets, classes or classifiers, and not for the use of a classifier on patients."]  # fmt: skip


def setting(families: list[Measures], real: RealSquares, made: SyntheticSet, probe: dict[str, float]) -> list[str]:
    material = families[0].material
    bundle, sampler = made.selected["bundle"], made.selected["sampler"]
    counts = {name: made.counts(ids) for name, ids in made.selected["kept"].items()}
    size = material.test.images.shape[-1]
    return [
        f"Candidates: `{command(made)}` with {bundle['id']} {bundle['version']}, {sampler['name']} in {sampler['steps']} steps of guidance {sampler['guidance']:g}, {backgrounds(made)}; "
        "candidate k of every class has the same background, mask and seed. Rules of selection: the studio's usual one (gated), its best fraction gamma a class, "
        "and a band without the most typical. Candidates that each keeps: "
        + "; ".join(f"{name}: " + ", ".join(f"{n} {code}" for code, n in of.items()) for name, of in counts.items()) + ".", "",
        "An arm adds to each rare class as many images as its dose times its real ones, or all there are. Without more words the classes are drawn as often as "
        "they occur, the added images among them. The re-balancing that others are held against is the best of weighted sampler, balanced softmax and logit "
        "adjustment by balanced accuracy on calibration lesions.", "",
        f"Lesions are split as everywhere in the project: {share_words(real)}. Generator, encoder, gates and classifiers learnt from training lesions, the gates also "
        f"from calibration lesions; the test lesions were seen by none of them. Real and synthetic images are stored, cut and reduced alike, to {size} px. A linear "
        f"probe tells candidates from real training images of their class with AUROC {', '.join(f'{value:.2f} ({code})' for code, value in probe.items())}.", "",
        f"Intervals: 95 %, from {families[0].weights.shape[0] - 1:,} bootstrap draws of test lesions, class by class with all their images, and of seeds, the same for all arms "
        "(training/inlay_training/contrasts.py). P-values of the three primary contrasts are Holm's, for one metric of one family.",
    ]  # fmt: skip


def command(made: SyntheticSet) -> str:
    scenes = " --scenes training/work/scenes" if made.selected["scenes"] else ""
    return f"npm run set --{scenes} --each {made.selected['each']}"


def backgrounds(made: SyntheticSet) -> str:
    scenes = made.selected["scenes"]
    return (
        f"in {scenes['count']:,} real training images of nevi whose own lesion is painted over"
        if scenes
        else "in the shipped skins"
    )


def share_words(real: RealSquares) -> str:
    parts = []
    for index, split in enumerate(("train", "calibration", "test")):
        chosen = real.split == index
        parts.append(f"{chosen.sum():,} images of {len(np.unique(real.lesions[chosen])):,} lesions for {split}")
    return ", ".join(parts)


def primary_table(found: Measures) -> list[str]:
    pairs = primary(found)
    if not pairs:
        return []
    lines = ["| contrast | " + " | ".join(METRICS) + f" | p, {PRIMARY} |", "|---|" + "---|" * (len(METRICS) + 1)]
    adjusted = contrasts.holm([found.about(PRIMARY, a, b).p_value() for _, a, b in pairs])
    for (name, a, b), p in zip(pairs, adjusted, strict=True):
        words = f"{name} ({arm_words(b)})" if "best" in name else name
        cells = [shown(found.about(metric, a, b), signed=True) for metric in METRICS]
        lines.append(f"| {words} | {' | '.join(cells)} | {p:.3f} |")
    return [*lines, ""]


def arm_table(found: Measures) -> list[str]:
    if not found.of:
        return []
    lines = [
        f"{len(found.seeds)} seeds.", "",
        "| arm | images added | " + " | ".join(METRICS) + " | calibration error | s a run |", "|---|---|" + "---|" * (len(METRICS) + 2),
    ]  # fmt: skip
    real = int((found.material.source == 0).sum())
    for arm, of in found.of.items():
        added = len(found.material.rows(arm, found.seeds[0])) - real if arm is not ADJUSTED else 0
        cells = [shown(found.about(metric, arm)) for metric in METRICS]
        lines.append(
            f"| {arm_words(arm)} | {added} | {' | '.join(cells)} | {of.calibration_error:.3f} | {of.seconds:.0f} |"
        )
    return [*lines, ""]


def class_table(found: Measures, real: RealSquares) -> list[str]:
    """Recall a class of the arms of the primary contrasts, Wilson's intervals around it, and the difference that gating makes."""
    pairs = primary(found)
    if not pairs:
        return []
    gated = pairs[0][1]
    arms = list(dict.fromkeys([other for _, _, other in pairs] + [gated]))
    train, lesions = found.material.labels[found.material.source == 0], real.test_lesions()
    lines = [
        "Recall, mean over the seeds, in brackets Wilson's interval for the number of test images; AUROC after it.", "",
        "| class | real training images | test images (lesions) | " + " | ".join(arm_words(arm) for arm in arms) + " | gated - real |",
        "|---|---|---|" + "---|" * (len(arms) + 1),
    ]  # fmt: skip
    for at, label in enumerate(found.present):
        own = found.labels == label
        cells = []
        for arm in arms:
            of = found.of[arm]
            recall = contrasts.wilson(float(of.parts["balanced accuracy"][:, 0, at].mean()), int(own.sum()))
            cells.append(f"{shown(recall)}; {of.parts['macro-AUROC'][:, 0, at].mean():.3f}")
        code = LESION_CODES[label]
        lines.append(
            f"| {code} {LESION_CLASSES[code]} | {(train == label).sum()} | {own.sum()} ({len(np.unique(lesions[own]))}) | {' | '.join(cells)} | "
            f"{shown(found.recall(at, gated, REAL), signed=True)} |"
        )
    return [*lines, ""]
