"""All training images of the 224 px generator in one file: HAM10000 and MILK10k, one size, one encoding, split by lesion.

Every image is the central square (450 of the original's 600 px) at 224 px. HAM10000 images that are there at 200x150 px only are
enlarged and marked as coarse: they teach the coarse coefficients alone. MILK10k has no outlines; `outlines.py` draws them.
"""

from __future__ import annotations

import hashlib
import io
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image
from tqdm import tqdm

from ..classes import LESION_CODES
from ..data.dataset import DataError, read_dataset, rows_of, without_copies
from ..data.prepare import SPLITS, _concatenate, _split, decode_image, decode_mask, read_patches, split_of
from ..files import write_atomically

SIZE_PX = 224
JPEG_QUALITY = 88
"""Of the files that come at 224 px already; what is enlarged is encoded alike."""
SOURCES = ("HAM10000", "MILK10k")
SUBTYPES = ("in situ (Bowen)", "invasive", "keratoacanthoma")
"""Of squamous cell carcinoma; see docs/adr/0035."""
DIAGNOSES = {
    "Squamous cell carcinoma in situ, Bowens disease": 0,
    "Squamous cell carcinoma, Invasive": 1,
    "Keratoacanthoma": 2,
}
CONCEPTS = (
    "ulceration_crust",
    "hair",
    "vasculature_vessels",
    "erythema",
    "pigmented",
    "gel_water_drop_fluid_dermoscopy_liquid",
)
"""MONET's scores that MILK10k comes with, 0 to 1 (Kim et al., Nature Medicine 2024, doi:10.1038/s41591-024-02887-x)."""
MILK_HELD_OUT = {"DF": 0.4, "VASC": 0.4}
MILK_HELD_OUT_OTHERWISE = 0.2
UNKNOWN = -1


@dataclass(frozen=True)
class Pack:
    """images [N,224,224,3] uint8 RGB; masks [N,224,224] uint8 0/1; labels [N] index into LESION_CODES; split [N] index into SPLITS;
    source [N] index into SOURCES; coarse [N] whether enlarged from 200x150 px; outlined [N] whether there is a mask to use;
    subtype [N] index into SUBTYPES or UNKNOWN; concepts [N,6] 0 to 1, nan where unknown; tone [N] 0 dark to 5 light or UNKNOWN;
    sites, ids, lesions name site, image and lesion."""

    images: np.ndarray
    masks: np.ndarray
    labels: np.ndarray
    split: np.ndarray
    source: np.ndarray
    coarse: np.ndarray
    outlined: np.ndarray
    subtype: np.ndarray
    concepts: np.ndarray
    tone: np.ndarray
    sites: list[str]
    ids: list[str]
    lesions: list[str]

    def rows(
        self, split: str, label: int | None = None, source: int | None = None, coarse: bool | None = False
    ) -> np.ndarray:
        """Indices of the images of one split with an outline; of one class, one source; coarse ones only where asked for."""
        chosen = (self.split == SPLITS.index(split)) & self.outlined
        if label is not None:
            chosen &= self.labels == label
        if source is not None:
            chosen &= self.source == source
        if coarse is not None:
            chosen &= self.coarse == coarse
        return np.flatnonzero(chosen)


@dataclass
class Row:
    """One image on its way into the pack."""

    id: str
    lesion: str
    label: int
    source: int
    jpeg: bytes
    mask: bytes
    coarse: bool = False
    subtype: int = UNKNOWN
    site: str = ""
    tone: int = UNKNOWN
    concepts: tuple[float, ...] = (float("nan"),) * len(CONCEPTS)


def enlarged(image: Image.Image, resample: Image.Resampling) -> Image.Image:
    """The central square, three quarters of the width, at 224 px."""
    side = round(image.width * 0.75)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    return image.crop((left, top, left + side, top + side)).resize((SIZE_PX, SIZE_PX), resample)


def encode(image: Image.Image, kind: str) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format=kind, **({"quality": JPEG_QUALITY} if kind == "JPEG" else {}))
    return buffer.getvalue()


