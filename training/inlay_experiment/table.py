"""The experiment as the repository keeps it: a row a run in `runs.jsonl`, what the runs read in `predictions.npz` and `folds.npz`, and what
was done in `setting.json`. The page and its plots are drawn from these files alone.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np

from inlay_training.classes import LESION_CODES
from inlay_training.data.dataset import DataError
from inlay_training.files import write_atomically

from . import contrasts
from .arms import Arm
from .contrasts import softmax
from .predictions import Predictions

RUNS, SETTING = "runs.jsonl", "setting.json"
PREDICTIONS = {"lesions": "predictions.npz", "folds": "folds.npz"}
"""Rows and the file of what they read: runs that were tested on the test lesions, and those of cross-validation over all images. The rows
stand in the order of the file."""


@dataclass(frozen=True)
class Row:
    """One run. classifier: the parameters of its family; digest: of all that it depends on but the seed; fold: `image` or `lesion` for
    cross-validation, else nothing; added: images beside the real ones, not said for folds; seconds from its start to its end; held_out: metrics on the
    calibration lesions; metrics and classes (recall, AUPRC, AUROC a class) on the images of its predictions."""

    family: str
    arm: Arm
    seed: int
    digest: str
    fold: str = ""
    classifier: dict = field(default_factory=dict)
    added: int = 0
    seconds: float = 0.0
    held_out: dict[str, float] = field(default_factory=dict)
    metrics: dict[str, float] = field(default_factory=dict)
    classes: dict[str, dict[str, float]] = field(default_factory=dict)

    def to_json(self) -> dict:
        return {**asdict(self), "arm": self.arm.to_json()}

    @classmethod
    def of_json(cls, values: dict) -> Row:
        return cls(**{**values, "arm": Arm.of_json(values["arm"])})


@dataclass(frozen=True)
class RunTable:
    """Rows, and the predictions of those of each kind (PREDICTIONS) in their order."""

    rows: list[Row] = field(default_factory=list)
    predictions: dict[str, Predictions] = field(default_factory=dict)

    def of_kind(self, kind: str) -> list[Row]:
        return [row for row in self.rows if kind_of(row) == kind]

    def row(self, digest: str, seed: int) -> Row | None:
        return next((row for row in self.rows if (row.digest, row.seed) == (digest, seed)), None)

    def keeping(self, digests: set[str]) -> RunTable:
        """Without the rows of another experiment."""
        parts = {}
        for kind, predictions in self.predictions.items():
            rows = self.of_kind(kind)
            parts[kind] = predictions.chosen([at for at, row in enumerate(rows) if row.digest in digests])
        return RunTable([row for row in self.rows if row.digest in digests], parts)

    def with_runs(self, kind: str, rows: list[Row], found: Predictions) -> RunTable:
        """With more rows of a kind and what they read."""
        before = self.predictions.get(kind)
        together = found if before is None or not len(before.read) else before + found
        return RunTable([*self.rows, *rows], {**self.predictions, kind: together})

    def save(self, folder: Path) -> None:
        for kind, predictions in self.predictions.items():
            predictions.save(folder / PREDICTIONS[kind])
        with write_atomically(folder / RUNS) as file:
            file.write("".join(json.dumps(row.to_json()) + "\n" for row in self.rows).encode())

    @classmethod
    def load(cls, folder: Path) -> RunTable:
        """What lies in `folder`, or nothing. Raises DataError where rows and predictions are not of the same runs."""
        if not (folder / RUNS).is_file():
            return cls()
        rows = [Row.of_json(json.loads(line)) for line in (folder / RUNS).read_text().splitlines()]
        kept = {kind: folder / name for kind, name in PREDICTIONS.items() if (folder / name).is_file()}
        table = cls(rows, {kind: Predictions.load(path) for kind, path in kept.items()})
        for kind in PREDICTIONS:
            count = len(table.predictions[kind].read) if kind in kept else 0
            if count != len(table.of_kind(kind)):
                raise DataError(f"{folder / PREDICTIONS[kind]} has {count} runs, {RUNS} {len(table.of_kind(kind))}.")
        return table


def kind_of(row: Row) -> str:
    return "folds" if row.fold else "lesions"


def metrics_of(
    logits: np.ndarray, labels: np.ndarray, rare: list[int]
) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """Metrics, and metrics a class, of one run on the images themselves. logits [N,C], labels [N]; rare: labels of the rare classes"""
    scores, once = softmax(logits), np.ones((1, len(labels)))
    recall = contrasts.recalls(scores.argmax(1), labels, once, scores.shape[1])[0]
    classes = {}
    for label in np.unique(labels):
        precision, area = contrasts.ranking(scores[:, label], labels == label, once)
        values = {"recall": recall[label], "AUPRC": precision[0], "AUROC": area[0]}
        classes[LESION_CODES[label]] = {name: round(float(value), 5) for name, value in values.items()}
    means = {
        name: float(np.mean([values[name] for values in classes.values()])) for name in ("recall", "AUPRC", "AUROC")
    }
    of_rare = float(np.mean([recall[label] for label in rare]))
    return {
        "balanced accuracy": round(means["recall"], 5), "recall of the rare classes": round(of_rare, 5),
        "macro-AUPRC": round(means["AUPRC"], 5), "macro-AUROC": round(means["AUROC"], 5),
        "calibration error": contrasts.expected_calibration_error(scores, labels),
    }, classes  # fmt: skip


def held_out_metrics(logits: np.ndarray, labels: np.ndarray) -> dict[str, float]:
    """Balanced accuracy and macro-AUPRC on the calibration lesions, by which arms are chosen. [N,C], [N]"""
    once, present, scores = np.ones((1, len(labels))), np.unique(labels), softmax(logits)
    precision = [contrasts.ranking(scores[:, c], labels == c, once)[0] for c in present]
    recall = contrasts.recalls(scores.argmax(1), labels, once, scores.shape[1])
    return {"balanced accuracy": float(np.nanmean(recall)), "macro-AUPRC": float(np.mean(precision))}
