"""Makes the golden values of the scorers of src/core/gates, of src/core/description and of the perceptual hash, from scikit-learn, pytorch-ood and ImageHash.

Run from the repository's root, with the packages of training/requirements.txt, pytorch-ood 0.4.0 and ImageHash 4.3.2:
`python scripts/golden/ood.py`. pytorch-ood asks for torchvision for its image models; the scores do not need it, so a
stand-in does where it is missing.
"""

import importlib.abc
import importlib.machinery
import importlib.util
import json
import sys
import types
from pathlib import Path

import imagehash
import numpy as np
import torch
from PIL import Image
from scipy import ndimage
from scipy.special import logsumexp
from scipy.stats import betabinom, binom
from sklearn.covariance import LedoitWolf
from sklearn.decomposition import PCA
from sklearn.linear_model import Ridge
from sklearn.metrics import roc_auc_score
from sklearn.neighbors import NearestNeighbors


class StandIn(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Any module of torchvision, with an empty class for whatever is asked of it."""

    def find_spec(self, name: str, path: object, target: object = None) -> importlib.machinery.ModuleSpec | None:
        wanted = name.split(".")[0] == "torchvision"
        return importlib.machinery.ModuleSpec(name, self, is_package=True) if wanted else None

    def exec_module(self, module: types.ModuleType) -> None:
        module.__getattr__ = lambda name: type(name, (), {})  # type: ignore[method-assign]


if importlib.util.find_spec("torchvision") is None:
    sys.meta_path.append(StandIn())
from pytorch_ood.detector import EnergyBased, MaxSoftmax, ViM  # noqa: E402

CORE = Path(__file__).resolve().parents[2] / "src/core"
TARGET = CORE / "ood/golden"
DIM, CLASSES, KEPT, VIM_KEPT, K = 12, 3, 0.9, 5, 5


def residual_in_deviations(own: np.ndarray, queries: np.ndarray, components: np.ndarray) -> np.ndarray:
    """Mahalanobis length of what PCA leaves out, in the Ledoit-Wolf covariance of the class. [Q]"""
    covariance = LedoitWolf().fit(own).covariance_
    left = np.linalg.svd(components)[2][len(components) :]  # an orthonormal basis of the residual space
    residual = (queries - own.mean(0)) @ left.T
    precision = np.linalg.inv(left @ covariance @ left.T)
    return np.sqrt(np.einsum("qi,ij,qj->q", residual, precision, residual))


def hashes() -> None:
    """Smooth grey images of the size that is hashed, and their hashes as hexadecimal digits."""
    rng = np.random.default_rng(64)
    cases = []
    for _ in range(6):
        coarse = Image.fromarray(rng.integers(0, 256, (5, 5), dtype=np.uint8))
        grey = coarse.resize((32, 32), Image.Resampling.BICUBIC)
        cases.append({"grey": np.asarray(grey).ravel().tolist(), "hash": str(imagehash.phash(grey))})
    (CORE / "image/golden/hashes.json").write_text(json.dumps(cases) + "\n")


def scorers() -> None:
    rng = np.random.default_rng(2605)
    mix = rng.normal(size=(DIM, DIM)) * np.linspace(0.2, 1.5, DIM)
    counts = (40, 25, 9)  # the last class has fewer rows than a feature has numbers
    centres = rng.normal(size=(CLASSES, DIM)) * 2
    features = np.concatenate([centres[c] + rng.normal(size=(n, DIM)) @ mix.T for c, n in enumerate(counts)])
    labels = np.repeat(np.arange(CLASSES), counts)
    queries = np.concatenate([features[[0, 45, 70]] + 0.1, rng.normal(size=(5, DIM)) * 4])
    weight, bias = rng.normal(size=(CLASSES, DIM)), rng.normal(size=CLASSES)
    logits, query_logits = features @ weight.T + bias, queries @ weight.T + bias

    own_means = np.stack([features[labels == c].mean(0) for c in range(CLASSES)])
    shared = LedoitWolf(assume_centered=True).fit(features - own_means[labels])
    background = LedoitWolf().fit(features)
    per_class = []
    for c in range(CLASSES):
        own = features[labels == c]
        pca = PCA(KEPT, svd_solver="full").fit(own)
        unit = own / np.linalg.norm(own, axis=1, keepdims=True)
        near = NearestNeighbors(n_neighbors=K, metric="cosine", algorithm="brute").fit(unit).kneighbors(queries)[0]
        distance = shared.mahalanobis(queries - own_means[c])
        per_class.append({
            "knn": near.mean(1).tolist(),
            "fre": np.linalg.norm(queries - pca.inverse_transform(pca.transform(queries)), axis=1).tolist(),
            "freWhitened": residual_in_deviations(own, queries, pca.components_).tolist(),
            "mahalanobis": distance.tolist(),
            "relative": (distance - background.mahalanobis(queries)).tolist(),
        })  # fmt: skip

    as_tensor = torch.from_numpy
    # pytorch-ood works in single precision: too coarse where a score is near 0
    torch.Tensor.float = torch.Tensor.double
    vim = ViM(None, VIM_KEPT, as_tensor(weight), as_tensor(bias))
    vim.fit_features(as_tensor(features), as_tensor(labels))
    TARGET.mkdir(exist_ok=True)
    (TARGET / "scorers.json").write_text(json.dumps({
        "dim": DIM, "kept": KEPT, "vimKept": VIM_KEPT, "k": K, "features": features.ravel().tolist(), "labels": labels.tolist(),
        "logits": logits.ravel().tolist(), "queries": queries.ravel().tolist(), "queryLogits": query_logits.tolist(),
        "perClass": per_class,
        "vim": vim.predict_features(as_tensor(queries)).tolist(),
        "energy": EnergyBased.score(as_tensor(query_logits)).tolist(),
        "softmax": MaxSoftmax.score(as_tensor(query_logits)).tolist(),
    }) + "\n")  # fmt: skip
    assert np.allclose(EnergyBased.score(as_tensor(query_logits)).numpy(), -logsumexp(query_logits, axis=1))


def texture_of(image: np.ndarray, mask: np.ndarray) -> list[float]:
    """src/core/description/texture.ts in NumPy and SciPy. image [3,S,S], mask [S,S] of 0 and 1"""
    side = mask.shape[0]
    inner, outer = (max(1, round(px * side / 64)) for px in (3, 12))

    def grow(region: np.ndarray, radius: int) -> np.ndarray:
        return ndimage.maximum_filter(region, size=2 * radius + 1, mode="constant")

    def shrink(region: np.ndarray, radius: int) -> np.ndarray:
        return 1 - grow(1 - region, radius)

    def log(value: float) -> float:
        return float(np.log(max(value, 1e-3)))

    inside, around = shrink(mask, inner), grow(mask, outer) - grow(mask, inner)
    inside, around = inside if inside.sum() >= 20 else mask, around if around.sum() >= 20 else 1 - mask
    regions = [inside > 0, around > 0]
    found = []
    for scale in (1, 2, 4):
        grey = image.mean(0).reshape(side // scale, scale, side // scale, scale).mean((1, 3))
        edges = np.abs(ndimage.laplace(grey, mode="nearest")).repeat(scale, 0).repeat(scale, 1)
        for region in regions:
            found += [log(edges[region].mean()), log(np.quantile(edges[region], 0.9))]

    def step(region: np.ndarray) -> float:
        pairs = [(np.abs(np.diff(image, axis=axis + 1)).mean(0), np.diff(region, axis=axis) != 0) for axis in (0, 1)]
        values = np.concatenate([differences[across] for differences, across in pairs])
        return log(values.mean() if len(values) else 0.0)

    border = step(mask)
    beside = [step(grow(mask, 1)), step(shrink(mask, 1)), step(grow(mask, 2)), step(shrink(mask, 2))]
    found += [border, *beside, border - beside[2], border - beside[3]]
    for channel in image:
        found += [channel[region].mean() for region in regions] + [log(channel[region].var()) for region in regions]
    for plane in (image[0] - image[1], image[1] - image[2]):
        for region in regions:
            values = plane[region]
            third, fourth = (((values - values.mean()) ** power).mean() for power in (3, 4))
            safe = values.var() + 1e-6
            found += [values.mean(), log(values.var()), third / safe**1.5, log(fourth / safe**2)]
        for scale in (2, 4):
            small = plane.reshape(side // scale, scale, side // scale, scale).mean((1, 3))
            edges = np.abs(ndimage.laplace(small, mode="nearest")).repeat(scale, 0).repeat(scale, 1)
            found += [log(edges[region].mean()) for region in regions]
    return [float(v) for v in found]


def textures() -> None:
    """A lesion in the middle, a small one at the edge, one that fills nearly everything."""
    rng, cases, side = np.random.default_rng(7), [], 32
    y, x = np.mgrid[:side, :side]
    for cx, cy, radius in ((16, 15, 8), (3, 28, 3), (16, 16, 22)):
        mask = ((x - cx) ** 2 + (y - cy) ** 2 <= radius**2).astype(float)
        colour = rng.uniform(-0.5, 0.9, (3, 1, 1))
        smooth = ndimage.gaussian_filter(rng.normal(size=(3, side, side)), (0, 1, 1))
        image = np.float32(np.clip(np.round(colour + 0.3 * smooth - 0.4 * mask, 2), -1, 1))
        cases.append({
            "image": np.round(image, 2).astype(float).ravel().round(2).tolist(), "mask": mask.ravel().astype(int).tolist(),
            "features": texture_of(image.astype(np.float64), mask),
        })  # fmt: skip
    (TARGET / "texture.json").write_text(json.dumps(cases) + "\n")


def block_steps_of(grey: np.ndarray) -> list[float]:
    """src/core/description/blockSteps.ts in NumPy, of a whole image. grey [H,W] of 0..255"""
    found = []
    for axis in (1, 0):
        steps = np.abs(np.diff(grey, axis=axis))
        phases = (np.arange(steps.shape[axis]) + 1) % 8
        means = np.array([steps.compress(phases == p, axis=axis).mean() for p in np.unique(phases)])
        others = (means.sum() - means) / (len(means) - 1)
        found.append(float(np.log((means + 0.02) / (others + 0.02)).max()))
    return found


def blocks() -> None:
    """Grey images as they are, with steps every eight pixels, and flat."""
    rng, cases = np.random.default_rng(8), []
    plain = np.clip(ndimage.gaussian_filter(rng.normal(128, 60, (21, 30)), 1), 0, 255).round()
    raised = plain + 9 * ((np.arange(30) // 8) % 2) + 4 * ((np.arange(21)[:, None] // 8) % 2)
    for grey in (plain, raised, np.full((12, 10), 77.0)):
        cases.append({
            "width": grey.shape[1], "height": grey.shape[0], "grey": grey.astype(int).ravel().tolist(),
            "steps": block_steps_of(grey),
        })  # fmt: skip
    (TARGET / "blockSteps.json").write_text(json.dumps(cases) + "\n")


def smoothness() -> None:
    """Ridge regression of the first two of eight numbers, summed, on the others: expected less found."""
    rng, inside = np.random.default_rng(12), 2
    rows = rng.normal(size=(30, 8)) @ rng.normal(size=(8, 8))
    queries = rng.normal(size=(5, 8)) * 3
    cases = []
    for n in (30, 5, 1):
        model = Ridge(alpha=1.0, solver="cholesky").fit(rows[:n, inside:], rows[:n, :inside].sum(1))
        scores = model.predict(queries[:, inside:]) - queries[:, :inside].sum(1)
        cases.append({"rows": rows[:n].ravel().tolist(), "scores": scores.tolist()})
    golden = {"inside": inside, "dim": 8, "queries": queries.ravel().tolist(), "cases": cases}
    (TARGET / "smoothness.json").write_text(json.dumps(golden) + "\n")


def binomial() -> None:
    cases = [(n, p, level) for n in (1, 5, 28, 200, 12_875) for p in (0.01, 0.05, 0.2, 0.5) for level in (0.95, 0.99)]
    rows = [
        {"n": n, "p": p, "level": level, "interval": [int(v) for v in binom.interval(level, n, p)]}
        for n, p, level in cases
    ]
    (TARGET / "binomial.json").write_text(json.dumps(rows) + "\n")
    rows = []
    for n, alpha, calibration in ((16, 0.05, 40), (145, 0.05, 149), (825, 0.2, 800), (20, 0.01, 98), (63, 0.1, 20)):
        a = int(np.floor(alpha * (calibration + 1) + 1e-9))
        interval = betabinom.interval(0.95, n, a, calibration + 1 - a) if a else (0, 0)
        rows.append({"n": n, "alpha": alpha, "calibration": calibration, "interval": [int(v) for v in interval]})
    (TARGET / "betaBinomial.json").write_text(json.dumps(rows) + "\n")


def ranking() -> None:
    rng = np.random.default_rng(3)
    rows = []
    for n, m in ((5, 7), (40, 13), (100, 100)):
        negatives, positives = rng.integers(0, 12, n), rng.integers(4, 16, m)
        area = roc_auc_score(np.r_[np.zeros(n), np.ones(m)], np.r_[negatives, positives])
        rows.append({"negatives": negatives.tolist(), "positives": positives.tolist(), "auroc": float(area)})
    (CORE / "metrics/golden").mkdir(exist_ok=True)
    (CORE / "metrics/golden/ranking.json").write_text(json.dumps(rows) + "\n")


if __name__ == "__main__":
    ranking()
    textures()
    blocks()
    smoothness()
    binomial()
    scorers()
    hashes()
