"""Skin that ships with the studio and holds no patient's: whole frames made for each class, their lesions painted away again with SKIN.

A frame is made where a class lives: site, tone and source are those of a training lesion of the class, the lesion's place is that lesion's
outline, and no pixel of it is given. The lesion is replaced by a smooth continuation of the frame around it, which is noised half way and
painted as SKIN (SDEdit, Meng et al., arXiv 2108.01073): colour is decided at the top of the noise (docs/adr/0035), so it stays that of the frame.
At last the whole frame is noised and painted once more, so that no edge and no crust is left. Guided SKIN from pure noise was tried first: it gives
the grey of the average patch within a visible edge.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from ..classes import LESION_CODES, SKIN
from ..data.masks import blur, dilate
from ..diffusion.schedule import SamplingSchedule
from . import flow, outliner, paint
from .conditions import SITE_NAMES, attributes
from .measure import BANDS
from .network import LatentUNet
from .pack import SIZE_PX, UNKNOWN, Pack
from .space import Space
from .views import as_images

SITE_IDS = ("head-neck", "trunk", "upper-limb", "lower-limb", "hand-foot", "genital")
"""Of `conditions.SITES`, as the studio names them (src/contracts/library.ts)."""
FRAMES = SamplingSchedule(steps=20, shift=2.0)
"""Not guided: that makes lesions more typical, and skin mottled."""
AWAY = OVER = SamplingSchedule(steps=12)
STRENGTH = 0.6
"""The noise that a filled place starts from."""
OVER_STRENGTH = 0.65
"""That of the last pass, over the whole frame. Below it the frame keeps crusts in its corners, above it the skin gets soft."""
FOUND_SHARE = 0.02
"""An outline of more than this share of a frame is a lesion (outliner.proof)."""
SHARPNESS = (0.4, 2.0)
"""Of a frame over skin in real frames of the same source, each band (measure.BANDS)."""
SEAM_MOST = 1.6
"""Steps of brightness and colour across the edge of what was painted, over the same in the frame around."""
AREA = (0.02, 0.25)


@dataclass(frozen=True)
class Looks:
    """What is seen of frames whose lesions are gone. found [N] share of the frame that the outliner marks; seam [N]; sharpness [N,3] over that
    of skin in real frames."""

    found: np.ndarray
    seam: np.ndarray
    sharpness: np.ndarray

    @property
    def clean(self) -> np.ndarray:
        low, high = SHARPNESS
        sharp = ((self.sharpness > low) & (self.sharpness < high)).all(1)
        return (self.found <= FOUND_SHARE) & (self.seam <= SEAM_MOST) & sharp


def drawn(pack: Pack, each: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Training lesions whose circumstances are told: `each` a class, by turns from both sources, of MILK10k by turns of every tone. rows, labels"""
    rng = np.random.default_rng(seed)
    area, rows = pack.masks.mean((1, 2)), []
    for label in range(len(LESION_CODES)):
        sides = []
        for source in (0, 1):
            own = rng.permutation(pack.rows("train", label, source))
            own = own[(area[own] > AREA[0]) & (area[own] < AREA[1])]
            turns = np.zeros(len(own))  # how many of the tone came before
            for tone in np.unique(pack.tone[own]):
                turns[pack.tone[own] == tone] = np.arange((pack.tone[own] == tone).sum())
            sides.append(np.resize(own[np.argsort(turns, kind="stable")], -(-each // 2)))
        rows.append(np.stack(sides, axis=1).reshape(-1)[:each])
    return np.concatenate(rows), np.repeat(np.arange(len(LESION_CODES)), each)


def told(pack: Pack, rows: np.ndarray) -> Tensor:
    """Source, site and tone of rows; nothing of the lesion. [N,A]"""
    found = attributes(pack)[rows]
    found[:, 3:13] = 0
    return found


def noise(n: int, space: Space, seed: int) -> Tensor:
    side = SIZE_PX // 8
    return torch.cat(
        [
            torch.randn(1, space.coefficients, side, side, generator=torch.Generator().manual_seed(seed * 10_007 + i))
            for i in range(n)
        ]
    )


def whole_frames(
    network: LatentUNet, space: Space, pack: Pack, rows: np.ndarray, labels: np.ndarray, seed: int
) -> Tensor:
    """Frames of each label from nothing but its circumstances. [N,3,224,224] in [-1,1]"""
    n, places = len(rows), paint.masks_of(pack, rows)
    nothing = space.mean[None, :, None, None].expand(n, 3, SIZE_PX, SIZE_PX)
    request = flow.Request(
        nothing, torch.ones_like(places), places, noise(n, space, seed), torch.from_numpy(labels), told(pack, rows), FRAMES
    )  # fmt: skip
    return flow.sample(network, space, request)


def continued(images: Tensor, masks: Tensor) -> Tensor:
    """What lies under the masks replaced by a smooth continuation of what lies around (push and pull over halves). [N,3,S,S], [N,1,S,S] 0/1"""
    sizes, values, weights = [images.shape[-1]], [images * (1 - masks)], [1 - masks]
    while sizes[-1] > 1:
        values.append(F.avg_pool2d(values[-1], 2, ceil_mode=True))
        weights.append(F.avg_pool2d(weights[-1], 2, ceil_mode=True))
        sizes.append(values[-1].shape[-1])
    found = values[-1] / weights[-1].clamp_min(1e-6)
    for value, weight in zip(reversed(values[:-1]), reversed(weights[:-1]), strict=True):
        coarse = F.interpolate(found, size=value.shape[2:], mode="bilinear", align_corners=False)
        found = value + (1 - weight) * coarse
    return images * (1 - masks) + blur(found, 3) * masks


def painted(
    network: LatentUNet, space: Space, images: Tensor, masks: Tensor, circumstances: Tensor, seed: int, strength: float, schedule: SamplingSchedule
) -> Tensor:  # fmt: skip
    """The images painted as SKIN in the masks, from what is there noised by `strength`. [N,3,224,224] in [-1,1]"""
    n = len(images)
    request = flow.Request(
        images, masks, torch.zeros_like(masks), noise(n, space, seed), torch.full((n,), SKIN), circumstances, schedule, strength=strength
    )  # fmt: skip
    return flow.sample(network, space, request)


def gone(network: LatentUNet, space: Space, images: Tensor, masks: Tensor, circumstances: Tensor, seed: int) -> Tensor:
    """The images with skin where the masks are; the edge feathered. [N,3,224,224] in [-1,1]"""
    filled = continued(images, masks)
    made = painted(network, space, filled, masks, circumstances, seed, STRENGTH, AWAY)
    soft = blur(1 - dilate(1 - masks, 4), 4) * masks
    return soft * made + (1 - soft) * filled


def marked(model: outliner.Outliner, images: Tensor) -> Tensor:
    """[N,1,224,224] 0/1 what the outliner takes for lesion"""
    return (outliner.probabilities(model, paint.to_bytes(images))[:, None] > 0.5).float()


def seams(images: Tensor, masks: Tensor) -> np.ndarray:
    """Mean step of colour from just outside to just inside the masks' edges, over that of the same ring wherever else it fits. [N]"""
    lit = blur(images, 2)
    found = []
    for image, mask in zip(lit, masks, strict=True):
        ring = [dilate(mask[None], 5) - mask[None], mask[None] - (1 - dilate(1 - mask[None], 5))]
        around = [dilate(mask[None], 15) - dilate(mask[None], 10), dilate(mask[None], 10) - dilate(mask[None], 5)]
        found.append(_step(image, *ring) / max(_step(image, *around), 0.01))
    return np.array(found)


def _step(image: Tensor, outer: Tensor, inner: Tensor) -> float:
    """Root mean square over directions of the difference between two rings, a sector of 30 degrees at a time; in [-1,1] units."""
    y, x = torch.meshgrid(torch.arange(image.shape[1]), torch.arange(image.shape[2]), indexing="ij")
    both = (outer + inner)[0, 0]
    cy, cx = (both * y).sum() / both.sum().clamp_min(1), (both * x).sum() / both.sum().clamp_min(1)
    sector = ((torch.atan2(y - cy, x - cx) + np.pi) / (2 * np.pi) * 12).long().clamp(0, 11)
    steps = []
    for place in range(12):
        a, b = outer[0, 0] * (sector == place), inner[0, 0] * (sector == place)
        if a.sum() > 20 and b.sum() > 20:
            steps.append(((image * a).sum((1, 2)) / a.sum() - (image * b).sum((1, 2)) / b.sum()).square().mean())
    return float(torch.stack(steps).mean().sqrt()) if steps else 0.0


def texture(images: Tensor, where: Tensor) -> Tensor:
    """Standard deviation of the brightness in measure.BANDS where `where` [N,1,S,S] is 1; images [N,3,S,S] in [-1,1]. [N,3]"""
    grey, found = (images.mean(1, keepdim=True) + 1) / 2, []
    for fine, wide in BANDS:
        band = ((blur(grey, fine) if fine else grey) - blur(grey, wide)).square()
        found.append(((band * where).sum((1, 2, 3)) / where.sum((1, 2, 3)).clamp_min(1)).sqrt())
    return torch.stack(found, dim=1)


def real_texture(pack: Pack, source: int, most: int = 160, seed: int = 3) -> Tensor:
    """Median of the texture beside training lesions, classes alike. [3]"""
    rng, each = np.random.default_rng(seed), most // len(LESION_CODES)
    rows = np.concatenate(
        [rng.permutation(pack.rows("train", label, source))[:each] for label in range(len(LESION_CODES))]
    )
    images = as_images(torch.from_numpy(pack.images[rows])) * 2 - 1
    return texture(images, 1 - dilate(torch.from_numpy(pack.masks[rows])[:, None].float(), 10)).median(0).values


def without_lesions(
    network: LatentUNet, space: Space, model: outliner.Outliner, frames: Tensor, places: Tensor, circumstances: Tensor, real: Tensor, seed: int
) -> tuple[Tensor, Looks]:  # fmt: skip
    """Frames whose lesions are painted away, twice where one is still found; and what is seen of them. real [N,3] texture of skin"""
    masks = dilate(torch.maximum(marked(model, frames), places), 10)
    images = gone(network, space, frames, masks, circumstances, seed)
    left = marked(model, images)
    again = left.mean((1, 2, 3)) > FOUND_SHARE
    if again.any():
        masks[again] = torch.maximum(masks[again], dilate(left[again], 10))
        images[again] = gone(network, space, images[again], masks[again], circumstances[again], seed + 1)
    images = painted(network, space, images, torch.ones_like(masks), circumstances, seed + 2, OVER_STRENGTH, OVER)
    found = marked(model, images).mean((1, 2, 3)).numpy()
    return images, Looks(found, seams(images, masks), (texture(images, torch.ones_like(masks)) / real).numpy())


def chosen(labels: np.ndarray, tones: np.ndarray, looks: Looks, each: int) -> list[int]:
    """Of every class up to `each` clean frames: by turns of the tones, in each the sharpest ratio nearest to one first."""
    badness = np.abs(np.log(np.maximum(looks.sharpness, 1e-3))).max(1) + 0.3 * looks.seam
    found: list[int] = []
    for label in range(len(LESION_CODES)):
        own = np.flatnonzero((labels == label) & looks.clean)
        own = own[np.argsort(badness[own], kind="stable")]
        turns = np.zeros(len(own))
        for tone in np.unique(tones[own]):
            turns[tones[own] == tone] = np.arange((tones[own] == tone).sum())
        found += own[np.argsort(turns, kind="stable")][:each].tolist()
    return found


def facts(pack: Pack, row: int, label: int) -> dict:
    """What the index says of a frame that was told a row's circumstances; nothing is said of what was not told."""
    site, tone = SITE_NAMES.get(pack.sites[row]), int(pack.tone[row])
    return {
        **({} if site is None else {"site": SITE_IDS[site]}),
        "classes": [LESION_CODES[label]],
        **({} if tone == UNKNOWN else {"tone": tone}),
    }
