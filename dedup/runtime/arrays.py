"""What numpy does slowly for few numbers."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Kind = TypeVar("Kind", bound=np.generic)


def distinct(*values: NDArray[Kind]) -> NDArray[Kind]:
    """The distinct values of some arrays, in order, (n,): in a third of the time of `np.unique`.

    >>> distinct(np.array([3, 1, 3]), np.array([2])).tolist()
    [1, 2, 3]
    """
    ordered = np.sort(np.concatenate([array.ravel() for array in values]))
    is_first = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=is_first[1:])
    return ordered[is_first]


def is_among(values: NDArray[Kind], ordered: NDArray[Kind]) -> NDArray[np.bool_]:
    """Which values are among others, which ascend, (n,): without a look at each of these, as `np.isin` takes.

    >>> is_among(np.array([4, 3, 9]), np.array([1, 3, 5])).tolist()
    [False, True, False]
    """
    if not len(ordered):
        return np.zeros(values.shape, np.bool_)
    is_held: NDArray[np.bool_] = np.take(ordered, np.searchsorted(ordered, values), mode="clip") == values
    return is_held
