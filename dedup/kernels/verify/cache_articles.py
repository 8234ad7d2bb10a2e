"""A bounded cache of tokenised articles for one batch of pairs: each is read once, whatever pairs it is in.

When the cache is full all articles are evicted: memory is bounded, and what was written lately is in the processor's
cache when it is written again.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import inlined, stage
from dedup.kernels.hash_table import MIN_PLACE_SLOTS
from dedup.kernels.scalars import signed
from dedup.kernels.verify.counted_article import CountedArticle, Places
from dedup.kernels.verify.read_counted import PART, PARTS, Reader, SkippedWords, Texts, read_counted

CACHE_BYTES = 1 << 21  # of text whose articles are kept, about 600 articles
ENTRY_SLACK = 64  # entries that an article may write behind its own


class ArticleCache(NamedTuple):
    """The cached articles, end to end, in the order in which they were wanted."""

    everything: CountedArticle
    ends: NDArray[np.int64]  # (15, entries + 1) where what belongs to each entry begins and ends
    entry_of: Places  # of every article of the batch; -1 for one that is not cached
    used: NDArray[np.int64]  # (2,) entries and bytes of text that are taken
    distinct: NDArray[np.int64]  # distinct shingles of each entry
    boilerplate: NDArray[np.int64]  # words of each that were left out as boilerplate


@stage
def new_cache(size: int, articles: int) -> ArticleCache:
    """Make room for `size` bytes of text, with some slack for each of so many articles; a word has a byte, and a sign
    behind it.
    """
    slots = 8 * size + MIN_PLACE_SLOTS * articles
    everything = CountedArticle(
        np.empty(size, np.uint64),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size, np.uint64),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size, np.uint64),
        np.empty(size, np.uint64),
        np.empty(size, np.uint64),
        np.empty(size, np.int32),
        np.empty(size, np.uint64),
        np.empty(slots, np.int32),
        np.empty(slots, np.int32),
        np.empty(slots, np.int32),
        np.empty(slots, np.int32),
    )
    ends = np.zeros((PARTS, articles + 1), np.int64)
    entry_of, used = np.full(articles, -1, np.int32), np.zeros(2, np.int64)
    return ArticleCache(everything, ends, entry_of, used, np.zeros(articles, np.int64), np.zeros(articles, np.int64))


@inlined
def article_in(cache: ArticleCache, entry: int) -> CountedArticle:
    """Return one article; the one that is being read still has all the room behind the one before."""
    everything, ends = cache.everything, cache.ends
    lines, shingles = (
        slice(ends[PART.lines, entry], ends[PART.lines, entry + 1]),
        slice(ends[PART.shingles, entry], ends[PART.shingles, entry + 1]),
    )
    informative = slice(ends[PART.informative, entry], ends[PART.informative, entry + 1])
    return CountedArticle(
        everything.words[ends[PART.words, entry] : ends[PART.words, entry + 1]],
        everything.lines[lines],
        everything.prose[lines],
        everything.layout[lines],
        everything.numbers[ends[PART.numbers, entry] : ends[PART.numbers, entry + 1]],
        everything.unquoted[ends[PART.unquoted, entry] : ends[PART.unquoted, entry + 1]],
        everything.informative[informative],
        everything.named[informative],
        everything.shingles[shingles],
        everything.firsts[shingles],
        everything.nexts[shingles],
        everything.names[ends[PART.names, entry] : ends[PART.names, entry + 1]],
        everything.anchors[ends[PART.anchors, entry] : ends[PART.anchors, entry + 1]],
        everything.layout_lines[ends[PART.layout_lines, entry] : ends[PART.layout_lines, entry + 1]],
        everything.bodies[ends[PART.bodies, entry] : ends[PART.bodies, entry + 1]],
        everything.titles[ends[PART.titles, entry] : ends[PART.titles, entry + 1]],
        everything.shingle_slots[ends[PART.shingle_slots, entry] : ends[PART.shingle_slots, entry + 1]],
        everything.name_slots[ends[PART.name_slots, entry] : ends[PART.name_slots, entry + 1]],
        everything.anchor_slots[ends[PART.anchor_slots, entry] : ends[PART.anchor_slots, entry + 1]],
        everything.line_slots[ends[PART.line_slots, entry] : ends[PART.line_slots, entry + 1]],
    )


@stage
def missing_bytes(cache: ArticleCache, offsets: NDArray[np.int64], article: int) -> int:
    """Return the room that an article takes which is not cached."""
    return 0 if cache.entry_of[article] >= 0 else offsets[article + 1] - offsets[article] + ENTRY_SLACK


@stage
def evict_all(cache: ArticleCache) -> None:
    """Empty the cache."""
    cache.entry_of[:] = -1
    cache.used[:] = 0


@stage
def cache_article(
    texts: Texts, titles: Texts, skipped: SkippedWords, a: int, reader: Reader, cache: ArticleCache
) -> int:
    """Read article a into the next entry of the cache; return the entry's number."""
    entry, ends = signed(cache.used[0]), cache.ends
    for part in range(PARTS):  # all the room, until the article's own end is known
        is_table = part >= PART.shingle_slots
        ends[part, entry + 1] = len(cache.everything.shingle_slots) if is_table else len(cache.everything.words)
    counts, cache.distinct[entry], cache.boilerplate[entry] = read_counted(
        texts, titles, skipped, a, reader, article_in(cache, entry)
    )
    for part in range(PARTS):
        ends[part, entry + 1] = ends[part, entry] + counts[part]
    cache.used[0] += 1
    cache.used[1] += texts.offsets[a + 1] - texts.offsets[a] + ENTRY_SLACK
    return entry
