"""A family of classifiers of the experiment: logistic regression on features that no image of the project has trained."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor
from tqdm import tqdm

from inlay_training.data.batches import step_generator
from inlay_training.evaluate.measures import general_features
from inlay_training.files import digest_of, kept_arrays
from inlay_training.models.classifiers import load_trunk
from inlay_training.models.efficientnet import EfficientNetLite

from .arms import CLASSES, Arm, Material, log_prior
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
        base = np.isin(material.source, ["real", "nevi", "pasted"])
        found = self.kept(folder, material.digest, seed, lambda: {
            "train": self._views(material, np.flatnonzero(base), seed),
            "calibration": self.mirrored(material.calibration.images), "test": self.mirrored(material.test.images),
        })  # fmt: skip
        for name in material.sets:  # each apart, so that a new one leaves valid what was there before
            rows = np.flatnonzero((material.source == name) & ~base)
            if len(rows):
                digest = material.sets[name].digest
                more = self.kept(folder, digest, seed, lambda rows=rows: {"train": self._views(material, rows, -seed)})
                found["train"] = torch.cat([found["train"], more["train"]], dim=1)
        return found

    def kept(
        self, folder: Path, digest: str, seed: int, describe: Callable[[], dict[str, Tensor]]
    ) -> dict[str, Tensor]:
        """What `describe` gives in half precision, made once."""
        named = digest_of([self.variant, self.imagenet, self.views, self.size_px, digest, seed])
        arrays = kept_arrays(
            folder / f"features-{named}.npz",
            lambda: {name: value.half().numpy() for name, value in describe().items()},
        )
        return {name: torch.from_numpy(value.astype(np.float32)) for name, value in arrays.items()}

    def _views(self, material: Material, rows: np.ndarray, seed: int) -> Tensor:
        images = material.squares.images[rows]
        return torch.stack([self._described(images, seed * 1000 + view) for view in range(self.views)])

    def mirrored(self, images: Tensor) -> Tensor:
        """Of the images and of their mirror images. [N,3,S,S] -> [2,N,D]"""
        return torch.stack([self._described(images), self._described(images.flip(3))])

    @cached_property
    def trunk(self) -> EfficientNetLite:
        return load_trunk(self.variant, self.imagenet).eval()

    def _described(self, images: Tensor, view: int | None = None) -> Tensor:
        parts = []
        for at, part in enumerate(tqdm(images.split(256), desc="features", mininterval=10)):
            seen = part.float() / 127.5 - 1 if view is None else views(part, 0.5, step_generator(view, at))
            parts.append(general_features(self.trunk, seen, self.size_px))
        return torch.cat(parts)

    def trainer(self, material: Material, seed: int, folder: Path) -> Callable[[Arm], dict[str, Tensor]]:
        found = self.features(material, seed, folder)
        return lambda arm: self.fitted(material, arm, seed, found)

    def fitted(self, material: Material, arm: Arm, seed: int, features: dict[str, Tensor]) -> dict[str, Tensor]:
        """Logits [N,C] on the calibration and the test images."""
        real = features["train"][:, np.flatnonzero(material.real)].flatten(0, 1)
        mean, sd = real.mean(0), real.std(0).clamp_min(1e-6)
        scaled = {name: (value - mean) / sd for name, value in features.items()}
        rows = material.rows(arm, seed)
        unique, times = np.unique(rows, return_counts=True)
        made = torch.from_numpy(~material.real[unique])
        weights = torch.from_numpy(times).float() * torch.where(made, arm.weight, 1.0)
        if arm.balance == "sampler":
            weights = weights / torch.exp(log_prior(material.labels[rows]))[material.labels[unique]]
        prior = material.prior(arm, rows)[np.unique(rows, return_index=True)[1]]

        def fit(chosen: Tensor, penalty: float, start: Tensor | None, centre: Tensor | None = None) -> Tensor:
            x = scaled["train"][:, unique[chosen.numpy()]].flatten(0, 1)
            y = torch.from_numpy(material.labels[unique[chosen.numpy()]]).repeat(self.views)
            w = (weights[chosen] / weights[chosen].sum()).repeat(self.views) / self.views
            return fit_linear(x, y, w, prior[chosen].repeat(self.views, 1), penalty, start, centre)

        everything = torch.ones(len(unique), dtype=torch.bool)
        fits, first, last = [], None, None
        for penalty in self.penalties:  # the next begins where the last has ended
            if arm.use == "before":
                first = fit(made, penalty, first)
            last = fit(~made if arm.use == "before" else everything, penalty, last, first)
            fits.append(self.logits(last, scaled))
        contained = material.prior_of_logits(arm, rows)
        held_out = [
            float(balanced_loss(fitted["calibration"] - contained, material.calibration.labels)) for fitted in fits
        ]
        return fits[int(np.argmin(held_out))]

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
    x: Tensor,
    labels: Tensor,
    weights: Tensor,
    prior: Tensor,
    penalty: float,
    start: Tensor | None = None,
    centre: Tensor | None = None,
) -> Tensor:
    """Weights W [C,D+1] that minimise sum_i weights_i CE(logits_i + prior_i, label_i) + penalty/2 |W - centre|^2; the intercept goes free.

    x [N,D]; labels, weights [N]; prior [C] or [N,C]; start, centre [C,D+1], zero where not given."""
    nothing = torch.zeros(CLASSES, x.shape[1] + 1)
    centre = nothing if centre is None else centre
    found = (centre if start is None else start).clone().requires_grad_()
    optimizer = torch.optim.LBFGS(
        [found], max_iter=200, tolerance_grad=1e-5, history_size=20, line_search_fn="strong_wolfe"
    )

    def closure() -> Tensor:
        optimizer.zero_grad()
        loss = (weights * F.cross_entropy(linear(x, found) + prior, labels, reduction="none")).sum()
        loss = loss + penalty / 2 * (found - centre)[:, :-1].square().sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    return found.detach()
