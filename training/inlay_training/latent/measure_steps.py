"""The commands that measure the 224 px generator, and where their numbers go: docs/results/training/."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import torch

from ..files import append_log, write_atomically
from ..machine import processor
from . import earlier, measure, membership, outliner, page, paint, shipped, small_lab, student, sweep, train, where
from .workspace import Workspace

STUDENT = student.StudentTraining(paint.SCHEDULE, paint.AWAY, paint.GUIDANCE)
GUIDANCE = (1.0, 2.0, 3.0, 4.0)
LOW_SHIFT = 1.0
EXAMPLES_WITH = 2.0
"""Guidance that is tried with a description beside the class."""
STRENGTHS = (0.95, 0.85)
"""Starts on the way from the lesion that was there, by time."""


def choose_away(w: Workspace) -> None:
    network, config, seen = train.load_ema(w.args.checkpoint)
    encoder, encoder_config = w.encoder
    blocks = w.space.first(config.network.coefficients, config.power)
    found = sweep.sweep(network, blocks, w.pack, sweep.Reader(encoder, encoder_config), w.args.each)
    report(w, "sweep", {"views": seen, "each": w.args.each, "classes": found})


def search_sampler(w: Workspace) -> None:
    """Guidance, shift of the times, descriptions and strength: what each costs in variety and gives in reading, in scenes of the class."""
    network, config, seen = train.load_ema(w.args.checkpoint)
    blocks = w.space.first(config.network.coefficients, config.power)
    rows, labels = paint.own_scenes(w.pack, "train", w.args.each, seed=7)
    by = paint.SCHEDULE

    def made(**given) -> paint.Made:
        return paint.paint(network, blocks, w.pack, rows, labels, guidance={}, **given)

    sets = {f"guidance {g:g}": made(schedule=replace(by, guidance=g)) for g in GUIDANCE}
    sets[f"guidance {by.guidance:g}, shift {LOW_SHIFT:g}"] = made(schedule=replace(by, shift=LOW_SHIFT))
    example = paint.drawn_examples(w.pack, w.examples, labels, seed=7)
    shown = replace(by, guidance=EXAMPLES_WITH)
    sets[f"guidance {EXAMPLES_WITH:g}, shown"] = made(schedule=shown, example=example)
    for strength in STRENGTHS:
        sets[f"guidance {by.guidance:g}, strength {strength:g}"] = made(strength=strength)
    found = {name: measure.measure(w.instruments, part) for name, part in sets.items()}
    worth = measure.lab(small_lab.Features(), w.pack, sets, w.args.splits)
    report(w, "sampler", {"views": seen, "each": w.args.each, "sets": found, "lab": worth})


def measure_network(w: Workspace) -> None:
    _, config, _ = train.load_ema(w.args.checkpoint)
    append_log(
        w.results / "campaign.jsonl",
        name=page.COPY if config.ema == train.COOLED_EMA else w.args.checkpoint.stem,
        question="",
        **about(),
        **measured(w, w.args.checkpoint),
    )


def measured(w: Workspace, path: Path) -> dict:
    """Samples over training lesions of their own class, without and with a description, by every measure."""
    network, config, seen = train.load_ema(path)
    blocks = w.space.first(config.network.coefficients, config.power)
    rows, labels = paint.own_scenes(w.pack, "train", w.args.each, seed=7)
    sets = {"named": paint.paint(network, blocks, w.pack, rows, labels)}
    pupil = student.home(path, STUDENT) / "student.pt"
    if pupil.is_file():
        few = student.load(pupil, network)
        sets["student"] = paint.paint(few, blocks, w.pack, rows, labels, schedule=STUDENT.own_schedule)
    if config.drawing.example_drop < 1:
        example = paint.drawn_examples(w.pack, w.examples, labels, seed=7)
        sets["shown"] = paint.paint(network, blocks, w.pack, rows, labels, example)
    found = {name: measure.measure(w.instruments, made) for name, made in sets.items()}
    worth = measure.lab(small_lab.Features(), w.pack, sets, w.args.splits)
    return {"views": seen, "each": w.args.each, "sets": found, "lab": worth}


def compare(w: Workspace) -> None:
    """What stands beside every network: as many real lesions of others, pasted ones, blanked scenes, and bundle 0.3.0."""
    rows, labels = paint.own_scenes(w.pack, "train", w.args.each, seed=7)
    others, _ = paint.own_scenes(w.pack, "train", w.args.each, seed=8)
    nevi, _ = paint.nevus_scenes(w.pack, "train", w.args.each, seed=7)
    before = earlier.load(earlier.BUNDLE.fetched(w.work))
    sets = {
        "real, in place": paint.Made(w.pack.images[rows], w.pack.masks[rows], labels, rows),
        "real, pasted into the skin of nevi": paint.pasted(w.pack, others, nevi, labels),
        "real, pasted into scenes of the class": paint.pasted(w.pack, others, rows, labels),
        "scenes of the class, lesion blanked": paint.blanked(w.pack, rows, labels),
        "0.3.0 in the skin of nevi": earlier.paint(before, w.pack, nevi, labels),
        "0.3.0 in scenes of the class": earlier.paint(before, w.pack, rows, labels),
    }
    found = {name: measure.measure(w.instruments, made) for name, made in sets.items()}
    worth = measure.lab(small_lab.Features(), w.pack, sets, w.args.splits)
    report(w, "beside", {"each": w.args.each, "sets": found, "lab": worth})


def measure_shipped(w: Workspace) -> None:
    """What docs/results/models-224.md says of the generator that is to ship: its student of --checkpoint, beside 0.3.0 in the same run."""
    network, config, seen = train.load_ema(w.args.checkpoint)
    few = student.load(student.home(w.args.checkpoint, STUDENT) / "student.pt", network)
    blocks = w.space.first(config.network.coefficients, config.power)
    painter = shipped.Painter(few, blocks, STUDENT.own_schedule)
    sets = shipped.sets(painter, earlier.load(earlier.BUNDLE.fetched(w.work)), w.pack, w.args.each)
    drawn = shipped.draws(painter, w.pack, w.args.draws)
    describe, judge = small_lab.Features(), outliner.load(w.work / "outliner.pt")
    own = f"{shipped.NAME}, scenes of the class"
    known = shipped.known_lesions(w.instruments, w.pack)
    worth = measure.lab(describe, w.pack, {**sets, **drawn}, w.args.splits)
    report(w, "shipped", {
        "views": seen, "each": w.args.each, "draws": list(drawn),
        "sets": {name: measure.measure(w.instruments, made) for name, made in sets.items()},
        "lab": worth,
        "overDraws": {way: shipped.over_draws(worth, list(drawn), way, page.RIDGE) for way in page.WAYS},
        "ownLesions": shipped.own_lesions(painter, w.pack, describe, w.args.splits),
        "obedience": {name: shipped.obedience(judge, made) for name, made in sets.items()},
        "removal": shipped.removal(painter, judge, w.pack, w.args.each),
        "membership": membership.attack(w.instruments, network, blocks, w.pack, sets[f"{shipped.NAME}, scenes of nevi"]),
        "copies": {name: shipped.copied(w.instruments, known, sets[name]) for name in (own, f"{shipped.EARLIER}, scenes of the class")},
    })  # fmt: skip


def find_class(w: Workspace) -> None:
    """Where the class gets lost; with --checkpoint, at which noise levels a network knows it."""
    found: dict = {
        "scene": where.told_by_the_scene(w.pack, small_lab.Features()),
        "read": where.transplanted(w.instruments, w.pack, w.args.each),
    }
    if w.args.checkpoint:
        network, config, _ = train.load_ema(w.args.checkpoint)
        found["times"] = where.known_by_time(
            network, w.space.first(config.network.coefficients, config.power), w.pack, "calibration", w.args.each
        )
    report(w, "where", found)


def about() -> dict[str, str]:
    """When and on what a number was made."""
    return {"date": datetime.now(UTC).strftime("%Y-%m-%d"), "machine": processor(), "torch": torch.__version__}


def report(w: Workspace, name: str, value: object) -> None:
    with write_atomically(w.results / f"{name}.json") as file:
        file.write((json.dumps({**about(), "value": value}, indent=1) + "\n").encode())
    print(json.dumps(value), flush=True)
