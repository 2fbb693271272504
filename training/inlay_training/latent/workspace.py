"""Where the files of the 224 px generator lie, and what is read from them, once."""

from __future__ import annotations

import argparse
from functools import cached_property
from pathlib import Path

import numpy as np
import torch

from ..models.classifiers import Classifier, Encoder, load_trunk
from . import classify, measure, pack, space, teach, train
from .conditions import Examples

COEFFICIENTS = 48
PLANNED_VIEWS = 500_000
"""Of the campaign."""


class Workspace:
    """Where the files lie, and what is read from them, once."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.args, self.data, self.work = args, args.data, args.work
        self.results: Path = args.results

    @cached_property
    def pack(self) -> pack.Pack:
        return pack.load(self.work / "pack.npz")

    @cached_property
    def patches(self) -> tuple[torch.Tensor, torch.Tensor]:
        sent = self.work / "patches.npz"
        if sent.is_file():  # travel.py
            images = np.load(sent)["images"]
            return torch.from_numpy(images), torch.zeros(len(images))
        images, split = pack.patches(self.data / "skin-patches")
        return torch.from_numpy(images), torch.from_numpy(split)

    @cached_property
    def space(self) -> space.Space:
        return space.load(self.work / "space.pt")

    @cached_property
    def examples(self) -> Examples:
        return Examples(self._described["values"])

    @cached_property
    def whitening(self) -> teach.Whitening:
        return teach.Whitening(self._described["mean"], self._described["projection"])

    @cached_property
    def _described(self) -> dict[str, torch.Tensor]:
        return torch.load(self.work / "examples.pt", weights_only=True)

    def material(self, power: float) -> train.Material:
        images, split = self.patches
        return train.Material(
            self.pack,
            images[split == 0],
            self.space.first(COEFFICIENTS, power),
            self.examples,
            self.work / "encoder.pt",
        )

    @cached_property
    def encoder(self) -> tuple[Encoder, classify.Training]:
        """The classifier that ships, and how it was trained."""
        model, config = classify.load(self.work / "encoder.pt")
        assert isinstance(model, Encoder)
        return model, config

    @cached_property
    def instruments(self) -> measure.Instruments:
        judge, config = classify.load(self.work / "judge.pt")
        assert isinstance(judge, Classifier)
        return measure.Instruments(
            judge, config, load_trunk("lite1", imagenet=True).eval(), measure.real_lesions(self.pack)
        )
