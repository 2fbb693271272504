"""Real images in which `npm run set --scenes` paints a lesion of a class over the one that is there. Training lesions only.

`nevi`: the head of the long tail is the skin for its end, as in arXiv 2605.03221. `common`: nevi, melanomas, keratoses and carcinomas
alike, whose skin is older and whose outlines are wider. `own`: a lesion of a rare class in the skin and the outline of another of its class
(`npm run set --own`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from inlay_training.classes import LESION_CODES
from inlay_training.data.prepare import Pack
from inlay_training.files import write_atomically

from .squares import stored


@dataclass(frozen=True)
class Kind:
    """codes: classes whose images are scenes. largest_share: of the frame that a lesion may cover: around a
    larger one there is little skin."""

    codes: tuple[str, ...]
    largest_share: float


KINDS = {
    "nevi": Kind(("NV",), 0.25),
    "common": Kind(("NV", "MEL", "BKL", "BCC"), 0.5),
    "own": Kind(("AK", "DF", "VASC", "SCC"), 0.5),
}


def write_scenes(pack: Pack, folder: Path, kind: Kind, seed: int = 2605) -> int:
    """Writes images, masks and `scenes.json`, in random order, the classes in turn as long as they have one. Returns how many there are."""
    g, ranked = np.random.default_rng(seed), []
    for code in kind.codes:
        rows = pack.rows("train", LESION_CODES.index(code))
        share = pack.masks[rows].mean((1, 2))
        ranked += enumerate(g.permutation(rows[(share > 0) & (share <= kind.largest_share)]).tolist())
    folder.mkdir(parents=True, exist_ok=True)
    scenes = []
    for _, row in sorted(ranked, key=lambda place: place[0]):  # stable: the classes stay in their order
        name, code = pack.ids[row], LESION_CODES[pack.labels[row]]
        scene = {"id": name, "class": code, "image": f"{name}.png", "mask": f"{name}_mask.png"}
        Image.fromarray(stored(pack.images[row])).save(folder / scene["image"])
        Image.fromarray(pack.masks[row] * 255).save(folder / scene["mask"])
        scenes.append(scene)
    with write_atomically(folder / "scenes.json") as file:
        file.write(json.dumps(scenes).encode())
    return len(scenes)
