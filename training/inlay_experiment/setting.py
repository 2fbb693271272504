"""What the experiment was done with, as far as its page says it: `setting.json`, beside the table of runs."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import torch

from inlay_training.classes import LESION_CODES
from inlay_training.data.dataset import DataError
from inlay_training.data.prepare import SPLITS
from inlay_training.files import write_atomically
from inlay_training.machine import processor

from .squares import RealSquares, SyntheticSet
from .table import SETTING


@dataclass(frozen=True)
class Setting:
    """bundle, sampler: of the candidates; scenes: real images that they were painted into, None for the shipped skins; kept: candidates that
    each rule keeps, a class; sets: of each set how many of how many the usual rule keeps, and how well a linear probe tells its candidates from real
    images of their class (AUROC); splits: images and lesions; train: real training images a class."""

    date: str
    machine: str
    threads: int
    torch: str
    size_px: int
    bundle: dict[str, str]
    sampler: dict
    scenes: int | None
    kept: dict[str, dict[str, int]]
    sets: dict[str, dict]
    splits: dict[str, dict[str, int]]
    train: dict[str, int]

    @property
    def rare(self) -> list[int]:
        """Labels of the classes that have candidates."""
        return [LESION_CODES.index(code) for code in self.kept["all"]]

    def save(self, folder: Path) -> None:
        with write_atomically(folder / SETTING) as file:
            file.write((json.dumps(asdict(self), indent=1) + "\n").encode())

    @classmethod
    def load(cls, folder: Path) -> Setting:
        """Raises DataError where there is none."""
        if not (folder / SETTING).is_file():
            raise DataError(f"{folder / SETTING} is missing; the experiment was not run.")
        return cls(**json.loads((folder / SETTING).read_text()))


def setting_of(real: RealSquares, sets: dict[str, SyntheticSet], told: dict[str, dict[str, float]]) -> Setting:
    """told: AUROC a set and a class (squares.told_apart)."""
    made = sets["nevi"]
    chosen = {name: real.split == index for index, name in enumerate(SPLITS)}
    labels = real.squares.labels.numpy()[chosen["train"]]
    return Setting(
        f"{datetime.now(UTC):%Y-%m-%d}", processor(), torch.get_num_threads(), torch.__version__, real.squares.images.shape[-1],
        {key: made.selected["bundle"][key] for key in ("id", "version")}, made.selected["sampler"],
        made.selected["scenes"]["count"] if made.selected["scenes"] else None,
        {rule: made.counts(ids) for rule, ids in made.selected["kept"].items()},
        {name: {"told": told[name], "kept": len(sets[name].kept("gated")), "made": len(sets[name].kept("all"))} for name in told},
        {name: {"images": int(own.sum()), "lesions": len(np.unique(real.lesions[own]))} for name, own in chosen.items()},
        {code: int((labels == label).sum()) for label, code in enumerate(LESION_CODES)},
    )  # fmt: skip
