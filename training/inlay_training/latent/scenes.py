"""Training views of the generator: which part of an image it sees, what of it is masked, and what it is told.

A step draws one of three kinds of views, all of one size: native squares at a random offset (no pixel is resampled), rescaled whole squares,
and close-ups, where skin without a lesion has its share. Everything random depends on (seed, step) alone.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from ..classes import SKIN
from ..data.batches import jitter_colour, step_generator
from ..data.masks import blur, dilate, painted_like
from .conditions import Examples, dropped
from .pack import SIZE_PX, Pack
from .space import BLOCK_PX
from .views import Frames, as_images, mirrored, symmetric, zoomed

QUARTER = 4


@dataclass(frozen=True)
class Drawing:
    """How views are drawn; shares are of the views, sides in px."""

    balance: float = 0.2
    """A class is drawn with probability proportional to its count to this power."""
    milk_share: float = 0.4
    """Of MILK10k in every class, so that the source does not tell it."""
    coarse_share: float = 0.1
    """Of HAM10000's images enlarged from 200x150 px, in every class."""
    native_px: int = 192
    close_px: int = 128
    kinds: tuple[float, float, float] = (0.55, 0.25, 0.2)
    """Native, rescaled, close."""
    least_rescaled_px: int = 168
    """Side of the smallest square that is rescaled."""
    skin_share: float = 0.15
    """SKIN: patches in close-ups, else lesion-free places of frames, and patches and corners mirrored to a frame's size."""
    mirrored_share: float = 0.6
    """Of SKIN that is no close-up: mirrored patches, and corners of frames that no lesion touches. In every other frame a lesion is in sight, and a network that knows nothing else paints one where none is."""
    whole_share: float = 1 / 6
    """The whole frame is masked, so that the surroundings are made too."""
    hint_share: float = 0.25
    """The surroundings are blurred or blanked, so that the class is not read from them."""
    other_outline_share: float = 0.3
    """The mask is the lesion's joined with another lesion's."""
    attribute_drop: float = 0.2
    example_drop: float = 0.3
    colour: float = 0.5


@dataclass(frozen=True)
class Views:
    """images [N,3,S,S] in [-1,1], as they are; known likewise, as they are shown; masks [N,1,S,S] 0/1 to be painted; places likewise, where
    the lesion is to be; labels [N] with SKIN; example [N,D+2]; attributes [N,A]; coarse [N] bool; rows [N] of the pack, -1 for patches."""

    images: Tensor
    known: Tensor
    masks: Tensor
    places: Tensor
    labels: Tensor
    example: Tensor
    attributes: Tensor
    coarse: Tensor
    rows: Tensor

    def to(self, device: str) -> Views:
        return Views(*(getattr(self, field.name).to(device) for field in fields(self)))


