"""The numbers that decide whether a model ships, on lesions that no training step saw.

One call makes every sample once and measures all of it: class reading and class swaps, distance to real images and coverage,
copies, seams, obedience to the mask, the removal of lesions, and what mask and background alone tell of the class.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from torch import Tensor

from ..classes import LESION_CODES, SKIN
from ..config import UpsamplerTraining
from ..data import outlines
from ..data.batches import ViewSampler, lesion_squares
from ..data.masks import dilate
from ..data.prepare import Pack
from ..diffusion import second_stage
from ..diffusion.schedule import SamplingSchedule
from ..models import judges
from ..models.classifiers import Classifier
from ..models.efficientnet import EfficientNetLite
from ..models.unet import InpaintUNet
from ..train.judges import composites
from . import measures, reading

FOUND_SHARE = 0.02
"""A lesion counts as found when the outliner marks more than this share of the square."""
CLEARANCE = 0.11


@dataclass(frozen=True)
class Judges:
    """What measures: none of it has seen a held-out lesion or a sample, none of it ships."""

    classifier: Classifier
    outliner: judges.Outliner
    detector: judges.Detector
    trunk: EfficientNetLite


@dataclass(frozen=True)
class Sampler:
    """A network and how it is led; `name` where it is not the U-Net."""

    model: InpaintUNet
    schedule: SamplingSchedule
    name: str = ""
    digest: str = ""
    """Of the checkpoint, so that a row that was measured before is known again."""

    @property
    def label(self) -> str:
        return f"{self.name or f'guidance {self.schedule.guidance:g}'}, {self.schedule.steps} steps"

    def identity(self) -> dict:
        """What a row of results is known by."""
        return {"label": self.label, "model": self.digest, "course": asdict(self.schedule)}


def swaps(read: np.ndarray) -> dict[str, float]:
    """What another class token does to the same scene and noise. read [C,N]: the class read for token c in scene n.

    `follows`: over all ordered pairs of tokens and the scenes where the first is read as intended, the share read as the second
    once the second is given. `both`: the share of pairs and scenes where either is read as intended.
    """
    right = read == np.arange(len(read))[:, None]
    pairs = [(a, b) for a in range(len(read)) for b in range(len(read)) if a != b]
    both = np.mean([np.mean(right[a] & right[b]) for a, b in pairs])
    follows = [right[b][right[a]].mean() for a, b in pairs if right[a].any()]
    return {"follows": float(np.mean(follows)) if follows else 0.0, "both": float(both)}


def overlap(found: Tensor, wanted: Tensor) -> Tensor:
    """Intersection over union of two sets of masks [N,1,S,S]. [N]"""
    union = torch.maximum(found, wanted).sum((1, 2, 3)).clamp_min(1)
    return (found * wanted).sum((1, 2, 3)) / union


def seam(detector: judges.Detector, real: Tensor, made: Tensor) -> float:
    """AUROC of the detector of composites between real lesions and samples [N,3,S,S]; 0.5 is no seam."""
    suspicion = torch.cat([judges.suspicion(detector, real), judges.suspicion(detector, made)])
    return float(roc_auc_score(np.r_[np.zeros(len(real)), np.ones(len(made))], suspicion.numpy()))


def held_out(views: ViewSampler, pack: Pack, label: int) -> Tensor:
    """Real calibration and test lesions of a class, as the judges see them. [N,3,S,S]"""
    rows = np.concatenate([pack.rows(split, label) for split in ("calibration", "test")])
    return lesion_squares(views, torch.from_numpy(rows))


def independence(pack: Pack, views: ViewSampler, model: dict, draws: int, seed: int = 3) -> dict[str, float]:
    """Accuracy of a classifier that sees the mask alone, or the background alone, of a planned set of `draws`: chance is 1 / 8.

    Masks come from the shape model, backgrounds from skin squares, the class by turns, as the studio plans a set.
    """
    g, rng = torch.Generator().manual_seed(seed), np.random.default_rng(seed)
    labels = np.arange(draws) % len(LESION_CODES)
    shapes = np.array([outlines.draw(model, 64, rng) for _ in labels], dtype=np.float32)
    shapes = shapes.reshape(len(labels), 16, 4, 16, 4).mean((2, 4)).reshape(len(labels), -1)
    skins = torch.nn.functional.adaptive_avg_pool2d(views.skin_views(len(labels), g), 8).flatten(1).numpy()
    skins = skins[rng.permutation(len(skins))]

    def accuracy(features: np.ndarray) -> float:
        classifier = make_pipeline(StandardScaler(), LogisticRegression(max_iter=300))
        return float(cross_val_score(classifier, features, labels, cv=5).mean())

    return {"mask": accuracy(shapes), "background": accuracy(skins), "chance": 1 / len(LESION_CODES)}


@torch.no_grad()
def removal(
    model: InpaintUNet, by: Judges, scene: reading.Scene, skin: Tensor, schedule: SamplingSchedule
) -> dict[str, float]:
    """How often the outliner still finds a lesion after SKIN has painted it away, and how often it did before.

    The mask goes `CLEARANCE` of the square beyond the lesion: what is to vanish has a halo.
    """

    def found(images: Tensor) -> float:
        return float((judges.outlines(by.outliner, images).mean((1, 2, 3)) > FOUND_SHARE).float().mean())

    wider = replace(scene, masks=dilate(scene.masks, round(CLEARANCE * scene.masks.shape[-1])))
    cleaned = reading.paint(model, wider, SKIN, schedule)
    return {"before": found(scene.known), "after": found(cleaned), "skin": found(skin)}


@dataclass(frozen=True)
class RealFeatures:
    """General features of one class's real lesions: those that training saw, and those that it did not. [N,D]"""

    train: Tensor
    held_out: Tensor


