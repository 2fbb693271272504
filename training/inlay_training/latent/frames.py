"""The pack as a folder of files: what `npm run fit` and `npm run panel` read, so that the gates stand on the pack's images and its splits."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
from PIL import Image
from tqdm import tqdm

from ..classes import LESION_CODES
from ..data.prepare import SPLITS, _split
from ..files import write_atomically
from .pack import SOURCES, UNKNOWN, Pack

TABLE = "frames.csv"
COLUMNS = ("image_id", "label", "lesion_id", "source", "split", "site", "skin_tone")
"""`image_id`, `label`, `lesion_id` and `site` are read as those of any data set; `split` stands in place of the one that a reader would draw."""


def write(pack: Pack, packed: Path, folder: Path) -> int:
    """Writes the fine outlined images of all splits: images/<id>.jpg, 224 px, the JPEG of the pack as it is; masks/<id>_segmentation.png, 0 and 255;
    and the table, last, so that a folder without one is not whole. -> how many images

    packed: the file that `pack` was loaded from.
    """
    rows = np.flatnonzero(pack.outlined & ~pack.coarse)
    for name in ("images", "masks"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / TABLE).unlink(missing_ok=True)
    with np.load(packed) as arrays:
        files = _split(arrays, "jpeg")
    for row in tqdm(rows, desc="frames", unit="image", mininterval=5):
        name = pack.ids[row]
        (folder / "images" / f"{name}.jpg").write_bytes(files[row])
        Image.fromarray(pack.masks[row] * 255).save(folder / "masks" / f"{name}_segmentation.png")
    with write_atomically(folder / TABLE) as file:
        file.write(table(pack, rows).encode())
    return len(rows)


def table(pack: Pack, rows: np.ndarray) -> str:
    """CSV with COLUMNS; tone 0 dark to 5 light, empty where unknown."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        tone = "" if pack.tone[row] == UNKNOWN else int(pack.tone[row])
        names = (SOURCES[pack.source[row]], SPLITS[pack.split[row]], pack.sites[row], tone)
        writer.writerow((pack.ids[row], LESION_CODES[pack.labels[row]], pack.lesions[row], *names))
    return text.getvalue()
