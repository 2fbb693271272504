"""What the estimate of the clean image is to satisfy beside the squared error: that it looks alike to a network, and that its class is in it."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..classes import SKIN
from ..data.batches import bounding_boxes
from ..diffusion.auxiliary import READ_UNTIL, reading_loss
from ..models.classifiers import Encoder
from ..models.efficientnet import EfficientNetLite
from .classify import CONTEXT_SCALE, SMALLEST_SIDE_PX, Training
from .flow import Estimate
from .scenes import Views


def windows(images: Tensor, masks: Tensor, side: int) -> Tensor:
    """The square of `side` px about each mask's middle, inside the image. [N,C,S,S] -> [N,C,side,side]"""
    size = images.shape[-1]
    if side >= size:
        return images
    axis = torch.arange(size, dtype=torch.float32, device=masks.device)
    total = masks.sum((1, 2, 3)).clamp_min(1)
    y, x = ((masks.sum(d) * axis).sum((1, 2)) / total for d in (3, 2))
    found = []
    for image, cy, cx in zip(images, y.tolist(), x.tolist(), strict=True):
        top, left = (int(min(max(0, c - side // 2), size - side)) for c in (cy, cx))
        found.append(image[:, top : top + side, left : left + side])
    return torch.stack(found)


class Perceptual(nn.Module):
    """Squared distance of the first four maps of an ImageNet trunk, each scaled to unit length a position (as in LPIPS, arXiv 1801.03924),
    in a window about the mask, on half of the views that are near enough to the image (PixelGen, arXiv 2602.02493)."""

    def __init__(self, trunk: EfficientNetLite, until: float, side: int) -> None:
        super().__init__()
        self.trunk = trunk.eval().requires_grad_(False).to(memory_format=torch.channels_last)
        self.until, self.side = until, side

    def maps(self, images: Tensor) -> list[Tensor]:
        found = self.trunk.run(images.to(memory_format=torch.channels_last), self.trunk.ends[3])
        return [F.normalize(x, dim=1) for index, x in found if index in self.trunk.ends]

    def forward(self, told: Estimate) -> Tensor:
        fine = (told.times < self.until) & ~told.views.coarse
        chosen = torch.nonzero(fine)[:, 0][::2]
        if len(chosen) == 0:
            return told.images.new_zeros(())
        masks = told.views.masks[chosen]
        made = windows(told.images[chosen], masks, self.side)
        real = windows(told.views.images[chosen], masks, self.side)
        with torch.no_grad():
            wanted = self.maps(real)
        return torch.stack(
            [(a - b).square().sum(1).mean() for a, b in zip(self.maps(made), wanted, strict=True)]
        ).mean()


class Align(nn.Module):
    """The middle of the network foretells the description of the clean lesion, where it was not told (REPA-like: arXiv 2410.06940)."""

    def __init__(self, channels: int, values: Tensor) -> None:
        super().__init__()
        self.values, self.head = (
            values,
            nn.Sequential(nn.Linear(channels, 256), nn.SiLU(), nn.Linear(256, values.shape[1])),
        )

    def forward(self, told: Estimate) -> Tensor:
        views: Views = told.views
        untold = (views.example[:, -2] == 0) & (views.labels < SKIN) & (views.rows >= 0)
        if not untold.any():
            return told.images.new_zeros(())
        h = told.middle[untold].float()
        region = F.adaptive_avg_pool2d(views.places[untold], h.shape[2:])
        pooled = (h * region).sum((2, 3)) / region.sum((2, 3)).clamp_min(1e-3)
        found = F.cosine_similarity(self.head(pooled), self.values[views.rows[untold]], dim=1)
        return (1 - found).mean()


class Reading(nn.Module):
    """The class that the encoder reads in the square around the lesion (auxiliary.py, docs/adr/0015), on half of the views that are near
    enough to the image. The judge is another network."""

    def __init__(self, encoder: Encoder, config: Training) -> None:
        super().__init__()
        self.encoder = encoder.eval().requires_grad_(False).to(memory_format=torch.channels_last)
        self.size_px = config.size_px

    def forward(self, told: Estimate) -> Tensor:
        near = (told.times < READ_UNTIL) & (told.views.labels < SKIN)
        chosen = torch.nonzero(near)[:, 0][1::2]
        if len(chosen) == 0:
            return told.images.new_zeros(())
        boxes = torch.from_numpy(bounding_boxes(told.views.places[chosen, 0].bool().cpu().numpy()))
        seen = [self._square(image, box) for image, box in zip(told.images[chosen], boxes, strict=True)]
        logits = self.encoder(torch.stack(seen).clamp(-1, 1).to(memory_format=torch.channels_last))[2].float()
        return reading_loss(logits, told.views.labels[chosen], told.times[chosen]).sum() / len(told.times)

    def _square(self, image: Tensor, box: Tensor) -> Tensor:
        """As `classify.squares`, with gradients. image [3,S,S] -> [3,size_px,size_px]"""
        size = image.shape[-1]
        side = int((box[2:].max() * CONTEXT_SCALE).clamp(SMALLEST_SIDE_PX, size))
        left, top = (int((box[k] - side / 2).clamp(0, size - side)) for k in (0, 1))
        part = image[None, :, top : top + side, left : left + side]
        return F.interpolate(part, size=(self.size_px, self.size_px), mode="bilinear", align_corners=False)[0]
