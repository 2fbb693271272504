"""Makes the golden values of src/core/colour/lab.ts from scikit-image.

Run from the repository's root with scikit-image 0.26.0: `python scripts/golden/lab.py`.
"""

import json
from pathlib import Path

import numpy as np
from skimage.color import rgb2lab

TARGET = Path(__file__).resolve().parents[2] / "src/core/colour/golden"


def main() -> None:
    rng = np.random.default_rng(76)
    colours = np.vstack([[[0, 0, 0], [255, 255, 255], [220, 170, 150], [1, 2, 3]], rng.integers(0, 256, (20, 3))])
    found = rgb2lab(colours[None].astype(np.uint8), illuminant="D65", observer="2")[0]
    rows = [{"rgb": c.tolist(), "lab": v.round(6).tolist()} for c, v in zip(colours, found, strict=True)]
    TARGET.mkdir(exist_ok=True)
    (TARGET / "lab.json").write_text(json.dumps(rows) + "\n")


if __name__ == "__main__":
    main()
