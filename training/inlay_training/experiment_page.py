"""docs/results/experiment.md, written from the results of the step `experiment`: nothing in it is typed by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import torch

from . import contrasts
from .arms import HEAD, MENDED_ARMS, REAL, RULES, Arm
from .classes import LESION_CLASSES, LESION_CODES
from .contrasts import Difference, Interval
from .experiment import Family
from .folds import PARTS, Folds
from .measured import ADJUSTED, METRICS, PRIMARY, Measures
from .report import processor
from .squares import RealSquares, SyntheticSet
from .tuned import Tuned

CHOOSING = ("balanced accuracy", PRIMARY)
GATED = Arm("gated", 1)
"""The arm of the primary contrasts, which was planned before any was run."""
OVER = {
    "gated - real": "over the real images alone",
    "gated - best re-balancing": "over the best re-balancing, ",
    "gated - random": "over as many drawn at random",
}
Probe = dict[str, dict[str, float]]
SCENE_WORDS = {"nevi": "scenes of nevi", "common": "scenes of common classes", "own": "scenes of their own class"}


def primary(found: Measures, gated: Arm = GATED) -> list[tuple[str, Arm, Arm]]:
    """gated - real, gated - best re-balancing, gated - random; what was not run is left out."""
    if gated not in found.of:
        return []
    pairs = [
        ("gated - real", REAL),
        ("gated - best re-balancing", found.best),
        ("gated - random", replace(gated, source=f"random {gated.source}")),
    ]
    return [(name, gated, other) for name, other in pairs if other is not None and other in found.of]


def shown(found: Interval | Difference, signed: bool = False) -> str:
    if isinstance(found, Difference):
        found = found.interval()
    sign = "+" if signed else ""
    return f"{found.value:{sign}.3f} ({found.low:{sign}.3f} to {found.high:{sign}.3f})"


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
        f"{torch.get_num_threads()} threads, PyTorch {torch.__version__}.", "",
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
        ]
        if found.missing:
            lines += [f"Not run to the end: {'; '.join(arm_words(arm) for arm in found.missing)}.", ""]
    if folded:
        lines += folds_section(folded)
    return "\n".join(lines)


def family_words(family: Family) -> str:
    if isinstance(family, Tuned):
        return f"Fine-tuned: EfficientNet-{family.variant} from its ImageNet weights, {family.steps:,} steps of {family.batch}"
    return f"Frozen: logistic regression on features of EfficientNet-{family.variant}, trained on ImageNet only"


def arm_words(arm: Arm) -> str:
    balance = {"none": "", "sampler": "weighted sampler", "softmax": "balanced softmax"}.get(arm.balance, arm.balance)
    if arm.source == "nothing":
        added = "real alone"
    else:
        added = f"real + {arm.source} {'to the head' if arm.dose == HEAD else f'{arm.dose:g}x'}"
    use = {"mixed": "", "asked": "asked apart", "before": "learnt before"}[arm.use]
    parts = [
        added, "counterparts" if arm.counterparts else "", use, f"weight {arm.weight:g}" if arm.weight != 1 else "",
        f"in {SCENE_WORDS[arm.scenes]}" if arm.scenes != "nevi" else "", balance,
    ]  # fmt: skip
    return ", ".join(part for part in parts if part)


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


def folds_section(found: Folds) -> list[str]:
    """Cross-validation by image and by lesion. Intervals draw lesions, so those by image are what they would be were there no leak."""
    g = np.random.default_rng(2605)
    weights = contrasts.lesion_draws(found.labels, found.lesions, 400, g)
    labels = np.unique(found.labels)
    lesions = np.array([len(np.unique(found.lesions[found.labels == label])) for label in labels])
    rare = LESION_CODES.index("DF")

    def parts(logits: np.ndarray) -> dict[str, np.ndarray]:
        scores, recall = contrasts.softmax(logits), contrasts.recalls(logits, found.labels, weights)
        precision = [contrasts.average_precision(scores[:, c], found.labels == c, weights) for c in labels]
        return {
            "balanced accuracy": recall[None][:, :, labels],
            PRIMARY: np.stack(precision, axis=1)[None],
            "recall of DF": recall[None][:, :, [rare]],
        }

    def of(metric: str, values: np.ndarray) -> Difference:
        counted = lesions if values.shape[2] > 1 else lesions[labels == rare]
        return contrasts.difference(values.mean(2), np.ones((len(weights), 1)), values, counted)

    measured = {way: {arm: parts(logits) for arm, logits in arms.items()} for way, arms in found.of.items()}
    columns = ("balanced accuracy", PRIMARY, "recall of DF")
    lines = [
        "## Folds by image, as in the paper", "",
        f"**Not evidence that samples help.** Cross-validation in {PARTS} parts over all {len(found.labels):,} real images, once by image, so that other images of a tested "
        "lesion are trained on, and once by lesion; logistic regression on frozen features, one seed. The generator and the gates have seen three quarters of the images "
        "tested here, in both.", "",
        "| folds | arm | " + " | ".join(columns) + " | - real, balanced accuracy | - real, recall of DF |", "|---|---|" + "---|" * (len(columns) + 2),
    ]  # fmt: skip
    for way, arms in measured.items():
        for arm, values in arms.items():
            cells = [shown(of(metric, values[metric])) for metric in columns]
            cells += [
                shown(of(metric, values[metric] - arms[REAL][metric]), signed=True) if arm != REAL else ""
                for metric in ("balanced accuracy", "recall of DF")
            ]
            lines.append(f"| by {way} | {arm_words(arm)} | {' | '.join(cells)} |")
    return [*lines, ""]


def share_words(real: RealSquares) -> str:
    parts = []
    for index, split in enumerate(("train", "calibration", "test")):
        chosen = real.split == index
        parts.append(f"{chosen.sum():,} images of {len(np.unique(real.lesions[chosen])):,} lesions for {split}")
    return ", ".join(parts)


def chosen(found: Measures) -> dict[str, Arm]:
    """Of all ways of adding gated samples the best on calibration lesions, by each of the two metrics that answer different questions:
    whether the classes are named rightly, and whether they are ranked rightly."""
    known = [arm for arm in found.of if arm.source in RULES]
    best = {metric: found.chosen(known, metric) for metric in CHOOSING}
    return {metric: arm for metric, arm in best.items() if arm is not None}


def primary_table(found: Measures, gated: Arm = GATED) -> list[str]:
    pairs = primary(found, gated)
    if not pairs:
        return []
    lines = [
        "| contrast | " + " | ".join([*METRICS, *(f"p, {metric}" for metric in CHOOSING)]) + " |",
        "|---|" + "---|" * (len(METRICS) + len(CHOOSING)),
    ]
    adjusted = [contrasts.holm([found.about(metric, a, b).p_value() for _, a, b in pairs]) for metric in CHOOSING]
    for (name, a, b), *p in zip(pairs, *adjusted, strict=True):
        words = f"{name} ({arm_words(b)})" if "best" in name else name
        cells = [shown(found.about(metric, a, b), signed=True) for metric in METRICS]
        lines.append(f"| {words} | {' | '.join([*cells, *(f'{one:.3f}' for one in p)])} |")
    return [*lines, ""]


def arm_table(found: Measures) -> list[str]:
    if not found.of:
        return []
    lines = [
        f"{len(found.seeds)} seeds.", "",
        "| arm | images added | " + " | ".join(METRICS) + " | calibration error | s a run |", "|---|---|" + "---|" * (len(METRICS) + 2),
    ]  # fmt: skip
    real = int(found.material.real.sum())
    for arm, of in found.of.items():
        if arm in MENDED_ARMS:
            continue
        added = len(found.material.rows(arm, found.seeds[0])) - real if arm is not ADJUSTED else 0
        cells = [shown(found.about(metric, arm)) for metric in METRICS]
        lines.append(
            f"| {arm_words(arm)} | {added} | {' | '.join(cells)} | {of.calibration_error:.3f} | {of.seconds:.0f} |"
        )
    return [*lines, ""]


def mended_table(found: Measures, real: RealSquares) -> list[str]:
    """Samples used otherwise or from other scenes, each held against as many random ones used likewise."""
    known = [arm for arm in MENDED_ARMS if arm in found.of and arm.source in RULES]
    if not known:
        return []
    lines = [
        "### Samples used otherwise, and other samples", "",
        "Counterparts: samples of the other four classes in the same scenes, too, so that to look synthetic tells no class. Asked apart: a sample is asked only which "
        "of the classes that have samples it shows. Weight: of a sample's loss. Learnt before: from the samples first, then from the real images alone. Scenes: the real "
        "images whose lesion was painted over, nevi where nothing is said. Random: the same with as many samples drawn without looking at a score. "
        "These were thought of after the planned arms had been read on the test lesions, some after a first seed of others: their intervals are for each as if it stood alone.", "",
        f"| arm | images added | calibration: {', '.join(CHOOSING)} | " + " | ".join(METRICS[:3])
        + f" | - real, {PRIMARY} | - best re-balancing, {PRIMARY} | - random, {PRIMARY} |",
        "|---|---|---|" + "---|" * 6,
    ]  # fmt: skip
    for arm in known:
        added = len(found.material.rows(arm, found.seeds[0])) - int(found.material.real.sum())
        others = (REAL, found.best, replace(arm, source=f"random {arm.source}"))
        cells = [shown(found.about(metric, arm)) for metric in METRICS[:3]] + [
            shown(found.about(PRIMARY, arm, other), signed=True) if other in found.of else "" for other in others
        ]
        lines.append(
            f"| {arm_words(arm)} | {added} | {', '.join(f'{found.held_out(arm, metric):.3f}' for metric in CHOOSING)} | {' | '.join(cells)} |"
        )
    lines += ["", *scene_table(found)]
    for metric, arm in chosen(found).items():
        lines += [
            f"Chosen among all arms of gated samples by {metric} on calibration lesions: {arm_words(arm)}. On the test lesions, which have not chosen it:", "",
            *primary_table(found, arm),
            *class_table(found, real, arm),
        ]  # fmt: skip
    return lines


def scene_table(found: Measures) -> list[str]:
    """The same dose of samples from other scenes, and the same samples used otherwise, held against how it was planned."""
    usual, balanced = Arm("gated", 3), Arm("gated", 3, "softmax")
    pairs = [
        (replace(usual, scenes="own"), usual), (replace(usual, scenes="common"), usual), (replace(balanced, scenes="own"), balanced),
        (replace(balanced, use="asked"), balanced), (replace(balanced, use="asked", scenes="own"), replace(balanced, scenes="own")),
    ]  # fmt: skip
    known = [(a, b) for a, b in pairs if a in found.of and b in found.of]
    if not known:
        return []
    lines = [
        "What changes with the scenes alone, or with the use alone:",
        "",
        "| arm | over | " + " | ".join(METRICS) + " |",
        "|---|---|" + "---|" * len(METRICS),
    ]
    for a, b in known:
        cells = [shown(found.about(metric, a, b), signed=True) for metric in METRICS]
        lines.append(f"| {arm_words(a)} | {arm_words(b)} | {' | '.join(cells)} |")
    return [*lines, ""]


def class_table(found: Measures, real: RealSquares, gated: Arm = GATED) -> list[str]:
    """Recall a class of the arms of three contrasts, Wilson's intervals around it, and the difference that the samples make."""
    pairs = primary(found, gated)
    if not pairs:
        return []
    arms = list(dict.fromkeys([other for _, _, other in pairs] + [gated]))
    train, lesions = found.material.labels[found.material.real], real.test_lesions()
    lines = [
        "Recall, mean over the seeds, in brackets Wilson's interval for the number of test images; AUROC after it.", "",
        "| class | real training images | test images (lesions) | " + " | ".join(arm_words(arm) for arm in arms) + " | gated - real |",
        "|---|---|---|" + "---|" * (len(arms) + 1),
    ]  # fmt: skip
    for at, label in enumerate(found.present):
        own = found.labels == label
        cells = []
        for arm in arms:
            of = found.of[arm]
            recall = contrasts.wilson(float(of.parts["balanced accuracy"][:, 0, at].mean()), int(own.sum()))
            cells.append(f"{shown(recall)}; {of.parts['macro-AUROC'][:, 0, at].mean():.3f}")
        code = LESION_CODES[label]
        lines.append(
            f"| {code} {LESION_CLASSES[code]} | {(train == label).sum()} | {own.sum()} ({len(np.unique(lesions[own]))}) | {' | '.join(cells)} | "
            f"{shown(found.recall(at, gated, REAL), signed=True)} |"
        )
    return [*lines, ""]
