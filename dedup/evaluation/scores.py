"""How well the relations of pairs agree with labels: shares with their intervals, confusion, a curve.

Intervals are those of Wilson (1927) at 95 %, by SciPy; precision, recall and the curve are scikit-learn's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from dedup.comparison.match import Relation
from dedup.sketch.fingerprints import NUM_BANDS, NUM_PERMUTATIONS

COPY = "copy"  # any relation of copies: the name of their row among the scores
_CURVE_STEPS = 21
_SIMILARITY_STEPS = 10


@dataclass(frozen=True, slots=True)
class Share:
    """A share of some pairs, and the interval that holds the true one in 95 of 100 samples; nan of no pairs.

    >>> share = Share.of(9, 10)
    >>> share.value, round(share.low, 3), round(share.high, 3)
    (0.9, 0.596, 0.982)
    """

    value: float
    low: float
    high: float
    right: int
    pairs: int

    @classmethod
    def of(cls, right: int, pairs: int) -> Share:
        """The share of so many right ones of some pairs."""
        if not pairs:
            return cls(float("nan"), 0.0, 1.0, 0, 0)
        from scipy.stats import binomtest

        interval = binomtest(right, pairs).proportion_ci(method="wilson")
        return cls(right / pairs, float(interval.low), float(interval.high), right, pairs)


@dataclass(frozen=True, slots=True)
class RelationScore:
    """How well one relation is found: of the pairs that have it, and of those that are said to have it."""

    relation: str
    precision: Share
    recall: Share
    f1: float


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often each relation was found (columns) where each was labelled (rows)."""

    relations: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


class CurvePoint(NamedTuple):
    """Precision and recall of copies if all pairs were copies of which one text has at least this share."""

    threshold: float
    precision: float
    recall: float


class SimilarityRecall(NamedTuple):
    """How many of the labelled copies of about this Jaccard similarity are among the matches, and how many of all such
    pairs the bands of a signature find (locality-sensitive hashing; the rest is found by anchors, or not).
    """

    similarity: float
    found: Share
    by_bands: float


def score_relation(relation: str, labelled: Sequence[bool], found: Sequence[bool]) -> RelationScore:
    """The score of one relation, given which pairs are labelled so, and which are found so.

    >>> score_relation("near", [True, True, False], [True, False, False]).f1
    0.6666666666666666
    """
    from sklearn.metrics import f1_score

    both = sum(one and other for one, other in zip(labelled, found, strict=True))
    f1 = f1_score(labelled, found, zero_division=0.0) if any(labelled) or any(found) else float("nan")
    return RelationScore(relation, Share.of(both, sum(found)), Share.of(both, sum(labelled)), float(f1))


def confusion_of(labelled: Sequence[Relation], found: Sequence[Relation]) -> Confusion:
    """The confusion of relations, in their order, of those that occur."""
    from sklearn.metrics import confusion_matrix

    relations = [each.value for each in Relation if each in {*labelled, *found}]
    if len(relations) < 2:  # of which scikit-learn warns
        return Confusion(tuple(relations), ((len(found),),))
    counts = confusion_matrix([each.value for each in labelled], [each.value for each in found], labels=relations)
    return Confusion(tuple(relations), tuple(map(tuple, counts.tolist())))


def curve_of(labelled: Sequence[bool], scores: Sequence[float]) -> tuple[CurvePoint, ...]:
    """Precision and recall at twenty thresholds of the score; none if all pairs have one label."""
    from sklearn.metrics import precision_recall_curve

    if len(set(labelled)) < 2:
        return ()
    precision, recall, thresholds = precision_recall_curve(labelled, scores)
    steps = np.linspace(0, 1, _CURVE_STEPS)
    places = np.searchsorted(thresholds, steps)
    rows = zip(steps.tolist(), precision[places].tolist(), recall[places].tolist(), strict=True)
    return tuple(CurvePoint(round(step, 2), *rates) for step, *rates in rows if step <= thresholds[-1])


def recall_by_similarity(similarities: Sequence[float], found: Sequence[bool]) -> tuple[SimilarityRecall, ...]:
    """The share of pairs that were found, in steps of a tenth of their similarity; steps without pairs are left out.

    >>> [(step.similarity, step.found.value) for step in recall_by_similarity([0.42, 0.44, 0.97], [True, False, True])]
    [(0.45, 0.5), (0.95, 1.0)]
    """
    steps = [min(int(each * _SIMILARITY_STEPS), _SIMILARITY_STEPS - 1) for each in similarities]
    points = []
    for step in sorted(set(steps)):
        inside = [is_found for place, is_found in zip(steps, found, strict=True) if place == step]
        middle = (step + 0.5) / _SIMILARITY_STEPS
        points.append(SimilarityRecall(middle, Share.of(sum(inside), len(inside)), recall_of_bands(middle)))
    return tuple(points)


def recall_of_bands(similarity: float) -> float:
    """The share of pairs of a Jaccard similarity that share a band (Indyk and Motwani 1998).

    >>> round(recall_of_bands(0.5), 2)
    0.87
    """
    return float(1 - (1 - similarity ** (NUM_PERMUTATIONS // NUM_BANDS)) ** NUM_BANDS)
