"""Loads each set that `inlay pack --preset` has written with the program that it is for, and prints what was found, as JSON.

Usage: python read_presets.py FOLDER, which holds a folder a preset.
"""

import contextlib
import io
import json
import sys
import tempfile
from pathlib import Path

import datasets
import numpy as np
import pandas as pd
from PIL import Image
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval


def read_folders(root: Path) -> dict[str, object]:
    """As torchvision's ImageFolder does: a class a folder, sorted."""
    images = [path for part in ("train", "val", "test") for path in sorted((root / part).glob("*/*.png"))]
    return {"rows": len(images), "classes": sorted({path.parent.name for path in images})}


def read_huggingface(root: Path, cache: Path) -> dict[str, object]:
    """No split holds a row of another, and labels become a ClassLabel as README.md says."""
    loaded = datasets.load_dataset(str(root), cache_dir=str(cache))
    names = [
        line.split(": ")[1] for line in (root / "README.md").read_text().splitlines() if line.startswith("      '")
    ]
    loaded = loaded.cast_column("label", datasets.ClassLabel(names=[json.loads(name) for name in names]))
    rows = {split: list(part) for split, part in loaded.items()}
    here = {split: len(list((root / "data" / split / "images").glob("*.png"))) for split in rows}
    first = next(row for part in rows.values() for row in part)
    label = next(iter(loaded.values())).features["label"].int2str(first["label"])
    masks = all(set(np.unique(row["mask"])) <= {0, 255} for part in rows.values() for row in part)
    return {
        "rows": sum(len(part) for part in rows.values()),
        "splits": {split: len(part) for split, part in rows.items()} == here,
        "label": label,
        "masks": masks,
    }


def read_isic(root: Path) -> dict[str, object]:
    tables = [pd.read_csv(path) for path in sorted(root.glob("*_GroundTruth.csv"))]
    truth = pd.concat(tables)
    hot = truth.drop(columns="image").to_numpy()
    return {"rows": len(truth), "one_hot": bool((hot.sum(axis=1) == 1).all())}


def read_coco(root: Path) -> dict[str, object]:
    """The set, found by a detector that finds everything, has an average precision of 1."""
    count, precision = 0, []
    for part in ("train", "val", "test"):
        with contextlib.redirect_stdout(io.StringIO()):
            truth = COCO(str(root / f"annotations/instances_{part}.json"))
            annotations = truth.loadAnns(truth.getAnnIds())
            count += len(annotations)
            if not annotations:
                continue
            assert all((root / part / image["file_name"]).is_file() for image in truth.loadImgs(truth.getImgIds()))
            found = truth.loadRes([{**a, "score": 1.0} for a in annotations])
            judged = COCOeval(truth, found, "segm")
            judged.evaluate()
            judged.accumulate()
            judged.summarize()
        precision.append(float(judged.stats[0]))
    return {"annotations": count, "precision": round(min(precision))}


def read_segmentation(root: Path) -> dict[str, object]:
    images = sorted((root / "images").glob("*/*.png"))
    masks = [root / "masks" / path.relative_to(root / "images") for path in images]
    same = all(Image.open(a).size == Image.open(b).size for a, b in zip(images, masks, strict=True))
    return {"pairs": len(images), "same_size": same}


if __name__ == "__main__":
    root = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as cache:
        found = {
            "folders": read_folders(root / "folders"),
            "huggingface": read_huggingface(root / "huggingface", Path(cache)),
            "isic": read_isic(root / "isic"),
            "coco": read_coco(root / "coco"),
            "segmentation": read_segmentation(root / "segmentation"),
        }
    print(json.dumps(found))
