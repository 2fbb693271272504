"""Classifiers on real images at the size that counts: the encoder that ships (gates, descriptions), and the judge that only measures.

The encoder sees the square around a lesion at 160 px and learns the class and, by two views of each lesion, what tells it from others. The judge
sees the whole 224 px image, as a lab's classifier does; it is no part of any loss.
"""

from __future__ import annotations

import copy
import math
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from ..classes import LESION_CODES
from ..data.batches import bounding_boxes, jitter_colour, step_generator, uniform
from ..files import append_log, write_atomically
from ..models.classifiers import Classifier, Encoder, fresh, logits_of, projection
from ..train import checkpoint
from ..train.classifier import contrast
from ..train.precision import require_finite
from .pack import SIZE_PX, Pack
from .views import Frames, as_images, symmetric, zoomed

CONTEXT_SCALE = 1.6
"""Side of the square around a lesion that the encoder sees, over the lesion's longer side."""
SMALLEST_SIDE_PX = 64


@dataclass(frozen=True)
class Training:
    kind: str
    variant: str
    size_px: int
    images: int
    learning_rate: float
    batch: int = 32
    balance: float = 0.35
    contrast: float = 0.0
    crop_px: int | None = None
    """The judge's views in training are smaller than what it judges: cheaper, and no worse (Touvron et al., arXiv 1906.06423)."""
    seed: int = 11


ENCODER = Training("encoder", "lite0", 160, 20_000, 1e-3, batch=64, contrast=0.3)
JUDGE = Training("reader", "lite2", SIZE_PX, 16_000, 6e-4, crop_px=192, seed=97)


def squares(
    images: Tensor, boxes: Tensor, size_px: int, scale: float | Tensor = CONTEXT_SCALE, shift: Tensor | None = None
) -> Tensor:
    """The square around each lesion. images [N,3,224,224]; boxes [N,4] centre x, y, width, height; shift [N,2] -1 to 1 of the slack. [N,3,S,S]"""
    longer = boxes[:, 2:].amax(1)
    side = (longer * scale).clamp(SMALLEST_SIDE_PX, SIZE_PX).round()
    centre = boxes[:, :2]
    if shift is not None:
        centre = centre + shift * ((side - longer) / 2).clamp_min(0)[:, None] * 0.7
    corner = (centre - side[:, None] / 2).round().clamp_min(0)
    corner = torch.minimum(corner, SIZE_PX - side[:, None])
    return zoomed(images, side.long(), corner.long(), size_px).clamp(0, 1)


