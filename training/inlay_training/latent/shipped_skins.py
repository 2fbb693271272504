"""The folder of skins that ships: an index, PNG files, a contact sheet. Skins of an earlier folder stay readable and are marked as retired."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
from PIL import Image

from ..failure import Failure
from ..files import write_atomically

LICENCE = "CC-BY-NC-SA-4.0"


class NoEarlierSkins(Failure):
    """The folder of earlier skins has no index."""


def pixel_digest(pixels: np.ndarray) -> str:
    """As the studio's `pixelDigest`: SHA-256 of width and height (uint32, little-endian) and RGB bytes. pixels [H,W,3] uint8"""
    header = np.array([pixels.shape[1], pixels.shape[0]], dtype="<u4").tobytes()
    return hashlib.sha256(header + pixels.tobytes()).hexdigest()


def entry(pixels: np.ndarray, number: int, facts: dict) -> dict:
    """A line of the index. The id is made of the pixels: another run never gives another image the same name."""
    sha256 = pixel_digest(pixels)
    name = f"scene-{sha256[:12]}"
    return {
        "id": name, "name": f"Skin {number}", "file": f"{name}.png", "width": pixels.shape[1], "height": pixels.shape[0],
        "sha256": sha256, "licence": LICENCE, **facts,
    }  # fmt: skip


def retired(earlier: Path, out: Path) -> list[dict]:
    """The lines of an earlier index, marked; its files are copied. Raises NoEarlierSkins."""
    index = earlier / "index.json"
    if not index.is_file():
        raise NoEarlierSkins(f"{index} is missing: plans that name its skins could not be made any more.")
    lines = json.loads(index.read_text())
    for line in lines:
        if earlier.resolve() != out.resolve():
            shutil.copyfile(earlier / line["file"], out / line["file"])
    return [{**line, "retired": True} for line in lines]


TILES = 7


def unevenness(pixels: np.ndarray) -> float:
    """How much rougher the roughest of 7 x 7 tiles is than the middle one: crusts and edges raise it. pixels [H,W,3] uint8"""
    grey = pixels.astype(np.float64).mean(axis=2)
    rough = np.abs(4 * grey[1:-1, 1:-1] - grey[:-2, 1:-1] - grey[2:, 1:-1] - grey[1:-1, :-2] - grey[1:-1, 2:])
    tiles = [part.mean() for row in np.array_split(rough, TILES) for part in np.array_split(row, TILES, axis=1)]
    return float(max(tiles) / max(np.median(tiles), 1e-9))


def write(out: Path, images: np.ndarray, facts: list[dict], earlier: Path | None) -> list[dict]:
    """Writes images [N,H,W,3] uint8 and the index into `out`; returns the index, new skins first, the most even before the others."""
    order = sorted(range(len(images)), key=lambda place: unevenness(images[place]))
    images, facts = images[order], [facts[place] for place in order]
    out.mkdir(parents=True, exist_ok=True)
    new = [entry(pixels, place + 1, said) for place, (pixels, said) in enumerate(zip(images, facts, strict=True))]
    before = retired(earlier, out) if earlier else []
    names = {line["id"] for line in new}
    lines = [*new, *(line for line in before if line["id"] not in names)]
    for line, pixels in zip(new, images, strict=True):
        with write_atomically(out / line["file"]) as file:
            Image.fromarray(pixels).save(file, format="PNG", optimize=True)
    with write_atomically(out / "index.json") as file:
        file.write((json.dumps(lines, indent=1) + "\n").encode())
    return lines


def sheet(path: Path, rows: list[np.ndarray]) -> None:
    """Rows of images [N,H,W,3] uint8 under each other; shorter ones end in white."""
    columns, side = max(len(row) for row in rows), rows[0].shape[1]
    canvas = np.full((len(rows) * side, columns * side, 3), 255, dtype=np.uint8)
    for place, row in enumerate(rows):
        if len(row):
            canvas[place * side : (place + 1) * side, : len(row) * side] = np.concatenate(list(row), axis=1)
    with write_atomically(path) as file:
        Image.fromarray(canvas).save(file, format="PNG")
