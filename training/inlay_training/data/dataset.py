"""Finds the images, classes, lesions and masks of a data set on disk, whatever its layout.

Layouts: HAM10000 (`HAM10000_metadata.csv`), ISIC 2019 (`ISIC_2019_Training_GroundTruth.csv`), and a folder of folders, one a
class (ImageFolder). Masks are optional here; who needs them asks.
"""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..classes import LESION_CLASSES, LESION_CODES
from ..failure import Failure

IMAGE_SUFFIXES = (".jpg", ".jpeg", ".png")
FEWEST_LESIONS = 8
"""A class needs some lesions in each split; below this a generator can only copy it."""
HAM_CODES = {"akiec": "AK", "bcc": "BCC", "bkl": "BKL", "df": "DF", "mel": "MEL", "nv": "NV", "vasc": "VASC"}


class DataError(Failure):
    """The input data set cannot be used; the message says what to do."""


@dataclass(frozen=True)
class Record:
    """One image: its name, the lesion it shows (several images may show one), its class as an index, its files, its site (HAM10000's
    `localization`, empty where it is not said)."""

    id: str
    lesion: str
    label: int
    image: Path
    mask: Path | None
    site: str = ""


def read_dataset(root: Path) -> list[Record]:
    """All labelled images of the data set at `root`, in the order of its table or by path.

    Raises DataError where no layout fits, an image of the table is missing, or a class has too few lesions.
    """
    if not root.is_dir():
        raise DataError(f"{root} is no folder. Point --dataset at a data set.")
    if (root / "HAM10000_metadata.csv").is_file():
        records = _ham10000(root)
    elif (root / "ISIC_2019_Training_GroundTruth.csv").is_file():
        records = _isic2019(root)
    else:
        records = _image_folder(root)
    lesions = Counter(label for _, label in {(record.lesion, record.label) for record in records})
    few = {LESION_CODES[label]: n for label, n in lesions.items() if n < FEWEST_LESIONS}
    if few:
        named = ", ".join(f"{code} {n}" for code, n in few.items())
        raise DataError(
            f"Too few lesions: {named}. Each class needs {FEWEST_LESIONS} or more, or the model can only copy them. "
            f"Leave these images out, or add some."
        )
    return records


def without_copies(records: Iterable[Record]) -> Iterator[Record]:
    """Leaves out images that are another's to the byte: HAM10000 holds two such pairs, under different lesions. Raises DataError where a
    file cannot be read."""
    seen: set[bytes] = set()
    for record in records:
        try:
            digest = hashlib.sha256(record.image.read_bytes()).digest()
        except OSError as error:
            raise DataError(f"{record.id} cannot be read ({error}).") from error
        if digest not in seen:
            seen.add(digest)
            yield record


def rows_of(table: Path) -> list[dict[str, str]]:
    """The rows of a CSV table with a header. Raises DataError when it cannot be read as one."""
    try:
        with table.open(newline="", encoding="utf-8-sig") as file:
            return list(csv.DictReader(file))
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{table} is no CSV table in UTF-8 ({error}).") from error


def _column(row: dict[str, str], name: str, table: Path) -> str:
    if name not in row:
        raise DataError(f"{table} has no column {name}; it has {', '.join(map(str, row))}.")
    return row[name]


def one_hot(row: dict[str, str], table: Path) -> int | None:
    """The class of a row of an ISIC 2019 ground truth; None where it is UNK or nothing."""
    marked = [i for i, code in enumerate(LESION_CODES) if float(_column(row, code, table) or 0) > 0.5]
    if len(marked) > 1:
        raise DataError(
            f"{table}: {row.get('image')} has two classes, {' and '.join(LESION_CODES[i] for i in marked)}."
        )
    return marked[0] if marked else None


def _index(folders: list[Path]) -> dict[str, Path]:
    """File stem -> path, over the folders that exist."""
    return {
        path.stem: path
        for folder in folders
        if folder.is_dir()
        for path in sorted(folder.iterdir())
        if path.suffix.lower() in IMAGE_SUFFIXES
    }


