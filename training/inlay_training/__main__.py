"""From a data set to the bundle that the studio loads. Each step is resumable: stop it, run it again."""

from __future__ import annotations

import argparse
import sys

import torch

from .cli import Step, guarded, parser
from .files import append_log
from .recipe import Recipe
from .steps import CONFIG, STEPS
from .workspace import Workspace

ALL = Step(
    lambda _: None,
    "every step in order but half, early, ablate, sweep, scenes and experiment, or those of the recipe; finished training is not repeated",
    {flag: how for step in STEPS.values() for flag, how in step.options.items() if flag != "--only"},
)


def arguments(argv: list[str] | None) -> argparse.Namespace:
    """What was given, and where nothing was, what a recipe says. Raises Failure and FileNotFoundError of a recipe."""
    steps = {**STEPS, "all": ALL}
    args = parser("inlay_training", __doc__ or "", steps, CONFIG).parse_args(argv)
    if args.recipe:
        recipe = Recipe.load(args.recipe)
        defaults = {"version": recipe.version, **recipe.options}
        args = parser("inlay_training", __doc__ or "", steps, CONFIG, defaults).parse_args(argv)
    if args.smoke:
        args.second_stage = True
        torch.set_num_threads(1)  # networks this small only lose by sharing
    return args


def run(name: str, space: Workspace) -> None:
    append_log(space.out / "steps.log.jsonl", step=name, event="start")
    STEPS[name].run(space)
    append_log(space.out / "steps.log.jsonl", step=name, event="done")


def main(argv: list[str] | None = None) -> int:
    found: list[Workspace] = []
    if code := guarded("inlay_training", lambda: found.append(Workspace(arguments(argv)))):
        return code
    (space,) = found
    names = [space.args.step]
    if names == ["all"]:
        names = list(space.recipe.steps) or [name for name, step in STEPS.items() if not step.aside]
    for name in names:
        if code := guarded(name, lambda name=name: run(name, space)):
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
