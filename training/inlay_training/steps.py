"""The steps of the recipe, each a command: what it reads and writes is in README.md."""

from __future__ import annotations

import platform
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import onnx
import torch

from .bundle import build, skins
from .bundle.card import Facts
from .bundle.export import export_unet, save, shipped, with_half_arithmetic
from .classes import LESION_CODES
from .cli import DATA_OPTION, Options, Step
from .config import CONFIGS
from .data import outlines, toy
from .data.batches import ViewSampler
from .data.prepare import prepare
from .evaluate import ablation, evaluation, report
from .files import digest, write_atomically
from .models.classifiers import Encoder, load_classifier
from .models.judges import KINDS, load_detector, load_outliner
from .places import ROOT, WORK
from .train import classifier as train_classifier
from .train import judges, student, upsampler
from .train import unet as train_unet
from .train.run import load_ema
from .workspace import Workspace

ABLATIONS = ROOT / "docs/results/ablations.jsonl"


def run_prepare(space: Workspace) -> None:
    if space.args.smoke:
        toy.make_pack(space.pack_path)
    elif not space.pack_path.is_file():
        data: Path = space.args.data
        finer, patches = data / "ham10000-224", data / "skin-patches"
        prepare(
            space.args.dataset or data / "ham10000",
            space.pack_path,
            finer if finer.is_dir() and not space.args.dataset else None,
            patches if patches.is_dir() else None,
        )


def run_unet(space: Workspace) -> None:
    start_from, earlier = space.args.start_from, space.recipe.start_from
    if start_from is None and earlier is not None and not (space.out / "unet.pt").is_file():
        start_from = earlier.fetched(space.work / "start-from")
    train_unet.train(
        space.config,
        space.pack_path,
        space.out,
        space.args.device,
        compile_model=not space.args.smoke and not space.args.no_compile,
        start_from=start_from,
    )


def run_student(space: Workspace) -> None:
    student.train(space.config, space.views(space.config.unet.size_px), space.out, space.args.device)


def run_upsampler(space: Workspace) -> None:
    size, balance = space.config.upsampler.unet.size_px, space.config.diffusion.balance
    views = ViewSampler(space.pack, "train", size, balance, fine_share=1.0)
    upsampler.train(space.config, views, space.out, space.args.device)


def run_encoder(space: Workspace) -> None:
    train_classifier.train("encoder", space.config.encoder, space.pack_path, space.out, space.args.device)


def run_reader(space: Workspace) -> None:
    train_classifier.train("reader", space.config.classifier, space.pack_path, space.out, space.args.device)


def run_judges(space: Workspace) -> None:
    config = space.config.judges
    views = ViewSampler(space.pack, "train", config.size_px, config.balance)
    for kind in KINDS:
        judges.train(kind, config, views, space.out, space.args.device)


def run_evaluate(space: Workspace) -> None:
    """Writes evaluation.json; rows of the same network, sampler and judges are kept."""
    smoke, size, path = space.args.smoke, space.config.unet.size_px, space.out / "evaluation.json"
    count, schedule = 4 if smoke else space.args.count, space.config.schedule
    outliner = load_outliner(space.out / "outliner.pt")
    detector = load_detector(space.out / "detector.pt")
    by = evaluation.Judges(space.classifier(), outliner, detector, space.general_trunk())
    judged_by = [digest(space.out / f"{name}.pt") for name in ("reader", "outliner", "detector")]
    earlier = space.evaluation() if path.is_file() else {}
    if earlier.get("judgedBy") != judged_by:
        earlier = {}
    samplers = space.samplers(
        replace(schedule, guidance=guidance) for guidance in ([2.0] if smoke else space.args.guidance)
    )
    kept = [evaluation.measured_before(earlier, sampler, count) for sampler in samplers]
    real = [] if all(kept) else evaluation.real_features(by, space.pack, size)
    result = {
        "judgedBy": judged_by,
        "judges": earlier.get("judges") or evaluation.prove_judges(by, space.pack, size, 24 if smoke else 200),
        "independence": earlier.get("independence")
        or evaluation.independence(
            space.pack, ViewSampler(space.pack, "test", size, 1.0), outlines.fit(space.pack), 160 if smoke else 4_000
        ),
        "rows": [
            row or evaluation.evaluate(sampler, by, space.pack, real, count, space.config.classifier.size_px)
            for row, sampler in zip(kept, samplers, strict=True)
        ],
    }
    second = space.upsampler()
    if second is not None:
        sampler = evaluation.Sampler(space.unet(), schedule)
        result["secondStage"] = evaluation.compare_second_stage(
            sampler, second, space.config.upsampler, by, space.pack, count, space.config.classifier.size_px
        )
    with write_atomically(path) as file:
        file.write(build.as_json(result))


