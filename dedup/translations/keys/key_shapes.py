"""A key is one number: its shape, and a value. How rare a key is follows from its shape, and from no corpus.

    bits 27-31    the shape: what is a key's kind, and how rare such keys are
    bits 18-26    the beginning of a name: its first three consonants
    bits 0-17     the rest; of a figure, day or spelling bits 0-26 are a hash

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

SHAPE_SHIFT, PREFIX_SHIFT = 27, 18
MAX_CLASSES = 5  # consonants of a name
PREFIX_CLASSES = 3

SMALL_FIGURES, DECIMALS = range(2), range(10, 13)  # to 12 and to 31; with 2, 3, 4 and more digits
DAY, PLACE = 13, 14
SPELT, NAME = range(15, 19), range(19, 23)  # of 3 to 6 letters, of 2 to 5 consonants
FIGURES = range(14)  # days too

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
_FIRST_YEAR, _LAST_YEAR = 1980, 2035


@cache
def key_weights() -> NDArray[np.float64]:
    """The weight of a key by its shape, (shapes,)."""
    return np.array([math.log1p(1 / share) * factor for share, factor in _SHARES])


@cache
def telling_shapes() -> NDArray[np.bool_]:
    """Which shapes tell one event from another, (shapes,)."""
    return np.array([share <= _MAX_TELLING_SHARE for share, _ in _SHARES])


_MAX_FIGURE = 1e100  # digits by the hundred are no figure, and beyond any number


def figure_key(value: float) -> int:
    """The key of a figure, by its value in six digits.

    >>> figure_key(34000.0) == figure_key(34e3), figure_key(34000.0) == figure_key(340.0)
    (True, False)
    """
    value = value if value < _MAX_FIGURE else _MAX_FIGURE
    return _figure_shape(value) << SHAPE_SHIFT | _hashed(f"{value:.6g}")


def day_key(month: int, day: int) -> int:
    """The key of a day of a year."""
    return DAY << SHAPE_SHIFT | _hashed(f"{month}-{day}")


def place_key(place: str) -> int:
    """The key of a country or city by its code or English name."""
    return PLACE << SHAPE_SHIFT | _hashed(place)


def spelt_key(letters: str) -> int:
    """The key of a word by its first letters, in Latin script."""
    return SPELT[min(len(letters), 6) - 3] << SHAPE_SHIFT | _hashed(letters[:6])


def key_of_name(classes: str) -> int:
    """The key of a name by its consonants, digits 1 to 6: two or more of them."""
    digits = (classes[:MAX_CLASSES] + "0" * MAX_CLASSES)[:MAX_CLASSES]
    shape = NAME[min(len(classes), MAX_CLASSES) - 2]
    prefix, rest = int(digits[:PREFIX_CLASSES], 7), int(digits[PREFIX_CLASSES:], 7)
    return shape << SHAPE_SHIFT | prefix << PREFIX_SHIFT | rest


def _figure_shape(value: float) -> int:
    if value != int(value):
        return DECIMALS[min(4, max(2, len(f"{value:.6g}") - 1)) - 2]
    number = int(value)
    if number <= 31:
        return SMALL_FIGURES[number > 12]
    if _FIRST_YEAR <= number <= _LAST_YEAR:
        return 4
    if number < 100:
        return 2 if number % 10 == 0 else 3
    return 4 + min(5, len(str(number).rstrip("0")))


def _hashed(text: str) -> int:
    return crc32(text.encode()) & (1 << SHAPE_SHIFT) - 1