@torch.no_grad()
def real_features(by: Judges, pack: Pack, size_px: int) -> list[RealFeatures]:
    """A pair a class, at the model's own size, so that sharpness is no difference."""
    train, held = (ViewSampler(pack, split, size_px, 1.0) for split in ("train", "test"))
    return [
        RealFeatures(
            measures.general_features(by.trunk, lesion_squares(train, torch.from_numpy(pack.rows("train", label)))),
            measures.general_features(by.trunk, held_out(held, pack, label)),
        )
        for label in range(len(LESION_CODES))
    ]


def as_many(features: Tensor, count: int, seed: int = 13) -> Tensor:
    """At most `count` of the real features: coverage compares sets of one size, or a large class cannot be covered at all."""
    order = torch.randperm(len(features), generator=torch.Generator().manual_seed(seed))
    return features[order[:count]]


def says(row: dict, identity: dict) -> bool:
    """Whether a row, read from JSON, is known by this."""
    return all(row.get(key) == json.loads(json.dumps(value)) for key, value in identity.items())


def measured_before(result: dict, sampler: Sampler, count: int) -> dict | None:
    """The row of an earlier evaluation.json that says the same, where there is one."""
    return next(
        (row for row in result.get("rows", []) if says(row, {**sampler.identity(), "samples_per_class": count})), None
    )


@torch.no_grad()
def evaluate(
    sampler: Sampler, by: Judges, pack: Pack, real: list[RealFeatures], count: int, classifier_size_px: int, split: str = "test"
) -> dict:  # fmt: skip
    """Every measure of one sampler. `count` scenes, each painted in every class from the same noise."""
    model, schedule = sampler.model, sampler.schedule
    views = ViewSampler(pack, split, model.config.size_px, 1.0)
    scene = reading.held_out_scenes(pack, views, count, seed=5, split=split)
    made = reading.paint_all(model, scene, schedule)
    row, read = reading.class_reading(made, by.classifier, pack, views, classifier_size_px, split)
    per_class = {}
    for label, code in enumerate(LESION_CODES):
        features = measures.general_features(by.trunk, made[label])
        per_class[code] = {
            "heldOut": len(real[label].held_out),
            "kid": measures.kid(real[label].held_out, features),
            "kidFloor": measures.kid_floor(real[label].held_out, count),
            **measures.prdc(as_many(real[label].held_out, count), features),
            "copies": measures.copies(real[label].train, real[label].held_out, features)["share"],
            "seam": seam(by.detector, held_out(views, pack, label), made[label]),
            "obedience": float(overlap(judges.outlines(by.outliner, made[label]), scene.masks).mean()),
        }
    skin = views.skin_views(200, torch.Generator().manual_seed(17)) * 2 - 1
    removed = removal(model, by, scene, skin, schedule)
    about = {
        "student": bool(sampler.name),
        "guidance": schedule.guidance,
        "steps": schedule.steps,
        "calls": schedule.calls,
    }
    return {**sampler.identity(), **about, **row, "classes": per_class, "swap": swaps(read), "removal": removed}


