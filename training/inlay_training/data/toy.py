"""A drawn stand-in for a data set, so that the whole chain can be tested where no images are."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from ..classes import LESION_CODES
from ..files import write_atomically
from .prepare import FRAME, SPLITS, _concatenate

PER_CLASS = 16


def _encode(image: Image.Image, kind: str) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format=kind)
    return buffer.getvalue()


def make_pack(path: Path, seed: int = 3) -> Path:
    """Ellipses in a colour a class on plain skin colours, in the layout of `prepare`."""
    rng = np.random.default_rng(seed)
    jpegs, masks, labels, split, squares = [], [], [], [], []
    for label in range(len(LESION_CODES)):
        colour = tuple(int(v) for v in rng.integers(40, 160, 3))
        for number in range(PER_CLASS):
            skin = tuple(int(v) for v in rng.integers(180, 235, 3))
            frame, mask = Image.new("RGB", FRAME, skin), Image.new("L", FRAME, 0)
            x, y, w, h = rng.integers(105, 195), rng.integers(82, 142), rng.integers(22, 52), rng.integers(22, 52)
            box = (int(x - w), int(y - h), int(x + w), int(y + h))
            ImageDraw.Draw(frame).ellipse(box, fill=colour)
            ImageDraw.Draw(mask).ellipse(box, fill=255)
            squares.append((len(jpegs), 0, 0, 48))
            jpegs.append(_encode(frame.filter(ImageFilter.GaussianBlur(3)), "PNG"))
            masks.append(_encode(mask, "PNG"))
            labels.append(label)
            split.append(0 if number < 10 else 1 if number < 13 else 2)
    patches = [
        _encode(Image.new("RGB", (128, 128), tuple(int(v) for v in rng.integers(180, 235, 3))), "PNG")
        for _ in range(12)
    ]
    names = np.array([f"TOY_{i:04d}" for i in range(len(jpegs))])
    with write_atomically(path) as file:
        np.savez(
            file, **_concatenate("jpeg", jpegs), **_concatenate("mask", masks), **_concatenate("skin", patches),
            ids=names, lesions=names, labels=np.array(labels), split=np.array(split), fine=np.zeros(len(labels), dtype=bool),
            skin_split=np.array([i % len(SPLITS) for i in range(len(patches))]), squares=np.array(squares),
        )  # fmt: skip
    _write_folder(path.with_suffix(""), jpegs, masks, labels)
    return path


def _write_folder(folder: Path, images: list[bytes], masks: list[bytes], labels: list[int]) -> None:
    """The same images in the layout of HAM10000, for `npm run fit`."""
    rows, truth = [("lesion_id", "image_id", "dx")], [("image", *LESION_CODES)]
    for number, (image, mask, label) in enumerate(zip(images, masks, labels, strict=True)):
        name = f"TOY_{number:04d}"
        for path, data in (("images", image), ("masks", mask)):
            suffix = "_segmentation" if path == "masks" else ""
            with write_atomically(folder / path / f"{name}{suffix}.png") as file:
                file.write(data)
        rows.append((name, name, "unknown"))
        truth.append((name, *(str(int(label == i)) for i in range(len(LESION_CODES)))))
    for table, lines in (("HAM10000_metadata.csv", rows), ("GroundTruth.csv", truth)):
        with write_atomically(folder / table) as file:
            file.write("".join(",".join(line) + "\n" for line in lines).encode())
