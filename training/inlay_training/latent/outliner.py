"""A small network that draws the outline of a lesion: it masks MILK10k for the training, and it ships for the studio.

An ImageNet trunk up to stride 16 under a feature pyramid (Lin et al., arXiv 1612.03144), on half the size: at most 1 M numbers.
Trained on HAM10000's training lesions; a quarter of the views is skin without a lesion, whose outline is empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from scipy import ndimage
from scipy.spatial import ConvexHull
from torch import Generator, Tensor, nn

from ..data.batches import step_generator
from ..files import append_log, write_atomically
from ..models.classifiers import load_trunk
from ..models.efficientnet import EfficientNetLite
from ..train import checkpoint
from ..train.judges import outliner_loss
from ..train.precision import require_finite
from .pack import SIZE_PX, Pack
from .views import Frames, as_images, cast, mirrored, symmetric

BATCH = 32
EMPTY_SHARE = 0.25


@dataclass(frozen=True)
class OutlinerTraining:
    variant: str = "lite0"
    images: int = 16_000
    learning_rate: float = 2e-3
    seed: int = 41


class Outliner(nn.Module):
    """forward(images [N,3,S,S] in [-1,1], S a multiple of 32) -> logits [N,1,S,S] of lesion."""

    def __init__(self, trunk: EfficientNetLite, width: int = 40) -> None:
        super().__init__()
        self.trunk, self.ends = trunk, trunk.ends[:4]
        del trunk.blocks[trunk.ends[3] :]
        self.lateral = nn.ModuleList(nn.Conv2d(c, width, 1) for c in trunk.channels[:4])
        self.deep = nn.Sequential(
            nn.Conv2d(width, width, 3, padding=1), nn.ReLU(), nn.Conv2d(width, width, 3, padding=1), nn.ReLU()
        )
        self.smooth = nn.Sequential(nn.Conv2d(width, width, 3, padding=1), nn.ReLU(), nn.Conv2d(width, 1, 3, padding=1))

    def forward(self, images: Tensor) -> Tensor:
        found = [x for index, x in self.trunk.run(F.avg_pool2d(images, 2), self.ends[-1]) if index in self.ends]
        maps = [lateral(x) for lateral, x in zip(self.lateral, found, strict=True)]
        top = maps.pop()
        top = self.deep(top + top.mean((2, 3), keepdim=True))
        while maps:
            top = maps[-1] + F.interpolate(top, size=maps.pop().shape[2:], mode="nearest")
        return F.interpolate(self.smooth(top), size=images.shape[2:], mode="bilinear", align_corners=False)


def empty_views(frames: Frames, patches: Tensor, n: int, g: Generator) -> Tensor:
    """
    Skin without a lesion: patches, and corners of frames that the lesion leaves free, so that neither style of frame tells of a lesion. Half of
    them are enlarged to a frame's size and half continued by their mirror images, for enlarged skin is smoother than skin is. [n,3,224,224] in [0,1]
    """
    corners = frames.bare(n // 2, g)
    index = torch.randint(len(patches), (n - len(corners),), generator=g)
    found = [
        part
        for images in (as_images(patches[index]), corners)
        for part in (enlarged(images[::2]), mirrored(images[1::2], SIZE_PX, g))
        if len(part)
    ]
    return symmetric(torch.cat(found), g)


def enlarged(images: Tensor) -> Tensor:
    """[N,3,P,P] -> [N,3,224,224]"""
    if len(images) == 0:
        return images
    return F.interpolate(images, size=(SIZE_PX, SIZE_PX), mode="bilinear", align_corners=False)


def batch(frames: Frames, patches: Tensor, seed: int, step: int) -> tuple[Tensor, Tensor]:
    """images [32,3,224,224] in [-1,1] and outlines [32,1,224,224] 0/1"""
    g = step_generator(seed, step)
    images, masks = frames.crops(frames.draw(BATCH, 0.5, g), (144, SIZE_PX), SIZE_PX, g)
    empty = empty_views(frames, patches, round(BATCH * EMPTY_SHARE), g)
    images[: len(empty)], masks[: len(empty)] = empty, 0.0
    return cast(images, g) * 2 - 1, masks


def train(pack: Pack, patches: np.ndarray, config: OutlinerTraining, path: Path) -> Path:
    """Minutes; a finished one is not trained again."""
    if path.is_file():
        return path
    torch.manual_seed(config.seed)
    frames = Frames.from_pack(pack, pack.rows("train", source=0, coarse=None))
    skin = torch.from_numpy(patches)
    model = Outliner(load_trunk(config.variant, config.variant != "toy")).to(memory_format=torch.channels_last)
    model.trunk.hold_still(model.ends[0])
    optimizer = torch.optim.AdamW(model.parameters(), lr=config.learning_rate, weight_decay=0.05)
    total = config.images // BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, config.learning_rate, total_steps=total, pct_start=0.1)
    for step in range(total):
        images, wanted = batch(frames, skin, config.seed, step)
        value = outliner_loss(model(images.to(memory_format=torch.channels_last)), wanted)
        value.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        schedule.step()
        if step % 100 == 99:
            require_finite(float(value.detach()), step)
            append_log(path.with_suffix(".log.jsonl"), step=step + 1, loss=round(float(value.detach()), 4))
    checkpoint.save(path, config, variant=config.variant, state=model.state_dict())
    return path


def load(path: Path) -> Outliner:
    state = torch.load(path, map_location="cpu", weights_only=True)
    model = Outliner(EfficientNetLite(state["variant"]))
    model.load_state_dict(state["state"])
    return model.eval()


@torch.no_grad()
def probabilities(model: Outliner, images: np.ndarray, chunk: int = 64) -> Tensor:
    """Of lesion, a pixel each, over four symmetries. images [N,224,224,3] uint8 -> [N,224,224]"""
    found = []
    for start in range(0, len(images), chunk):
        x = as_images(torch.from_numpy(images[start : start + chunk])) * 2 - 1
        views = (model(x), model(x.flip(3)).flip(3), model(x.flip(2)).flip(2), model(x.transpose(2, 3)).transpose(2, 3))
        found.append(torch.stack([view.sigmoid() for view in views]).mean(0)[:, 0])
    return torch.cat(found)


@dataclass(frozen=True)
class Trust:
    """When an outline is used: neither a speck nor the whole frame, near the middle (ink and gel lie at the rim), and compact."""

    smallest: float = 0.01
    largest: float = 0.95
    """Share of the frame."""
    off_centre: float = 0.3
    """Distance of its middle from the frame's, as a share of the side."""
    solidity: float = 0.7
    """Its area over that of its convex hull."""

    def holds(self, mask: np.ndarray) -> bool:
        """mask [H,W] 0/1"""
        y, x = np.nonzero(mask)
        if not self.smallest < mask.mean() < self.largest:
            return False
        away = np.hypot(y.mean() - mask.shape[0] / 2, x.mean() - mask.shape[1] / 2) / mask.shape[0]
        corners = np.concatenate([np.stack([y + dy, x + dx], axis=1) for dy in (0, 1) for dx in (0, 1)])
        return bool(away < self.off_centre and len(y) / ConvexHull(corners).volume > self.solidity)


