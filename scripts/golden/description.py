"""Makes the golden values of the bands of src/core/description, from PyTorch and the masks and blurs of training/, and of their contrast, from scikit-learn.

Run from the repository's root, with the packages of training/requirements.txt: python scripts/golden/description.py
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch
from sklearn.linear_model import Ridge

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "training"))
from inlay_training.data.masks import blur, dilate  # noqa: E402
from inlay_training.latent.measure import BANDS  # noqa: E402

BORDER_PX, RING_PX, FEWEST, FLOOR = 4, 20, 30, 0.002


def eroded(mask: torch.Tensor, radius: int) -> torch.Tensor:
    return 1 - dilate(1 - mask, radius)


def large(masks: list[torch.Tensor]) -> torch.Tensor | None:
    return next((mask for mask in masks if float(mask.sum()) >= FEWEST), None)


def bands(image: torch.Tensor, mask: torch.Tensor) -> list[float]:
    """image [3,S,S] in [-1,1], mask [S,S] of 0 and 1 -> ln of the deviation inside in three bands, then of its ratio to that around"""
    grey, painted = image.mean(0)[None, None], mask[None, None]
    inside = large([eroded(painted, BORDER_PX), eroded(painted, BORDER_PX // 2)])
    inside = painted if inside is None else inside
    around = large([dilate(painted, px) * (1 - dilate(painted, BORDER_PX)) for px in (RING_PX, mask.shape[0])])

    def deviation(band: torch.Tensor, where: torch.Tensor) -> float:
        mean = (band.square() * where).sum() / where.sum().clamp_min(1)
        return float(mean.sqrt().clamp_min(FLOOR).log())

    levels, ratios = [], []
    for fine, wide in BANDS:
        band = (blur(grey, fine) if fine else grey) - blur(grey, wide)
        levels.append(deviation(band, inside))
        ratios.append(0.0 if around is None else levels[-1] - deviation(band, around))
    return levels + ratios


def contrast() -> None:
    """Levels inside regressed on levels around within classes, and the length of what is left in its covariance."""
    rng = np.random.default_rng(8)
    labels = np.arange(60) % 3
    around = rng.normal(size=(60, 3)) + labels[:, None]
    inside = around @ rng.normal(size=(3, 3)) + 0.3 * rng.normal(size=(60, 3))
    rows = np.concatenate([inside, inside - around], 1).round(4)
    centred = np.concatenate([rows[labels == k] - rows[labels == k].mean(0) for k in range(3)])
    given, wanted = centred[:, :3] - centred[:, 3:], centred[:, :3]
    weights = Ridge(alpha=1, fit_intercept=False).fit(given, wanted).coef_.T
    left = wanted - given @ weights
    precision = np.linalg.inv(left.T @ left / len(left) + 1e-6 * np.eye(3))
    own, queries = rows[labels == 1], rng.normal(size=(6, 6)).round(4)
    offset = queries - own.mean(0)
    rest = offset[:, :3] - (offset[:, :3] - offset[:, 3:]) @ weights
    lengths = np.sqrt(np.einsum("qi,ij,qj->q", rest, precision, rest))
    target = ROOT / "src/core/gates/typical/golden/contrast.json"
    value = {"dim": 6, "features": rows.tolist(), "labels": labels.tolist(), "own": own.tolist()}
    target.write_text(json.dumps({**value, "queries": queries.tolist(), "lengths": lengths.tolist()}) + "\n")


def main() -> None:
    g = torch.Generator().manual_seed(7)
    rows = []
    for side, radius in ((40, 12), (30, 5), (24, 40), (32, 0)):
        y, x = torch.meshgrid(torch.arange(side), torch.arange(side), indexing="ij")
        mask = ((y - side / 2) ** 2 + (x - side / 2.2) ** 2 < radius**2).double()
        image = torch.rand(3, side, side, generator=g).double() * 2 - 1
        image = torch.where(mask.bool(), blur(image[:, None], 1)[:, 0], image).mul(1000).round() / 1000
        rows.append(
            {"image": image.flatten().tolist(), "mask": mask.int().flatten().tolist(), "numbers": bands(image, mask)}
        )
    target = ROOT / "src/core/description/golden/bands.json"
    target.write_text(json.dumps(rows) + "\n")


if __name__ == "__main__":
    main()
    contrast()
