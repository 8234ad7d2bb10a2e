"""Text in composed letters and plain digits, with the way back to the original code points."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_WIDE = re.compile("[\uff01-\uff9d]")
_COMBINING = re.compile("[\u0300-\u036f\u3099\u309a\uff9e\uff9f]")
_WIDE_TABLE = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFF01, 0xFF9E)}
_CLUSTER = re.compile("[^\u0300-\u036f\u3099\u309a\uff9e\uff9f][\u0300-\u036f\u3099\u309a\uff9e\uff9f]*|.", re.DOTALL)


class PlainText(NamedTuple):
    """A text and, where it is not as long as the original, the place there of each of its characters."""

    text: str
    places: NDArray[np.int32] | None


def plain_text(text: str) -> PlainText:
    """A text in which letters are not taken apart and none is of half or double width.

    >>> plain_text("１２ Cafe\u0301s")
    PlainText(text='12 Cafés', places=array([0, 1, 2, 3, 4, 5, 6, 8], dtype=int32))
    """
    if text.isascii():
        return PlainText(text, None)
    if not _COMBINING.search(text):
        return PlainText(text.translate(_WIDE_TABLE) if _WIDE.search(text) else text, None)
    parts = [(unicodedata.normalize("NFKC", match.group()), match.start()) for match in _CLUSTER.finditer(text)]
    places = np.repeat(
        np.array([start for _, start in parts], np.int32), np.array([len(part) for part, _ in parts], np.int64)
    )
    return PlainText("".join(part for part, _ in parts), places)
