"""A family of classifiers of the experiment: logistic regression on features that no image of the project has trained."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor
from tqdm import tqdm

from .arms import CLASSES, Arm, Material, digest_of, log_prior
from .batches import step_generator
from .classifiers import load_trunk
from .efficientnet import EfficientNetLite
from .files import write_atomically
from .measures import general_features
from .squares import views


@dataclass(frozen=True)
class Frozen:
    """Multinomial logistic regression on features of a frozen ImageNet trunk; its penalty is chosen on the calibration lesions."""

    name: str = "frozen"
    variant: str = "lite0"
    imagenet: bool = True
    views: int = 2
    size_px: int = 96
    penalties: tuple[float, ...] = (1e-2, 1e-3, 1e-4)

    def features(self, material: Material, seed: int, folder: Path) -> dict[str, Tensor]:
        """`train` [V,M,D] of augmented views, `calibration` and `test` [2,N,D] of the images and their mirror images; kept in `folder`."""
        path = (
            folder
            / f"features-{digest_of([self.variant, self.imagenet, self.views, self.size_px, material.digest, seed])}.npz"
        )
        if not path.is_file():
            trunk, found = load_trunk(self.variant, self.imagenet).eval(), {}
            found["train"] = torch.stack([
                self._described(trunk, material.squares.images, seed * 1000 + view) for view in range(self.views)
            ])  # fmt: skip
            for name, held_out in (("calibration", material.calibration), ("test", material.test)):
                found[name] = torch.stack([
                    self._described(trunk, held_out.images), self._described(trunk, held_out.images.flip(3))
                ])  # fmt: skip
            folder.mkdir(parents=True, exist_ok=True)
            with write_atomically(path) as file:
                np.savez(file, **{name: value.half().numpy() for name, value in found.items()})
        with np.load(path) as arrays:
            return {name: torch.from_numpy(arrays[name].astype(np.float32)) for name in arrays}

    def _described(self, trunk: EfficientNetLite, images: Tensor, view: int | None = None) -> Tensor:
        parts = []
        for at, part in enumerate(tqdm(images.split(256), desc="features", mininterval=10)):
            seen = part.float() / 127.5 - 1 if view is None else views(part, 0.5, step_generator(view, at))
            parts.append(general_features(trunk, seen, self.size_px))
        return torch.cat(parts)

    def trainer(self, material: Material, seed: int, folder: Path) -> Callable[[Arm], dict[str, Tensor]]:
        found = self.features(material, seed, folder)
        real = found["train"][:, np.flatnonzero(material.source == 0)].flatten(0, 1)
        mean, sd = real.mean(0), real.std(0).clamp_min(1e-6)
        scaled = {name: (value - mean) / sd for name, value in found.items()}

        def train(arm: Arm) -> dict[str, Tensor]:
            rows = material.rows(arm, seed)
            unique, times = np.unique(rows, return_counts=True)
            labels = material.labels[unique]
            weights = torch.from_numpy(times / times.sum()).float()
            prior = log_prior(material.labels[rows]) if arm.balance == "softmax" else torch.zeros(CLASSES)
            if arm.balance == "sampler":
                weights = weights / torch.exp(log_prior(material.labels[rows]))[labels]
                weights /= weights.sum()
            x = scaled["train"][:, unique].flatten(0, 1)
            y, w = torch.from_numpy(labels).repeat(self.views), weights.repeat(self.views) / self.views
            fits, weights_of = [], None
            for penalty in self.penalties:  # the next begins where the last has ended
                weights_of = fit_linear(x, y, w, prior, penalty, weights_of)
                fits.append(self.logits(weights_of, scaled))
            held_out = [
                float(balanced_loss(fit["calibration"] + (0 if arm.balance != "none" else -log_prior(material.labels[rows])),
                                    material.calibration.labels)) for fit in fits
            ]  # fmt: skip
            return fits[int(np.argmin(held_out))]

        return train

    @staticmethod
    def logits(weights: Tensor, scaled: dict[str, Tensor]) -> dict[str, Tensor]:
        return {name: linear(scaled[name], weights).mean(0) for name in ("calibration", "test")}


def linear(x: Tensor, weights: Tensor) -> Tensor:
    """x [...,D]; weights [C,D+1], the last column the intercept -> [...,C]"""
    return x @ weights[:, :-1].T + weights[:, -1]


def balanced_loss(logits: Tensor, labels: Tensor) -> Tensor:
    """Cross entropy, each class counting alike."""
    each = F.cross_entropy(logits, labels, reduction="none")
    return torch.stack([each[labels == label].mean() for label in labels.unique()]).mean()


def fit_linear(
    x: Tensor, labels: Tensor, weights: Tensor, prior: Tensor, penalty: float, start: Tensor | None = None
) -> Tensor:
    """Weights [C,D+1] that minimise sum_i weights_i CE(logits_i + prior, label_i) + penalty/2 |W|^2; the intercept goes free."""
    found = (torch.zeros(CLASSES, x.shape[1] + 1) if start is None else start.clone()).requires_grad_()
    optimizer = torch.optim.LBFGS(
        [found], max_iter=200, tolerance_grad=1e-5, history_size=20, line_search_fn="strong_wolfe"
    )

    def closure() -> Tensor:
        optimizer.zero_grad()
        loss = (weights * F.cross_entropy(linear(x, found) + prior, labels, reduction="none")).sum()
        loss = loss + penalty / 2 * found[:, :-1].square().sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    return found.detach()
