"""Samples of bundle 0.3.0 (64 px, enlarged) in the same scenes, so that a new network stands beside it in one run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from ..config import BASE
from ..data.batches import bounding_boxes
from ..data.masks import blur
from ..diffusion import flow
from ..models.unet import InpaintUNet
from ..recipe import Earlier
from ..train.unet import start_from_bundle
from .classify import CONTEXT_SCALE
from .pack import SIZE_PX, Pack
from .paint import Made, masks_of, to_bytes
from .views import as_images

FEATHER_PX = 2
BUNDLE = Earlier("7e4b762", "public/models/inlay-ham10000")
"""0.3.0, where it last shipped (tag bundle-0.3.0)."""


def load(bundle: Path) -> InpaintUNet:
    model = InpaintUNet(BASE.unet)
    start_from_bundle(model, bundle)
    return model.eval()


@torch.no_grad()
def paint(model: InpaintUNet, pack: Pack, rows: np.ndarray, labels: np.ndarray, seed: int = 5, chunk: int = 32) -> Made:
    """As paint.paint: the square around each mask is reduced to the network's size, painted, enlarged bicubically and put back."""
    masks, images, size = masks_of(pack, rows), [], model.config.size_px
    boxes = bounding_boxes(masks[:, 0].numpy())
    sides = np.clip(boxes[:, 2:].max(1) * CONTEXT_SCALE, size, SIZE_PX).round().astype(int)
    corners = np.clip((boxes[:, :2] - sides[:, None] / 2).round().astype(int), 0, SIZE_PX - sides[:, None])
    for at in range(0, len(rows), chunk):
        part = range(at, min(at + chunk, len(rows)))
        full = as_images(torch.from_numpy(pack.images[rows[at : at + chunk]])) * 2 - 1
        known, low = [], []
        for index, image in zip(part, full, strict=True):
            (x, y), side = corners[index], sides[index]
            cut = (slice(None), slice(y, y + side), slice(x, x + side))
            known.append(
                F.interpolate(image[cut][None], size=(size, size), mode="bicubic", antialias=True)[0].clamp(-1, 1)
            )
            low.append((F.interpolate(masks[index][cut][None], size=(size, size), mode="area")[0] > 0.5).float())
        g = torch.Generator().manual_seed(seed * 1_000_003 + at)
        noise = torch.randn(len(known), 3, size, size, generator=g)
        made = flow.sample(
            model, torch.stack(known), torch.stack(low), torch.from_numpy(labels[at : at + chunk]), noise, BASE.schedule
        )
        for index, image, small in zip(part, full, made, strict=True):
            (x, y), side = corners[index], int(sides[index])
            large = F.interpolate(small[None], size=(side, side), mode="bicubic", align_corners=False)[0]
            pasted = image.clone()
            pasted[:, y : y + side, x : x + side] = large
            soft = blur(masks[index][None], FEATHER_PX)[0] * masks[index]
            images.append(to_bytes((soft * pasted + (1 - soft) * image)[None]))
    return Made(np.concatenate(images), masks[:, 0].byte().numpy(), labels, rows)