def sharpness(images: Tensor, masks: Tensor) -> Tensor:
    """Mean absolute Laplacian of the brightness inside each mask. images [N,3,S,S], masks [N,1,S,S]. [N]"""
    kernel = torch.tensor([[0.0, 1.0, 0.0], [1.0, -4.0, 1.0], [0.0, 1.0, 0.0]])[None, None]
    edges = torch.nn.functional.conv2d(images.mean(1, keepdim=True), kernel, padding=1).abs()
    return (edges * masks).sum((1, 2, 3)) / masks.sum((1, 2, 3)).clamp_min(1)


@torch.no_grad()
def compare_second_stage(
    sampler: Sampler,
    second: InpaintUNet,
    c: UpsamplerTraining,
    by: Judges,
    pack: Pack,
    count: int,
    classifier_size_px: int,
    split: str = "test",
) -> dict:
    """What the second stage is worth at its size: the same samples enlarged bicubically, and enlarged by it, against real lesions.

    `reading` is the share read as intended; `sharpness` that inside the mask over that of the real lesions of the scenes; all are
    means over the classes.
    """  # fmt: skip
    size = second.config.size_px
    low_views, views = (ViewSampler(pack, split, px, 1.0) for px in (sampler.model.config.size_px, size))
    low_scene = reading.held_out_scenes(pack, low_views, count, seed=5, split=split)
    scene = reading.held_out_scenes(pack, views, count, seed=5, split=split)
    made = reading.paint_all(sampler.model, low_scene, sampler.schedule)
    real_sharpness = float(sharpness(scene.known, scene.masks).mean())
    rows: dict[str, dict[str, list[float]]] = {
        name: {"reading": [], "kid": [], "seam": [], "sharpness": []} for name in ("enlarged", "second")
    }
    for label, low in enumerate(made):
        labels = torch.full((count,), label)
        real = held_out(views, pack, label)
        real_features = measures.general_features(by.trunk, real)
        versions = {
            "enlarged": second_stage.condition(low, scene.known, scene.masks),
            "second": second_stage.sample(
                second, low, scene.known, scene.masks, labels, scene.noise, c.from_time, c.steps
            ),
        }
        for name, images in versions.items():
            rows[name]["reading"].append(
                float(np.mean(reading.read(by.classifier, images, classifier_size_px) == label))
            )
            rows[name]["kid"].append(measures.kid(real_features, measures.general_features(by.trunk, images)))
            rows[name]["seam"].append(seam(by.detector, real, images))
            rows[name]["sharpness"].append(float(sharpness(images, scene.masks).mean()) / real_sharpness)
    return {name: {measure: float(np.mean(values)) for measure, values in row.items()} for name, row in rows.items()}


@torch.no_grad()
def prove_judges(by: Judges, pack: Pack, size_px: int, count: int = 200) -> dict[str, float]:
    """That the judges can judge: the outliner's overlap with real masks, the detector's AUROC on real composites."""
    views = ViewSampler(pack, "test", size_px, 0.5)
    g = torch.Generator().manual_seed(11)
    rows = views.rows[torch.multinomial(views.weights, count, replacement=True, generator=g)]
    others = views.rows[torch.multinomial(views.weights, count, replacement=True, generator=g)]
    images, masks = views.lesion_views(rows, g)
    pasted = composites(views, rows, others, g)
    suspicion = torch.cat(
        [judges.suspicion(by.detector, images * 2 - 1), judges.suspicion(by.detector, pasted * 2 - 1)]
    )
    return {
        "outlinerIoU": float(overlap(judges.outlines(by.outliner, images * 2 - 1), masks).mean()),
        "detectorAuroc": float(roc_auc_score(np.r_[np.zeros(count), np.ones(count)], suspicion.numpy())),
    }
