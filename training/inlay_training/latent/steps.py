"""The steps of the 224 px generator, each a command: what they do is in README.md."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

from ..classes import LESION_CODES
from ..data import prepare
from ..files import append_log, write_atomically
from ..machine import processor
from . import (
    ablate,
    assemble,
    card,
    classify,
    frames,
    kept_generator,
    models_page,
    oracle,
    outliner,
    pack,
    page,
    paint,
    small_lab,
    space,
    student,
    train,
    travel,
    weights,
)
from .measure_steps import STUDENT, about, measured, report
from .workspace import COEFFICIENTS, PLANNED_VIEWS, Workspace


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


def cool_generator(w: Workspace) -> None:
    """A copy of the campaign that is ended, beside it: the network that is measured and ships while the campaign goes on."""
    _, config, seen = train.load_ema(w.args.checkpoint)
    path = w.work / f"cooled-{seen + w.args.images}" / "unet.pt"
    print(train.cool(w.args.checkpoint, w.material(config.power), path, w.args.images, w.args.device))


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
        w.whitening,
    )
    created = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    encoder_recall = classify.recalls(encoder, w.pack, "test", encoder_config)
    out = assemble.build(w.args.out, w.args.out.name, w.args.version, created, parts, facts(w, seen, encoder_recall))
    print(f"{out}: {sum(path.stat().st_size for path in out.rglob('*') if path.is_file()) / 2**20:.1f} MiB")


SHIPPED = "224 px, scenes of the class"
# What the card has of shipped.json, and how it calls it.
CARD_SETS = {
    SHIPPED: "its student",
    "0.3.0, scenes of the class": "bundle 0.3.0",
    "real, in place": "real lesions of others",
}


def facts(w: Workspace, seen: int, encoder: dict[str, float]) -> card.Facts:
    """What the card says; what was measured is that of shipped.json, where it is of as many views."""
    lesions = {
        code: tuple(len(w.pack.rows("train", label, source, None)) for source in (0, 1))
        for label, code in enumerate(LESION_CODES)
    }
    plain = card.Facts("Inlay dermoscopy, 224 px", seen, lesions, processor(), PLANNED_VIEWS, encoder)
    shipped = page.read(w.results, "shipped")
    if not shipped or shipped["views"] != seen:
        return plain
    ways = shipped["membership"].values()
    told = {code: max(way[code]["auroc"] for way in ways if code in way) for code in LESION_CODES}
    measured = {name: shipped["sets"][painted] for painted, name in CARD_SETS.items()}
    lab = {
        name: shipped["lab"][f"{painted}, {page.WAYS[1]}"][page.RIDGE]["rare"] for painted, name in CARD_SETS.items()
    }
    lab[CARD_SETS[SHIPPED]] = shipped["overDraws"][page.WAYS[1]]["rare"]
    return replace(plain, membership=told, each=shipped["each"], measured=measured, lab=lab)


def keep_weights(w: Workspace) -> None:
    written = weights.keep(w.work, w.args.weights)
    if w.args.checkpoint.is_file():
        written += kept_generator.keep(w.args.checkpoint, w.args.weights, STUDENT)
    for path in written:
        print(path.name, path.stat().st_size)


def restore_weights(w: Workspace) -> None:
    for path in [*weights.restore(w.args.weights, w.work), *kept_generator.restore(w.args.weights, w.work, STUDENT)]:
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


def write_page(w: Workspace) -> None:
    with write_atomically(w.results.parent / "training.md") as file:
        file.write(page.render(w.results).encode())
    if (models := models_page.render(w.results)) is not None:
        with write_atomically(w.results.parent / "models-224.md") as file:
            file.write(models.encode())
