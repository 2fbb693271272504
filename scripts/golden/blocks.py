"""Writes src/engine/golden/blocks: a tiny model of the 224 px kind with random weights, what PyTorch paints with it, and what it is taught.

`training/inlay_training/latent/flow.py` and `teach.py` are the references. Environment: training/requirements.txt.
"""

import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "training"))

from inlay_training.diffusion.schedule import SamplingSchedule  # noqa: E402
from inlay_training.bundle.export import WeightFiles  # noqa: E402
from inlay_training.latent import bundle, conditions, flow, scenes, space, teach  # noqa: E402
from inlay_training.latent.network import LatentUNet, NetworkConfig  # noqa: E402

OUT = ROOT / "src/engine/golden/blocks"
IMAGE_PX = 32
OWN = {"steps": 4, "guidance": 2.0}
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


def taught(
    network: LatentUNet, blocks: space.Space, given: dict[str, torch.Tensor], files: WeightFiles
) -> dict[str, torch.Tensor]:
    """Six steps of teaching a class, what a lesson of them looks like, and what is painted with the class and with an example alone."""
    g = torch.Generator().manual_seed(6)
    features = network.config.example_size + 1
    whitening = teach.Whitening(torch.randn(features, generator=g), torch.randn(features, features - 1, generator=g))
    teach.write_teaching(network, blocks, whitening, OUT, files)
    images = torch.cat([given["known"], given["known"].flip(3)])
    masks = scenes.in_cells(torch.cat([given["mask"], given["mask"].flip(3)]))
    times, noise = torch.rand(12, generator=g), torch.randn(12, 6, 4, 4, generator=g)
    descriptions = torch.randn(12, network.config.example_size, generator=g)
    there = (torch.arange(12) % 3 > 0).float()[:, None]
    examples = torch.cat([descriptions * there, there, 0.5 * there], dim=1)

    def lesson(step: int) -> teach.Lesson:
        part = slice(2 * step, 2 * step + 2)
        return teach.lesson(images, masks, times[part], noise[part], examples[part], blocks)

    start = teach.Pupil.begin(network.table.weight[flow.NONE].detach(), network, g)
    pupil = teach.Pupil(start.vector.clone(), start.low_in.clone(), start.low_out.clone())
    losses = teach.teach(network, pupil, lesson, 6, teach.Rates(warmup=3))
    first = lesson(0)
    return {
        "teach-images": images[None], "teach-masks": masks[None], "teach-times": times[None], "teach-noise": noise[None],
        "teach-examples": examples[None], "teach-start-low-in": start.low_in[None], "teach-losses": torch.tensor(losses)[None],
        "teach-sample": first.sample[None], "teach-target": first.target[None], "teach-weight": first.weight[None],
        "teach-vector": pupil.vector[None], "teach-low-in": pupil.low_in[None], "teach-low-out": pupil.low_out[None],
        **own_samples(network, blocks, given, pupil, g),
    }  # fmt: skip


def own_samples(
    network: LatentUNet, blocks: space.Space, given: dict[str, torch.Tensor], pupil: teach.Pupil, g: torch.Generator
) -> dict[str, torch.Tensor]:
    """What is painted of an own class with guidance: taught, and shown by an example alone."""
    way = SamplingSchedule(OWN["steps"], OWN["guidance"], 0.6, (0.2, 0.85))
    size = network.config.example_size
    example = torch.cat([torch.randn(1, size, generator=g), torch.tensor([[1.0, 0.3]])], dim=1)
    known, mask = given["known"], given["mask"]
    request = flow.Request(
        known, mask, mask, given["noise"], torch.tensor([flow.NONE]), conditions.attributes_for()[None], way
    )
    shown = flow.sample(network, blocks, replace(request, example=example))
    low_rank = (pupil.low_in, pupil.low_out)
    made = flow.sample(network, blocks, replace(request, example=example, vector=pupil.vector, low_rank=low_rank))
    return {"own-example": example, "image-shown": (shown + 1) / 2, "image-taught": (made + 1) / 2}


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
    files = WeightFiles()
    rounded = bundle.write_parts(network, blocks, schedule, OUT, files).network
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
    own = taught(rounded, blocks, given, files)
    tensors.update(own)
    save_file({name: value[0].contiguous().clone() for name, value in tensors.items()}, OUT / "expected.safetensors")
    sampler = json.loads((OUT / "scheduler/scheduler_config.json").read_text())
    cases = [{**case, "scheduler": sampler} for case in CASES]
    written = {"made": f"torch {torch.__version__}", "cases": cases, "own": OWN}
    (OUT / "expected.json").write_text(json.dumps(written, indent=2) + "\n")
    bundle.write(OUT / "reference/parity.safetensors", bundle.parity(rounded))


if __name__ == "__main__":
    main()
