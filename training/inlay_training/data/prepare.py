"""Reads a data set and the skin patches once and writes one pack file that every later step loads.

Every image becomes a frame of one size around its lesion; where a finer version of the central square exists, it replaces
those pixels. The pack keeps encoded files (about 200 MB), so that it travels; `load_pack` decodes it into memory.
"""

from __future__ import annotations

import hashlib
import io
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from tqdm import tqdm

from ..files import write_atomically
from .dataset import DataError, Record, read_dataset, rows_of, without_copies

SPLITS = ("train", "calibration", "test")
SPLIT_SHARES = (0.75, 0.125, 0.125)
FRAME = (300, 225)
"""Width and height of every frame, px."""
CENTRE_SHARE = 0.75
"""A finer square shows this share of the frame's width: 450 of HAM10000's 600 pixels."""
SKIN_SIDES_PX = (144, 126, 108, 90, 72)
"""Sides of the lesion-free squares looked for, largest first, in pixels of the frame."""
Outliner = Callable[[Image.Image], np.ndarray]
"""Draws a lesion's mask, [H,W] uint8 0/1 of the image's size, where a data set has none."""


@dataclass(frozen=True)
class Pack:
    """All training data in memory.

    images [N,225,300,3] uint8 RGB; masks [N,225,300] uint8 0/1; labels [N] index into LESION_CODES; split [N] index
    into SPLITS; fine [N] whether the frame's centre comes from a finer image; ids and lesions name the source;
    skin [P,128,128,3] uint8 lesion-free patches with skin_split [P]; squares [M,4] int (image index, x, y, side) are
    lesion-free squares in the frames.
    """

    images: np.ndarray
    masks: np.ndarray
    labels: np.ndarray
    split: np.ndarray
    fine: np.ndarray
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
    blocked = (mask > 0) | (image.min(axis=2) < 60)
    sums = np.pad(blocked.astype(np.int64), ((1, 0), (1, 0))).cumsum(0).cumsum(1)
    height, width = blocked.shape
    margin = height // 18  # keeps the reddish halo around a lesion out
    found: list[tuple[int, int, int]] = []
    for side in SKIN_SIDES_PX:
        for y in range(0, height - side + 1, 9):
            for x in range(0, width - side + 1, 9):
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


