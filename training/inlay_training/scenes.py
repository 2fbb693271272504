"""Real images in which `npm run set --scenes` paints a lesion of another class over the one that is there: the head of the long tail
is the skin for its end, as in arXiv 2605.03221. Training lesions only."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from PIL import Image

from .classes import LESION_CODES
from .files import write_atomically
from .prepare import Pack
from .squares import stored

LARGEST_SHARE = 0.25
"""Of the frame that a lesion may cover: around a larger one there is too little skin."""


def write_scenes(pack: Pack, folder: Path, code: str = "NV", seed: int = 2605) -> int:
    """Writes images, masks and `scenes.json`, in random order. Returns how many there are."""
    rows = pack.rows("train", LESION_CODES.index(code))
    share = pack.masks[rows].mean((1, 2))
    rows = np.random.default_rng(seed).permutation(rows[(share > 0) & (share <= LARGEST_SHARE)])
    folder.mkdir(parents=True, exist_ok=True)
    scenes = []
    for row in rows:
        name = pack.ids[row]
        scene = {"id": name, "image": f"{name}.png", "mask": f"{name}_mask.png"}
        Image.fromarray(stored(pack.images[row])).save(folder / scene["image"])
        Image.fromarray(pack.masks[row] * 255).save(folder / scene["mask"])
        scenes.append(scene)
    with write_atomically(folder / "scenes.json") as file:
        file.write(json.dumps(scenes).encode())
    return len(scenes)
