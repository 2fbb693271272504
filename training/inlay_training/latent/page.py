"""docs/results/training.md, written from the measurements in docs/results/training/: nothing in it is typed by hand."""

from __future__ import annotations

import json
from pathlib import Path

import matplotlib as mpl

mpl.use("svg")
mpl.rcParams["svg.hashsalt"] = "inlay"
from matplotlib import pyplot as plt  # noqa: E402

from ..classes import LESION_CODES  # noqa: E402
from ..files import lines_of  # noqa: E402
from .small_lab import RIDGES  # noqa: E402

RIDGE = f"ridge{RIDGES[0]:g}"
WAYS = ("alone", "with counterparts")
RARE = ("AK", "DF", "VASC", "SCC")
COPY = "cooled copy"
"""A row of the campaign that is no point of its curve: its training was ended (`cool`)."""


def two(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}".replace("0.", ".", 1)


def signed(value: float) -> str:
    return f"{value:+.3f}".replace("0.", ".", 1)


def table(head: list[str], rows: list[list[str]]) -> list[str]:
    return [
        "| " + " | ".join(head) + " |",
        "|" + "---|" * len(head),
        *("| " + " | ".join(row) + " |" for row in rows),
        "",
    ]


def read(folder: Path, name: str) -> dict | None:
    path = folder / f"{name}.json"
    return json.loads(path.read_text())["value"] if path.is_file() else None


def section(title: str, lines: list[str] | None) -> list[str]:
    return [f"## {title}", "", *(lines or ["Not measured yet.", ""])]


def outliner(folder: Path) -> list[str] | None:
    found = read(folder, "outliner")
    if found is None:
        return None
    rows = [
        [
            two(found["iou"]),
            two(found["median"]),
            *(two(found[f"iou{code}"]) for code in LESION_CODES),
            f"{100 * found['falseAlarms']:.1f} %",
            f"{100 * found['falseAlarmsInFrames']:.1f} %",
        ]
    ]
    return table(["IoU, mean", "median", *LESION_CODES, "false alarms on patches of skin", "on skin of frames"], rows)


def oracle(folder: Path) -> list[str] | None:
    found = read(folder, "oracle")
    if found is None:
        return None
    rows = []
    for name, quality in found["psnr"].items():
        change = found["worth"][f"{name}, alone"][RIDGE]["rare"]
        rows.append([name, f"{quality:.1f}", signed(change), *(two(v) for v in found["share"][name].values())])
    return table(
        ["format", "PSNR", f"rare recall, alone, {RIDGE}", *(f"share, {way}" for way in found["share"]["untouched"])],
        rows,
    )


def judge(folder: Path) -> list[str] | None:
    found = read(folder, "judge")
    if found is None:
        return None
    return table(
        ["lesions", "balanced", *LESION_CODES],
        [[name, two(row["balanced"]), *(two(row.get(code)) for code in LESION_CODES)] for name, row in found.items()],
    )


def where(folder: Path) -> list[str] | None:
    found = read(folder, "where")
    if found is None:
        return None
    scene = [
        [name, two(row["balanced"]), *(two(row[code]) for code in LESION_CODES)] for name, row in found["scene"].items()
    ]
    lines = ["A logistic regression on frozen features, trained on training lesions, tested on held-out ones:", ""]
    lines += table(["it sees", "balanced", *LESION_CODES], scene)
    seen = [[name, *(two(row.get(code)) for code in LESION_CODES)] for name, row in found["read"].items()]
    lines += ["Read as what they are by the judge:", "", *table(["held-out real lesions", *LESION_CODES], seen)]
    if "times" in found:
        times = [[t, two(row["all"]), *(two(row[code]) for code in LESION_CODES)] for t, row in found["times"].items()]
        lines += ["Share of held-out lesions whose error is smallest under their own class, by time (chance .12):", ""]
        lines += table(["time", "all", *LESION_CODES], times)
    return lines


