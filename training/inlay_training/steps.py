"""The steps of the recipe, each a command: what it reads and writes is in README.md."""

from __future__ import annotations

import platform
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import onnx
import torch

from inlay_experiment import arms, folds, scenes, setting
from inlay_experiment import page as experiment_page
from inlay_experiment import runs as experiment
from inlay_experiment import table as run_table
from inlay_experiment import tables as experiment_tables
from inlay_experiment.folds_page import folded
from inlay_experiment.frozen import Frozen
from inlay_experiment.measured import Measures
from inlay_experiment.plots import forest
from inlay_experiment.squares import SyntheticSet, kept_real_squares, told_apart
from inlay_experiment.tuned import Tuned

from .bundle import build as bundle
from .bundle import skins
from .bundle.card import Facts
from .bundle.export import export_unet, save, shipped, with_half_arithmetic
from .classes import LESION_CODES
from .data import outlines, toy
from .data.batches import ViewSampler
from .data.prepare import prepare
from .evaluate import ablation, report
from .evaluate import evaluation as evaluate
from .files import digest, write_atomically
from .models.classifiers import Encoder
from .train import classifier as train_classifier
from .train import judges, student, upsampler
from .train import unet as train_unet
from .train.run import load_ema
from .workspace import ROOT, Workspace

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
    device = space.args.device
    train_unet.train(
        space.config,
        space.pack_path,
        space.out,
        device,
        compile_model=not space.args.smoke and not space.args.no_compile,
        start_from=space.args.start_from,
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
    train_classifier.train("reader", space.config.reader, space.pack_path, space.out, space.args.device)


def run_judges(space: Workspace) -> None:
    config = space.config.judges
    views = ViewSampler(space.pack, "train", config.size_px, config.balance)
    for kind in judges.KINDS:
        judges.train(kind, config, views, space.out, space.args.device)


def run_evaluate(space: Workspace) -> None:
    """Writes evaluation.json; rows of the same network, sampler and judges are kept."""
    smoke, size, path = space.args.smoke, space.config.unet.size_px, space.out / "evaluation.json"
    count, course = 4 if smoke else space.args.count, space.config.course
    outliner = judges.load_outliner(space.out / "outliner.pt")
    detector = judges.load_detector(space.out / "detector.pt")
    by = evaluate.Judges(space.reader(), outliner, detector, space.general_trunk())
    judged_by = [digest(space.out / f"{name}.pt") for name in ("reader", "outliner", "detector")]
    earlier = space.evaluation() if path.is_file() else {}
    if earlier.get("judgedBy") != judged_by:
        earlier = {}
    samplers = space.samplers(
        replace(course, guidance=guidance) for guidance in ([2.0] if smoke else space.args.guidance)
    )
    kept = [evaluate.measured_before(earlier, sampler, count) for sampler in samplers]
    real = [] if all(kept) else evaluate.real_features(by, space.pack, size)
    result = {
        "judgedBy": judged_by,
        "judges": earlier.get("judges") or evaluate.prove_judges(by, space.pack, size, 24 if smoke else 200),
        "independence": earlier.get("independence")
        or evaluate.independence(
            space.pack, ViewSampler(space.pack, "test", size, 1.0), outlines.fit(space.pack), 160 if smoke else 4_000
        ),
        "rows": [
            row or evaluate.evaluate(sampler, by, space.pack, real, count, space.config.reader.size_px)
            for row, sampler in zip(kept, samplers, strict=True)
        ],
    }
    second = space.upsampler()
    if second is not None:
        asked = evaluate.Sampler(space.unet(), course)
        result["secondStage"] = evaluate.second_stage(
            asked, second, space.config.upsampler, by, space.pack, count, space.config.reader.size_px
        )
    with write_atomically(path) as file:
        file.write(bundle.as_json(result))


def run_bundle(space: Workspace) -> None:
    config, out = space.config, space.out
    encoder = train_classifier.load_classifier(out / "encoder.pt")
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
    bundle.build(
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
        licence=bundle.LICENCE,
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
    with write_atomically(ROOT / "docs/results/models.md") as file:
        file.write(text.encode())


def run_ablate(space: Workspace) -> None:
    args = space.args
    ablation.run(
        space.work, ABLATIONS, space.pack, space.pack_path, args.only, args.device, compile_model=not args.no_compile
    )


def run_sweep(space: Workspace) -> None:
    samplers = space.samplers(ablation.sweep_courses(space.config.course))
    detector = judges.load_detector(space.out / "detector.pt")
    ablation.sweep(samplers, space.reader(), space.general_trunk(), detector, space.pack, space.out / "sweep.jsonl")


def run_scenes(space: Workspace) -> None:
    for name, kind in scenes.KINDS.items():
        folder = space.work / "scenes" / name
        print(f"{scenes.write_scenes(space.pack, folder, kind)} scenes in {folder}")


SETS = {"nevi": "set", "counterparts": "counterparts", "common": "common", "own": "own"}
"""Folders of `npm run set` in the work folder."""
SEEDS = range(1, 6)


def run_experiment(space: Workspace) -> None:
    """Trains what is missing of the experiment on the sets in `work`, and writes table and page after each part that was. `--only`
    frozen, mended, all or folds trains one part of the frozen family alone, `--only tuned` the other family; `--only page` draws the page
    from the files of the table, for which no set is needed."""
    home = ROOT / "docs/results/experiment"
    if space.args.only == ["page"]:
        draw_experiment(home)
        return
    size_px = space.config.unet.size_px
    sets = {name: SyntheticSet.open(space.work / folder) for name, folder in SETS.items()}
    cache, pack_digest = space.work / "experiment", digest(space.pack_path)
    real = kept_real_squares(space.pack, size_px, cache / f"real-{pack_digest}-{size_px}.npz")
    material = arms.gather(space.pack, real, sets, size_px, pack_digest)
    frozen, tuned = Frozen(), Tuned(device=space.args.device)
    everything = [*arms.ALL_ARMS, *arms.MENDED_ARMS]
    plans: experiment.Plans = [(frozen, everything), (tuned, arms.TUNED_ARMS)]
    results = experiment.Results(cache, material, cache, run_table.RunTable.load(home))
    of_this = results.digests(plans) | folds.digests(frozen, material)
    told = {
        name: told_apart(sets[name], real, space.general_trunk(), size_px) for name in experiment_tables.SCENE_WORDS
    }

    def write() -> None:
        table = results.collected(plans, SEEDS, real, results.table.keeping(of_this))
        results.table = folds.collected(frozen, real, material, cache, table)
        results.table.save(home)
        setting.setting_of(real, sets, told).save(home)
        draw_experiment(home)

    parts: dict[str, Callable[[], int]] = {
        "frozen": lambda: results.run(frozen, arms.PRIMARY_ARMS, SEEDS),
        "tuned": lambda: results.run(tuned, arms.TUNED_ARMS, SEEDS),
        "mended": lambda: results.run(frozen, arms.MENDED_ARMS, SEEDS),
        "all": lambda: results.run(frozen, everything, SEEDS),
        "folds": lambda: folds.run(frozen, real, material, cache, cache, results.table),
    }
    chosen = [run for name, run in parts.items() if name in (space.args.only or parts)]
    trained = 0
    for run in chosen:
        if runs := run():
            write()
            trained += runs
    if trained == 0:
        write()


def draw_experiment(home: Path, page: Path = ROOT / "docs/results/experiment.md") -> None:
    """Writes the page and its plots from the files in `home` alone. Raises DataError where they are missing or do not fit each other."""
    about, table = setting.Setting.load(home), run_table.RunTable.load(home)
    plans = {"frozen": [*arms.ALL_ARMS, *arms.MENDED_ARMS], "tuned": arms.TUNED_ARMS}
    found = [Measures(table, family, planned, SEEDS, about.rare) for family, planned in plans.items()]
    for of in found:
        forest(of, plans[of.family], experiment_tables.arm_words, home / f"{of.family}.svg")
    with write_atomically(page) as file:
        file.write(experiment_page.render(found, about, folded(table)).encode())


STEPS: dict[str, Callable[[Workspace], None]] = {
    "prepare": run_prepare,
    "encoder": run_encoder,
    "unet": run_unet,
    "student": run_student,
    "upsampler": run_upsampler,
    "reader": run_reader,
    "judges": run_judges,
    "evaluate": run_evaluate,
    "bundle": run_bundle,
    "skins": run_skins,
    "report": run_report,
    "half": run_half,
    "early": run_early,
    "ablate": run_ablate,
    "sweep": run_sweep,
    "scenes": run_scenes,
    "experiment": run_experiment,
}


ASIDE = {"half", "early", "ablate", "sweep", "scenes", "experiment"}
"""Steps that `all` leaves out."""
