"""A list of real scenes, a line each: image, class, source, split, lesion and outline. The studio describes them (docs/adr/0017); no pixel is in it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from ..classes import LESION_CODES
from ..data.prepare import SPLITS
from ..files import write_atomically
from .pack import SOURCES, Pack

FOLDERS = ("ham10000-224/images", "milk10k/images")
"""Of each source, within the folder of the data sets."""
HELD_OUT_MOST = 150
"""Calibration and test lesions of a class and source: more make no number better."""


def runs(mask: np.ndarray) -> list[int]:
    """COCO's uncompressed counts: column by column, starting with what is not masked. mask [H,W] 0/1"""
    flat = np.concatenate([[0], mask.T.reshape(-1).astype(np.int8)])
    ends = np.flatnonzero(np.diff(flat)).tolist()
    return np.diff([0, *ends, len(flat) - 1]).tolist()


def chosen(pack: Pack, most: int, seed: int = 5) -> np.ndarray:
    """Rows at 224 px with an outline, at most so many of a class, source and split."""
    rng = np.random.default_rng(seed)
    found = []
    for split in SPLITS:
        for label in range(len(LESION_CODES)):
            for source in range(len(SOURCES)):
                rows = rng.permutation(pack.rows(split, label, source))
                found.append(rows[: most if split == "train" else min(most, HELD_OUT_MOST)])
    return np.concatenate(found)


def lines(pack: Pack, rows: np.ndarray) -> list[dict]:
    return [
        {
            "id": pack.ids[row],
            "path": f"{FOLDERS[pack.source[row]]}/{pack.ids[row]}.jpg",
            "class": LESION_CODES[pack.labels[row]],
            "source": SOURCES[pack.source[row]],
            "split": SPLITS[pack.split[row]],
            "lesion": pack.lesions[row],
            "outline": {"size": list(pack.masks[row].shape), "counts": runs(pack.masks[row])},
        }
        for row in rows
    ]


def write(pack: Pack, data: Path, out: Path, most: int) -> int:
    """Writes the list; returns how many lines it has. Raises FileNotFoundError where an image is not in `data`."""
    found = lines(pack, chosen(pack, most))
    for line in found:
        if not (data / line["path"]).is_file():
            raise FileNotFoundError(f"{data / line['path']} is missing: the pack was made from other data.")
    with write_atomically(out) as file:
        file.write("".join(json.dumps(line, separators=(",", ":")) + "\n" for line in found).encode())
    return len(found)
