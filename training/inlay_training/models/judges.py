"""Networks that never ship and only measure: an outliner that draws the lesion it sees, and a detector of composites."""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .efficientnet import EfficientNetLite


class Outliner(nn.Module):
    """Feature pyramid (Lin et al., arXiv 1612.03144). forward(images [N,3,S,S] in [-1,1]) -> logits [N,1,S,S] of lesion."""

    def __init__(self, trunk: EfficientNetLite, width: int = 48) -> None:
        super().__init__()
        self.trunk = trunk
        self.lateral = nn.ModuleList(nn.Conv2d(c, width, 1) for c in trunk.channels)
        self.smooth = nn.Sequential(nn.Conv2d(width, width, 3, padding=1), nn.ReLU(), nn.Conv2d(width, 1, 3, padding=1))

    def forward(self, images: Tensor) -> Tensor:
        maps = [lateral(m) for lateral, m in zip(self.lateral, self.trunk.maps(images), strict=True)]
        top = maps.pop()
        while maps:
            top = maps[-1] + F.interpolate(top, size=maps.pop().shape[2:], mode="nearest")
        return F.interpolate(self.smooth(top), size=images.shape[2:], mode="bilinear", align_corners=False)


class Detector(nn.Module):
    """forward(images [N,3,S,S] in [-1,1]) -> logits [N]: above 0 means composite."""

    def __init__(self, trunk: EfficientNetLite) -> None:
        super().__init__()
        self.trunk = trunk
        self.head = nn.Linear(trunk.channels[1] + trunk.channels[3], 1)

    def forward(self, images: Tensor) -> Tensor:
        """A seam is a small thing: the finest of the used maps is pooled by its largest value."""
        maps = self.trunk.maps(images)
        pooled = torch.cat([maps[1].amax((2, 3)), maps[3].mean((2, 3))], dim=1)
        return self.head(F.dropout(pooled, 0.2, self.training))[:, 0]


KINDS: dict[str, type[Outliner] | type[Detector]] = {"outliner": Outliner, "detector": Detector}


def load(path: Path) -> Outliner | Detector:
    """A trained judge in evaluation mode."""
    state = torch.load(path, map_location="cpu", weights_only=True)
    model = KINDS[state["kind"]](EfficientNetLite(state["variant"]))
    model.load_state_dict(state["state"])
    return model.eval()


def load_outliner(path: Path) -> Outliner:
    model = load(path)
    assert isinstance(model, Outliner)
    return model


def load_detector(path: Path) -> Detector:
    model = load(path)
    assert isinstance(model, Detector)
    return model


@torch.no_grad()
def outlines(model: Outliner, images: Tensor, batch: int = 64) -> Tensor:
    """Masks of the lesions it sees, flips averaged. [N,1,S,S] 0/1"""
    found = [(model(part) + model(part.flip(3)).flip(3) > 0).float() for part in images.split(batch)]
    return torch.cat(found)


@torch.no_grad()
def suspicion(model: Detector, images: Tensor, batch: int = 64) -> Tensor:
    """How much each image looks like a composite. [N]"""
    return torch.cat([model(part) + model(part.flip(3)) for part in images.split(batch)])
