"""The part of docs/results/experiment.md about cross-validation by image and by lesion."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inlay_training.classes import LESION_CODES

from . import contrasts
from .arms import REAL, Arm
from .contrasts import Difference
from .folds import FOLDED_ARMS, PARTS, WAYS
from .measured import PRIMARY
from .predictions import Predictions
from .table import RunTable
from .tables import arm_words, shown


@dataclass(frozen=True)
class Folded:
    """What every real image was read as by the classifier that was not trained on its part: places of the arms among the predictions' runs."""

    predictions: Predictions
    places: dict[str, dict[Arm, int]]


def folded(table: RunTable) -> Folded | None:
    """Nothing where folds have not run to their end."""
    rows = {(row.fold, row.arm): at for at, row in enumerate(table.of_kind("folds"))}
    if any((way, arm) not in rows for way in WAYS for arm in FOLDED_ARMS):
        return None
    places = {way: {arm: rows[way, arm] for arm in FOLDED_ARMS} for way in WAYS}
    return Folded(table.predictions["folds"], places)


def folds_section(found: Folded) -> list[str]:
    """Cross-validation by image and by lesion. Intervals draw lesions, so those by image are what they would be were there no leak."""
    g, p = np.random.default_rng(2605), found.predictions
    weights = contrasts.lesion_draws(p.labels, p.lesions, 400, g)
    labels = np.unique(p.labels)
    lesions = np.array([len(np.unique(p.lesions[p.labels == label])) for label in labels])
    rare = LESION_CODES.index("DF")

    def parts(run: int) -> dict[str, np.ndarray]:
        levels = p.levels[run]
        recall = contrasts.recalls(p.read[run], p.labels, weights, levels.shape[1])
        precision = [contrasts.ranking(levels[:, c], p.labels == c, weights)[0] for c in labels]
        return {
            "balanced accuracy": recall[None][:, :, labels],
            PRIMARY: np.stack(precision, axis=1)[None],
            "recall of DF": recall[None][:, :, [rare]],
        }

    def difference(metric: str, values: np.ndarray) -> Difference:
        counted = lesions if values.shape[2] > 1 else lesions[labels == rare]
        return contrasts.difference(values.mean(2), np.ones((len(weights), 1)), values, counted)

    measured = {way: {arm: parts(run) for arm, run in arms.items()} for way, arms in found.places.items()}
    columns = ("balanced accuracy", PRIMARY, "recall of DF")
    lines = [
        "## Folds by image, as in the paper", "",
        f"**Not evidence that samples help.** Cross-validation in {PARTS} parts over all {len(p.labels):,} real images, once by image, so that other images of a tested "
        "lesion are trained on, and once by lesion; logistic regression on frozen features, one seed. The generator and the gates have seen three quarters of the images "
        "tested here, in both.", "",
        "| folds | arm | " + " | ".join(columns) + " | - real, balanced accuracy | - real, recall of DF |", "|---|---|" + "---|" * (len(columns) + 2),
    ]  # fmt: skip
    for way, arms in measured.items():
        for arm, values in arms.items():
            cells = [shown(difference(metric, values[metric])) for metric in columns]
            cells += [
                shown(difference(metric, values[metric] - arms[REAL][metric]), signed=True) if arm != REAL else ""
                for metric in ("balanced accuracy", "recall of DF")
            ]
            lines.append(f"| by {way} | {arm_words(arm)} | {' | '.join(cells)} |")
    return [*lines, ""]
