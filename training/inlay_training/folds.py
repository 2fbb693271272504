"""Cross-validation over all real images, by image as in arXiv 2605.03221 and by lesion, with everything else alike: how much of a number
comes from images of a lesion that the classifier has seen. The generator and the gates have seen three quarters of the images that
are tested here, so no number of these folds says whether samples help."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold
from torch import Tensor

from .arms import CLASSES, Arm, Material
from .files import digest_of, write_atomically
from .frozen import Frozen
from .squares import RealSquares, Squares

PARTS = 5
FOLDED_ARMS = [
    Arm(), Arm(balance="softmax"), Arm("duplicates", 1), Arm("gated", 1), Arm("random gated", 1), Arm("gated", 3), Arm("random gated", 3),
]  # fmt: skip
WAYS = ("image", "lesion")


@dataclass(frozen=True)
class Folds:
    """The logits of every real image from the classifier that was not trained on its part. of[way][arm] [N,C]"""

    of: dict[str, dict[Arm, np.ndarray]]
    labels: np.ndarray
    lesions: np.ndarray


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


def run(family: Frozen, real: RealSquares, material: Material, folder: Path, cache: Path, seed: int = 1) -> int:
    """Three parts train, the next chooses the penalty, the last is tested. Images and mirror images are described, no other views. Logits
    go into `folder`, features into `cache`; what is there is kept. Returns how many arms were run."""
    missing = [
        (way, arm) for way in WAYS for arm in FOLDED_ARMS if not path_of(family, material, folder, way, arm, seed).is_file()
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


def found(family: Frozen, real: RealSquares, material: Material, folder: Path, seed: int = 1) -> Folds | None:
    """What `run` has left; nothing where it has not run to its end."""
    of: dict[str, dict[Arm, np.ndarray]] = {}
    for way in WAYS:
        for arm in FOLDED_ARMS:
            path = path_of(family, material, folder, way, arm, seed)
            if not path.is_file():
                return None
            with np.load(path) as arrays:
                of.setdefault(way, {})[arm] = arrays["logits"].astype(np.float64)
    return Folds(of, real.squares.labels.numpy(), real.lesions)


def path_of(family: Frozen, material: Material, folder: Path, way: str, arm: Arm, seed: int) -> Path:
    name = digest_of([asdict(family), way, PARTS, material.identity(arm), seed])
    return folder / "folds" / f"{way}-{arm.file_name}-{name}.npz"


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
