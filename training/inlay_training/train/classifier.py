"""Trains the encoder or the independent classifier ("reader") on real lesions, and measures its recall a class on held-out ones. Resumable."""

from __future__ import annotations

import copy
import math
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from tqdm import tqdm

from ..classes import LESION_CODES
from ..config import ClassifierTraining
from ..data.batches import ViewSampler, jitter_colour, lesion_squares, soften, step_generator
from ..data.prepare import Pack, load_pack
from ..files import append_log
from ..models.classifiers import Encoder, fresh, logits_of, projection
from . import checkpoint
from .checkpoint import CheckpointMismatch
from .precision import autocast, require_finite


def balanced_batch(
    views: ViewSampler, n: int, each: int, seed: int, step: int, softened: float = 0.0
) -> tuple[Tensor, Tensor]:
    """`each` views of n images, view by view: images [each*n,3,S,S] in [-1,1] and labels [each*n]."""
    g = step_generator(seed, step)
    rows = views.rows[torch.multinomial(views.weights, n, replacement=True, generator=g)].repeat(each)
    images, _ = views.lesion_views(rows, g, context=(1.2, 2.2))
    return soften(jitter_colour(images, g) * 2 - 1, softened, g), views.labels[rows]


def contrast(projected: Tensor, temperature: float = 0.2) -> Tensor:
    """NT-Xent (Chen et al., arXiv 2002.05709) of two views each, first half against second half. projected [2n,P]"""
    z = F.normalize(projected.float(), dim=1)
    n = z.shape[0] // 2
    similarity = (z @ z.T / temperature).fill_diagonal_(-torch.inf)
    partner = torch.arange(2 * n, device=z.device).roll(n)
    return F.cross_entropy(similarity, partner)


@torch.no_grad()
def recalls(
    model: nn.Module, views: ViewSampler, pack: Pack, split: str, enlarged_px: int | None = None
) -> dict[str, float]:
    """Recall a class on one split, with flips averaged, and their mean as `balanced`; the squares of `views` are brought to `enlarged_px`."""
    model.eval()
    rows = torch.from_numpy(pack.rows(split))
    predicted = []
    for part in rows.split(256):
        images = lesion_squares(views, part).to(next(model.parameters()).device)
        if enlarged_px is not None:
            images = F.interpolate(
                images, size=(enlarged_px, enlarged_px), mode="bilinear", align_corners=False, antialias=True
            )
        predicted.append((logits_of(model, images) + logits_of(model, images.flip(3))).argmax(1).cpu())
    truth, guess = pack.labels[rows.numpy()], torch.cat(predicted).numpy()
    found = {code: float((guess[truth == i] == i).mean()) for i, code in enumerate(LESION_CODES) if (truth == i).any()}
    return {**found, "balanced": float(np.mean(list(found.values())))}


def train(
    kind: str, config: ClassifierTraining, pack_path: Path, out: Path, device: str = "cpu", checkpoint_s: int = 120
) -> Path:
    """Trains `kind` ("encoder" or "reader"); returns the checkpoint's path. Raises CheckpointMismatch."""
    path, log = out / f"{kind}.pt", out / f"{kind}.log.jsonl"
    torch.manual_seed(config.seed)
    model = fresh(kind, config.variant, config.imagenet).to(device=device, memory_format=torch.channels_last)
    average = copy.deepcopy(model).requires_grad_(False)
    each = 2 if config.contrast > 0 else 1
    aside = projection(model).to(device)  # the head of the self-supervised loss; thrown away afterwards
    parameters = [*model.parameters(), *aside.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=config.learning_rate, weight_decay=0.05)
    step = 0
    if path.is_file():
        state = torch.load(path, map_location=device, weights_only=True)
        given = {**asdict(ClassifierTraining()), **state["config"]}
        if any(given[key] != getattr(config, key) for key in ("variant", "size_px", "contrast", "softened")):
            raise CheckpointMismatch(f"{path} was made with {state['config']}. Choose another --work or remove it.")
        model.load_state_dict(state["model"])
        average.load_state_dict(state["ema"])
        aside.load_state_dict(state["aside"])
        optimizer.load_state_dict(state["optimizer"])
        step = state["step"]
    pack = load_pack(pack_path)
    views = ViewSampler(pack, "train", config.size_px, config.balance)
    total = -(-config.images // config.batch)
    saved_at = time.monotonic()
    with tqdm(total=total, initial=step, desc=f"train {kind}", unit="step", mininterval=10) as bar:
        while step < total:
            images, labels = balanced_batch(views, config.batch // each, each, config.seed, step, config.softened)
            for group in optimizer.param_groups:
                warm = min(1.0, step / 200)
                group["lr"] = config.learning_rate * warm * 0.5 * (1 + math.cos(math.pi * step / total))
            model.train()
            with autocast(device, depthwise=True):
                made = model(images.to(device, memory_format=torch.channels_last))
                logits = made[2] if isinstance(model, Encoder) else made
                value = F.cross_entropy(logits.float(), labels.to(device), label_smoothing=0.05)
                if each > 1:
                    value = value + config.contrast * contrast(aside(made[1]))
            value.backward()
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            step += 1
            with torch.no_grad():
                decay = min(0.998, step / (step + 10))
                for kept, new in zip(average.state_dict().values(), model.state_dict().values(), strict=True):
                    kept.lerp_(new, 1 - decay) if kept.is_floating_point() else kept.copy_(new)
            bar.update()
            if step % 100 == 0 or step == total:
                measured = step % 500 == 0 or step == total
                found = recalls(average, views, pack, "calibration") if measured else {}
                append_log(log, step=step, loss=round(float(value.detach()), 4), **found)
            if step == total or time.monotonic() - saved_at > checkpoint_s:
                require_finite(float(value.detach()), step)
                checkpoint.save(
                    path, config, kind=kind, step=step, model=model.state_dict(), ema=average.state_dict(), aside=aside.state_dict(),
                    optimizer=optimizer.state_dict(),
                )  # fmt: skip
                saved_at = time.monotonic()
    return path
