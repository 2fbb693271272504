"""A working folder small enough to be sent to another machine: all training lesions of the rare classes, the common ones capped, patches, space."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from ..classes import LESION_CODES
from ..data.prepare import _split
from ..files import write_atomically
from . import pack as packs
from .pack import Pack, Row

COMMON = ("MEL", "NV", "BCC", "BKL")


def chosen_rows(pack: Pack, sizes: np.ndarray, limit_bytes: int, seed: int = 1) -> np.ndarray:
    """Training rows whose files add up to at most `limit_bytes`: every one of the rare classes, then of the common ones, by turns, fine before coarse."""
    rng = np.random.default_rng(seed)
    rare = [label for label, code in enumerate(LESION_CODES) if code not in COMMON]
    kept = np.concatenate([pack.rows("train", label, coarse=None) for label in rare])
    left = limit_bytes - int(sizes[kept].sum())
    queues = []
    for label in set(range(len(LESION_CODES))) - set(rare):
        fine, coarse = (rng.permutation(pack.rows("train", label, coarse=value)) for value in (False, True))
        queues.append(np.concatenate([fine, coarse]))
    found = list(kept)
    for turn in range(max(map(len, queues))):
        for queue in queues:
            if turn < len(queue) and sizes[queue[turn]] <= left:
                found.append(queue[turn])
                left -= int(sizes[queue[turn]])
    return np.sort(np.array(found))


def make(work: Path, pack: Pack, patches: torch.Tensor, out: Path, limit_bytes: int) -> Path:
    """Writes pack, patches, descriptions and space into `out`; `train --work out` runs there."""
    with np.load(work / "pack.npz") as arrays:
        jpegs = _split(arrays, "jpeg")
    few = patches[torch.randperm(len(patches), generator=torch.Generator().manual_seed(1))[:400]].numpy()
    with write_atomically(out / "patches.npz") as file:
        np.savez_compressed(file, images=few)
    sizes = np.array([len(jpeg) + 1100 for jpeg in jpegs])  # an outline takes about so much
    rows = chosen_rows(pack, sizes, limit_bytes - (out / "patches.npz").stat().st_size)
    outlines = [packs.encode(Image.fromarray(pack.masks[row] * 255), "PNG") for row in rows]
    kept = [
        replace(
            Row(pack.ids[row], pack.lesions[row], int(pack.labels[row]), int(pack.source[row]), jpegs[row], outline),
            coarse=bool(pack.coarse[row]), subtype=int(pack.subtype[row]), site=pack.sites[row], tone=int(pack.tone[row]),
            concepts=tuple(pack.concepts[row].tolist()),
        )
        for row, outline in zip(rows, outlines, strict=True)
    ]  # fmt: skip
    packs.write(out / "pack.npz", kept, dict.fromkeys((row.lesion for row in kept), 0))
    examples = torch.load(work / "examples.pt", weights_only=True)
    with write_atomically(out / "examples.pt") as file:
        torch.save({**examples, "values": examples["values"][torch.from_numpy(rows)]}, file)
    with write_atomically(out / "space.pt") as file:
        file.write((work / "space.pt").read_bytes())
    return out
