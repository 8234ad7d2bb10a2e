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

**Digests.** The stretch of one text that the whole of the other explains best (Kadane's maximum sum with restarts),
and what tells a summary from a copied passage: its words come from all over the other text, not from one place.

Words come as numbers: the words in common are numbered from 0, all others are -1. Time is linear in the words, the
votes (at most 100 a word in common) and the words walked over; memory in words and votes. Nothing here knows scripts,
languages or offsets.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.compiled import kernel, stage

CELL = 16  # words: about a sentence, the finest place that a vote can name
SEED = 10.0  # nats in a cell and its neighbours: about three rare words in common
NEIGHBOUR = 0.6  # a vote's weight in the eight cells around its own
VOTES = 100  # occurrences left x right: a word above says nothing about places
FAINT = 0.3  # nats: a vote below is not counted
CAP = 4.0  # nats: one word, however rare, is not evidence enough
X_DROP = 12.0  # nats below the best so far: about 24 foreign words in a row end a stretch
ACCEPT = 9.0  # nats on either side: the least that is handed on to be judged
MARGIN = 24  # words beyond the other side's stretch that count while growing
ROUNDS = (
    10  # of growing: to some 500 words, a length at which words in common still mean something; more is joined later
)
TRIMS = 3  # rounds of trimming
SHARE = 0.4  # of the words re-used, assumed while growing
LEAST_SHARE, MOST_SHARE = 0.3, 0.9  # of the words re-used, assumed while trimming
CAUTION = 0.8  # of the share measured: an estimate from the stretch that it chose is too high
TRIES, KEPT = 200, 64  # seeds tried and stretches kept in texts of up to a few thousand words; more as cells are more

DIGEST_SHARE = 0.6  # of a digest's words come from the other text
AGAIN = 150  # words: one that came up this shortly before is no new evidence
SLICES = 10  # of the text summed up: a digest draws on all of them
RARE = 0.1  # chance below which a word in common tells a place


@kernel
def intersect(left: NDArray[np.uint64], right: NDArray[np.uint64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Where two sorted lists of distinct hashes agree: places in the left and in the right one, both (k,)."""
    left_places = np.empty(min(len(left), len(right)), np.int32)
    right_places = np.empty(len(left_places), np.int32)
    found = left_place = right_place = 0
    while left_place < len(left) and right_place < len(right):
        if left[left_place] == right[right_place]:
            left_places[found], right_places[found] = left_place, right_place
            found += 1
            left_place += 1
            right_place += 1
        elif left[left_place] < right[right_place]:
            left_place += 1
        else:
            right_place += 1
    return left_places[:found], right_places[:found]


@stage
def _worth(rate: float, span: int, share: float) -> float:
    """Nats that a word in common is worth, when the other stretch is `span` words long."""
    chance = -math.expm1(-rate * span)
    return min(CAP, math.log(1.0 - share + share / chance))


@stage
def _mark(words: NDArray[np.int32], first: int, end: int, held: NDArray[np.bool_], value: bool) -> None:
    for place in range(first, end):
        if words[place] >= 0:
            held[words[place]] = value


@stage
def _walk(
    words: NDArray[np.int32],
    bonus: NDArray[np.float64],
    held: NDArray[np.bool_],
    span: int,
    rates: NDArray[np.float64],
    share: float,
    middle: int,
) -> tuple[int, int, float]:
    """The best-scoring stretch around word `middle`, and its score without the borders' bonus."""
    miss = math.log(1.0 - share)
    total = best = right = 0.0
    end = middle
    for place in range(middle, len(words)):
        word = words[place]
        total += _worth(rates[word], span, share) if word >= 0 and held[word] else miss
        if total + bonus[place + 1] > best:
            best = total + bonus[place + 1]
            right = total
            end = place + 1
        elif total + bonus[place + 1] < best - X_DROP:
            break
    total = best = left = 0.0
    first = middle
    for place in range(middle - 1, -1, -1):
        word = words[place]
        total += _worth(rates[word], span, share) if word >= 0 and held[word] else miss
        if total + bonus[place] > best:
            best = total + bonus[place]
            left = total
            first = place
        elif total + bonus[place] < best - X_DROP:
            break
    return first, end, left + right


@stage
def _reused(
    words: NDArray[np.int32], first: int, end: int, held: NDArray[np.bool_], span: int, rates: NDArray[np.float64]
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


@stage
def _against(
    words: NDArray[np.int32],
    bonus: NDArray[np.float64],
    first: int,
    end: int,
    other: NDArray[np.int32],
    other_first: int,
    other_end: int,
    margin: bool,
    rates: NDArray[np.float64],
    held: NDArray[np.bool_],
) -> tuple[int, int, float, float]:
    """The stretch around the middle of [first, end) that the other side's explains best: first, end, score; and the
    share of words re-used that was measured before.

    With a margin, the other stretch is seen with its surroundings and the share is assumed.
    """
    share = SHARE
    reused = 0.0
    if margin:
        other_first = max(0, other_first - MARGIN)
        other_end = min(len(other), other_end + MARGIN)
    span = other_end - other_first
    _mark(other, other_first, other_end, held, True)
    if not margin:
        reused = _reused(words, first, end, held, span, rates)
        share = min(MOST_SHARE, max(LEAST_SHARE, CAUTION * reused))
    first, end, score = _walk(words, bonus, held, span, rates, share, (first + end) // 2)
    _mark(other, other_first, other_end, held, False)
    return first, end, score, reused


@kernel
def find_seeds(
    left: NDArray[np.int32], right: NDArray[np.int32], rates: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float64]]:
    """Pairs of cells, a row for each left cell, whose words in common are worth SEED nats or more.

    `left`, `right` (n,): numbers of the words in common, -1 for others; `rates` (words in common,): how often a word
    comes up by chance. Gives the first seed of each row and the end of the last (rows + 1,); columns and nats (seeds,).

    Votes are spread over three rows of the grid at a time, and only columns that got any are looked at: the grid
    itself, quadratic in the texts' length, is never made.
    """
    left_cells, right_cells = (len(left) + CELL - 1) // CELL, (len(right) + CELL - 1) // CELL
    left_counts, right_counts = np.zeros(len(rates), np.int64), np.zeros(len(rates), np.int64)
    for word in left:
        if word >= 0:
            left_counts[word] += 1
    first_place, next_place = np.full(len(rates), -1, np.int32), np.full(len(right), -1, np.int32)
    for place in range(len(right) - 1, -1, -1):
        word = right[place]
        if word >= 0:
            right_counts[word] += 1
            next_place[place] = first_place[word]
            first_place[word] = place
    worth = np.zeros(len(rates))
    votes = 0
    for word in range(len(rates)):
        pairs = left_counts[word] * right_counts[word]
        if pairs <= VOTES:
            worth[word] = _worth(rates[word], 3 * CELL, 0.5)
            votes += pairs if worth[word] >= FAINT else 0
    # A vote spreads at most (1 + 8 * .6) * 4 nats, less than 2.4 seeds.
    room = min(int(2.4 * votes) + 1, left_cells * right_cells)
    row_begins, columns, nats = np.zeros(left_cells + 1, np.int64), np.empty(room, np.int32), np.empty(room)
    seeds = 0
    row_votes, spread = np.zeros(right_cells), np.zeros((3, right_cells))
    row_touched, touched = np.empty(right_cells, np.int32), np.empty((3, right_cells), np.int32)
    touches = np.zeros(3, np.int64)
    for row in range(left_cells + 1):
        own_touches = 0
        for place in range(row * CELL, min(len(left), (row + 1) * CELL)):
            word = left[place]
            if word < 0 or worth[word] < FAINT:
                continue
            other = first_place[word]
            last = -1
            while other >= 0:
                column = other // CELL
                if column != last:
                    if row_votes[column] == 0.0:
                        row_touched[own_touches] = column
                        own_touches += 1
                    row_votes[column] += worth[word]
                last = column
                other = next_place[other]
        for index in range(own_touches):
            column = row_touched[index]
            for near_row in range(max(0, row - 1), min(left_cells, row + 2)):
                slot = near_row % 3
                for near in range(max(0, column - 1), min(right_cells, column + 2)):
                    if spread[slot, near] == 0.0:
                        touched[slot, touches[slot]] = near
                        touches[slot] += 1
                    weight = 1.0 if near_row == row and near == column else NEIGHBOUR
                    spread[slot, near] += weight * row_votes[column]
            row_votes[column] = 0.0
        slot = (row - 1) % 3  # no later vote reaches the row before this one
        for index in range(touches[slot]):
            column = touched[slot, index]
            if spread[slot, column] >= SEED:
                columns[seeds], nats[seeds] = column, spread[slot, column]
                seeds += 1
            spread[slot, column] = 0.0
        touches[slot] = 0
        row_begins[row] = seeds
    return row_begins, columns[:seeds], nats[:seeds]


@stage
def _strike(
    row_begins: NDArray[np.int64],
    columns: NDArray[np.int32],
    alive: NDArray[np.bool_],
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
    left: NDArray[np.int32],
    right: NDArray[np.int32],
    left_bonus: NDArray[np.float64],
    right_bonus: NDArray[np.float64],
    rates: NDArray[np.float64],
    held: NDArray[np.bool_],
    row: int,
    column: int,
    place: NDArray[np.int64],
    score: NDArray[np.float64],
) -> None:
    """Grow and trim the pair of stretches around a seed; `place` and `score` take one row of what is found."""
    left_first, left_end = max(0, (row - 1) * CELL), min(len(left), (row + 2) * CELL)
    right_first, right_end = max(0, (column - 1) * CELL), min(len(right), (column + 2) * CELL)
    for _ in range(ROUNDS):
        before = (left_first, left_end, right_first, right_end)
        left_first, left_end, _score, _reused_share = _against(
            left, left_bonus, left_first, left_end, right, right_first, right_end, True, rates, held
        )
        if left_end == left_first:
            break
        right_first, right_end, _score, _reused_share = _against(
            right, right_bonus, right_first, right_end, left, left_first, left_end, True, rates, held
        )
        if right_end == right_first or before == (left_first, left_end, right_first, right_end):
            break
    for _ in range(TRIMS):
        left_first, left_end, score[0], score[2] = _against(
            left, left_bonus, left_first, left_end, right, right_first, right_end, False, rates, held
        )
        right_first, right_end, score[1], score[3] = _against(
            right, right_bonus, right_first, right_end, left, left_first, left_end, False, rates, held
        )
        if left_end == left_first or right_end == right_first:
            break
    place[0], place[1], place[2], place[3] = left_first, left_end, right_first, right_end


@kernel
def find_stretches(
    left: NDArray[np.int32],
    right: NDArray[np.int32],
    left_bonus: NDArray[np.float64],
    right_bonus: NDArray[np.float64],
    rates: NDArray[np.float64],
    row_begins: NDArray[np.int64],
    columns: NDArray[np.int32],
    rows: NDArray[np.int64],
    order: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Pairs of stretches that may be re-use, grown from seeds in the order given.

    `left_bonus`, `right_bonus` (n + 1,): nats for a stretch that begins or ends there; the rest as in `find_seeds`,
    with the row of each seed. Gives (k, 4) places: left first and end, right first and end; and (k, 4): both scores in
    nats, both shares of words re-used.
    """
    cells = (len(left) + len(right)) // CELL
    most_tried, most_kept = max(TRIES, cells // 2), max(KEPT, cells // 4)
    places, scores = np.empty((most_kept + 1, 4), np.int64), np.empty((most_kept + 1, 4))
    alive = np.ones(len(columns), np.bool_)
    held = np.zeros(len(rates), np.bool_)
    kept = tried = 0
    for seed in order:
        if not alive[seed]:
            continue
        if tried == most_tried or kept == most_kept:
            break
        tried += 1
        row, column = rows[seed], columns[seed]
        place, score = places[kept], scores[kept]
        _extend(left, right, left_bonus, right_bonus, rates, held, row, column, place, score)
        _strike(row_begins, columns, alive, row - 1, row + 1, column - 1, column + 1)
        if min(score[0], score[1]) >= ACCEPT:
            kept += 1
            first, end, other_first, other_end = place[0] // CELL, place[1] // CELL, place[2] // CELL, place[3] // CELL
            _strike(row_begins, columns, alive, first - 1, end + 1, other_first - 1, other_end + 1)
    return places[:kept], scores[:kept]


@stage
def _summing_up(
    words: NDArray[np.int32], bonus: NDArray[np.float64], worth: NDArray[np.float64]
) -> tuple[int, int, float]:
    """The stretch that the whole other text explains best: first, end, score with the borders' bonus."""
    miss = math.log(1.0 - DIGEST_SHARE)
    seen = np.full(len(worth), -AGAIN - 1, np.int64)
    best = total = top = 0.0
    best_first = best_end = 0
    first = -1
    for place in range(len(words)):
        if first < 0 or total < bonus[place]:
            first, total, top = place, bonus[place], 0.0
        word = words[place]
        if word < 0:
            total += miss
        else:
            total += worth[word] if place - seen[word] >= AGAIN else 0.0
            seen[word] = place
        closed = total + bonus[place + 1]
        if closed > best:
            best, best_first, best_end = closed, first, place + 1
        top = max(top, closed)
        if closed < top - X_DROP:
            first = -1
    return best_first, best_end, best


@stage
def _evenness(
    whole: NDArray[np.int32], weight: NDArray[np.float64], length: int, rates: NDArray[np.float64]
) -> tuple[float, float]:
    """How evenly the stretch's rarer words lie over the other text (entropy, 0-1), and their share of its words."""
    slices = np.zeros(SLICES)
    for place in range(len(whole)):
        word = whole[place]
        if word >= 0 and weight[word] > 0.0 and -math.expm1(-rates[word] * length) < RARE:
            slices[place * SLICES // len(whole)] += 1.0
    covered = slices.sum()
    entropy = 0.0
    for count in slices:
        if count > 0.0:
            entropy -= count / covered * math.log(count / covered)
    return entropy / math.log(SLICES), covered / len(whole)


@stage
def _gathered(whole: NDArray[np.int32], weight: NDArray[np.float64], window: int) -> tuple[float, float]:
    """The most that one window of the other text holds of the stretch's distinct words, by weight (0-1): each word
    whole wherever it stands, and each word's weight split over its occurrences.
    """
    occurrences = np.zeros(len(weight))
    for word in whole:
        if word >= 0:
            occurrences[word] += 1.0
    inside = np.zeros(len(weight), np.int64)
    whole_words = split_words = most_whole = most_split = 0.0
    for place in range(len(whole)):
        word = whole[place]
        if word >= 0 and weight[word] > 0.0:
            split_words += weight[word] / occurrences[word]
            if inside[word] == 0:
                whole_words += weight[word]
            inside[word] += 1
        gone = whole[place - window] if place >= window else -1
        if gone >= 0 and weight[gone] > 0.0:
            split_words -= weight[gone] / occurrences[gone]
            inside[gone] -= 1
            if inside[gone] == 0:
                whole_words -= weight[gone]
        most_whole = max(most_whole, whole_words)
        most_split = max(most_split, split_words)
    everything = max(weight.sum(), 1e-9)
    return most_whole / everything, most_split / everything


@kernel
def find_digest(
    words: NDArray[np.int32], bonus: NDArray[np.float64], whole: NDArray[np.int32], rates: NDArray[np.float64]
) -> tuple[int, int, NDArray[np.float64]]:
    """The stretch of one text that best sums up the whole of another: first, end, and its six measures.

    The measures: score in nats, share of words re-used beyond chance, the most that one window of the other text
    holds of its words (whole, split), share of the other text's words that are its rarer ones, and how evenly those
    lie (0-1).
    """
    worth = np.empty(len(rates))
    for word in range(len(rates)):
        worth[word] = _worth(rates[word], len(whole), DIGEST_SHARE)
    first, end, score = _summing_up(words, bonus, worth)
    measures = np.zeros(6)
    if end == first:
        return first, end, measures
    held = np.ones(len(rates), np.bool_)  # every numbered word is in common, so the other text holds it
    weight = np.zeros(len(rates))
    for place in range(first, end):
        if words[place] >= 0:
            weight[words[place]] = worth[words[place]]
    measures[0] = score
    measures[1] = _reused(words, first, end, held, len(whole), rates)
    measures[2], measures[3] = _gathered(whole, weight, (end - first) * 3 // 2)
    measures[5], measures[4] = _evenness(whole, weight, end - first, rates)
    return first, end, measures
