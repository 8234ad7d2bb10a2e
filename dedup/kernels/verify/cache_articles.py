"""A bounded cache of tokenised articles for one batch of pairs: each is read once, whatever pairs it is in.

What is asked of an article are its counted words: repeated blocks once, boilerplate left out (unless under twenty words
would remain).

    read     text   -> counted words and the lines that they stand in, shingles, anchors, informative words
    enter    keys   -> tables of where each stands: shingles, anchors, informative words, lines

When the cache is full all articles are evicted: memory is bounded, and what was written lately is in the processor's
cache when it is written again.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import flags as bits
from dedup.kernels.decorators import inlined, stage
from dedup.kernels.hash_table import MIN_PLACE_SLOTS, clear_places, holds, insert_place, insert_places
from dedup.kernels.layouts import FoldingTable
from dedup.kernels.parameters import MeasureNumbers
from dedup.kernels.prepare.find_quotations import find_quotations
from dedup.kernels.prepare.read_articles import Scratch, read_text
from dedup.kernels.prepare.sketch_articles import hash_five_grams, hash_shingles, select_anchors
from dedup.kernels.scalars import ZERO, U, signed

CACHE_BYTES = 1 << 18  # of text whose articles are kept, about 80 articles
MAX_TITLE_WORDS = 48  # fewer than the entries that an article may write behind its own
ENTRY_SLACK = 64  # entries that an article may write behind its own

NUMBER, FUNCTION_WORD = np.uint8(bits.NUMBER), np.uint8(bits.FUNCTION_WORD)
IN_QUOTATION = np.uint8(bits.IN_QUOTATION)
PROSE, LAYOUT, BOILERPLATE = np.uint8(bits.PROSE), np.uint8(bits.LAYOUT), np.uint8(bits.BOILERPLATE)

Bytes = NDArray[np.uint8]
Places = NDArray[np.int32]
Hashes = NDArray[np.uint64]


class Known(NamedTuple):
    """What a corpus taught, as tables of keys: boilerplate lines, frequent words, stock phrases (anchors); and what is
    known beforehand: numbers that are written as words.
    """

    boilerplate: Hashes
    frequent: Hashes
    stock_phrases: Hashes
    number_words: Hashes


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


class Parts(NamedTuple):
    """What an article has any number of: its counts, or the rows of `ArticleCache.ends`."""

    words: int
    lines: int
    numbers: int
    unquoted: int
    informative: int
    shingles: int
    names: int
    anchors: int
    layout_lines: int
    bodies: int
    titles: int
    shingle_slots: int
    name_slots: int
    anchor_slots: int
    line_slots: int


PARTS = 15
PART = Parts(*range(PARTS))


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


# --- one article -------------------------------------------------------------------------------------------------


class CountingScratch(NamedTuple):
    """Room for an article that is being read, beside that of `read_articles.Scratch`."""

    grams: Hashes
    lines: Bytes  # what every line is
    flags: Bytes  # of counted words
    tops: NDArray[np.uint32]
    cover: NDArray[np.uint32]
    found: NDArray[np.uint32]
    last_places: Places


@stage
def new_counting_scratch(size: int) -> CountingScratch:
    """Make room to read an article of up to `size` entries."""
    return CountingScratch(
        np.empty(size, np.uint64),
        np.empty(size, np.uint8),
        np.empty(size, np.uint8),
        np.empty(size, np.uint32),
        np.empty(size, np.uint32),
        np.empty(size, np.uint32),
        np.empty(size, np.int32),
    )


@stage
def cache_article(
    buffer: Bytes,
    start: U,
    end: U,
    title: Bytes,
    table: FoldingTable,
    lexicon: Hashes,
    skip_starts: Places,
    skip_ends: Places,
    known: Known,
    numbers: MeasureNumbers,
    scratch: Scratch,
    counting: CountingScratch,
    cache: ArticleCache,
) -> int:
    """Read an article into the next entry of the cache; return the entry's number."""
    entry, ends = signed(cache.used[0]), cache.ends
    for part in range(PARTS):  # all the room, until the article's own end is known
        is_table = part >= PART.shingle_slots
        ends[part, entry + 1] = len(cache.everything.shingle_slots) if is_table else len(cache.everything.words)
    article = article_in(cache, entry)
    count, lines = read_text(buffer, start, end, table, lexicon, scratch)
    find_quotations(buffer, start, end, count, scratch)
    layout_lines = _classify_lines(scratch, lines, known.boilerplate, numbers, counting.lines, article)
    kept, left_out, counted_lines, bodies = _count_words(
        scratch, lines, skip_starts, skip_ends, numbers, counting, article
    )
    _count_unquoted(counting.flags, kept, article.unquoted)
    number_count, informative, names, name_slots = _find_informative(article, kept, counting.flags, known)
    total = hash_shingles(article.words, kept, article.shingles)
    distinct, shingle_slots = _chain_shingles(article, total, counting.last_places)
    five = hash_five_grams(article.shingles, total, counting.grams)
    anchors = select_anchors(
        counting.grams, five, counting.tops, counting.cover, scratch.is_edge, scratch.near, scratch.gaps, counting.found
    )
    for k in range(anchors):
        article.anchors[k] = U(counting.found[k]) << U(32)
    anchor_slots = insert_places(article.anchors[:anchors], article.anchor_slots)
    line_slots = insert_places(article.layout_lines[:layout_lines], article.line_slots)
    titles = _read_title(title, table, lexicon, scratch, article)  # the last to write to `scratch`
    cache.distinct[entry], cache.boilerplate[entry] = distinct, left_out
    counts = Parts(
        words=signed(kept),
        lines=counted_lines + 1,
        numbers=signed(number_count),
        unquoted=signed(kept) + 1,
        informative=signed(informative),
        shingles=signed(total),
        names=signed(names),
        anchors=signed(anchors),
        layout_lines=layout_lines,
        bodies=bodies,
        titles=titles,
        shingle_slots=len(shingle_slots),
        name_slots=len(name_slots),
        anchor_slots=len(anchor_slots),
        line_slots=len(line_slots),
    )
    for part in range(PARTS):
        ends[part, entry + 1] = ends[part, entry] + counts[part]
    cache.used[0] += 1
    cache.used[1] += np.int64(end - start) + ENTRY_SLACK
    return entry


