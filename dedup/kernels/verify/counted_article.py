"""What is asked of one article: its counted words, and what stands where among them.

Repeated blocks count once, boilerplate is left out.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import inlined
from dedup.kernels.scalars import signed

Places = NDArray[np.int32]
Hashes = NDArray[np.uint64]


class CountedArticle(NamedTuple):
    """One article: its counted words, and what is asked of them.

    Lines are those that hold counted words; counts before a line have one entry more than there are lines. Of
    `shingles`, `names`, `anchors` and `layout_lines` there are tables of places.
    """

    words: Hashes
    lines: Places  # the first word of each line, and behind the last line
    prose: Places  # prose words before each line
    layout: Places  # layout lines before it
    numbers: Places  # which words are numbers
    unquoted: Places  # words outside quotation marks before each word, and in all
    informative: Places  # which words are informative
    named: Places  # and which of `names` each of those is
    shingles: Hashes
    firsts: Places  # the first place of the same shingle, and the next one, -1 behind the last
    nexts: Places
    names: Hashes  # distinct informative words
    anchors: Hashes
    layout_lines: Hashes  # keys of layout lines, without counted words too
    bodies: Places  # first word behind each break: a layout line, or boilerplate
    titles: Hashes  # distinct words of the title, function words left out
    shingle_slots: Places
    name_slots: Places
    anchor_slots: Places
    line_slots: Places


@inlined
def line_of(article: CountedArticle, word: int) -> int:
    """Return the line that a word stands in; the last one for the place behind all words."""
    low, high = 0, len(article.lines) - 1
    while high - low > 1:
        middle = (low + high) >> 1
        if article.lines[middle] <= word:
            low = middle
        else:
            high = middle
    return low


@inlined
def prose_before(article: CountedArticle, word: int) -> int:
    """Count the prose words before a word."""
    line = line_of(article, word)
    if line + 1 < len(article.prose) and article.prose[line + 1] > article.prose[line]:
        return signed(article.prose[line]) + word - signed(article.lines[line])
    return signed(article.prose[line])


@inlined
def all_prose(article: CountedArticle) -> int:
    """Count the prose words of an article."""
    return signed(article.prose[len(article.prose) - 1])
