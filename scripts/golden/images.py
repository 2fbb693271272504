"""Writes e2e/fixtures/images: the image files that a studio has to cope with. Drawn, no photographs.

training/.venv/bin/python scripts/golden/images.py
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

OUT = Path(__file__).resolve().parents[2] / "e2e/fixtures/images"


def drawn(width: int, height: int) -> Image.Image:
    """Skin-coloured, darker to the right, with a red mark in the upper left corner."""
    shade = np.linspace(1, 0.8, width)[None, :, None]
    pixels = np.tile(np.array([225.0, 180.0, 160.0]) * shade, (height, 1, 1))
    pixels[: height // 4, : width // 4] = [200, 30, 30]
    return Image.fromarray(pixels.round().astype(np.uint8))


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    drawn(128, 96).save(OUT / "plain.png")
    drawn(1, 1).save(OUT / "one-pixel.png")
    drawn(128, 96).convert("CMYK").save(OUT / "cmyk.jpg", quality=90)
    exif = Image.Exif()
    exif[0x0112] = 6  # turned: the first row is the right-hand side
    drawn(128, 96).save(OUT / "exif-orientation-6.jpg", quality=95, exif=exif)
    ramp = np.tile(np.linspace(20_000, 60_000, 128).round().astype(np.uint16), (96, 1))
    Image.fromarray(ramp).save(OUT / "sixteen-bit.png")
    Image.new("1", (20_000, 20_000)).save(OUT / "huge.png", optimize=True)
    (OUT / "truncated.png").write_bytes((OUT / "plain.png").read_bytes()[:120])
    (OUT / "not-an-image.png").write_text("This is a text file.\n")


if __name__ == "__main__":
    main()
