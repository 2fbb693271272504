"""Makes the golden values of src/core/mask/importMasks.ts: a small COCO file and the masks that pycocotools reads from it.

Run from the repository's root, with pycocotools 2.0.10 and NumPy: python scripts/golden/coco.py
"""

import json
from pathlib import Path

import numpy as np
from pycocotools import mask as coco

TARGET = Path(__file__).resolve().parents[2] / "src/core/mask/golden/coco.json"
WIDTH, HEIGHT = 60, 44


def ellipse(cx: float, cy: float, rx: float, ry: float) -> np.ndarray:
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    return (((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1).astype(np.uint8)


def runs(mask: np.ndarray) -> list[int]:
    """COCO's uncompressed counts: column by column, zeros first."""
    flat = mask.flatten(order="F")
    edges = np.flatnonzero(np.diff(flat)) + 1
    lengths = np.diff([0, *edges, flat.size]).tolist()
    return [0, *lengths] if flat[0] else lengths


def main() -> None:
    rng = np.random.default_rng(2605)
    dense = (rng.random((HEIGHT, WIDTH)) < 0.5).astype(np.uint8)
    masks = {
        "ellipse": ellipse(30, 20, 18, 12),
        "two parts": ellipse(12, 12, 8, 6) | ellipse(44, 30, 10, 9),
        "noise": dense,
        "first pixel": np.eye(HEIGHT, WIDTH, dtype=np.uint8),
    }
    star = [(30 + r * np.cos(a), 22 + r * np.sin(a)) for a, r in zip(np.arange(10) * np.pi / 5, [20.3, 9.1] * 5)]
    polygons = {
        "star": [[round(float(v), 2) for point in star for v in point]],
        "two overlapping": [[5.5, 5.5, 40.2, 7, 35, 30.1, 8, 33], [20, 20, 58, 22.5, 50, 42, 22, 40]],
        "beyond the edge": [[-10, 10, 30, -8, 75, 20, 40, 60]],
    }

    def packed(name: str, mask: np.ndarray) -> dict[str, object]:
        rle = coco.encode(np.asfortranarray(mask))
        return {"name": name, "packed": rle["counts"].decode(), "counts": runs(mask)}

    def drawn(name: str, points: list[list[float]]) -> dict[str, object]:
        mask = coco.decode(coco.merge(coco.frPyObjects(points, HEIGHT, WIDTH)))
        return {"name": name, "polygons": points, "counts": runs(mask)}

    golden = {
        "size": [HEIGHT, WIDTH],
        "packed": [packed(name, mask) for name, mask in masks.items()],
        "polygons": [drawn(name, points) for name, points in polygons.items()],
    }
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(json.dumps(golden) + "\n")


if __name__ == "__main__":
    main()