def to_frame(image: Image.Image, mask: Image.Image) -> tuple[Image.Image, Image.Image]:
    """Scales an image and its mask so that they cover the frame, then cuts the frame out around the lesion's middle."""
    width, height = FRAME
    scale = max(width / image.width, height / image.height)
    size = max(width, round(image.width * scale)), max(height, round(image.height * scale))
    image, mask = image.resize(size, Image.Resampling.BICUBIC), mask.resize(size, Image.Resampling.BILINEAR)
    box = mask.point(lambda v: 255 if v > 127 else 0).getbbox() or (0, 0, *size)
    left = min(max(0, (box[0] + box[2] - width) // 2), size[0] - width)
    top = min(max(0, (box[1] + box[3] - height) // 2), size[1] - height)
    window = (left, top, left + width, top + height)
    return image.crop(window), mask.crop(window)


def load_pair(record: Record, outline: Outliner | None) -> tuple[Image.Image, Image.Image]:
    """The image in RGB and its mask in L. Raises DataError, naming the image, where one of them cannot be used."""
    try:
        image = Image.open(record.image).convert("RGB")
        mask = Image.open(record.mask).convert("L") if record.mask else None
    except (OSError, SyntaxError) as error:
        raise DataError(f"{record.id} cannot be decoded ({error}). Fetch the file again, or remove its row.") from error
    if mask is None:
        if outline is None:
            raise DataError(
                f"{record.id} has no lesion mask. Put one beside it: masks/{record.id}_segmentation.png, white where the lesion is."
            )
        mask = Image.fromarray(outline(image) * 255)
    if image.size != mask.size:
        raise DataError(f"{record.id}: image {image.size} and mask {mask.size} differ in size.")
    return image, mask


def finer_square(folder: Path | None, name: str, frame: Image.Image, mask: Image.Image) -> bool:
    """Pastes the finer version of the central square over the frame and its mask, where `folder` has one."""
    if folder is None or not (folder / "images" / f"{name}.jpg").is_file():
        return False
    side = round(frame.width * CENTRE_SHARE)
    corner = ((frame.width - side) // 2, (frame.height - side) // 2)
    record = Record(name, name, 0, folder / "images" / f"{name}.jpg", folder / "masks" / f"{name}_segmentation.png")
    fine, fine_mask = load_pair(record, None)
    frame.paste(fine.resize((side, side), Image.Resampling.BICUBIC), corner)
    mask.paste(fine_mask.resize((side, side), Image.Resampling.BILINEAR), corner)
    return True


def prepare(
    dataset: Path, out: Path, finer: Path | None = None, patches: Path | None = None, outline: Outliner | None = None
) -> Path:
    """Writes `out` (npz). Raises DataError when a table or a folder is missing or a file cannot be used.

    `finer` holds `images/` and `masks/` of central squares of HAM10000 images; `patches` holds lesion-free 128x128 patches
    with `patches.csv`.
    """
    kept: list[Record] = []
    jpegs, masks, squares, fine = [], [], [], []
    for record in without_copies(tqdm(read_dataset(dataset), desc="prepare", unit="image", mininterval=5)):
        image, mask = to_frame(*load_pair(record, outline))
        fine.append(finer_square(finer, record.id, image, mask))
        mask = mask.point(lambda v: 255 if v > 127 else 0)
        squares += [(len(kept), *square) for square in lesion_free_squares(np.asarray(image), np.asarray(mask))]
        kept.append(record)
        jpegs.append(encode(image, "JPEG"))
        masks.append(encode(mask, "PNG"))
    group_class: dict[str, int] = {}
    for record in kept:
        group_class.setdefault(record.lesion, record.label)
    lesion_split = split_of(group_class)
    skin, skin_sources = read_patches(patches)
    skin_split = split_of(dict.fromkeys(skin_sources, 0))
    arrays = {
        **_concatenate("jpeg", jpegs),
        **_concatenate("mask", masks),
        **_concatenate("skin", skin),
        "ids": np.array([record.id for record in kept]),
        "lesions": np.array([record.lesion for record in kept]),
        "labels": np.array([record.label for record in kept], dtype=np.int64),
        "split": np.array([lesion_split[record.lesion] for record in kept], dtype=np.int64),
        "fine": np.array(fine, dtype=bool),
        "skin_split": np.array([skin_split[source] for source in skin_sources], dtype=np.int64),
        "squares": np.array(squares, dtype=np.int64).reshape(-1, 4),
    }
    with write_atomically(out) as file:
        np.savez(file, **arrays)
    return out


def read_patches(folder: Path | None) -> tuple[list[bytes], list[str]]:
    """The patch files and the image that each was cut from; nothing where there is no folder."""
    if folder is None:
        return [], []
    if not (folder / "patches.csv").is_file():
        raise DataError(
            f"{folder / 'patches.csv'} is missing; it names the image that each patch is from. Put it there, or take the folder away."
        )
    rows = rows_of(folder / "patches.csv")
    return [(folder / row["patch"]).read_bytes() for row in rows], [row["source_id"] for row in rows]


def encode(image: Image.Image, kind: str) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format=kind, **({"quality": 92, "subsampling": 0} if kind == "JPEG" else {}))
    return buffer.getvalue()


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
            fine=arrays["fine"],
            ids=[str(v) for v in arrays["ids"]],
            lesions=[str(v) for v in arrays["lesions"]],
            skin=np.array([decode_image(b) for b in _split(arrays, "skin")], dtype=np.uint8).reshape(-1, 128, 128, 3),
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
    ends = np.cumsum([len(part) for part in parts], dtype=np.int64)
    return {f"{name}_bytes": np.frombuffer(b"".join(parts), dtype=np.uint8), f"{name}_ends": ends}


def _split(arrays: np.lib.npyio.NpzFile, name: str) -> list[bytes]:
    data, ends = arrays[f"{name}_bytes"].tobytes(), arrays[f"{name}_ends"]
    return [data[start:end] for start, end in itertools.pairwise([0, *ends])]
