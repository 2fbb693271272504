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

from .arms import CLASSES, Arm, Material, log_prior
from .batches import step_generator
from .classifiers import Reader, fresh, logits_of
from .precision import autocast, require_finite
from .squares import Squares, views


@dataclass(frozen=True)
class Tuned:
    """A small EfficientNet, fine-tuned from its ImageNet weights. The last step is measured; nothing is stopped early."""

    name: str = "tuned"
    variant: str = "lite0"
    imagenet: bool = True
    steps: int = 1000
    batch: int = 32
    learning_rate: float = 7e-4
    warmup: int = 50
    softened: float = 0.5
    device: str = "cpu"

    def trainer(self, material: Material, seed: int, folder: Path) -> Callable[[Arm], dict[str, Tensor]]:
        def train(arm: Arm) -> dict[str, Tensor]:
            model = self.train(material, arm, seed)
            return {"calibration": self.read(model, material.calibration), "test": self.read(model, material.test)}

        return train

    def train(self, material: Material, arm: Arm, seed: int) -> Reader:
        """Raises TrainingDiverged."""
        torch.manual_seed(seed)
        model = fresh("reader", self.variant, self.imagenet).to(self.device, memory_format=torch.channels_last).train()
        assert isinstance(model, Reader)
        optimizer = torch.optim.AdamW(model.parameters(), lr=self.learning_rate, weight_decay=0.05, fused=True)
        rows = material.rows(arm, seed)
        prior = log_prior(material.labels[rows]).to(self.device) if arm.balance == "softmax" else 0
        for step in tqdm(range(self.steps), desc=f"{arm.name} {seed}", unit="step", mininterval=10):
            images, labels = self.drawn(material, rows, arm.balance == "sampler", seed, step)
            for group in optimizer.param_groups:
                warm = min(1.0, (step + 1) / self.warmup)
                group["lr"] = self.learning_rate * warm * 0.5 * (1 + math.cos(math.pi * step / self.steps))
            with autocast(self.device):
                logits = model(images.to(self.device, memory_format=torch.channels_last))
            value = F.cross_entropy(logits.float() + prior, labels.to(self.device), label_smoothing=0.05)
            value.backward()
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            if step % 50 == 0 or step + 1 == self.steps:
                require_finite(float(value.detach()), step)
        return model.eval()

    def drawn(
        self, material: Material, rows: np.ndarray, balanced: bool, seed: int, step: int
    ) -> tuple[Tensor, Tensor]:
        """Views and labels of a step: depends on rows, seed and step alone."""
        g = step_generator(seed, step)
        share = torch.rand(self.batch, generator=g, dtype=torch.float64).numpy()
        if balanced:
            pools = [own for label in range(CLASSES) if len(own := rows[material.labels[rows] == label])]
            which = torch.randint(len(pools), (self.batch,), generator=g).tolist()
            chosen = np.array([pools[w][int(u * len(pools[w]))] for w, u in zip(which, share, strict=True)])
        else:
            chosen = rows[(share * len(rows)).astype(np.int64)]
        return views(material.squares.images[chosen], self.softened, g), material.squares.labels[chosen]

    @staticmethod
    @torch.no_grad()
    def read(model: Reader, squares: Squares) -> Tensor:
        """Logits [N,C], with mirror images averaged."""
        device = next(model.parameters()).device
        found = []
        for part in squares.images.split(256):
            seen = part.to(device).float() / 127.5 - 1
            found.append((logits_of(model, seen) + logits_of(model, seen.flip(3))).div(2).float().cpu())
        return torch.cat(found)
