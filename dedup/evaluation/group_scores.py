"""How well groups of articles agree with labelled ones.

Pairwise figures count pairs of articles that are in one group; the adjusted Rand index (Hubert and Arabie 1985) sets
chance aside; B-cubed figures (Bagga and Baldwin 1998) are means over articles, so that large groups count less. Their
intervals are those of a bootstrap over labelled groups (Efron and Tibshirani 1993): articles of one group stand or fall
together, so that a thousand articles of ten groups are ten observations.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_DRAWS = 2000
_SEED = 1  # equal labels have equal intervals
_TAILS = (2.5, 97.5)


class Interval(NamedTuple):
    """What holds the true figure in 95 of 100 samples; 0 and 1 where there are too few groups to tell."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class GroupScore:
    """Agreement of the groups of a report (`clusters` or `stories`) with those of the labels.

    The intervals are those of the B-cubed figures.
    """

    kind: str
    articles: int
    pairwise_precision: float
    pairwise_recall: float
    pairwise_f1: float
    bcubed_precision: float
    bcubed_recall: float
    bcubed_f1: float
    adjusted_rand: float
    precision_interval: Interval
    recall_interval: Interval
    f1_interval: Interval


def score_groups(kind: str, labelled: Mapping[str, str], groups: Iterable[Sequence[str]]) -> GroupScore:
    """The agreement over all labelled articles; one that is in no group is a group of its own.

    >>> score = score_groups("clusters", {"a": "1", "b": "1", "c": "2"}, [("a", "b")])
    >>> score.pairwise_f1, score.bcubed_f1, score.adjusted_rand
    (1.0, 1.0, 1.0)
    """
    import numpy as np
    from sklearn.metrics import adjusted_rand_score
    from sklearn.metrics.cluster import contingency_matrix, pair_confusion_matrix

    group_of = {article_id: number for number, group in enumerate(groups) for article_id in group}
    ids = sorted(labelled)
    gold = [labelled[article_id] for article_id in ids]
    found = [group_of.get(article_id, -1 - place) for place, article_id in enumerate(ids)]
    (_, found_only), (gold_only, both) = pair_confusion_matrix(gold, found).tolist()
    table = contingency_matrix(gold, found, sparse=True).tocoo()
    sizes = np.asarray(table.sum(axis=1)).ravel(), np.asarray(table.sum(axis=0)).ravel()
    squares = table.data.astype(float) ** 2
    recalls = np.bincount(table.row, squares / sizes[0][table.row], len(sizes[0]))
    precisions = np.bincount(table.row, squares / sizes[1][table.col], len(sizes[0]))
    recall, precision = float(recalls.sum() / len(ids)), float(precisions.sum() / len(ids))
    pairwise = _ratio(both, both + found_only), _ratio(both, both + gold_only)
    rand = float(adjusted_rand_score(gold, found))
    return GroupScore(
        kind,
        len(ids),
        *pairwise,
        harmonic_mean(*pairwise),
        precision,
        recall,
        harmonic_mean(precision, recall),
        rand,
        *_intervals(sizes[0], precisions, recalls),
    )


def _intervals(
    sizes: NDArray[np.int64], precisions: NDArray[np.number], recalls: NDArray[np.number]
) -> tuple[Interval, Interval, Interval]:
    """The intervals of precision, recall and F1, given the sums over the articles of each labelled group."""
    import numpy as np

    if len(sizes) < 2:
        return (Interval(0.0, 1.0),) * 3
    chance = np.random.default_rng(_SEED)
    sums = np.empty((3, _DRAWS))
    for draw in range(_DRAWS):
        chosen = chance.integers(0, len(sizes), len(sizes))
        sums[:, draw] = precisions[chosen].sum(), recalls[chosen].sum(), sizes[chosen].sum()
    precision, recall = sums[0] / sums[2], sums[1] / sums[2]
    f1 = 2 * precision * recall / (precision + recall)
    one, other, both = (Interval(*np.percentile(each, _TAILS).tolist()) for each in (precision, recall, f1))
    return one, other, both


def harmonic_mean(one: float, other: float) -> float:
    """The harmonic mean of two shares, 0 if one of them is."""
    return 2 * one * other / (one + other) if one and other else 0.0


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
