"""The number format in which networks are trained on a device, and the check that training still has one."""

from __future__ import annotations

import math

import torch


class TrainingDiverged(Exception):
    """The loss is no number any more."""


def autocast(device: str) -> torch.autocast:
    """bfloat16 where the hardware multiplies it natively: a GPU, or a CPU with AMX tiles. Elsewhere float32.

    A CPU with AVX512-BF16 alone multiplies float32 matrices faster than bfloat16 ones.
    """
    native = device != "cpu" or torch.cpu._is_amx_tile_supported()
    return torch.autocast(device, dtype=torch.bfloat16, enabled=native)


def require_finite(loss: float, step: int) -> None:
    """Raises TrainingDiverged, so that no checkpoint is written from such a state."""
    if not math.isfinite(loss):
        raise TrainingDiverged(
            f"The loss is {loss} at step {step}. The last checkpoint is kept; try a lower learning rate."
        )
