"""Steps for scenes: the skins that ship, and the list of real scenes that the studio describes (npm run scenes)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import torch

from ..classes import LESION_CODES
from ..cli import Options
from . import outliner, paint, scene_list, shipped_skins, skins, train, weights
from .network import LatentUNet
from .workspace import Workspace

CHUNK = 16
"""Frames that are painted at a time."""
SKIN_OPTIONS: Options = {
    "--checkpoint": {"type": Path, "required": True, "help": "the generator: a checkpoint, or kept weights (.safetensors)"},
    "--out": {"type": Path, "required": True, "help": "folder of the skins"},
    "--each": {"type": int, "default": 4, "help": "skins a class (%(default)s)"},
    "--least": {"type": int, "default": 2, "help": "clean skins of every class without which none is written (%(default)s)"},
    "--candidates": {"type": int, "default": 10, "help": "frames a class that they are chosen from (%(default)s)"},
    "--seed": {"type": int, "default": 1},
    "--earlier": {"type": Path, "help": "folder of skins that ship today: they stay in the index, marked as retired"},
}  # fmt: skip
LIST_OPTIONS: Options = {
    "--out": {"type": Path, "help": "the file (scenes.jsonl in the working folder)"},
    "--most": {"type": int, "default": 600, "help": "training lesions of a class and source (%(default)s)"},
}


def load(path: Path) -> tuple[LatentUNet, train.Training]:
    """The averaged network of a checkpoint or of kept weights, in evaluation mode."""
    if path.suffix != ".safetensors":
        network, config, _ = train.load_ema(path)
        return network, config
    state, about = weights.read(path)
    config = train.training_of(about["config"])
    network = LatentUNet(config.network)
    network.load_state_dict(state)
    return network.eval(), config


@torch.no_grad()
def make_skins(w: Workspace) -> None:
    """Shipped skins from the generator alone, with a contact sheet: frames as made, without their lesions, and what was chosen."""
    network, config = load(w.args.checkpoint)
    network = network.to(memory_format=torch.channels_last)
    space = w.space.first(config.network.coefficients, config.power)
    model = outliner.load(w.work / "outliner.pt")
    rows, labels = skins.drawn(w.pack, w.args.candidates, w.args.seed)
    real = torch.stack([skins.real_texture(w.pack, source) for source in (0, 1)])[w.pack.source[rows]]
    frames, images, looks = [], [], []
    for at in range(0, len(rows), CHUNK):
        part = slice(at, at + CHUNK)
        seed = w.args.seed * 1000 + at
        made = skins.whole_frames(network, space, w.pack, rows[part], labels[part], seed)
        places, told = paint.masks_of(w.pack, rows[part]), skins.told(w.pack, rows[part])
        bare, seen = skins.without_lesions(network, space, model, made, places, told, real[part], seed + 500)
        frames.append(made)
        images.append(bare)
        looks.append(seen)
        print(
            f"{min(at + CHUNK, len(rows))} of {len(rows)} frames, {int(seen.clean.sum())} of the last {len(made)} are clean",
            flush=True,
        )
    every = skins.Looks(
        *(np.concatenate([getattr(seen, name) for seen in looks]) for name in ("found", "seam", "sharpness"))
    )
    pixels = paint.to_bytes(torch.cat(images))
    chosen = skins.chosen(labels, w.pack.tone[rows], every, w.args.each)
    facts = [skins.facts(w.pack, int(rows[i]), int(labels[i])) for i in chosen]
    fewest = min(int((labels[chosen] == k).sum()) for k in range(len(LESION_CODES)))
    if fewest < w.args.least:
        print(f"Only {fewest} clean skins of a class, {w.args.least} are needed: {w.args.out} stays as it is.")
    else:
        shipped_skins.write(w.args.out, pixels[chosen], facts, w.args.earlier)
    sheets = w.work / "skins"
    sheets.mkdir(exist_ok=True)
    shipped_skins.sheet(sheets / "sheet.png", _sheet(paint.to_bytes(torch.cat(frames)), pixels, labels, every))
    shipped_skins.sheet(
        sheets / "chosen.png", [pixels[[i for i in chosen if labels[i] == k]] for k in range(len(LESION_CODES))]
    )
    _say(labels, every, chosen, facts)


def _sheet(frames: np.ndarray, pixels: np.ndarray, labels: np.ndarray, looks: skins.Looks) -> list[np.ndarray]:
    """Two rows a class: as made, and without the lesion; what is not clean bears a red bar."""
    marked = pixels.copy()
    marked[~looks.clean, :10] = (220, 30, 30)
    rows = []
    for label in range(len(LESION_CODES)):
        rows += [frames[labels == label], marked[labels == label]]
    return rows


def _say(labels: np.ndarray, looks: skins.Looks, chosen: list[int], facts: list[dict]) -> None:
    still = looks.found > skins.FOUND_SHARE
    print(
        f"lesion still found in {still.mean():.2f} of {len(still)} frames, in {still[chosen].mean() if chosen else 0:.2f} of the chosen ones"
    )
    for label, code in enumerate(LESION_CODES):
        own = labels == label
        kept = [i for i in chosen if labels[i] == label]
        print(
            f"{code}: found {still[own].mean():.2f}, seam {np.median(looks.seam[own]):.2f}, "
            f"sharpness {np.median(looks.sharpness[own], axis=0).round(2).tolist()}, clean {int(looks.clean[own].sum())}, chosen {len(kept)}"
        )
    for name in ("site", "tone"):
        print(name, dict(Counter(str(said.get(name, "not told")) for said in facts)))


def list_scenes(w: Workspace) -> None:
    """Which real scenes the studio describes, with their outlines and splits."""
    out = w.args.out or w.work / "scenes.jsonl"
    print(scene_list.write(w.pack, w.data, out, w.args.most), "scenes in", out)
