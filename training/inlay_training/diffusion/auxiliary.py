"""The class that the encoder reads in the network's estimate of the clean image, as a loss beside the squared error.

The squared error learns the class token slowly: most of a lesion's pixels follow from the noisy image and the skin around. A classifier says
directly that the class asked for is not there yet (auxiliary classifier: Odena et al., arXiv 1610.09585). The encoder has seen training
lesions only, and another network, the independent classifier, measures.
"""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from ..classes import SKIN
from ..models.classifiers import Encoder, load_classifier
from . import flow

READ_UNTIL = 0.8
"""From this time on the estimate is a blur that shows no class; the weight falls to 0 at it."""
SMOOTHING = 0.1
"""A lesion need not be a caricature of its class."""


def reading_loss(logits: Tensor, labels: Tensor, times: Tensor) -> Tensor:
    """Cross entropy of the class asked for, [N]; 0 for SKIN and the null class, and from READ_UNTIL on. logits [N,8]"""
    lesions = labels < SKIN
    value = F.cross_entropy(logits, torch.where(lesions, labels, 0), reduction="none", label_smoothing=SMOOTHING)
    return value * lesions * (1 - times / READ_UNTIL).clamp_min(0)


def reading(encoder_path: Path, weight: float, device: str) -> flow.Auxiliary | None:
    """`weight` times the loss of what the encoder of a checkpoint reads; None for 0. Raises FileNotFoundError."""
    if weight == 0:
        return None
    if not encoder_path.is_file():
        raise FileNotFoundError(f"{encoder_path} is missing; run the encoder step first")
    encoder = load_classifier(encoder_path)
    assert isinstance(encoder, Encoder)
    encoder = encoder.requires_grad_(False).to(device)
    size_px: int = torch.load(encoder_path, map_location="cpu", weights_only=True)["config"]["size_px"]

    def loss(estimate: Tensor, images: Tensor, masks: Tensor, labels: Tensor, times: Tensor) -> Tensor:
        near = times < READ_UNTIL
        painted = (masks * estimate + (1 - masks) * images)[near]
        if len(painted) == 0:
            return estimate.new_zeros(())
        painted = F.interpolate(painted, size=(size_px, size_px), mode="bilinear", align_corners=False)
        logits = encoder(painted)[2].float()
        return weight * reading_loss(logits, labels[near], times[near]).sum() / len(times)

    return loss