def run_bundle(space: Workspace) -> None:
    config, out = space.config, space.out
    encoder = load_classifier(out / "encoder.pt")
    assert isinstance(encoder, Encoder)
    views = space.views(config.encoder.size_px)
    counts = {code: len(space.pack.rows("train", i)) for i, code in enumerate(LESION_CODES)}
    state = torch.load(out / "unet.pt", map_location="cpu", weights_only=True)
    facts = Facts(
        name="Inlay smoke (toy)" if space.args.smoke else f"Inlay HAM10000, {config.unet.size_px} px",
        views=state["step"] * config.diffusion.batch,
        train_counts=counts,
        machine=f"{platform.machine()}, {torch.get_num_threads()} threads, PyTorch {torch.__version__}",
        rows=[] if space.args.smoke else space.evaluation()["rows"],
        encoder={} if space.args.smoke else train_classifier.recalls(encoder, views, space.pack, "test"),
        toy=space.args.smoke,
    )
    created = "2026-01-01T00:00:00Z" if space.args.smoke else datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    build.build(
        space.public / "models" / space.identity, space.identity, space.args.version, created, config, space.unet(), encoder,
        space.pack, views, facts, full=space.args.full, student=space.student(), second=space.upsampler() if space.args.second_stage else None,
    )  # fmt: skip


def run_skins(space: Workspace) -> None:
    smoke = space.args.smoke
    skins.make_skins(
        space.unet(),
        space.public / "skin",
        count=4 if smoke else 24,
        size_px=space.args.skin_size,
        candidates=6 if smoke else 192,
        licence=build.LICENCE,
        check=not smoke,
    )


def run_half(space: Workspace) -> None:
    """For the parity table only: the U-Net of the bundle in fp16 arithmetic, norms and softmax in fp32."""
    graph = onnx.load(space.public / "models" / space.identity / "unet/model_fp16.onnx")
    save(with_half_arithmetic(graph), space.out / "unet_half_arithmetic.onnx")


def run_early(space: Workspace) -> None:
    """For the panel of the gates only: a U-Net that has learnt little, that of the ablation of 16,000 views; trained where it is missing."""
    checkpoint = train_unet.train(
        ablation.SHORT,
        space.pack_path,
        space.work / "ablation/v-16k",
        space.args.device,
        compile_model=not space.args.no_compile,
    )
    export_unet(shipped(load_ema(checkpoint)), space.work / "early.onnx")


def run_report(space: Workspace) -> None:
    if space.args.smoke:
        return  # a toy has nothing to report
    counts = {code: len(space.pack.rows("train", i)) for i, code in enumerate(LESION_CODES)}
    text = report.render(space.config, space.out, space.evaluation(), counts, ABLATIONS)
    with write_atomically(ROOT / "docs/results/models-64px.md") as file:
        file.write(text.encode())


def run_ablate(space: Workspace) -> None:
    args = space.args
    ablation.run(
        space.work, ABLATIONS, space.pack, space.pack_path, args.only, args.device, compile_model=not args.no_compile
    )


def run_sweep(space: Workspace) -> None:
    samplers = space.samplers(ablation.sweep_schedules(space.config.schedule))
    detector = load_detector(space.out / "detector.pt")
    ablation.sweep(samplers, space.classifier(), space.general_trunk(), detector, space.pack, space.out / "sweep.jsonl")


def run_scenes(space: Workspace) -> None:
    from inlay_experiment import steps  # which knows this package; the step keeps its name in both

    steps.write_scenes(space)


