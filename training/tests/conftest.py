from pathlib import Path

import pytest
import torch

from inlay_experiment.arms import Material, gather
from inlay_experiment.squares import SyntheticSet, real_squares
from inlay_training.__main__ import main
from inlay_training.data import toy
from inlay_training.data.prepare import Pack, load_pack
from inlay_training.places import DATA

from .drawn import candidates
from .latent_toy import latent_bundle, latent_material, latent_pack, small_space

__all__ = ["latent_bundle", "latent_material", "latent_pack", "small_space"]


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def toy_pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return load_pack(toy.make_pack(tmp_path_factory.mktemp("pack") / "toy.npz"))


@pytest.fixture(scope="session")
def smoke(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The work folder after `all --smoke`."""
    work = tmp_path_factory.mktemp("smoke")
    assert main(["all", "--smoke", "--work", str(work), "--skin-size", "64"]) == 0
    return work


@pytest.fixture(scope="session")
def real_data() -> Path:
    if not (DATA / "ham10000/GroundTruth.csv").is_file():
        pytest.skip(f"no data set: {DATA}/ham10000 is missing")
    return DATA


@pytest.fixture
def made(tmp_path: Path) -> SyntheticSet:
    return candidates(tmp_path / "set", ("DF", "VASC"))


@pytest.fixture
def material(made: SyntheticSet, toy_pack: Pack) -> Material:
    others = candidates(made.folder.parent / "counterparts", ("MEL", "NV"))
    own = candidates(made.folder.parent / "own", ("DF", "VASC"))
    sets = {"nevi": made, "counterparts": others, "own": own}
    return gather(toy_pack, real_squares(toy_pack, 32), sets, 32, "pack")
