"""Samples for measuring: lesions painted anew over real lesions of the class, or over nevi, in a network's own size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from ..classes import LESION_CODES, SKIN
from ..data.batches import bounding_boxes
from ..data.masks import blur, dilate
from ..diffusion.schedule import SamplingSchedule
from . import flow
from .conditions import Examples, attributes
from .network import LatentUNet
from .pack import SIZE_PX, Pack
from .scenes import QUARTER, smooth
from .space import Space
from .views import as_images

MARGIN_CELLS = 2
"""A mask goes so far beyond the lesion, in cells of 4 px: what is to vanish has a halo."""
AREA = (0.02, 0.6)
"""Share of the frame that a lesion may cover, so that there is skin around it."""
SCHEDULE = SamplingSchedule(steps=16, guidance=4.0, shift=2.0, guidance_times=(0.3, 1.0))
GUIDANCE: dict[str, float] = {"VASC": 2.0}
"""Guidance of a class where it is not the schedule's: what the student is taught, and what measures the network. By eye VASC is too vivid at 4."""
AWAY: dict[str, str] = {}
"""What guidance leads away from, where it is not no class at all: chosen by `sweep`."""


@dataclass(frozen=True)
class Made:
    """images [N,224,224,3] uint8; masks [N,224,224] uint8, what was painted; labels [N]; scenes [N] rows of the pack whose skin it is."""

    images: np.ndarray
    masks: np.ndarray
    labels: np.ndarray
    scenes: np.ndarray

    def of_class(self, label: int) -> Made:
        chosen = self.labels == label
        return Made(self.images[chosen], self.masks[chosen], self.labels[chosen], self.scenes[chosen])


