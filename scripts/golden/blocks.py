"""Writes src/engine/golden/blocks: a tiny model of the 224 px kind with random weights, and what PyTorch paints with it.

`training/inlay_training/latent/flow.py` is the reference. Environment: training/requirements.txt.
"""

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "training"))

from inlay_training.diffusion.schedule import SamplingSchedule  # noqa: E402
from inlay_training.latent import bundle, conditions, flow, scenes, space  # noqa: E402
from inlay_training.latent.network import LatentUNet, NetworkConfig  # noqa: E402

OUT = ROOT / "src/engine/golden/blocks"
IMAGE_PX = 32
CODES = ("MEL", "NV", "BCC", "AK", "BKL", "DF", "VASC", "SCC", "SKIN")
CASES = (
    {"name": "guided", "class": "DF", "steps": 5, "guidance": 3.0},
    {"name": "unguided", "class": "MEL", "steps": 3, "guidance": 1.0},
    {"name": "skin", "class": "SKIN", "steps": 3, "guidance": 2.0},
    {"name": "away", "class": "DF", "steps": 4, "guidance": 2.0, "awayFrom": "BKL"},
    {"name": "half-way", "class": "VASC", "steps": 4, "guidance": 2.0, "strength": 0.6},
)


def start() -> dict[str, torch.Tensor]:
    """A background in [-1,1] with a gradient, a mask that does not keep to the blocks, and noise."""
    g = torch.Generator().manual_seed(4)
    ramp = torch.linspace(0.7, -0.1, IMAGE_PX)
    known = ramp[None, None, None, :] * torch.tensor([1.0, 0.6, 0.4])[None, :, None, None]
    known = (known + 0.1 * torch.randn(1, 3, IMAGE_PX, IMAGE_PX, generator=g)).clamp(-1, 1)
    mask = torch.zeros(1, 1, IMAGE_PX, IMAGE_PX)
    mask[:, :, 7:22, 9:27] = 1
    return {"known": known, "mask": mask, "noise": torch.randn(1, 6, 4, 4, generator=g)}


def main() -> None:
    torch.manual_seed(9)
    shutil.rmtree(OUT, ignore_errors=True)
    config = NetworkConfig(
        coefficients=6, grid=4, channels=(8, 12, 16), heads=2, embedding=16, class_size=8, example_size=4, groups=4
    )
    network = LatentUNet(config).eval()
    with torch.no_grad():
        for parameter in network.parameters():
            parameter += 0.1 * torch.randn_like(parameter)
        network.table.weight *= 3
    schedule = SamplingSchedule(steps=5, guidance=3.0, shift=0.6, guidance_times=(0.2, 0.85))
    rng = np.random.default_rng(3)
    images = rng.integers(0, 255, (12, 8, 8, 3), dtype=np.uint8).repeat(6, 1).repeat(6, 2)
    blocks = space.fit(images, config.coefficients, 0.5)
    rounded = bundle.write_parts(network, blocks, schedule, OUT).network
    given = start()
    tensors = {**given, "cells": scenes.in_cells(given["mask"])}
    for case in CASES:
        labels = torch.tensor([CODES.index(case["class"])])
        away = torch.tensor([CODES.index(case["awayFrom"])]) if "awayFrom" in case else None
        way = SamplingSchedule(case["steps"], case["guidance"], schedule.shift, schedule.guidance_times)
        place = given["mask"] * (case["class"] != "SKIN")
        request = flow.Request(
            given["known"], given["mask"], place, given["noise"], labels, conditions.attributes_for()[None], way, away=away,
            strength=case.get("strength", 1.0),
        )  # fmt: skip
        made = flow.sample(rounded, blocks, request)
        tensors[f"image-{case['name']}"] = (made + 1) / 2
    save_file({name: value[0].contiguous().clone() for name, value in tensors.items()}, OUT / "expected.safetensors")
    sampler = json.loads((OUT / "scheduler/scheduler_config.json").read_text())
    cases = [{**case, "scheduler": sampler} for case in CASES]
    (OUT / "expected.json").write_text(json.dumps({"made": f"torch {torch.__version__}", "cases": cases}, indent=2) + "\n")
    bundle.write(OUT / "reference/parity.safetensors", bundle.parity(rounded))


if __name__ == "__main__":
    main()
