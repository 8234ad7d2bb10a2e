"""The typed side of reading: one text to arrays of folded words.

A word is a run of letters and digits after folding (`dedup.text.fold`); ideographs are words of their own. No Python object is made
for a word: it is a 64-bit hash of its folded UTF-8, a place in the text, the kind of word it is, and the border before it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.article import Span

# Bits of `Words.borders`: what lies before a word (and, in the last entry, behind the last word).
SENTENCE = 1  # one of . ! ? … 。！？ (with closing quotes and brackets behind it), then white space
LINE = 2  # a newline, unless the next word begins in lower case: text wrapped by hand
WRAPPED = 4  # together with LINE: a newline that hard wrapping explains too (the line before has 45-100 characters and
#              no end mark, the line behind it at most 100): a border of blocks, but not of units
BLANK = 8  # an empty line: two newlines or more
TEXT_END = 16  # the beginning or end of the text

# Bits of `Words.kinds`.
NUMBER = 1  # holds a digit
FUNCTION = 2  # one of the commonest words of its language: the, of, und, les...
SINGLE = 4  # one ideograph, kana, or a Thai or Lao syllable beginning: half a word in every count of words
DATED = 8  # a month, a weekday, "updated", "comments", a year...: a short line that holds one is the same line tomorrow
YEAR = 16  # 1900 to 2099


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text, in order; all arrays are read-only."""

    text: str
    hashes: NDArray[np.uint64]  # (n,)
    starts: NDArray[np.int32]  # (n,) code points
    ends: NDArray[np.int32]  # (n,) code points
    borders: NDArray[np.uint8]  # (n + 1,)
    kinds: NDArray[np.uint8]  # (n,)

    def __len__(self) -> int:
        return len(self.hashes)

    def span(self, first: int, end: int) -> Span:
        """The stretch of text from word `first` up to, not including, word `end`."""
        return Span(int(self.starts[first]), int(self.ends[end - 1]))


def read_words(text: str) -> Words:
    """Read one text."""
    raise NotImplementedError