class ViewSource:
    """Draws training views from the training lesions of a pack."""

    def __init__(
        self, pack: Pack, patches: Tensor, attributes: Tensor, examples: Examples, drawing: Drawing, mean: Tensor
    ) -> None:
        """`mean` [3] is the colour that stands for what is not shown, in [-1,1]: the space's."""
        self.frames = Frames.from_pack(pack, pack.rows("train", coarse=None))
        self.patches, self.attributes, self.examples, self.drawing = patches, attributes, examples, drawing
        self.weights, self.mean = self._weights(pack), mean[:, None, None]
        self.coarse = torch.from_numpy(pack.coarse)

    def _weights(self, pack: Pack) -> Tensor:
        """A weight a row: class by count ** balance; within a class alike by source and sharpness, else they would tell the class."""
        rows, d = self.frames.rows.numpy(), self.drawing
        kind = torch.from_numpy(pack.source[rows] * 1 + 2 * pack.coarse[rows])  # 0 fine HAM10000, 1 MILK10k, 2 coarse
        shares = {0: 1 - d.milk_share - d.coarse_share, 1: d.milk_share, 2: d.coarse_share}
        labels, found = self.frames.labels, torch.zeros(len(rows), dtype=torch.float64)
        for label in labels.unique():
            own = labels == label
            present = {k: share for k, share in shares.items() if (own & (kind == k)).any() and share > 0}
            for k, share in present.items():
                chosen = own & (kind == k)
                found[chosen] = own.sum() ** d.balance * share / sum(present.values()) / chosen.sum()
        return found

    def batch(self, n: int, seed: int, step: int) -> Views:
        g, d = step_generator(seed, step), self.drawing
        kind = int(torch.multinomial(torch.tensor(d.kinds), 1, generator=g))
        size_px = (d.native_px, SIZE_PX, d.close_px)[kind]
        places = torch.multinomial(self.weights, n, replacement=True, generator=g)
        rows, labels = self.frames.rows[places].clone(), self.frames.labels[places].clone()
        images, outlines = self._cut(rows, kind, size_px, g)
        masks, spots = self._masks(images, outlines, g)
        skin = int((torch.rand(n, generator=g) < d.skin_share * (2 if kind == 2 else 0.75)).sum())
        example = self.examples.noised(rows, d.example_drop, g)
        attributes = dropped(self.attributes[rows], d.attribute_drop, g)
        if skin:
            self._skin(skin, kind, size_px, images, outlines, masks, spots, labels, rows, g)
            example[:skin], attributes[:skin, :] = 0.0, torch.where(rows[:skin, None] < 0, 0.0, attributes[:skin])
        images = jitter_colour(images, g, d.colour) * 2 - 1
        known = hide(self._hinted(images, masks, g), masks, self.mean)
        coarse = torch.where(rows >= 0, self.coarse[rows.clamp_min(0)], False)
        return Views(images, known, masks, spots, labels, example, attributes, coarse, rows)

    def _cut(self, rows: Tensor, kind: int, size_px: int, g: Generator) -> tuple[Tensor, Tensor]:
        """Images [n,3,S,S] in [0,1] and outlines [n,1,S,S] 0/1."""
        n = len(rows)
        stacked = torch.cat([as_images(self.frames.images[rows]), self.frames.masks[rows][:, None].float()], dim=1)
        if kind == 1:
            side = torch.randint(self.drawing.least_rescaled_px, SIZE_PX + 1, (n,), generator=g)
            corner = (torch.rand(n, 2, generator=g) * (SIZE_PX + 1 - side)[:, None]).long()
            cut = zoomed(stacked, side, corner, size_px)
        else:
            corner = self._corners(stacked[:, 3:], size_px, g, about_lesion=kind == 2)
            cut = torch.stack(
                [
                    image[:, y : y + size_px, x : x + size_px]
                    for image, (x, y) in zip(stacked, corner.tolist(), strict=True)
                ]
            )
        cut = symmetric(cut, g)
        return cut[:, :3].clamp(0, 1), (cut[:, 3:] > 0.5).float()

    def _corners(self, outlines: Tensor, size_px: int, g: Generator, about_lesion: bool) -> Tensor:
        """Top left corners (x, y) [n,2]: anywhere, or such that a random pixel of the lesion lies about the middle."""
        n, free = len(outlines), SIZE_PX - size_px
        if not about_lesion:
            return torch.randint(free + 1, (n, 2), generator=g)
        inside = torch.multinomial(outlines.flatten(1) + 1e-9, 1, generator=g)[:, 0]
        centre = torch.stack([inside % SIZE_PX, inside // SIZE_PX], dim=1)
        return (centre - size_px // 2).clamp(0, free)

    def _masks(self, images: Tensor, outlines: Tensor, g: Generator) -> tuple[Tensor, Tensor]:
        """What is to be painted and where the lesion is to be. [n,1,S,S] each; drawn at a quarter of the size, blocks are coarser anyway."""
        n, d, size_px = len(outlines), self.drawing, images.shape[-1]
        small = F.max_pool2d(outlines, QUARTER)
        spots = painted_like(small, g)
        joined = torch.nonzero(torch.rand(n, generator=g) < d.other_outline_share)[:, 0]
        others = symmetric(small[torch.randint(n, (len(joined),), generator=g)], g) if len(joined) else small[:0]
        spots[joined] = torch.maximum(spots[joined], others)
        masks = spots.clone()
        whole = torch.rand(n, generator=g) < d.whole_share
        masks[whole] = 1.0
        unsaid = whole & (torch.rand(n, generator=g) < 0.3)
        spots[unsaid] = 1.0
        return smooth(masks, size_px), smooth(spots, size_px)

    def _skin(
        self, count: int, kind: int, size_px: int, images: Tensor, outlines: Tensor, masks: Tensor, spots: Tensor, labels: Tensor,
        rows: Tensor, g: Generator,
    ) -> None:  # fmt: skip
        """Makes the first `count` views SKIN, in place: patches in close-ups; else mirrored skin, or a place of the frame that its lesion leaves free."""
        labels[:count], spots[:count] = SKIN, 0.0
        if kind == 2:
            index = torch.randint(len(self.patches), (count,), generator=g)
            images[:count] = symmetric(as_images(self.patches[index]), g)
            rows[:count] = -1
            masks[:count] = smooth(painted_like(F.max_pool2d(outlines[:count].roll(1, 0), QUARTER), g), size_px)
            masks[:count][torch.rand(count, generator=g) < 0.3] = 1.0
            return
        bare = torch.nonzero(torch.rand(count, generator=g) < self.drawing.mirrored_share)[:, 0]
        if len(bare):
            corners = self.frames.bare(len(bare) // 2, g)
            index = torch.randint(len(self.patches), (len(bare) - len(corners),), generator=g)
            skin = [
                mirrored(symmetric(part, g), size_px, g)
                for part in (as_images(self.patches[index]), corners)
                if len(part)
            ]
            images[bare] = torch.cat(skin)
            rows[bare] = -1
        lesion = dilate(F.max_pool2d(outlines[:count], QUARTER), 3)
        lesion[bare] = 0
        shape = F.max_pool2d(outlines[:count].roll(1, 0), QUARTER)
        moves = torch.randint(-18, 19, (count, 2), generator=g).tolist()
        moved = torch.stack([m.roll(move, (1, 2)) for m, move in zip(shape, moves, strict=True)])
        masks[:count] = smooth(painted_like(moved, g) * (1 - lesion), size_px)

    def _hinted(self, images: Tensor, masks: Tensor, g: Generator) -> Tensor:
        """The images with the surroundings of some blurred or blanked."""
        n = len(images)
        chosen = torch.rand(n, generator=g) < self.drawing.hint_share
        blank = chosen & (torch.rand(n, generator=g) < 0.4)
        blurred = chosen & ~blank
        known = images.clone()
        known[blank] = self.mean
        if blurred.any():
            around = 1 - masks[blurred]
            small, weight = (blur(F.avg_pool2d(x, QUARTER), 3) for x in (images[blurred] * around, around))
            known[blurred] = F.interpolate(
                small / weight.clamp_min(1e-3), size=images.shape[2:], mode="bilinear", align_corners=False
            )
        return known


def smooth(small: Tensor, size_px: int) -> Tensor:
    """Masks enlarged, their edges smooth. [N,1,s,s] 0/1 -> [N,1,S,S] 0/1"""
    return (F.interpolate(small, size=(size_px, size_px), mode="bilinear", align_corners=False) > 0.5).float()


def in_cells(masks: Tensor) -> Tensor:
    """Masks drawn in cells of 4 px, as the training's are: a cell counts where at least half of it is masked, or at all where no cell is.
    A network that never saw another edge paints the lesion up to it, with a rim. [N,1,S,S] 0/1 -> [N,1,S,S] 0/1"""
    share = F.avg_pool2d(masks, QUARTER)
    least = share.amax((1, 2, 3), keepdim=True).clamp(1e-6, 0.5)
    return smooth((share >= least).float(), masks.shape[-1])


def hide(images: Tensor, masks: Tensor, mean: Tensor) -> Tensor:
    """The images with the masked region in the colour `mean`. [N,3,S,S]"""
    return images * (1 - masks) + mean * masks


def blocks(masks: Tensor) -> Tensor:
    """The share of each 8x8 block that a mask covers. [N,1,S,S] -> [N,1,S/8,S/8]"""
    return F.avg_pool2d(masks, BLOCK_PX)
