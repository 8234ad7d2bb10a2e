"""Reading: one article from bytes to words, boundaries, flags and lines, through one scratch memory.

Every kernel that starts from text builds on `read_text`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import kernel, stage
from dedup.kernels.layouts import FoldingTable, Matrix
from dedup.kernels.prepare.cut_lines import find_boundaries, find_lines
from dedup.kernels.prepare.fold_text import MAX_GROWTH, fold_text
from dedup.kernels.prepare.split_words import (
    code_points,
    find_edges,
    flag_letters,
    flag_words,
    hash_stems,
    hash_words,
    source_byte,
    word_bytes,
)
from dedup.kernels.scalars import TWO, ZERO, U, signed

SCRATCH_SLACK = 512  # entries behind the last of a stage: blocks, rows and padding run over it

Bytes = NDArray[np.uint8]
Places = NDArray[np.int32]
Hashes = NDArray[np.uint64]


class Scratch(NamedTuple):
    """Room for one article between two stages; for 3 kB of text about 100 kB, most of it never touched."""

    folded: Bytes
    breaks: Places
    shifts: Places
    is_edge: Bytes
    near: Bytes
    edges: Places
    words: Hashes
    gaps: Places
    boundaries: Bytes
    flags: Bytes
    tallies: Hashes
    masked: Hashes
    line_ends: Places
    line_keys: Hashes
    line_prose: Bytes


@stage
def new_scratch(longest: int) -> Scratch:
    """Make room for an article of up to `longest` bytes: it has no more words, and no more breaks, than bytes."""
    folded, source = MAX_GROWTH * longest + SCRATCH_SLACK, longest + SCRATCH_SLACK
    return Scratch(
        np.empty(folded, np.uint8),
        np.empty(source, np.int32),
        np.empty(source, np.int32),
        np.empty(folded, np.uint8),
        np.empty(source, np.uint8),
        np.empty(folded, np.int32),
        np.empty(source, np.uint64),
        np.empty(source, np.int32),
        np.empty(source, np.uint8),
        np.empty(source, np.uint8),
        np.empty(source, np.uint64),
        np.empty(source, np.uint64),
        np.empty(source, np.int32),
        np.empty(source, np.uint64),
        np.empty(source, np.uint8),
    )


@stage
def read_text(buffer: Bytes, start: U, end: U, table: FoldingTable, lexicon: Hashes, scratch: Scratch) -> tuple[U, U]:
    """Read the article `buffer[start:end]` into `scratch`; return the number of its words and of its lines."""
    size = fold_text(buffer, start, end, table, scratch.folded, scratch.breaks, scratch.shifts)
    count = find_edges(scratch.folded, size, scratch.is_edge, scratch.near, scratch.edges)
    gaps = hash_words(scratch.folded, scratch.edges, count, scratch.words, scratch.gaps)
    find_boundaries(
        buffer, start, end, scratch.edges, scratch.breaks, scratch.shifts, count, scratch.gaps, gaps,
        scratch.boundaries,
    )  # fmt: skip
    flag_words(scratch.folded, scratch.edges, scratch.words, count, lexicon, scratch.flags, scratch.tallies)
    lines = find_lines(
        scratch.words, scratch.boundaries, scratch.flags, scratch.tallies, count, scratch.gaps, gaps, scratch.masked,
        scratch.line_ends, scratch.line_keys, scratch.line_prose,
    )  # fmt: skip
    return count, lines


@stage
def longest_article(offsets: NDArray[np.int64]) -> int:
    """Return the bytes of the longest article."""
    longest = 0
    for a in range(len(offsets) - 1):
        longest = max(longest, offsets[a + 1] - offsets[a])
    return longest


class ArticleArrays(NamedTuple):
    """The words of articles one after the other, and their lines; an array each."""

    hashes: Hashes  # (n,)
    stems: Hashes  # (n,)
    starts: Places  # (n,) code points
    ends: Places  # (n,)
    boundaries: Bytes  # (n + 1,)
    flags: Bytes  # (n,)
    line_ends: Places  # (lines,) word behind each line's last
    line_keys: Hashes  # (lines,)
    line_prose: Bytes  # (lines,) 1 where a line reads like sentences


@stage
def _read_words(
    buffer: Bytes, start: U, end: U, table: FoldingTable, lexicon: Hashes, scratch: Scratch, stems: Hashes
) -> tuple[U, U, Places]:
    """Read an article into `scratch`, all flags set, and the stems of its words; return the number of its words and of
    its lines, and where words start and end, in turn.
    """
    count, lines = read_text(buffer, start, end, table, lexicon, scratch)
    hash_stems(scratch.folded, scratch.edges, scratch.words, count, stems)
    flag_letters(scratch.folded, scratch.edges, count, scratch.flags)
    places, points = np.empty(TWO * count, np.int32), np.empty(TWO * count, np.int32)
    word_bytes(scratch.edges, scratch.breaks, scratch.shifts, count, places)
    code_points(buffer[start:end], places, TWO * count, scratch.breaks, points)
    return count, lines, points


@kernel
def read_packed_articles(
    buffer: Bytes, offsets: NDArray[np.int64], table: FoldingTable, lexicon: Hashes, read: ArticleArrays,
    ends: Matrix[np.int64],
) -> None:  # fmt: skip
    """Read articles one after the other; `ends[a + 1]` says where the words and the lines of article a end.

    There is room for an entry each byte, and for one more an article.
    """
    longest = longest_article(offsets)
    scratch, stems = new_scratch(longest), np.empty(longest + SCRATCH_SLACK, np.uint64)
    first = line = 0
    for a in range(len(offsets) - 1):
        words, lines, points = _read_words(buffer, U(offsets[a]), U(offsets[a + 1]), table, lexicon, scratch, stems)
        count, total = signed(words), signed(lines)
        for w in range(count):
            read.hashes[first + w], read.stems[first + w] = scratch.words[w], stems[w]
            read.starts[first + w], read.ends[first + w] = points[2 * w], points[2 * w + 1]
            read.flags[first + w] = scratch.flags[w]
        for w in range(count + 1):
            read.boundaries[first + a + w] = scratch.boundaries[w]
        for row in range(total):
            read.line_ends[line + row], read.line_keys[line + row] = scratch.line_ends[row], scratch.line_keys[row]
            read.line_prose[line + row] = scratch.line_prose[row]
        first += count
        line += total
        ends[a + 1, 0], ends[a + 1, 1] = first, line


@kernel
def locate_lines(
    buffer: Bytes,
    offsets: NDArray[np.int64],
    line_ends: NDArray[np.int64],
    is_wanted: NDArray[np.bool_],
    table: FoldingTable,
    lexicon: Hashes,
    span_ends: NDArray[np.int64],
    spans: Matrix[np.int32],
) -> None:
    """Write where wanted lines of articles stand, end to end: first and end code point, one span for neighbours.

    Line l of article a is number `line_ends[a - 1] + l` of `is_wanted`; `span_ends` has an entry for each article.
    """
    scratch = new_scratch(longest_article(offsets))
    first = found = 0
    for a in range(len(offsets) - 1):
        start, end = U(offsets[a]), U(offsets[a + 1])
        read_text(buffer, start, end, table, lexicon, scratch)
        b, byte, point = ZERO, start, np.int32(0)
        for line in range(first, line_ends[a]):
            if not is_wanted[line]:
                continue
            if line == first or not is_wanted[line - 1]:
                word = scratch.line_ends[line - first - 1] if line > first else 0
                to, b = source_byte(scratch.edges[2 * word], scratch.breaks, scratch.shifts, b)
                point += _count_points(buffer, byte, start + to)
                byte = start + to
                spans[found, 0] = point
            if line + 1 == line_ends[a] or not is_wanted[line + 1]:
                word = scratch.line_ends[line - first]
                to, b = source_byte(scratch.edges[2 * word - 1], scratch.breaks, scratch.shifts, b)
                point += _count_points(buffer, byte, start + to)
                byte = start + to
                spans[found, 1] = point
                found += 1
        first = line_ends[a]
        span_ends[a] = found


@stage
def _count_points(buffer: Bytes, first: U, end: U) -> np.int32:
    """Return how many code points begin in `buffer[first:end]`."""
    count = np.int32(0)
    for i in range(first, end):
        count += np.int32((buffer[i] & 0xC0) != 0x80)
    return count
