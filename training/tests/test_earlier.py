"""Checkpoints that were written before the code was moved still open and give what they gave (tests/before)."""

from pathlib import Path

import numpy as np
import pytest
import torch

from inlay_training.diffusion import flow
from inlay_training.diffusion.schedule import SamplingSchedule
from inlay_training.latent import train
from inlay_training.train.run import load_ema

BEFORE = Path(__file__).parent / "before"


@pytest.fixture(scope="module")
def outputs() -> dict[str, torch.Tensor]:
    with np.load(BEFORE / "outputs.npz") as arrays:
        return {name: torch.from_numpy(arrays[name]) for name in arrays}


def test_an_earlier_checkpoint_of_the_64_px_chain_paints_what_it_painted(outputs: dict[str, torch.Tensor]) -> None:
    model = load_ema(BEFORE / "unet.pt")
    scene = (outputs["known"], outputs["mask"], torch.tensor([5, 8]), outputs["noise"])
    made = flow.sample(model, *scene, SamplingSchedule(4, 2.0, 0.5, (0.2, 0.9)))
    assert torch.allclose(made, outputs["image"], atol=1e-5)


def test_an_earlier_checkpoint_of_the_224_px_generator_gives_the_velocity_it_gave(
    outputs: dict[str, torch.Tensor],
) -> None:
    network, config, seen = train.load_ema(BEFORE / "latent.pt")
    inputs = {name.removeprefix("latent_"): value for name, value in outputs.items() if name.startswith("latent_")}
    with torch.no_grad():
        velocity = network(**inputs)
    assert torch.allclose(velocity, outputs["velocity"], atol=1e-5)
    assert seen == 12
    assert config.images == 320
