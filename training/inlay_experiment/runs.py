"""The paper's experiment: do synthetic images of the rare classes help a classifier of real lesions that nothing here has seen?

An arm is a training set and a way of balancing it (arms.py). Every arm is trained by both families of classifiers, once a seed, and
leaves its logits on the calibration and on the test lesions in the work folder; `collected` makes rows of them (run_table.py). Resumable: a
finished run is a file or a row.
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from inlay_training.data.prepare import SPLITS
from inlay_training.files import digest_of, write_atomically

from .arms import REAL, Arm, Material, log_prior
from .frozen import Frozen
from .predictions import Predictions
from .squares import RealSquares
from .table import Row, RunTable, held_out_metrics, metrics_of
from .tuned import Tuned

Family = Frozen | Tuned
Plans = list[tuple[Family, list[Arm]]]
ADJUSTED = Arm(balance="logits adjusted")
"""Not trained: real images alone, the logarithm of each class's share taken from its logit (Menon et al., arXiv 2007.07314)."""


@dataclass(frozen=True)
class Reading:
    """Logits [N,C] of one finished run."""

    calibration: np.ndarray
    test: np.ndarray
    seconds: float

    def adjusted(self, prior: np.ndarray) -> Reading:
        return Reading(self.calibration - prior, self.test - prior, self.seconds)


class Results:
    """A file a finished run, named by all that it depends on: one of another experiment is not taken for it."""

    def __init__(self, folder: Path, material: Material, cache: Path, table: RunTable | None = None) -> None:
        """cache: for features, which are large and quick to make again. table: of runs that need not be done again."""
        self.folder, self.material, self.cache, self.table = folder, material, cache, table or RunTable()

    def digest(self, family: Family, arm: Arm) -> str:
        return digest_of([how(family), self.material.identity(arm)])

    def path(self, family: Family, arm: Arm, seed: int) -> Path:
        return self.folder / family.name / f"{arm.file_name}-{self.digest(family, arm)}-{seed}.npz"

    def read(self, family: Family, arm: Arm, seed: int) -> Reading | None:
        path = self.path(family, arm, seed)
        if not path.is_file():
            return None
        with np.load(path) as arrays:
            logits = {name: arrays[name].astype(np.float64) for name in ("calibration", "test")}
            return Reading(logits["calibration"], logits["test"], float(arrays["seconds"]))

    def is_done(self, family: Family, arm: Arm, seed: int) -> bool:
        known = self.table.row(self.digest(family, arm), seed) is not None
        return known or self.path(family, arm, seed).is_file()

    def run(self, family: Family, arms: list[Arm], seeds: range) -> int:
        """Trains what is missing, seed by seed, so that a stopped experiment has whole pairs. Returns how many runs that were."""
        trained = 0
        for seed in seeds:
            missing = [arm for arm in arms if not self.is_done(family, arm, seed)]
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

    def digests(self, plans: Plans) -> set[str]:
        """Of all runs of the plans."""
        return {self.digest(family, arm) for family, arms in plans for arm in arms}

    def collected(self, plans: Plans, seeds: range, real: RealSquares, table: RunTable) -> RunTable:
        """The table with the rows of the plans' files that are no rows yet."""
        rows, logits = [], []
        for family, arm, seed in ((family, arm, seed) for family, arms in plans for arm in arms for seed in seeds):
            reading = self.read(family, arm, seed)
            if reading is None or table.row(self.digest(family, arm), seed):
                continue
            versions = {arm: reading}
            if arm == REAL:
                versions[ADJUSTED] = reading.adjusted(log_prior(self.material.labels[self.material.real]).numpy())
            for version, read in versions.items():
                rows.append(self._row(family, version, seed, self.digest(family, arm), read))
                logits.append(read.test)
        if not rows:
            return table
        test, labels = real.split == SPLITS.index("test"), self.material.test.labels.numpy()
        found = Predictions.of_logits(real.ids[test], real.lesions[test], labels, logits)
        return table.with_runs("lesions", rows, found)

    def _row(self, family: Family, arm: Arm, seed: int, digest: str, reading: Reading) -> Row:
        material = self.material
        added = 0 if arm == ADJUSTED else len(material.rows(arm, seed)) - int(material.real.sum())
        metrics, classes = metrics_of(reading.test, material.test.labels.numpy(), material.rare())
        held_out = held_out_metrics(reading.calibration, material.calibration.labels.numpy())
        return Row(
            family.name, arm, seed, digest, "", how(family), added, reading.seconds, held_out, metrics, classes
        )  # fmt: skip


def how(family: Family) -> dict[str, object]:
    """All parameters of a family but where it computes."""
    return {key: value for key, value in asdict(family).items() if key != "device"}
