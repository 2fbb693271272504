"""Ablations of the 224 px generator on equal compute: 16,000 views each, one choice changed at a time.

Measured on samples over lesions of their own class by the judge and the small lab; docs/results/training/ablations.jsonl keeps a row a run.
"""

from __future__ import annotations

from dataclasses import replace

from .flow import LossConfig
from .network import NetworkConfig
from .train import Training

BASE = Training(network=NetworkConfig(), loss=LossConfig(log_sigma_mean=0.3, log_sigma_sd=1.0))
"""What the runs differ from. The campaign took another prediction and higher times since (docs/adr/0035)."""


def changed(
    drawing: dict | None = None, loss: dict | None = None, network: dict | None = None, **training: object
) -> Training:
    return replace(
        BASE, drawing=replace(BASE.drawing, **(drawing or {})), loss=replace(BASE.loss, **(loss or {})),  # type: ignore[arg-type]
        network=replace(BASE.network, **(network or {})), **training,  # type: ignore[arg-type]
    )  # fmt: skip


RUNS: dict[str, tuple[str, Training]] = {
    "base": ("Muon, v, scaled by sd^-.5, classes as n^.2, description, surroundings hidden in a quarter, a sixth whole frames, perceptual loss", BASE),
    "no-example": ("without the description of an example", changed(drawing={"example_drop": 1.0})),
    "no-hints": ("surroundings never blurred or blanked, no other outlines", changed(drawing={"hint_share": 0.0, "other_outline_share": 0.0})),
    "no-whole": ("no whole frames", changed(drawing={"whole_share": 0.0})),
    "steeper": ("classes drawn as n^.5", changed(drawing={"balance": 0.5})),
    "reading": ("with the loss of the class that the encoder reads", changed(loss={"reading": 0.02})),
    "align": ("the middle foretells the description in the first half", changed(loss={"align": 0.1})),
    "swap": ("a wrong class must cost more", changed(loss={"swap": 0.1})),
    "x": ("the network gives the image, not the velocity", changed(loss={"near_from": 0.1}, network={"prediction": "x"})),
    "unscaled": ("coefficients as they are", changed(power=0.0)),
    "whitened": ("coefficients scaled by sd^-1", changed(power=1.0)),
    "no-perceptual": ("without the perceptual loss", changed(loss={"perceptual": 0.0})),
    "close": ("half of the views close-ups", changed(drawing={"kinds": (0.3, 0.2, 0.5)})),
    "adamw": ("AdamW for the convolutions too", changed(optimizer="adamw")),
}  # fmt: skip
