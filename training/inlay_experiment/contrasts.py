"""Numbers of the experiment and what can be said of their differences: lesions and seeds are drawn again, for all arms alike.

A draw takes test lesions with replacement, class by class, with all their images, and seeds with replacement. Rare classes have ten
lesions, of which quantiles of such draws say too much: one less is drawn than there are and counts for more (Rao & Wu, 1988), so that
the draws spread as the truth does, and an interval is their spread times Student's t with the degrees of freedom of what was drawn
(Satterthwaite, 1946). `tests/test_contrasts.py` simulates that it covers. Row 0 of every array over draws is the test set and the
seeds themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student_t

Z95 = 1.959963984540054


@dataclass(frozen=True)
class Interval:
    value: float
    low: float
    high: float

    def reads(self) -> str:
        """What a difference says."""
        return "higher" if self.low > 0 else "lower" if self.high < 0 else "not told apart"


def fewer(count: int, draws: int, rng: np.random.Generator) -> np.ndarray:
    """How much each of `count` things counts in each draw of one less than there are. -> [draws,count], each row of sum `count`"""
    if count < 2:
        return np.ones((draws, count))
    return rng.multinomial(count - 1, np.full(count, 1 / count), size=draws) * count / (count - 1)


def lesion_draws(labels: np.ndarray, lesions: np.ndarray, draws: int, rng: np.random.Generator) -> np.ndarray:
    """How often each image counts in each draw. labels, lesions [N] -> [1+draws,N]"""
    weights = np.ones((len(labels), 1 + draws)).T  # an image's draws lie together, as `ranking` takes them
    for label in np.unique(labels):
        rows = np.flatnonzero(labels == label)
        _, lesion = np.unique(lesions[rows], return_inverse=True)
        weights[1:, rows] = fewer(lesion.max() + 1, draws, rng)[:, lesion]
    return weights


def seed_draws(seeds: int, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Share of each seed in each draw. -> [1+draws,S]"""
    return np.concatenate([np.ones((1, seeds)), fewer(seeds, draws, rng)]) / seeds


def recalls(read: np.ndarray, labels: np.ndarray, weights: np.ndarray, classes: int) -> np.ndarray:
    """Share of the images of each class that are read as it. read, labels [N], weights [B,N] -> [B,classes]; no number where a class is absent."""
    own = labels[:, None] == np.arange(classes)
    right = own & (read == labels)[:, None]
    with np.errstate(invalid="ignore"):
        return (weights @ right) / (weights @ own)


def _by_threshold(scores: np.ndarray, positive: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weight seen, and that of positives, at each distinct threshold from the highest down; equal scores come in together. [T,B] each"""
    order = np.argsort(-scores.astype(np.float64), kind="stable")
    begins = np.append(True, np.diff(scores[order]) != 0)
    seen = np.add.reduceat(weights.T[order], np.flatnonzero(begins), axis=0).cumsum(0)
    of_positives = positive[order]
    thresholds, first = np.unique((np.cumsum(begins) - 1)[of_positives], return_index=True)
    found = np.zeros_like(seen)
    found[thresholds] = np.add.reduceat(weights.T[order[of_positives]], first, axis=0)
    return seen, found.cumsum(0)


def ranking(scores: np.ndarray, positive: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How well scores rank the positives, of which there is one at least, first. [N], [N], [B,N] -> [B] area under precision over recall by
    steps, as scikit-learn's average_precision_score; [B] area under the ROC curve, as its roc_auc_score."""
    seen, found = _by_threshold(scores, positive, weights)
    more, false = np.diff(found, axis=0, prepend=0), seen - found
    with np.errstate(invalid="ignore", divide="ignore"):
        precision = np.where(seen > 0, found / np.maximum(seen, 1e-12), 0)
        area = (np.diff(false, axis=0, prepend=0) * (found - more / 2)).sum(0)
        return (more * precision).sum(0) / found[-1], area / (found[-1] * false[-1])


def softmax(logits: np.ndarray) -> np.ndarray:
    raised = np.exp(logits - logits.max(1, keepdims=True))
    return raised / raised.sum(1, keepdims=True)


def expected_calibration_error(probabilities: np.ndarray, labels: np.ndarray, bins: int = 15) -> float:
    """Mean distance of confidence and accuracy over bins of equal width (Guo et al., arXiv 1706.04599). [N,C], [N]"""
    confidence, right = probabilities.max(1), probabilities.argmax(1) == labels
    bin_of = np.minimum((confidence * bins).astype(int), bins - 1)
    parts = [(bin_of == b) for b in range(bins)]
    return float(sum(abs(right[own].mean() - confidence[own].mean()) * own.mean() for own in parts if own.any()))


def wilson(share: float, n: int) -> Interval:
    """95 % score interval of a share (Wilson, 1927)."""
    z2 = Z95**2 / n
    middle, half = share + z2 / 2, Z95 * np.sqrt(share * (1 - share) / n + z2 / (4 * n))
    return Interval(share, float((middle - half) / (1 + z2)), float((middle + half) / (1 + z2)))


def degrees_of_freedom(variances: np.ndarray, own: np.ndarray) -> float:
    """Of a sum of independent parts: their variances, and the degrees of freedom of each variance (Satterthwaite, 1946)."""
    known = (own > 0) & (variances > 0)
    if not known.any():
        return 1.0
    return float(variances[known].sum() ** 2 / (variances[known] ** 2 / own[known]).sum())


@dataclass(frozen=True)
class Difference:
    """Of a metric between two arms, or of one arm from nothing: its estimate, its standard error, its degrees of freedom."""

    value: float
    error: float
    freedom: float

    def interval(self) -> Interval:
        """95 %."""
        half = float(student_t.ppf(0.975, self.freedom)) * self.error
        return Interval(self.value, self.value - half, self.value + half)

    def p_value(self) -> float:
        """Two-sided."""
        if self.error == 0:
            return 1.0 if self.value == 0 else 0.0
        return float(2 * student_t.sf(abs(self.value) / self.error, self.freedom))


def difference(values: np.ndarray, seed_weights: np.ndarray, parts: np.ndarray, lesions: np.ndarray) -> Difference:
    """values [S,B] of a metric that is a mean over classes, seed_weights [B,S]; parts [S,B,C] the same a class, and its lesions [C], which
    tell the degrees of freedom."""
    drawn = (seed_weights * values.T).sum(1)
    seeds = seed_weights[1:] @ values[:, 0]
    variances = np.append(np.nanvar(parts.mean(0)[1:], axis=0) / parts.shape[2] ** 2, np.var(seeds))
    freedom = degrees_of_freedom(np.nan_to_num(variances), np.append(lesions, len(values)) - 1)
    return Difference(float(drawn[0]), float(np.std(drawn[1:])), freedom)


def holm(p_values: list[float]) -> list[float]:
    """Adjusted for being several (Holm, 1979), in the order given."""
    adjusted, largest = [0.0] * len(p_values), 0.0
    for rank, at in enumerate(np.argsort(p_values, kind="stable")):
        largest = max(largest, min(1.0, (len(p_values) - rank) * p_values[at]))
        adjusted[at] = largest
    return adjusted
