"""Commands of several steps, each with its own options: `STEP --help` shows those alone, and no other is taken."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .failure import Failure
from .places import DATA

Options = Mapping[str, Mapping[str, Any]]
"""Flag -> what `ArgumentParser.add_argument` takes."""
DATA_OPTION: Options = {
    "--data": {"type": Path, "default": DATA, "help": "folder of the data sets (or INLAY_DATA; %(default)s)"}
}


@dataclass(frozen=True)
class Step:
    """run is given the workspace. aside: `all` leaves it out."""

    run: Callable[[Any], None]
    help: str
    options: Options = field(default_factory=dict)
    aside: bool = False


def parser(
    program: str, about: str, steps: Mapping[str, Step], common: Options, defaults: Mapping[str, Any] | None = None
) -> argparse.ArgumentParser:
    """common: options of every step. defaults: by option, in place of its own."""
    found = argparse.ArgumentParser(prog=program, description=about)
    commands = found.add_subparsers(dest="step", required=True, metavar="STEP", title="steps")
    for name, step in steps.items():
        command = commands.add_parser(name, help=step.help, description=step.help)
        for flag, how in {**step.options, **common}.items():
            command.add_argument(flag, **how)
        command.set_defaults(**(defaults or {}))
    return found


def guarded(step: str, run: Callable[[], None]) -> int:
    """Exit code: 0, 2 for a failure that is expected, 3 where the system refuses; what happened goes to stderr in a line."""
    try:
        run()
    except (Failure, FileNotFoundError) as error:
        print(f"{step}: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(
            f"{step}: {error}. Nothing half-written was left; free some space or mend the path and run it again.",
            file=sys.stderr,
        )
        return 3
    return 0