def batch(frames: Frames, boxes: Tensor, c: Training, step: int) -> tuple[Tensor, Tensor]:
    """images [N,3,S,S] in [-1,1] (two views of each, one after the other, where the loss contrasts them) and labels [N]"""
    g = step_generator(c.seed, step)
    looks = 2 if c.contrast > 0 else 1
    places = frames.draw(c.batch // looks, c.balance, g).repeat(looks)
    rows = frames.rows[places]
    if c.kind == "encoder":
        shift = 2 * torch.rand(len(rows), 2, generator=g) - 1
        images = symmetric(
            squares(as_images(frames.images[rows]), boxes[rows], c.size_px, uniform(len(rows), 1.2, 2.4, g), shift), g
        )
    else:
        images, _ = frames.crops(places, (144, SIZE_PX), c.crop_px or c.size_px, g)
    return jitter_colour(images, g) * 2 - 1, frames.labels[places]


def train(c: Training, pack: Pack, path: Path, checkpoint_s: int = 180) -> Path:
    """Resumable. Recall on calibration lesions goes into the log, so that the plateau is seen."""
    torch.manual_seed(c.seed)
    model = fresh(c.kind, c.variant, imagenet=c.variant != "toy").to(memory_format=torch.channels_last)
    model.trunk.hold_still(model.trunk.ends[1])
    average = copy.deepcopy(model).requires_grad_(False)
    aside = projection(model)
    optimizer = torch.optim.AdamW([*model.parameters(), *aside.parameters()], lr=c.learning_rate, weight_decay=0.05)
    step, total, log = 0, -(-c.images // c.batch), path.with_suffix(".log.jsonl")
    if path.is_file():
        state = torch.load(path, map_location="cpu", weights_only=True)
        if state["step"] >= total:
            return path
        for part, name in ((model, "model"), (average, "ema"), (aside, "aside"), (optimizer, "optimizer")):
            part.load_state_dict(state[name])
        step = state["step"]
    frames = Frames.from_pack(pack, pack.rows("train", coarse=None))
    boxes = torch.from_numpy(bounding_boxes(pack.masks))
    saved_at = time.monotonic()
    while step < total:
        images, labels = batch(frames, boxes, c, step)
        for group in optimizer.param_groups:
            group["lr"] = c.learning_rate * min(1.0, step / 100) * 0.5 * (1 + math.cos(math.pi * step / total))
        model.train()
        made = model(images.to(memory_format=torch.channels_last))
        value = F.cross_entropy(logits_of_output(made), labels, label_smoothing=0.05)
        if c.contrast > 0:
            value = value + c.contrast * contrast(aside(made[1]))
        value.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        step += 1
        decay = min(0.995, step / (step + 10))
        with torch.no_grad():
            for kept, new in zip(average.state_dict().values(), model.state_dict().values(), strict=True):
                kept.lerp_(new, 1 - decay) if kept.is_floating_point() else kept.copy_(new)
        if step % 50 == 0 or step == total:
            require_finite(float(value.detach()), step)
            measured = step % 250 == 0 or step == total
            found = recalls(average, pack, "calibration", c) if measured else {}
            append_log(log, step=step, loss=round(float(value.detach()), 4), **found)
        if step == total or time.monotonic() - saved_at > checkpoint_s:
            parts = {"model": model, "ema": average, "aside": aside, "optimizer": optimizer}
            checkpoint.save(path, c, step=step, **{name: part.state_dict() for name, part in parts.items()})
            saved_at = time.monotonic()
    return path


def logits_of_output(made: Tensor | tuple[Tensor, ...]) -> Tensor:
    return made if isinstance(made, Tensor) else made[2]


def seen(images: Tensor, boxes: Tensor | None, c: Training) -> Tensor:
    """Images [N,3,224,224] in [0,1] as a classifier of this kind sees them, in [-1,1]."""
    if c.kind == "encoder":
        assert boxes is not None
        return squares(images, boxes, c.size_px) * 2 - 1
    return (
        images * 2 - 1
        if c.size_px == SIZE_PX
        else F.interpolate(images, size=(c.size_px, c.size_px), mode="bicubic", antialias=True) * 2 - 1
    )


@torch.no_grad()
def logits(
    model: Encoder | Classifier, images: np.ndarray, boxes: np.ndarray | None, c: Training, chunk: int = 64
) -> Tensor:
    """Summed over two mirror images. images [N,224,224,3] uint8 -> [N,8]"""
    model.eval()
    found = []
    for start in range(0, len(images), chunk):
        part = as_images(torch.from_numpy(images[start : start + chunk]))
        x = seen(part, None if boxes is None else torch.from_numpy(boxes[start : start + chunk]), c)
        found.append(logits_of(model, x) + logits_of(model, x.flip(3)))
    return torch.cat(found) if found else torch.zeros(0, len(LESION_CODES))


def recalls(
    model: Encoder | Classifier, pack: Pack, split: str, c: Training, source: int | None = None
) -> dict[str, float]:
    """Recall a class on one split, and their mean as `balanced`."""
    rows = pack.rows(split, source=source)
    guess = logits(model, pack.images[rows], bounding_boxes(pack.masks[rows]), c).argmax(1).numpy()
    truth = pack.labels[rows]
    found = {
        code: round(float((guess[truth == i] == i).mean()), 3)
        for i, code in enumerate(LESION_CODES)
        if (truth == i).any()
    }
    return {**found, "balanced": round(float(np.mean(list(found.values()))), 4)}


def load(path: Path) -> tuple[Encoder | Classifier, Training]:
    state = torch.load(path, map_location="cpu", weights_only=True)
    c = Training(**state["config"])
    model = fresh(c.kind, c.variant, imagenet=False)
    model.load_state_dict(state["ema"])
    return model.eval(), c


@torch.no_grad()
def features(model: Encoder, images: np.ndarray, boxes: np.ndarray, c: Training, chunk: int = 64) -> Tensor:
    """Both depths, each of unit norm. images [N,224,224,3] uint8 -> [N,432]"""
    found = []
    for start in range(0, len(images), chunk):
        part = as_images(torch.from_numpy(images[start : start + chunk]))
        middle, last, _ = model(seen(part, torch.from_numpy(boxes[start : start + chunk]), c))
        found.append(torch.cat([F.normalize(middle, dim=1), F.normalize(last, dim=1)], dim=1))
    return torch.cat(found)


def whitening(values: Tensor, labels: Tensor, size: int) -> tuple[Tensor, Tensor]:
    """(mean [D], projection [D,size]) to unit variance along the strongest directions, every class counting alike. values [N,D]"""
    weights = (1.0 / torch.bincount(labels).double())[labels]
    weights = weights / weights.sum()
    x = values.double()
    mean = (weights[:, None] * x).sum(0)
    centred = x - mean
    variances, vectors = torch.linalg.eigh(centred.T @ (weights[:, None] * centred))
    top = torch.argsort(variances, descending=True)[:size]
    return mean.float(), (vectors[:, top] / variances[top].sqrt()).float()


def describe(encoder_path: Path, pack: Pack, size: int, out: Path) -> Path:
    """Descriptions of all images of a pack: whitened features of the encoder, at most 3 in size. A whitening that lies in `out` already is kept."""
    model, c = load(encoder_path)
    assert isinstance(model, Encoder)
    values = features(model, pack.images, bounding_boxes(pack.masks), c)
    if out.is_file():
        before = torch.load(out, map_location="cpu", weights_only=True)
        mean, projection_ = before["mean"], before["projection"]
    else:
        rows = pack.rows("train")
        mean, projection_ = whitening(values[rows], torch.from_numpy(pack.labels[rows]), size)
    with write_atomically(out) as file:
        torch.save(
            {"values": ((values - mean) @ projection_).clamp(-3, 3), "mean": mean, "projection": projection_}, file
        )
    return out