def own_scenes(pack: Pack, split: str, each: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """For every class `each` lesions of its own, by turns from both sources: rows and labels [8*each]."""
    rng = np.random.default_rng(seed)
    area = pack.masks.mean((1, 2))
    found = []
    for label in range(len(LESION_CODES)):
        sides = []
        for source in (0, 1):
            rows = pack.rows(split, label, source)
            rows = rows[(area[rows] > AREA[0]) & (area[rows] < AREA[1])]
            sides.append(np.resize(rng.permutation(rows), each // 2) if len(rows) else rows)
        both = np.concatenate(sides)
        found.append(both if len(both) == each else np.resize(both, each))
    return np.concatenate(found), np.repeat(np.arange(len(LESION_CODES)), each)


def nevus_scenes(pack: Pack, split: str, each: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The same `each` nevi for every class."""
    rng = np.random.default_rng(seed)
    area = pack.masks.mean((1, 2))
    rows = pack.rows(split, LESION_CODES.index("NV"))
    rows = rng.permutation(rows[(area[rows] > 0.05) & (area[rows] < 0.4)])[:each]
    return np.tile(rows, len(LESION_CODES)), np.repeat(np.arange(len(LESION_CODES)), each)


def drawn_examples(pack: Pack, examples: Examples, labels: np.ndarray, seed: int, noise: float = 0.3) -> Tensor:
    """For each label a mixture of two training lesions of its class, with a little noise. [N,D+2]"""
    rng, g = np.random.default_rng(seed), torch.Generator().manual_seed(seed)
    pairs = np.stack([rng.choice(pack.rows("train", int(label), coarse=None), 2) for label in labels])
    share = torch.tensor(rng.uniform(0.5, 1.0, (len(labels), 1)), dtype=torch.float32)
    mixed = share * examples.values[pairs[:, 0]] + (1 - share) * examples.values[pairs[:, 1]]
    mixed = (mixed + noise * torch.randn(mixed.shape, generator=g)) / (1 + noise**2) ** 0.5
    return torch.cat([mixed, torch.ones(len(labels), 1), torch.full((len(labels), 1), noise)], dim=1)


def masks_of(pack: Pack, rows: np.ndarray) -> Tensor:
    """[N,1,224,224] 0/1, the outlines and a margin, drawn in cells as the training's are (scenes.py)"""
    cells = F.max_pool2d(torch.from_numpy(pack.masks[rows])[:, None].float(), QUARTER)
    return smooth(dilate(cells, MARGIN_CELLS), SIZE_PX)


def to_bytes(images: Tensor) -> np.ndarray:
    """[N,3,S,S] in [-1,1] -> [N,S,S,3] uint8"""
    return ((images.clamp(-1, 1) + 1) * 127.5).round().byte().permute(0, 2, 3, 1).numpy()


def rows_away(labels: Tensor, away: dict[str, str]) -> Tensor:
    """Rows of the table of classes that guidance leads away from. labels [N], SKIN among them -> [N]"""
    found = torch.full_like(labels, flow.NONE)
    for code, other in away.items():
        found[labels == LESION_CODES.index(code)] = LESION_CODES.index(other)
    return found


def guidance_of(labels: Tensor, usual: float, own: dict[str, float]) -> Tensor:
    """Guidance of each sample. labels [N], SKIN among them -> [N]"""
    found = torch.full((len(labels),), usual)
    for code, guidance in own.items():
        found[labels == LESION_CODES.index(code)] = guidance
    return found


def paint(
    network: LatentUNet, space: Space, pack: Pack, rows: np.ndarray, labels: np.ndarray, example: Tensor | None = None,
    schedule: SamplingSchedule = SCHEDULE, seed: int = 5, chunk: int = 24, whole: bool = False, away: dict[str, str] | None = None,
    strength: float = 1.0, guidance: dict[str, float] | None = None,
) -> Made:  # fmt: skip
    """A sample of each label in the scene of each row; `whole` makes the surroundings too. Guidance leads away from `away`, AWAY where it is left out, and has the strength of
    `guidance`, GUIDANCE where it is left out.
    `strength` below 1 starts on the way from the lesion that is there."""
    told = attributes(pack)[rows]
    told[:, 3:13] = 0  # neither subtype nor concepts of the lesion that was there
    masks, images = masks_of(pack, rows), []
    network = network.to(memory_format=torch.channels_last)
    for at in range(0, len(rows), chunk):
        part = slice(at, at + chunk)
        g = torch.Generator().manual_seed(seed * 1_000_003 + at)
        known, spots = as_images(torch.from_numpy(pack.images[rows[part]])) * 2 - 1, masks[part]
        noise = torch.randn(len(known), space.coefficients, SIZE_PX // 8, SIZE_PX // 8, generator=g)
        asked = torch.from_numpy(labels[part])
        places = spots * (asked < SKIN)[:, None, None, None]  # skin has no lesion anywhere
        request = flow.Request(
            known, torch.ones_like(spots) if whole else spots, places, noise, asked, told[part], schedule,
            None if example is None else example[part], rows_away(asked, AWAY if away is None else away), strength,
            guidance_of(asked, schedule.guidance, GUIDANCE if guidance is None else guidance),
        )  # fmt: skip
        images.append(to_bytes(flow.sample(network, space, request)))
    return Made(np.concatenate(images), masks[:, 0].byte().numpy(), labels, rows)


def pasted(pack: Pack, lesions: np.ndarray, rows: np.ndarray, labels: np.ndarray, feather_px: int = 3) -> Made:
    """Real lesions put into the scenes of `rows`: each brought to the place and size of the scene's lesion, its edge feathered."""
    masks, images = masks_of(pack, rows), []
    boxes, scene_boxes = bounding_boxes(pack.masks[lesions]), bounding_boxes(pack.masks[rows])
    for lesion, row, box, wanted, mask in zip(lesions, rows, boxes, scene_boxes, masks, strict=True):
        scale = max(wanted[2:]) / max(box[2:])
        theta = torch.tensor([[1 / scale, 0, 0], [0, 1 / scale, 0]], dtype=torch.float32)[None]
        for axis in (0, 1):  # the scene's middle shows the lesion's middle
            theta[0, axis, 2] = float((box[axis] * 2 / SIZE_PX - 1) - (wanted[axis] * 2 / SIZE_PX - 1) / scale)
        grid = F.affine_grid(theta, [1, 1, SIZE_PX, SIZE_PX], align_corners=False)
        source = as_images(torch.from_numpy(pack.images[lesion : lesion + 1]))
        moved = F.grid_sample(source, grid, mode="bicubic", padding_mode="reflection", align_corners=False)
        outline = torch.from_numpy(pack.masks[lesion : lesion + 1])[:, None].float()
        shape = dilate((F.grid_sample(outline, grid, align_corners=False) > 0.5).float(), QUARTER * MARGIN_CELLS)
        soft = blur(torch.maximum(shape, mask[None]), feather_px)
        under = as_images(torch.from_numpy(pack.images[row : row + 1]))
        images.append(to_bytes((soft * moved + (1 - soft) * under) * 2 - 1))
    return Made(np.concatenate(images), masks[:, 0].byte().numpy(), labels, rows)


def blanked(pack: Pack, rows: np.ndarray, labels: np.ndarray) -> Made:
    """The scenes with the masked region in the mean colour of the skin around: what the scene alone says."""
    masks, images = masks_of(pack, rows), []
    for row, mask in zip(rows, masks[:, 0], strict=True):
        image = torch.from_numpy(pack.images[row]).float()
        colour = image[mask == 0].mean(0)
        images.append(torch.where(mask[..., None] > 0, colour, image).round().byte().numpy())
    return Made(np.stack(images), masks[:, 0].byte().numpy(), labels, rows)
