"""The typed side of reading: one text to arrays of folded words.

A word is a run of letters and digits after folding (`dedup.tokens.folding`); ideographs are words of their own. No Python
object is made for a word: it is a 64-bit hash of its folded UTF-8, a place in the text, the kind of word it is, and the
border before it. Units are lines (long lines are cut into sentences): what page furniture is learned from.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, repeat
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from dedup.article import Span
from dedup.errors import InputError
from dedup.kernels import load
from dedup.tokens.folding import folding_table

# Bits of `Words.borders`: what lies before a word (and, in the last entry, behind the last word).
SENTENCE = 1  # one of . ! ? … (with closing quotes and brackets behind it), then white space; or one of 。！？
LINE = 2  # a newline, unless the next word begins in lower case: text wrapped by hand
WRAPPED = 4  # together with LINE: a newline that hard wrapping explains too (the line before has 45-100 characters and
#              no end mark, the line behind it at most 100; not where more such lines begin with a capital than lines
#              go on in small letters: that is a list): a border of blocks, but not of units
BLANK = 8  # an empty line: two newlines or more
TEXT_END = 16  # the beginning or end of the text

# Bits of `Words.kinds`.
NUMBER = 1  # begins with a digit
FUNCTION_WORD = 2  # one of the commonest words of its language: the, of, und, les...
HALF_WORD = 4  # one ideograph, kana, or a Thai or Lao syllable: half a word in every count of words
DATE_WORD = 8  # a month, a weekday, "updated", "comments"...: a short line that holds one is the same line tomorrow
YEAR = 16  # 1900 to 2099
SHORT_WORD = 32  # under four letters

GOLDEN_RATIO = 0x9E3779B97F4A7C15  # the fraction of the golden ratio: its powers are odd, and as good as drawn
MAX_ARTICLE_BYTES = 1 << 24  # scratch is reserved, hardly ever touched: some fifty bytes for each byte of the longest


Array = TypeVar("Array", bound=NDArray[Any])

# (4352,) Known words, a slot each: the upper 56 bits of its hash, its kinds below; 0 = free. Then 256 multipliers.
FunctionWordTable = NDArray[np.uint64]
TABLE_SLOTS, TABLE_GROUPS = 2048, 256


class Lines(NamedTuple):
    """The lines of one text; a line of more than 40 words is cut into sentences."""

    ends_at_word: NDArray[np.int32]  # (u,) word behind each unit's last
    keys: NDArray[np.uint64]  # (u,) hash of its words; numbers and dates masked in a short dated one
    is_prose: NDArray[np.bool_]  # (u,) whether it reads like sentences


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text, in order; all arrays are read-only."""

    text: str
    hashes: NDArray[np.uint64]  # (n,)
    stems: NDArray[np.uint64]  # (n,) hash of the first seven letters
    starts: NDArray[np.int32]  # (n,) code points
    ends: NDArray[np.int32]  # (n,) code points
    boundaries: NDArray[np.uint8]  # (n + 1,)
    flags: NDArray[np.uint8]  # (n,)
    lines: Lines

    def __len__(self) -> int:
        return len(self.hashes)

    def span(self, first: int, end: int) -> Span:
        """The stretch of text from word `first` up to, not including, word `end`."""
        return Span(int(self.starts[first]), int(self.ends[end - 1]))


def tokenize(text: str) -> Words:
    """Read one text of up to 16 MiB of UTF-8; InputError for a longer one.

    >>> words = read_words("Prices rose by 3 %, he said.")
    >>> [text for text in map(lambda w: words.span(w, w + 1).of(words.text), range(len(words)))]
    ['Prices', 'rose', 'by', '3', 'he', 'said']
    """
    return _tokenize_with(text, function_word_table())


def encode_utf8(text: str) -> bytes:
    """UTF-8 of any string: a lone surrogate, which JSON can hold, becomes three bytes and ends nothing."""
    return text.encode("utf-8", "surrogatepass")


def readonly(array: Array) -> Array:
    """A read-only view. Read-only is part of a numba type: one kind of argument, one compilation."""
    view = np.ascontiguousarray(array).view()
    view.flags.writeable = False
    return cast(Array, view)


@cache
def function_word_table() -> FunctionWordTable:
    """Function words and dating words of all languages, from `lexicon.json`."""
    data = json.loads(Path(__file__).with_name("lexicon.json").read_text(encoding="utf-8"))
    known: dict[int, int] = defaultdict(int)
    for name, kind in (("function", FUNCTION_WORD), ("dated", DATE_WORD)):
        for listed in data[name].values():
            for word in _tokenize_with(listed, _empty_table()).hashes.tolist():
                known[word] |= kind
    return readonly(_perfect_hash_table(known))


def _empty_table() -> FunctionWordTable:
    return np.zeros(TABLE_SLOTS + TABLE_GROUPS, np.uint64)


def _perfect_hash_table(flags_of: Mapping[int, int]) -> FunctionWordTable:
    """Give each word a slot of its own, so that one look tells (Fredman, Komlos and Szemeredi 1984).

    Words of one highest byte share a multiplier: the first one that brings them all into free slots.
    """
    table, groups = _empty_table(), defaultdict(list)
    for word in flags_of:
        groups[word >> 56].append(word)
    for group in sorted(groups, key=lambda group: -len(groups[group])):
        words = groups[group]
        for multiplier in accumulate(repeat(GOLDEN_RATIO), lambda one, other: one * other % (1 << 64)):
            slots = [word * multiplier % (1 << 64) >> 53 for word in words]
            if len(set(slots)) == len(slots) and not table[slots].any():
                break
        table[TABLE_SLOTS + group] = multiplier
        table[slots] = [word & ~255 | flags_of[word] for word in words]
    return table


def _tokenize_with(text: str, function_words: FunctionWordTable) -> Words:
    data = np.frombuffer(encode_utf8(text), np.uint8)
    if len(data) > MAX_ARTICLE_BYTES:
        raise InputError(f"a text of {len(data):,} bytes; the limit for one article is {MAX_ARTICLE_BYTES:,}")
    columns = load("reading").read_article(data, 0, len(data), folding_table(), readonly(function_words))
    for column in columns:
        column.flags.writeable = False
    hashes, stems, starts, ends, borders, kinds, unit_ends, unit_keys, unit_prose = columns
    units = Lines(unit_ends, unit_keys, unit_prose.view(np.bool_))
    return Words(text, hashes, stems, starts, ends, borders, kinds, units)
