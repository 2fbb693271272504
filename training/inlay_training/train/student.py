"""Distils the U-Net into a student that paints in a few calls without guidance.

The teacher paints training scenes with guidance in many steps; the student learns to go from the state at each of its own
times straight to the teacher's state at the next one (progressive distillation, Salimans & Ho, arXiv 2202.00512, with the
halvings done at once, and guidance folded in as in Meng et al., arXiv 2210.03142). The teacher's paths are kept, so that each is
shown many times, turned and mirrored: on a CPU a path of sixteen guided calls costs as much as ten views of training. The convolutions
of the coarsest level stay the teacher's (`frozen`): two thirds of the weights, which a bundle then holds once.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from ..classes import NULL
from ..config import Config
from ..data.batches import ViewSampler, step_generator, turned
from ..diffusion import auxiliary, flow
from ..diffusion.schedule import SamplingSchedule
from ..files import digest
from ..models.unet import InpaintUNet
from .kept_chunks import CHUNK, kept_chunks
from .precision import autocast
from .run import Run, load_ema


@torch.no_grad()
def states(
    teacher: flow.Denoiser,
    known: Tensor,
    masks: Tensor,
    labels: Tensor,
    noise: Tensor,
    schedule: SamplingSchedule,
    steps: int,
) -> Tensor:
    """The teacher's states on its schedule at the times of `steps` steps, from noise to the image. [N,steps+1,3,S,S]"""
    times, x, kept = schedule.times(), noise, [noise]
    path = flow.sample_steps(teacher, known, masks, labels, noise, schedule)
    for index, estimate in enumerate(path):
        x = estimate + float(times[index + 1] / times[index]) * (x - estimate)
        if (index + 1) % (schedule.steps // steps) == 0:
            kept.append(x)
    return torch.stack(kept, dim=1)


def target(now: Tensor, then: Tensor, ratio: Tensor) -> Tensor:
    """The estimate of the clean image with which one Euler step from `now` ends at `then`; ratio s / t, below 1."""
    return (then - ratio * now) / (1 - ratio)


def teacher_paths(teacher: InpaintUNet, views: ViewSampler, config: Config, folder: Path) -> dict[str, Tensor]:
    """The paths of `folder`; those that are not there yet are painted. known [N,3,S,S], masks, labels, states [N,steps+1,3,S,S]"""

    c, schedule = config.student, config.schedule

    def make(index: int) -> dict[str, Tensor]:
        batch = views.batch(CHUNK, config.diffusion.skin_share, c.seed, index)
        noise = torch.randn(batch.images.shape, generator=step_generator(c.seed + 1, index))
        found = states(teacher, batch.images, batch.masks, batch.labels, noise, schedule, c.steps)
        parts = {"known": batch.images.half(), "masks": batch.masks.bool(), "labels": batch.labels}
        return {**parts, "states": found.half()}

    return kept_chunks(folder, c.paths, make)


def own_schedule(config: Config) -> SamplingSchedule:
    """The student's steps, at times of its teacher's; guidance is folded in."""
    return replace(config.schedule, steps=config.student.steps, guidance=1.0)


def batch_at(paths: dict[str, Tensor], config: Config, step: int) -> tuple[Tensor, ...]:
    """What a step learns from: given [N,7,S,S], times [N], labels [N], target [N,3,S,S], masks [N,1,S,S]."""
    c = config.student
    times, g = own_schedule(config).times().float(), step_generator(c.seed + 2, step)
    rows = torch.randint(0, len(paths["labels"]), (c.batch,), generator=g)
    at = torch.randint(0, c.steps, (c.batch,), generator=g)
    quarter, mirrored = int(torch.randint(0, 4, (), generator=g)), bool(torch.randint(0, 2, (), generator=g))
    now, then, known, masks = (
        turned(part.float(), quarter, mirrored)
        for part in (paths["states"][rows, at], paths["states"][rows, at + 1], paths["known"][rows], paths["masks"][rows])
    )  # fmt: skip
    wanted = target(now, then, (times[at + 1] / times[at])[:, None, None, None])
    return flow.network_input(now, known, masks), times[at], paths["labels"][rows], wanted, masks


def loss(made: Tensor, wanted: Tensor, masks: Tensor, times: Tensor) -> Tensor:
    """Squared error of the velocity inside the mask, as the teacher's (flow.loss_weight)."""
    error = ((made - wanted).square().mean(1, keepdim=True) * masks).sum((1, 2, 3)) / masks.sum((1, 2, 3)).clamp_min(1)
    return (error * flow.loss_weight("velocity", times)).mean()


def home(out: Path, config: Config) -> Path:
    """Where the student of the teacher `out`/unet.pt lies: a teacher that was trained on, or another schedule, gets its own."""
    schedule = json.dumps(asdict(config.schedule), sort_keys=True).encode()
    return out / "student" / f"{digest(out / 'unet.pt')}-{hashlib.sha256(schedule).hexdigest()[:8]}"


def frozen(model: InpaintUNet) -> set[str]:
    """Names of the parameters that student and teacher share: all of the coarsest level but its norms and what the embedding does there."""
    coarsest = (f"down.{len(model.config.channels) - 1}.", "middle", "attention", "up.0.")
    own = ("norm", "modulation")
    return {
        name
        for name, _ in model.named_parameters()
        if name.startswith(coarsest) and not any(part in name for part in own)
    }


def train(config: Config, views: ViewSampler, out: Path, device: str = "cpu") -> Path:
    """Trains student.pt in its `home` from `out`/unet.pt; returns its path. Resumable."""
    c, folder = config.student, home(out, config)
    path = folder / "student.pt"
    teacher = load_ema(out / "unet.pt")
    paths = teacher_paths(teacher, views, config, folder / "paths")
    shared = frozen(teacher)
    for name, parameter in teacher.named_parameters():
        parameter.requires_grad_(name not in shared)
    run = Run.begin(teacher, config, device, c.learning_rate, weight_decay=0.0)
    reads = auxiliary.reading(out / "encoder.pt", config.diffusion.reading_weight, device)
    total = -(-c.images // c.batch)

    def value_at(step: int) -> Tensor:
        given, times, labels, wanted, masks = batch_at(paths, config, step)
        tokens = F.one_hot(labels, NULL + 1).float().to(device)
        with autocast(device):
            made = run.model(given.to(device, memory_format=torch.channels_last), times.to(device), tokens)
            value = loss(made.float(), wanted.to(device), masks.to(device), times.to(device))
            if reads is not None:
                known = wanted.to(device)  # outside the mask the teacher's path ends at the image
                value = value + reads(made.float(), known, masks.to(device), labels.to(device), times.to(device))
            return value

    def rate_at(step: int) -> float:
        return c.learning_rate * min(1.0, step / 50) * (1 - step / total)

    run.train(path, total, value_at, rate_at, config.diffusion.ema, config.checkpoint_s)
    return path
