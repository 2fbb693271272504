"""What samples are worth to a small lab: ten real lesions of each rare class, forty of each other one, and what others can add.

A ridge classifier on features that no image of the project has trained (pooled maps of an ImageNet trunk), every class weighing alike. The lab's
lesions are held out from every training; what is added comes from training lesions or is made in their scenes. All images are cut at a random
offset and saved alike, so that neither a JPEG grid nor a file format tells what is made.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
import torch
from PIL import Image

from ..classes import LESION_CODES
from ..models.classifiers import load_trunk
from .pack import Pack
from .views import as_images

RIDGES = (1000.0, 3000.0)
CUT_PX = 192
"""Side of what is cut out; the trunk takes multiples of 32."""
GROUPS = {"DF": "DF", "VASC": "VASC", "AK": "AK+SCC", "SCC": "AK+SCC"}
"""Classes of the lab: the rare ones, AK and SCC together as in HAM10000's akiec; the others are themselves."""
NAMES = ("MEL", "NV", "BCC", "BKL", "DF", "VASC", "AK+SCC")
RARE = ("DF", "VASC", "AK+SCC")


def group(labels: np.ndarray) -> np.ndarray:
    """Index into LESION_CODES -> index into NAMES"""
    table = np.array([NAMES.index(GROUPS.get(code, code)) for code in LESION_CODES])
    return table[labels]


def saved_alike(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A square at a random offset that is off the 8x8 grid, through one JPEG encoder. [224,224,3] uint8 -> [192,192,3] uint8"""
    y, x = (int(v) + (v % 8 == 0) for v in rng.integers(0, image.shape[0] - CUT_PX - 1, 2))
    buffer = io.BytesIO()
    Image.fromarray(image[y : y + CUT_PX, x : x + CUT_PX]).save(buffer, format="JPEG", quality=90)
    return np.asarray(Image.open(buffer).convert("RGB"))


class Features:
    """Describes images once. forward [N,224,224,3] uint8 -> [N,D]"""

    def __init__(self, variant: str = "lite0") -> None:
        self.trunk = load_trunk(variant, imagenet=variant != "toy").eval()

    @torch.no_grad()
    def __call__(self, images: np.ndarray, seed: int, chunk: int = 64) -> np.ndarray:
        rng, found = np.random.default_rng(seed), []
        for start in range(0, len(images), chunk):
            cut = np.stack([saved_alike(image, rng) for image in images[start : start + chunk]])
            middle, last = self.trunk(as_images(torch.from_numpy(cut)) * 2 - 1)
            found.append(torch.cat([middle.mean((2, 3)), last.mean((2, 3))], dim=1).numpy())
        return np.concatenate(found) if found else np.zeros((0, sum(self.trunk.channels[3:])), dtype=np.float32)


@dataclass(frozen=True)
class Described:
    """x [N,D] features; y [N] index into NAMES; lesion [N] which lesion it shows or whose scene it is."""

    x: np.ndarray
    y: np.ndarray
    lesion: np.ndarray


def ridge(x: np.ndarray, y: np.ndarray, penalty: float) -> np.ndarray:
    """Weights [D+1,7] of a ridge regression on one-hot classes, every class weighing alike."""
    weights = 1 / np.bincount(y, minlength=len(NAMES)).clip(1)[y]
    weights = (weights / weights.mean())[:, None]
    design = np.c_[x, np.ones(len(x))]
    gram = (design * weights).T @ design
    gram[np.diag_indices_from(gram)] += penalty
    return np.linalg.solve(gram, (design * weights).T @ np.eye(len(NAMES))[y])


def lab(real: Described, rng: np.random.Generator, rare: int = 10, other: int = 40) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the lab's own lesions and of those that it is tested on; at most 60 of a class."""
    base, test = [], []
    for index, name in enumerate(NAMES):
        rows = rng.permutation(np.flatnonzero(real.y == index))
        own = rare if name in RARE else other
        base.append(rows[:own])
        test.append(rows[own : own + 60])
    return np.concatenate(base), np.concatenate(test)


def recalls(
    real: Described, added: Described | None, rng: np.random.Generator, each: int, only_rare: bool, penalty: float
) -> np.ndarray:
    """Recall of each class [7] of one lab, with `each` of `added` a class (only the rare ones, or all)."""
    base, test = lab(real, rng)
    x, y = real.x[base], real.y[base]
    if added is not None:
        names = RARE if only_rare else NAMES
        chosen = np.concatenate([_some(added, NAMES.index(name), each, rng) for name in names])
        x, y = np.concatenate([x, added.x[chosen]]), np.concatenate([y, added.y[chosen]])
    mean, sd = real.x.mean(0), real.x.std(0) + 1e-3
    found = ridge((x - mean) / sd, y, penalty)
    guess = (np.c_[(real.x[test] - mean) / sd, np.ones(len(test))] @ found).argmax(1)
    return np.array([(guess[real.y[test] == i] == i).mean() for i in range(len(NAMES))])


def _some(added: Described, index: int, each: int, rng: np.random.Generator) -> np.ndarray:
    return rng.permutation(np.flatnonzero(added.y == index))[:each]


def worth(
    real: Described, arms: dict[str, Described], splits: int = 100, each: int = 24, seed: int = 1000
) -> dict[str, dict]:
    """For each arm, alone (rare classes only) and with counterparts (every class): change of the rare recall against nothing added, each
    ridge; its standard deviation over the splits by draws; recall changes by class at the first ridge."""
    rare = [NAMES.index(name) for name in RARE]
    base = {
        p: np.array([recalls(real, None, np.random.default_rng(seed + n), each, True, p) for n in range(splits)])
        for p in RIDGES
    }
    found: dict[str, dict] = {
        "nothing": {
            f"ridge{p:g}": {"rare": float(base[p][:, rare].mean()), "all": float(base[p].mean())} for p in RIDGES
        }
    }
    for name, added in arms.items():
        for alone in (True, False):
            row: dict[str, object] = {}
            for p in RIDGES:
                got = np.array(
                    [recalls(real, added, np.random.default_rng(seed + n), each, alone, p) for n in range(splits)]
                )
                change = got - base[p]
                row[f"ridge{p:g}"] = {
                    "rare": float(change[:, rare].mean()),
                    "all": float(change.mean()),
                    "se": float(change[:, rare].mean(1).std() / splits**0.5),
                }
                if p == RIDGES[0]:
                    row["classes"] = {code: float(change[:, i].mean()) for i, code in enumerate(NAMES)}
            found[f"{name}, {'alone' if alone else 'with counterparts'}"] = row
    return found


def held_out(pack: Pack, describe: Features, seed: int = 5) -> Described:
    """The lab's lesions: calibration and test lesions of both sources at 224 px."""
    rows = np.concatenate([pack.rows(split) for split in ("calibration", "test")])
    rng = np.random.default_rng(seed)
    rows = np.concatenate(
        [rng.permutation(rows[pack.labels[rows] == label])[:160] for label in range(len(LESION_CODES))]
    )
    return Described(describe(pack.images[rows], seed), group(pack.labels[rows]), rows)
