"""Reads HAM10000 and the skin patches once and writes one pack file that every later step loads.

The pack keeps the encoded files (about 60 MB), so that it travels easily; `load_pack` decodes it into memory.
"""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from tqdm import tqdm

from .classes import LESION_CODES
from .files import write_atomically

SPLITS = ("train", "calibration", "test")
SPLIT_SHARES = (0.75, 0.125, 0.125)
SKIN_SIDES_PX = (96, 84, 72, 60, 48)
"""Sides of the lesion-free squares looked for, largest first, in pixels of the 200x150 frames."""


class DataError(Exception):
    """The input data set cannot be used; the message says what to do."""


@dataclass(frozen=True)
class Pack:
    """All training data in memory.

    images [N,150,200,3] uint8 RGB; masks [N,150,200] uint8 0/1; labels [N] index into LESION_CODES; split [N] index
    into SPLITS; ids and lesions name the source; skin [P,128,128,3] uint8 lesion-free patches with skin_split [P];
    squares [M,4] int (image index, x, y, side) are lesion-free squares in the frames.
    """

    images: np.ndarray
    masks: np.ndarray
    labels: np.ndarray
    split: np.ndarray
    ids: list[str]
    lesions: list[str]
    skin: np.ndarray
    skin_split: np.ndarray
    squares: np.ndarray

    def rows(self, split: str, label: int | None = None) -> np.ndarray:
        """Indices of the images of one split, optionally of one class."""
        chosen = self.split == SPLITS.index(split)
        return np.flatnonzero(chosen if label is None else chosen & (self.labels == label))


def split_of(groups: dict[str, int], seed: str = "inlay") -> dict[str, int]:
    """Assigns each lesion (name -> class) to a split, class by class, by the order of a hash: stable when data grow."""
    assigned: dict[str, int] = {}
    for label in sorted(set(groups.values())):
        names = [name for name, value in groups.items() if value == label]
        names.sort(key=lambda name: hashlib.sha256(f"{seed}:{name}".encode()).hexdigest())
        edges = np.cumsum(SPLIT_SHARES) * len(names)
        for rank, name in enumerate(names):
            assigned[name] = int(np.searchsorted(edges, rank + 0.5))
    return assigned


