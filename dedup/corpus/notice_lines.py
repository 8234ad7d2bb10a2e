"""Notices inside articles: the lines with which a site asks for a subscription, for consent or for a login.

The same notice stands behind every teaser of an outlet. Other boilerplate is learned from carriers with enough prose
that is dissimilar (`dedup.corpus.boilerplate`), and a teaser has not enough: here, what a line says makes it
boilerplate. Only lines that two or more short articles share are looked at, in one carrier each.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from dedup.corpus.line_postings import recurring_lines
from dedup.runtime.arrays import distinct
from dedup.sketch.fingerprints import SketchedTexts
from dedup.sketch.sorted_keys import stable_order
from dedup.sources.notices.notice_kind import MAX_NOTICE_CHARACTERS, notice_kind
from dedup.tokens.words import Words, tokenize_each

MAX_CARRIER_SIZE = MAX_NOTICE_CHARACTERS  # of a teaser with its notice; a longer article has words enough of its own
MIN_NOTICE_LINE_WORDS = 4  # a shorter line ("Log in") may be part of any text

Keys = NDArray[np.uint64]


def find_notice_lines(texts: SketchedTexts) -> Keys:
    """The keys of the lines that two or more short articles share and that are a notice, alone or side by side, sorted.

    A notice of a few lines counts as a whole: not each of them says what it is.
    """
    short = np.flatnonzero(texts.source.sizes <= MAX_CARRIER_SIZE)
    if len(short) < 2:
        return np.empty(0, np.uint64)
    postings = recurring_lines(texts.lines, short)
    if not len(postings.lines):
        return np.empty(0, np.uint64)
    is_other_article = ~postings.is_repeat_row() | (np.diff(postings.articles, prepend=-1) != 0)
    postings = postings.select((np.bincount(postings.lines, is_other_article) > 1)[postings.lines])
    first_carriers = distinct(postings.articles[~postings.is_repeat_row()])
    postings = postings.select(np.isin(postings.articles, first_carriers))
    postings = postings.select(stable_order(postings.articles))
    shared = np.split(postings.keys, np.searchsorted(postings.articles, first_carriers))[1:]
    found = set[int]()
    packed = texts.source.pack_some(first_carriers)
    carriers = (text.decode(errors="replace") for text in packed)
    read = tokenize_each(carriers, expand_umlauts=packed.expand_umlauts)
    for words, keys in zip(read, shared, strict=True):
        found.update(_notice_keys(words, set(keys.tolist())))
    return np.array(sorted(found), np.uint64)


def _notice_keys(words: Words, shared: set[int]) -> Iterator[int]:
    """The keys of shared lines that are a notice, alone or with those before and behind that are shared, too."""
    keys, ends = words.lines.keys.tolist(), words.lines.ends_at_word.tolist()
    starts = [0, *ends[:-1]]
    first = 0
    while first < len(keys):
        end = first
        while end < len(keys) and keys[end] in shared:
            end += 1
        if _is_notice(words, starts[first], ends[end - 1]) if end > first else False:
            yield from keys[first:end]
        else:
            yield from (keys[at] for at in range(first, end) if _is_notice(words, starts[at], ends[at]))
        first = end + 1


def _is_notice(words: Words, first: int, end: int) -> bool:
    return end - first >= MIN_NOTICE_LINE_WORDS and notice_kind(words.span(first, end).of(words.text)) is not None
