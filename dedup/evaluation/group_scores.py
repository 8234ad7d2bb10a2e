"""How well groups of articles agree with labelled ones.

Pairwise figures count pairs of articles that are in one group; the adjusted Rand index (Hubert and Arabie 1985) sets
chance aside; B-cubed figures (Bagga and Baldwin 1998) are means over articles, so that large groups count less.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GroupScore:
    """Agreement of the groups of a report (`clusters` or `stories`) with those of the labels."""

    kind: str
    articles: int
    pairwise_precision: float
    pairwise_recall: float
    pairwise_f1: float
    bcubed_precision: float
    bcubed_recall: float
    bcubed_f1: float
    adjusted_rand: float


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
    recall = float((squares / sizes[0][table.row]).sum() / len(ids))
    precision = float((squares / sizes[1][table.col]).sum() / len(ids))
    pairwise = _ratio(both, both + found_only), _ratio(both, both + gold_only)
    rand = float(adjusted_rand_score(gold, found))
    return GroupScore(
        kind, len(ids), *pairwise, harmonic_mean(*pairwise), precision, recall, harmonic_mean(precision, recall), rand
    )


def harmonic_mean(one: float, other: float) -> float:
    """The harmonic mean of two shares, 0 if one of them is."""
    return 2 * one * other / (one + other) if one and other else 0.0


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
