"""Golden values of the quality measures and of the probe: prdc 0.2, vendi-score 0.0.3, scikit-learn, SciPy.

python scripts/golden/evaluate.py  (beside the packages of training/requirements.txt: pip install prdc==0.2 vendi-score==0.0.3)
"""

import json
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.special import logsumexp, softmax
from prdc import compute_prdc
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, balanced_accuracy_score, recall_score
from sklearn.metrics.pairwise import polynomial_kernel
from vendi_score import vendi

rng = np.random.default_rng(3)
real = rng.normal(size=(40, 6)).round(4)
made = (rng.normal(size=(30, 6)) * 0.8 + 0.4).round(4)

scale = np.concatenate([real, made]).std(ddof=1)
x, y = real / scale, made / scale
within = 0.0
for z in (x, y):
    k = polynomial_kernel(z, degree=3, gamma=1 / 6, coef0=1)
    within += (k.sum() - np.trace(k)) / (len(z) * (len(z) - 1))
kid = within - 2 * polynomial_kernel(x, y, degree=3, gamma=1 / 6, coef0=1).mean()

unit = made / np.linalg.norm(made, axis=1, keepdims=True)

labels = np.repeat([0, 1, 2], [30, 20, 20])
features = (rng.normal(size=(70, 4)) + np.eye(3, 4)[labels]).round(4)
weights = rng.integers(1, 4, 70) / 4
fit = LogisticRegression(C=1 / 0.05, tol=1e-12, max_iter=100_000).fit(features, labels, sample_weight=weights / weights.sum())
probabilities = fit.predict_proba(features)

made_from, among = 50, [1, 2]  # rows from here on have a softmax restricted to these


def apart_loss(point: np.ndarray) -> float:
    coefficients = point.reshape(3, 5)
    scores = features @ coefficients[:, :4].T + coefficients[:, 4]
    scores[made_from:, [c for c in range(3) if c not in among]] = -np.inf
    each = logsumexp(scores, axis=1) - scores[np.arange(70), labels]
    return float((weights * each).sum() / weights.sum() + 0.05 / 2 * np.square(coefficients[:, :4]).sum())


assert set(labels[made_from:]) <= set(among)
apart = minimize(apart_loss, np.zeros(15), method="BFGS", options={"gtol": 1e-9, "maxiter": 10_000}).x.reshape(3, 5)

out = {
    "real": real.tolist(), "made": made.tolist(), "kid": kid,
    "prdc": {name: float(value) for name, value in compute_prdc(real, made, nearest_k=5).items()},
    "vendi": float(vendi.score_dual(unit, normalize=False)),
    "probe": {
        "features": features.tolist(), "labels": labels.tolist(), "weights": weights.tolist(), "penalty": 0.05,
        "probabilities": probabilities.tolist(),
        "apart": {"from": made_from, "classes": among, "probabilities": softmax(features @ apart[:, :4].T + apart[:, 4], axis=1).tolist()},
        "balanced_accuracy": balanced_accuracy_score(labels, probabilities.argmax(1)),
        "recall": recall_score(labels, probabilities.argmax(1), average=None).tolist(),
        "auprc": [average_precision_score(labels == c, probabilities[:, c]) for c in range(3)],
    },
}  # fmt: skip
Path("src/core/evaluation/golden/evaluate.json").write_text(json.dumps(out) + "\n")
