"""How rare a key is follows from its shape, and from no corpus; `kernels.translate.key_parts` says what a key is.

The weight of a key is ln(1 + 1 / share) times a factor of its kind, where `share` are the articles that hold a key of
this shape (geometric mean over the keys of 1,288 articles in nine languages). So a scan, an index and a comparison of
two articles weigh alike. On those articles this was as good as weights from their own frequencies.
"""

from __future__ import annotations

import math
from functools import cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.translate.key_parts import PLACE, SHAPE_SHIFT

# The share of articles that hold a key of a shape, and the factor of its kind.
_FIGURE, _PLACE, _SPELT, _NAME = 1.3, 0.6, 0.4, 0.7
_SHARES = (
    (0.1065, _FIGURE), (0.0737, _FIGURE),  # to 12, to 31
    (0.0453, _FIGURE), (0.0121, _FIGURE), (0.0277, _FIGURE),  # below 100: round, others; a year
    (0.0167, _FIGURE), (0.005, _FIGURE), (0.004, _FIGURE), (0.003, _FIGURE), (0.0027, _FIGURE),  # significant digits
    (0.0044, _FIGURE), (0.0032, _FIGURE), (0.0038, _FIGURE),  # decimals
    (0.0124, _FIGURE), (0.0198, _PLACE),
    (0.0206, _SPELT), (0.0164, _SPELT), (0.0127, _SPELT), (0.0128, _SPELT),
    (0.2518, _NAME), (0.0835, _NAME), (0.028, _NAME), (0.0193, _NAME),
)  # fmt: skip
_MAX_TELLING_SHARE = 0.03  # what more articles hold says nothing of one event


@cache
def key_weights() -> NDArray[np.float64]:
    """The weight of a key by its shape, (shapes,)."""
    return np.array([math.log1p(1 / share) * factor for share, factor in _SHARES])


@cache
def telling_shapes() -> NDArray[np.bool_]:
    """Which shapes tell one event from another, (shapes,)."""
    return np.array([share <= _MAX_TELLING_SHARE for share, _ in _SHARES])


def place_key(place: str) -> int:
    """The key of a country or city by its code or English name."""
    return PLACE << SHAPE_SHIFT | crc32(place.encode()) & (1 << SHAPE_SHIFT) - 1
