"""Tables of the measures of evaluation.json, for the page of the models and for the card."""

from __future__ import annotations

from collections.abc import Callable

from ..classes import LESION_CODES


def percent(value: float | None) -> str:
    return "n/a" if value is None else f"{value:.2f}"


def mean_of(row: dict, measure: str) -> float:
    """Mean over the classes of one measure of a row of evaluation.json."""
    return sum(row["classes"][code][measure] for code in LESION_CODES) / len(LESION_CODES)


MEASURES: tuple[tuple[str, str, Callable[[dict], float]], ...] = (
    ("intended class read, over the recall on real lesions", ">= 1.0", lambda row: row["ratio"]),
    ("the same, worst class", ">= 0.6", lambda row: row["worstRatio"]),
    ("class swap: another token, the reading follows", ">= 0.60", lambda row: row["swap"]["follows"]),
    ("KID to real held-out lesions", "falling", lambda row: mean_of(row, "kid")),
    ("KID between two halves of the real ones", "", lambda row: mean_of(row, "kidFloor")),
    ("coverage (PRDC, k = 5)", ">= 0.60", lambda row: mean_of(row, "coverage")),
    ("precision (PRDC, k = 5)", "", lambda row: mean_of(row, "precision")),
    ("copies", "<= 0.01", lambda row: mean_of(row, "copies")),
    ("seam: AUROC of a detector of composites", "<= 0.60", lambda row: mean_of(row, "seam")),
    ("mask obedience: IoU with the painted mask", ">= 0.70", lambda row: mean_of(row, "obedience")),
    ("lesion still found once SKIN has painted it away", "", lambda row: row["removal"]["after"]),
    ("lesion found before", "", lambda row: row["removal"]["before"]),
    ("lesion found on untouched skin", "", lambda row: row["removal"]["skin"]),
)
"""What is measured, the bar it is held against, and where it stands in a row of evaluation.json."""


def measures_table(rows: list[dict]) -> list[str]:
    """A row a measure, a column a sampler setting; means over the classes."""
    return [
        "| measure | bar | " + " | ".join(row["label"] for row in rows) + " |",
        "|---|---|" + "---|" * len(rows),
        *(
            f"| {name} | {bar} | " + " | ".join(f"{value(row):.2f}" for row in rows) + " |"
            for name, bar, value in MEASURES
        ),
    ]


def reading_table(rows: list[dict]) -> list[str]:
    """How often each class is read as asked, a row a sampler setting, and the recall on real held-out lesions."""
    return [
        "| read as asked | " + " | ".join(LESION_CODES) + " | mean |",
        "|---|" + "---|" * (len(LESION_CODES) + 1),
        *(
            f"| {row['label']} | "
            + " | ".join(percent(row["intended"][code]) for code in LESION_CODES)
            + f" | {percent(row['mean'])} |"
            for row in rows
        ),
        "| recall on real held-out lesions | "
        + " | ".join(percent(rows[0]["real"].get(code)) for code in LESION_CODES)
        + f" | {percent(rows[0]['real']['balanced'])} |",
    ]
