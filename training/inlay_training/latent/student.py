"""Distils the 224 px network into a student that paints in four calls without guidance.

As train/student.py does it (progressive distillation, Salimans & Ho, arXiv 2202.00512, all halvings at once; guidance folded in, Meng et al.,
arXiv 2210.03142): the teacher's guided paths over training scenes are kept, and the student learns to go from the state at each of its own times
straight to the teacher's state at the next. Where the state is near enough to the image it is also to look like the teacher's to an ImageNet trunk.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import torch
from torch import Tensor

from ..data.batches import step_generator
from ..diffusion.schedule import SamplingSchedule
from ..files import digest
from ..models.classifiers import load_trunk
from ..train.kept_chunks import CHUNK, kept_chunks
from ..train.run import Run
from ..train.student import target
from . import flow, train
from .conditions import attributes_for
from .flow import Request
from .losses import Perceptual
from .network import LatentUNet
from .paint import guidance_of, rows_away
from .scenes import Views, blocks, hide
from .space import Space

PERCEPTUAL_UNTIL = 0.75


@dataclass(frozen=True)
class StudentTraining:
    """away: what the teacher's guidance leads away from, by class; guidance: of a class, where it is not the schedule's; steps: calls of a sample; paths of the teacher that are kept; images counts views shown."""

    schedule: SamplingSchedule
    away: dict[str, str] = field(default_factory=dict)
    guidance: dict[str, float] = field(default_factory=dict)
    steps: int = 4
    paths: int = 1_024
    images: int = 20_000
    batch: int = 32
    learning_rate: float = 3e-4
    perceptual: float = 0.1
    ema: float = 0.998
    seed: int = 71
    checkpoint_s: int = 240

    @property
    def own_schedule(self) -> SamplingSchedule:
        """The student's steps, at times of its teacher's; guidance is folded in."""
        return replace(self.schedule, steps=self.steps, guidance=1.0)


@torch.no_grad()
def states(teacher: LatentUNet, space: Space, request: Request, steps: int) -> Tensor:
    """The teacher's states at the times of `steps` steps, from noise to the image. [N,steps+1,C,g,g]"""
    times, x, kept = request.schedule.times(), request.noise, [request.noise]
    for index, estimate in enumerate(flow.sample_steps(teacher, space, request)):
        clean = space.encode(estimate)
        x = clean + float(times[index + 1] / times[index]) * (x - clean)
        if (index + 1) % (request.schedule.steps // steps) == 0:
            kept.append(x)
    return torch.stack(kept, dim=1)


def as_drawn(config: train.Training) -> train.Training:
    """Scenes as the studio brings them: whole frames, the surroundings as they are, a whole frame masked now and then."""
    drawing = replace(
        config.drawing, kinds=(0.0, 1.0, 0.0), least_rescaled_px=200, hint_share=0.0, whole_share=0.05, coarse_share=0.0
    )
    return replace(config, drawing=drawing)


def teacher_paths(
    teacher: LatentUNet, config: train.Training, material: train.Material, c: StudentTraining, folder: Path
) -> dict[str, Tensor]:
    """The paths of `folder`; those that are not there yet are painted. known [N,3,S,S] uint8, masks and spots [N,1,S,S] bool, labels [N],
    states [N,steps+1,C,g,g] fp16"""
    views = train.source(material, as_drawn(config))
    told = attributes_for()[: teacher.config.attributes]
    teacher = teacher.to(memory_format=torch.channels_last)

    def make(index: int) -> dict[str, Tensor]:
        batch = views.batch(CHUNK, c.seed, index)
        whole = ((batch.images + 1) * 127.5).round().clamp(0, 255).byte()
        known, grid = whole.float() / 127.5 - 1, batch.images.shape[-1] // 8
        noise = torch.randn(CHUNK, material.space.coefficients, grid, grid, generator=step_generator(c.seed + 1, index))
        away = rows_away(batch.labels, c.away)
        request = Request(
            known, batch.masks, batch.places, noise, batch.labels, told.expand(CHUNK, -1), c.schedule, away=away,
            guidance=guidance_of(batch.labels, c.schedule.guidance, c.guidance),
        )  # fmt: skip
        found = states(teacher, material.space, request, c.steps)
        masks = {"masks": batch.masks.bool(), "spots": batch.places.bool()}
        return {"known": whole, **masks, "labels": batch.labels, "states": found.half()}

    return kept_chunks(folder, c.paths, make)


@dataclass(frozen=True)
class Batch:
    """now [N,C,g,g] states at times [N]; wanted [N,C,g,g], the clean state that leads to the teacher's next; given [N,2C+2,g,g]."""

    given: Tensor
    now: Tensor
    times: Tensor
    wanted: Tensor
    labels: Tensor
    known: Tensor
    masks: Tensor
    covered: Tensor


def batch_at(paths: dict[str, Tensor], space: Space, c: StudentTraining, step: int) -> Batch:
    times, g = c.own_schedule.times().float(), step_generator(c.seed + 2, step)
    rows = torch.randint(0, len(paths["labels"]), (c.batch,), generator=g)
    at = torch.randint(0, c.steps, (c.batch,), generator=g)
    now, then = paths["states"][rows, at].float(), paths["states"][rows, at + 1].float()
    known = paths["known"][rows].float() / 127.5 - 1
    masks, spots = (paths[name][rows].float() for name in ("masks", "spots"))
    covered = torch.cat([blocks(masks), blocks(spots)], dim=1)
    shown = space.encode(hide(known, masks, space.mean[:, None, None]))
    wanted = target(now, then, (times[at + 1] / times[at])[:, None, None, None])
    given = torch.cat([now, shown, covered], dim=1)
    return Batch(given, now, times[at], wanted, paths["labels"][rows], known, masks, covered)


class Loss:
    """The squared error of the velocity in the masked blocks, its channels weighted as the teacher's, and that of the trunk's maps."""

    def __init__(self, space: Space, config: train.Training, c: StudentTraining) -> None:
        self.space, self.c = space, c
        self.weights = flow.channel_weights(space, config.loss.channel_power)[None, :, None, None]
        trunk = load_trunk("lite0", imagenet=True) if c.perceptual else None
        self.looks = Perceptual(trunk, PERCEPTUAL_UNTIL, config.loss.perceptual_px) if trunk else None

    def __call__(self, model: LatentUNet, b: Batch) -> Tensor:
        n, t = len(b.now), b.times[:, None, None, None]
        told = attributes_for()[: model.config.attributes].expand(n, -1)
        nothing = torch.zeros(n, model.config.example_size + 2)
        given = b.given.to(memory_format=torch.channels_last)
        velocity = model(given, b.times, model.vectors(b.labels), nothing, told)
        region = (b.covered[:, :1] > 0).float()
        squared = ((velocity - (b.now - b.wanted) / t).square() * self.weights * region).sum((1, 2, 3))
        value = (squared / (region.sum((1, 2, 3)).clamp_min(1) * self.weights.sum())).mean()
        if self.looks is None:
            return value
        made, wanted = (
            b.masks * self.space.decode(clean) + (1 - b.masks) * b.known for clean in (b.now - t * velocity, b.wanted)
        )
        coarse = torch.zeros(n, dtype=torch.bool)
        views = Views(wanted, b.known, b.masks, b.masks, b.labels, nothing, told, coarse, b.labels)
        return value + self.c.perceptual * self.looks(flow.Estimate(made, b.times, views, b.now))


def home(teacher: Path, c: StudentTraining) -> Path:
    """Where the student of a teacher lies: a teacher that was trained on, or another schedule, gets its own."""
    schedule = json.dumps([asdict(c.schedule), c.away, c.guidance, flow.UNGUIDED], sort_keys=True).encode()
    return teacher.parent / "student" / f"{digest(teacher)}-{hashlib.sha256(schedule).hexdigest()[:8]}"


def frozen(model: LatentUNet) -> set[str]:
    """Names of the parameters that student and teacher share, which a bundle then holds once: those of the coarsest level but its norms, and
    the table of classes."""
    return {name for name, _ in model.named_parameters() if is_shared(name)}


def is_shared(name: str) -> bool:
    return name.startswith("table") or (name.startswith("middle") and "norm" not in name)


def distil(teacher: Path, material: train.Material, c: StudentTraining) -> Path:
    """Trains student.pt in its `home`; returns its path. Resumable."""
    network, config, _ = train.load_ema(teacher)
    folder = home(teacher, c)
    path = folder / "student.pt"
    paths = teacher_paths(network, config, material, c, folder / "paths")
    shared = frozen(network)
    for name, parameter in network.named_parameters():
        parameter.requires_grad_(name not in shared)
    run = Run.begin(network, c, "cpu", c.learning_rate, weight_decay=0.0)
    loss, total = Loss(material.space, config, c), -(-c.images // c.batch)

    def value_at(step: int) -> Tensor:
        return loss(run.model, batch_at(paths, material.space, c, step))

    def rate_at(step: int) -> float:
        return c.learning_rate * min(1.0, (step + 1) / 50) * (1 - step / total)

    run.train(path, total, value_at, rate_at, c.ema, c.checkpoint_s)
    return path


def load(path: Path, like: LatentUNet) -> LatentUNet:
    """The averaged student of a checkpoint, of the shape of its teacher `like`, in evaluation mode."""
    model = LatentUNet(like.config)
    model.load_state_dict(torch.load(path, map_location="cpu", weights_only=True)["ema"])
    return model.eval()
