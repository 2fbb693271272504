"""The paper's experiment: do synthetic images of the rare classes help a classifier of real lesions that nothing here has seen?

An arm is a training set and a way of balancing it (arms.py). Every arm is trained by both families of classifiers, once a seed, and
leaves its logits on the calibration and on the test lesions; experiment_page.py makes numbers of them. Resumable: a finished run is a
file.
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from .arms import Arm, Material
from .files import digest_of, write_atomically
from .frozen import Frozen
from .tuned import Tuned

Family = Frozen | Tuned


@dataclass(frozen=True)
class Reading:
    """Logits [N,C] of one finished run."""

    calibration: np.ndarray
    test: np.ndarray
    seconds: float


class Results:
    """A file a finished run, named by all that it depends on: one of another experiment is not taken for it."""

    def __init__(self, folder: Path, material: Material, cache: Path) -> None:
        """cache: for features, which are large and quick to make again."""
        self.folder, self.material, self.cache = folder, material, cache

    def path(self, family: Family, arm: Arm, seed: int) -> Path:
        how = {key: value for key, value in asdict(family).items() if key != "device"}
        return self.folder / family.name / f"{arm.file_name}-{digest_of([how, self.material.identity(arm)])}-{seed}.npz"

    def read(self, family: Family, arm: Arm, seed: int) -> Reading | None:
        path = self.path(family, arm, seed)
        if not path.is_file():
            return None
        with np.load(path) as arrays:
            logits = {name: arrays[name].astype(np.float64) for name in ("calibration", "test")}
            return Reading(logits["calibration"], logits["test"], float(arrays["seconds"]))

    def run(self, family: Family, arms: list[Arm], seeds: range) -> int:
        """Trains what is missing, seed by seed, so that a stopped experiment has whole pairs. Returns how many runs that were."""
        trained = 0
        for seed in seeds:
            missing = [arm for arm in arms if not self.path(family, arm, seed).is_file()]
            train = family.trainer(self.material, seed, self.cache) if missing else None
            for arm in missing:
                assert train is not None
                started = time.monotonic()
                found = {name: value.half().numpy() for name, value in train(arm).items()}
                path = self.path(family, arm, seed)
                path.parent.mkdir(parents=True, exist_ok=True)
                with write_atomically(path) as file:
                    np.savez(file, **found, seconds=time.monotonic() - started)
                print(f"{family.name} {seed} {arm.name}: {time.monotonic() - started:.0f} s", flush=True)
                trained += 1
        return trained
