"""docs/results/experiment.md, written from the results of the step `experiment`: nothing in it is typed by hand."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import torch

from .arms import REAL
from .experiment import Family
from .experiment_tables import (
    GATED,
    SCENE_WORDS,
    arm_table,
    arm_words,
    begun_table,
    chosen,
    class_table,
    mended_table,
    primary,
    primary_table,
)
from .folds import Folds
from .folds_page import folds_section
from .measured import METRICS, Measures
from .report import processor
from .squares import RealSquares, SyntheticSet
from .tuned import Tuned

OVER = {
    "gated - real": "over the real images alone",
    "gated - best re-balancing": "over the best re-balancing, ",
    "gated - random": "over as many drawn at random",
}
Probe = dict[str, dict[str, float]]


def render(
    families: list[Measures],
    real: RealSquares,
    sets: dict[str, SyntheticSet],
    probe: Probe,
    folded: Folds | None = None,
) -> str:
    """probe: how well candidates are told from real images, a set and a class (squares.told_apart)."""
    lines = [
        "# Does it help?", "",
        f"Written by `python -m inlay_training experiment`; do not edit. {datetime.now(UTC):%Y-%m-%d}, {processor()}, "
        f"threads: {torch.get_num_threads()}, PyTorch {torch.__version__}.", "",
        *findings(families), "",
        "## What was done", "",
        *setting(families, real, sets, probe), "",
    ]  # fmt: skip
    for found in families:
        lines += [
            f"## {family_words(found.family)}",
            "",
            *primary_table(found),
            f"![Differences from the real images alone, {found.family.name}](experiment/{found.family.name}.svg)",
            "",
            *arm_table(found),
            *class_table(found, real),
            *mended_table(found, real),
            *begun_table(found),
        ]
        if found.missing:
            lines += [f"Not run: {'; '.join(arm_words(arm) for arm in found.missing)}.", ""]
    if folded:
        lines += folds_section(folded)
    return "\n".join(lines)


def family_words(family: Family) -> str:
    if isinstance(family, Tuned):
        return f"Fine-tuned: EfficientNet-{family.variant} from its ImageNet weights, {family.steps:,} steps of {family.batch}"
    return f"Frozen: logistic regression on features of EfficientNet-{family.variant}, trained on ImageNet only"


def findings(families: list[Measures]) -> list[str]:
    """The sentences that the numbers allow, and those that nothing here allows."""
    lines = []
    for found in families:
        if REAL not in found.of:
            lines += [f"{found.family.name.capitalize()}: not run.", ""]
            continue
        best = [(f"Chosen by {metric} on calibration lesions", arm) for metric, arm in chosen(found).items()]
        for words, gated in [("As planned", GATED), *best]:
            if gated not in found.of:
                continue
            lines += [f"**{found.family.name.capitalize()}. {words}: {arm_words(gated)}.**", ""]
            for name, a, b in primary(found, gated):
                parts = [
                    f"{metric} {found.about(metric, a, b).value:+.3f}, {found.about(metric, a, b).interval().reads()}"
                    for metric in METRICS[:3]
                ]
                lines.append(f"- {OVER[name]}{arm_words(b) if 'best' in name else ''}: {'; '.join(parts)}")
            lines.append("")
    return [*lines, "What is not told apart is not shown to be equal: a difference within the interval may be there. Nothing is claimed beyond these tables: not for "
            "other sizes, data sets, classes or classifiers, and not for the use of a classifier on patients."]  # fmt: skip


def setting(families: list[Measures], real: RealSquares, sets: dict[str, SyntheticSet], probe: Probe) -> list[str]:
    material, made = families[0].material, sets["nevi"]
    bundle, sampler = made.selected["bundle"], made.selected["sampler"]
    counts = {name: made.counts(ids) for name, ids in made.selected["kept"].items()}
    size = material.test.images.shape[-1]
    return [
        f"Candidates: `npm run experiment:sets` with {bundle['id']} {bundle['version']}, {sampler['name']} in {sampler['steps']} steps of guidance {sampler['guidance']:g}, {backgrounds(made)}; "
        "candidate k of every class has the same background, mask and seed. Rules of selection: the studio's usual one (gated), its best fraction gamma a class, "
        "and a band without the most typical. Candidates that each keeps: "
        + "; ".join(f"{name}: " + ", ".join(f"{n} {code}" for code, n in of.items()) for name, of in counts.items()) + ".", "",
        "An arm adds to each rare class as many images as its dose times its real ones, or all there are. Without more words the classes are drawn as often as "
        "they occur, the added images among them. The re-balancing that others are held against is the best of weighted sampler, balanced softmax and logit "
        "adjustment by balanced accuracy on calibration lesions.", "",
        f"Lesions are split as everywhere in the project: {share_words(real)}. Generator, encoder, gates and classifiers learnt from training lesions, the gates also "
        f"from calibration lesions; the test lesions were seen by none of them. Real and synthetic images are stored, cut and reduced alike, to {size} px. How well a "
        f"linear probe tells candidates from real training images of their class (AUROC): {told_words(sets, probe)}.", "",
        f"Intervals: 95 %, from {families[0].weights.shape[0] - 1:,} bootstrap draws of test lesions, class by class with all their images, and of seeds, the same for all arms "
        "(training/inlay_training/contrasts.py). P-values of three contrasts are Holm's, for one metric of one family.",
    ]  # fmt: skip


def told_words(sets: dict[str, SyntheticSet], probe: Probe) -> str:
    parts = []
    for name, of in probe.items():
        values = ", ".join(f"{value:.2f} ({code})" for code, value in of.items())
        kept, made = len(sets[name].kept("gated")), len(sets[name].kept("all"))
        parts.append(f"{values} in {SCENE_WORDS[name]}, of which {kept:,} of {made:,} are kept")
    return "; ".join(parts)


def backgrounds(made: SyntheticSet) -> str:
    scenes = made.selected["scenes"]
    return (
        f"in {scenes['count']:,} real training images of nevi whose own lesion is painted over"
        if scenes
        else "in the shipped skins"
    )


def share_words(real: RealSquares) -> str:
    parts = []
    for index, split in enumerate(("train", "calibration", "test")):
        chosen = real.split == index
        parts.append(f"{chosen.sum():,} images of {len(np.unique(real.lesions[chosen])):,} lesions for {split}")
    return ", ".join(parts)
