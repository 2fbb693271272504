"""Cross-validation over all real images, by image as in arXiv 2605.03221 and by lesion, with everything else alike: how much of a number
comes from images of a lesion that the classifier has seen. The generator and the gates have seen three quarters of the images that
are tested here, so no number of these folds says whether samples help."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import torch
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold
from torch import Tensor

from inlay_training.files import digest_of, write_atomically

from .arms import CLASSES, Arm, Material
from .frozen import Frozen
from .predictions import Predictions
from .squares import RealSquares, Squares
from .table import Row, RunTable, metrics_of

PARTS = 5
FOLDED_ARMS = [
    Arm(), Arm(balance="softmax"), Arm("duplicates", 1), Arm("gated", 1), Arm("random gated", 1), Arm("gated", 3), Arm("random gated", 3),
]  # fmt: skip
WAYS = ("image", "lesion")


def parts_of(real: RealSquares, way: str, seed: int) -> np.ndarray:
    """The part of each image. -> [N] 0..PARTS-1"""
    labels = real.squares.labels.numpy()
    if way == "image":
        split = StratifiedKFold(PARTS, shuffle=True, random_state=seed).split(labels, labels)
    else:
        split = StratifiedGroupKFold(PARTS, shuffle=True, random_state=seed).split(labels, labels, real.lesions)
    found = np.zeros(len(labels), dtype=np.int64)
    for part, (_, rows) in enumerate(split):
        found[rows] = part
    return found


def run(
    family: Frozen, real: RealSquares, material: Material, folder: Path, cache: Path, table: RunTable | None = None, seed: int = 1
) -> int:  # fmt: skip
    """Three parts train, the next chooses the penalty, the last is tested. Images and mirror images are described, no other views. Logits
    go into `folder`, features into `cache`; what is there or a row of the table is not done again. Returns how many arms were run."""
    known = table or RunTable()
    missing = [
        (way, arm) for way in WAYS for arm in FOLDED_ARMS
        if not path_of(family, material, folder, way, arm, seed).is_file()
        and known.row(digest(family, material, way, arm, seed), seed) is None
    ]  # fmt: skip
    if not missing:
        return 0
    candidates = np.flatnonzero(material.source == "nevi")

    def describe() -> dict[str, Tensor]:
        images = material.squares.images[torch.from_numpy(candidates)]
        return {"real": family.mirrored(real.squares.images), "made": family.mirrored(images)}

    features = family.kept(cache, digest_of(["folds", material.digest]), seed, describe)
    for way, arm in missing:
        logits = _crossed(family, real, material, features, candidates, parts_of(real, way, seed), arm, seed)
        path = path_of(family, material, folder, way, arm, seed)
        path.parent.mkdir(parents=True, exist_ok=True)
        with write_atomically(path) as file:
            np.savez(file, logits=logits.astype(np.float16))
        print(f"folds by {way}: {arm.name}", flush=True)
    return len(missing)


def digest(family: Frozen, material: Material, way: str, arm: Arm, seed: int = 1) -> str:
    return digest_of([asdict(family), way, PARTS, material.identity(arm), seed])


def path_of(family: Frozen, material: Material, folder: Path, way: str, arm: Arm, seed: int) -> Path:
    return folder / "folds" / f"{way}-{arm.file_name}-{digest(family, material, way, arm, seed)}.npz"


def digests(family: Frozen, material: Material) -> set[str]:
    """Of all runs of this cross-validation."""
    return {digest(family, material, way, arm) for way in WAYS for arm in FOLDED_ARMS}


def collected(
    family: Frozen, real: RealSquares, material: Material, folder: Path, table: RunTable, seed: int = 1
) -> RunTable:
    """The table with the rows of what `run` has left in `folder`."""
    labels, rows, logits = real.squares.labels.numpy(), [], []
    for way in WAYS:
        for arm in FOLDED_ARMS:
            path, name = path_of(family, material, folder, way, arm, seed), digest(family, material, way, arm, seed)
            if table.row(name, seed) is not None or not path.is_file():
                continue
            with np.load(path) as arrays:
                logits.append(arrays["logits"].astype(np.float64))
            metrics, classes = metrics_of(logits[-1], labels, material.rare())
            rows.append(Row(family.name, arm, seed, name, way, asdict(family), metrics=metrics, classes=classes))
    if not rows:
        return table
    return table.with_runs("folds", rows, Predictions.of_logits(real.ids, real.lesions, labels, logits))


def _crossed(
    family: Frozen, real: RealSquares, material: Material, features: dict[str, Tensor], candidates: np.ndarray, part_of: np.ndarray, arm: Arm, seed: int
) -> np.ndarray:  # fmt: skip
    labels = real.squares.labels
    logits = np.zeros((len(labels), CLASSES))
    for part in range(PARTS):
        tested, chosen = part_of == part, part_of == (part + 1) % PARTS
        train = ~tested & ~chosen

        def only(rows: np.ndarray) -> Squares:
            return Squares(torch.zeros(0), labels[torch.from_numpy(np.flatnonzero(rows))])

        fold = replace(
            material,
            squares=Squares(torch.zeros(0), torch.cat([only(train).labels, material.squares.labels[candidates]])),
            names=np.concatenate([np.repeat("real", train.sum()), material.names[candidates]]),
            source=np.repeat(["real", "nevi"], [train.sum(), len(candidates)]),
            calibration=only(chosen),
            test=only(tested),
        )
        parts = {
            "train": torch.cat([features["real"][:, train], features["made"]], dim=1),
            "calibration": features["real"][:, chosen],
            "test": features["real"][:, tested],
        }
        logits[tested] = family.fitted(fold, arm, seed, parts)["test"].numpy()
    return logits
