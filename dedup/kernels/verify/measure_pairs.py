"""Exact counts over two articles, from which their relation is decided.

The texts of a batch of pairs are read again, so nothing need be kept of them between fingerprints and measures; what is
measured are an article's counted words (`cache_articles`). Shared stretches come from greedy tiling: the longest run of
at least four equal words at each place, gaps of up to three words between runs filled, stretches under eight words
dropped as chance.

    tile     pair   -> runs of equal words, shingles of both
    stretch  tiles  -> shared stretches of either side, and what lies in them
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import inlined, kernel, stage
from dedup.kernels.hash_table import distinct_common, find_place, holds
from dedup.kernels.layouts import MEASURE, FoldingTable
from dedup.kernels.parameters import MeasureNumbers
from dedup.kernels.prepare.read_articles import SCRATCH_SLACK, longest_article, new_scratch
from dedup.kernels.scalars import ONE, TWO, ZERO, U, signed
from dedup.kernels.verify.cache_articles import (
    CACHE_BYTES,
    ENTRY_SLACK,
    CountedArticle,
    Known,
    all_prose,
    article_in,
    cache_article,
    evict_all,
    line_of,
    missing_bytes,
    new_cache,
    new_counting_scratch,
    prose_before,
)

BESIDE_NUMBER = 2  # words: "4.5 million euros"
CHANGED, OTHER_NAME, CHANGED_NUMBER = np.uint8(1), np.uint8(2), np.uint8(4)

Places = NDArray[np.int32]

IN_STRETCH, IN_REST = np.uint8(1), np.uint8(2)  # where a word stands: inside shared stretches, outside


class SkippedWords(NamedTuple):
    """Words that do not count, by article: those from starts[s] to ends[s], s from article_ends[a - 1] to
    article_ends[a].
    """

    article_ends: NDArray[np.int64]
    starts: Places
    ends: Places


class Titles(NamedTuple):
    """The titles of the articles, as their texts are: that of article a is `buffer[offsets[a]:offsets[a + 1]]`."""

    buffer: NDArray[np.uint8]
    offsets: NDArray[np.int64]


class Shared(NamedTuple):
    """What one side of a pair shares with the other."""

    tile_starts: Places  # in order and apart,
    tile_ends: Places
    starts: Places  # of stretches
    ends: Places
    matched: Places  # words of each stretch that lie in tiles
    prose: Places  # prose words of each stretch
    seen: NDArray[np.uint8]  # by distinct informative word: IN_STRETCH, IN_REST,
    changed: NDArray[np.uint8]  # whether it stands where the other article has something else: CHANGED...


@stage
def _new_shared(size: int) -> Shared:
    return Shared(
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size, np.uint8),
        np.empty(size, np.uint8),
    )


# --- tiles and stretches -----------------------------------------------------------------------------------------


@inlined
def _tile(
    left: CountedArticle,
    right: CountedArticle,
    numbers: MeasureNumbers,
    seen: NDArray[np.uint8],
    left_found: Shared,
    right_found: Shared,
) -> tuple[U, U, int]:
    """Write where tiles begin and end on both sides; return how many, the longest run, and the distinct shingles of
    both.

    Greedy from the left: at each word the longest run of equal words among the places where its three words stand on
    the right. Inside a run shingles need not be looked up: they stand side by side.
    """
    left_count, right_count, shingles = U(len(left.words)), U(len(right.words)), U(len(left.shingles))
    min_tile = U(numbers.min_tile)
    seen[: len(right.shingles)] = 0
    longest, tiles, w, tiled = ZERO, ZERO, ZERO, ZERO
    while w < shingles:
        place = right.shingle_slots[find_place(left.shingles[w], right.shingles, right.shingle_slots)]
        if place < 0:
            w += ONE
            continue
        seen[place] = 1
        best, best_place, tries = ZERO, ZERO, 0
        while place >= 0 and tries < numbers.max_tile_tries and w >= tiled:
            r, length = U(place), ZERO
            most = min(left_count - w, right_count - r)
            while length < most and left.words[w + length] == right.words[r + length]:
                length += ONE
            if length > best:
                best, best_place = length, r
            place = right.nexts[r]
            tries += 1
        if best < min_tile:
            w += ONE
            continue
        for shingle in range(best_place, best_place + best - TWO):
            seen[right.firsts[shingle]] = 1
        tiled = w + best
        left_found.tile_starts[tiles], left_found.tile_ends[tiles] = w, tiled
        right_found.tile_starts[tiles], right_found.tile_ends[tiles] = best_place, best_place + best
        tiles += ONE
        longest = max(longest, best)
        w = tiled - TWO
    both = 0
    for place in range(U(len(right.shingles))):
        both += seen[place]
    return tiles, longest, both


@stage
def _in_order(found: Shared, tiles: U, words: U, reach: Places) -> U:
    """Put tiles in order, and join those that overlap; return how many are left."""
    is_sorted = True
    for t in range(ONE, tiles):
        is_sorted &= found.tile_ends[t - ONE] <= found.tile_starts[t]
    if is_sorted:
        return tiles
    reach[:words] = 0
    for t in range(tiles):
        start = U(found.tile_starts[t])
        reach[start] = max(reach[start], found.tile_ends[t])
    tiles, w = ZERO, ZERO
    while w < words:
        if reach[w] == 0:
            w += ONE
            continue
        found.tile_starts[tiles], stop = w, reach[w]
        while w < U(stop):
            stop = max(stop, reach[w])
            w += ONE
        found.tile_ends[tiles] = stop
        tiles += ONE
    return tiles


@inlined
def _stretch(article: CountedArticle, found: Shared, tiles: U, numbers: MeasureNumbers) -> tuple[int, int, int]:
    """Write the shared stretches: tiles and gaps of up to three words between them, from eight words on. Return how
    many there are, how many numbers stand in tiles, and how many in the gaps.
    """
    stretches, same, other, t, n = 0, 0, 0, ZERO, 0
    while t < tiles:
        first, matched, inside, between = found.tile_starts[t], 0, 0, 0
        end = first
        while t < tiles and found.tile_starts[t] - end <= numbers.max_bridge:
            start = found.tile_starts[t]
            while n < len(article.numbers) and article.numbers[n] < start:
                between += signed(article.numbers[n] >= end)
                n += 1
            end = found.tile_ends[t]
            while n < len(article.numbers) and article.numbers[n] < end:
                inside += signed(article.numbers[n] >= start)
                n += 1
            matched += end - start
            t += ONE
        same += inside
        if end - first >= numbers.min_stretch:
            found.starts[stretches], found.ends[stretches], found.matched[stretches] = first, end, matched
            other += between
            stretches += 1
    return stretches, same, other


@inlined
def _share_all(article: CountedArticle, found: Shared) -> tuple[int, int, int]:
    """Make one stretch of all words, however few there are; the same results as those of `_stretch`."""
    count = len(article.words)
    found.starts[0], found.ends[0], found.matched[0] = 0, count, count
    return min(count, 1), len(article.numbers), 0


# --- counts ------------------------------------------------------------------------------------------------------


@inlined
def _shared_counts(
    article: CountedArticle, found: Shared, stretches: int, numbers: MeasureNumbers
) -> tuple[int, int, int, int, int, int]:
    """Return what lies in shared stretches: the words, the prose words, the prose words of the longest passage (three
    in five of its words matched), and the prose words in stretches that touch at most one layout line; how many words
    lie before the first stretch and behind the last.
    """
    count = len(article.words)
    shared = prose = passage = in_body = 0
    for s in range(stretches):
        first, end = found.starts[s], found.ends[s]
        found.prose[s] = inside = prose_before(article, end) - prose_before(article, first)
        shared += end - first
        prose += inside
        if found.matched[s] >= numbers.min_passage_share * (end - first):
            passage = max(passage, inside)
        if article.layout[line_of(article, end - 1) + 1] - article.layout[line_of(article, first)] < 2:
            in_body += inside
    before = found.starts[0] if stretches else count
    after = count - found.ends[stretches - 1] if stretches else 0
    return shared, prose, passage, in_body, before, after


@inlined
def _edge_counts(
    article: CountedArticle, found: Shared, stretches: int, prose: int, numbers: MeasureNumbers
) -> tuple[int, int]:
    """Return how many shared words stand at the edges of the article, before and behind its unshared prose, and how
    many of those are no prose; ten stray words do not end an edge.
    """
    unshared = all_prose(article) - prose
    if unshared < numbers.min_framed_prose:
        return 0, 0
    edge = non_prose = inside = 0
    for s in range(stretches):
        first, end = found.starts[s], found.ends[s]
        seen, stretch_prose = prose_before(article, first) - inside, found.prose[s]
        inside += stretch_prose
        if seen <= numbers.max_stray_words or seen >= unshared - numbers.max_stray_words:
            edge += end - first
            non_prose += end - first - stretch_prose
    return edge, non_prose


@inlined
def _unquoted_shared(article: CountedArticle, found: Shared, stretches: int) -> int:
    """Return how many words in shared stretches stand outside quotation marks."""
    shared = 0
    for s in range(stretches):
        shared += article.unquoted[found.ends[s]] - article.unquoted[found.starts[s]]
    return shared


@inlined
def _unquoted_run(
    left: CountedArticle, right: CountedArticle, left_found: Shared, right_found: Shared, tiles: U
) -> int:
    """Return how many words of the longest tile stand outside quotation marks, on the side that has fewer; of tiles as
    long, the most.
    """
    longest = most = 0
    for t in range(tiles):
        first, end = left_found.tile_starts[t], left_found.tile_ends[t]
        if end - first < longest:
            continue
        ours = left.unquoted[end] - left.unquoted[first]
        theirs = right.unquoted[right_found.tile_ends[t]] - right.unquoted[right_found.tile_starts[t]]
        most = max(min(ours, theirs), most if end - first == longest else 0)
        longest = end - first
    return most


@inlined
def _shared_body_prose(article: CountedArticle, found: Shared, stretches: int) -> int:
    """Return the shared prose words of the article's body: of the stretches between layout lines and boilerplate, the
    one with the most unshared prose.
    """
    most = best = s = 0
    for body in range(len(article.bodies) + 1):
        first = article.bodies[body - 1] if body else 0
        end = article.bodies[body] if body < len(article.bodies) else len(article.words)
        while s < stretches and found.ends[s] <= first:
            s += 1
        shared, t = 0, s
        while t < stretches and found.starts[t] < end:
            last, begin = min(end, found.ends[t]), max(first, found.starts[t])
            shared += prose_before(article, last) - prose_before(article, begin)
            t += 1
        unshared = prose_before(article, end) - prose_before(article, first) - shared
        if unshared > most:
            most, best = unshared, shared
        elif unshared == most:
            best = max(best, shared)
    return best


@inlined
def _note_informative(article: CountedArticle, found: Shared, stretches: int) -> None:
    """Note which informative words stand in shared stretches, and which outside."""
    found.seen[: len(article.names)] = 0
    r = ZERO
    for s in range(stretches):
        while r < U(len(article.informative)) and article.informative[r] < found.starts[s]:
            found.seen[U(article.named[r])] |= IN_REST
            r += ONE
        while r < U(len(article.informative)) and article.informative[r] < found.ends[s]:
            found.seen[U(article.named[r])] |= IN_STRETCH
            r += ONE
    while r < U(len(article.informative)):
        found.seen[U(article.named[r])] |= IN_REST
        r += ONE


@inlined
def _shared_informative(
    left: CountedArticle, right: CountedArticle, left_found: Shared, right_found: Shared
) -> tuple[int, int, int, int]:
    """Return the distinct informative words of both; those of them inside shared stretches of both; those that the left
    article has outside its stretches, and the right one outside its own.
    """
    both = inside = left_rest = right_rest = 0
    for n in range(U(len(left.names))):
        place = right.name_slots[find_place(left.names[n], right.names, right.name_slots)]
        if place >= 0:
            both += 1
            inside += left_found.seen[n] & right_found.seen[place] & IN_STRETCH
            left_rest += left_found.seen[n] >> 1
            right_rest += right_found.seen[place] >> 1
    return both, inside, left_rest, right_rest


@inlined
def _rest_informative(article: CountedArticle, found: Shared) -> int:
    """Return how many distinct informative words an article has outside its shared stretches."""
    rest = 0
    for n in range(U(len(article.names))):
        rest += found.seen[n] >> 1
    return rest


@inlined
def _changes(
    article: CountedArticle, other: CountedArticle, found: Shared, tiles: U, numbers: MeasureNumbers
) -> tuple[int, int]:
    """Look at what stands between tiles, before the first and behind the last. Return the numbers in short gaps, and
    the distinct informative words that the other article lacks, where no number beside them, in a short gap, explains
    them: a unit follows its number.
    Note the words that the other lacks in short gaps, and those names.
    """
    found.changed[: len(article.names)] = 0
    changed = names = n = 0
    r, first = ZERO, 0
    for t in range(tiles + ONE):
        end = signed(found.tile_starts[t]) if t < tiles else len(article.words)
        is_short, begun = end - first <= numbers.max_changed_words, n
        while n < len(article.numbers) and article.numbers[n] < end:
            n += 1
        changed += (n - begun) * is_short
        k = begun
        while r < U(len(article.informative)) and article.informative[r] < end:
            word, name = article.informative[r], U(article.named[r])
            r += ONE
            while k < n and article.numbers[k] < word:
                k += 1
            if other.name_slots[find_place(article.names[name], other.names, other.name_slots)] >= 0:
                continue
            is_number = k < n and article.numbers[k] == word
            is_beside = k < n and article.numbers[k] - word <= BESIDE_NUMBER
            is_beside |= k > begun and word - article.numbers[k - 1] <= BESIDE_NUMBER
            if is_short:
                found.changed[name] |= CHANGED | CHANGED_NUMBER if is_number else CHANGED
            if not (is_short and is_beside) and not is_number and not found.changed[name] & OTHER_NAME:
                found.changed[name] |= OTHER_NAME
                names += 1
        if t < tiles:
            first = signed(found.tile_ends[t])
            while n < len(article.numbers) and article.numbers[n] < first:
                n += 1
            while r < U(len(article.informative)) and article.informative[r] < first:
                r += ONE
    return changed, names


@inlined
def _holds_word(words: NDArray[np.uint64], word: U) -> bool:
    for w in range(len(words)):
        if words[w] == word:
            return True
    return False


@inlined
def _title_counts(article: CountedArticle, other: CountedArticle, found: Shared) -> tuple[int, int, int, int, int]:
    """Return how many words of the article's title the other's has too, how many stand in its own text, and how many
    of the latter the other's title lacks; and how many of those were changed, which neither the other's title nor its
    text has, and how many of these are numbers.
    """
    both = inside = own = replaced = numbers = 0
    for t in range(len(article.titles)):
        is_in_both = _holds_word(other.titles, article.titles[t])
        both += is_in_both
        place = article.name_slots[find_place(article.titles[t], article.names, article.name_slots)]
        if place >= 0:
            inside += 1
            own += not is_in_both
            replaced += not is_in_both and found.changed[U(place)] & CHANGED != 0
            numbers += not is_in_both and found.changed[U(place)] & CHANGED_NUMBER != 0
    return both, inside, own, replaced, numbers


@inlined
def _is_identical(left: CountedArticle, right: CountedArticle) -> bool:
    """Return whether the counted words of both are the same, in the same order."""
    if len(left.words) != len(right.words):
        return False
    for w in range(len(left.words)):
        if left.words[w] != right.words[w]:
            return False
    return True


@kernel
def measure_pairs(
    buffer: NDArray[np.uint8],
    offsets: NDArray[np.int64],
    titles: Titles,
    table: FoldingTable,
    lexicon: NDArray[np.uint64],
    skipped: SkippedWords,
    known: Known,
    numbers: MeasureNumbers,
    lefts: NDArray[np.int64],
    rights: NDArray[np.int64],
    counts: NDArray[np.int32],
) -> None:
    """Measure pairs of articles `buffer[offsets[a]:offsets[a + 1]]`; write one row of counts a pair: `MeasureColumns`.

    Fastest where pairs of the same right article stand in a row.
    """
    articles, longest = len(offsets) - 1, max(longest_article(offsets), longest_article(titles.offsets))
    scratch = new_scratch(longest)
    size = len(scratch.words)
    counting, everything = new_counting_scratch(size), offsets[articles] - offsets[0] + articles * ENTRY_SLACK
    capacity = min(everything, max(CACHE_BYTES, 2 * (longest + ENTRY_SLACK)))
    cache = new_cache(capacity + SCRATCH_SLACK, articles)
    left_found, right_found = _new_shared(size), _new_shared(size)
    seen, reach = np.empty(size, np.uint8), np.empty(size, np.int32)
    for p in range(len(lefts)):
        if (
            cache.used[1] + missing_bytes(cache, offsets, lefts[p]) + missing_bytes(cache, offsets, rights[p])
            > capacity
        ):
            evict_all(cache)
        for a in (lefts[p], rights[p]):
            if cache.entry_of[a] < 0:
                rows = slice(skipped.article_ends[a - 1] if a else 0, skipped.article_ends[a])
                title = titles.buffer[titles.offsets[a] : titles.offsets[a + 1]]
                cache.entry_of[a] = cache_article(
                    buffer, U(offsets[a]), U(offsets[a + 1]), title, table, lexicon, skipped.starts[rows],
                    skipped.ends[rows], known, numbers, scratch, counting, cache,
                )  # fmt: skip
        left_entry, right_entry = cache.entry_of[lefts[p]], cache.entry_of[rights[p]]
        left, right = article_in(cache, left_entry), article_in(cache, right_entry)
        row = counts[p]
        row[MEASURE.left_words], row[MEASURE.right_words] = len(left.words), len(right.words)
        row[MEASURE.left_shingles], row[MEASURE.right_shingles] = (
            cache.distinct[left_entry],
            cache.distinct[right_entry],
        )
        row[MEASURE.left_boilerplate_words] = cache.boilerplate[left_entry]
        row[MEASURE.right_boilerplate_words] = cache.boilerplate[right_entry]
        row[MEASURE.is_identical] = _is_identical(left, right)
        if row[MEASURE.is_identical]:
            row[MEASURE.longest_run], row[MEASURE.both_shingles] = len(left.words), cache.distinct[left_entry]
            row[MEASURE.unquoted_run] = min(left.unquoted[len(left.words)], right.unquoted[len(right.words)])
            left_stretches, left_same, left_other = _share_all(left, left_found)
            right_stretches, right_same, right_other = _share_all(right, right_found)
            left_changed = right_changed = left_names = right_names = 0
            left_found.changed[: len(left.names)] = right_found.changed[: len(right.names)] = 0
        else:
            tiles, row[MEASURE.longest_run], row[MEASURE.both_shingles] = _tile(
                left, right, numbers, seen, left_found, right_found
            )
            row[MEASURE.unquoted_run] = _unquoted_run(left, right, left_found, right_found, tiles)
            left_stretches, left_same, left_other = _stretch(left, left_found, tiles, numbers)
            left_changed, left_names = _changes(left, right, left_found, tiles, numbers)
            tiles = _in_order(right_found, tiles, U(len(right.words)), reach)
            right_stretches, right_same, right_other = _stretch(right, right_found, tiles, numbers)
            right_changed, right_names = _changes(right, left, right_found, tiles, numbers)
        (
            row[MEASURE.left_shared],
            row[MEASURE.left_prose_shared],
            left_passage,
            left_in_body,
            row[MEASURE.left_unshared_lead],
            row[MEASURE.left_unshared_tail],
        ) = _shared_counts(left, left_found, left_stretches, numbers)
        (
            row[MEASURE.right_shared],
            row[MEASURE.right_prose_shared],
            right_passage,
            right_in_body,
            row[MEASURE.right_unshared_lead],
            row[MEASURE.right_unshared_tail],
        ) = _shared_counts(right, right_found, right_stretches, numbers)
        row[MEASURE.left_prose], row[MEASURE.right_prose] = all_prose(left), all_prose(right)
        row[MEASURE.longest_passage] = min(left_passage, right_passage)
        row[MEASURE.shared_prose_in_body] = max(left_in_body, right_in_body)
        row[MEASURE.equal_numbers] = min(left_same, right_same)
        row[MEASURE.differing_numbers] = min(left_other, right_other)
        row[MEASURE.left_shared_at_edges], row[MEASURE.left_shared_at_edges_non_prose] = _edge_counts(
            left, left_found, left_stretches, row[MEASURE.left_prose_shared], numbers
        )
        row[MEASURE.right_shared_at_edges], row[MEASURE.right_shared_at_edges_non_prose] = _edge_counts(
            right, right_found, right_stretches, row[MEASURE.right_prose_shared], numbers
        )
        _note_informative(left, left_found, left_stretches)
        _note_informative(right, right_found, right_stretches)
        row[MEASURE.left_informative], row[MEASURE.right_informative] = len(left.names), len(right.names)
        (
            row[MEASURE.both_informative],
            row[MEASURE.informative_in_stretches],
            row[MEASURE.left_rest_agreeing],
            row[MEASURE.right_rest_agreeing],
        ) = _shared_informative(left, right, left_found, right_found)
        row[MEASURE.left_rest_informative] = _rest_informative(left, left_found)
        row[MEASURE.right_rest_informative] = _rest_informative(right, right_found)
        shared = distinct_common(left.anchors, right.anchors, right.anchor_slots, seen, scratch.words)
        row[MEASURE.shared_anchors] = shared
        for a in range(shared):
            row[MEASURE.stock_phrase_anchors] += holds(known.stock_phrases, scratch.words[a])
        row[MEASURE.shared_layout_lines] = distinct_common(
            left.layout_lines, right.layout_lines, right.line_slots, seen, scratch.words
        )
        row[MEASURE.left_shared_body_prose] = _shared_body_prose(left, left_found, left_stretches)
        row[MEASURE.right_shared_body_prose] = _shared_body_prose(right, right_found, right_stretches)
        row[MEASURE.left_unquoted] = left.unquoted[len(left.words)]
        row[MEASURE.right_unquoted] = right.unquoted[len(right.words)]
        row[MEASURE.left_unquoted_shared] = _unquoted_shared(left, left_found, left_stretches)
        row[MEASURE.right_unquoted_shared] = _unquoted_shared(right, right_found, right_stretches)
        row[MEASURE.changed_numbers] = min(left_changed, right_changed)
        row[MEASURE.other_names] = min(left_names, right_names)
        row[MEASURE.left_title_words], row[MEASURE.right_title_words] = len(left.titles), len(right.titles)
        row[MEASURE.both_title_words], row[MEASURE.left_title_in_text], left_own, left_replaced, left_other = (
            _title_counts(left, right, left_found)
        )
        _, row[MEASURE.right_title_in_text], right_own, right_replaced, right_other = _title_counts(
            right, left, right_found
        )
        row[MEASURE.own_title_in_text] = max(left_own, right_own)
        row[MEASURE.left_title_replaced], row[MEASURE.right_title_replaced] = left_replaced, right_replaced
        row[MEASURE.replaced_title_numbers] = min(left_other, right_other)
