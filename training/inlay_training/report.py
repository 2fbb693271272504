"""docs/results/models.md, written from the logs and measurements of a run: nothing in it is typed by hand."""

from __future__ import annotations

import itertools
import json
import platform
from datetime import UTC, datetime
from pathlib import Path

import torch

from .card import percent
from .classes import LESION_CLASSES, LESION_CODES
from .config import Config

LONGEST_GAP_S = 900
"""A longer silence between two lines of a log was a pause, not training."""


def read_log(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text().splitlines()] if path.is_file() else []


def training_hours(rows: list[dict]) -> float:
    """Time between the lines of a log, pauses left out, in hours."""
    times = [datetime.fromisoformat(row["time"]).timestamp() for row in rows]
    return sum(b - a for a, b in itertools.pairwise(times) if 0 < b - a < LONGEST_GAP_S) / 3600


def processor() -> str:
    info = Path("/proc/cpuinfo")
    names = (
        [line.split(":")[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")]
        if info.is_file()
        else []
    )
    return names[0] if names else platform.machine()


def render(config: Config, out: Path, reading: list[dict], default_guidance: float, counts: dict[str, int]) -> str:
    unet, encoder, reader = (read_log(out / f"{name}.log.jsonl") for name in ("unet", "encoder", "reader"))
    today = datetime.now(UTC).strftime("%Y-%m-%d")
    chosen = min(reading, key=lambda row: abs(row["guidance"] - default_guidance))
    head = (
        "| class | training images | "
        + " | ".join(f"guidance {row['guidance']:g}" for row in reading)
        + " | real lesions |"
    )
    lines = [
        "# The shipped models",
        "",
        f"Written by `python -m inlay_training report`; do not edit. {today}, {processor()}, {torch.get_num_threads()} threads, "
        f"PyTorch {torch.__version__}.",
        "",
        "## Training",
        "",
        "| model | views shown | hours | last loss |",
        "|---|---|---|---|",
        f"| inpainting U-Net, {config.unet.size_px} px | {unet[-1]['images']:,} | {training_hours(unet):.1f} | {unet[-1]['loss']:.4f} |",
        f"| encoder, {config.encoder.size_px} px | {encoder[-1]['step'] * config.encoder.batch:,} | {training_hours(encoder):.1f} | {encoder[-1]['loss']:.3f} |",
        f"| independent reader, {config.reader.size_px} px | {reader[-1]['step'] * config.reader.batch:,} | {training_hours(reader):.1f} | {reader[-1]['loss']:.3f} |",
        "",
        "Hours are wall time on a machine that did other work, too; lines of the logs further apart than a quarter of an hour do not count.",
        "",
        "## How often the intended class is read",
        "",
        "By a classifier of another architecture and seed, trained on real lesions only. The model paints each class into the same "
        f"{chosen['samples_per_class']} scenes: skin and masks of held-out lesions, drawn without regard to their class. The last column is "
        "the recall of that classifier on real held-out lesions.",
        "",
        head,
        "|---|---|" + "---|" * (len(reading) + 1),
    ]
    for code in LESION_CODES:
        cells = [percent(row["intended"][code]) for row in reading] + [percent(chosen["real"].get(code))]
        lines.append(f"| {code} {LESION_CLASSES[code]} | {counts[code]} | " + " | ".join(cells) + " |")
    means = [percent(row["mean"]) for row in reading] + [percent(chosen["real"]["balanced"])]
    lines += [
        "| mean | | " + " | ".join(means) + " |",
        "",
        f"At guidance {chosen['guidance']:g}, the default, rows asked for, columns read:",
        "",
        "| | " + " | ".join(LESION_CODES) + " |",
        "|---|" + "---|" * len(LESION_CODES),
        *(
            f"| {code} | " + " | ".join(str(n) for n in row) + " |"
            for code, row in zip(LESION_CODES, chosen["confusion"], strict=True)
        ),
        "",
        "A reading above the one of real lesions is no merit in itself: guidance sharpens what the classifier looks for, at the price of variety.",
        "",
    ]
    return "\n".join(lines)