def run_experiment(space: Workspace) -> None:
    from inlay_experiment import steps

    if space.args.only == ["page"]:
        steps.draw()
    else:
        steps.train(space, space.args.only, space.args.device)


CONFIG: Options = {
    "--config": {
        "choices": [name for name in CONFIGS if name != "smoke"], "default": "base", "help": "numbers of config.py (%(default)s)",
    },
    "--recipe": {"type": Path, "help": "a file of training/recipes: its numbers, steps and options, in place of --config"},
    "--smoke": {"action": "store_true", "help": "a seeded toy from drawn images; needs no data set, takes under two minutes"},
    "--work": {"type": Path, "default": WORK, "help": "checkpoints and logs (%(default)s)"},
}  # fmt: skip
"""Of every step."""
DEVICE: Options = {
    "--device": {"default": "cuda" if torch.cuda.is_available() else "cpu", "help": "where it trains (%(default)s)"}
}
COMPILE: Options = {"--no-compile": {"action": "store_true", "help": "do not use torch.compile"}}
PUBLIC: Options = {
    "--public": {
        "type": Path,
        "help": "where models/ and skin/ are written; public/ beside the checkpoints unless given",
    }
}


def only(help_: str) -> Options:
    return {"--only": {"nargs": "*", "default": [], "help": help_}}


STEPS: dict[str, Step] = {
    "prepare": Step(run_prepare, "split a data set by lesion, cut its frames, find lesion-free squares: one pack", {
        **DATA_OPTION, "--dataset": {"type": Path, "help": "another data set: HAM10000, ISIC 2019 or ImageFolder layout"},
    }),
    "encoder": Step(run_encoder, "train the encoder of the gates, which also reads in the U-Net's training", DEVICE),
    "unet": Step(run_unet, "train the inpainting U-Net", {
        **DEVICE, **COMPILE, "--start-from": {"type": Path, "help": "a bundle whose weights a new run begins with"},
    }),
    "student": Step(run_student, "distil the U-Net into a network of few steps", DEVICE),
    "upsampler": Step(run_upsampler, "train the second stage: twice the size", DEVICE),
    "reader": Step(run_reader, "train the independent classifier, which reads samples and never ships", DEVICE),
    "judges": Step(run_judges, "train an outliner of lesions and a detector of composites, which never ship", DEVICE),
    "evaluate": Step(run_evaluate, "measure a model on lesions that no training step saw", {
        "--guidance": {"type": float, "nargs": "+", "default": [1.0, 2.0], "help": "guidance values (%(default)s)"},
        "--count": {"type": int, "default": 32, "help": "samples a class (%(default)s)"},
    }),
    "bundle": Step(run_bundle, "write ONNX graphs, parity tensors, shape model, card and manifest", {
        **PUBLIC,
        "--version": {"default": "0.3.0", "help": "of the bundle (%(default)s)"},
        "--second-stage": {"action": "store_true", "help": "take the second stage in; --smoke does so by itself"},
        "--full": {"action": "store_true", "help": "write unet/model.onnx in fp32 too"},
    }),
    "skins": Step(run_skins, "make healthy-skin backgrounds by the class SKIN", {
        **PUBLIC, "--skin-size": {"type": int, "default": 256, "help": "side, px (%(default)s)"},
    }),
    "report": Step(run_report, "write docs/results/models-64px.md"),
    "half": Step(run_half, "the bundle's U-Net in fp16 arithmetic, for npm run parity", PUBLIC, aside=True),
    "early": Step(run_early, "a U-Net that has learnt little, for npm run panel", {**DEVICE, **COMPILE}, aside=True),
    "ablate": Step(run_ablate, "train and measure one choice at a time", {**DEVICE, **COMPILE, **only("these runs instead of all")}, aside=True),
    "sweep": Step(run_sweep, "measure guidance, steps and sampling schedules", aside=True),
    "scenes": Step(run_scenes, "as `python -m inlay_experiment scenes`", aside=True),
    "experiment": Step(run_experiment, "as `python -m inlay_experiment train`; `--only page` as its `page`", {
        **DEVICE, **only("of frozen, tuned, mended, all, folds; or page"),
    }, aside=True),
}  # fmt: skip
