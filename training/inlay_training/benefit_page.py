"""docs/results/benefit.md, written from the results of the step `benefit`: nothing in it is typed by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import torch

from .benefit import ARMS, BenefitTraining, Experiment
from .benefit_squares import RealSquares
from .classes import LESION_CLASSES, LESION_CODES
from .prepare import SPLITS
from .report import processor

DRAWS = 4_000
CONTRASTS = (("gated", "random"), ("gated", "real"), ("all", "real"), ("random", "real"))
ARM_WORDS = {
    "real": "real images alone",
    "all": "real + all synthetic",
    "gated": "real + gated synthetic",
    "random": "real + count-matched random synthetic",
}
Interval = tuple[float, float, float]
"""Mean over the seeds, and the ends of its 95 % interval."""


def lesion_draws(labels: np.ndarray, lesions: np.ndarray, draws: int, rng: np.random.Generator) -> np.ndarray:
    """How often each image counts in each draw: lesions are drawn with replacement, class by class, with all of their images. The
    first row is the sample itself. labels, lesions [N] -> [1+draws,N]"""
    weights = np.ones((1 + draws, len(labels)))
    for label in np.unique(labels):
        rows = np.flatnonzero(labels == label)
        names, of = np.unique(lesions[rows], return_inverse=True)
        times = rng.multinomial(len(names), np.full(len(names), 1 / len(names)), size=draws)
        weights[1:, rows] = times[:, of]
    return weights


def recalls(probabilities: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Share of the images of each class that are read as it. [N,C], [N], [B,N] -> [B,C]; no number where a class is absent."""
    own = labels[:, None] == np.arange(probabilities.shape[1])
    right = own & (probabilities.argmax(1) == labels)[:, None]
    with np.errstate(invalid="ignore"):
        return (weights @ right) / (weights @ own)


