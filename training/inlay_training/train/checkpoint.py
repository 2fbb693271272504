"""Checkpoints: what is needed to go on, with the configuration and the code that it was made by."""

from __future__ import annotations

import functools
import json
import subprocess
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from ..failure import Failure
from ..files import write_atomically
from ..places import ROOT


class CheckpointMismatch(Failure):
    """A checkpoint belongs to another configuration."""


@functools.cache
def code() -> dict[str, str | bool | None]:
    """Git revision of this code, and whether files of it were changed since; None where git does not tell. Found once, at the first
    checkpoint: what runs is what was loaded then."""

    def git(*arguments: str) -> str | None:
        try:
            return subprocess.run(
                ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True, timeout=30
            ).stdout.strip()
        except (OSError, subprocess.SubprocessError):
            return None

    changed = git("status", "--porcelain", "--untracked-files=no", "--", "training")
    return {"revision": git("rev-parse", "HEAD"), "dirty": None if changed is None else changed != ""}


def save(path: Path, config: Any, **parts: object) -> None:
    """Writes `config` (a dataclass), the code's revision and `parts`, whole or not at all."""
    with write_atomically(path) as file:
        torch.save({"config": json.loads(json.dumps(asdict(config))), "code": code(), **parts}, file)
