"""Networks that never ship and only measure: an outliner that draws the lesion it sees, and a detector of composites.

Both are trained on real training lesions alone, on ImageNet trunks, before they see a sample.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Generator, Tensor, nn
from tqdm import tqdm

from ..config import JudgeTraining
from ..data.batches import ViewSampler, jitter_colour, step_generator, uniform
from ..data.masks import blur, painted_like
from ..files import append_log, write_atomically
from ..models.classifiers import load_trunk
from ..models.efficientnet import EfficientNetLite
from .precision import autocast, require_finite


class Outliner(nn.Module):
    """Feature pyramid (Lin et al., arXiv 1612.03144). forward(images [N,3,S,S] in [-1,1]) -> logits [N,1,S,S] of lesion."""

    def __init__(self, trunk: EfficientNetLite, width: int = 48) -> None:
        super().__init__()
        self.trunk = trunk
        self.lateral = nn.ModuleList(nn.Conv2d(c, width, 1) for c in trunk.channels)
        self.smooth = nn.Sequential(nn.Conv2d(width, width, 3, padding=1), nn.ReLU(), nn.Conv2d(width, 1, 3, padding=1))

    def forward(self, images: Tensor) -> Tensor:
        maps = [lateral(m) for lateral, m in zip(self.lateral, self.trunk.maps(images), strict=True)]
        top = maps.pop()
        while maps:
            top = maps[-1] + F.interpolate(top, size=maps.pop().shape[2:], mode="nearest")
        return F.interpolate(self.smooth(top), size=images.shape[2:], mode="bilinear", align_corners=False)


class Detector(nn.Module):
    """forward(images [N,3,S,S] in [-1,1]) -> logits [N]: above 0 means composite."""

    def __init__(self, trunk: EfficientNetLite) -> None:
        super().__init__()
        self.trunk = trunk
        self.head = nn.Linear(trunk.channels[1] + trunk.channels[3], 1)

    def forward(self, images: Tensor) -> Tensor:
        """A seam is a small thing: the finest of the used maps is pooled by its largest value."""
        maps = self.trunk.maps(images)
        pooled = torch.cat([maps[1].amax((2, 3)), maps[3].mean((2, 3))], dim=1)
        return self.head(F.dropout(pooled, 0.2, self.training))[:, 0]


KINDS: dict[str, type[Outliner] | type[Detector]] = {"outliner": Outliner, "detector": Detector}
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
    with write_atomically(path) as file:
        torch.save({"kind": kind, "variant": config.variant, "state": model.state_dict()}, file)
    return path


def load(path: Path) -> Outliner | Detector:
    """A trained judge in evaluation mode."""
    state = torch.load(path, map_location="cpu", weights_only=True)
    model = KINDS[state["kind"]](EfficientNetLite(state["variant"]))
    model.load_state_dict(state["state"])
    return model.eval()


def load_outliner(path: Path) -> Outliner:
    model = load(path)
    assert isinstance(model, Outliner)
    return model


def load_detector(path: Path) -> Detector:
    model = load(path)
    assert isinstance(model, Detector)
    return model


@torch.no_grad()
def outlines(model: Outliner, images: Tensor, batch: int = 64) -> Tensor:
    """Masks of the lesions it sees, flips averaged. [N,1,S,S] 0/1"""
    found = [(model(part) + model(part.flip(3)).flip(3) > 0).float() for part in images.split(batch)]
    return torch.cat(found)


@torch.no_grad()
def suspicion(model: Detector, images: Tensor, batch: int = 64) -> Tensor:
    """How much each image looks like a composite. [N]"""
    return torch.cat([model(part) + model(part.flip(3)) for part in images.split(batch)])
