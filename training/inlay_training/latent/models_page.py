"""docs/results/models-224.md: the generator at 224 px, as its student paints, against its bars, beside bundle 0.3.0 and real lesions; nothing in it is typed by hand."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from ..classes import LESION_CODES
from . import membership, small_lab
from .measure import RARE
from .page import RIDGE, WAYS, read, signed, table, two
from .shipped import EARLIER, NAME

OWN, NEVI = "scenes of the class", "scenes of nevi"


def over(a: float, b: float) -> float:
    return a / max(b, 1e-6)


def rare_over(found: dict, wanted: dict[str, float]) -> tuple[float, float]:
    """Reading over what it is held against, the mean of the rare classes and the worst of them."""
    shares = [over(found["classes"][code]["read"], wanted[code]) for code in RARE]
    return float(np.mean(shares)), min(shares)


def by_class(found: dict) -> dict[str, float]:
    return {code: row["read"] for code, row in found["classes"].items()}


def interval(row: dict) -> str:
    return (
        f"{signed(row['rare'])} ({signed(row['rare'] - 1.96 * row['se'])} to {signed(row['rare'] + 1.96 * row['se'])})"
    )


def bars(value: dict) -> list[str]:
    """A row a bar: what is asked, what this bundle has, what 0.3.0 had in the same run."""
    ours, before = (value["sets"][f"{name}, {OWN}"] for name in (NAME, EARLIER))
    ours_nevi, before_nevi = (value["sets"][f"{name}, {NEVI}"] for name in (NAME, EARLIER))
    real = {code: row["readReal"] for code, row in ours["classes"].items()}
    moved = by_class(value["sets"][f"real pasted, {NEVI}"])
    drawn, alike = value["overDraws"][WAYS[1]], value["lab"][f"real, in place, {WAYS[1]}"]
    lab_before, own = value["lab"][f"{EARLIER}, {OWN}, {WAYS[1]}"], value["ownLesions"]
    spectrum = [band for row in ours["classes"].values() for band in row["bands"]]
    spectrum_before = [band for row in before["classes"].values() for band in row["bands"]]
    rows = [
        ["small lab, over as many real lesions of others", ">= .9, interval above 0", f"{two(over(drawn['rare'], alike[RIDGE]['rare']))}: {interval(drawn)}",
         two(over(lab_before[RIDGE]["rare"], alike[RIDGE]["rare"]))],
        ["the same, least rare class", "not below 0", signed(min(drawn["classes"][code] for code in small_lab.RARE)),
         signed(min(lab_before["classes"][code] for code in small_lab.RARE))],
        ["the same, painted over the lab's own lesions alone", ">= half of the first row's real ones", f"{two(over(own['rare'], alike[RIDGE]['rare']))}: {interval(own)}", ""],
        ["class read in scenes of the class, over real held-out lesions: mean of the rare", ">= .9", *(two(rare_over(found, real)[0]) for found in (ours, before))],
        ["the same, worst of the rare", ">= .6", *(two(rare_over(found, real)[1]) for found in (ours, before))],
        ["class read in scenes of nevi, over real lesions pasted there: mean of the rare", ">= 1.0",
         *(two(rare_over(found, moved)[0]) for found in (ours_nevi, before_nevi))],
        ["KID over the floor, the lesion's square", f"<= {two(0.4 * before['kid'])}", two(ours["kid"]), two(before["kid"])],
        ["spectrum inside the mask over real, three bands, least and most", ".8 to 1.25", f"{two(min(spectrum))} to {two(max(spectrum))}",
         f"{two(min(spectrum_before))} to {two(max(spectrum_before))}"],
        ["coverage", f">= {two(before['coverage'] - 0.03)}", two(ours["coverage"]), two(before["coverage"])],
        ["Vendi over real", f">= {two(before['vendi'] - 0.03)}", two(ours["vendi"]), two(before["vendi"])],
        ["copies of training lesions", "<= .01", *(two(value["copies"][f"{name}, {OWN}"]["share"]) for name in (NAME, EARLIER))],
        ["outline found over the mask", ">= .70", *(two(value["obedience"][f"{name}, {OWN}"]) for name in (NAME, EARLIER))],
        ["SKIN: a lesion is still found", "<= .10", f"{two(value['removal']['after'])} (before {two(value['removal']['before'])})", ""],
    ]  # fmt: skip
    return table(["measure", "bar", NAME, EARLIER], rows)


def sets(value: dict) -> list[str]:
    rows = []
    for name, found in value["sets"].items():
        worth = [signed(value["lab"][f"{name}, {way}"][RIDGE]["rare"]) for way in WAYS]
        classes = [two(found["classes"][code]["read"]) for code in LESION_CODES]
        rows.append(
            [name, *classes, two(found["read"]), two(found["kid"]), two(found["coverage"]), two(found["vendi"]), *worth]
        )
    real = next(iter(value["sets"].values()))["classes"]
    rows.append(["real held-out lesions", *(two(real[code]["readReal"]) for code in LESION_CODES), *[""] * 6])
    return table(
        [
            "images",
            *LESION_CODES,
            "mean",
            "KID over floor",
            "coverage",
            "Vendi / real",
            *(f"small lab, {way}" for way in WAYS),
        ],
        rows,
    )


def spectra(value: dict) -> list[str]:
    found = value["sets"][f"{NAME}, {OWN}"]["classes"]
    rows = [[f"band {n + 1}", *(two(found[code]["bands"][n]) for code in LESION_CODES)] for n in range(3)]
    return table(["", *LESION_CODES], rows)


def labs(value: dict) -> list[str]:
    rows = []
    for way, found in value["overDraws"].items():
        changes = [signed(found["classes"][code]) for code in small_lab.RARE]
        rows.append(
            [
                f"samples over training lesions, {way}",
                interval(found),
                f"{signed(found['least'])} to {signed(found['most'])}",
                *changes,
            ]
        )
    own = value["ownLesions"]
    rows.append(
        [
            "samples over the lab's own lesions, with counterparts",
            interval(own),
            "",
            *(signed(own["classes"][code]) for code in small_lab.RARE),
        ]
    )
    for way in WAYS:
        alike = value["lab"][f"real, in place, {way}"]
        rows.append(
            [
                f"real lesions of others, {way}",
                interval(alike[RIDGE]),
                "",
                *(signed(alike["classes"][code]) for code in small_lab.RARE),
            ]
        )
    return table(["added, 24 a class", "change of rare recall (95 %)", "draws", *small_lab.RARE], rows)


def members(value: dict) -> list[str]:
    """A row a way of attack: AUROC a class, its 95 % interval beside it where it is warned of."""
    ways = {"loss": "by the network's error", "samples": "by the nearest sample"}
    rows = []
    for way, found in value["membership"].items():
        cells = []
        for code in LESION_CODES:
            row = found.get(code)
            half = 1.96 * row["se"] if row else 0
            cells.append(
                "" if row is None else f"{two(row['auroc'])} ({two(row['auroc'] - half)} to {two(row['auroc'] + half)})"
            )
        rows.append([ways[way], *cells])
    counts = [
        f"{row['train']}, {row['held']}" if (row := value["membership"]["loss"].get(code)) else ""
        for code in LESION_CODES
    ]
    return table(["", *LESION_CODES], [*rows, ["lesions trained on, held out", *counts]])


def render(folder: Path) -> str | None:
    """The page of shipped.json in `folder`, or None where there is none."""
    value = read(folder, "shipped")
    if value is None:
        return None
    about = json.loads((folder / "shipped.json").read_text())
    attacked = [
        "## Can a training lesion be told from a held-out one?", "",
        f"AUROC (95 %); .50 is chance. Above {two(membership.WARNED_ABOVE)} the card warns.", "", *members(value),
    ] if "membership" in value else []  # fmt: skip
    return "\n".join([
        "# The generator at 224 px", "",
        f"Written by `python -m inlay_training.latent shipped` and `page`; do not edit. {about['date']}, {about['machine']}, two cores, PyTorch {about['torch']}.", "",
        f"The generator after {value['views']:,} views, by its student of four calls, {value['each']} samples a class. Lesions that the judge reads and that others are held "
        "against were in no training. A classifier that has seen real training lesions alone reads the class. Bundle 0.3.0 (64 px, enlarged) paints the same scenes in the same run.", "",
        "## Against the bars", "", *bars(value),
        "## A small lab", "",
        f"Ten real lesions of each rare class and forty of each other one; {len(value['draws'])} independent draws of samples. The interval takes in labs and draws.", "",
        *labs(value),
        "## Sets of images", "", *sets(value),
        "## Spectrum inside the mask over real lesions'", "",
        "Wavelengths of about 2 to 5, 5 to 10 and 10 to 20 px.", "", *spectra(value), *attacked,
    ])  # fmt: skip
