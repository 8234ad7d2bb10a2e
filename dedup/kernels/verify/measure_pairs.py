"""Exact counts over two articles, from which their relation is decided.

The texts of a batch of pairs are read again, so nothing need be kept of them between fingerprints and measures; what is
measured are an article's counted words (`counted_article`).

    read     text     -> counted words, kept for the pairs that follow (`cache_articles`, `read_counted`)
    share    pair     -> tiles and stretches of both sides (`shared_stretches`)
    count    stretches -> what lies in them (`count_shared`), what changed between them (`count_changes`)
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import inlined, kernel
from dedup.kernels.hash_table import distinct_common, holds
from dedup.kernels.layouts import MEASURE, FoldingTable, Matrix
from dedup.kernels.parameters import MeasureNumbers
from dedup.kernels.prepare.read_articles import SCRATCH_SLACK, longest_article
from dedup.kernels.scalars import U
from dedup.kernels.verify.cache_articles import (
    CACHE_BYTES,
    ENTRY_SLACK,
    article_in,
    cache_article,
    evict_all,
    missing_bytes,
    new_cache,
)
from dedup.kernels.verify.count_changes import count_changes, count_titles
from dedup.kernels.verify.count_shared import LEFT, RIGHT, count_shared_informative, count_side, count_unquoted_run
from dedup.kernels.verify.counted_article import CountedArticle, Places
from dedup.kernels.verify.read_counted import Known, SkippedWords, Texts, new_reader
from dedup.kernels.verify.shared_stretches import Shared, in_order, new_shared, share_all, stretch, tile

Row = NDArray[np.int32]


@kernel
def measure_pairs(
    texts: Texts,
    titles: Texts,
    table: FoldingTable,
    lexicon: NDArray[np.uint64],
    skipped: SkippedWords,
    known: Known,
    numbers: MeasureNumbers,
    lefts: NDArray[np.int64],
    rights: NDArray[np.int64],
    counts: Matrix[np.int32],
) -> None:
    """Measure pairs of articles; write one row of counts a pair: `MeasureColumns`.

    Fastest where pairs of the same right article stand in a row.
    """
    offsets = texts.offsets
    articles, longest = len(offsets) - 1, max(longest_article(offsets), longest_article(titles.offsets))
    reader = new_reader(longest, table, lexicon, known, numbers)
    size = len(reader.scratch.words)
    everything = offsets[articles] - offsets[0] + articles * ENTRY_SLACK
    capacity = min(everything, max(CACHE_BYTES, 2 * (longest + ENTRY_SLACK)))
    cache = new_cache(capacity + SCRATCH_SLACK, articles)
    left_found, right_found = new_shared(size), new_shared(size)
    seen, reach = np.empty(size, np.uint8), np.empty(size, np.int32)
    for p in range(len(lefts)):
        missing = missing_bytes(cache, offsets, lefts[p]) + missing_bytes(cache, offsets, rights[p])
        if cache.used[1] + missing > capacity:
            evict_all(cache)
        for a in (lefts[p], rights[p]):
            if cache.entry_of[a] < 0:
                cache.entry_of[a] = cache_article(texts, titles, skipped, a, reader, cache)
        one, other = cache.entry_of[lefts[p]], cache.entry_of[rights[p]]
        left, right, row = article_in(cache, one), article_in(cache, other), counts[p]
        row[MEASURE.left_shingles], row[MEASURE.right_shingles] = cache.distinct[one], cache.distinct[other]
        row[MEASURE.left_boilerplate_words] = cache.boilerplate[one]
        row[MEASURE.right_boilerplate_words] = cache.boilerplate[other]
        row[MEASURE.is_identical] = _is_identical(left, right)
        if row[MEASURE.is_identical]:
            left_stretches, right_stretches = _share_all(left, right, left_found, right_found, row)
        else:
            left_stretches, right_stretches = _share(left, right, numbers, seen, reach, left_found, right_found, row)
        left_passage, left_in_body = count_side(left, left_found, left_stretches, numbers, LEFT, row)
        right_passage, right_in_body = count_side(right, right_found, right_stretches, numbers, RIGHT, row)
        row[MEASURE.longest_passage] = min(left_passage, right_passage)
        row[MEASURE.shared_prose_in_body] = max(left_in_body, right_in_body)
        _count_common(left, right, known, left_found, right_found, seen, reader.scratch.words, row)
        _count_titles(left, right, left_found, right_found, row)


@inlined
def _is_identical(left: CountedArticle, right: CountedArticle) -> bool:
    """Return whether the counted words of both are the same, in the same order."""
    if len(left.words) != len(right.words):
        return False
    for w in range(len(left.words)):
        if left.words[w] != right.words[w]:
            return False
    return True


@inlined
def _share_all(
    left: CountedArticle, right: CountedArticle, left_found: Shared, right_found: Shared, row: Row
) -> tuple[int, int]:
    """Make one stretch of two articles of the same words; return how many stretches either side has."""
    left_found.changed[: len(left.names)] = right_found.changed[: len(right.names)] = 0
    row[MEASURE.longest_run], row[MEASURE.both_shingles] = len(left.words), row[MEASURE.left_shingles]
    row[MEASURE.unquoted_run] = min(left.unquoted[len(left.words)], right.unquoted[len(right.words)])
    row[MEASURE.equal_numbers] = min(len(left.numbers), len(right.numbers))
    return share_all(left, left_found), share_all(right, right_found)


@inlined
def _share(
    left: CountedArticle,
    right: CountedArticle,
    numbers: MeasureNumbers,
    seen: NDArray[np.uint8],
    reach: Places,
    left_found: Shared,
    right_found: Shared,
    row: Row,
) -> tuple[int, int]:
    """Find the tiles and stretches of a pair, and what changed between tiles; return how many stretches either side
    has.
    """
    tiles, row[MEASURE.longest_run], row[MEASURE.both_shingles] = tile(
        left, right, numbers, seen, left_found, right_found
    )
    row[MEASURE.unquoted_run] = count_unquoted_run(left, right, left_found, right_found, tiles)
    left_stretches, left_same, left_other = stretch(left, left_found, tiles, numbers)
    left_changed, left_names = count_changes(left, right, left_found, tiles, numbers)
    tiles = in_order(right_found, tiles, U(len(right.words)), reach)
    right_stretches, right_same, right_other = stretch(right, right_found, tiles, numbers)
    right_changed, right_names = count_changes(right, left, right_found, tiles, numbers)
    row[MEASURE.equal_numbers] = min(left_same, right_same)
    row[MEASURE.differing_numbers] = min(left_other, right_other)
    row[MEASURE.changed_numbers] = min(left_changed, right_changed)
    row[MEASURE.other_names] = min(left_names, right_names)
    return left_stretches, right_stretches


@inlined
def _count_common(
    left: CountedArticle,
    right: CountedArticle,
    known: Known,
    left_found: Shared,
    right_found: Shared,
    seen: NDArray[np.uint8],
    common: NDArray[np.uint64],
    row: Row,
) -> None:
    """Write how many informative words, anchors and layout lines both have, wherever they stand."""
    (
        row[MEASURE.both_informative],
        row[MEASURE.informative_in_stretches],
        row[MEASURE.left_rest_agreeing],
        row[MEASURE.right_rest_agreeing],
    ) = count_shared_informative(left, right, left_found, right_found)
    shared = distinct_common(left.anchors, right.anchors, right.anchor_slots, seen, common)
    row[MEASURE.shared_anchors] = shared
    for a in range(shared):
        row[MEASURE.stock_phrase_anchors] += holds(known.stock_phrases, common[a])
    row[MEASURE.shared_layout_lines] = distinct_common(
        left.layout_lines, right.layout_lines, right.line_slots, seen, common
    )


@inlined
def _count_titles(
    left: CountedArticle, right: CountedArticle, left_found: Shared, right_found: Shared, row: Row
) -> None:
    """Write what the titles have in common, and what of them the texts explain."""
    row[MEASURE.left_title_words], row[MEASURE.right_title_words] = len(left.titles), len(right.titles)
    both, row[MEASURE.left_title_in_text], left_own, row[MEASURE.left_title_replaced], left_numbers = count_titles(
        left, right, left_found
    )
    _, row[MEASURE.right_title_in_text], right_own, row[MEASURE.right_title_replaced], right_numbers = count_titles(
        right, left, right_found
    )
    row[MEASURE.both_title_words], row[MEASURE.own_title_in_text] = both, max(left_own, right_own)
    row[MEASURE.replaced_title_numbers] = min(left_numbers, right_numbers)
