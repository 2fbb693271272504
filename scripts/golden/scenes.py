"""Makes the golden values of src/core/scene from scikit-learn: a fitted reader's probabilities, shares of calibration scenes, AUROC on test scenes.

Run from the repository's root with scikit-learn 1.9: `python scripts/golden/scenes.py`.
"""

import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

TARGET = Path(__file__).resolve().parents[2] / "src/core/scene/golden"
CODES = ["MEL", "NV", "BCC", "AK", "BKL", "DF", "VASC", "SCC"]
PENALTY, DIM = 0.5, 6


def main() -> None:
    rng = np.random.default_rng(25)
    middles = rng.normal(size=(8, DIM))
    scenes = []
    for split, each in (("train", 9), ("calibration", 5), ("test", 6)):
        for label, code in enumerate(CODES):
            for features in middles[label] + 1.2 * rng.normal(size=(each + label % 3, DIM)):
                scenes.append({"class": code, "split": split, "features": features.round(4).tolist()})
    parts = {
        split: (np.array([s["features"] for s in scenes if s["split"] == split]), [CODES.index(s["class"]) for s in scenes if s["split"] == split])
        for split in ("train", "calibration", "test")
    }
    x, labels = parts["train"]
    mean, sd = x.mean(0), x.std(0)
    weights = 1 / np.bincount(labels)[labels]
    model = LogisticRegression(C=1 / PENALTY, tol=1e-12, max_iter=100_000).fit((x - mean) / sd, labels, sample_weight=weights / weights.sum())

    def odds(values: np.ndarray) -> np.ndarray:
        p = model.predict_proba((values - mean) / sd)
        return np.log(p / (1 - p))

    held, test = odds(parts["calibration"][0]), odds(parts["test"][0])
    held_labels, test_labels = np.array(parts["calibration"][1]), np.array(parts["test"][1])
    fits = [
        [float((1 + (held[held_labels == k, k] <= row[k]).sum()) / (1 + (held_labels == k).sum())) for k in range(8)] for row in test
    ]
    auroc = {code: float(roc_auc_score(test_labels == k, test[:, k])) for k, code in enumerate(CODES)}
    TARGET.mkdir(exist_ok=True)
    (TARGET / "scenes.json").write_text(json.dumps({"penalty": PENALTY, "scenes": scenes, "odds": test.tolist(), "fits": fits, "auroc": auroc}) + "\n")


if __name__ == "__main__":
    main()
