"""Networks that never ship and only measure: an outliner that draws the lesion it sees, and a detector of composites.

Both are trained on real training lesions alone, on ImageNet trunks, before they see a sample.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Generator, Tensor
from tqdm import tqdm

from ..config import JudgeTraining
from ..data.batches import ViewSampler, jitter_colour, step_generator, uniform
from ..data.masks import blur, painted_like
from ..files import append_log
from ..models.classifiers import load_trunk
from ..models.judges import KINDS
from . import checkpoint
from .precision import autocast, require_finite

Batch = tuple[Tensor, Tensor]


def outliner_batch(views: ViewSampler, n: int, seed: int, step: int) -> Batch:
    """Lesions with their true masks, a sixth of them lesion-free skin with an empty one."""
    g = step_generator(seed, step)
    rows = views.rows[torch.multinomial(views.weights, n, replacement=True, generator=g)]
    images, masks = views.lesion_views(rows, g, context=(1.15, 3.0))
    skin = n // 6
    images[:skin], masks[:skin] = views.skin_views(skin, g), 0.0
    return jitter_colour(images, g) * 2 - 1, masks


def outliner_loss(logits: Tensor, masks: Tensor) -> Tensor:
    """Cross entropy and soft Dice together."""
    logits = logits.float()
    p = logits.sigmoid()
    dice = 1 - (2 * (p * masks).sum((1, 2, 3)) + 10) / (p.sum((1, 2, 3)) + masks.sum((1, 2, 3)) + 10)
    return F.binary_cross_entropy_with_logits(logits, masks) + dice.mean()


def composites(views: ViewSampler, rows: Tensor, others: Tensor, g: Generator) -> Tensor:
    """Lesions of `rows` pasted into views of `others`, with edges from hard to soft. [N,3,S,S] in [0,1]"""
    front, masks = views.lesion_views(rows, g)
    back, _ = views.lesion_views(others, g)
    masks = painted_like(masks, g)
    n = len(rows)
    for radius in (1, 2, 4):
        soft = torch.rand(n, generator=g) < 0.25
        masks[soft] = blur(masks[soft], radius)
    shift = uniform(n, 0.0, 1.0, g)[:, None, None, None]  # some with the colour of the place they come to
    inside, around = _mean(front, 1 - masks), _mean(back, 1 - masks)
    front = (front + shift * (around - inside)).clamp(0, 1)
    return masks * front + (1 - masks) * back


def _mean(images: Tensor, weights: Tensor) -> Tensor:
    return (images * weights).sum((2, 3), keepdim=True) / weights.sum((2, 3), keepdim=True).clamp_min(1)


def detector_batch(views: ViewSampler, n: int, seed: int, step: int) -> Batch:
    """Half untouched lesions, half composites."""
    g = step_generator(seed, step)
    rows = views.rows[torch.multinomial(views.weights, n, replacement=True, generator=g)]
    others = views.rows[torch.multinomial(views.weights, n, replacement=True, generator=g)]
    half = n // 2
    plain, _ = views.lesion_views(rows[:half], g)
    images = torch.cat([plain, composites(views, rows[half:], others[half:], g)])
    return jitter_colour(images, g) * 2 - 1, torch.cat([torch.zeros(half), torch.ones(n - half)])


def detector_loss(logits: Tensor, fake: Tensor) -> Tensor:
    return F.binary_cross_entropy_with_logits(logits.float(), fake)


TASKS: dict[str, tuple[Callable[[ViewSampler, int, int, int], Batch], Callable[[Tensor, Tensor], Tensor]]] = {
    "outliner": (outliner_batch, outliner_loss),
    "detector": (detector_batch, detector_loss),
}


def train(kind: str, config: JudgeTraining, views: ViewSampler, out: Path, device: str = "cpu") -> Path:
    """Trains one judge in one go (minutes); returns its checkpoint's path. A finished one is not trained again."""
    path = out / f"{kind}.pt"
    if path.is_file():
        return path
    torch.manual_seed(config.seed)
    model = KINDS[kind](load_trunk(config.variant, config.imagenet)).to(device, memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(model.parameters(), lr=config.learning_rate, weight_decay=0.05)
    draw, loss = TASKS[kind]
    total = -(-config.images // config.batch)
    for step in tqdm(range(total), desc=f"train {kind}", unit="step", mininterval=10):
        images, wanted = draw(views, config.batch, config.seed, step)
        for group in optimizer.param_groups:
            warm = min(1.0, step / 50)
            group["lr"] = config.learning_rate * warm * 0.5 * (1 + math.cos(math.pi * step / total))
        with autocast(device, depthwise=True):
            value = loss(model(images.to(device, memory_format=torch.channels_last)), wanted.to(device))
        value.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        if step % 100 == 99 or step == total - 1:
            require_finite(float(value.detach()), step)
            append_log(out / f"{kind}.log.jsonl", step=step + 1, loss=round(float(value.detach()), 4))
    checkpoint.save(path, config, kind=kind, variant=config.variant, state=model.state_dict())
    return path
