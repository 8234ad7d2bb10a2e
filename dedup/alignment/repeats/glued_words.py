"""Glued words: texts that lost their line breaks, read with a space at every place where two words are glued.

Such texts are frequent (`...the end.Prices rose`, `...newsletterPrices rose`, `REUTERPrices`). Places are reported in
the original text. A place inside a word is a weaker boundary than the end of a sentence, for `YouTube` has one too, and
the halves of such a word count half a word each.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.flags import (
    GLUE_ACCENT,
    GLUE_CLOSING,
    GLUE_DIGIT,
    GLUE_END_MARK,
    GLUE_LOWER,
    GLUE_OPENING,
    GLUE_UPPER,
)
from dedup.settings import RepeatSettings
from dedup.tokens.words import (
    HALF_WORD,
    LINE,
    MAX_ARTICLE_BYTES,
    NUMBER,
    SENTENCE,
    TEXT_END,
    Words,
    encode_utf8,
    readonly,
    tokenize,
)

CASED_POINTS = 0x530  # code points: Latin, Greek and Cyrillic lie below
CLASSIFIED_POINTS = 0x2100  # code points: none that could stand where words are glued lies behind


class UngluedWords(NamedTuple):
    """The words in which blocks are searched: glued words are two; places are those of the original text."""

    hashes: NDArray[np.uint64]  # (n,)
    starts: NDArray[np.signedinteger]  # (n,) code points
    ends: NDArray[np.signedinteger]  # (n,) code points
    strengths: NDArray[np.uint8]  # (n + 1,) of the boundary before each word
    weight_before: NDArray[np.int32]  # (n + 1,) half words
    numbers_before: NDArray[np.int32]  # (n + 1,)


def split_glued(words: Words, settings: RepeatSettings) -> UngluedWords:
    """The words of a text, tokenised again with a space at every place where two words are glued."""
    text, cuts = words.text, find_glued_places(words.text)
    if len(cuts):
        cuts = cuts[: MAX_ARTICLE_BYTES - len(encode_utf8(text))]
        pieces = (text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True))
        words = tokenize(" ".join(pieces), expand_umlauts=words.expand_umlauts)
    starts, ends, glued = words.starts, words.ends, np.zeros(len(words) + 1, np.bool_)
    if len(cuts):
        spaces = cuts + np.arange(len(cuts))
        starts, ends = (places - np.searchsorted(spaces, places) for places in (starts, ends))
        glued[1:-1] = np.isin(starts[1:], cuts) & (starts[1:] == ends[:-1])
    is_boundary = words.boundaries & (SENTENCE | LINE | TEXT_END)
    strengths = np.where(is_boundary, settings.repeat_boundary_words, np.where(glued, settings.repeat_glue_words, 0))
    weights = np.where(words.flags & HALF_WORD, np.maximum(1, (ends - starts) // 2), 2 - (glued[1:] | glued[:-1]))
    is_number = (words.flags & NUMBER).astype(np.bool_)
    weights[is_number] = 0
    return UngluedWords(words.hashes, starts, ends, strengths.astype(np.uint8), _sums(weights), _sums(is_number))


def find_glued_places(text: str) -> NDArray[np.int64]:
    """The places where words are glued, by the rules of `dedup.kernels.prepare.find_glue`.

    >>> find_glued_places("It is the end.Next comes the newsletterPrices rose in 1999Reuters said").tolist()
    [14, 39, 58]
    """
    from dedup.kernels.prepare.find_glue import find_glue

    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    cuts = np.empty(len(points) + 1, np.int64)
    return cuts[: find_glue(points, _character_classes(), cuts)]


@cache
def _character_classes() -> NDArray[np.uint8]:
    """What each code point can be where words are glued; the last entry, for all others, is nothing."""
    signs = np.zeros(CLASSIFIED_POINTS, np.uint8)
    for point in range(CASED_POINTS):
        signs[point] = GLUE_LOWER * chr(point).islower() | GLUE_UPPER * chr(point).isupper()
    signs[0x300:0x370] = GLUE_ACCENT
    for kind, chars in (
        (GLUE_DIGIT, "0123456789"),
        (GLUE_END_MARK, ".!?…"),
        (GLUE_CLOSING, "\"'”’»)]"),
        (GLUE_OPENING, "\"'“‘«(["),
    ):
        signs[[ord(char) for char in chars]] |= kind
    return readonly(signs)


def _sums(values: NDArray[np.generic]) -> NDArray[np.int32]:
    sums = np.zeros(len(values) + 1, np.int32)
    np.cumsum(values, out=sums[1:])
    return sums
