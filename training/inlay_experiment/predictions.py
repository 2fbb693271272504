"""What the runs of the experiment read on the test lesions, as small as the page's numbers allow.

Of the logits of a run no metric takes more than two things: which class an image is read as, and how its score of each class ranks among the
scores of all images. Ranks are kept up to what no metric tells apart: neighbours that are not of the class share one (`levels`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from inlay_training.files import write_atomically

from .contrasts import softmax


@dataclass(frozen=True)
class Predictions:
    """Of N images by R runs. ids, lesions [N] str; labels [N] index into LESION_CODES; read [R,N] the class read; levels [R,N,C] rank of the
    score of each class, from 0 upwards."""

    ids: np.ndarray
    lesions: np.ndarray
    labels: np.ndarray
    read: np.ndarray
    levels: np.ndarray

    @classmethod
    def of_logits(
        cls, ids: np.ndarray, lesions: np.ndarray, labels: np.ndarray, logits: list[np.ndarray]
    ) -> Predictions:
        """logits: [N,C] of each run"""
        scores = [softmax(run) for run in logits]
        classes = logits[0].shape[1] if logits else 0
        found = np.zeros((len(scores), len(labels), classes), dtype=np.uint16)
        for run, of_run in enumerate(scores):
            for label in range(classes):
                found[run, :, label] = levels(of_run[:, label], labels == label)
        read = np.array([of_run.argmax(1) for of_run in scores], dtype=np.uint8).reshape(len(scores), len(labels))
        return cls(ids, lesions, labels, read, found)

    def chosen(self, runs: list[int]) -> Predictions:
        """These runs alone, in this order."""
        return replace(self, read=self.read[runs], levels=self.levels[runs])

    def __add__(self, other: Predictions) -> Predictions:
        """More runs on the same images. Raises ValueError for other images."""
        if not np.array_equal(self.ids, other.ids) or not np.array_equal(self.labels, other.labels):
            raise ValueError("These runs were tested on other images.")
        return replace(
            self, read=np.concatenate([self.read, other.read]), levels=np.concatenate([self.levels, other.levels])
        )

    def save(self, path: Path) -> None:
        """Runs vary fastest in the file, where they are much alike: so it is smallest."""
        with write_atomically(path) as file:
            np.savez_compressed(
                file, ids=self.ids, lesions=self.lesions, labels=self.labels.astype(np.uint8), read=self.read.T,
                levels=np.ascontiguousarray(self.levels.transpose(2, 1, 0)),
            )  # fmt: skip

    @classmethod
    def load(cls, path: Path) -> Predictions:
        with np.load(path) as a:
            return cls(
                a["ids"], a["lesions"], a["labels"].astype(np.int64), np.ascontiguousarray(a["read"].T),
                np.ascontiguousarray(a["levels"].transpose(2, 1, 0)),
            )  # fmt: skip


def levels(scores: np.ndarray, positive: np.ndarray) -> np.ndarray:
    """Ranks that give the same average precision and area under the ROC curve, however the images are weighted: equal scores have one rank,
    and so have neighbours none of which is positive. [N], [N] bool -> [N] uint16"""
    order = np.argsort(scores, kind="stable")
    group = np.cumsum(np.append(False, np.diff(scores[order]) != 0))
    holds_positive = np.bincount(group, weights=positive[order]) > 0
    begins = np.append(False, holds_positive[1:] | holds_positive[:-1])
    found = np.empty(len(scores), dtype=np.uint16)
    found[order] = np.cumsum(begins)[group]
    return found
