"""Opens an export with the programs that others would open it with, and prints what each of them found, as JSON.

Usage: python read_export.py ZIP
"""

import json
import sys
import tempfile
import zipfile
from pathlib import Path

import bagit
import datasets
import mlcroissant
import numpy as np
import pandas as pd
from PIL import Image
from prov.model import ProvDocument
from pycocotools.coco import COCO

CLASSES = ["MEL", "NV", "BCC", "AK", "BKL", "DF", "VASC", "SCC", "UNK"]


def read_bag(folder: Path) -> dict[str, bool]:
    return {"valid": bagit.Bag(str(folder)).validate()}


def read_image_folder(data: Path, cache: Path) -> dict[str, object]:
    """As training code would: one line."""
    loaded = datasets.load_dataset("imagefolder", data_dir=str(data), split="train", cache_dir=str(cache))
    rows = list(loaded)
    return {
        "rows": len(rows),
        "labels": sorted({row["label"] for row in rows}),
        "sizes": sorted({row["image"].size for row in rows}),
        "masks": all(set(np.unique(row["mask"])) == {0, 255} for row in rows),
        "splits": sorted({row["split"] for row in rows}),
        "decisions": [row["decision"] for row in rows],
    }


def read_coco(data: Path) -> dict[str, object]:
    """Every mask, drawn from its runs, is the image of the mask."""
    coco = COCO(str(data / "coco.json"))
    same = []
    for annotation in coco.loadAnns(coco.getAnnIds()):
        [image] = coco.loadImgs(annotation["image_id"])
        drawn = coco.annToMask(annotation)
        file = data / "masks" / f"{Path(image['file_name']).stem}_segmentation.png"
        painted = np.asarray(Image.open(file)) > 127
        rows, columns = np.nonzero(painted)
        box = [columns.min(), rows.min(), np.ptp(columns) + 1, np.ptp(rows) + 1]
        same.append(
            bool((drawn == painted).all())
            and annotation["area"] == painted.sum()
            and [int(side) for side in box] == annotation["bbox"]
        )
    return {"annotations": len(same), "masks": all(same)}


def read_croissant(data: Path) -> dict[str, object]:
    found = mlcroissant.Dataset(str(data / "croissant.json"))
    rows = list(found.records("samples"))
    return {
        "rows": len(rows),
        "images": all(row["samples/image"] is not None for row in rows),
        "errors": [str(error) for error in found.metadata.ctx.issues.errors],
        "warnings": [str(warning) for warning in found.metadata.ctx.issues.warnings],
    }


def read_tables(data: Path) -> dict[str, object]:
    truth = pd.read_csv(data / "GroundTruth.csv")
    metadata = pd.read_json(data / "metadata.jsonl", lines=True)
    decisions = pd.read_csv(data / "decisions.csv", keep_default_na=False)
    hot = truth[CLASSES].to_numpy()
    return {
        "columns": list(truth.columns),
        "one_hot": bool((hot.sum(axis=1) == 1).all()),
        "classes": [CLASSES[i] for i in hot.argmax(axis=1)],
        "metadata": len(metadata),
        "backgrounds_on_one_side": bool((metadata.groupby("background_id")["split"].nunique() == 1).all()),
        "decisions": decisions["decision"].tolist(),
        "notes": decisions["note"].tolist(),
    }


def read_images(data: Path) -> dict[str, object]:
    """The record and the IPTC mark inside each PNG."""
    records, marks = 0, set()
    for path in sorted((data / "images").glob("*.png")):
        image = Image.open(path)
        image.load()
        records += json.loads(image.text["inlay"])["id"] == path.stem
        description = image.getxmp()["xmpmeta"]["RDF"]["Description"]
        marks.add(description["DigitalSourceType"])
    return {"records": records, "marks": sorted(marks)}


def read_provenance(data: Path) -> dict[str, object]:
    document = ProvDocument.deserialize(str(data / "prov.json"), format="json")
    kinds = [record.get_type().localpart for record in document.get_records()]
    return {kind: kinds.count(kind) for kind in sorted(set(kinds))}


def main() -> None:
    datasets.disable_progress_bars()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "bag"
        with zipfile.ZipFile(sys.argv[1]) as archive:
            assert archive.testzip() is None
            archive.extractall(folder)
        data = folder / "data"
        found = {
            "bagit": read_bag(folder),
            "datasets": read_image_folder(data, Path(scratch) / "cache"),
            "pycocotools": read_coco(data),
            "mlcroissant": read_croissant(data),
            "pandas": read_tables(data),
            "pillow": read_images(data),
            "prov": read_provenance(data),
        }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
