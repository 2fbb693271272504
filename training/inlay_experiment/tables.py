"""Tables of docs/results/experiment.md: contrasts, arms, classes, and what the arms are called."""

from __future__ import annotations

from dataclasses import replace

from inlay_training.classes import LESION_CLASSES, LESION_CODES

from . import contrasts
from .arms import HEAD, OTHER_USES, REAL, RULES, SAMPLER, Arm
from .contrasts import Difference, Interval
from .measured import METRICS, PRIMARY, Measures
from .runs import ADJUSTED
from .setting import Setting

CHOOSING = ("balanced accuracy", PRIMARY)
GATED = Arm("gated", 1)
"""The arm of the primary contrasts, which was planned before any was run."""
SCENE_WORDS = {"nevi": "scenes of nevi", "common": "scenes of common classes", "own": "scenes of their own class"}


def arm_words(arm: Arm) -> str:
    balance = {"none": "", "sampler": "weighted sampler", "softmax": "balanced softmax"}.get(arm.balance, arm.balance)
    if arm.source == "nothing":
        added = "real alone"
    else:
        added = f"real + {arm.source} {'to the head' if arm.dose == HEAD else f'{arm.dose:g}x'}"
    use = {"mixed": "", "asked": "restricted softmax", "before": "learnt before"}[arm.use]
    parts = [
        added, "counterparts" if arm.counterparts else "", use, f"weight {arm.weight:g}" if arm.weight != 1 else "",
        f"in {SCENE_WORDS[arm.scenes]}" if arm.scenes != "nevi" else "", balance,
    ]  # fmt: skip
    return ", ".join(part for part in parts if part)


def primary(found: Measures, gated: Arm = GATED) -> list[tuple[str, Arm, Arm]]:
    """gated - real, gated - best re-balancing, gated - random; what was not run is left out."""
    if gated not in found.arms:
        return []
    pairs = [
        ("gated - real", REAL),
        ("gated - best re-balancing", found.best),
        ("gated - random", replace(gated, source=f"random {gated.source}")),
    ]
    return [(name, gated, other) for name, other in pairs if other is not None and other in found.arms]


def shown(found: Interval | Difference, signed: bool = False) -> str:
    if isinstance(found, Difference):
        found = found.interval()
    sign = "+" if signed else ""
    return f"{found.value:{sign}.3f} ({found.low:{sign}.3f} to {found.high:{sign}.3f})"


def chosen(found: Measures) -> dict[str, Arm]:
    """Of all ways of adding gated samples the best on calibration lesions, by each of the two metrics that answer different questions:
    whether the classes are named rightly, and whether they are ranked rightly."""
    known = [arm for arm in found.arms if arm.source in RULES]
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
        lines.append(f"| {words} | {' | '.join([*cells, *(f'{value:.3f}' for value in p)])} |")
    return [*lines, ""]


def arm_table(found: Measures) -> list[str]:
    if not found.arms:
        return []
    trained = [result.seconds * len(found.seeds) for arm, result in found.arms.items() if arm != ADJUSTED]
    lines = [
        f"{len(found.seeds)} seeds. All {len(trained) * len(found.seeds)} runs of this family together took {sum(trained) / 3600:.1f} hours, each run counted from its start to its end.", "",
        "| arm | images added | " + " | ".join(METRICS) + " | calibration error | s a run |", "|---|---|" + "---|" * (len(METRICS) + 2),
    ]  # fmt: skip
    for arm, result in found.arms.items():
        if arm in OTHER_USES:
            continue
        cells = [shown(found.about(metric, arm)) for metric in METRICS]
        lines.append(
            f"| {arm_words(arm)} | {result.added} | {' | '.join(cells)} | {result.calibration_error:.3f} | {result.seconds:.0f} |"
        )
    return [*lines, ""]


def mended_table(found: Measures, setting: Setting) -> list[str]:
    """Samples used otherwise or from other scenes, each held against as many random ones used likewise."""
    known = [arm for arm in OTHER_USES if arm in found.arms and arm.source in RULES]
    if not known:
        return []
    lines = [
        "### Samples used otherwise, and other samples", "",
        "Counterparts: samples of the other four classes in the same scenes, too, so that to look synthetic tells no class. Restricted softmax: the loss of a sample is over the "
        "classes that have samples alone. Weight: of a sample's loss. Learnt before: from the samples first, then from the real images alone. Scenes: the real "
        "images whose lesion was painted over, nevi where nothing is said. Random: the same with as many samples drawn without looking at a score. "
        "These were thought of after the planned arms had been read on the test lesions, some after a first seed of others: their intervals are for each as if it stood alone.", "",
        f"| arm | images added | calibration: {', '.join(CHOOSING)} | " + " | ".join(METRICS[:3])
        + f" | - real, {PRIMARY} | - best re-balancing, {PRIMARY} | - random, {PRIMARY} |",
        "|---|---|---|" + "---|" * 6,
    ]  # fmt: skip
    for arm in known:
        others = (REAL, found.best, replace(arm, source=f"random {arm.source}"))
        cells = [shown(found.about(metric, arm)) for metric in METRICS[:3]] + [
            shown(found.about(PRIMARY, arm, other), signed=True) if other in found.arms else "" for other in others
        ]
        lines.append(
            f"| {arm_words(arm)} | {found.arms[arm].added} | {', '.join(f'{found.held_out(arm, metric):.3f}' for metric in CHOOSING)} | {' | '.join(cells)} |"
        )
    lines += ["", *scene_table(found)]
    for metric, arm in chosen(found).items():
        lines += [
            f"Chosen among all arms of gated samples by {metric} on calibration lesions: {arm_words(arm)}. On the test lesions, which have not chosen it:", "",
            *primary_table(found, arm),
            *class_table(found, setting, arm),
        ]  # fmt: skip
    return lines


