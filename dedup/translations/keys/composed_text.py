"""Text in composed letters of plain width, with the way back to the original code points."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.translations.keys.characters import FIRST_WIDE, LAST_WIDE

_MARKS = "\u0300-\u036f\u3099\u309a\uff9e\uff9f"
_CLUSTER = re.compile(f"[^{_MARKS}]?[{_MARKS}]+")
_PLAIN = np.array([ord(unicodedata.normalize("NFKC", chr(code))) for code in range(FIRST_WIDE, LAST_WIDE + 1)])


class ComposedText(NamedTuple):
    """A text and, where it is not as long as the original, the place there of each of its characters."""

    text: str
    places: NDArray[np.int32] | None


def composed_text(text: str) -> ComposedText:
    """A text in which letters are not taken apart.

    >>> composed_text("Cafe\u0301s")
    ComposedText(text='Cafés', places=array([0, 1, 2, 3, 5], dtype=int32))
    """
    parts, places, done = list[str](), list[NDArray[np.int32]](), 0
    for match in _CLUSTER.finditer(text):
        composed = unicodedata.normalize("NFKC", match.group())
        parts += [text[done : match.start()], composed]
        places += [np.arange(done, match.start(), dtype=np.int32), np.full(len(composed), match.start(), np.int32)]
        done = match.end()
    if not parts:
        return ComposedText(text, None)
    parts.append(text[done:])
    places.append(np.arange(done, len(text), dtype=np.int32))
    return ComposedText("".join(parts), np.concatenate(places))


def in_plain_width(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Code points in which no letter or digit is of half or double width.

    >>> in_plain_width(np.array([0xFF11, 0x31], np.uint32)).tolist()
    [49, 49]
    """
    is_wide = (codes >= FIRST_WIDE) & (codes <= LAST_WIDE)
    plain = codes.copy()
    plain[is_wide] = _PLAIN[codes[is_wide] - FIRST_WIDE]
    return plain
