"""How often an independent real-only classifier reads the intended class, and what it manages on real lesions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from tqdm import tqdm

from ..classes import LESION_CODES
from ..data.batches import CONTEXT_SCALE, MIN_SIDE_PX, ViewSampler, clamp_centre, crop
from ..data.masks import dilate
from ..data.prepare import FRAME, Pack
from ..diffusion import flow
from ..diffusion.schedule import SamplingSchedule
from ..models.unet import InpaintUNet
from ..train.classifier import recalls


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


def paint(model: InpaintUNet, scene: Scene, label: int, schedule: SamplingSchedule, batch: int = 32) -> Tensor:
    """One sample a scene, all of class `label`. [N,3,S,S] in [-1,1]"""
    made = []
    for known, mask, noise in zip(
        scene.known.split(batch), scene.masks.split(batch), scene.noise.split(batch), strict=True
    ):
        made.append(flow.sample(model, known, mask, torch.full((len(known),), label), noise, schedule))
    return torch.cat(made)


@torch.no_grad()
def read(classifier: nn.Module, images: Tensor, size_px: int) -> np.ndarray:
    """Class indices read at the size that the classifier was trained at, with flips averaged. [N]"""
    images = F.interpolate(images, size=(size_px, size_px), mode="bilinear", align_corners=False, antialias=True)
    return (classifier(images) + classifier(images.flip(3))).argmax(1).numpy()


def paint_all(model: InpaintUNet, scene: Scene, schedule: SamplingSchedule) -> list[Tensor]:
    """Every class painted into every scene from the same noise: a tensor [N,3,S,S] a class."""
    bar = tqdm(range(len(LESION_CODES)), desc=f"paint, guidance {schedule.guidance:g}", mininterval=5)
    return [paint(model, scene, label, schedule) for label in bar]


def class_reading(
    made: list[Tensor], classifier: nn.Module, pack: Pack, views: ViewSampler, size_px: int, split: str = "test"
) -> tuple[dict, np.ndarray]:
    """Share of samples read as intended, a class; the classifier's recall on real held-out lesions of `split`; the ratio of the means.

    made: a tensor [N,3,S,S] a class; `views` give the real lesions at the same size S, so that sharpness is no difference; both are brought to
    `size_px`, which the classifier was trained at. With it what was read [C,N].
    """
    found = np.stack([read(classifier, images, size_px) for images in made])
    confusion = np.stack([np.bincount(row, minlength=len(LESION_CODES)) for row in found])
    share = {code: float(confusion[i, i] / confusion[i].sum()) for i, code in enumerate(LESION_CODES)}
    real = recalls(classifier, views, pack, split, size_px)
    mean = float(np.mean(list(share.values())))
    worst = min(share[code] / max(real.get(code, 1.0), 1e-6) for code in LESION_CODES)
    row = {
        "samples_per_class": len(made[0]), "intended": share, "mean": mean, "real": real, "ratio": mean / real["balanced"],
        "worstRatio": worst, "confusion": confusion.tolist(),
    }  # fmt: skip
    return row, found
