"""The commands of the 224 px generator, in order: pack, outliner, encoder, describe, space, oracle, judge, train; ablate, measure, where, beside, page; keep, restore, travel."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import numpy as np
import torch

from ..data.dataset import DataError
from ..evaluate.report import processor
from ..files import append_log, write_atomically
from ..models.classifiers import Reader, load_trunk
from ..train.precision import TrainingDiverged
from ..train.run import CheckpointMismatch
from . import (
    ablate,
    classify,
    earlier,
    measure,
    oracle,
    outliner,
    pack,
    page,
    paint,
    small_lab,
    space,
    train,
    travel,
    weights,
    where,
)
from .conditions import Examples

ROOT = Path(__file__).resolve().parents[3]
COEFFICIENTS = 48


class Workspace:
    """Where the files lie, and what is read from them, once."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.args, self.data, self.work = args, args.data, args.work
        self.results: Path = args.results

    @cached_property
    def pack(self) -> pack.Pack:
        return pack.load(self.work / "pack.npz")

    @cached_property
    def patches(self) -> tuple[torch.Tensor, torch.Tensor]:
        sent = self.work / "patches.npz"
        if sent.is_file():  # travel.py
            images = np.load(sent)["images"]
            return torch.from_numpy(images), torch.zeros(len(images))
        images, split = pack.patches(self.data / "skin-patches")
        return torch.from_numpy(images), torch.from_numpy(split)

    @cached_property
    def space(self) -> space.Space:
        return space.load(self.work / "space.pt")

    @cached_property
    def examples(self) -> Examples:
        return Examples(torch.load(self.work / "examples.pt", weights_only=True)["values"])

    def material(self, power: float) -> train.Material:
        images, split = self.patches
        return train.Material(
            self.pack,
            images[split == 0],
            self.space.first(COEFFICIENTS, power),
            self.examples,
            self.work / "encoder.pt",
        )

    @cached_property
    def instruments(self) -> measure.Instruments:
        judge, config = classify.load(self.work / "judge.pt")
        assert isinstance(judge, Reader)
        return measure.Instruments(
            judge, config, load_trunk("lite1", imagenet=True).eval(), measure.real_lesions(self.pack)
        )


def make_pack(w: Workspace) -> None:
    pack.prepare(w.data, w.work / "pack.npz")


def make_outlines(w: Workspace) -> None:
    images, split = w.patches
    outliner.train(w.pack, images[split == 0].numpy(), outliner.OutlinerTraining(), w.work / "outliner.pt")
    model = outliner.load(w.work / "outliner.pt")
    outliner.outline(w.pack, model, w.work / "outlines.npz")
    report(w, "outliner", outliner.proof(w.pack, images[split != 0].numpy(), model))


def make_encoder(w: Workspace) -> None:
    classify.train(classify.ENCODER, w.pack, w.work / "encoder.pt")


def make_descriptions(w: Workspace) -> None:
    classify.describe(w.work / "encoder.pt", w.pack, train.NetworkConfig().example_size, w.work / "examples.pt")


def make_space(w: Workspace) -> None:
    space.save(
        space.fit(w.pack.images[w.pack.rows("train")], COEFFICIENTS, train.Training().power), w.work / "space.pt"
    )


def ask_oracle(w: Workspace) -> None:
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


def train_one(w: Workspace) -> None:
    """The campaign."""
    config = replace(train.Training(), images=w.args.images, decay_share=w.args.decay)
    train.train(config, w.material(config.power), w.work / "unet.pt", w.args.device, start_from=w.args.start_from)


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


def measure_one(w: Workspace) -> None:
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
    here = w.space.first(config.network.coefficients, config.power)
    rows, labels = paint.own_scenes(w.pack, "train", w.args.each, seed=7)
    sets = {"named": paint.paint(network, here, w.pack, rows, labels)}
    if config.drawing.example_drop < 1:
        example = paint.drawn_examples(w.pack, w.examples, labels, seed=7)
        sets["shown"] = paint.paint(network, here, w.pack, rows, labels, example)
    found = {name: measure.measure(w.instruments, made) for name, made in sets.items()}
    worth = measure.lab(small_lab.Features(), w.pack, sets, w.args.splits)
    return {"views": seen, "each": w.args.each, "sets": found, "lab": worth}


def compare(w: Workspace) -> None:
    """What stands beside every network: as many real lesions of others, pasted ones, blanked scenes, and bundle 0.3.0."""
    rows, labels = paint.own_scenes(w.pack, "train", w.args.each, seed=7)
    others, _ = paint.own_scenes(w.pack, "train", w.args.each, seed=8)
    nevi, _ = paint.nevus_scenes(w.pack, "train", w.args.each, seed=7)
    before = earlier.load(ROOT / "public/models/inlay-ham10000")
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


STEPS = {
    "pack": make_pack, "outliner": make_outlines, "encoder": make_encoder, "describe": make_descriptions, "space": make_space, "oracle": ask_oracle,
    "judge": make_judge, "train": train_one, "ablate": run_ablations, "measure": measure_one, "where": find_class, "beside": compare, "page": write_page, "keep": keep_weights, "restore": restore_weights, "travel": make_travel,
}  # fmt: skip


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="inlay_training.latent", description=__doc__)
    parser.add_argument("step", choices=STEPS)
    parser.add_argument(
        "--data",
        type=Path,
        default=ROOT.parent / "shared/data",
        help="holds ham10000, ham10000-224, milk10k and skin-patches",
    )
    parser.add_argument(
        "--work", type=Path, default=ROOT / "training/work/latent", help="checkpoints and logs (git-ignored)"
    )
    parser.add_argument(
        "--results", type=Path, default=ROOT / "docs/results/training", help="where measurements are written"
    )
    parser.add_argument(
        "--weights", type=Path, default=ROOT / "training/weights", help="keep, restore: where weights are kept"
    )
    parser.add_argument("--start-from", type=Path, help="train: weights that a run without a checkpoint begins with")
    parser.add_argument("--images", type=int, default=500_000, help="train: views in all")
    parser.add_argument(
        "--decay", type=float, default=0.2, help="train: the rate falls over this last share of the views"
    )
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu", help="train: where")
    parser.add_argument("--limit-mib", type=int, default=45, help="travel: what may be sent")
    parser.add_argument("--only", nargs="*", default=[], help="ablate: these runs alone")
    parser.add_argument("--checkpoint", type=Path, help="measure: which network")
    parser.add_argument("--each", type=int, default=48, help="samples a class")
    parser.add_argument("--splits", type=int, default=100, help="labs drawn")
    args = parser.parse_args(argv)
    try:
        STEPS[args.step](Workspace(args))
    except (DataError, TrainingDiverged, CheckpointMismatch, FileNotFoundError) as error:
        print(f"{args.step}: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