@stage
def _classify_lines(
    scratch: Scratch, lines: U, boilerplate: Hashes, numbers: MeasureNumbers, kinds: Bytes, article: CountedArticle
) -> int:
    """Write what every line is, and the keys of layout lines; return how many are."""
    first, found, max_words = ZERO, 0, U(numbers.max_layout_words)
    for u in range(lines):
        end = U(scratch.line_ends[u])
        kinds[u] = PROSE if scratch.line_prose[u] else (LAYOUT if end - first <= max_words else np.uint8(0))
        if kinds[u] & LAYOUT:
            article.layout_lines[found] = scratch.line_keys[u]
            found += 1
        if holds(boilerplate, scratch.line_keys[u]):
            kinds[u] |= BOILERPLATE
        first = end
    return found


@stage
def _count_words(
    scratch: Scratch,
    lines: U,
    skip_starts: Places,
    skip_ends: Places,
    numbers: MeasureNumbers,
    counting: CountingScratch,
    article: CountedArticle,
) -> tuple[U, int, int, int]:
    """Write the counted words of the article in `scratch`; return how many, how many words boilerplate took, how many
    lines they stand in, and how many bodies there are.
    """
    kept, left_out, counted_lines, bodies = _copy_words(
        scratch, lines, skip_starts, skip_ends, BOILERPLATE, counting, article
    )
    if left_out and kept < U(numbers.min_counted_words):
        kept, left_out, counted_lines, bodies = _copy_words(
            scratch, lines, skip_starts, skip_ends, np.uint8(0), counting, article
        )
    return kept, left_out, counted_lines, bodies


