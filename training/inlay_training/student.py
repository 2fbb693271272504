"""Distils the U-Net into a student that paints in a few calls without guidance.

The teacher paints training scenes with guidance in many steps; the student learns to go from the state at each of its own
times straight to the teacher's state at the next one (progressive distillation, Salimans & Ho, arXiv 2202.00512, with the
halvings done at once, and guidance folded in as in Meng et al., arXiv 2210.03142). The teacher's paths are kept, so that each is
shown many times, turned and mirrored: on a CPU a path of sixteen guided calls costs as much as ten views of training.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import torch
from torch import Tensor, nn
from tqdm import tqdm

from . import flow
from .batches import ViewSampler, step_generator
from .classes import NULL
from .config import Config, StudentTraining
from .files import append_log, write_atomically
from .precision import autocast, require_finite
from .train_unet import CheckpointMismatch, ema_decay, load_ema
from .unet import InpaintUNet

CHUNK = 32
"""Paths in a file; a stopped run loses at most the one it was at."""


@torch.no_grad()
def states(
    teacher: flow.Denoiser, known: Tensor, masks: Tensor, labels: Tensor, noise: Tensor, c: StudentTraining
) -> Tensor:
    """The teacher's states at the student's times, from noise to the image. [N,steps+1,3,S,S]"""
    times, x, kept = flow.time_steps(c.teacher_steps), noise, [noise]
    path = flow.sample_steps(teacher, known, masks, labels, noise, c.teacher_steps, c.guidance)
    for index, estimate in enumerate(path):
        x = estimate + float(times[index + 1] / times[index]) * (x - estimate)
        if (index + 1) % (c.teacher_steps // c.steps) == 0:
            kept.append(x)
    return torch.stack(kept, dim=1)


def target(now: Tensor, then: Tensor, ratio: Tensor) -> Tensor:
    """The estimate of the clean image with which one Euler step from `now` ends at `then`; ratio s / t, below 1."""
    return (then - ratio * now) / (1 - ratio)


def make_paths(teacher: InpaintUNet, views: ViewSampler, c: StudentTraining, folder: Path, skin_share: float) -> None:
    """Writes chunk files of teacher's paths into `folder`, those that are not there yet."""
    for index in tqdm(range(-(-c.paths // CHUNK)), desc="teacher paths", unit="chunk", mininterval=10):
        path = folder / f"{index:04d}.pt"
        if path.is_file():
            continue
        batch = views.batch(CHUNK, skin_share, c.seed, index)
        noise = torch.randn(batch.images.shape, generator=step_generator(c.seed + 1, index))
        found = states(teacher, batch.images, batch.masks, batch.labels, noise, c)
        with write_atomically(path) as file:
            parts = {"known": batch.images.half(), "masks": batch.masks.bool(), "labels": batch.labels}
            torch.save({**parts, "states": found.half()}, file)


def load_paths(folder: Path) -> dict[str, Tensor]:
    """All chunks together."""
    chunks = [torch.load(path, weights_only=True) for path in sorted(folder.glob("*.pt"))]
    return {name: torch.cat([chunk[name] for chunk in chunks]) for name in chunks[0]}


def turned(images: Tensor, quarter: int, mirrored: bool) -> Tensor:
    """One of the eight symmetries of the square. [...,S,S]"""
    images = torch.rot90(images, quarter, (-2, -1))
    return images.flip(-1) if mirrored else images


def batches(paths: dict[str, Tensor], c: StudentTraining, first: int) -> Iterator[tuple[Tensor, ...]]:
    """Endless batches (given [N,7,S,S], times [N], labels [N], target [N,3,S,S], masks [N,1,S,S]) from step `first` on."""
    times = flow.time_steps(c.steps).float()
    for step in itertools.count(first):
        g = step_generator(c.seed + 2, step)
        rows = torch.randint(0, len(paths["labels"]), (c.batch,), generator=g)
        at = torch.randint(0, c.steps, (c.batch,), generator=g)
        quarter, mirrored = int(torch.randint(0, 4, (), generator=g)), bool(torch.randint(0, 2, (), generator=g))
        now, then, known, masks = (
            turned(part.float(), quarter, mirrored)
            for part in (paths["states"][rows, at], paths["states"][rows, at + 1], paths["known"][rows], paths["masks"][rows])
        )  # fmt: skip
        wanted = target(now, then, (times[at + 1] / times[at])[:, None, None, None])
        yield flow.network_input(now, known, masks), times[at], paths["labels"][rows], wanted, masks


def loss(made: Tensor, wanted: Tensor, masks: Tensor, times: Tensor) -> Tensor:
    """Squared error of the velocity inside the mask, as the teacher's (flow.loss_weight)."""
    error = ((made - wanted).square().mean(1, keepdim=True) * masks).sum((1, 2, 3)) / masks.sum((1, 2, 3)).clamp_min(1)
    return (error * flow.loss_weight("velocity", times)).mean()


def train(config: Config, views: ViewSampler, out: Path, device: str = "cpu") -> Path:
    """Trains `out`/student.pt from `out`/unet.pt; returns its path. Resumable. Raises CheckpointMismatch."""
    c, path, log = config.student, out / "student.pt", out / "student.log.jsonl"
    teacher = load_ema(out / "unet.pt")
    make_paths(teacher, views, c, out / "paths", config.diffusion.skin_share)
    paths = load_paths(out / "paths")
    torch.manual_seed(c.seed)
    student, average = (load_ema(out / "unet.pt").to(device, memory_format=torch.channels_last) for _ in range(2))
    student.train()
    optimizer = torch.optim.AdamW(student.parameters(), lr=c.learning_rate, betas=(0.9, 0.99), weight_decay=0.0)
    done, total = 0, -(-c.images // c.batch)
    if path.is_file():
        state = torch.load(path, map_location=device, weights_only=True)
        if state["unet_config"] != asdict(config.unet):
            raise CheckpointMismatch(
                f"{path} was made with {state['unet_config']}. Choose another --work or remove it."
            )
        student.load_state_dict(state["model"])
        average.load_state_dict(state["ema"])
        optimizer.load_state_dict(state["optimizer"])
        done = state["step"]
    recent: list[float] = []
    saved_at = time.monotonic()
    source = batches(paths, c, done)
    for step in tqdm(range(done + 1, total + 1), desc="train student", unit="step", mininterval=10):
        given, times, labels, wanted, masks = next(source)
        for group in optimizer.param_groups:
            group["lr"] = c.learning_rate * min(1.0, step / 50) * (1 - step / (total + 1))
        with autocast(device):
            tokens = nn.functional.one_hot(labels, NULL + 1).float()
            made = student(given.to(device, memory_format=torch.channels_last), times.to(device), tokens.to(device))
            value = loss(made.float(), wanted.to(device), masks.to(device), times.to(device))
        value.backward()
        nn.utils.clip_grad_norm_(student.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        with torch.no_grad():
            decay = ema_decay(config.diffusion, step)
            torch._foreach_lerp_(list(average.parameters()), list(student.parameters()), 1 - decay)
        recent.append(float(value.detach()))
        if step % 50 == 0 or step == total:
            require_finite(sum(recent), step)
            append_log(log, step=step, loss=round(sum(recent) / len(recent), 5))
            recent = []
        if step == total or time.monotonic() - saved_at > config.checkpoint_s:
            save(path, config, student, average, optimizer, step)
            saved_at = time.monotonic()
    return path


def save(
    path: Path, config: Config, student: nn.Module, average: nn.Module, optimizer: torch.optim.Optimizer, step: int
) -> None:
    parts = {"model": student.state_dict(), "ema": average.state_dict(), "optimizer": optimizer.state_dict()}
    with write_atomically(path) as file:
        torch.save({"unet_config": asdict(config.unet), "step": step, **parts}, file)
