"""How a bundle was made, as a file that the command reads (`--recipe training/recipes/bundle-0.3.0.toml`)."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .config import Config
from .failure import Failure
from .places import ROOT
from .settings import settings_of


@dataclass(frozen=True)
class Earlier:
    """A folder as it was at a revision of this repository."""

    revision: str
    path: str

    def fetched(self, folder: Path) -> Path:
        """Its files in `folder`, written once. Raises Failure where git does not have them."""
        found = folder / self.revision / self.path
        if not found.is_dir():
            made = subprocess.run(["git", "archive", self.revision, self.path], cwd=ROOT, capture_output=True)
            if made.returncode != 0:
                said = made.stderr.decode(errors="replace").strip()
                raise Failure(f"{self.path} of revision {self.revision} is not in this clone: {said}")
            with tarfile.open(fileobj=io.BytesIO(made.stdout)) as archive:
                archive.extractall(folder / self.revision, filter="data")
        return found


@dataclass(frozen=True)
class Recipe:
    """config: all numbers; version: of the bundle; steps: what `all` does, in order, empty for the usual; start_from: the bundle whose weights
    the U-Net begins with; options: of the steps, in place of their defaults."""

    config: Config
    version: str = "0.3.0"
    steps: tuple[str, ...] = ()
    start_from: Earlier | None = None
    options: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> Recipe:
        """Raises FileNotFoundError, and Failure where the file is no recipe."""
        try:
            values = tomllib.loads(path.read_text())
        except tomllib.TOMLDecodeError as error:
            raise Failure(f"{path} is no TOML ({error}).") from error
        unknown = set(values) - {"version", "steps", "start_from", "options", "config"}
        if unknown or "config" not in values:
            raise Failure(
                f"{path} is no recipe: it has {', '.join(values)}; a recipe has config, and version, steps, start_from, options."
            )
        start = values.pop("start_from", None)
        return cls(
            settings_of(Config, values.pop("config")), steps=tuple(values.pop("steps", ())),
            start_from=settings_of(Earlier, start) if start else None, **values,
        )  # fmt: skip