@stage
def _copy_words(
    scratch: Scratch,
    total_lines: U,
    skip_starts: Places,
    skip_ends: Places,
    excluded: np.uint8,
    counting: CountingScratch,
    article: CountedArticle,
) -> tuple[U, int, int, int]:
    """Write the words that count: not those of later occurrences of repeated blocks, nor those of lines with a bit of
    `excluded`.
    """
    kept = w = ZERO
    left_out = lines = bodies = skip = 0
    article.prose[0] = article.layout[0] = 0
    for u in range(total_lines):
        line, begun, end_line = counting.lines[u], kept, U(scratch.line_ends[u])
        if u and line & (LAYOUT | BOILERPLATE):
            article.bodies[bodies] = kept
            bodies += 1
        while w < end_line:
            while skip < len(skip_ends) and w >= U(skip_ends[skip]):
                skip += 1
            end = end_line
            if skip < len(skip_starts):
                if w >= U(skip_starts[skip]):
                    w = min(end, U(skip_ends[skip]))
                    continue
                end = min(end, U(skip_starts[skip]))
            if line & excluded:
                left_out += signed(end - w)
            else:
                for k in range(end - w):
                    article.words[kept + k], counting.flags[kept + k] = scratch.words[w + k], scratch.flags[w + k]
                kept += end - w
            w = end
        if kept > begun:
            article.lines[lines] = begun
            article.prose[lines + 1] = article.prose[lines] + np.int32(kept - begun if line & PROSE else ZERO)
            article.layout[lines + 1] = article.layout[lines] + np.int32(line & LAYOUT != 0)
            lines += 1
    article.lines[lines] = kept
    return kept, left_out, lines, bodies


@stage
def _count_unquoted(flags: Bytes, count: U, unquoted: Places) -> None:
    """Write how many words outside quotation marks lie before each word, and how many there are."""
    total = ZERO
    for w in range(count):
        unquoted[w] = total
        total += U(flags[w] & IN_QUOTATION == 0)
    unquoted[count] = total


@stage
def _find_informative(article: CountedArticle, count: U, flags: Bytes, known: Known) -> tuple[U, U, U, Places]:
    """Find the numbers of an article, those in words as well, and its informative words: numbers in figures, and what
    is neither a function word nor frequent. Return how many there are of either, how many of the latter are distinct,
    and the table of those.

    Places are sorted out first, without a branch: whether the next word is informative cannot be predicted.
    """
    numbers = some = informative = names = ZERO
    for w in range(count):
        is_number = U(flags[w] & NUMBER)
        article.numbers[numbers] = article.informative[some] = w
        numbers += is_number | U(holds(known.number_words, article.words[w]))
        some += U(flags[w] & FUNCTION_WORD == 0) | is_number
    for r in range(some):
        word = U(article.informative[r])
        article.informative[informative] = word
        informative += U(flags[word] & NUMBER) | U(not holds(known.frequent, article.words[word]))
    slots = clear_places(article.name_slots, informative)
    for r in range(informative):
        article.names[names] = article.words[U(article.informative[r])]
        name = insert_place(names, article.names, slots)
        article.named[r] = name
        names += U(name == np.int32(names))
    return numbers, informative, names, slots


@stage
def _chain_shingles(article: CountedArticle, count: U, last_places: Places) -> tuple[int, Places]:
    """Enter the shingles of an article, so that the places of one follow each other in order; return how many are
    distinct, and the table of them.
    """
    slots, distinct = clear_places(article.shingle_slots, count), 0
    for place in range(count):
        first = insert_place(U(place), article.shingles, slots)
        article.firsts[place], article.nexts[place] = first, -1
        if first != np.int32(place):
            article.nexts[last_places[first]] = place
        last_places[first] = place
        distinct += first == np.int32(place)
    return distinct, slots


@stage
def _read_title(title: Bytes, table: FoldingTable, lexicon: Hashes, scratch: Scratch, article: CountedArticle) -> int:
    """Write the distinct words of a title, function words left out; return how many. A long title is cut."""
    count, _ = read_text(title, ZERO, U(len(title)), table, lexicon, scratch)
    found = 0
    for w in range(count):
        if scratch.flags[w] & FUNCTION_WORD and not scratch.flags[w] & NUMBER:
            continue
        is_new = found < MAX_TITLE_WORDS
        for t in range(found):
            is_new &= article.titles[t] != scratch.words[w]
        if is_new:
            article.titles[found] = scratch.words[w]
            found += 1
    return found


# --- lines of an article -----------------------------------------------------------------------------------------


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
