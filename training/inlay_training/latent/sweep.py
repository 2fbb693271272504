"""What guidance leads away from, a class at a time: no class at all, or the class that its samples are most often taken for.

Read by the encoder that ships; the judge measures what was chosen, and chooses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..classes import LESION_CODES
from ..data.batches import bounding_boxes
from ..models.classifiers import Encoder
from . import classify, paint
from .network import LatentUNet
from .pack import Pack
from .space import Space


@dataclass(frozen=True)
class Reader:
    """Reads the class of samples in the square around the mask."""

    encoder: Encoder
    config: classify.Training

    def __call__(self, made: paint.Made) -> np.ndarray:
        """[N] classes"""
        boxes = bounding_boxes(made.masks)
        return classify.logits(self.encoder, made.images, boxes, self.config).argmax(1).numpy()


def confused_with(guess: np.ndarray, labels: np.ndarray) -> dict[str, str]:
    """For each class the other one that its samples are read as most often; left out where that is never."""
    found = {}
    for label, code in enumerate(LESION_CODES):
        counts = np.bincount(guess[labels == label], minlength=len(LESION_CODES))
        counts[label] = 0
        if counts.max() > 0:
            found[code] = LESION_CODES[int(counts.argmax())]
    return found


def sweep(network: LatentUNet, space: Space, pack: Pack, reader: Reader, each: int) -> dict[str, dict]:
    """For each class: share read as it without another class to lead away from, the class it is taken for, and the share away from that."""
    rows, labels = paint.own_scenes(pack, "train", each, seed=11)
    plain = reader(paint.paint(network, space, pack, rows, labels, seed=11, away={}))
    away = confused_with(plain, labels)
    chosen = np.isin(labels, [LESION_CODES.index(code) for code in away])
    led = np.full(len(labels), -1)
    led[chosen] = reader(paint.paint(network, space, pack, rows[chosen], labels[chosen], seed=11, away=away))
    found: dict[str, dict] = {}
    for label, code in enumerate(LESION_CODES):
        own = labels == label
        found[code] = {"plain": float((plain[own] == label).mean())}
        if code in away:
            found[code] |= {"away": away[code], "led": float((led[own] == label).mean())}
    return found
