"""The ablations, the sweep and the curve of docs/results/models-64px.md, from their lines."""

from __future__ import annotations

import itertools
from dataclasses import asdict

import torch
from torch.utils.flop_counter import FlopCounterMode

from ..classes import NULL
from ..config import TINY, Config
from ..diffusion.schedule import SamplingSchedule
from ..models.unet import InpaintUNet, UNetConfig
from .ablation import COUNT, CURVE, CURVE_GUIDANCE, RUNS
from .evaluation import says

BACKWARD = 2
"""A backward pass costs twice the forward one."""


def figures(row: dict) -> str:
    return f"{row['reading']:.2f} | {row['kid']:.2f} | {row['coverage']:.2f}"


def schedule_words(row: dict) -> str:
    """The sampler of a row, and what sets its schedule apart."""
    schedule = row["course"]
    even, always = schedule["shift"] == 1, schedule["guidance_times"] == [0, 1]
    return row["label"] + ", even times" * even + ", guided at all times" * (always and row["guidance"] != 1)


def sweep_table(rows: list[dict]) -> list[str]:
    """Lines of Markdown; none where nothing was measured."""
    if not rows:
        return []
    return [
        "## Guidance and steps",
        "",
        f"Of this model, on {COUNT} scenes of calibration lesions a class; a call more for each step that is guided. Seam: AUROC of the detector of composites.",
        "",
        "| sampler | calls | read | KID | coverage | seam |",
        "|---|---|---|---|---|---|",
        *(f"| {schedule_words(row)} | {row['calls']} | {figures(row)} | {row['seam']:.2f} |" for row in rows),
        "",
    ]


def table(rows: list[dict]) -> list[str]:
    """Lines of Markdown for the lines of ablations.jsonl: a table a classifier, the newest first, for they are not comparable."""
    if not rows:
        return []
    dates = sorted({row["time"][:10] for row in rows})
    classifiers = list(dict.fromkeys(row["readBy"] for row in reversed(rows)))
    return [
        "## Ablations",
        "",
        f"The network of the configuration `tiny` ({TINY.unet.size_px} px), one "
        f"choice changed at a time ({' to '.join(dict.fromkeys((dates[0], dates[-1])))}). {COUNT} samples a class on scenes of calibration lesions, 16 steps. "
        "Read: how often the independent classifier reads the class asked for. KID (on features of an ImageNet trunk, lower is better) and coverage (k = 5, "
        "higher is better) are means over the classes against the real calibration lesions. One seed each: differences below 0.05 in reading or "
        "coverage mean little. Minutes are wall time on a machine that did other work, too.",
        "",
        *itertools.chain.from_iterable(
            table_of_classifier([row for row in rows if row["readBy"] == classifier], earlier=index > 0)
            for index, classifier in enumerate(classifiers)
        ),
    ]


def table_of_classifier(rows: list[dict], earlier: bool) -> list[str]:
    """The rows that one classifier has read."""
    order = [run.name for run in RUNS]
    rows = sorted(rows, key=lambda row: order.index(row["run"]) if row["run"] in order else len(order))
    return [
        *(["Read by an earlier classifier, to be compared among themselves:", ""] if earlier else []),
        "| choice | views | guidance | read | KID | coverage | minutes |",
        "|---|---|---|---|---|---|---|",
        *(
            f"| {row['question']} | {row['views']:,} | {measured['guidance']:g} | {figures(measured)} | {row['minutes']:g} |"
            for row in rows
            for measured in row["rows"]
        ),
        "",
    ]


def training_pflop(unet: UNetConfig, views: int) -> float:
    """Arithmetic of a training run, forward and backward, in 1e15 operations."""
    model, size = InpaintUNet(unet), unet.size_px
    counter = FlopCounterMode(display=False)
    with counter, torch.no_grad():
        model(torch.zeros(1, 7, size, size), torch.ones(1), torch.zeros(1, NULL + 1))
    return counter.get_total_flops() * (1 + BACKWARD) * views / 1e15


def curve_table(config: Config, ablations: list[dict], sweep: list[dict]) -> list[str]:
    """Compute against measure: runs that differ in compute alone, then the network that ships."""
    runs = {run.name: run for run in RUNS}
    points: list[tuple[str, Config, dict]] = []
    for name in CURVE:
        found = [row for row in ablations if row["run"] == name]
        points += [(f"`tiny`, {row['views']:,} views", runs[name].config, row["rows"][-1]) for row in found[-1:]]
    schedule = asdict(SamplingSchedule(guidance=CURVE_GUIDANCE))  # that of the ablations
    shipped = [row for row in sweep if says(row, {"course": schedule})]
    points += [(f"`{config.name}`, {config.diffusion.images:,} views", config, row) for row in shipped[:1]]
    if len(points) < 2:
        return []
    return [
        "## Compute against measure",
        "",
        f"The same recipe with more views and, in the last row, the larger network that ships; guidance {CURVE_GUIDANCE:g}, 16 steps, calibration lesions. "
        "Worst class: its reading over the classifier's recall on real lesions of that class.",
        "",
        "| network | PFLOP of training | read | worst class | KID | coverage |",
        "|---|---|---|---|---|---|",
        *(
            f"| {words} | {training_pflop(setting.unet, setting.diffusion.images):.2g} | {row['reading']:.2f} | {row['worstRatio']:.2f} | "
            f"{row['kid']:.2f} | {row['coverage']:.2f} |"
            for words, setting, row in points
        ),
        "",
    ]
