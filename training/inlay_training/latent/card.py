"""The model card of the 224 px bundle, written from what was measured: no number in it is typed by hand."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..bundle.markdown import text
from ..classes import LESION_CLASSES, LESION_CODES
from ..diffusion.schedule import SamplingSchedule
from .membership import WARNED_ABOVE
from .paint import GUIDANCE


@dataclass(frozen=True)
class Facts:
    """views: seen so far, of those that are planned. lesions: training lesions a class, of each source. encoder: recall a class on held-out
    lesions, and `balanced`. measured: sets of samples as `measure.measure` describes them, by what painted them; lab: change of rare recall by set (small_lab.py); each: samples a class.
    membership: AUROC of telling training lesions from held-out ones, by class, of the attack that tells more (membership.py)."""

    name: str
    views: int
    lesions: dict[str, tuple[int, int]]
    machine: str
    planned: int = 0
    encoder: dict[str, float] = field(default_factory=dict)
    each: int = 0
    measured: dict[str, dict] = field(default_factory=dict)
    lab: dict[str, float] = field(default_factory=dict)
    membership: dict[str, float] = field(default_factory=dict)


def two(value: float | None) -> str:
    return "n/a" if value is None else f"{value:.2f}"


def measured_table(facts: Facts) -> list[str]:
    """A row a set: read a class, its distance to real lesions, its variety, what a small lab gains by it."""
    lines = [
        "| painted by | "
        + " | ".join(LESION_CODES)
        + " | mean | KID | coverage | change of rare recall in a small lab |",
        "|---|" + "---|" * (len(LESION_CODES) + 4),
    ]
    for name, found in facts.measured.items():
        read = [two(found["classes"].get(code, {}).get("read")) for code in LESION_CODES]
        change = facts.lab.get(name)
        told = "" if change is None else f"{change:+.3f}"
        numbers = [two(found["read"]), two(found["kid"]), two(found["coverage"]), told]
        lines.append(f"| {' | '.join([name, *read, *numbers])} |")
    real = next(iter(facts.measured.values()))["classes"]
    recall = [two(real.get(code, {}).get("readReal")) for code in LESION_CODES]
    return [*lines, f"| real held-out lesions | {' | '.join(recall)} | | | | |"]


def render(
    identity: str, version: str, licence: str, intended_use: str, gflop: float, schedule: SamplingSchedule, student: dict | None, facts: Facts
) -> str:  # fmt: skip
    """Markdown with Hugging Face front matter; `student` is its entry in the manifest."""
    own = "".join(f", {value:g} for {code}" for code, value in GUIDANCE.items())
    few = (
        ["", f"A student of the network paints in {student['steps']} calls without guidance; guidance {student['guidance']:g} is folded in{own}."]
        if student
        else []
    )  # fmt: skip
    lines = [
        "---",
        f"license: {licence.lower()}",
        "library_name: inlay",
        "pipeline_tag: image-to-image",
        "tags: [inpainting, diffusion, dermoscopy, synthetic-data, onnx]",
        "---",
        f"# {text(facts.name)}",
        "",
        f"Bundle `{identity}`, version {version}. A class-conditional inpainting diffusion model that paints frames of 224x224 px: a U-Net over a fixed "
        f"transform of 8x8 blocks, {gflop:.2f} GFLOP a call, with an encoder and reference statistics for post-selection.",
        "",
        "## Intended use", "", text(intended_use), "",
        "## Licence", "",
        f"{text(licence)}: the weights are derived from HAM10000 and MILK10k, which are licensed for non-commercial use. "
        "Cite Tschandl, Rosendahl and Kittler, Scientific Data 5, 180161 (2018), doi:10.1038/sdata.2018.161, and MILK study team, MILK10k, ISIC Archive (2025).",
        "",
        "## Data", "",
        f"HAM10000 and MILK10k. Training lesions only, split by lesion; others calibrate the gates, and others again test. {facts.views:,} augmented views"
        + (f" of {facts.planned:,} that are planned: its training goes on." if facts.views < facts.planned else "."),
        "", "| class | training images, HAM10000 | MILK10k |", "|---|---|---|",
        *(f"| {code} {LESION_CLASSES[code]} | {facts.lesions[code][0]} | {facts.lesions[code][1]} |" for code in LESION_CODES),
        "",
        "SCC is Bowen's disease, invasive carcinoma and keratoacanthoma together, as in ISIC 2019.",
        "",
        "## Method", "",
        f"Flow matching, {schedule.steps} steps, guidance {schedule.guidance:g}. The studio asks for images as HAM10000's. A SKIN class paints lesions away. Trained on {text(facts.machine)}.",
        *few,
        "",
    ]  # fmt: skip
    if facts.encoder:
        recall = ", ".join(f"{code} {two(facts.encoder.get(code))}" for code in LESION_CODES)
        lines += ["## Encoder", "", f"Recall a class on held-out real lesions: {recall}; balanced accuracy {two(facts.encoder.get('balanced'))}.", ""]  # fmt: skip
    if facts.measured:
        lines += [
            "## Measured", "",
            f"{facts.each} samples a class, painted over training lesions of their class. The share of samples that a classifier reads as the class that they are "
            "called; it has seen real training lesions alone and took no part in the training. The last column: ten real lesions of each rare class, and so many samples of every class added. docs/results/models-224.md of the studio explains the rest.",
            "", *measured_table(facts), "",
        ]  # fmt: skip
    if facts.membership:
        told = ", ".join(f"{code} {two(value)}" for code, value in facts.membership.items())
        warned = [code for code, value in facts.membership.items() if value > WARNED_ABOVE]
        lines += [
            "## Membership", "",
            f"Can a training lesion be told from a held-out one, by the network's error or by the nearest sample? AUROC of the attack that tells more, .50 is chance: {told}.",
            *([f"**Above {two(WARNED_ABOVE)}: {', '.join(warned)}.** Whoever holds the network may find out that a lesion of these was in its training."] if warned else []),
            "",
        ]  # fmt: skip
    lines += [
        "## Limits", "",
        "- Two collections (Vienna and Queensland; Vienna and others), mostly light skin; it has seen little dark skin and no clinical photographs.",
        "- The rare classes rest on one to some hundred lesions each; whether samples copy them has to be checked for each use.",
        "- A lesion belongs where its class lives: in other skin its samples have not been found to help a classifier.",
        "- No dermatologist has graded its samples. A sample is a picture of what the model took from the data, not of a disease.",
        "",
    ]  # fmt: skip
    return "\n".join(lines)
