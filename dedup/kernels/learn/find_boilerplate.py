"""Which lines and phrases stand in articles that are otherwise dissimilar.

An article is a list of distinct words here, end to end with those of others; two articles are dissimilar when they
share less than some part of the words of the lesser. Of the carriers of a line or a phrase, mutually dissimilar ones
are chosen greedily: each is looked up, word by word, in one table of the words of all chosen before it.

What needs no loop stays in numpy: see `dedup.corpus.dissimilarity` and `dedup.corpus.boilerplate`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import inlined, kernel
from dedup.kernels.hash_table import clear_marks, find_marked, holds, table_bits
from dedup.kernels.layouts import FoldingTable, Matrix
from dedup.kernels.parameters import DissimilarNumbers, LongBlockNumbers
from dedup.kernels.prepare.read_articles import longest_article, new_scratch, read_text
from dedup.kernels.prepare.split_words import flag_letters
from dedup.kernels.scalars import ONE, ZERO, U, signed

MARK_BITS = 16  # carriers that fit in a mark of the table: a bit each
ALWAYS = np.uint8(2)  # a kind of word that counts, frequent or not; 1 = unless frequent, 0 = never

Hashes = NDArray[np.uint64]
Ends = NDArray[np.int64]
Articles = NDArray[np.int64]


@kernel
def collect_words(
    buffer: NDArray[np.uint8],
    offsets: Ends,
    table: FoldingTable,
    lexicon: Hashes,
    articles: Articles,
    line_ends: Ends,
    is_excluded: NDArray[np.bool_],
    rule_by_flags: NDArray[np.uint8],
    frequent: Hashes,
    ends: Ends,
    words: Hashes,
) -> None:
    """Write the distinct words of some articles, in order of occurrence.

    The texts are those of `articles`, in this order. Lines of article a end at line_ends[a], distinct words of
    articles[n] at ends[n]. Words of excluded lines do not count; others do when rule_by_flags[flags] is 2, or 1 and
    they are not in the table `frequent`. `words` needs room for one entry more than the articles have bytes.
    """
    scratch = new_scratch(longest_article(offsets))
    slots, marks = np.empty(8 * len(scratch.words), np.uint64), np.empty(8 * len(scratch.words), np.uint8)
    total = ZERO
    for n in range(len(articles)):
        count, lines = read_text(buffer, U(offsets[n]), U(offsets[n + 1]), table, lexicon, scratch)
        flag_letters(scratch.folded, scratch.edges, count, scratch.flags)
        bits = table_bits(count)
        clear_marks(bits, marks)
        place, first = U(line_ends[articles[n]]) - lines, ZERO
        for u in range(lines):
            after = U(scratch.line_ends[u])
            for w in range(first, first if is_excluded[place + u] else after):
                h, rule = scratch.words[w], rule_by_flags[scratch.flags[w]]
                if rule == 0 or (rule != ALWAYS and holds(frequent, h)):
                    continue
                slot = find_marked(h, bits, slots, marks)
                words[total] = h
                total += U(marks[slot] == 0)
                slots[slot], marks[slot] = h, ONE
            first = after
        ends[n] = total


class _Chosen(NamedTuple):
    """The articles of a row that are chosen so far, mutually dissimilar, and the table of their words."""

    articles: NDArray[np.int64]  # (16,)
    sizes: NDArray[np.int64]
    shared: NDArray[np.int64]  # a scratch: how many words the next article shares with each
    slots: Hashes
    marks: NDArray[np.uint16]  # bit k: article k holds the word


@inlined
def _is_unlike_chosen(
    a: int, words: Hashes, groups: NDArray[np.int64], bits: U, chosen: _Chosen, kept: int, min_overlap: float
) -> bool:
    """Return whether an article, given by its words, is dissimilar to all that are chosen."""
    size, shared = len(words), chosen.shared
    for k in range(MARK_BITS):
        shared[k] = 0
    for w in range(U(len(words))):
        mark = chosen.marks[find_marked(words[w], bits, chosen.slots, chosen.marks)]
        for k in range(kept if mark else 0):
            shared[k] += mark >> k & 1
    is_unlike = True
    for k in range(kept):
        is_unlike &= groups[chosen.articles[k]] != groups[a] and shared[k] < min_overlap * min(size, chosen.sizes[k])
    return is_unlike


@inlined
def _choose(a: int, words: Hashes, bits: U, chosen: _Chosen, kept: int) -> None:
    """Put an article behind those that are chosen."""
    for w in range(U(len(words))):
        slot = find_marked(words[w], bits, chosen.slots, chosen.marks)
        chosen.slots[slot] = words[w]
        chosen.marks[slot] |= np.uint16(1 << kept)
    chosen.articles[kept], chosen.sizes[kept] = a, len(words)


@kernel
def find_dissimilar(
    words: Hashes,
    ends: Ends,
    samples: Matrix[np.int64],
    entries: NDArray[np.int64],
    groups: NDArray[np.int64],
    numbers: DissimilarNumbers,
    required: NDArray[np.int64],
    min_words: NDArray[np.int64],
    found: NDArray[np.bool_],
) -> None:
    """Write for every row of `samples` (up to 16 articles, then -1) whether required[row] are mutually dissimilar.

    Distinct words of article a end at ends[a]; a row has entries[row] of them in all. Articles of one group are
    similar, and those that share `min_overlap` of the words of the lesser. One with under min_words[row] is passed
    over, or else `short_is_similar`. Chosen greedily, in order.
    """
    most = 0
    for r in range(len(samples)):
        most = max(most, entries[r])
    capacity = ONE << table_bits(U(most))
    chosen = _Chosen(
        np.empty(MARK_BITS, np.int64), np.empty(MARK_BITS, np.int64), np.empty(MARK_BITS, np.int64),
        np.empty(capacity, np.uint64), np.empty(capacity, np.uint16),
    )  # fmt: skip
    for r in range(len(samples)):
        bits = table_bits(U(entries[r]))
        clear_marks(bits, chosen.marks)
        kept = 0
        for c in range(samples.shape[1]):
            a = samples[r, c]
            if a < 0 or kept == required[r]:
                break
            own = words[ends[a - 1] if a else 0 : ends[a]]
            if len(own) < min_words[r]:
                if numbers.short_is_similar and kept == 0:
                    break
                continue
            if _is_unlike_chosen(a, own, groups, bits, chosen, kept, numbers.min_overlap):
                _choose(a, own, bits, chosen, kept)
                kept += 1
        found[r] = kept >= required[r]


@kernel
def recurring_line_rows(
    keys: Hashes, ends: Ends, articles: Articles, slot_bits: int, places: NDArray[np.int64], carriers: Articles
) -> int:
    """Write the places of keys whose slot of 2**slot_bits is met twice, and the articles that hold them; return how
    many.

    Keys of article a end at ends[a]; `articles` gives the order. Most lines occur once and need no sorting: two bits a
    slot sort them out. What is written needs room for one more than all keys.
    """
    shift = U(64) - U(slot_bits)
    once, twice = np.zeros(ONE << U(slot_bits - 3), np.uint8), np.zeros(ONE << U(slot_bits - 3), np.uint8)
    for k in range(U(len(keys))):
        slot = keys[k] >> shift
        bit, byte = np.uint8(ONE << (slot & U(7))), slot >> U(3)
        twice[byte] |= once[byte] & bit
        once[byte] |= bit
    kept = ZERO
    for n in range(len(articles)):
        a = articles[n]
        for k in range(ends[a - 1] if a else 0, ends[a]):
            slot = keys[k] >> shift
            places[kept], carriers[kept] = k, a
            kept += U(twice[slot >> U(3)]) >> (slot & U(7)) & ONE
    return signed(kept)


@kernel
def find_long_shared_blocks(
    keys: Hashes,
    lengths: NDArray[np.uint8],
    ends: Ends,
    samples: Matrix[np.int64],
    places: Matrix[np.int64],
    numbers: LongBlockNumbers,
    found: NDArray[np.bool_],
) -> None:
    """Write for every row of `samples` (articles, then -1) whether its line stands in a long shared block in more than
    half of the pairs of neighbours.

    Lines of article a end at ends[a], and count lengths[u] words each; the row's line stands at places[row]. A block is
    the lines round it that both articles hold side by side, up to `max_lines` on either side; `min_words` make it long.
    """
    columns = samples.shape[1]
    for r in range(len(samples)):
        pairs = many = 0
        for c in range(columns - 1):
            left, right = samples[r, c], samples[r, c + 1]
            if right < 0:
                break
            pairs += 1
            left_first, right_first = ends[left - 1] if left else 0, ends[right - 1] if right else 0
            left_at, right_at = places[r, c], places[r, c + 1]
            before = min(left_at - left_first, right_at - right_first, numbers.max_lines)
            after = min(ends[left] - left_at, ends[right] - right_at, numbers.max_lines)
            words, t = 0, 0
            while t < after and words < numbers.min_words and keys[left_at + t] == keys[right_at + t]:
                words += lengths[left_at + t]
                t += 1
            t = 1
            while t <= before and words < numbers.min_words and keys[left_at - t] == keys[right_at - t]:
                words += lengths[left_at - t]
                t += 1
            many += words >= numbers.min_words
        found[r] = 2 * many > pairs
