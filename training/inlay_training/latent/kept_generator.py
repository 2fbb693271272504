"""The generator that is to ship and its student among the kept weights: from a checkpoint, and back to where `bundle` and `shipped` find them."""

from __future__ import annotations

from pathlib import Path

import torch

from ..files import write_atomically
from . import weights
from .student import StudentTraining, home, is_shared


def keep(generator: Path, folder: Path, student: StudentTraining) -> list[Path]:
    """Writes the average of a checkpoint, and of its student where there is one; returns the files written."""
    written = [_keep(generator, folder / "unet.safetensors", with_shared=True)]
    pupil = home(generator, student) / "student.pt"
    if pupil.is_file():
        written.append(_keep(pupil, folder / "student.safetensors", with_shared=False))
    return written


def _keep(checkpoint: Path, path: Path, with_shared: bool) -> Path:
    state = torch.load(checkpoint, map_location="cpu", weights_only=True)
    tensors = {name: value for name, value in state["ema"].items() if with_shared or not is_shared(name)}
    weights.write(path, tensors, {key: state[key] for key in ("config", "step", "code") if key in state})
    return path


def restore(folder: Path, work: Path, student: StudentTraining) -> list[Path]:
    """Puts them into `work`/kept where nothing lies there yet; returns the files written. They can be measured and made a bundle of; the
    training begins anew from `unet.safetensors` itself."""
    path = work / "kept/unet.pt"
    if path.is_file() or not (folder / "unet.safetensors").is_file():
        return []
    tensors, about = weights.read(folder / "unet.safetensors")
    written = [_restore(path, about, tensors)]
    if (folder / "student.safetensors").is_file():
        own, about = weights.read(folder / "student.safetensors")
        shared = {name: value for name, value in tensors.items() if is_shared(name)}
        written.append(_restore(home(path, student) / "student.pt", about, {**shared, **own}))
    return written


def _restore(path: Path, about: dict, tensors: weights.State) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with write_atomically(path) as file:
        torch.save({**about, "ema": tensors}, file)
    return path
