"""Where the class gets lost: at which noise levels the network knows it, what the scene alone tells of it, what a transplant leaves of it."""

from __future__ import annotations

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from torch import Tensor

from ..classes import LESION_CODES
from . import paint, small_lab
from .conditions import attributes
from .flow import blocks, channel_weights
from .measure import Instruments, reading
from .network import LatentUNet
from .pack import SIZE_PX, Pack
from .scenes import hide
from .space import Space
from .views import as_images

TIMES = (0.1, 0.25, 0.4, 0.55, 0.7, 0.85)


@torch.no_grad()
def errors_at(
    network: LatentUNet, space: Space, pack: Pack, rows: np.ndarray, labels: Tensor, t: float, seed: int
) -> Tensor:
    """Squared error of the velocity inside the masks of lesions, in the blocks' mean, at time t. `labels` [K,N]: under each of K classes, all under the
    same noise, which depends on seed and place in `rows` alone. [K,N]"""
    weights = channel_weights(space, 0.5)[None, :, None, None]
    told = attributes(pack)[rows]
    told[:, 3:13] = 0
    g, found = torch.Generator().manual_seed(seed), []
    for at in range(0, len(rows), 32):
        part = slice(at, at + 32)
        images = as_images(torch.from_numpy(pack.images[rows[part]])) * 2 - 1
        masks = paint.masks_of(pack, rows[part])
        clean, known = space.encode(images), space.encode(hide(images, masks, space.mean[:, None, None]))
        covered = torch.cat([blocks(masks)] * 2, dim=1)
        noise = torch.randn(clean.shape, generator=g)
        given = torch.cat([(1 - t) * clean + t * noise, known, covered], dim=1)
        n, region = len(images), (covered[:, :1] > 0).float()
        nothing = torch.zeros(n, network.config.example_size + 2)
        errors = []
        for asked in labels[:, part]:
            made = network(given, torch.full((n,), t), network.vectors(asked), nothing, told[part])
            squared = ((made - noise + clean).square() * weights * region).sum((1, 2, 3))
            errors.append(squared / region.sum((1, 2, 3)).clamp_min(1))
        found.append(torch.stack(errors))
    return torch.cat(found, dim=1)


def known_by_time(
    network: LatentUNet, space: Space, pack: Pack, split: str, each: int, draws: int = 2, seed: int = 3
) -> dict:
    """Share of real lesions whose error is smallest under their own class, by time: all eight classes compete under the same noise
    (arXiv 2303.16203). Chance is 1/8."""
    rows, labels = paint.own_scenes(pack, split, each, seed)
    every = torch.arange(len(LESION_CODES))[:, None].expand(-1, len(rows))
    found = {}
    for t in TIMES:
        errors = sum(errors_at(network, space, pack, rows, every, t, seed * 100 + draw) for draw in range(draws))
        right = torch.as_tensor(errors).argmin(0).numpy() == labels
        found[f"{t:g}"] = {
            "all": float(right.mean()),
            **{code: float(right[labels == i].mean()) for i, code in enumerate(LESION_CODES)},
        }
    return found


def outline_features(masks: np.ndarray) -> np.ndarray:
    """[N,224,224] -> [N,196] coverage of 16 px cells"""
    return masks.reshape(len(masks), 14, SIZE_PX // 14, 14, SIZE_PX // 14).mean((2, 4)).reshape(len(masks), -1)


def told_by_the_scene(pack: Pack, describe: small_lab.Features, each: int = 120) -> dict[str, dict]:
    """Balanced accuracy of a logistic regression, trained on training lesions, on held-out ones: whole images, the lesion blanked, the outline alone."""
    rng = np.random.default_rng(4)
    sets = []
    for splits, most in ((("train",), each), (("calibration", "test"), each)):
        rows = np.concatenate([pack.rows(split) for split in splits])
        sets.append(
            np.concatenate(
                [rng.permutation(rows[pack.labels[rows] == label])[:most] for label in range(len(LESION_CODES))]
            )
        )
    found = {}
    ways = {
        "whole": lambda rows: describe(pack.images[rows], 1),
        "blanked": lambda rows: describe(paint.blanked(pack, rows, pack.labels[rows]).images, 1),
        "outline": lambda rows: outline_features(pack.masks[rows]),
    }
    for name, features in ways.items():
        model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=500, C=0.01, class_weight="balanced"))
        model.fit(features(sets[0]), pack.labels[sets[0]])
        guess, truth = model.predict(features(sets[1])), pack.labels[sets[1]]
        recall = {code: float((guess[truth == i] == i).mean()) for i, code in enumerate(LESION_CODES)}
        found[name] = {"balanced": float(np.mean(list(recall.values()))), **recall}
    return found


def transplanted(by: Instruments, pack: Pack, each: int) -> dict[str, dict[str, float]]:
    """Read by the judge: real held-out lesions where they are, pasted into scenes of nevi and of their own class, and those scenes blanked."""
    rng = np.random.default_rng(6)
    found = {"in place": reading(by, by.real)}
    for name, scenes in (("nevi", paint.nevus_scenes), ("own", paint.own_scenes)):
        rows, labels = scenes(pack, "train", each, seed=7)
        held = {label: by.real.scenes[by.real.labels == label] for label in range(len(LESION_CODES))}
        lesions = np.concatenate([np.resize(rng.permutation(held[label]), each) for label in range(len(LESION_CODES))])
        found[f"pasted, {name}"] = reading(by, paint.pasted(pack, lesions, rows, labels))
        found[f"blanked, {name}"] = reading(by, paint.blanked(pack, rows, labels))
    return found
