"""One article from its bytes to its counted words, and to tables of where each thing stands.

    read     text   -> counted words and the lines that they stand in, shingles, anchors, informative words
    enter    keys   -> tables of where each stands: shingles, anchors, informative words, lines

Boilerplate is left out, unless under twenty words would remain.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import flags as bits
from dedup.kernels.decorators import stage
from dedup.kernels.hash_table import clear_places, holds, insert_place, insert_places
from dedup.kernels.layouts import FoldingTable
from dedup.kernels.parameters import MeasureNumbers
from dedup.kernels.prepare.find_quotations import find_quotations
from dedup.kernels.prepare.read_articles import Scratch, new_scratch, read_text
from dedup.kernels.prepare.sketch_articles import hash_five_grams, hash_shingles, select_anchors
from dedup.kernels.scalars import ZERO, U, signed
from dedup.kernels.verify.counted_article import CountedArticle, Hashes, Places

MAX_TITLE_WORDS = 48  # fewer than the entries that an article may write behind its own

NUMBER, FUNCTION_WORD = np.uint8(bits.NUMBER), np.uint8(bits.FUNCTION_WORD)
IN_QUOTATION = np.uint8(bits.IN_QUOTATION)
PROSE, LAYOUT, BOILERPLATE = np.uint8(bits.PROSE), np.uint8(bits.LAYOUT), np.uint8(bits.BOILERPLATE)

Bytes = NDArray[np.uint8]


class Known(NamedTuple):
    """What a corpus taught, as tables of keys: boilerplate lines, frequent words, stock phrases (anchors); and what is
    known beforehand: numbers that are written as words.
    """

    boilerplate: Hashes
    frequent: Hashes
    stock_phrases: Hashes
    number_words: Hashes


class Texts(NamedTuple):
    """The texts of articles, or their titles: that of article a is `buffer[offsets[a]:offsets[a + 1]]`."""

    buffer: Bytes
    offsets: NDArray[np.int64]


class SkippedWords(NamedTuple):
    """Words that do not count, by article: those from starts[s] to ends[s], s from article_ends[a - 1] to
    article_ends[a].
    """

    article_ends: NDArray[np.int64]
    starts: Places
    ends: Places


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


class Reader(NamedTuple):
    """What an article is read by: tables, what is known, the numbers of the settings, and room."""

    table: FoldingTable
    lexicon: Hashes
    known: Known
    numbers: MeasureNumbers
    scratch: Scratch
    counting: CountingScratch


@stage
def new_reader(longest: int, table: FoldingTable, lexicon: Hashes, known: Known, numbers: MeasureNumbers) -> Reader:
    """Make a reader of articles of up to `longest` bytes."""
    scratch = new_scratch(longest)
    return Reader(table, lexicon, known, numbers, scratch, new_counting_scratch(len(scratch.words)))


@stage
def read_counted(
    texts: Texts, titles: Texts, skipped: SkippedWords, a: int, reader: Reader, article: CountedArticle
) -> tuple[Parts, int, int]:
    """Write what is asked of article a; return how many of each of its parts there are, how many shingles are distinct,
    and how many words boilerplate took.
    """
    scratch, counting, known, numbers = reader.scratch, reader.counting, reader.known, reader.numbers
    start, end = U(texts.offsets[a]), U(texts.offsets[a + 1])
    count, lines = read_text(texts.buffer, start, end, reader.table, reader.lexicon, scratch)
    find_quotations(texts.buffer, start, end, count, scratch)
    layout_lines = _classify_lines(scratch, lines, known.boilerplate, numbers, counting.lines, article)
    rows = slice(skipped.article_ends[a - 1] if a else 0, skipped.article_ends[a])
    kept, left_out, counted_lines, bodies = _count_words(
        scratch, lines, skipped.starts[rows], skipped.ends[rows], numbers, counting, article
    )
    _count_unquoted(counting.flags, kept, article.unquoted)
    number_count, informative, names, name_slots = _find_informative(article, kept, counting.flags, known)
    total = hash_shingles(article.words, kept, article.shingles)
    distinct, shingle_slots = _chain_shingles(article, total, counting.last_places)
    anchors = _find_anchors(article, total, scratch, counting)
    anchor_slots = insert_places(article.anchors[:anchors], article.anchor_slots)
    line_slots = insert_places(article.layout_lines[:layout_lines], article.line_slots)
    title = titles.buffer[titles.offsets[a] : titles.offsets[a + 1]]
    title_words = _read_title(title, reader.table, reader.lexicon, scratch, article)  # the last to write to `scratch`
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
        titles=title_words,
        shingle_slots=len(shingle_slots),
        name_slots=len(name_slots),
        anchor_slots=len(anchor_slots),
        line_slots=len(line_slots),
    )
    return counts, distinct, left_out


@stage
def _find_anchors(article: CountedArticle, shingles: U, scratch: Scratch, counting: CountingScratch) -> int:
    """Write the anchors of an article; return how many."""
    five = hash_five_grams(article.shingles, shingles, counting.grams)
    anchors = select_anchors(
        counting.grams, five, counting.tops, counting.cover, scratch.is_edge, scratch.near, scratch.gaps, counting.found
    )
    for k in range(anchors):
        article.anchors[k] = U(counting.found[k]) << U(32)
    return signed(anchors)


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
