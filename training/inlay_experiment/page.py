"""docs/results/experiment.md, written from the results of the step `experiment`: nothing in it is typed by hand."""

from __future__ import annotations

from .arms import REAL
from .folds_page import Folded, folds_section
from .measured import METRICS, Measures
from .setting import Setting
from .tables import (
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

OVER = {
    "gated - real": "over the real images alone",
    "gated - best re-balancing": "over the best re-balancing, ",
    "gated - random": "over as many drawn at random",
}


def render(families: list[Measures], about: Setting, folded: Folded | None = None) -> str:
    lines = [
        "# Does it help?", "",
        f"Written by `python -m inlay_experiment page`; do not edit. {about.date}, {about.machine}, "
        f"threads: {about.threads}, PyTorch {about.torch}.", "",
        *findings(families), "",
        "## What was done", "",
        *setting(families, about), "",
    ]  # fmt: skip
    for found in families:
        lines += [
            f"## {family_words(found)}",
            "",
            *primary_table(found),
            f"![Differences from the real images alone, {found.family}](experiment/{found.family}.svg)",
            "",
            *arm_table(found),
            *class_table(found, about),
            *mended_table(found, about),
            *begun_table(found),
        ]
        if found.missing:
            lines += [f"Not run: {'; '.join(arm_words(arm) for arm in found.missing)}.", ""]
    if folded:
        lines += folds_section(folded)
    return "\n".join(lines)


def family_words(found: Measures) -> str:
    c = found.classifier
    if not c:
        return found.family.capitalize()
    if found.family == "tuned":
        return (
            f"Fine-tuned: EfficientNet-{c['variant']} from its ImageNet weights, {c['steps']:,} steps of {c['batch']}"
        )
    return f"Frozen: logistic regression on features of EfficientNet-{c['variant']}, trained on ImageNet only"


def findings(families: list[Measures]) -> list[str]:
    """The sentences that the numbers allow, and those that nothing here allows."""
    lines = []
    for found in families:
        if REAL not in found.arms:
            lines += [f"{found.family.capitalize()}: not run.", ""]
            continue
        best = [(f"Chosen by {metric} on calibration lesions", arm) for metric, arm in chosen(found).items()]
        for words, gated in [("As planned", GATED), *best]:
            if gated not in found.arms:
                continue
            lines += [f"**{found.family.capitalize()}. {words}: {arm_words(gated)}.**", ""]
            for name, a, b in primary(found, gated):
                parts = [
                    f"{metric} {found.about(metric, a, b).value:+.3f}, {found.about(metric, a, b).interval().reads()}"
                    for metric in METRICS[:3]
                ]
                lines.append(f"- {OVER[name]}{arm_words(b) if 'best' in name else ''}: {'; '.join(parts)}")
            lines.append("")
    return [*lines, "What is not told apart is not shown to be equal: a difference within the interval may be there. Nothing is claimed beyond these tables: not for "
            "other sizes, data sets, classes or classifiers, and not for the use of a classifier on patients."]  # fmt: skip


def setting(families: list[Measures], about: Setting) -> list[str]:
    return [
        f"Candidates: `npm run experiment:sets` with {about.bundle['id']} {about.bundle['version']}, {about.sampler['name']} in {about.sampler['steps']} steps of guidance {about.sampler['guidance']:g}, {backgrounds(about)}; "
        "candidate k of every class has the same background, mask and seed. Rules of selection: the studio's usual one (gated), its best fraction gamma a class, "
        "and a band without the most typical. Candidates that each keeps: "
        + "; ".join(f"{name}: " + ", ".join(f"{n} {code}" for code, n in kept.items()) for name, kept in about.kept.items()) + ".", "",
        "An arm adds to each rare class as many images as its dose times its real ones, or all there are. Without more words the classes are drawn as often as "
        "they occur, the added images among them. The re-balancing that others are held against is the best of weighted sampler, balanced softmax and logit "
        "adjustment by balanced accuracy on calibration lesions.", "",
        f"Lesions are split as everywhere in the project: {share_words(about)}. Generator, encoder, gates and classifiers learnt from training lesions, the gates also "
        f"from calibration lesions; the test lesions were seen by none of them. Real and synthetic images are stored, cut and reduced alike, to {about.size_px} px. How well a "
        f"linear probe tells candidates from real training images of their class (AUROC): {told_words(about)}.", "",
        f"Intervals: 95 %, from {families[0].weights.shape[0] - 1:,} bootstrap draws of test lesions, class by class with all their images, and of seeds, the same for all arms "
        "(training/inlay_experiment/contrasts.py). P-values of three contrasts are Holm's, for one metric of one family.",
    ]  # fmt: skip


def told_words(about: Setting) -> str:
    parts = []
    for name, made in about.sets.items():
        values = ", ".join(f"{value:.2f} ({code})" for code, value in made["told"].items())
        parts.append(f"{values} in {SCENE_WORDS[name]}, of which {made['kept']:,} of {made['made']:,} are kept")
    return "; ".join(parts)


def backgrounds(about: Setting) -> str:
    if about.scenes is None:
        return "in the shipped skins"
    return f"in {about.scenes:,} real training images of nevi whose own lesion is painted over"


def share_words(about: Setting) -> str:
    return ", ".join(
        f"{n['images']:,} images of {n['lesions']:,} lesions for {split}" for split, n in about.splits.items()
    )
