"""Slow material made once, in files of a few dozen rows each: a stopped step goes on where it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor
from tqdm import tqdm

from ..files import write_atomically

CHUNK = 32
"""Rows in a file; a stopped run loses at most the one it was at."""


def kept_chunks(folder: Path, rows: int, make: Callable[[int], dict[str, Tensor]]) -> dict[str, Tensor]:
    """All `rows`, rounded up to whole chunks, from `folder`; `make(index)` gives the CHUNK rows of a file that is not there yet."""
    paths = [folder / f"{index:04d}.pt" for index in range(-(-rows // CHUNK))]
    for index, path in enumerate(tqdm(paths, desc=folder.name, unit="chunk", mininterval=10)):
        if not path.is_file():
            made = make(index)
            with write_atomically(path) as file:
                torch.save(made, file)
    chunks = [torch.load(path, weights_only=True) for path in paths]
    return {name: torch.cat([chunk[name] for chunk in chunks]) for name in chunks[0]}