def ablation_rows(rows: list[dict]) -> list[str] | None:
    """A row a run and its conditions: `named` by the class alone, `shown` with a description of an example."""
    if not rows:
        return None
    found = []
    for row in rows:
        for way, measured in row["sets"].items():
            worth = row["lab"][f"{way}, with counterparts"]
            classes = measured["classes"]
            change = signed(worth[RIDGE]["rare"])
            found.append([
                row["name"], f"{row['views']:,}", way, two(measured["read"]), *(two(classes[code]["read"]) for code in RARE), two(measured["kid"]),
                two(measured["coverage"]), two(measured["vendi"]), change, row["question"] if way == "named" else "",
            ])  # fmt: skip
    head = [
        "run",
        "views",
        "conditions",
        "read, mean",
        *RARE,
        "KID over floor",
        "coverage",
        "Vendi / real",
        f"small lab, {RIDGE}",
        "what",
    ]
    return table(head, found)


def sets_of(folder: Path, file: str) -> list[str] | None:
    """A row a set of images, and what it is worth to a small lab."""
    found = read(folder, file)
    if found is None:
        return None
    rows = []
    for name, measured in found["sets"].items():
        classes = measured["classes"]
        worth = [found["lab"][f"{name}, {way}"] for way in WAYS]
        changes = [signed(change[f"ridge{p:g}"]["rare"]) for change in worth for p in RIDGES]
        read_as = [two(measured["read"]), *(two(classes[code]["read"]) for code in RARE)]
        rows.append([name, *read_as, two(measured["kid"]), two(measured["coverage"]), two(measured["vendi"]), *changes])
    start = two(found["lab"]["nothing"][RIDGE]["rare"])
    about = f"{found['each']} images a class; 24 of them are added. The lab's rare recall with nothing added is {start} ({RIDGE})."
    ways = [f"{way}, ridge {p:g}" for way in WAYS for p in RIDGES]
    return [
        about,
        "",
        *table(["added", "read, mean", *RARE, "KID over floor", "coverage", "Vendi / real", *ways], rows),
    ]


def curve(rows: list[dict], out: Path) -> None:
    """Reading, KID, coverage and the small lab's change against views."""
    measures = {
        "read as its class": lambda row, way: row["sets"][way]["read"], "KID over the floor": lambda row, way: row["sets"][way]["kid"],
        "coverage": lambda row, way: row["sets"][way]["coverage"],
        "small lab, rare recall": lambda row, way: row["lab"][f"{way}, with counterparts"][RIDGE]["rare"],
    }  # fmt: skip
    figure, axes = plt.subplots(1, 4, figsize=(13, 3), layout="constrained")
    for axis, (title, value) in zip(axes, measures.items(), strict=True):
        for way, colour in (("named", "#3b6ea8"), ("shown", "#c2662d")):
            points = [(row["views"] / 1000, value(row, way)) for row in rows if way in row["sets"]]
            axis.plot(*zip(*points, strict=True), "o-", color=colour, label=way)
        axis.set_title(title, fontsize=10)
        axis.set_xlabel("thousand views")
    axes[0].legend(frameon=False)
    figure.savefig(out, metadata={"Date": None})
    plt.close(figure)


def render(folder: Path) -> str:
    """The page of what lies in `folder`; writes its plot there."""
    campaign = lines_of(folder / "campaign.jsonl")
    if campaign:
        curve([row for row in campaign if row["name"] != COPY], folder / "campaign.svg")
    return "\n".join([
        "# Training at 224 px", "",
        "Written by `python -m inlay_training.latent page` from `docs/results/training/`, where each measurement has its date and machine; do not edit. What is "
        "decided by it is in [docs/adr/0035](../adr/0035-224-px-in-blocks.md). How good the one that ships is stands in [models-224.md](models-224.md).", "",
        *section("The outliner, on held-out HAM10000 at 224 px", outliner(folder)),
        *section("What a format can give: real lesions through it, added to a small lab", oracle(folder)),
        *section("The judge's recall on held-out lesions", judge(folder)),
        *section("Where the class gets lost", where(folder)),
        *section("What stands beside: real lesions, pasted ones, blanked scenes, bundle 0.3.0", sets_of(folder, "beside")),
        *section("Guidance, shift of the times, descriptions, strength", sets_of(folder, "sampler")),
        *section("Ablations: samples over training lesions of their own class", ablation_rows(lines_of(folder / "ablations.jsonl"))),
        *section("The campaign", ["![Against views](training/campaign.svg)", "", *(ablation_rows(campaign) or [])] if campaign else None),
    ])  # fmt: skip