def in_one_piece(probability: np.ndarray) -> np.ndarray:
    """The largest piece of what is more likely lesion than not, its holes filled. [H,W] -> [H,W] uint8"""
    pieces, count = ndimage.label(probability > 0.5)
    if count == 0:
        return np.zeros(probability.shape, dtype=np.uint8)
    largest = 1 + int(np.bincount(pieces.ravel())[1:].argmax())
    return ndimage.binary_fill_holes(pieces == largest).astype(np.uint8)


def outline(pack: Pack, model: Outliner, out: Path) -> Path:
    """Outlines for every image of the pack that has none, with a mark whether they are to be used."""
    rows, rule = np.flatnonzero(~pack.masks.any((1, 2))), Trust()
    bits, good = [], []
    for start in range(0, len(rows), 256):
        part = rows[start : start + 256]
        for probability in probabilities(model, pack.images[part]).numpy():
            mask = in_one_piece(probability)
            bits.append(np.packbits(mask.reshape(-1)))
            good.append(rule.holds(mask))
    with write_atomically(out) as file:
        np.savez_compressed(
            file, ids=np.array([pack.ids[row] for row in rows]), bits=np.stack(bits), good=np.array(good)
        )
    return out


def proof(pack: Pack, patches: np.ndarray, model: Outliner) -> dict[str, float]:
    """
    On held-out HAM10000 at 224 px: intersection over union, mean and by class, and the share of lesion-free skin where more than 2 % is marked: of
    patches, enlarged, and of corners of frames, continued by their mirror images.
    """
    rows = np.concatenate([pack.rows(split, source=0) for split in ("calibration", "test")])
    found = probabilities(model, pack.images[rows]).numpy() > 0.5
    wanted = pack.masks[rows] > 0
    overlap = (found & wanted).sum((1, 2)) / np.maximum(1, (found | wanted).sum((1, 2)))
    g = torch.Generator().manual_seed(7)
    corners = mirrored(Frames.from_pack(pack, rows.tolist()).bare(len(patches), g), SIZE_PX, g)

    def alarms(skin: Tensor) -> float:
        marked = probabilities(model, (skin.permute(0, 2, 3, 1) * 255).round().byte().numpy()) > 0.5
        return float((marked.float().mean((1, 2)) > 0.02).float().mean()) if len(skin) else 0.0

    per_class = {
        f"iou{code}": float(overlap[pack.labels[rows] == i].mean())
        for i, code in enumerate(("MEL", "NV", "BCC", "AK", "BKL", "DF", "VASC", "SCC"))
    }
    return {
        "iou": float(overlap.mean()),
        "median": float(np.median(overlap)),
        "falseAlarms": alarms(enlarged(as_images(torch.from_numpy(patches)))),
        "falseAlarmsInFrames": alarms(corners),
        **per_class,
    }
