"""A small second stage: twice the size of what the U-Net painted, with the sharpness of the skin around it.

The same network as the U-Net, narrower and at a larger size, on [noisy | known | mask], where inside the mask `known` is the first
stage's sample, enlarged. It starts part of the way: what the first stage has settled needs no noise that would hide it
(SDEdit, Meng et al., arXiv 2108.01073; a cascade as in Ho et al., arXiv 2106.15282, whose blurred and noisy conditions are here, too).
It learns from reduced images first, then also from images that the first stage has painted over: what that stage leaves behind is
to be mended, not sharpened.
"""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from ..config import Config, UpsamplerTraining
from ..data.batches import ViewSampler, step_generator, turned, uniform
from ..diffusion import flow
from ..diffusion.schedule import SamplingSchedule
from ..diffusion.second_stage import as_first_stage, loss, repainted
from ..files import digest
from ..models.unet import InpaintUNet
from .kept_chunks import CHUNK, kept_chunks
from .precision import autocast
from .run import Run, load_ema


def repaints(
    first: flow.Denoiser, views: ViewSampler, c: UpsamplerTraining, folder: Path, skin_share: float
) -> dict[str, Tensor]:
    """The repaints of `folder`; those that are not there yet are made. images [N,3,S,S], masks [N,1,S,S], labels [N], low [N,3,s,s]"""
    shortest, longest = c.repaint_times
    schedule = SamplingSchedule(c.repaint_steps, c.repaint_guidance)

    def make(index: int) -> dict[str, Tensor]:
        batch, g = views.batch(CHUNK, skin_share, c.seed + 2, index), step_generator(c.seed + 3, index)
        low = F.interpolate(
            batch.images, size=(c.low_px, c.low_px), mode="bilinear", align_corners=False, antialias=True
        )
        masks = F.interpolate(batch.masks, size=(c.low_px, c.low_px), mode="area").ceil()
        time = float(uniform(1, shortest, longest, g))
        noise = torch.randn(low.shape, generator=g)
        low = repainted(first, low, masks, batch.labels, time, noise, schedule)
        return {"images": batch.images.half(), "masks": batch.masks.bool(), "labels": batch.labels, "low": low.half()}

    return kept_chunks(folder, c.repaints, make)


def train(config: Config, views: ViewSampler, out: Path, device: str = "cpu") -> Path:
    """Trains `out`/upsampler.pt on `views` of the second stage's size, after `out`/unet.pt; returns its path. Resumable.

    Raises CheckpointMismatch.
    """
    c, path = config.upsampler, out / "upsampler.pt"
    skin_share, half = config.diffusion.skin_share, c.batch // 2
    kept = repaints(
        load_ema(out / "unet.pt"), views, c, out / "upsampler" / digest(out / "unet.pt") / "repaints", skin_share
    )
    torch.manual_seed(c.seed)
    run = Run.begin(InpaintUNet(c.unet), config, device, c.learning_rate)
    total = -(-c.images // c.batch)

    def value_at(step: int) -> Tensor:
        g = step_generator(c.seed + 1, step)
        late = step * c.batch >= c.repaint_from
        batch = views.batch(half if late else c.batch, skin_share, c.seed, step)
        parts = [as_first_stage(batch.images, c.low_px, g), batch.images, batch.masks, batch.labels]
        if late:
            rows = torch.randint(0, len(kept["labels"]), (half,), generator=g)
            quarter, mirrored = int(torch.randint(0, 4, (), generator=g)), bool(torch.randint(0, 2, (), generator=g))
            painted = [turned(kept[name][rows].float(), quarter, mirrored) for name in ("low", "images", "masks")]
            parts = [torch.cat(pair) for pair in zip(parts, [*painted, kept["labels"][rows]], strict=True)]
        low, images, masks, labels = parts
        with autocast(device):
            return loss(run.model, low, images, masks, labels, c, g, device)

    def rate_at(step: int) -> float:
        return c.learning_rate * min(1.0, step / 100) * (1 - step / total) ** 0.5

    run.train(path, total, value_at, rate_at, config.diffusion.ema, config.checkpoint_s)
    return path