def lesion_free_squares(image: np.ndarray, mask: np.ndarray) -> list[tuple[int, int, int]]:
    """Up to two lesion-free squares (x, y, side) of a frame, away from the lesion and from the dark vignette."""
    taken = np.asarray(Image.fromarray(mask * 255).resize((200, 150)).point(lambda v: 255 if v else 0)) > 0
    blocked = taken | (image.min(axis=2) < 60)
    sums = np.pad(blocked.astype(np.int64), ((1, 0), (1, 0))).cumsum(0).cumsum(1)
    height, width = blocked.shape
    found: list[tuple[int, int, int]] = []
    for side in SKIN_SIDES_PX:
        for y in range(0, height - side + 1, 6):
            for x in range(0, width - side + 1, 6):
                margin = 8  # keeps the reddish halo around a lesion out
                x0, y0 = max(0, x - margin), max(0, y - margin)
                x1, y1 = min(width, x + side + margin), min(height, y + side + margin)
                if sums[y1, x1] - sums[y0, x1] - sums[y1, x0] + sums[y0, x0] == 0:
                    if all(abs(x - fx) + abs(y - fy) > side // 2 for fx, fy, _ in found):
                        found.append((x, y, side))
                        if len(found) == 2:
                            return found
        if found:
            return found
    return found


def prepare(data: Path, out: Path) -> Path:
    """Writes `out` (npz). Raises DataError when a table or a folder is missing or a file cannot be read."""
    ham, patches = data / "ham10000", data / "skin-patches"
    for needed in (ham / "GroundTruth.csv", ham / "HAM10000_metadata.csv", patches / "patches.csv"):
        if not needed.is_file():
            raise DataError(f"{needed} is missing. Point --data at the folder that holds ham10000/ and skin-patches/.")
    lesion_of = {row["image_id"]: row["lesion_id"] for row in csv.DictReader((ham / "HAM10000_metadata.csv").open())}
    ids, labels, jpegs, masks, squares, seen = [], [], [], [], [], set()
    for row in tqdm(list(csv.DictReader((ham / "GroundTruth.csv").open())), desc="prepare", unit="image"):
        name = row["image"]
        jpeg = (ham / "images" / f"{name}.jpg").read_bytes()
        digest = hashlib.sha256(jpeg).digest()
        if digest in seen:
            continue  # HAM10000 holds two byte-identical pairs under different lesions
        seen.add(digest)
        mask_png = (ham / "masks" / f"{name}_segmentation.png").read_bytes()
        try:
            image, mask = decode_image(jpeg), decode_mask(mask_png)
        except OSError as error:
            raise DataError(f"{name} cannot be decoded ({error}). Fetch the file again, or remove its row.") from error
        if image.shape[:2] != mask.shape:
            raise DataError(f"{name}: image {image.shape[:2]} and mask {mask.shape} differ in size.")
        squares += [(len(ids), *square) for square in lesion_free_squares(image, mask)]
        ids.append(name)
        labels.append(next(i for i, code in enumerate(LESION_CODES) if float(row[code]) > 0.5))
        jpegs.append(jpeg)
        masks.append(mask_png)
    lesions = [lesion_of[name] for name in ids]
    group_class: dict[str, int] = {}
    for lesion, label in zip(lesions, labels, strict=True):
        group_class.setdefault(lesion, label)
    lesion_split = split_of(group_class)
    skin_rows = list(csv.DictReader((patches / "patches.csv").open()))
    skin_split = split_of({row["source_id"]: 0 for row in skin_rows})
    arrays = {
        **_concatenate("jpeg", jpegs),
        **_concatenate("mask", masks),
        **_concatenate("skin", [(patches / row["patch"]).read_bytes() for row in skin_rows]),
        "ids": np.array(ids),
        "lesions": np.array(lesions),
        "labels": np.array(labels, dtype=np.int64),
        "split": np.array([lesion_split[lesion] for lesion in lesions], dtype=np.int64),
        "skin_split": np.array([skin_split[row["source_id"]] for row in skin_rows], dtype=np.int64),
        "squares": np.array(squares, dtype=np.int64),
    }
    with write_atomically(out) as file:
        np.savez(file, **arrays)
    return out


def load_pack(path: Path) -> Pack:
    """Decodes a pack. Raises DataError when it is missing."""
    if not path.is_file():
        raise DataError(f"{path} is missing. Run the prepare step first.")
    with np.load(path) as arrays:
        return Pack(
            images=np.stack([decode_image(b) for b in _split(arrays, "jpeg")]),
            masks=np.stack([decode_mask(b) for b in _split(arrays, "mask")]),
            labels=arrays["labels"],
            split=arrays["split"],
            ids=[str(v) for v in arrays["ids"]],
            lesions=[str(v) for v in arrays["lesions"]],
            skin=np.stack([decode_image(b) for b in _split(arrays, "skin")]),
            skin_split=arrays["skin_split"],
            squares=arrays["squares"],
        )


def decode_image(data: bytes) -> np.ndarray:
    """JPEG or PNG bytes -> [H,W,3] uint8 RGB."""
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))


def decode_mask(data: bytes) -> np.ndarray:
    """PNG bytes -> [H,W] uint8, 1 inside the lesion."""
    return (np.asarray(Image.open(io.BytesIO(data)).convert("L")) > 127).astype(np.uint8)


def _concatenate(name: str, parts: list[bytes]) -> dict[str, np.ndarray]:
    ends = np.cumsum([len(part) for part in parts])
    return {f"{name}_bytes": np.frombuffer(b"".join(parts), dtype=np.uint8), f"{name}_ends": ends}


def _split(arrays: np.lib.npyio.NpzFile, name: str) -> list[bytes]:
    data, ends = arrays[f"{name}_bytes"].tobytes(), arrays[f"{name}_ends"]
    return [data[start:end] for start, end in zip([0, *ends[:-1]], ends, strict=True)]