def whole_square(path: Path) -> bytes:
    """The bytes of a 224 px JPEG as they are. Raises DataError for another size."""
    data = path.read_bytes()
    with Image.open(io.BytesIO(data)) as image:
        if image.size != (SIZE_PX, SIZE_PX):
            raise DataError(f"{path} is {image.width}x{image.height} px; the pack takes {SIZE_PX}x{SIZE_PX} only.")
    return data


def ham_rows(folder: Path, squares: Path) -> list[Row]:
    """HAM10000: the 224 px squares where there are any, else the enlarged small images."""
    rows = []
    for record in without_copies(tqdm(read_dataset(folder), desc="HAM10000", unit="image", mininterval=5)):
        fine = squares / "images" / f"{record.id}.jpg"
        if fine.is_file():
            jpeg, mask = whole_square(fine), (squares / "masks" / f"{record.id}_segmentation.png").read_bytes()
        else:
            if record.mask is None:
                raise DataError(f"{record.id} has no lesion mask: masks/{record.id}_segmentation.png is missing.")
            jpeg = encode(enlarged(Image.open(record.image).convert("RGB"), Image.Resampling.BICUBIC), "JPEG")
            mask = encode(enlarged(Image.open(record.mask).convert("L"), Image.Resampling.BILINEAR), "PNG")
        subtype = 0 if LESION_CODES[record.label] == "SCC" else UNKNOWN  # HAM10000's akiec: AK and Bowen's disease
        rows.append(
            Row(
                record.id,
                record.lesion,
                record.label,
                0,
                jpeg,
                mask,
                not fine.is_file(),
                subtype,
                record.site,
            )
        )
    return rows


def milk_rows(folder: Path) -> list[Row]:
    """MILK10k's lesions of the eight classes, without outlines."""
    rows = []
    empty = encode(Image.new("L", (SIZE_PX, SIZE_PX)), "PNG")
    for line in tqdm(rows_of(folder / "metadata.csv"), desc="MILK10k", unit="image", mininterval=5):
        if line["label"] not in LESION_CODES:
            continue  # INF, BEN_OTH, MAL_OTH are none of the eight
        jpeg = whole_square(folder / "images" / f"{line['isic_id']}.jpg")
        scores = tuple(float(line[f"MONET_{name}"] or "nan") for name in CONCEPTS)
        rows.append(
            Row(line["isic_id"], line["lesion_id"], LESION_CODES.index(line["label"]), 1, jpeg, empty,
                subtype=DIAGNOSES.get(line["diagnosis"], UNKNOWN), site=line["site"], tone=int(line["skin_tone"] or UNKNOWN), concepts=scores)
        )  # fmt: skip
    return rows


def milk_split(rows: list[Row]) -> dict[str, int]:
    """Of each class a share of the lesions is held out, by the order of a hash: one half calibrates, the other tests."""
    found = {}
    for label, code in enumerate(LESION_CODES):
        names = sorted(
            {row.lesion for row in rows if row.label == label},
            key=lambda n: hashlib.sha256(f"milk:{n}".encode()).hexdigest(),
        )
        held = round(MILK_HELD_OUT.get(code, MILK_HELD_OUT_OTHERWISE) * len(names))
        for rank, name in enumerate(names):
            found[name] = 0 if rank >= held else 1 + rank % 2
    return found


def prepare(data: Path, out: Path) -> Path:
    """Writes the pack of `data`/ham10000, ham10000-224 and milk10k. Raises DataError where a folder is missing or a file does not fit."""
    for name in ("ham10000", "ham10000-224", "milk10k"):
        if not (data / name).is_dir():
            raise DataError(
                f"{data / name} is missing. Point --data at a folder that holds ham10000, ham10000-224 and milk10k."
            )
    ham, milk = ham_rows(data / "ham10000", data / "ham10000-224"), milk_rows(data / "milk10k")
    classes: dict[str, int] = {}
    for row in ham:
        classes.setdefault(row.lesion, row.label)
    split = {**split_of(classes), **milk_split(milk)}
    for sentence in short_cuts([*ham, *milk]):
        print(sentence, file=sys.stderr)
    return write(out, [*ham, *milk], split)


