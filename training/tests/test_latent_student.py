"""The latent student's targets are the teacher's path, and it learns to follow it in fewer calls."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from inlay_training.classes import SKIN
from inlay_training.diffusion.schedule import SamplingSchedule
from inlay_training.latent import flow, paint, scenes, student, sweep, train
from inlay_training.latent.conditions import attributes_for

from .latent_toy import NETWORK

SCHEDULE = SamplingSchedule(8, 2.0, 2.0, (0.3, 1.0))
C = student.StudentTraining(
    SCHEDULE, steps=4, paths=32, images=160, batch=8, learning_rate=2e-3, perceptual=0.0, ema=0.5
)


@pytest.fixture(scope="module")
def teacher(latent_material: train.Material, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Trained for one step, then shaken: guidance bends its paths."""
    config = train.Training(network=NETWORK, images=8, batch=8, warmup_images=16, loss=flow.LossConfig(perceptual=0))
    path = train.train(config, latent_material, tmp_path_factory.mktemp("teacher") / "unet.pt")
    state, g = torch.load(path, weights_only=True), torch.Generator().manual_seed(1)
    for value in state["ema"].values():
        value += 0.05 * torch.randn(value.shape, generator=g)
    torch.save(state, path)
    return path


def request(material: train.Material, seed: int, schedule: SamplingSchedule) -> flow.Request:
    g = torch.Generator().manual_seed(seed)
    rows = torch.randint(len(material.pack.labels), (4,), generator=g)
    known = torch.from_numpy(material.pack.images[rows]).permute(0, 3, 1, 2).float() / 127.5 - 1
    masks = torch.from_numpy(material.pack.masks[rows])[:, None].float()
    noise = torch.randn(4, NETWORK.coefficients, 28, 28, generator=g)
    told = attributes_for()[: NETWORK.attributes].expand(4, -1)
    return flow.Request(known, masks, masks, noise, torch.from_numpy(material.pack.labels[rows]), told, schedule)


def test_targets_lead_along_the_path_of_the_teacher(teacher: Path, latent_material: train.Material) -> None:
    network, _, _ = train.load_ema(teacher)
    asked, space = request(latent_material, 1, SCHEDULE), latent_material.space
    found = student.states(network, space, asked, 4)
    assert found.shape == (4, 5, NETWORK.coefficients, 28, 28)
    assert torch.allclose(found[:, -1], space.encode(flow.sample(network, space, asked)), atol=1e-4)
    times, x = C.own_schedule.times(), asked.noise
    for at in range(4):
        ratio = times[at + 1] / times[at]
        wanted = student.target(found[:, at], found[:, at + 1], ratio)
        x = wanted + ratio * (x - wanted)
        assert torch.allclose(x.float(), found[:, at + 1], atol=1e-4)


def test_the_student_follows_the_guided_path_better_than_its_teacher_unguided(
    teacher: Path, latent_material: train.Material
) -> None:
    network, config, _ = train.load_ema(teacher)
    path = student.distil(teacher, latent_material, C)
    pupil, paths = (
        student.load(path, network),
        student.teacher_paths(network, config, latent_material, C, path.parent / "paths"),
    )
    loss, batch = (
        student.Loss(latent_material.space, config, C),
        student.batch_at(paths, latent_material.space, C, 1_000),
    )
    with torch.no_grad():
        assert float(loss(pupil, batch)) < 0.95 * float(loss(network, batch))
    kept, own = dict(network.named_parameters()), dict(pupil.named_parameters())
    assert student.frozen(network)
    for name in student.frozen(network):  # a bundle holds these once
        assert torch.equal(own[name], kept[name])


def test_another_teacher_or_schedule_gets_a_student_of_its_own(teacher: Path, tmp_path: Path) -> None:
    first = student.home(teacher, C)
    (tmp_path / "unet.pt").write_bytes(teacher.read_bytes() + b"x")
    assert student.home(tmp_path / "unet.pt", C).name != first.name
    assert student.home(teacher, replace(C, schedule=replace(SCHEDULE, guidance=3.0))).name != first.name


def test_a_class_is_led_away_from_what_it_is_most_often_taken_for() -> None:
    labels = np.repeat(np.arange(8), 3)
    guess = labels.copy()
    guess[:3] = (1, 4, 4)  # MEL: once NV, twice BKL
    guess[3:6] = (1, 0, 1)  # NV: once MEL
    assert sweep.confused_with(guess, labels) == {"MEL": "BKL", "NV": "MEL"}


def test_guidance_leads_away_from_a_named_class_or_from_none() -> None:
    labels = torch.tensor([0, 5, 8])
    assert paint.rows_away(labels, {"DF": "NV"}).tolist() == [flow.NONE, 1, flow.NONE]


def test_skin_is_painted_without_guidance(teacher: Path, latent_material: train.Material) -> None:
    network, _, _ = train.load_ema(teacher)
    asked = replace(request(latent_material, 1, SCHEDULE), labels=torch.tensor([SKIN, 0, SKIN, 5]))
    plain = replace(asked, schedule=replace(SCHEDULE, guidance=1.0))
    guided, bare = (flow.sample(network, latent_material.space, r) for r in (asked, plain))
    assert [torch.allclose(a, b, atol=1e-4) for a, b in zip(guided, bare, strict=True)] == [True, False, True, False]


def test_masks_are_drawn_in_cells_and_stay_so() -> None:
    g = torch.Generator().manual_seed(4)
    masks = (
        torch.nn.functional.interpolate(torch.randn(6, 1, 9, 9, generator=g), size=(224, 224), mode="bicubic") > 0.4
    ).float()
    drawn = scenes.in_cells(masks)
    assert torch.equal(scenes.in_cells(drawn), drawn)
    assert float((drawn - masks).abs().mean()) < 0.03
    speck = torch.zeros(1, 1, 32, 32)
    speck[..., 13, 17] = 1
    assert float(scenes.in_cells(speck).sum()) == 12
    assert float(scenes.in_cells(torch.zeros(1, 1, 32, 32)).sum()) == 0