def begun_table(found: Measures) -> list[str]:
    """Arms with too few seeds for an interval, over the real images alone with the same seeds."""
    if not found.begun or REAL not in found.arms:
        return []
    lines = [
        "Begun and left, in the mean of the seeds there are, without intervals; differences are from the real images alone with the same seeds.", "",
        "| arm | seeds | " + " | ".join(METRICS[:3]) + " | " + " | ".join(f"- real, {metric}" for metric in METRICS[:3]) + " |",
        "|---|---|" + "---|" * 6,
    ]  # fmt: skip
    for arm, result in found.begun.items():
        at = found.begun_seeds[arm]
        own = [result.metrics[metric][:, 0].mean() for metric in METRICS[:3]]
        real = [found.arms[REAL].metrics[metric][at, 0].mean() for metric in METRICS[:3]]
        cells = [f"{value:.3f}" for value in own] + [f"{a - b:+.3f}" for a, b in zip(own, real, strict=True)]
        lines.append(f"| {arm_words(arm)} | {len(at)} | {' | '.join(cells)} |")
    return [*lines, ""]


def scene_table(found: Measures) -> list[str]:
    """Samples in scenes of their own class over real images repeated or drawn as often; the same dose from other scenes; the same samples used otherwise."""
    usual, balanced = Arm("gated", 3), Arm("gated", 3, "softmax")
    ten = replace(usual, dose=10, scenes="own")
    pairs = [
        (replace(usual, scenes="own"), Arm("duplicates", 3)), (ten, Arm("duplicates", 10)), (Arm("gated", 1, "sampler", scenes="own"), SAMPLER),
        (replace(usual, scenes="own"), usual), (replace(usual, scenes="common"), usual), (replace(balanced, scenes="own"), balanced),
        (replace(balanced, use="asked"), balanced), (replace(balanced, use="asked", scenes="own"), replace(balanced, scenes="own")),
    ]  # fmt: skip
    known = [(a, b) for a, b in pairs if a in found.arms and b in found.arms]
    if not known:
        return []
    lines = [
        "Over real images repeated or drawn as often, and what changes with the scenes alone or with the use alone:",
        "",
        "| arm | over | " + " | ".join(METRICS) + " |",
        "|---|---|" + "---|" * len(METRICS),
    ]
    for a, b in known:
        cells = [shown(found.about(metric, a, b), signed=True) for metric in METRICS]
        lines.append(f"| {arm_words(a)} | {arm_words(b)} | {' | '.join(cells)} |")
    return [*lines, ""]


def class_table(found: Measures, setting: Setting, gated: Arm = GATED) -> list[str]:
    """Recall a class of the arms of three contrasts, Wilson's intervals around it, and the difference that the samples make."""
    pairs = primary(found, gated)
    if not pairs:
        return []
    arms = list(dict.fromkeys([other for _, _, other in pairs] + [gated]))
    lines = [
        "Recall, mean over the seeds, in brackets Wilson's interval for the number of test images; AUROC after it.", "",
        "| class | real training images | test images (lesions) | " + " | ".join(arm_words(arm) for arm in arms) + " | gated - real |",
        "|---|---|---|" + "---|" * (len(arms) + 1),
    ]  # fmt: skip
    for at, label in enumerate(found.present):
        own = found.labels == label
        cells = []
        for arm in arms:
            result = found.arms[arm]
            recall = contrasts.wilson(float(result.parts["balanced accuracy"][:, 0, at].mean()), int(own.sum()))
            cells.append(f"{shown(recall)}; {result.parts['macro-AUROC'][:, 0, at].mean():.3f}")
        code = LESION_CODES[label]
        lines.append(
            f"| {code} {LESION_CLASSES[code]} | {setting.train[code]} | {own.sum()} ({found.lesions[at]}) | {' | '.join(cells)} | "
            f"{shown(found.recall(at, gated, REAL), signed=True)} |"
        )
    return [*lines, ""]
