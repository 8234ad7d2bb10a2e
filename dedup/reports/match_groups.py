"""Merges the matches between the same two groups of copies, on columns: a hundred thousand need no `Match` objects."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.comparison.verified.verified_pairs import MatchColumns


def first_of_each_group(columns: MatchColumns, group_of: NDArray[np.int64]) -> tuple[NDArray[np.int64], ...]:
    """Merge the matches of one relation between the same two groups; `group_of` has the group of each place in `ids`.

    Returned are the first match of each, the closest relation first, and how many each stands for. Matches within a
    group are left out.
    """
    left, right = group_of[columns.left], group_of[columns.right]
    rows = np.flatnonzero(left != right)
    keys = (np.maximum(left, right)[rows], np.minimum(left, right)[rows], columns.relation_ranks[rows])
    order = np.lexsort(keys)  # stable: of equal keys, the first match stands first
    is_new = np.ones(len(rows), np.bool_)
    is_new[1:] = np.any([column[order][1:] != column[order][:-1] for column in keys], axis=0)
    starts = np.flatnonzero(is_new)
    first = rows[order[starts]]
    counts = np.diff(np.append(starts, len(rows)))
    by_rank = np.lexsort((first, columns.relation_ranks[first]))
    return first[by_rank], counts[by_rank]
