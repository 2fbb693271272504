"""A drawn stand-in for a data set, so that the whole chain can be tested where no images are."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from .classes import LESION_CODES
from .files import write_atomically
from .prepare import SPLITS, _concatenate

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
            frame, mask = Image.new("RGB", (200, 150), skin), Image.new("L", (200, 150), 0)
            x, y, w, h = rng.integers(70, 130), rng.integers(55, 95), rng.integers(15, 35), rng.integers(15, 35)
            box = (int(x - w), int(y - h), int(x + w), int(y + h))
            ImageDraw.Draw(frame).ellipse(box, fill=colour)
            ImageDraw.Draw(mask).ellipse(box, fill=255)
            squares.append((len(jpegs), 0, 0, 32))
            jpegs.append(_encode(frame.filter(ImageFilter.GaussianBlur(2)), "PNG"))
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
            ids=names, lesions=names, labels=np.array(labels), split=np.array(split),
            skin_split=np.array([i % len(SPLITS) for i in range(len(patches))]), squares=np.array(squares),
        )  # fmt: skip
    return path
