"""The commands: prepare, encoder, unet, student, upsampler, reader, judges, evaluate, bundle, skins, report, all; half, ablate, sweep. `--smoke` runs the whole chain as a seeded toy."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import torch

from .bundle import skins
from .config import CONFIGS
from .data.dataset import DataError
from .files import append_log
from .steps import ASIDE, STEPS
from .train.precision import TrainingDiverged
from .train.run import CheckpointMismatch
from .workspace import ROOT, Workspace


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
    parser.add_argument("--guidance", type=float, nargs="+", default=[1.0, 2.0], help="guidance values to evaluate")
    parser.add_argument("--count", type=int, default=32, help="samples a class to evaluate")
    parser.add_argument("--skin-size", type=int, default=256, help="side of the shipped backgrounds, px")
    parser.add_argument("--version", default="0.3.0", help="version of the bundle")
    parser.add_argument(
        "--second-stage", action="store_true", help="bundle: take the second stage in; --smoke does so by itself"
    )
    parser.add_argument("--full", action="store_true", help="write unet/model.onnx in fp32 too")
    args = parser.parse_args(argv)
    if args.smoke:
        args.second_stage = True
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
