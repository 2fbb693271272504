"""The numbers of the generator that is to ship, by its student, beside bundle 0.3.0, real lesions and pasted ones, by the same instruments in one run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F

from ..classes import LESION_CODES, SKIN
from ..diffusion.schedule import SamplingSchedule
from ..models.unet import InpaintUNet
from . import earlier, measure, outliner, paint, small_lab
from .measure import Instruments
from .network import LatentUNet
from .pack import Pack
from .paint import Made
from .space import Space

FOUND_SHARE = 0.02
"""A lesion is found where more than this share of the frame is marked, as `outliner.proof` counts."""
NAME, EARLIER = "224 px", "0.3.0"


@dataclass(frozen=True)
class Painter:
    """The student, and how it is asked."""

    network: LatentUNet
    space: Space
    schedule: SamplingSchedule

    def __call__(self, pack: Pack, rows: np.ndarray, labels: np.ndarray, seed: int = 5) -> Made:
        return paint.paint(self.network, self.space, pack, rows, labels, schedule=self.schedule, seed=seed)


def sets(painter: Painter, before: InpaintUNet, pack: Pack, each: int) -> dict[str, Made]:
    """Samples, and what stands beside them, in scenes of training lesions of the class and in those of nevi; real ones are other lesions."""
    rows, labels = paint.own_scenes(pack, "train", each, seed=7)
    others, _ = paint.own_scenes(pack, "train", each, seed=8)
    nevi, _ = paint.nevus_scenes(pack, "train", each, seed=7)
    return {
        f"{NAME}, scenes of the class": painter(pack, rows, labels),
        f"{NAME}, scenes of nevi": painter(pack, nevi, labels),
        f"{EARLIER}, scenes of the class": earlier.paint(before, pack, rows, labels),
        f"{EARLIER}, scenes of nevi": earlier.paint(before, pack, nevi, labels),
        "real pasted, scenes of the class": paint.pasted(pack, others, rows, labels),
        "real pasted, scenes of nevi": paint.pasted(pack, others, nevi, labels),
        "real, in place": Made(pack.images[others], pack.masks[others], labels, others),
    }


def draws(painter: Painter, pack: Pack, count: int, each: int = 24) -> dict[str, Made]:
    """Independent sets: other scenes, other noise."""
    found = {}
    for n in range(count):
        rows, labels = paint.own_scenes(pack, "train", each, seed=100 + n)
        found[f"draw {n + 1}"] = painter(pack, rows, labels, seed=100 + n)
    return found


def over_draws(worth: dict, names: list[str], way: str, ridge: str) -> dict:
    """Mean change of rare recall over draws; `se` adds what draws differ by to what labs differ by; `worst` is the smallest of a class."""
    rows = [worth[f"{name}, {way}"] for name in names]
    changes = np.array([row[ridge]["rare"] for row in rows])
    labs = float(np.mean([row[ridge]["se"] for row in rows]))
    spread = float(changes.std(ddof=1)) if len(changes) > 1 else 0.0
    classes = {code: float(np.mean([row["classes"][code] for row in rows])) for code in rows[0]["classes"]}
    return {
        "rare": float(changes.mean()), "se": float(np.hypot(labs, spread / len(changes) ** 0.5)), "least": float(changes.min()), "most": float(changes.max()),
        "classes": classes,
    }  # fmt: skip


def own_lesions(
    painter: Painter, pack: Pack, describe: small_lab.Features, splits: int, repeats: int = 3, each: int = 24
) -> dict:
    """What samples over the lab's own lesions are worth to it, with counterparts: nothing but its own scenes is painted over.

    Each held-out lesion is painted over `repeats` times with its own class; a lab takes of those over its own lesions.
    """
    real = small_lab.held_out(pack, describe)
    labels = pack.labels[real.lesion]
    made = [painter(pack, real.lesion, labels, seed=300 + n) for n in range(repeats)]
    x = np.concatenate([describe(part.images, 11) for part in made])
    added = small_lab.Described(x, np.tile(real.y, repeats), np.tile(real.lesion, repeats))
    penalty, rare = small_lab.RIDGES[0], [small_lab.NAMES.index(name) for name in small_lab.RARE]
    changes = []
    for n in range(splits):
        rng = np.random.default_rng(1000 + n)
        base, _ = small_lab.lab(real, rng)
        within = np.isin(added.lesion, real.lesion[base])
        own = small_lab.Described(added.x[within], added.y[within], added.lesion[within])
        nothing = small_lab.recalls(real, None, np.random.default_rng(1000 + n), each, True, penalty)
        changes.append(small_lab.recalls(real, own, np.random.default_rng(1000 + n), each, False, penalty) - nothing)
    change = np.array(changes)
    return {
        "rare": float(change[:, rare].mean()), "se": float(change[:, rare].mean(1).std() / splits**0.5),
        "classes": {name: float(change[:, i].mean()) for i, name in enumerate(small_lab.NAMES)},
    }  # fmt: skip


def obedience(model: outliner.Outliner, made: Made) -> float:
    """Mean intersection over union of the lesion that the outliner finds with the mask that was painted."""
    found = outliner.probabilities(model, made.images).numpy() > 0.5
    wanted = made.masks > 0
    return float(((found & wanted).sum((1, 2)) / np.maximum(1, (found | wanted).sum((1, 2)))).mean())


def removal(painter: Painter, model: outliner.Outliner, pack: Pack, each: int) -> dict[str, float]:
    """Share of held-out lesions that the outliner still finds after SKIN was painted over them, and found before."""
    rows, _ = paint.own_scenes(pack, "test", max(2, each // 4), seed=9)
    made = painter(pack, rows, np.full(len(rows), SKIN))

    def found(images: np.ndarray) -> float:
        return float(((outliner.probabilities(model, images) > 0.5).float().mean((1, 2)) > FOUND_SHARE).float().mean())

    return {"before": found(pack.images[rows]), "after": found(made.images)}


def known_lesions(by: Instruments, pack: Pack, most: int = 6000) -> tuple[np.ndarray, torch.Tensor]:
    """Training lesions, an eighth of `most` a class: their rows and features [N,D]."""
    rng = np.random.default_rng(3)
    rows = np.concatenate(
        [rng.permutation(pack.rows("train", label))[: most // 8] for label in range(len(LESION_CODES))]
    )
    return rows, measure.general(by.trunk, pack.images[rows], pack.masks[rows])


def copied(by: Instruments, known: tuple[np.ndarray, torch.Tensor], made: Made) -> dict[str, float]:
    """Share of samples that lie nearer to a training lesion than all but a hundredth of held-out real ones do; their own scene's lesion apart."""
    rows, train = known
    held = torch.cat([part for part in by.real_features if part.ndim == 2 and part.shape[1] == train.shape[1]])
    features = measure.general(by.trunk, made.images, made.masks)
    near = F.normalize(features, dim=1) @ F.normalize(train, dim=1).T
    near[torch.from_numpy(made.scenes)[:, None] == torch.from_numpy(rows)[None]] = -1  # its surroundings are its own
    real = 1 - (F.normalize(held, dim=1) @ F.normalize(train, dim=1).T).amax(1)
    limit = torch.quantile(real, 0.01)
    return {"share": float(((1 - near.amax(1)) < limit).float().mean()), "limit": float(limit)}
