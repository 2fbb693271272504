"""Plots of the experiment, as SVG that is the same whenever the numbers are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from inlay_training.files import write_atomically

from .arms import REAL, Arm
from .contrasts import Difference
from .measured import METRICS, Measures

LOOK = {
    "svg.hashsalt": "inlay",
    "svg.fonttype": "path",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
}
INK, FAINT, BETTER, WORSE = "#4a4a4a", "#c4c4c4", "#1b7f5c", "#b3402a"
ROW_INCH = 0.24


def forest(found: Measures, arms: list[Arm], words: Callable[[Arm], str], path: Path) -> None:
    """Every arm's difference from the real images alone, with its 95 % interval, a panel a metric; written as SVG."""
    arms = [arm for arm in arms if arm in found.arms and arm != REAL]
    metrics = METRICS[:3]
    with mpl.rc_context(LOOK):
        figure = Figure(figsize=(10.5, 1.1 + ROW_INCH * len(arms)), layout="constrained")
        panels = figure.subplots(1, len(metrics), sharey=True, squeeze=False)[0]
        for panel, metric in zip(panels, metrics, strict=True):
            _panel(panel, [found.about(metric, arm, REAL) for arm in arms])
            panel.set_title(metric, loc="left", fontsize=9)
        panels[0].set_yticks(range(len(arms)), [words(arm) for arm in arms])
        panels[0].set_ylim(len(arms) - 0.5, -0.5)
        figure.supxlabel("difference from the real images alone, 95 % interval", fontsize=9)
        path.parent.mkdir(parents=True, exist_ok=True)
        with write_atomically(path) as file:
            figure.savefig(file, format="svg", metadata={"Date": None})


def _panel(panel: Axes, differences: list[Difference]) -> None:
    panel.axvline(0, color=FAINT, linewidth=1)
    for at, difference in enumerate(differences):
        interval = difference.interval()
        colour = {"higher": BETTER, "lower": WORSE}.get(interval.reads(), INK)
        panel.plot([interval.low, interval.high], [at, at], color=colour, linewidth=1.4, solid_capstyle="butt")
        panel.plot([interval.value], [at], "o", color=colour, markersize=4)
    panel.xaxis.set_major_locator(MaxNLocator(3, steps=[1, 2, 5, 10]))
    panel.tick_params(axis="y", length=0)
    panel.spines["left"].set_visible(False)
    panel.grid(axis="x", color="#ececec", linewidth=0.6)
    panel.set_axisbelow(True)
