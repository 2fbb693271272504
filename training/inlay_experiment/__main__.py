"""The experiment of arXiv 2605.03221 on the pack of `python -m inlay_training prepare` and the sets of `npm run experiment:sets`."""

from __future__ import annotations

import sys

from inlay_training.cli import Step, guarded, parser
from inlay_training.steps import CONFIG, DEVICE
from inlay_training.workspace import Workspace

from . import steps

STEPS = {
    "scenes": Step(steps.write_scenes, "write training images whose lesion candidates are painted over"),
    "train": Step(
        lambda space: steps.train(space, space.args.only, space.args.device),
        "train what is missing, write the table of runs and the page",
        {"--only": {"nargs": "*", "default": [], "choices": steps.PARTS, "help": "these parts alone"}, **DEVICE},
    ),
    "page": Step(lambda _: steps.draw(), "draw docs/results/experiment.md and its plots from the table of runs"),
}


def main(argv: list[str] | None = None) -> int:
    common = {flag: CONFIG[flag] for flag in ("--config", "--work")}
    args = parser("inlay_experiment", __doc__ or "", STEPS, common, {"smoke": False, "recipe": None}).parse_args(argv)
    return guarded(args.step, lambda: STEPS[args.step].run(Workspace(args)))


if __name__ == "__main__":
    sys.exit(main())
