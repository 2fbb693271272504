"""The steps of the experiment: scenes for candidates, runs, and the page that is drawn from what they leave."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from inlay_training.files import digest, write_atomically
from inlay_training.places import ROOT
from inlay_training.workspace import Workspace

from . import arms, folds, runs, scenes, setting
from .folds_page import folded
from .frozen import Frozen
from .measured import Measures
from .page import render
from .plots import forest
from .squares import SyntheticSet, kept_real_squares, told_apart
from .table import RunTable
from .tables import SCENE_WORDS, arm_words
from .tuned import Tuned

HOME = ROOT / "docs/results/experiment"
PAGE = ROOT / "docs/results/experiment.md"
SETS = {"nevi": "set", "counterparts": "counterparts", "common": "common", "own": "own"}
"""Folders of `npm run set` in the work folder."""
SEEDS = range(1, 6)
EVERYTHING = [*arms.ALL_ARMS, *arms.OTHER_USES]
PARTS = ("frozen", "tuned", "mended", "all", "folds")


def write_scenes(space: Workspace) -> None:
    for name, kind in scenes.KINDS.items():
        folder = space.work / "scenes" / name
        print(f"{scenes.write_scenes(space.pack, folder, kind)} scenes in {folder}")


def train(space: Workspace, only: list[str], device: str) -> None:
    """Trains what is missing of the experiment on the sets in the work folder, and writes table and page after each part that was. `only`:
    these PARTS; `tuned` is the other family, all others are of the frozen one."""
    size_px = space.config.unet.size_px
    sets = {name: SyntheticSet.open(space.work / folder) for name, folder in SETS.items()}
    cache, pack_digest = space.work / "experiment", digest(space.pack_path)
    real = kept_real_squares(space.pack, size_px, cache / f"real-{pack_digest}-{size_px}.npz")
    material = arms.gather(space.pack, real, sets, size_px, pack_digest)
    frozen, tuned = Frozen(), Tuned(device=device)
    plans: runs.Plans = [(frozen, EVERYTHING), (tuned, arms.TUNED_ARMS)]
    results = runs.Results(cache, material, cache, RunTable.load(HOME))
    digests = results.digests(plans) | folds.digests(frozen, material)
    told = {name: told_apart(sets[name], real, space.general_trunk(), size_px) for name in SCENE_WORDS}

    def write() -> None:
        table = results.collected(plans, SEEDS, real, results.table.keeping(digests))
        results.table = folds.collected(frozen, real, material, cache, table)
        results.table.save(HOME)
        setting.setting_of(real, sets, told).save(HOME)
        draw()

    parts: dict[str, Callable[[], int]] = {
        "frozen": lambda: results.run(frozen, arms.PRIMARY_ARMS, SEEDS),
        "tuned": lambda: results.run(tuned, arms.TUNED_ARMS, SEEDS),
        "mended": lambda: results.run(frozen, arms.OTHER_USES, SEEDS),
        "all": lambda: results.run(frozen, EVERYTHING, SEEDS),
        "folds": lambda: folds.run(frozen, real, material, cache, cache, results.table),
    }
    trained = 0
    for name in PARTS:
        if name in (only or PARTS) and (count := parts[name]()):
            write()
            trained += count
    if trained == 0:
        write()


def draw(home: Path = HOME, page: Path = PAGE) -> None:
    """Writes the page and its plots from the files in `home` alone. Raises DataError where they are missing or do not fit each other."""
    about, table = setting.Setting.load(home), RunTable.load(home)
    plans = {"frozen": EVERYTHING, "tuned": arms.TUNED_ARMS}
    found = [Measures(table, family, planned, SEEDS, about.rare) for family, planned in plans.items()]
    for measures in found:
        forest(measures, plans[measures.family], arm_words, home / f"{measures.family}.svg")
    with write_atomically(page) as file:
        file.write(render(found, about, folded(table)).encode())
