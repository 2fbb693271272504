"""Drawn data sets on disk, one a layout, for tests that must not need real images."""

import csv
import json
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from inlay_experiment.squares import SyntheticSet
from inlay_training.classes import LESION_CODES
from inlay_training.data.dataset import FEWEST_LESIONS


def draw(path: Path, seed: int, size: tuple[int, int] = (120, 90), mask: Path | None = None) -> None:
    """A dark ellipse on plain skin, and its mask."""
    rng = np.random.default_rng(seed)
    x, y = rng.integers(45, 75), rng.integers(35, 55)
    box = (int(x) - 20, int(y) - 14, int(x) + 20, int(y) + 14)
    image = Image.new("RGB", size, (220, int(rng.integers(160, 190)), 160))
    ImageDraw.Draw(image).ellipse(box, fill=(120, 70, int(rng.integers(40, 90))))
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path)
    if mask is not None:
        drawn = Image.new("L", size)
        ImageDraw.Draw(drawn).ellipse(box, fill=255)
        mask.parent.mkdir(parents=True, exist_ok=True)
        drawn.save(mask)


def table(path: Path, rows: list[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def one_hot(name: str, code: str) -> dict[str, object]:
    return {"image": name, **{c: int(c == code) for c in (*LESION_CODES, "UNK")}}


def ham10000(root: Path, codes: tuple[str, ...] = ("NV", "DF"), each: int = FEWEST_LESIONS, masks: bool = True) -> Path:
    """The layout of HAM10000 with an ISIC 2019 ground truth; two images of each lesion."""
    truth, metadata = [], []
    for number, code in enumerate(code for code in codes for _ in range(2 * each)):
        name = f"ISIC_{number:07d}"
        draw(root / f"images/{name}.jpg", number, mask=root / f"masks/{name}_segmentation.png" if masks else None)
        truth.append(one_hot(name, code))
        metadata.append(
            {"lesion_id": f"HAM_{number // 2:07d}", "image_id": name, "dx": code.lower(), "localization": "back"}
        )
    table(root / "GroundTruth.csv", truth)
    table(root / "HAM10000_metadata.csv", metadata)
    return root


def isic2019(root: Path, codes: tuple[str, ...] = ("NV", "SCC"), each: int = FEWEST_LESIONS) -> Path:
    """The layout of the ISIC 2019 training set; the last image of each class names no lesion."""
    truth, metadata = [], []
    for number, code in enumerate(code for code in codes for _ in range(each + 1)):
        name = f"ISIC_{number:07d}"
        draw(root / f"ISIC_2019_Training_Input/{name}.jpg", number, mask=root / f"masks/{name}_segmentation.png")
        truth.append(one_hot(name, code))
        metadata.append({"image": name, "lesion_id": "" if number % (each + 1) == each else f"L{number}"})
    table(root / "ISIC_2019_Training_GroundTruth.csv", truth)
    table(root / "ISIC_2019_Training_Metadata.csv", metadata)
    return root


def image_folder(root: Path, folders: tuple[str, ...] = ("NV", "dermatofibroma"), each: int = FEWEST_LESIONS) -> Path:
    """A folder a class, with masks beside them."""
    for label, folder in enumerate(folders):
        for number in range(each):
            name = f"{folder}-{number}"
            mask = root / f"masks/{folder}/{name}_segmentation.png"
            draw(root / folder / f"{name}.png", 100 * label + number, mask=mask)
    return root


CANDIDATES_EACH = 6


def candidates(folder: Path, codes: tuple[str, ...]) -> SyntheticSet:
    """What `npm run set` leaves: discs for some classes, of which the gates keep half."""
    lines = []
    for code in codes:
        for scene in range(CANDIDATES_EACH):
            name, path = f"{code}-{scene:05d}", folder / f"{code}/{code}-{scene:05d}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.new("RGB", (64, 64), (180, 20 * scene, 90)).save(path)
            region = {"x": 8, "y": 8, "sidePx": 48}
            lines.append(
                {
                    "id": name,
                    "class": code,
                    "file": f"{code}/{name}.png",
                    "background": f"skin-{scene}",
                    "region": region,
                }
            )
    names = [line["id"] for line in lines]
    selected = {
        "bundle": {"id": "toy", "version": "0"}, "sampler": {"name": "student", "steps": 2, "guidance": 2}, "seed": 1, "scenes": None, "each": CANDIDATES_EACH,
        "kept": {"all": names, "gated": names[::2]},
    }  # fmt: skip
    (folder / "candidates.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    (folder / "selected.json").write_text(json.dumps(selected))
    return SyntheticSet.open(folder)
