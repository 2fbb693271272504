"""Two classifiers of different architecture, trained on real images only.

`Encoder` (residual) ships in the bundle and feeds the gates; `Reader` (depthwise separable) never ships: it reads, as an
independent judge, which class a sample shows.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .classes import LESION_CODES


def conv_norm(c_in: int, c_out: int, kernel: int, stride: int = 1, groups: int = 1) -> nn.Sequential:
    conv = nn.Conv2d(c_in, c_out, kernel, stride, kernel // 2, groups=groups, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(c_out))


class Residual(nn.Module):
    """The basic block of He et al., arXiv 1512.03385."""

    def __init__(self, c_in: int, c_out: int, stride: int) -> None:
        super().__init__()
        self.conv1, self.conv2 = conv_norm(c_in, c_out, 3, stride), conv_norm(c_out, c_out, 3)
        self.skip = conv_norm(c_in, c_out, 1, stride) if stride != 1 or c_in != c_out else nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.skip(x) + self.conv2(F.relu(self.conv1(x))))


class Encoder(nn.Module):
    """Features at two depths and class logits.

    forward(pixel_values [N,3,S,S] in [-1,1]) -> features_mid [N,4w], features [N,6w], logits [N,8]
    """

    def __init__(self, width: int = 32) -> None:
        super().__init__()
        w = width
        self.stem = conv_norm(3, w, 3, 2)
        self.stage1 = nn.Sequential(Residual(w, w, 1), Residual(w, w, 1))
        self.stage2 = nn.Sequential(Residual(w, 2 * w, 2), Residual(2 * w, 2 * w, 1))
        self.stage3 = nn.Sequential(Residual(2 * w, 4 * w, 2), Residual(4 * w, 4 * w, 1))
        self.stage4 = nn.Sequential(Residual(4 * w, 6 * w, 2), Residual(6 * w, 6 * w, 1))
        self.head = nn.Linear(6 * w, len(LESION_CODES))

    def forward(self, pixel_values: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        middle = self.stage3(self.stage2(self.stage1(F.relu(self.stem(pixel_values)))))
        features = self.stage4(middle).mean((2, 3))
        return middle.mean((2, 3)), features, self.head(F.dropout(features, 0.2, self.training))


class Reader(nn.Module):
    """Inverted bottlenecks with depthwise convolutions (Sandler et al., arXiv 1801.04381). forward -> logits [N,8]"""

    def __init__(self, width: int = 32) -> None:
        super().__init__()
        plan = [(width, 2, 1), (width, 1, 2), (2 * width, 2, 3), (3 * width, 2, 3), (5 * width, 2, 2)]
        layers: list[nn.Module] = [conv_norm(3, width, 5, 2), nn.SiLU()]
        c_in = width
        for c_out, stride, repeat in plan:
            for index in range(repeat):
                layers.append(Inverted(c_in, c_out, stride if index == 0 else 1))
                c_in = c_out
        self.body = nn.Sequential(*layers)
        self.head = nn.Linear(c_in, len(LESION_CODES))

    def forward(self, pixel_values: Tensor) -> Tensor:
        return self.head(F.dropout(self.body(pixel_values).mean((2, 3)), 0.2, self.training))


class Inverted(nn.Module):
    def __init__(self, c_in: int, c_out: int, stride: int) -> None:
        super().__init__()
        hidden = 3 * c_in
        self.block = nn.Sequential(
            conv_norm(c_in, hidden, 1),
            nn.SiLU(),
            conv_norm(hidden, hidden, 3, stride, hidden),
            nn.SiLU(),
            conv_norm(hidden, c_out, 1),
        )
        self.keep = stride == 1 and c_in == c_out

    def forward(self, x: Tensor) -> Tensor:
        return x + self.block(x) if self.keep else self.block(x)


def logits_of(model: nn.Module, images: Tensor) -> Tensor:
    """The class logits of either classifier."""
    out = model(images)
    return out if isinstance(out, torch.Tensor) else out[2]
