"""A network in training: its average, its optimizer and its step, which a checkpoint holds together."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from tqdm import tqdm

from ..files import append_log
from ..models.unet import InpaintUNet, UNetConfig
from . import checkpoint
from .checkpoint import CheckpointMismatch
from .precision import require_finite


@dataclass
class Run:
    """What goes on from step to step. `average` is the exponential moving average that is used afterwards."""

    config: Any
    model: nn.Module
    average: nn.Module
    optimizer: torch.optim.Optimizer
    step: int = 0

    @classmethod
    def begin(cls, model: nn.Module, config: Any, device: str, learning_rate: float, weight_decay: float = 0.01) -> Run:
        """Starts from the weights of `model`, whose `config` (a dataclass) is its shape; `config` here is that of the training."""
        model = model.to(device=device, memory_format=torch.channels_last).train()
        average = copy.deepcopy(model).requires_grad_(False)
        optimizer = torch.optim.AdamW(
            model.parameters(), lr=learning_rate, betas=(0.9, 0.99), weight_decay=weight_decay, fused=True
        )
        return cls(config, model, average, optimizer)

    def resume(self, path: Path) -> None:
        """Goes on from a checkpoint where there is one. Raises CheckpointMismatch when it holds another network."""
        if not path.is_file():
            return
        device = next(self.model.parameters()).device
        state = torch.load(path, map_location=device, weights_only=True)
        if state["unet_config"] != asdict(self.model.config):
            raise CheckpointMismatch(
                f"{path} was made with {state['unet_config']}. Choose another --work or remove it."
            )
        self.model.load_state_dict(state["model"])
        self.average.load_state_dict(state["ema"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step = state["step"]

    def update(self, value: Tensor, learning_rate: float, ema: float) -> float:
        """One step down the gradient of `value`; returns the gradient's norm before it was cut at 1."""
        for group in self.optimizer.param_groups:
            group["lr"] = learning_rate
        value.backward()
        norm = nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.step += 1
        decay = min(ema, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            torch._foreach_lerp_(list(self.average.parameters()), list(self.model.parameters()), 1 - decay)
        return float(norm)

    def train(
        self,
        path: Path,
        total: int,
        value_at: Callable[[int], Tensor],
        rate_at: Callable[[int], float],
        ema: float,
        checkpoint_s: float,
    ) -> None:
        """Takes the steps up to `total` on what `value_at` gives, with a log beside the checkpoint `path`. Resumable.

        Raises CheckpointMismatch, and TrainingDiverged before anything is saved that holds no numbers.
        """
        self.resume(path)
        log, recent, saved_at = path.with_suffix(".log.jsonl"), [], time.monotonic()
        with tqdm(total=total, initial=self.step, desc=f"train {path.stem}", unit="step", mininterval=10) as bar:
            while self.step < total:
                value = value_at(self.step)
                self.update(value, rate_at(self.step), ema)
                recent.append(float(value.detach()))
                bar.update()
                if self.step % 50 == 0 or self.step == total:
                    require_finite(sum(recent), self.step)
                    append_log(log, step=self.step, loss=round(sum(recent) / len(recent), 5))
                    recent = []
                if self.step == total or time.monotonic() - saved_at > checkpoint_s:
                    require_finite(float(value.detach()), self.step)
                    self.save(path)
                    saved_at = time.monotonic()

    def save(self, path: Path) -> None:
        checkpoint.save(
            path, self.config, unet_config=asdict(self.model.config), model=self.model.state_dict(), ema=self.average.state_dict(),
            optimizer=self.optimizer.state_dict(), step=self.step,
        )  # fmt: skip


def load_ema(path: Path) -> InpaintUNet:
    """The averaged network of a checkpoint, in evaluation mode."""
    state = torch.load(path, map_location="cpu", weights_only=True)
    unet = {**state["unet_config"], "channels": tuple(state["unet_config"]["channels"])}
    model = InpaintUNet(UNetConfig(**unet))
    model.load_state_dict(state["ema"])
    return model.eval()