def average_precision(scores: np.ndarray, positive: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Area under precision over recall by steps, as scikit-learn's average_precision_score, for many weightings. [N], [N], [B,N] -> [B]"""
    order = np.argsort(-scores, kind="stable")
    ends = np.flatnonzero(np.append(np.diff(scores[order]) != 0, True))  # equal scores come in together
    seen = weights[:, order].cumsum(1)[:, ends]
    found = (weights * positive)[:, order].cumsum(1)[:, ends]
    gained = np.diff(found, axis=1, prepend=0)
    with np.errstate(invalid="ignore"):
        precision = np.where(seen > 0, found / np.maximum(seen, 1e-12), 0)
        return (gained * precision).sum(1) / found[:, -1]


@dataclass(frozen=True)
class Measured:
    """Of each arm: recall a class [S,B,C] and macro-AUPRC [S,B] for S seeds and B draws, the first of which is the test set itself."""

    recalls: dict[str, np.ndarray]
    auprc: dict[str, np.ndarray]
    seed_weights: np.ndarray
    """[B,S]: how often each seed counts in each draw, over the number of seeds; the first row is even."""

    def over_seeds(self, values: np.ndarray) -> Interval:
        """values [S,B]"""
        drawn = (self.seed_weights * values.T).sum(1)
        low, high = np.nanquantile(drawn[1:], [0.025, 0.975])
        return float(drawn[0]), float(low), float(high)

    def balanced(self, arm: str) -> np.ndarray:
        return np.nanmean(self.recalls[arm], axis=2)


def measure(experiment: Experiment, real: RealSquares, draws: int = DRAWS) -> Measured:
    """All arms on the same draws of lesions and of seeds. Raises RuntimeError where a run is missing."""
    rows, seeds = experiment.rows(), range(1, experiment.config.seeds + 1)
    if len(rows) < len(experiment.runs()):
        raise RuntimeError(f"{len(experiment.runs()) - len(rows)} runs of the experiment are missing.")
    rng = np.random.default_rng(2605)
    labels = real.of("test").labels.numpy()
    weights = lesion_draws(labels, real.test_lesions(), draws, rng)
    counts = rng.multinomial(len(seeds), np.full(len(seeds), 1 / len(seeds)), size=draws)
    found = {arm: [np.array(rows[arm, seed]["probabilities"]) for seed in seeds] for arm in ARMS}

    def auprc(probabilities: np.ndarray) -> np.ndarray:
        present = np.unique(labels)
        return np.mean(
            [average_precision(probabilities[:, c], labels == c, weights) for c in present],
            axis=0,
        )

    return Measured(
        {arm: np.stack([recalls(p, labels, weights) for p in of]) for arm, of in found.items()},
        {arm: np.stack([auprc(p) for p in of]) for arm, of in found.items()},
        np.concatenate([np.full((1, len(seeds)), 1.0), counts]) / len(seeds),
    )


def shown(found: Interval, signed: bool = False) -> str:
    mean, low, high = found
    sign = "+" if signed else ""
    return f"{mean:{sign}.3f} ({low:{sign}.3f} to {high:{sign}.3f})"


def reads(found: Interval) -> str:
    """What a difference says."""
    _, low, high = found
    return "higher" if low > 0 else "lower" if high < 0 else "not told apart"


def render(experiment: Experiment, real: RealSquares, measured: Measured, probe: dict[str, float]) -> str:
    """probe: how well candidates are told from real images (benefit_squares.told_apart)."""
    config, made = experiment.config, experiment.made.selected
    today = datetime.now(UTC).strftime("%Y-%m-%d")
    bundle, sampler = made["bundle"], made["sampler"]
    return "\n".join([
        "# Does it help a classifier?", "",
        f"Written by `python -m inlay_training benefit`; do not edit. {today}, {processor()}, {torch.get_num_threads()} threads, "
        f"PyTorch {torch.__version__}, {bundle['id']} {bundle['version']}.", "",
        *findings(measured, config), "",
        "## What was done", "",
        f"Candidates: `npm run set`, {sampler['name']} in {sampler['steps']} steps of guidance {sampler['guidance']:g}, seed {made['seed']}; candidate k of every "
        "class has the same skin, mask and seed. Gated: what the studio's usual rule keeps "
        f"({', '.join(f'{gate} {level:g}' for gate, level in made['rule']['levels'].items())}). "
        f"Random: as many of each class, drawn without looking at a score, another draw for each seed; {100 * overlap(experiment):.0f} % of it are gated ones, too, so "
        "the two arms differ in the rest alone.", "",
        f"Classifier: EfficientNet-{config.variant} from its ImageNet weights at {config.size_px} px, {config.steps} steps of {config.batch} images in every arm, each class drawn "
        f"equally often in every arm; synthetic images are part of their class, and so take the place of views of real ones: {displaced(experiment, real)}. The last step is measured; nothing was stopped early. "
        f"{config.seeds} seeds, of head, order and augmentation, the same in every arm.", "",
        f"Lesions are split as everywhere in the project: {share_words(real)}. Generator, encoder and classifiers learnt from training lesions; the gates were "
        "calibrated on training and calibration lesions; the test lesions were seen by none of them. Real and synthetic "
        "images are stored, cut, reduced and augmented alike (training/inlay_training/benefit_squares.py). Even so a linear probe on features of ImageNet tells "
        f"candidates from real training images of their class with AUROC {', '.join(f'{value:.2f} ({code})' for code, value in probe.items())}; and where a class has "
        "no candidates, to look synthetic tells in training that an image is not of it.", "",
        f"Intervals: 95 %, {measured.seed_weights.shape[0] - 1:,} bootstrap draws of test lesions, class by class with all their images, and of seeds, the same for all "
        "arms. Those of AUPRC lie a little high, for a lesion drawn twice is found twice. They are not corrected for being several, and say nothing of another set of candidates, another training split or another generator.", "",
        "## Arms", "",
        "| arm | synthetic images | balanced accuracy | macro-AUPRC |",
        "|---|---|---|---|",
        *(
            f"| {ARM_WORDS[arm]} | {len(experiment.made.ids(arm, 1))} | {shown(measured.over_seeds(measured.balanced(arm)))} | {shown(measured.over_seeds(measured.auprc[arm]))} |"
            for arm in ARMS
        ), "",
        "## Differences", "",
        "In brackets after the interval: seeds in which the first is above the second.", "",
        "| arms | balanced accuracy | macro-AUPRC |",
        "|---|---|---|",
        *(f"| {a} - {b} | {contrast(measured, measured.balanced, a, b)} | {contrast(measured, measured.auprc.__getitem__, a, b)} |" for a, b in CONTRASTS), "",
        "## Recall a class", "",
        *class_table(experiment, real, measured), "",
    ])  # fmt: skip


def displaced(experiment: Experiment, real: RealSquares) -> str:
    """How many of the views of each class that has synthetic images are of those."""
    train, made = real.of("train").labels.numpy(), experiment.made
    parts = []
    for arm in ("all", "gated"):
        counts = made.counts(made.ids(arm, 1))
        shares = {code: n / (n + (train == LESION_CODES.index(code)).sum()) for code, n in counts.items()}
        words = ", ".join(f"{100 * share:.0f} % of {code}" for code, share in shares.items())
        parts.append(f"{words} with {arm}")
    return "; ".join(parts)


def overlap(experiment: Experiment) -> float:
    """Share of the random subsets that the gates keep as well, mean over the seeds."""
    made = experiment.made
    drawn = [made.ids("random", seed) for seed in range(1, experiment.config.seeds + 1)]
    return float(np.mean([len(set(ids) & set(made.ids("gated", 1))) / max(1, len(ids)) for ids in drawn]))


def difference(measured: Measured, of: Callable[[str], np.ndarray], a: str, b: str) -> Interval:
    return measured.over_seeds(of(a) - of(b))


def contrast(measured: Measured, of: Callable[[str], np.ndarray], a: str, b: str) -> str:
    above = int((of(a)[:, 0] > of(b)[:, 0]).sum())
    return f"{shown(difference(measured, of, a, b), signed=True)} [{above} of {len(of(a))}]"


def findings(measured: Measured, config: BenefitTraining) -> list[str]:
    """The sentences that the numbers allow, and those that nothing here allows."""
    lines = []
    for name, of in (("Balanced accuracy", measured.balanced), ("Macro-AUPRC", measured.auprc.__getitem__)):
        parts = [f"{a} against {b}: {reads(difference(measured, of, a, b))}" for a, b in CONTRASTS]
        lines.append(f"{name}, by the 95 % intervals below: {'; '.join(parts)}.")
    return [
        "One small classifier, one set of candidates, one data set, one split by lesion. " + " ".join(lines) + " "
        "What is not told apart is not shown to be equal: a difference within the interval may be there.", "",
        f"Nothing is claimed beyond this table: not for other classifiers, other sizes than {config.size_px} px, other data sets or other classes, and "
        "not for the use of a classifier on patients.",
    ]  # fmt: skip


def share_words(real: RealSquares) -> str:
    parts = []
    for index, split in enumerate(SPLITS):
        chosen = real.split == index
        parts.append(f"{chosen.sum():,} images of {len(np.unique(real.lesions[chosen])):,} lesions for {split}")
    return ", ".join(parts)


def class_table(experiment: Experiment, real: RealSquares, measured: Measured) -> list[str]:
    """Images of each class and its recall in each arm; the two differences for the classes with synthetic images."""
    made = experiment.made
    counts = {arm: made.counts(made.ids(arm, 1)) for arm in ("all", "gated")}
    train, test, lesions = real.of("train").labels.numpy(), real.of("test").labels.numpy(), real.test_lesions()
    lines = [
        "| class | real training images | synthetic, all | gated | test images (lesions) | "
        + " | ".join(ARMS) + " | gated - random | gated - real |",
        "|---|---|---|---|---|" + "---|" * (len(ARMS) + 2),
    ]  # fmt: skip
    for label, code in enumerate(LESION_CODES):
        if not (test == label).any():
            continue
        of = {arm: measured.recalls[arm][:, :, label] for arm in ARMS}
        cells = [shown(measured.over_seeds(of[arm])) for arm in ARMS]
        cells += [shown(measured.over_seeds(of["gated"] - of[b]), signed=True) for b in ("random", "real")]
        lines.append(
            f"| {code} {LESION_CLASSES[code]} | {(train == label).sum()} | {counts['all'].get(code, 0)} | {counts['gated'].get(code, 0)} | "
            f"{(test == label).sum()} ({len(np.unique(lesions[test == label]))}) | {' | '.join(cells)} |"
        )
    return lines
