"""How often an independent real-only classifier reads the intended class, and what it manages on real lesions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from tqdm import tqdm

from . import flow
from .batches import MIN_SIDE_PX, ViewSampler, clamp_centre, crop
from .classes import LESION_CODES
from .masks import dilate
from .prepare import FRAME, Pack
from .train_classifier import CONTEXT_SCALE, recalls
from .unet import InpaintUNet


@dataclass(frozen=True)
class Scene:
    """What the generator is given: the skin around held-out lesions and a mask that hides them. Alike for every class."""

    known: Tensor
    masks: Tensor
    noise: Tensor


def held_out_scenes(pack: Pack, views: ViewSampler, count: int, seed: int, split: str = "test") -> Scene:
    """`count` scenes from held-out lesions drawn without regard to class: mask and skin tell nothing about the class asked for."""
    g = torch.Generator().manual_seed(seed)
    rows = torch.from_numpy(pack.rows(split))
    area = views.masks[rows].float().mean((1, 2, 3))
    rows = rows[(area > 0.02) & (area < 0.45)]  # the lesion fits into a frame with skin around it
    rows = rows[torch.randperm(len(rows), generator=g)[:count]]
    boxes = views.boxes[rows]
    side = (boxes[:, 2:].amax(1) * CONTEXT_SCALE).clamp(MIN_SIDE_PX, FRAME[1])
    centre = clamp_centre(boxes[:, :2], side)
    stacked = torch.cat([views.images[rows].float() / 255, views.masks[rows].float()], dim=1)
    cut = crop(stacked, centre, side, views.size_px, torch.zeros(len(rows)), torch.ones(len(rows)))
    masks = dilate((cut[:, 3:] > 0.5).float(), max(1, views.size_px // 32))
    noise = torch.randn(cut[:, :3].shape, generator=g)
    return Scene(cut[:, :3] * 2 - 1, masks, noise)


def paint(model: InpaintUNet, scene: Scene, label: int, steps: int, guidance: float, batch: int = 32) -> Tensor:
    """One sample a scene, all of class `label`. [N,3,S,S] in [-1,1]"""
    made = []
    for known, mask, noise in zip(
        scene.known.split(batch), scene.masks.split(batch), scene.noise.split(batch), strict=True
    ):
        made.append(flow.sample(model, known, mask, torch.full((len(known),), label), noise, steps, guidance))
    return torch.cat(made)


@torch.no_grad()
def read(reader: nn.Module, images: Tensor, size_px: int) -> np.ndarray:
    """Class indices read at the size that the reader was trained at, with flips averaged. [N]"""
    images = F.interpolate(images, size=(size_px, size_px), mode="bilinear", align_corners=False, antialias=True)
    return (reader(images) + reader(images.flip(3))).argmax(1).numpy()


def class_reading(
    model: InpaintUNet,
    reader: nn.Module,
    pack: Pack,
    views: ViewSampler,
    reader_views: ViewSampler,
    count: int,
    steps: int,
    guidance: float,
    split: str = "test",
) -> tuple[dict, list[Tensor]]:
    """Share of samples read as intended, a class; the reader's recall on real held-out lesions; the ratio of the means.

    With it the samples, a tensor [count,3,S,S] a class.
    """
    scene = held_out_scenes(pack, views, count, seed=5, split=split)
    made = []
    confusion = np.zeros((len(LESION_CODES), len(LESION_CODES)), dtype=int)
    for label in tqdm(range(len(LESION_CODES)), desc=f"read, guidance {guidance}", mininterval=5):
        made.append(paint(model, scene, label, steps, guidance))
        for got in read(reader, made[-1], reader_views.size_px):
            confusion[label, got] += 1
    share = {code: float(confusion[i, i] / confusion[i].sum()) for i, code in enumerate(LESION_CODES)}
    real = recalls(reader, reader_views, pack, split)
    mean = float(np.mean(list(share.values())))
    result = {
        "guidance": guidance, "steps": steps, "samples_per_class": len(scene.known), "intended": share, "mean": mean,
        "real": real, "ratio": mean / real["balanced"], "confusion": confusion.tolist(),
    }  # fmt: skip
    return result, made
