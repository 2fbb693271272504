"""The steps of the 224 px generator, each a command: what they do is in README.md."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import torch

from ..classes import LESION_CODES
from ..data import prepare
from ..files import append_log, lines_of, write_atomically
from ..machine import processor
from . import (
    ablate,
    assemble,
    card,
    classify,
    earlier,
    frames,
    measure,
    models_page,
    oracle,
    outliner,
    pack,
    page,
    paint,
    shipped,
    small_lab,
    space,
    student,
    sweep,
    train,
    travel,
    weights,
    where,
)
from .workspace import COEFFICIENTS, PLANNED_VIEWS, Workspace

STUDENT = student.StudentTraining(paint.SCHEDULE, paint.AWAY)


def make_pack(w: Workspace) -> None:
    pack.prepare(w.data, w.work / "pack.npz")


def make_outlines(w: Workspace) -> None:
    images, split = w.patches
    outliner.train(w.pack, images[split == 0].numpy(), outliner.OutlinerTraining(), w.work / "outliner.pt")
    model = outliner.load(w.work / "outliner.pt")
    outliner.outline(w.pack, model, w.work / "outlines.npz")
    report(w, "outliner", outliner.proof(w.pack, images[split != 0].numpy(), model))


def make_frames(w: Workspace) -> None:
    count = frames.write(w.pack, w.work / "pack.npz", w.work / "frames")
    print(f"{count} images in {w.work / 'frames'}")


def make_encoder(w: Workspace) -> None:
    classify.train(classify.ENCODER, w.pack, w.work / "encoder.pt")


def make_descriptions(w: Workspace) -> None:
    classify.describe(w.work / "encoder.pt", w.pack, train.NetworkConfig().example_size, w.work / "examples.pt")


def make_space(w: Workspace) -> None:
    space.save(
        space.fit(w.pack.images[w.pack.rows("train")], COEFFICIENTS, train.Training().power), w.work / "space.pt"
    )


def measure_formats(w: Workspace) -> None:
    found = oracle.frozen(w.pack, w.space, small_lab.Features(), (24, 32, 40, 48), w.args.splits)
    report(w, "oracle", found)


def make_judge(w: Workspace) -> None:
    path = classify.train(classify.JUDGE, w.pack, w.work / "judge.pt")
    model, config = classify.load(path)
    rows = {
        f"{split}, {name}": classify.recalls(model, w.pack, split, config, source)
        for split in ("calibration", "test")
        for source, name in enumerate(pack.SOURCES)
    }
    report(w, "judge", rows)


def read_by_judge(w: Workspace) -> None:
    """What the judge reads in the fine outlined images of all splits, or in the images of a folder: id -> class, as JSON."""
    model, config = classify.load(w.work / "judge.pt")
    if w.args.images:
        paths = sorted(path for path in w.args.images.iterdir() if path.suffix.lower() in (".jpg", ".png"))
        names, images = [path.stem for path in paths], pack.squares_of(paths)
    else:
        rows = [row for split in prepare.SPLITS[1:] for row in w.pack.rows(split)]
        names, images = [w.pack.ids[row] for row in rows], w.pack.images[rows]
    read = classify.logits(model, images, None, config).argmax(1).tolist()
    found = {name: LESION_CODES[label] for name, label in zip(names, read, strict=True)}
    with write_atomically(w.args.out or w.work / "judge.json") as file:
        file.write((json.dumps(found, indent=1) + "\n").encode())
    print(f"{len(found)} images read")


def train_generator(w: Workspace) -> None:
    """The campaign."""
    config = replace(train.Training(), images=w.args.images, decay_share=w.args.decay)
    train.train(config, w.material(config.power), w.work / "unet.pt", w.args.device, start_from=w.args.start_from)


def distil_student(w: Workspace) -> None:
    _, config, _ = train.load_ema(w.args.checkpoint)
    print(student.distil(w.args.checkpoint, w.material(config.power), STUDENT))


def make_bundle(w: Workspace) -> None:
    network, config, seen = train.load_ema(w.args.checkpoint)
    encoder, encoder_config = w.encoder
    pupil = student.home(w.args.checkpoint, STUDENT) / "student.pt"
    few = student.load(pupil, network) if pupil.is_file() else None
    blocks = w.space.first(config.network.coefficients, config.power)
    parts = assemble.Parts(
        network,
        few,
        STUDENT.own_schedule if few else None,
        encoder,
        encoder_config.size_px,
        outliner.load(w.work / "outliner.pt"),
        blocks,
        paint.SCHEDULE,
        w.pack,
    )
    created = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    encoder_recall = classify.recalls(encoder, w.pack, "test", encoder_config)
    out = assemble.build(w.args.out, w.args.out.name, w.args.version, created, parts, facts(w, seen, encoder_recall))
    print(f"{out}: {sum(path.stat().st_size for path in out.rglob('*') if path.is_file()) / 2**20:.1f} MiB")


def facts(w: Workspace, seen: int, encoder: dict[str, float]) -> card.Facts:
    """What the card says; measured is the last row of the campaign with as many views."""
    lesions = {
        code: tuple(len(w.pack.rows("train", label, source, None)) for source in (0, 1))
        for label, code in enumerate(LESION_CODES)
    }
    rows = [row for row in lines_of(w.results / "campaign.jsonl") if row["views"] == seen]
    plain = card.Facts("Inlay dermoscopy, 224 px", seen, lesions, processor(), PLANNED_VIEWS, encoder)
    if not rows:
        return plain
    row, names = rows[-1], {"named": "the network", "student": "its student"}
    measured = {names[way]: found for way, found in row["sets"].items() if way in names}
    lab = {
        name: row["lab"][f"{way}, {page.WAYS[1]}"][page.RIDGE]["rare"]
        for way, name in names.items()
        if way in row["sets"]
    }
    return replace(plain, each=row["each"], measured=measured, lab=lab)


def choose_away(w: Workspace) -> None:
    network, config, seen = train.load_ema(w.args.checkpoint)
    encoder, encoder_config = w.encoder
    blocks = w.space.first(config.network.coefficients, config.power)
    found = sweep.sweep(network, blocks, w.pack, sweep.Reader(encoder, encoder_config), w.args.each)
    report(w, "sweep", {"views": seen, "each": w.args.each, "classes": found})


def keep_weights(w: Workspace) -> None:
    for path in weights.keep(w.work, w.args.weights):
        print(path.name, path.stat().st_size)


def restore_weights(w: Workspace) -> None:
    for path in weights.restore(w.args.weights, w.work):
        print(path.name)


def make_travel(w: Workspace) -> None:
    images, split = w.patches
    out = travel.make(w.work, w.pack, images[split == 0], w.work / "travel", w.args.limit_mib * 2**20)
    print({path.name: path.stat().st_size for path in sorted(out.iterdir())})


def run_ablations(w: Workspace) -> None:
    for name in w.args.only or list(ablate.RUNS):
        question, config = ablate.RUNS[name]
        path = train.train(config, w.material(config.power), w.work / f"ablations/{name}.pt", w.args.device)
        rows = measured(w, path)
        append_log(w.results / "ablations.jsonl", name=name, question=question, **about(), **rows)


def measure_network(w: Workspace) -> None:
    append_log(
        w.results / "campaign.jsonl",
        name=w.args.checkpoint.stem,
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
    painter = shipped.Painter(few, w.space.first(config.network.coefficients, config.power), STUDENT.own_schedule)
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


def write_page(w: Workspace) -> None:
    with write_atomically(w.results.parent / "training.md") as file:
        file.write(page.render(w.results).encode())
    if (models := models_page.render(w.results)) is not None:
        with write_atomically(w.results.parent / "models-224.md") as file:
            file.write(models.encode())
