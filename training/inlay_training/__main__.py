"""The commands: prepare, encoder, unet, student, upsampler, reader, judges, evaluate, bundle, skins, report, all; half, ablate, sweep. `--smoke` runs the whole chain as a seeded toy."""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import onnx
import torch

from . import (
    ablation,
    bundle,
    evaluate,
    judges,
    outlines,
    report,
    skins,
    student,
    toy,
    train_classifier,
    train_unet,
    upsampler,
)
from .batches import ViewSampler
from .card import Facts
from .classes import LESION_CODES
from .classifiers import Encoder, Reader, load_trunk
from .config import CONFIGS, Config
from .dataset import DataError
from .export import save, with_half_arithmetic
from .files import append_log, write_atomically
from .precision import TrainingDiverged
from .prepare import Pack, load_pack, prepare
from .run import CheckpointMismatch, load_ema
from .unet import InpaintUNet

ROOT = Path(__file__).resolve().parents[2]
ABLATIONS = ROOT / "docs/results/ablations.jsonl"


class Workspace:
    """Where a configuration's files lie, and the pack, loaded once."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.config: Config = CONFIGS["smoke" if args.smoke else args.config]
        self.args = args
        self.work: Path = args.work
        self.out = self.work / self.config.name
        self.pack_path = self.work / ("toy.npz" if args.smoke else "pack.npz")
        self.public: Path = args.public if args.public else (self.out / "public" if args.smoke else ROOT / "public")
        self.identity = "inlay-smoke" if args.smoke else "inlay-ham10000"
        self._pack: Pack | None = None

    @property
    def pack(self) -> Pack:
        if self._pack is None:
            self._pack = load_pack(self.pack_path)
        return self._pack

    def views(self, size_px: int) -> ViewSampler:
        return ViewSampler(self.pack, "train", size_px, self.config.diffusion.balance)

    def evaluation(self) -> dict:
        path = self.out / "evaluation.json"
        if not path.is_file():
            raise FileNotFoundError(f"{path} is missing; run the evaluate step first")
        return json.loads(path.read_text())

    def unet(self) -> InpaintUNet:
        return load_ema(self.out / "unet.pt")

    def student(self) -> InpaintUNet | None:
        """The student of the U-Net that is here, where one was trained."""
        path = student.home(self.out) / "student.pt"
        return load_ema(path) if path.is_file() else None

    def upsampler(self) -> InpaintUNet | None:
        path = self.out / "upsampler.pt"
        return load_ema(path) if path.is_file() else None


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


def digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def run_evaluate(space: Workspace) -> None:
    """Rows of the same network and sampler are kept: remove evaluation.json when a judge is another."""
    reader = train_classifier.load_classifier(space.out / "reader.pt")
    outliner, detector = judges.load(space.out / "outliner.pt"), judges.load(space.out / "detector.pt")
    assert isinstance(reader, Reader)
    assert isinstance(outliner, judges.Outliner)
    assert isinstance(detector, judges.Detector)
    trunk = load_trunk(
        space.config.judges.variant, not space.args.smoke
    ).eval()  # not the encoder's: it has taught the U-Net
    by = evaluate.Judges(reader, outliner, detector, trunk)
    model, smoke = space.unet(), space.args.smoke
    count, steps, size = (
        (4, 4, model.config.size_px) if smoke else (space.args.count, space.args.steps, model.config.size_px)
    )
    unet_digest = digest_of(space.out / "unet.pt")
    samplers = [
        evaluate.Sampler(model, steps, guidance, digest=unet_digest)
        for guidance in ([2.0] if smoke else space.args.guidance)
    ]
    pupil, c = space.student(), space.config.student
    if pupil is not None:
        digest = digest_of(student.home(space.out) / "student.pt")
        samplers.append(evaluate.Sampler(pupil, c.steps, 1.0, f"student of guidance {c.guidance:g}", digest))
    earlier = space.evaluation() if (space.out / "evaluation.json").is_file() else {}
    kept = [evaluate.measured_before(earlier, sampler, count) for sampler in samplers]
    real = [] if all(kept) else evaluate.real_features(by, space.pack, size)
    result = {
        "judges": earlier.get("judges") or evaluate.prove_judges(by, space.pack, size, 24 if smoke else 200),
        "independence": earlier.get("independence")
        or evaluate.independence(space.pack, ViewSampler(space.pack, "test", size, 1.0), outlines.fit(space.pack)),
        "rows": [
            row or evaluate.evaluate(sampler, by, space.pack, real, count, space.config.reader.size_px)
            for row, sampler in zip(kept, samplers, strict=True)
        ],
    }
    second = space.upsampler()
    if second is not None:
        asked = evaluate.Sampler(model, steps, space.args.default_guidance)
        result["secondStage"] = evaluate.second_stage(asked, second, space.config.upsampler, by, space.pack, count)
    with write_atomically(space.out / "evaluation.json") as file:
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
        space.pack, views, facts, bundle.Defaults(steps=space.args.steps, guidance=space.args.default_guidance),
        full=space.args.full, student=space.student(), second=space.upsampler(),
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


def run_report(space: Workspace) -> None:
    if space.args.smoke:
        return  # a toy has nothing to report
    counts = {code: len(space.pack.rows("train", i)) for i, code in enumerate(LESION_CODES)}
    text = report.render(space.config, space.out, space.evaluation(), space.args.default_guidance, counts, ABLATIONS)
    with write_atomically(ROOT / "docs/results/models.md") as file:
        file.write(text.encode())


def run_ablate(space: Workspace) -> None:
    ablation.run(space.work, ABLATIONS, space.pack, space.pack_path, space.args.only, space.args.device)


def run_sweep(space: Workspace) -> None:
    reader = train_classifier.load_classifier(space.out / "reader.pt")
    assert isinstance(reader, Reader)
    trunk = load_trunk(space.config.judges.variant, not space.args.smoke).eval()
    steps, results = space.config.student.steps, space.out / "sweep.jsonl"
    ablation.sweep(space.unet(), space.student(), steps, reader, trunk, space.pack, results)


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
    "ablate": run_ablate,
    "sweep": run_sweep,
}


ASIDE = {"half", "ablate", "sweep"}
"""Steps that `all` leaves out."""


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="inlay_training", description=__doc__)
    parser.add_argument(
        "step", choices=[*STEPS, "all"], help="one step, or all in order; finished training is not repeated"
    )
    parser.add_argument("--config", choices=[name for name in CONFIGS if name != "smoke"], default="base")
    parser.add_argument(
        "--smoke",
        action="store_true",
        help="a seeded toy from drawn images; needs no data set, takes under two minutes",
    )
    parser.add_argument(
        "--data",
        type=Path,
        default=ROOT.parent / "shared/data",
        help="folder with ham10000/, and beside it ham10000-224/ and skin-patches/ where there are any",
    )
    parser.add_argument("--dataset", type=Path, help="another data set: HAM10000, ISIC 2019 or ImageFolder layout")
    parser.add_argument("--work", type=Path, default=ROOT / "training/work", help="checkpoints and logs (git-ignored)")
    parser.add_argument(
        "--public", type=Path, help="where models/ and skin/ are written; the app's public/ unless --smoke"
    )
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--start-from", type=Path, help="unet: a bundle whose weights a new run begins with")
    parser.add_argument("--only", nargs="*", default=[], help="ablate: these runs instead of all")
    parser.add_argument("--no-compile", action="store_true", help="do not use torch.compile")
    parser.add_argument("--steps", type=int, default=16, help="sampling steps")
    parser.add_argument(
        "--guidance", type=float, nargs="+", default=[1.0, 1.5, 2.0], help="guidance values to evaluate"
    )
    parser.add_argument("--default-guidance", type=float, default=1.5, help="guidance that the studio starts with")
    parser.add_argument("--count", type=int, default=64, help="samples a class to evaluate")
    parser.add_argument("--skin-size", type=int, default=256, help="side of the shipped backgrounds, px")
    parser.add_argument("--version", default="0.2.0", help="version of the bundle")
    parser.add_argument("--full", action="store_true", help="write unet/model.onnx in fp32 too")
    args = parser.parse_args(argv)
    if args.smoke:
        torch.set_num_threads(1)  # networks this small only lose by sharing
    space = Workspace(args)
    for name in (n for n in STEPS if n not in ASIDE) if space.args.step == "all" else [space.args.step]:
        try:
            append_log(space.out / "steps.log.jsonl", step=name, event="start")
            STEPS[name](space)
            append_log(space.out / "steps.log.jsonl", step=name, event="done")
        except (
            DataError,
            TrainingDiverged,
            skins.TooFewSkins,
            CheckpointMismatch,
            FileNotFoundError,
        ) as error:
            print(f"{name}: {error}", file=sys.stderr)
            return 2
        except OSError as error:
            print(
                f"{name}: {error}. Nothing half-written was left; free some space or mend the path and run it again.",
                file=sys.stderr,
            )
            return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
