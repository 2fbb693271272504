"""What must not be lost: the networks and numbers that others are trained on, in half precision in `training/weights/`, and back from there.

A working folder can be made again, but not the same: another encoder would describe lesions in other numbers than those that the generator has learnt.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save as save_tensors
from torch import Tensor

from ..files import write_atomically

State = dict[str, Tensor]


def write(path: Path, tensors: State, about: dict) -> None:
    """fp32 tensors are stored as fp16, all else as it is; `about` goes into the file's metadata."""
    kept = {
        name: (value.half() if value.dtype == torch.float32 else value).contiguous() for name, value in tensors.items()
    }
    with write_atomically(path) as file:
        file.write(save_tensors(kept, {"about": json.dumps(about)}))


def read(path: Path) -> tuple[State, dict]:
    """The tensors in fp32 and what was said about them. Raises FileNotFoundError."""
    if not path.is_file():
        raise FileNotFoundError(f"{path} is missing; run the keep step where the network was trained.")
    with safe_open(path, framework="pt") as file:
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        about = json.loads((file.metadata() or {}).get("about", "{}"))
    return {name: value.float() if value.dtype == torch.float16 else value for name, value in tensors.items()}, about


def keep(work: Path, folder: Path) -> list[Path]:
    """Writes what is in `work` into `folder`; returns the files written."""
    written = []
    for name in ("encoder", "judge", "unet"):
        if (work / f"{name}.pt").is_file():
            state = torch.load(work / f"{name}.pt", map_location="cpu", weights_only=True)
            about = {key: state[key] for key in ("config", "step", "code") if key in state}
            write(folder / f"{name}.safetensors", state["ema"], about)
            written.append(folder / f"{name}.safetensors")
    if (work / "outliner.pt").is_file():
        state = torch.load(work / "outliner.pt", map_location="cpu", weights_only=True)
        write(folder / "outliner.safetensors", state["state"], {"variant": state["variant"]})
        written.append(folder / "outliner.safetensors")
    for name, parts in (("space", ("basis", "mean", "sd")), ("examples", ("mean", "projection"))):
        if (work / f"{name}.pt").is_file():
            state = torch.load(work / f"{name}.pt", map_location="cpu", weights_only=True)
            exact = {part: state[part].double() for part in parts}  # small, and kept to the last digit
            write(folder / f"{name}.safetensors", exact, {key: state[key] for key in ("power",) if key in state})
            written.append(folder / f"{name}.safetensors")
    return written


def restore(folder: Path, work: Path) -> list[Path]:
    """Fills `work` with what is missing there, as far as `folder` holds it; returns the files written. The generator begins anew from its average."""
    written = []

    def put(name: str, value: dict) -> None:
        with write_atomically(work / name) as file:
            torch.save(value, file)
        written.append(work / name)

    for name in ("encoder", "judge", "outliner", "space", "examples"):
        source, path = folder / f"{name}.safetensors", work / f"{name}.pt"
        if path.is_file() or not source.is_file():
            continue
        tensors, about = read(source)
        if name == "outliner":
            put(path.name, {"variant": about["variant"], "state": tensors})
        elif name in ("encoder", "judge"):
            put(path.name, {**about, "ema": tensors})
        else:
            put(path.name, {**{part: value.float() for part, value in tensors.items()}, **about})
    return written
