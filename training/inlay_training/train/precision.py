"""The number format in which networks are trained on a device, and the check that training still has one."""

from __future__ import annotations

import functools
import math
import time

import torch
from torch import nn

from ..failure import Failure


class TrainingDiverged(Failure):
    """The loss is no number any more."""


@functools.cache
def bfloat16_pays(repeats: int = 3) -> bool:
    """Whether this CPU convolves faster in bfloat16 than in float32, forwards and backwards, and gets numbers out.

    Measured, because the flags do not tell: with AMX tiles it is several times faster, with AVX512-BF16 alone it was 1.6
    times faster on one processor, and slower and not finite on another.
    """
    layer = nn.Conv2d(64, 64, 3, padding=1).to(memory_format=torch.channels_last)
    images = torch.randn(8, 64, 32, 32, generator=torch.Generator().manual_seed(0))
    images = images.to(memory_format=torch.channels_last)

    def seconds(enabled: bool) -> float:
        best = math.inf
        for _ in range(repeats + 1):
            started = time.perf_counter()
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=enabled):
                value = layer(images).float().square().mean()
            value.backward()
            best = min(best, time.perf_counter() - started)
            assert layer.weight.grad is not None
            if not (torch.isfinite(value) and torch.isfinite(layer.weight.grad).all()):
                return math.inf
        return best

    return seconds(True) < 0.9 * seconds(False)


def autocast(device: str, depthwise: bool = False) -> torch.autocast:
    """bfloat16 on a GPU, and on a CPU where it pays; elsewhere float32.

    depthwise: the network's convolutions are mostly depthwise, as an EfficientNet's, which a CPU runs no faster in bfloat16, and some of
    them at half the speed, whatever a plain convolution does.
    """
    kind = device.split(":")[0]
    return torch.autocast(kind, dtype=torch.bfloat16, enabled=kind != "cpu" or (not depthwise and bfloat16_pays()))


def require_finite(loss: float, step: int) -> None:
    """Raises TrainingDiverged, so that no checkpoint is written from such a state."""
    if not math.isfinite(loss):
        raise TrainingDiverged(
            f"The loss is {loss} at step {step}. The last checkpoint is kept; try a lower learning rate."
        )
