"""Every step takes its own options and no other; a recipe says how a bundle was made."""

import tomllib
from dataclasses import asdict, fields, replace
from pathlib import Path

import pytest
import torch

from inlay_experiment import __main__ as experiment
from inlay_training import __main__ as training
from inlay_training.config import BASE, SMOKE
from inlay_training.failure import Failure
from inlay_training.latent import __main__ as latent
from inlay_training.models.unet import InpaintUNet
from inlay_training.places import ROOT
from inlay_training.recipe import Earlier, Recipe
from inlay_training.train import checkpoint
from inlay_training.train.run import Run

RECIPE = ROOT / "training/recipes/bundle-0.3.0.toml"
STEPS_BEFORE = {
    training: "prepare encoder unet student upsampler reader judges evaluate bundle skins report half early ablate sweep scenes experiment all",
    latent: "pack outliner encoder describe space oracle judge train ablate measure where beside page keep restore travel",
}  # fmt: skip


def help_of(main, step: str, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as end:
        main([step, "--help"])
    assert end.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("program", STEPS_BEFORE, ids=["training", "latent"])
def test_steps_keep_their_names(program, capsys: pytest.CaptureFixture[str]) -> None:
    for step in STEPS_BEFORE[program].split():
        assert "--work" in help_of(program.main, step, capsys)


def test_a_step_shows_and_takes_its_own_options_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = help_of(training.main, "unet", capsys)
    assert "--start-from" in shown
    assert "--guidance" not in shown
    assert "--only" in help_of(experiment.main, "train", capsys)
    assert "--only" not in help_of(experiment.main, "page", capsys)
    with pytest.raises(SystemExit) as end:
        training.main(["report", "--guidance", "2", "--work", str(tmp_path)])
    assert end.value.code == 2


def test_the_recipe_of_the_bundle_says_every_number_that_made_it() -> None:
    recipe = Recipe.load(RECIPE)
    said = tomllib.loads(RECIPE.read_text())["config"]
    trained = ("unet", "diffusion", "schedule", "encoder", "classifier", "judges", "student")
    for part in trained:
        assert set(said[part]) == {field.name for field in fields(getattr(recipe.config, part))}
    given = replace(recipe.config.diffusion, earlier_reading_weights=())
    assert replace(recipe.config, diffusion=given) == BASE
    weights = [recipe.config.diffusion.reading_weight_at(seen) for seen in (0, 59_999, 60_000, 86_999, 87_000)]
    assert weights == [0.0, 0.0, 0.005, 0.005, 0.01]
    assert set(recipe.steps) <= set(training.STEPS)


def test_what_a_recipe_says_stands_in_for_what_is_not_given(tmp_path: Path) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text(RECIPE.read_text().replace("count = 32", "count = 7").replace('"0.3.0"', '"0.9.0"'))
    assert training.arguments(["evaluate", "--recipe", str(path)]).count == 7
    assert training.arguments(["evaluate", "--recipe", str(path), "--count", "3"]).count == 3
    assert training.arguments(["bundle", "--recipe", str(path)]).version == "0.9.0"


@pytest.mark.parametrize(("change", "said"), [
    (("[config.student]", "[config.pupil]"), "has no setting pupil"), (("version =", "edition ="), "is no recipe"), (("[config]", "[config"), "is no TOML"),
])  # fmt: skip
def test_a_file_that_is_no_recipe_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: tuple[str, str], said: str
) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text(RECIPE.read_text().replace(*change))
    assert training.main(["report", "--recipe", str(path), "--work", str(tmp_path)]) == 2
    assert said in capsys.readouterr().err


def test_a_revision_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="of revision 0000000 is not in this clone"):
        Earlier("0000000", "public/models/inlay-ham10000").fetched(tmp_path)


def test_a_checkpoint_says_what_made_it(tmp_path: Path) -> None:
    Run.begin(InpaintUNet(SMOKE.unet), SMOKE, "cpu", 1e-3).save(tmp_path / "unet.pt")
    state = torch.load(tmp_path / "unet.pt", weights_only=True)
    assert state["config"]["diffusion"]["images"] == SMOKE.diffusion.images
    assert set(state["config"]) == set(asdict(SMOKE))
    assert state["code"] == checkpoint.code()
    assert set(state["code"]) == {"revision", "dirty"}
