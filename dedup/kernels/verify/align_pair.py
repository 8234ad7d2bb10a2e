"""Stretches of two texts that are best explained by re-use: the loops behind `dedup.alignment.passages`.

**Log-odds of a word.** A stretch X of one text is judged against a stretch Y of L words of the other. By chance
alone, Y holds a word of rate r with probability `chance = 1 - exp(-r L)`. If a share m of the words of X is re-used
and the rest is chance, a word of X that Y holds is worth `log(1 - m + m / chance)` nats, and one that Y lacks
`log(1 - m)`. Common words in a long Y are worth about nothing, rare ones up to 4; no stop list, no weights. Order
plays no part, so that shuffled words cost nothing.

**Stretches.** Both texts are cut into cells of 16 words. Words in common vote for pairs of cells; the pairs with most
votes are seeds. Around a seed, the stretch of the left text is chosen that scores best against the right one, then
the other way round, until neither changes: the X-drop extension of BLAST (Altschul et al. 1990, J. Mol. Biol.
215:403) over log-odds in place of a substitution matrix. Last, each side is trimmed by its own share of re-use.
Sentence and line ends are worth a bonus, since writers copy whole sentences.

Words come as numbers: the words in common are numbered from 0, all others are -1. Time is linear in the words, the
votes (at most 100 a word in common) and the words walked over; memory in words and votes. Nothing here knows scripts,
languages or offsets. The numbers are those of `AlignmentNumbers`.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import inlined, kernel, stage
from dedup.kernels.layouts import SEGMENT, SEGMENT_SCORE, Matrix
from dedup.kernels.parameters import AlignmentNumbers

Words = NDArray[np.int32]  # (n,) numbers of the words in common, -1 for others
Nats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Rows = NDArray[np.int64]


@stage
def word_nats(rate: float, span: int, share: float, max_word: float) -> float:
    """Nats that a word in common is worth, when the other stretch is `span` words long."""
    chance = -math.expm1(-rate * span)
    return min(max_word, math.log(1.0 - share + share / chance))


@stage
def _mark(words: Words, first: int, end: int, held: Flags, value: bool) -> None:
    for place in range(first, end):
        if words[place] >= 0:
            held[words[place]] = value


@stage
def _walk(
    words: Words,
    bonus: Nats,
    held: Flags,
    span: int,
    rates: Nats,
    share: float,
    middle: int,
    numbers: AlignmentNumbers,
) -> tuple[int, int, float]:
    """The best-scoring stretch around word `middle`, and its score without the boundaries' bonus."""
    miss = math.log(1.0 - share)
    total = best = right = 0.0
    end = middle
    for place in range(middle, len(words)):
        word = words[place]
        total += word_nats(rates[word], span, share, numbers.max_word) if word >= 0 and held[word] else miss
        if total + bonus[place + 1] > best:
            best = total + bonus[place + 1]
            right = total
            end = place + 1
        elif total + bonus[place + 1] < best - numbers.x_drop:
            break
    total = best = left = 0.0
    first = middle
    for place in range(middle - 1, -1, -1):
        word = words[place]
        total += word_nats(rates[word], span, share, numbers.max_word) if word >= 0 and held[word] else miss
        if total + bonus[place] > best:
            best = total + bonus[place]
            left = total
            first = place
        elif total + bonus[place] < best - numbers.x_drop:
            break
    return first, end, left + right


@stage
def reused_share(
    words: Words,
    first: int,
    end: int,
    held: Flags,
    span: int,
    rates: Nats,
) -> float:
    """The share of words re-used beyond chance: a match counts by how unlikely it was."""
    matched = 0.0
    missed = 1e-9
    for place in range(first, end):
        word = words[place]
        if word >= 0 and held[word]:
            matched += math.exp(-rates[word] * span)
        else:
            missed += 1.0
    return matched / (matched + missed)


