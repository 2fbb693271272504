"""The part of docs/results/experiment.md about cross-validation by image and by lesion."""

from __future__ import annotations

import numpy as np

from . import contrasts
from .arms import REAL
from .classes import LESION_CODES
from .contrasts import Difference
from .experiment_tables import arm_words, shown
from .folds import PARTS, Folds
from .measured import PRIMARY


def folds_section(found: Folds) -> list[str]:
    """Cross-validation by image and by lesion. Intervals draw lesions, so those by image are what they would be were there no leak."""
    g = np.random.default_rng(2605)
    weights = contrasts.lesion_draws(found.labels, found.lesions, 400, g)
    labels = np.unique(found.labels)
    lesions = np.array([len(np.unique(found.lesions[found.labels == label])) for label in labels])
    rare = LESION_CODES.index("DF")

    def parts(logits: np.ndarray) -> dict[str, np.ndarray]:
        scores, recall = contrasts.softmax(logits), contrasts.recalls(logits, found.labels, weights)
        precision = [contrasts.average_precision(scores[:, c], found.labels == c, weights) for c in labels]
        return {
            "balanced accuracy": recall[None][:, :, labels],
            PRIMARY: np.stack(precision, axis=1)[None],
            "recall of DF": recall[None][:, :, [rare]],
        }

    def of(metric: str, values: np.ndarray) -> Difference:
        counted = lesions if values.shape[2] > 1 else lesions[labels == rare]
        return contrasts.difference(values.mean(2), np.ones((len(weights), 1)), values, counted)

    measured = {way: {arm: parts(logits) for arm, logits in arms.items()} for way, arms in found.of.items()}
    columns = ("balanced accuracy", PRIMARY, "recall of DF")
    lines = [
        "## Folds by image, as in the paper", "",
        f"**Not evidence that samples help.** Cross-validation in {PARTS} parts over all {len(found.labels):,} real images, once by image, so that other images of a tested "
        "lesion are trained on, and once by lesion; logistic regression on frozen features, one seed. The generator and the gates have seen three quarters of the images "
        "tested here, in both.", "",
        "| folds | arm | " + " | ".join(columns) + " | - real, balanced accuracy | - real, recall of DF |", "|---|---|" + "---|" * (len(columns) + 2),
    ]  # fmt: skip
    for way, arms in measured.items():
        for arm, values in arms.items():
            cells = [shown(of(metric, values[metric])) for metric in columns]
            cells += [
                shown(of(metric, values[metric] - arms[REAL][metric]), signed=True) if arm != REAL else ""
                for metric in ("balanced accuracy", "recall of DF")
            ]
            lines.append(f"| by {way} | {arm_words(arm)} | {' | '.join(cells)} |")
    return [*lines, ""]
