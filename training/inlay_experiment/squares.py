"""The images of the experiment: squares of real lesions, of the candidates of `npm run set`, and of lesions pasted into skin.

All come the same way, or how they were stored would tell them apart: an image as large as a frame of the pack goes through the
pack's JPEG, the square around the mask is cut by the studio's rule, and the same filter reduces it. What stays different is what the
generator does: `told_apart` measures how far that shows.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from torch import Tensor

from inlay_training.classes import LESION_CODES
from inlay_training.data.batches import (
    CONTEXT_SCALE,
    ELASTIC,
    bounding_boxes,
    crop,
    jitter_colour,
    soften,
    turned,
    uniform,
)
from inlay_training.data.dataset import DataError
from inlay_training.data.prepare import SPLITS, Pack, decode_image, encode
from inlay_training.evaluate.measures import general_features
from inlay_training.files import digest_of, kept_arrays, lines_of
from inlay_training.models.efficientnet import EfficientNetLite


@dataclass(frozen=True)
class Squares:
    """images [N,3,S,S] uint8 RGB; labels [N] index into LESION_CODES."""

    images: Tensor
    labels: Tensor

    def __add__(self, other: Squares) -> Squares:
        return Squares(torch.cat([self.images, other.images]), torch.cat([self.labels, other.labels]))

    def arrays(self) -> dict[str, np.ndarray]:
        """As a file keeps them."""
        return {"images": self.images.numpy(), "labels": self.labels.numpy()}

    @classmethod
    def of_arrays(cls, arrays: dict[str, np.ndarray]) -> Squares:
        return cls(torch.from_numpy(arrays["images"]), torch.from_numpy(arrays["labels"]))


@dataclass(frozen=True)
class RealSquares:
    """All squares of a pack, with their split (index into SPLITS), lesion and id."""

    squares: Squares
    split: np.ndarray
    lesions: np.ndarray
    ids: np.ndarray

    def in_split(self, split: str) -> Squares:
        rows = torch.from_numpy(np.flatnonzero(self.split == SPLITS.index(split)))
        return Squares(self.squares.images[rows], self.squares.labels[rows])


def region_around(box: np.ndarray, width: int, height: int) -> tuple[int, int, int]:
    """x, y and side of the square around a lesion with this box (centre x, centre y, width, height), as src/core/image/region.ts
    finds it around a mask."""
    longer, shorter = float(box[2:].max()), min(width, height)
    side = max(math.floor(CONTEXT_SCALE * longer + 0.5), 32)
    if side > shorter:
        side = max(shorter, math.ceil(longer * 1.08))

    def place(centre: float, size: int) -> int:
        wanted = (size - side) / 2 if side > size else min(size - side, max(0.0, centre - side / 2))
        return math.floor(wanted + 0.5)

    return place(float(box[0]), width), place(float(box[1]), height), side


def cut(image: np.ndarray, square: tuple[int, int, int], size_px: int) -> np.ndarray:
    """The square (x, y, side) of an image [H,W,3], mirrored beyond its edge. -> [3,size_px,size_px] uint8"""
    x, y, side = square
    height, width = image.shape[:2]
    pad = max(0, -x, -y, x + side - width, y + side - height)
    padded = np.pad(image, ((pad, pad), (pad, pad), (0, 0)), mode="symmetric")
    part = padded[y + pad : y + pad + side, x + pad : x + pad + side]
    reduced = Image.fromarray(part).resize((size_px, size_px), Image.Resampling.BILINEAR)  # over all it covers
    return np.array(reduced).transpose(2, 0, 1)


def stored(image: np.ndarray) -> np.ndarray:
    """As a file of the pack gives an image [H,W,3] back."""
    return decode_image(encode(Image.fromarray(image), "JPEG"))


def real_squares(pack: Pack, size_px: int) -> RealSquares:
    boxes = bounding_boxes(pack.masks)
    height, width = pack.images.shape[1:3]
    cuts = [
        cut(stored(image), region_around(box, width, height), size_px)
        for image, box in zip(pack.images, boxes, strict=True)
    ]
    squares = Squares(torch.from_numpy(np.stack(cuts)), torch.from_numpy(pack.labels))
    return RealSquares(squares, pack.split, np.array(pack.lesions), np.array(pack.ids))


def kept_real_squares(pack: Pack, size_px: int, path: Path) -> RealSquares:
    """Cut once, and kept in a file."""

    def make() -> dict[str, np.ndarray]:
        real = real_squares(pack, size_px)
        return {**real.squares.arrays(), "split": real.split, "lesions": real.lesions}

    arrays = kept_arrays(path, make)
    return RealSquares(Squares.of_arrays(arrays), arrays["split"], arrays["lesions"], np.array(pack.ids))


@dataclass(frozen=True)
class SyntheticSet:
    """A folder of `npm run set`: its candidates by id, and what is selected of them."""

    folder: Path
    candidates: dict[str, dict]
    selected: dict

    @classmethod
    def open(cls, folder: Path) -> SyntheticSet:
        """Raises DataError where there is none, or where it is not finished."""
        if not (folder / "selected.json").is_file():
            raise DataError(f"{folder / 'selected.json'} is missing. Make candidates first: npm run set.")
        candidates = {line["id"]: line for line in lines_of(folder / "candidates.jsonl")}
        return cls(folder, candidates, json.loads((folder / "selected.json").read_text()))

    def kept(self, rule: str) -> list[str]:
        """Ids that a rule of selection keeps; `all` that a gate could score."""
        if rule not in self.selected["kept"]:
            raise DataError(f"{self.folder} was not selected from by the rule {rule}. Run npm run set again.")
        return self.selected["kept"][rule]

    def counts(self, ids: Iterable[str]) -> dict[str, int]:
        """How many of each class these are, without the classes that have none."""
        classes = [self.candidates[name]["class"] for name in ids]
        return {code: classes.count(code) for code in LESION_CODES if code in classes}

    def squares(self, ids: list[str], size_px: int) -> Squares:
        """Cut once, and kept beside the candidates."""
        arrays = kept_arrays(
            self.folder / f"squares-{size_px}-{digest_of(ids)}.npz", lambda: self._cut(ids, size_px).arrays()
        )
        return Squares.of_arrays(arrays)

    def _cut(self, ids: list[str], size_px: int) -> Squares:
        images = [torch.zeros(0, 3, size_px, size_px, dtype=torch.uint8)]
        for name in ids:
            line = self.candidates[name]
            image = np.asarray(Image.open(self.folder / line["file"]).convert("RGB"))
            region = line["region"]
            square = (region["x"], region["y"], region["sidePx"])
            images.append(torch.from_numpy(cut(stored(image), square, size_px))[None])
        labels = [LESION_CODES.index(self.candidates[name]["class"]) for name in ids]
        return Squares(torch.cat(images), torch.tensor(labels, dtype=torch.int64))

    def identity(self) -> list[object]:
        """What the candidates were made with, and which there are."""
        return [*(self.selected[key] for key in ("bundle", "sampler", "seed", "scenes")), self.kept("all")]


def views(images: Tensor, softened: float, g: torch.Generator) -> Tensor:
    """Squares [N,3,S,S] uint8 as a training step sees them: moved, turned, mirrored, warped, recoloured, some of them softened.
    -> [N,3,S,S] in [-1,1]"""
    n, size = len(images), images.shape[-1]
    centre = size / 2 + 0.06 * size * (2 * torch.rand(n, 2, generator=g) - 1)
    side = size * uniform(n, 0.85, 1.15, g)
    turn = torch.randint(0, 4, (n,), generator=g) * (torch.pi / 2) + uniform(n, -0.2, 0.2, g)
    flip = torch.randint(0, 2, (n,), generator=g) * 2.0 - 1
    warp = ELASTIC * torch.randn(n, 2, 5, 5, generator=g)
    return soften(
        jitter_colour(crop(images.float() / 255, centre, side, size, turn, flip, warp), g) * 2 - 1, softened, g
    )


def pasted_squares(pack: Pack, rows: np.ndarray, size_px: int, seed: int) -> Squares:
    """Cut and paste: lesions of the training images `rows` of the pack, each in lesion-free skin of another training image. The lesion is
    turned and mirrored, its rim is soft, and the skin takes the mean colour of what was around the lesion."""
    g = np.random.default_rng(seed)
    height, width = pack.images.shape[1:3]
    free = pack.squares[pack.split[pack.squares[:, 0]] == SPLITS.index("train")]
    boxes, found = bounding_boxes(pack.masks[rows]), []
    for row, box in zip(rows, boxes, strict=True):
        square = region_around(box, width, height)
        lesion = cut(stored(pack.images[row]), square, size_px).astype(np.float32)
        mask = cut(pack.masks[row][..., None].repeat(3, 2) * 255, square, size_px)[:1].astype(np.float32) / 255
        source, x, y, side = free[g.integers(len(free))]
        skin = cut(stored(pack.images[source]), (x, y, side), size_px).astype(np.float32)
        soft = F.avg_pool2d(F.max_pool2d(torch.from_numpy(mask)[None], 5, 1, 2), 5, 1, 2, count_include_pad=False)[
            0
        ].numpy()
        around = np.maximum(1 - soft, 1e-3)
        skin += ((lesion - skin) * around).sum((1, 2), keepdims=True) / around.sum()
        quarter, mirrored = int(g.integers(4)), bool(g.integers(2))
        lesion, soft = (turned(torch.from_numpy(part), quarter, mirrored).numpy() for part in (lesion, soft))
        found.append(np.clip(np.rint(soft * lesion + (1 - soft) * skin), 0, 255).astype(np.uint8))
    images = np.stack(found) if found else np.zeros((0, 3, size_px, size_px), dtype=np.uint8)
    return Squares(torch.from_numpy(images), torch.from_numpy(pack.labels[rows]))


def told_apart(made: SyntheticSet, real: RealSquares, trunk: EfficientNetLite, size_px: int) -> dict[str, float]:
    """AUROC, a class, of a linear probe on general features that tells candidates from real training images: 0.5 where it cannot. In
    five parts; all images of a lesion and all candidates on one skin are in the same part."""
    found = {}
    chosen = np.flatnonzero(real.split == SPLITS.index("train"))
    genuine = real.in_split("train")
    for code, count in made.counts(made.kept("all")).items():
        ids = [name for name in made.kept("all") if made.candidates[name]["class"] == code]
        rows = torch.from_numpy(np.flatnonzero(genuine.labels.numpy() == LESION_CODES.index(code)))
        images = torch.cat([genuine.images[rows], made.squares(ids, size_px).images])
        groups = [*real.lesions[chosen[rows.numpy()]], *(made.candidates[name]["background"] for name in ids)]
        features = general_features(trunk, images.float() / 127.5 - 1).numpy()
        is_made = np.repeat([False, True], [len(rows), count])
        probe = make_pipeline(StandardScaler(), LogisticRegression(C=0.01, max_iter=1000))
        scores = cross_val_score(probe, features, is_made, groups=groups, cv=GroupKFold(5), scoring="roc_auc")
        found[code] = float(scores.mean())
    return found
