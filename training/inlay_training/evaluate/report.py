"""docs/results/models-64px.md, written from the logs and measurements of a run: nothing in it is typed by hand."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from pathlib import Path

import torch

from ..classes import LESION_CLASSES, LESION_CODES
from ..config import Config
from ..files import lines_of
from ..machine import processor
from ..train import student
from . import ablation_tables
from .measures_tables import measures_table, reading_table

LONGEST_GAP_S = 900
"""A longer silence between two lines of a log was a pause, not training."""


def training_hours(rows: list[dict]) -> float:
    """Time between the lines of a log, pauses left out, in hours."""
    times = [datetime.fromisoformat(row["time"]).timestamp() for row in rows]
    return sum(b - a for a, b in itertools.pairwise(times) if 0 < b - a < LONGEST_GAP_S) / 3600


def render(config: Config, out: Path, evaluation: dict, counts: dict[str, int], ablations: Path) -> str:
    """evaluation: evaluation.json of the evaluate step. counts: training images a class. ablations: ablations.jsonl of the ablate step."""
    rows = evaluation["rows"]
    teachers = [row for row in rows if not row["student"]]
    chosen = min(teachers, key=lambda row: abs(row["guidance"] - config.schedule.guidance))
    sweep = lines_of(out / "sweep.jsonl")
    judged, alone = evaluation["judges"], evaluation["independence"]
    today = datetime.now(UTC).strftime("%Y-%m-%d")
    return "\n".join([
        "# The models of bundle 0.3.0", "",
        f"Written by `python -m inlay_training report`; do not edit. {today}, {processor()}, {torch.get_num_threads()} threads, "
        f"PyTorch {torch.__version__}.", "",
        "## Training", "",
        *training_table(config, out), "",
        "Hours are wall time on a machine that did other work, too; lines of the logs further apart than a quarter of an hour do not count.", "",
        "## Against the bars", "",
        f"{chosen['samples_per_class']} scenes, the skin and masks of held-out lesions drawn without regard to their class; every class is "
        "painted into every scene from the same noise. Means over the eight classes, against the real calibration and test lesions, at the "
        "model's own size. Read: by a classifier of another width and seed, trained on real lesions only. Features for KID, coverage and copies: an "
        "ImageNet trunk that no image of this project trained. Copies: nearer to a training lesion than the 1st percentile of real held-out "
        "ones. Coverage and precision are against at most as many real lesions as there are samples. The smallest class "
        f"has {min(row['heldOut'] for row in chosen['classes'].values())} of them, so coverage and copies of one class are coarse.", "",
        f"Guidance acts at times above {config.schedule.guidance_times[0]:g} and up to {config.schedule.guidance_times[1]:g}, and the times are shifted by "
        f"{config.schedule.shift:g} (docs/adr/0018).", "",
        *measures_table(rows),
        f"| class read from the mask alone | {alone['chance']:.3f} +- 0.03 | " + " | ".join(f"{alone['mask']:.3f}" for _ in rows) + " |",
        f"| class read from the background alone | {alone['chance']:.3f} +- 0.03 | " + " | ".join(f"{alone['background']:.3f}" for _ in rows) + " |", "",
        *student_lines(config, rows),
        *second_stage_lines(config, evaluation.get("secondStage")),
        f"The judges themselves: the outliner overlaps with real masks at IoU {judged['outlinerIoU']:.2f}; the detector tells pasted from "
        f"untouched lesions with AUROC {judged['detectorAuroc']:.2f}.", "",
        "## How often the intended class is read", "",
        *reading_table(rows), "",
        f"At guidance {chosen['guidance']:g}, the default, rows asked for, columns read:", "",
        "| | " + " | ".join(LESION_CODES) + " |",
        "|---|" + "---|" * len(LESION_CODES),
        *(f"| {code} | " + " | ".join(str(n) for n in row) + " |" for code, row in zip(LESION_CODES, chosen["confusion"], strict=True)), "",
        "A reading above the one of real lesions is no merit in itself: guidance sharpens what the classifier looks for, at the price of variety.", "",
        f"## A class at a time, guidance {chosen['guidance']:g}", "",
        *class_table(chosen, counts), "",
        *ablation_tables.sweep_table(sweep),
        *ablation_tables.curve_table(config, lines_of(ablations), sweep),
        *ablation_tables.table(lines_of(ablations)),
    ])  # fmt: skip


def student_lines(config: Config, rows: list[dict]) -> list[str]:
    """The student's bar: its class reading over that of the U-Net with the guidance that was folded into it."""
    pupil = next((row for row in rows if row["student"]), None)
    teacher = next((row for row in rows if not row["student"] and row["guidance"] == config.schedule.guidance), None)
    if pupil is None or teacher is None:
        return []
    share = pupil["mean"] / max(teacher["mean"], 1e-6)
    return [
        f"The student in {pupil['steps']} calls over the U-Net in {teacher['calls']} (guidance {teacher['guidance']:g}): class reading {share:.3f} (bar 0.95).",
        "",
    ]


def second_stage_lines(config: Config, found: dict | None) -> list[str]:
    """The second stage against plain enlarging of the same samples."""
    if found is None:
        return []
    size = config.upsampler.unet.size_px
    return [
        f"| at {size} px, guidance {config.schedule.guidance:g} | intended class read | KID to real lesions of {size} px | seam AUROC | sharpness over that of real lesions |",
        "|---|---|---|---|---|",
        *(
            f"| {words} | {found[name]['reading']:.2f} | {found[name]['kid']:.2f} | {found[name]['seam']:.2f} | {found[name]['sharpness']:.2f} |"
            for name, words in (
                ("enlarged", "enlarged bicubically"),
                ("second", f"second stage, {config.upsampler.steps} calls"),
            )
        ),
        "",
    ]


def training_table(config: Config, out: Path) -> list[str]:
    """What was trained, from the logs that are there."""
    student_log = (
        str((student.home(out, config) / "student").relative_to(out)) if (out / "unet.pt").is_file() else "student"
    )
    networks = (
        (f"inpainting U-Net, {config.unet.size_px} px", "unet", config.diffusion.batch),
        (f"student, {config.student.steps} calls", student_log, config.student.batch),
        (f"second stage, {config.upsampler.unet.size_px} px", "upsampler", config.upsampler.batch),
        (f"encoder, {config.encoder.size_px} px", "encoder", config.encoder.batch),
        (f"independent classifier, {config.classifier.size_px} px", "reader", config.classifier.batch),
        (f"outliner, {config.judges.size_px} px", "outliner", config.judges.batch),
        (f"detector of composites, {config.judges.size_px} px", "detector", config.judges.batch),
    )
    lines = ["| model | views shown | hours | last loss |", "|---|---|---|---|"]
    for name, log, batch in networks:
        rows = lines_of(out / f"{log}.log.jsonl")
        if rows:
            hours, last = f"{training_hours(rows):.1f}" if len(rows) > 1 else "n/a", rows[-1]
            lines.append(f"| {name} | {last['step'] * batch:,} | {hours} | {last['loss']:.3f} |")
    return lines


def class_table(row: dict, counts: dict[str, int]) -> list[str]:
    """Every measure a class, of one sampler setting."""
    columns = ("kid", "kidFloor", "precision", "recall", "density", "coverage", "copies", "seam", "obedience")
    return [
        "| class | training images | " + " | ".join(columns) + " |",
        "|---|---|" + "---|" * len(columns),
        *(
            f"| {code} {LESION_CLASSES[code]} | {counts[code]} | "
            + " | ".join(f"{row['classes'][code][column]:.2f}" for column in columns)
            + " |"
            for code in LESION_CODES
        ),
    ]
