"""A drawn stand-in for the 224 px pack, and what a training of it reads."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import torch

from inlay_training.classes import LESION_CODES
from inlay_training.diffusion.schedule import SamplingSchedule
from inlay_training.latent import bundle, pack, space, train
from inlay_training.latent.conditions import Examples
from inlay_training.latent.network import LatentUNet, NetworkConfig

NETWORK = NetworkConfig(
    coefficients=12, channels=(16, 24, 32), heads=2, embedding=32, class_size=8, example_size=4, groups=8
)


@pytest.fixture(scope="session")
def latent_pack() -> pack.Pack:
    """Discs in a colour a class on plain skin: 12 of each class, two sources, the last of each coarse."""
    rng = np.random.default_rng(0)
    n = 12 * len(LESION_CODES)
    labels = np.arange(n) % len(LESION_CODES)
    images, masks = np.zeros((n, 224, 224, 3), np.uint8), np.zeros((n, 224, 224), np.uint8)
    y, x = np.mgrid[:224, :224]
    colours = rng.integers(30, 140, (len(LESION_CODES), 3))
    for row in range(n):
        images[row] = rng.integers(170, 230, 3) + rng.integers(-6, 7, (224, 224, 1))
        cy, cx, radius = rng.integers(80, 144), rng.integers(80, 144), rng.integers(20, 60)
        masks[row] = (y - cy) ** 2 + (x - cx) ** 2 < radius**2
        images[row][masks[row] > 0] = colours[labels[row]]
    number = np.arange(n) // len(LESION_CODES)
    names = [f"T{row}" for row in range(n)]
    return pack.Pack(
        images, masks, labels, split=np.where(number < 8, 0, np.where(number < 10, 1, 2)), source=number % 2, coarse=number == 4,
        outlined=np.ones(n, bool), subtype=np.where(labels == 7, number % 3, pack.UNKNOWN),
        concepts=np.where((number % 2 == 1)[:, None], 0.5, np.nan).repeat(6, 1).astype(np.float32),
        tone=np.where(number % 2 == 1, 3, pack.UNKNOWN), sites=["back" if k % 2 else "" for k in number], ids=names, lesions=names,
    )  # fmt: skip


@pytest.fixture(scope="session")
def small_space(latent_pack: pack.Pack) -> space.Space:
    return space.fit(latent_pack.images[latent_pack.rows("train")], 12, 0.5)


@pytest.fixture(scope="session")
def latent_material(latent_pack: pack.Pack, small_space: space.Space) -> train.Material:
    patches = torch.randint(160, 230, (6, 128, 128, 3), dtype=torch.uint8, generator=torch.Generator().manual_seed(1))
    values = torch.randn(len(latent_pack.labels), NETWORK.example_size, generator=torch.Generator().manual_seed(2))
    return train.Material(latent_pack, patches, small_space, Examples(values))


BUNDLED = NetworkConfig(
    coefficients=6,
    grid=4,
    channels=(8, 12, 16),
    blocks=1,
    heads=2,
    embedding=16,
    class_size=8,
    example_size=4,
    groups=4,
)


@dataclass(frozen=True)
class LatentBundle:
    """What `write_parts` has left in a folder, and what it wrote: exporting takes seconds, so it is done once."""

    folder: Path
    network: LatentUNet
    blocks: space.Space


@pytest.fixture(scope="session")
def latent_bundle(tmp_path_factory: pytest.TempPathFactory) -> LatentBundle:
    torch.manual_seed(1)
    network = LatentUNet(BUNDLED).eval()
    for parameter in network.parameters():  # the last layers begin at zero, and a gradient of zero proves nothing
        parameter.data += 0.05 * torch.randn_like(parameter)
    images = np.random.default_rng(2).integers(0, 255, (12, 64, 64, 3), dtype=np.uint8)
    blocks, folder = space.fit(images, BUNDLED.coefficients, 0.5), tmp_path_factory.mktemp("latent")
    schedule = SamplingSchedule(8, 2.0, 0.6, (0.2, 0.85))
    return LatentBundle(folder, bundle.write_parts(network, blocks, schedule, folder).network, blocks)
