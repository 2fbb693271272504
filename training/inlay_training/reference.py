"""Statistics that the gates compare a sample with: real features and calibration scores."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save
from torch import Tensor, nn

from .batches import ViewSampler
from .classes import LESION_CODES
from .files import write_atomically
from .prepare import Pack
from .train_classifier import lesion_squares

NEIGHBOURS = 5


@torch.no_grad()
def embed(model: nn.Module, views: ViewSampler, rows: Tensor) -> tuple[Tensor, Tensor]:
    """L2-normalised features [N,D] and logits [N,8] of real images."""
    features, logits = [], []
    for part in rows.split(256):
        _, f, z = model(lesion_squares(views, part))
        features.append(torch.nn.functional.normalize(f, dim=1))
        logits.append(z)
    return torch.cat(features), torch.cat(logits)


def knn_score(queries: Tensor, bank: Tensor, k: int = NEIGHBOURS) -> Tensor:
    """Mean cosine distance to the k nearest of the bank (Sun et al., arXiv 2204.06507, on normalised features). [N]"""
    similarity = queries @ bank.T
    return 1 - similarity.topk(min(k, bank.shape[0]), dim=1).values.mean(1)


def label_margin(logits: Tensor, label: int) -> Tensor:
    """Logit of the label minus the best other one. [N]"""
    others = logits.clone()
    others[:, label] = -torch.inf
    return logits[:, label] - others.amax(1)


def build_typicality(model: nn.Module, views: ViewSampler, pack: Pack, encoder_onnx: Path) -> bytes:
    """reference/typicality.safetensors: see src/core/ood for how it is read."""
    rows = torch.from_numpy(pack.rows("train"))
    bank, _ = embed(model, views, rows)
    bank = bank.half()
    labels = torch.from_numpy(pack.labels[rows.numpy()]).int()
    tensors: dict[str, Tensor] = {"bank": bank, "bank_class": labels}
    for index, code in enumerate(LESION_CODES):
        held_out = torch.from_numpy(np.concatenate([pack.rows("calibration", index)]))
        if len(held_out) == 0 or not bool((labels == index).any()):
            continue  # a class without held-out lesions gets no promise
        features, logits = embed(model, views, held_out)
        tensors[f"calibration_{code}"] = knn_score(features, bank[labels == index].float()).sort().values
        tensors[f"margin_{code}"] = label_margin(logits, index).sort().values
    metadata = {
        "k": str(NEIGHBOURS),
        "ids": json.dumps([pack.ids[row] for row in rows.tolist()]),
        "encoder_sha256": hashlib.sha256(encoder_onnx.read_bytes()).hexdigest(),
    }
    return save({name: tensor.contiguous() for name, tensor in tensors.items()}, metadata)


def write(path: Path, data: bytes) -> None:
    with write_atomically(path) as file:
        file.write(data)