def _images(root: Path, folders: tuple[str, ...]) -> dict[str, Path]:
    found = _index([root / name for name in folders])
    if not found:
        raise DataError(f"{root} holds tables but no images. Looked for {', '.join(folders)}.")
    return found


def _existing(name: str, images: dict[str, Path], table: Path) -> Path:
    if name not in images:
        raise DataError(f"{name} is in {table} but its image is missing. Fetch it, or remove its row.")
    return images[name]


def _ham10000(root: Path) -> list[Record]:
    table, truth = root / "HAM10000_metadata.csv", root / "GroundTruth.csv"
    metadata = {_column(row, "image_id", table): row for row in rows_of(table)}
    images = _images(root, ("images", "HAM10000_images_part_1", "HAM10000_images_part_2"))
    masks = _index([root / "masks", root / "HAM10000_segmentations_lesion_tschandl"])
    if truth.is_file():  # the eight classes of ISIC 2019, with akiec split into AK and SCC
        labels = {_column(row, "image", truth): one_hot(row, truth) for row in rows_of(truth)}
    else:
        labels = {name: LESION_CODES.index(HAM_CODES[_column(row, "dx", table)]) for name, row in metadata.items()}
    missing = [name for name in labels if name not in metadata]
    if missing:
        raise DataError(f"{missing[0]} is in {truth} but not in {table}, which names its lesion.")
    return [
        Record(
            name,
            metadata[name]["lesion_id"],
            label,
            _existing(name, images, table),
            masks.get(f"{name}_segmentation"),
            metadata[name].get("localization", ""),
        )
        for name, label in labels.items()
        if label is not None
    ]


def _isic2019(root: Path) -> list[Record]:
    truth, table = root / "ISIC_2019_Training_GroundTruth.csv", root / "ISIC_2019_Training_Metadata.csv"
    if not table.is_file():
        raise DataError(f"{table} is missing; it names the lesions, without which splits leak.")
    lesions = {_column(row, "image", table): _column(row, "lesion_id", table) for row in rows_of(table)}
    images = _images(root, ("ISIC_2019_Training_Input", "images"))
    masks = _index([root / "masks"])
    records = []
    for row in rows_of(truth):
        name, label = _column(row, "image", truth), one_hot(row, truth)
        if label is not None:
            lesion = lesions.get(name) or name  # 2,084 of the 25,331 images name no lesion: each counts as its own
            records.append(
                Record(name, lesion, label, _existing(name, images, truth), masks.get(f"{name}_segmentation"))
            )
    return records


def class_of(folder: str) -> int | None:
    """The class that a folder's name says: an ISIC code or the class's name, whatever the case."""
    plain = folder.strip().lower().replace("_", " ").replace("-", " ")
    for index, (code, name) in enumerate(LESION_CLASSES.items()):
        if plain in (code.lower(), name.lower()):
            return index
    return LESION_CODES.index(HAM_CODES[plain]) if plain in HAM_CODES else None


def _image_folder(root: Path) -> list[Record]:
    """Sub-folders named by class; `masks/<class>/<name>_segmentation.png` where there are masks; `metadata.csv` with
    file_name and lesion_id where images share lesions."""
    table = root / "metadata.csv"
    lesions = (
        {Path(row["file_name"]).stem: row.get("lesion_id", "") for row in rows_of(table)} if table.is_file() else {}
    )
    folders = [(folder, class_of(folder.name)) for folder in sorted(root.iterdir()) if folder.is_dir()]
    records = []
    for folder, label in folders:
        if label is None:
            continue
        masks = _index([root / "masks" / folder.name])
        records += [
            Record(name, lesions.get(name) or name, label, path, masks.get(f"{name}_segmentation"))
            for name, path in _index([folder]).items()
        ]
    if not records:
        raise DataError(
            f"{root} is no data set that is known here: no HAM10000_metadata.csv, no ISIC_2019_Training_GroundTruth.csv, and "
            f"no folder named after one of {', '.join(LESION_CODES)}."
        )
    return records
