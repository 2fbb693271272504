"""Golden values of Cohen's kappa with its interval and of Wilson's interval: statsmodels 0.14.6, on scikit-learn's kappa as well.

python scripts/golden/agreement.py  (beside the packages of training/requirements.txt: pip install statsmodels==0.14.6)
"""

import json
from pathlib import Path

import numpy as np
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.proportion import proportion_confint

TABLES = [[[40, 9], [6, 45]], [[13, 12], [0, 15]], [[80, 1], [1, 2]], [[20, 3, 2], [4, 15, 6], [1, 5, 30]], [[15, 15], [15, 15]]]
SHARES = [[0, 10], [3, 10], [10, 10], [123, 456], [1, 2]]

out = []
for table in TABLES:
    array = np.array(table)
    found = cohens_kappa(array)
    pairs = [(i, j) for i, row in enumerate(table) for j, count in enumerate(row) for _ in range(count)]
    again = cohen_kappa_score([a for a, _ in pairs], [b for _, b in pairs])
    assert abs(found.kappa - again) < 1e-12
    out.append({"table": table, "kappa": found.kappa, "interval": [found.kappa_low, found.kappa_upp]})
shares = [
    {"successes": k, "n": n, "interval": list(proportion_confint(k, n, alpha=0.05, method="wilson"))} for k, n in SHARES
]
path = Path("src/core/metrics/golden/agreement.json")
path.write_text(json.dumps({"kappa": out, "wilson": shares}, indent=1) + "\n")