def squares_of(paths: list[Path]) -> np.ndarray:
    """Image files as the pack has them: squares of 224 px as they are, of others the central square. [N,224,224,3] uint8"""
    found = np.empty((len(paths), SIZE_PX, SIZE_PX, 3), np.uint8)
    for row, path in enumerate(paths):
        with Image.open(path) as image:
            side = min(image.size)
            left, top = (image.width - side) // 2, (image.height - side) // 2
            square = image.convert("RGB").crop((left, top, left + side, top + side))
            found[row] = square if side == SIZE_PX else square.resize((SIZE_PX, SIZE_PX), Image.Resampling.BICUBIC)
    return found


def short_cuts(rows: list[Row]) -> list[str]:
    """A sentence for each source that holds one class only: what tells the source tells the class then."""
    found = []
    for source, name in enumerate(SOURCES):
        labels = {row.label for row in rows if row.source == source}
        if len(labels) == 1:
            code = LESION_CODES[labels.pop()]
            found.append(
                f"All images of {name} are {code}: whatever tells the source is a short cut to the class. Add others, or leave it out."
            )
    return found


def write(out: Path, rows: list[Row], split: dict[str, int]) -> Path:
    arrays = {
        **_concatenate("jpeg", [row.jpeg for row in rows]),
        **_concatenate("mask", [row.mask for row in rows]),
        "labels": np.array([row.label for row in rows], dtype=np.int64),
        "split": np.array([split[row.lesion] for row in rows], dtype=np.int64),
        "source": np.array([row.source for row in rows], dtype=np.int64),
        "coarse": np.array([row.coarse for row in rows], dtype=bool),
        "subtype": np.array([row.subtype for row in rows], dtype=np.int64),
        "concepts": np.array([row.concepts for row in rows], dtype=np.float32),
        "tone": np.array([row.tone for row in rows], dtype=np.int64),
        "sites": np.array([row.site for row in rows]),
        "ids": np.array([row.id for row in rows]),
        "lesions": np.array([row.lesion for row in rows]),
    }
    with write_atomically(out) as file:
        np.savez(file, **arrays)
    return out


def load(path: Path) -> Pack:
    """Decodes a pack, with the learnt outlines beside it (`outlines.npz`) where there are any. Raises DataError when it is missing."""
    if not path.is_file():
        raise DataError(f"{path} is missing. Run the pack step first.")
    with np.load(path) as a:
        masks = np.stack([decode_mask(b) for b in _split(a, "mask")])
        pack = Pack(
            images=np.stack([decode_image(b) for b in _split(a, "jpeg")]), masks=masks, labels=a["labels"], split=a["split"],
            source=a["source"], coarse=a["coarse"], outlined=masks.any((1, 2)), subtype=a["subtype"], concepts=a["concepts"],
            tone=a["tone"], sites=[str(v) for v in a["sites"]], ids=[str(v) for v in a["ids"]], lesions=[str(v) for v in a["lesions"]],
        )  # fmt: skip
    learnt = path.with_name("outlines.npz")
    return with_outlines(pack, learnt) if learnt.is_file() else pack


def with_outlines(pack: Pack, path: Path) -> Pack:
    """The pack with the masks of `path` where it has none of its own and the outliner could be trusted (`good`)."""
    with np.load(path) as a:
        masks, outlined = pack.masks.copy(), pack.outlined.copy()
        places = {name: row for row, name in enumerate(pack.ids)}
        rows = np.array([places[str(name)] for name in a["ids"]], dtype=np.int64)
        masks[rows] = np.unpackbits(a["bits"], axis=1).reshape(-1, SIZE_PX, SIZE_PX)
        outlined[rows] = a["good"]
    return replace(pack, masks=masks, outlined=outlined)


def patches(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    """Lesion-free skin: images [P,128,128,3] uint8 and the split of each, by the image that it was cut from."""
    files, sources = read_patches(folder)
    split = split_of(dict.fromkeys(sources, 0))
    return np.stack([decode_image(data) for data in files]), np.array([split[source] for source in sources])
