"""The student's targets are the teacher's path, and it learns to follow it in fewer calls."""

from dataclasses import replace
from pathlib import Path

import torch

from inlay_training.classes import NULL
from inlay_training.config import SMOKE
from inlay_training.data.batches import ViewSampler, step_generator, turned
from inlay_training.data.prepare import Pack
from inlay_training.diffusion import flow
from inlay_training.train import student
from inlay_training.train.kept_chunks import kept_chunks
from inlay_training.train.run import load_ema


def test_targets_lead_along_the_path_of_the_teacher(smoke: Path, toy_pack: Pack) -> None:
    teacher, c, schedule = load_ema(smoke / "smoke/unet.pt"), SMOKE.student, SMOKE.schedule
    batch = ViewSampler(toy_pack, "train", 32, 0.5).batch(4, 0.0, 1, 1)
    noise = torch.randn(batch.images.shape, generator=step_generator(2, 2))
    found = student.states(teacher, batch.images, batch.masks, batch.labels, noise, schedule, c.steps)
    assert found.shape == (4, c.steps + 1, 3, 32, 32)
    whole = flow.sample(teacher, batch.images, batch.masks, batch.labels, noise, schedule)
    assert torch.allclose(found[:, -1], whole, atol=1e-5)
    times, x = student.own_schedule(SMOKE).times(), noise
    for at in range(c.steps):
        ratio = times[at + 1] / times[at]
        wanted = student.target(found[:, at], found[:, at + 1], ratio)
        x = wanted + ratio * (x - wanted)
        assert torch.allclose(x.float(), found[:, at + 1], atol=1e-4)


def test_turning_is_a_symmetry_of_the_square() -> None:
    image = torch.arange(16.0).reshape(1, 4, 4)
    seen = {tuple(turned(image, q, m).flatten().tolist()) for q in range(4) for m in (False, True)}
    assert len(seen) == 8


def test_the_student_comes_nearer_to_the_guided_teacher_than_the_teacher_in_as_few_calls(
    smoke: Path, toy_pack: Pack
) -> None:
    teacher, pupil = load_ema(smoke / "smoke/unet.pt"), load_ema(student.home(smoke / "smoke", SMOKE) / "student.pt")
    schedule = student.own_schedule(SMOKE)
    batch = ViewSampler(toy_pack, "test", 32, 0.5).batch(16, 0.0, 5, 5)
    noise = torch.randn(batch.images.shape, generator=step_generator(6, 6))
    given = (batch.images, batch.masks, batch.labels, noise)
    wanted = flow.sample(teacher, *given, SMOKE.schedule)
    plain, made = flow.sample(teacher, *given, schedule), flow.sample(pupil, *given, schedule)
    assert (made - wanted).square().mean() < 0.9 * (plain - wanted).square().mean()


def test_another_teacher_or_schedule_gets_a_student_of_its_own(smoke: Path, tmp_path: Path) -> None:
    first = student.home(smoke / "smoke", SMOKE)
    assert (first / "student.pt").is_file()
    (tmp_path / "unet.pt").write_bytes((smoke / "smoke/unet.pt").read_bytes() + b"x")
    assert student.home(tmp_path, SMOKE).name != first.name
    elsewhere = replace(SMOKE, schedule=replace(SMOKE.schedule, shift=0.9))
    assert student.home(smoke / "smoke", elsewhere).name != first.name


def test_batches_of_a_step_are_the_same_each_time(smoke: Path) -> None:
    paths = kept_chunks(student.home(smoke / "smoke", SMOKE) / "paths", SMOKE.student.paths, lambda _: {})
    assert len(paths["labels"]) == SMOKE.student.paths
    first, again = (student.batch_at(paths, SMOKE, 7) for _ in range(2))
    assert all(torch.equal(a, b) for a, b in zip(first, again, strict=True))
    assert int(first[2].max()) < NULL
