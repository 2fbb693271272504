"""Two classifiers on ImageNet trunks of different width and depth, fine-tuned on real images only.

`Encoder` ships in the bundle and feeds the gates; `Classifier` never ships: independent of it, it reads which class a
sample shows.
"""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..classes import LESION_CODES
from .efficientnet import EfficientNetLite, pretrained

DROPOUT = 0.2
PROJECTION = 64


class Encoder(nn.Module):
    """Features at two depths and class logits.

    forward(pixel_values [N,3,S,S] in [-1,1], S a multiple of 32) -> features_mid [N,112], features [N,320], logits [N,8]
    """

    def __init__(self, trunk: EfficientNetLite) -> None:
        super().__init__()
        self.trunk = trunk
        self.head = nn.Linear(trunk.channels[-1], len(LESION_CODES))

    def forward(self, pixel_values: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        middle, last = self.trunk(pixel_values)
        features = last.mean((2, 3))
        return middle.mean((2, 3)), features, self.head(F.dropout(features, DROPOUT, self.training))


class Classifier(nn.Module):
    """forward(pixel_values [N,3,S,S] in [-1,1]) -> logits [N,8]"""

    def __init__(self, trunk: EfficientNetLite) -> None:
        super().__init__()
        self.trunk = trunk
        self.head = nn.Linear(trunk.channels[-1], len(LESION_CODES))

    def forward(self, pixel_values: Tensor) -> Tensor:
        return self.head(F.dropout(self.trunk(pixel_values)[1].mean((2, 3)), DROPOUT, self.training))


def projection(model: Encoder | Classifier) -> nn.Module:
    """The head on which the self-supervised loss acts, so that the features below need not give up what it ignores."""
    c = model.trunk.channels[-1]
    return nn.Sequential(nn.Linear(c, c), nn.ReLU(), nn.Linear(c, PROJECTION))


def load_trunk(variant: str, imagenet: bool) -> EfficientNetLite:
    """A trunk, from the published weights or untrained."""
    return pretrained(variant) if imagenet else EfficientNetLite(variant)


def fresh(kind: str, variant: str, imagenet: bool) -> Encoder | Classifier:
    """An untrained classifier, of kind "encoder" or "reader", as checkpoints call the independent classifier; `imagenet` starts its trunk
    from the published weights."""
    trunk = load_trunk(variant, imagenet)
    return Encoder(trunk) if kind == "encoder" else Classifier(trunk)


def logits_of(model: nn.Module, images: Tensor) -> Tensor:
    """The class logits of either classifier."""
    out = model(images)
    return out if isinstance(out, torch.Tensor) else out[2]


def load_classifier(path: Path) -> Encoder | Classifier:
    """A trained classifier in evaluation mode."""
    state = torch.load(path, map_location="cpu", weights_only=True)
    model = fresh(state["kind"], state["config"]["variant"], imagenet=False)
    model.load_state_dict(state["ema"])
    return model.eval()