class _Sides(NamedTuple):
    """A text whose stretch is fitted, and the other one, with what is known of the words in common."""

    words: Words
    bonus: Nats  # (words + 1,) for a stretch that begins or ends there
    other: Words
    rates: Nats
    held: Flags  # (words in common,) a scratch: False for all between calls


@stage
def _against(
    sides: _Sides, stretch: tuple[int, int], other: tuple[int, int], margin: bool, numbers: AlignmentNumbers
) -> tuple[int, int, float, float]:
    """The stretch around the middle of a stretch that the other side's explains best: first, end, score; and the share
    of words re-used that was measured before.

    With a margin, the other stretch is seen with its surroundings and the share is assumed.
    """
    words, held, rates = sides.words, sides.held, sides.rates
    first, end = stretch
    other_first, other_end = other
    share = numbers.growing_share
    reused = 0.0
    if margin:
        other_first = max(0, other_first - numbers.margin)
        other_end = min(len(sides.other), other_end + numbers.margin)
    span = other_end - other_first
    _mark(sides.other, other_first, other_end, held, True)
    if not margin:
        reused = reused_share(words, first, end, held, span, rates)
        share = min(numbers.max_trimming_share, max(numbers.min_trimming_share, numbers.caution * reused))
    first, end, score = _walk(words, sides.bonus, held, span, rates, share, (first + end) // 2, numbers)
    _mark(sides.other, other_first, other_end, held, False)
    return first, end, score, reused


class _Places(NamedTuple):
    """Where the words in common stand in the right text."""

    first: Words  # (words in common,) the first place of each, or -1
    following: Words  # (right,) the next place of the same word, or -1
    cell: Words  # (right,) the cell of each place: to divide is slow


class _Votes(NamedTuple):
    """The votes of one row of cells, and of the three rows over which they are spread: of each, which got any."""

    of_row: Nats  # (right cells,)
    touched_in_row: Words
    spread: Matrix[np.float64]  # (3, right cells)
    touched: Matrix[np.int32]
    touches: Rows  # (3,) how many


@stage
def _places_in(right: Words, common: int, cell: int) -> _Places:
    first, following = np.full(common, -1, np.int32), np.full(len(right), -1, np.int32)
    for place in range(len(right) - 1, -1, -1):
        word = right[place]
        if word >= 0:
            following[place] = first[word]
            first[word] = place
    cells = np.empty(len(right), np.int32)
    for column in range((len(right) + cell - 1) // cell):
        cells[column * cell : (column + 1) * cell] = column
    return _Places(first, following, cells)


@stage
def _count_words(words: Words, common: int) -> Rows:
    counts = np.zeros(common, np.int64)
    for word in words:
        if word >= 0:
            counts[word] += 1
    return counts


@stage
def _vote_worths(left: Words, right: Words, rates: Nats, numbers: AlignmentNumbers) -> tuple[Nats, int]:
    """Return the nats that each word in common votes with, 0 for one that is too frequent; and the number of votes."""
    left_counts, right_counts = _count_words(left, len(rates)), _count_words(right, len(rates))
    worth = np.zeros(len(rates))
    votes = 0
    for word in range(len(rates)):
        pairs = left_counts[word] * right_counts[word]
        if pairs <= numbers.max_votes:
            worth[word] = word_nats(rates[word], 3 * numbers.cell_words, numbers.seed_share, numbers.max_word)
            votes += pairs if worth[word] >= numbers.min_vote else 0
    return worth, votes


@inlined
def _vote(words: Words, worth: Nats, places: _Places, min_vote: float, votes: _Votes) -> int:
    """Add the votes of the words of one left cell to the right cells that hold them; return how many got any."""
    touches = 0
    for word in words:
        if word < 0 or worth[word] < min_vote:
            continue
        other = places.first[word]
        last = -1
        while other >= 0:
            column = places.cell[other]
            if column != last:
                if votes.of_row[column] == 0.0:
                    votes.touched_in_row[touches] = column
                    touches += 1
                votes.of_row[column] += worth[word]
            last = column
            other = places.following[other]
    return touches


@inlined
def _spread_votes(row: int, rows: int, row_touches: int, neighbour_weight: float, votes: _Votes) -> None:
    """Spread the votes of a row over it and its neighbours, and forget them."""
    spread, touched, touches = votes.spread, votes.touched, votes.touches
    columns = len(votes.of_row)
    for index in range(row_touches):
        column = votes.touched_in_row[index]
        for near_row in range(max(0, row - 1), min(rows, row + 2)):
            slot = near_row % 3
            for near in range(max(0, column - 1), min(columns, column + 2)):
                if spread[slot, near] == 0.0:
                    touched[slot, touches[slot]] = near
                    touches[slot] += 1
                weight = 1.0 if near_row == row and near == column else neighbour_weight
                spread[slot, near] += weight * votes.of_row[column]
        votes.of_row[column] = 0.0


@inlined
def _take_seeds(slot: int, votes: _Votes, min_seed: float, seeds: int, columns: Words, nats: Nats) -> int:
    """Write the seeds of a row that gets no more votes, and forget its votes; return how many seeds there are now."""
    for index in range(votes.touches[slot]):
        column = votes.touched[slot, index]
        if votes.spread[slot, column] >= min_seed:
            columns[seeds], nats[seeds] = column, votes.spread[slot, column]
            seeds += 1
        votes.spread[slot, column] = 0.0
    votes.touches[slot] = 0
    return seeds


@kernel
def find_seeds(left: Words, right: Words, rates: Nats, numbers: AlignmentNumbers) -> tuple[Rows, Words, Nats]:
    """Pairs of cells, a row for each left cell, whose words in common are worth `min_seed` nats or more.

    `left`, `right` (n,): numbers of the words in common, -1 for others; `rates` (words in common,): how often a word
    comes up by chance. Gives the first seed of each row and the end of the last (rows + 1,); columns and nats (seeds,).

    Votes are spread over three rows of the grid at a time, and only columns that got any are looked at: the grid
    itself, quadratic in the texts' length, is never made.
    """
    cell = numbers.cell_words
    left_cells, right_cells = (len(left) + cell - 1) // cell, (len(right) + cell - 1) // cell
    places = _places_in(right, len(rates), cell)
    worth, voters = _vote_worths(left, right, rates, numbers)
    # A vote spreads at most (1 + 8 * .6) * 4 nats, so many seeds; 3 % for sums that round.
    seeds_of_vote = (1.0 + 8.0 * numbers.neighbour_weight) * numbers.max_word / numbers.min_seed
    capacity = min(int(1.03 * seeds_of_vote * voters) + 1, left_cells * right_cells)
    row_begins, columns, nats = np.zeros(left_cells + 1, np.int64), np.empty(capacity, np.int32), np.empty(capacity)
    votes = _Votes(
        np.zeros(right_cells), np.empty(right_cells, np.int32),
        np.zeros((3, right_cells)), np.empty((3, right_cells), np.int32), np.zeros(3, np.int64),
    )  # fmt: skip
    seeds = 0
    for row in range(left_cells + 1):
        touches = _vote(left[row * cell : (row + 1) * cell], worth, places, numbers.min_vote, votes)
        _spread_votes(row, left_cells, touches, numbers.neighbour_weight, votes)
        slot = (row - 1) % 3  # no later vote reaches the row before this one
        seeds = _take_seeds(slot, votes, numbers.min_seed, seeds, columns, nats)
        row_begins[row] = seeds
    return row_begins, columns[:seeds], nats[:seeds]


@stage
def _strike(
    row_begins: Rows,
    columns: Words,
    alive: Flags,
    first_row: int,
    last_row: int,
    first_column: int,
    last_column: int,
) -> None:
    """Take the seeds in a rectangle of cells, edges included, out of the running."""
    last_row = min(last_row, len(row_begins) - 2)
    for seed in range(row_begins[max(0, first_row)], row_begins[last_row + 1]):
        if first_column <= columns[seed] <= last_column:
            alive[seed] = False


@stage
def _extend(
    left: _Sides, right: _Sides, row: int, column: int, place: Rows, score: Nats, numbers: AlignmentNumbers
) -> None:
    """Grow and trim the pair of stretches around a seed; `place` and `score` take one row of what is found."""
    cell = numbers.cell_words
    left_first, left_end = max(0, (row - 1) * cell), min(len(left.words), (row + 2) * cell)
    right_first, right_end = max(0, (column - 1) * cell), min(len(right.words), (column + 2) * cell)
    for _ in range(numbers.max_rounds):
        before = (left_first, left_end, right_first, right_end)
        left_first, left_end, _score, _reused_share = _against(
            left, (left_first, left_end), (right_first, right_end), True, numbers
        )
        if left_end == left_first:
            break
        right_first, right_end, _score, _reused_share = _against(
            right, (right_first, right_end), (left_first, left_end), True, numbers
        )
        if right_end == right_first or before == (left_first, left_end, right_first, right_end):
            break
    for _ in range(numbers.trim_rounds):
        left_first, left_end, score[SEGMENT_SCORE.left_score], score[SEGMENT_SCORE.left_share] = _against(
            left, (left_first, left_end), (right_first, right_end), False, numbers
        )
        right_first, right_end, score[SEGMENT_SCORE.right_score], score[SEGMENT_SCORE.right_share] = _against(
            right, (right_first, right_end), (left_first, left_end), False, numbers
        )
        if left_end == left_first or right_end == right_first:
            break
    place[SEGMENT.left_first], place[SEGMENT.left_end] = left_first, left_end
    place[SEGMENT.right_first], place[SEGMENT.right_end] = right_first, right_end


@kernel
def find_segments(
    left: Words,
    right: Words,
    left_bonus: Nats,
    right_bonus: Nats,
    rates: Nats,
    row_begins: Rows,
    columns: Words,
    rows: Rows,
    order: Rows,
    numbers: AlignmentNumbers,
) -> tuple[Matrix[np.int64], Matrix[np.float64]]:
    """Pairs of stretches that may be re-use, grown from seeds in the order given.

    `left_bonus`, `right_bonus` (n + 1,): nats for a stretch that begins or ends there; the rest as in `find_seeds`,
    with the row of each seed. Gives (k, 4) places, as `SegmentColumns` names them, and (k, 4) scores and shares, as
    `SegmentScoreColumns` does.
    """
    cell = numbers.cell_words
    cells = (len(left) + len(right)) // cell
    most_tried, most_kept = max(numbers.min_tries, cells // 2), max(numbers.min_kept, cells // 4)
    places, scores = np.empty((most_kept + 1, 4), np.int64), np.empty((most_kept + 1, 4))
    alive = np.ones(len(columns), np.bool_)
    held = np.zeros(len(rates), np.bool_)
    left_side, right_side = _Sides(left, left_bonus, right, rates, held), _Sides(right, right_bonus, left, rates, held)
    kept = tried = 0
    for seed in order:
        if not alive[seed]:
            continue
        if tried == most_tried or kept == most_kept:
            break
        tried += 1
        row, column = rows[seed], columns[seed]
        place, score = places[kept], scores[kept]
        _extend(left_side, right_side, row, column, place, score, numbers)
        _strike(row_begins, columns, alive, row - 1, row + 1, column - 1, column + 1)
        if min(score[SEGMENT_SCORE.left_score], score[SEGMENT_SCORE.right_score]) >= numbers.min_score:
            kept += 1
            first, end = place[SEGMENT.left_first] // cell, place[SEGMENT.left_end] // cell
            other_first, other_end = place[SEGMENT.right_first] // cell, place[SEGMENT.right_end] // cell
            _strike(row_begins, columns, alive, first - 1, end + 1, other_first - 1, other_end + 1)
    return places[:kept], scores[:kept]
