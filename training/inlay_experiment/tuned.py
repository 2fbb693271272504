"""A family of classifiers of the experiment: a network that is fine-tuned on each arm."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor
from tqdm import tqdm

from inlay_training.data.batches import step_generator
from inlay_training.models.classifiers import Classifier, fresh, logits_of
from inlay_training.train.precision import autocast, require_finite

from .arms import CLASSES, Arm, Material
from .squares import Squares, views

SMOOTHING = 0.05
VIEW_STREAM = 10_007
"""Between the seeds of what is drawn and of how it is seen."""


@dataclass(frozen=True)
class Tuned:
    """A small EfficientNet, fine-tuned from its ImageNet weights. The last step is measured; nothing is stopped early."""

    name: str = "tuned"
    variant: str = "lite0"
    imagenet: bool = True
    steps: int = 700
    batch: int = 32
    learning_rate: float = 7e-4
    warmup: int = 50
    softened: float = 0.5
    first_share: float = 0.3
    """Of the steps that learn from samples where they are learnt before the real images."""
    device: str = "cpu"

    def trainer(self, material: Material, seed: int, folder: Path) -> Callable[[Arm], dict[str, Tensor]]:
        def train(arm: Arm) -> dict[str, Tensor]:
            model = self.train(material, arm, seed)
            return {"calibration": self.read(model, material.calibration), "test": self.read(model, material.test)}

        return train

    def train(self, material: Material, arm: Arm, seed: int) -> Classifier:
        """Raises TrainingDiverged."""
        torch.manual_seed(seed)
        model = fresh("reader", self.variant, self.imagenet).to(self.device, memory_format=torch.channels_last).train()
        assert isinstance(model, Classifier)
        optimizer = torch.optim.AdamW(model.parameters(), lr=self.learning_rate, weight_decay=0.05, fused=True)
        rows = material.rows(arm, seed)
        made, prior = ~material.real[rows], material.prior(arm, rows)
        parts = {"made": np.flatnonzero(made), "real": np.flatnonzero(~made), "all": np.arange(len(rows))}
        for step in tqdm(range(self.steps), desc=f"{arm.name} {seed}", unit="step", mininterval=10):
            first = "made" if step < self.first_share * self.steps else "real"
            part = parts[first if arm.use == "before" else "all"]
            chosen = part[self.drawn(material.labels[rows[part]], arm.balance == "sampler", seed, step)]
            images, labels = self.seen(material, rows[chosen], seed, step)
            for group in optimizer.param_groups:
                warm = min(1.0, (step + 1) / self.warmup)
                group["lr"] = self.learning_rate * warm * 0.5 * (1 + math.cos(math.pi * step / self.steps))
            with autocast(self.device, depthwise=True):
                logits = model(images.to(self.device, memory_format=torch.channels_last))
            weights = torch.from_numpy(np.where(made[chosen], arm.weight, 1.0)).float().to(self.device)
            each = smoothed_loss(logits.float() + prior[chosen].to(self.device), labels.to(self.device))
            value = (each * weights).sum() / weights.sum()
            value.backward()
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            if step % 50 == 0 or step + 1 == self.steps:
                require_finite(float(value.detach()), step)
        return model.eval()

    def drawn(self, labels: np.ndarray, balanced: bool, seed: int, step: int) -> np.ndarray:
        """Places among `labels` for a step: depends on them, seed and step alone."""
        g = step_generator(seed, step)
        share = torch.rand(self.batch, generator=g, dtype=torch.float64).numpy()
        if not balanced:
            return (share * len(labels)).astype(np.int64)
        pools = [own for label in range(CLASSES) if len(own := np.flatnonzero(labels == label))]
        which = torch.randint(len(pools), (self.batch,), generator=g).tolist()
        return np.array([pools[w][int(u * len(pools[w]))] for w, u in zip(which, share, strict=True)])

    def seen(self, material: Material, rows: np.ndarray, seed: int, step: int) -> tuple[Tensor, Tensor]:
        """Views and labels of a step's rows."""
        g = step_generator(seed + VIEW_STREAM, step)
        return views(material.squares.images[rows], self.softened, g), material.squares.labels[rows]

    @staticmethod
    @torch.no_grad()
    def read(model: Classifier, squares: Squares) -> Tensor:
        """Logits [N,C], with mirror images averaged."""
        device = next(model.parameters()).device
        found = []
        for part in squares.images.split(256):
            seen = part.to(device).float() / 127.5 - 1
            found.append((logits_of(model, seen) + logits_of(model, seen.flip(3))).div(2).float().cpu())
        return torch.cat(found)


def smoothed_loss(logits: Tensor, labels: Tensor) -> Tensor:
    """Cross entropy with smoothed labels, over the classes whose logit is finite. [N,C], [N] -> [N]"""
    log_probabilities = F.log_softmax(logits, dim=1)
    possible = log_probabilities.isfinite()
    mean = torch.where(possible, log_probabilities, 0).sum(1) / possible.sum(1)
    return -(1 - SMOOTHING) * log_probabilities.gather(1, labels[:, None])[:, 0] - SMOOTHING * mean
