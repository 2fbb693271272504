"""The model card, written from what was measured: no number in it is typed by hand."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..classes import LESION_CLASSES, LESION_CODES
from ..config import Config
from ..evaluate.measures_tables import measures_table, percent, reading_table
from .markdown import text


@dataclass(frozen=True)
class Facts:
    """Measured facts for the card. `rows` (of evaluation.json) and `encoder` come from these steps; empty for a toy."""

    name: str
    views: int
    train_counts: dict[str, int]
    machine: str
    rows: list[dict] = field(default_factory=list)
    encoder: dict[str, float] = field(default_factory=dict)
    toy: bool = False


def render(
    identity: str, version: str, licence: str, intended_use: str, config: Config, gflop: float, facts: Facts,
    student: bool, second: bool,
) -> str:  # fmt: skip
    """Markdown with Hugging Face front matter; `student` and `second` say whether the bundle holds those networks."""
    weight, c, u = config.diffusion.reading_weight, config.student, config.upsampler
    reads = (
        f", and the class that the encoder reads in the estimate as a further loss (weight {weight:g})"
        if weight
        else ""
    )
    further = []
    if student:
        further += [
            f"A student of the U-Net paints in {c.steps} calls without guidance; guidance {config.schedule.guidance:g} is folded in.",
            "",
        ]
    if second:
        further += [
            f"A second stage paints the region again at {u.unet.size_px} px in {u.steps} calls, from the enlarged sample.",
            "",
        ]
    lines = [
        "---",
        f"license: {licence.lower()}",
        "library_name: inlay",
        "pipeline_tag: image-to-image",
        "tags: [inpainting, diffusion, dermoscopy, synthetic-data, onnx]",
        "---",
        f"# {text(facts.name)}",
        "",
        f"Bundle `{identity}`, version {version}. A class-conditional inpainting diffusion model in pixel space, "
        f"{config.unet.size_px}x{config.unet.size_px} px, {gflop:.2f} GFLOP a call, with an encoder and reference statistics for post-selection.",
        "",
    ]
    if facts.toy:
        lines += ["**This is a seeded toy for tests. It has seen almost nothing; its images mean nothing.**", ""]
    lines += [
        "## Intended use", "", text(intended_use), "",
        "## Licence", "",
        f"{text(licence)}: the weights are derived from HAM10000 and ISIC 2018 Task 1 images, which are licensed for non-commercial use. "
        "Cite Tschandl, Rosendahl and Kittler, Scientific Data 5, 180161 (2018), doi:10.1038/sdata.2018.161, and Codella et al., arXiv:1902.03368.",
        "",
        "## Data", "",
        f"Training lesions only (75 % of the lesions of each class, split by lesion; 12.5 % calibrate the gates, 12.5 % test). {facts.views:,} augmented views.",
        "", "| class | training images |", "|---|---|",
        *(f"| {code} {LESION_CLASSES[code]} | {facts.train_counts.get(code, 0)} |" for code in LESION_CODES),
        "",
        "## Method", "",
        "Flow matching, loss inside the dilated mask, class embedding with a null class "
        f"({config.diffusion.null_share:.0%}), a SKIN class that paints lesions away ({config.diffusion.skin_share:.0%} of the views), classes drawn with probability "
        f"proportional to count^{config.diffusion.balance:g}{reads}. Trained on {text(facts.machine)}.",
        "",
        *further,
    ]  # fmt: skip
    if facts.encoder:
        lines += [
            "## Encoder", "",
            "Recall a class on held-out real lesions (test split): "
            + ", ".join(f"{code} {percent(facts.encoder.get(code))}" for code in LESION_CODES)
            + f"; balanced accuracy {percent(facts.encoder.get('balanced'))}.",
            "",
        ]  # fmt: skip
    if facts.rows:
        lines += [
            "## Measured on lesions that no training step saw", "",
            f"{facts.rows[0]['samples_per_class']} samples a class, on the skin and masks of held-out lesions, alike for every class. Read: by "
            "a classifier of another width and seed, trained on real images only. docs/results/models-64px.md of the studio explains the rest.",
            "", *measures_table(facts.rows), "", *reading_table(facts.rows), "",
        ]  # fmt: skip
    lines += [
        "## Limits", "",
        "- Trained on one collection (Vienna and Queensland), mostly light skin; it has not seen dark skin in any number, nor clinical photographs.",
        "- The rare classes rest on about a hundred images each; whether samples copy them has to be checked for each use.",
        "- No dermatologist has graded its samples. A sample is a picture of what the model took from the data, not of a disease.",
        "- A reading above that of real lesions is no merit in itself: guidance can buy it at the price of variety.",
        "",
    ]  # fmt: skip
    return "\n".join(lines)
