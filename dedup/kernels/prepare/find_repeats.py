"""Stretches of one text that stand in it again: the loops behind `dedup.alignment.repeats`.

**Seeds.** Every place is joined to the first place where the same five words stand: one link a place, so that a
sentence that stands a thousand times makes a thousand links, not half a million. Words themselves are compared, so no
hash can mislead.

**Extension.** From a seed, both sides are followed to the left, then to the right, as long as they agree: a word that
agrees counts 1, a gap (words that one side, or both, have for themselves) costs 2 and its length, and 20 below the
best so far end it: the gapped X-drop extension of BLAST (Altschul et al. 1997, Nucleic Acids Res. 25:3389), greedy
instead of by dynamic programming: behind a gap, a few words must agree at once. Ends prefer borders (the end of a
sentence, a line, the text), since writers copy whole sentences: a border is worth three words that agree by chance
beyond it, and one word that does not agree before it belongs to the sentence.

**Accepted** is what has eight words in a row, or twelve with small edits, unless it is a form filled in twice with
other numbers. The scan goes on behind what was accepted, as Lempel-Ziv parsing does; later links may reclaim words to
their left.

The search for the place behind a gap has a budget, linear in the words, and so has everything that is walked over
twice. Once it is spent, extension is verbatim and never goes back: time is linear whatever the text. Memory: about 40
bytes a word.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.compiled import kernel, stage

SEED = 5  # words
LONGEST_GAP = 14  # words on either side
GAP_COST = 2  # words that agree, and one more for each word of the gap's longer side
X_DROP = 20  # words: a run of foreign text that no edit explains
AGREE_NEAR, AGREE_FAR, NEAR = 3, 4, 4  # words in a row that must agree behind a gap of up to NEAR words, or a longer
SHORT_GAP = 3  # words: behind a gap this short, one word that agrees is enough if a border follows it
INSIDE = 3  # words from a sentence before that agree by chance, at most
SENTENCE_BORDER = 3  # the strength of a border that writers cut at; `matching.repeats` sets them
SAME_START = 8  # words between two starts of what is one block

LEAST_RUN = 16  # half words in a row that make a repeat: eight words
LEAST_EDITED, LEAST_EDITED_RUN, LEAST_EDITED_SHARE = 24, 10, 0.75  # an edited one: half words, in a row, share
FORM_NUMBERS, FORM_SHARE = 3, 0.9  # so many other numbers, and less than this share that agrees, tell a form
NO_FORM_RUN = 32  # half words in a row that no form has
WORK_PER_WORD, LEAST_WORK = 60, 200_000  # comparisons

# What a sign may be, where words are glued.
LOWER, UPPER, ACCENT, DIGIT, END_MARK, CLOSING, OPENING = (np.uint8(1 << bit) for bit in range(7))

LEFT, RIGHT, NONE = np.int64(-1), np.int64(1), np.int64(0)  # typed: numba compiles a loop anew for each plain constant
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # the golden ratio's fraction, odd

# A run is (earlier word, later word, how many agree). A place is the gap before a word: going left from place p, word
# p - 1 is next.
Runs = NDArray[np.int32]


@kernel
def glued_places(points: NDArray[np.uint32], signs: NDArray[np.uint8], cuts: NDArray[np.int64]) -> int:
    """Write where a word begins in the midst of another; return how many do.

    `points` are code points; `signs` tells what each may be, its last entry what all further ones are. Words are glued
    where a capital follows a small letter (endNext), or an end mark behind one, with closing and opening signs between
    (end.”“Next: the closing ones stay), or where the capital of a capitalised word follows a digit or two capitals.
    """
    last, total = np.uint32(len(signs) - 1), 0
    for place in range(len(points)):
        if signs[min(points[place], last)] & UPPER == 0:
            continue
        before = _skip_back(points, signs, place, ACCENT) - 1
        is_glued = before >= 0 and _is(points, signs, before, LOWER)
        if not is_glued:
            is_glued = _is_capitalised(points, signs, place) and _ends_capitals(points, signs, place)
        cut = place if is_glued else _behind_mark(points, signs, place)
        cuts[total] = cut
        total += cut > 0
    return total


@stage
def _is(points: NDArray[np.uint32], signs: NDArray[np.uint8], place: int, kinds: np.uint8) -> bool:
    return signs[min(points[place], np.uint32(len(signs) - 1))] & kinds != 0


@stage
def _skip_back(points: NDArray[np.uint32], signs: NDArray[np.uint8], place: int, kinds: np.uint8) -> int:
    """Return where the signs of some kinds begin that end before a place."""
    while place > 0 and _is(points, signs, place - 1, kinds):
        place -= 1
    return place


@stage
def _is_capitalised(points: NDArray[np.uint32], signs: NDArray[np.uint8], place: int) -> bool:
    """Tell whether a small letter follows a capital and its accents."""
    place += 1
    while place < len(points) and _is(points, signs, place, ACCENT):
        place += 1
    return place < len(points) and _is(points, signs, place, LOWER)


@stage
def _ends_capitals(points: NDArray[np.uint32], signs: NDArray[np.uint8], place: int) -> bool:
    """Tell whether a digit stands before a place, or two capitals."""
    if place > 0 and _is(points, signs, place - 1, DIGIT):
        return True
    for _ in range(2):
        place = _skip_back(points, signs, place, ACCENT) - 1
        if place < 0 or not _is(points, signs, place, UPPER):
            return False
    return True


@stage
def _behind_mark(points: NDArray[np.uint32], signs: NDArray[np.uint8], place: int) -> int:
    """Return the end of a sentence that a capital follows without a space: behind its closing signs; or 0."""
    mark = _skip_back(points, signs, _skip_back(points, signs, place, OPENING), CLOSING) - 1
    if mark < 1 or not _is(points, signs, mark, END_MARK):
        return 0
    letter = _skip_back(points, signs, mark, ACCENT) - 1
    if letter < 0 or not _is(points, signs, letter, LOWER):
        return 0
    cut = mark + 1
    while cut < place and _is(points, signs, cut, CLOSING):
        cut += 1
    return cut


@stage
def _first_places(words: NDArray[np.uint64]) -> NDArray[np.int32]:
    """Return, for each word, the first place where it and the four behind it stand: its own, if nowhere before."""
    bits = 4
    while 1 << bits < 2 * len(words):
        bits += 1
    mask, shift = (1 << bits) - 1, np.uint64(64 - bits)
    slots = np.full(1 << bits, -1, np.int32)
    first = np.empty(len(words), np.int32)
    for place in range(len(words)):
        first[place] = place
        if place + SEED > len(words):
            continue
        mixed = np.uint64(0)
        for t in range(SEED):
            mixed = (mixed ^ words[place + t]) * MULTIPLIER
        slot = np.int64((mixed ^ mixed >> np.uint64(31)) * MULTIPLIER >> shift)
        while slots[slot] >= 0 and not _agree(words, slots[slot], place):
            slot = (slot + 1) & mask
        if slots[slot] < 0:
            slots[slot] = place
        first[place] = slots[slot]
    return first


@stage
def _agree(words: NDArray[np.uint64], earlier: int, later: int) -> bool:
    for t in range(SEED):
        if words[earlier + t] != words[later + t]:
            return False
    return True


@stage
def _borders_agree(strengths: NDArray[np.uint8], earlier: int, later: int) -> bool:
    return strengths[earlier] >= SENTENCE_BORDER and strengths[later] >= SENTENCE_BORDER


@stage
def _strength(strengths: NDArray[np.uint8], earlier: int, later: int) -> int:
    return max(np.int64(strengths[earlier]), np.int64(strengths[later]))


@stage
def _behind_gap(
    words: NDArray[np.uint64],
    strengths: NDArray[np.uint8],
    earlier: int,
    later: int,
    step: int,
    earlier_room: int,
    later_room: int,
    work: NDArray[np.int64],
) -> tuple[int, int]:
    """Return how many words to skip on either side until the two agree again, the fewest; or (0, 0)."""
    back = 1 if step < 0 else 0
    for longer in range(1, LONGEST_GAP + 1):
        least = AGREE_NEAR if longer <= NEAR else AGREE_FAR
        for turn in range(2 * longer + 1):  # (longer, longer), (longer, longer - 1), (longer - 1, longer), ...
            shorter = longer - (turn + 1) // 2
            skip_earlier, skip_later = (longer, shorter) if turn % 2 == 1 else (shorter, longer)
            for t in range(least):
                if skip_earlier + t >= earlier_room or skip_later + t >= later_room:
                    break
                work[0] -= 1
                x, y = earlier + step * (skip_earlier + t), later + step * (skip_later + t)
                if words[x - back] != words[y - back]:
                    break
                if t == least - 1 or (longer <= SHORT_GAP and _borders_agree(strengths, x + step, y + step)):
                    return skip_earlier, skip_later
    return 0, 0


@stage
def _extend(
    words: NDArray[np.uint64],
    strengths: NDArray[np.uint8],
    copies: NDArray[np.int32],
    earlier: int,
    later: int,
    step: int,
    earlier_room: int,
    later_room: int,
    block: int,
    seed: int,
    work: NDArray[np.int64],
    runs: Runs,
    count: int,
) -> tuple[int, int, int]:
    """Follow both sides by `step`; write runs from `runs[count]` on; return the two ends and the number of runs.

    Going right, the earlier side stops behind the seed where a known copy of the same block begins: `copies[place]` is
    the block's start, and `block` that of this link.
    """
    back = 1 if step < 0 else 0
    score, best = 0, 0
    if step < 0:
        best = _strength(strengths, earlier, later)
    run, best_run, best_count = 0, 0, count
    earlier_end, later_end = earlier, later
    while earlier_room > 0 and later_room > 0:
        known = copies[earlier]
        if step > 0 and earlier >= seed and earlier > block and known >= 0 and abs(known - block) <= SAME_START:
            break
        if words[earlier - back] == words[later - back]:
            skip_earlier = skip_later = 1
            run += 1
            score += 1
        else:
            if run > 0:
                runs[count, 0], runs[count, 1], runs[count, 2] = earlier, later, run
                if step > 0:
                    runs[count, 0], runs[count, 1] = earlier - run, later - run
                count += 1
                run = 0
            if work[0] < 0:
                break
            skip_earlier, skip_later = _behind_gap(
                words, strengths, earlier, later, step, earlier_room, later_room, work
            )
            if skip_earlier == 0 and skip_later == 0:
                break
            score -= GAP_COST + max(skip_earlier, skip_later)
        earlier += step * skip_earlier
        later += step * skip_later
        earlier_room -= skip_earlier
        later_room -= skip_later
        value = score + _strength(strengths, earlier, later)
        if run > 0 and value > best:
            best, best_run, best_count = value, run, count
            earlier_end, later_end = earlier, later
        elif best - score > X_DROP:
            break
    if best_run > 0:
        runs[best_count, 0], runs[best_count, 1], runs[best_count, 2] = earlier_end, later_end, best_run
        if step > 0:
            runs[best_count, 0], runs[best_count, 1] = earlier_end - best_run, later_end - best_run
        best_count += 1
    return earlier_end, later_end, best_count


@stage
def _reverse(runs: Runs, count: int) -> None:
    for low in range(count // 2):
        for column in range(3):
            high = count - 1 - low
            runs[low, column], runs[high, column] = runs[high, column], runs[low, column]


@stage
def _chance_words(strengths: NDArray[np.uint8], earlier: int, later: int, length: int) -> int:
    """Return how many words of the first run end the sentence before: up to a border near a start that has none."""
    if _strength(strengths, earlier, later) == 0:
        for t in range(1, min(INSIDE, length - 1) + 1):
            if strengths[earlier + t] > 0 and strengths[later + t] > 0:
                return t
    return 0


@stage
def _edited_edge(
    strengths: NDArray[np.uint8], earlier: int, later: int, step: int, earlier_room: int, later_room: int
) -> tuple[int, int]:
    """Return how many words more end the sentence on both sides: the last was put in, left out or replaced."""
    if not _borders_agree(strengths, earlier, later):
        if earlier_room > 0 and _borders_agree(strengths, earlier + step, later):
            return 1, 0
        if later_room > 0 and _borders_agree(strengths, earlier, later + step):
            return 0, 1
        if earlier_room > 0 and later_room > 0 and _borders_agree(strengths, earlier + step, later + step):
            return 1, 1
    return 0, 0


@stage
def _link(
    words: NDArray[np.uint64],
    strengths: NDArray[np.uint8],
    copies: NDArray[np.int32],
    seed: int,
    place: int,
    reach: int,
    work: NDArray[np.int64],
    runs: Runs,
) -> tuple[int, int, int, int, int]:
    """Extend a seed, up to `reach` words to the left; write its runs; return both sides and the number of runs."""
    x, y = seed, place
    earlier, later, count = _extend(words, strengths, copies, x, y, LEFT, x, reach, x, x, work, runs, NONE)
    work[0] -= place - later
    _reverse(runs, count)
    if count > 0 and runs[count - 1, 0] + runs[count - 1, 2] == x:  # the run that holds the seed: walked again, whole
        count -= 1
        x, y = runs[count, 0], runs[count, 1]
    chance = _chance_words(strengths, earlier, later, runs[0, 2] if count > 0 else SEED)
    earlier, later = earlier + chance, later + chance
    if chance > 0 and count > 0:
        runs[0, 0], runs[0, 1], runs[0, 2] = earlier, later, runs[0, 2] - chance
    elif chance > 0:
        x, y = earlier, later
    edge, later_edge = _edited_edge(strengths, earlier, later, LEFT, earlier, later - seed - 1)
    earlier, later = earlier - edge, later - later_edge
    before = count
    earlier_end, later_end, count = _extend(
        words, strengths, copies, x, y, RIGHT, later - x, len(words) - y, earlier, seed, work, runs, count
    )
    if count == before and count > 0:  # another copy begins at the seed: this one ends with the run before it
        earlier_end = np.int64(runs[count - 1, 0]) + runs[count - 1, 2]
        later_end = np.int64(runs[count - 1, 1]) + runs[count - 1, 2]
    edge, later_edge = _edited_edge(
        strengths, earlier_end, later_end, RIGHT, later - earlier_end, len(words) - later_end
    )
    return earlier, earlier_end + edge, later, later_end + later_edge, count


@stage
def _is_repeat(
    runs: Runs,
    count: int,
    bounds: tuple[int, int, int, int],
    weight_before: NDArray[np.int32],
    numbers_before: NDArray[np.int32],
) -> bool:
    """Tell whether enough agrees, and whether numbers agree where it is not much."""
    earlier, earlier_end, later, later_end = bounds
    span = max(earlier_end - earlier, later_end - later)
    weight = longest = matched = same = other = 0
    for r in range(count + 1):  # the gap before each run, and the one behind the last
        x, y, length = earlier_end, later_end, 0
        if r < count:
            x, y, length = runs[r, 0], runs[r, 1], runs[r, 2]
        other += min(numbers_before[x] - numbers_before[earlier], numbers_before[y] - numbers_before[later])
        same += numbers_before[y + length] - numbers_before[y]
        run_weight = weight_before[y + length] - weight_before[y]
        weight += run_weight
        longest = max(longest, run_weight)
        matched += length
        earlier, later = x + length, y + length
    enough = longest >= LEAST_RUN or (
        weight >= LEAST_EDITED and longest >= LEAST_EDITED_RUN and matched >= LEAST_EDITED_SHARE * span
    )
    form = other > 0 and (other >= same or (other >= FORM_NUMBERS and matched < FORM_SHARE * span))
    return enough and (longest >= NO_FORM_RUN or not form)


@stage
def _with_room(rows: NDArray[np.int32], count: int) -> NDArray[np.int32]:
    """Return `rows`, or a copy twice as long, so that `count` fit."""
    if count <= len(rows):
        return rows
    longer = np.empty((2 * count, rows.shape[1]), np.int32)
    for row in range(len(rows)):
        for column in range(rows.shape[1]):
            longer[row, column] = rows[row, column]
    return longer


@kernel
def repeated_stretches(
    words: NDArray[np.uint64],
    strengths: NDArray[np.uint8],
    weight_before: NDArray[np.int32],
    numbers_before: NDArray[np.int32],
) -> tuple[NDArray[np.int32], Runs, bool]:
    """Return links (m, 5): both sides and where its runs end; runs (r, 3); whether the budget was enough.

    `words` (n,) are hashes; `strengths` (n + 1,) of the border before each word, 0 to 3; `weight_before` (n + 1,)
    counts half words, `numbers_before` (n + 1,) numbers.
    """
    total = len(words)
    first = _first_places(words)
    copies = np.full(total + 1, -1, np.int32)
    path = np.empty((total + 2, 3), np.int32)
    links, link_count = np.empty((64, 5), np.int32), 0
    runs, run_count = np.empty((256, 3), np.int32), 0
    work = np.full(1, WORK_PER_WORD * total + LEAST_WORK, np.int64)
    place = walked = NONE  # words before `walked` have been part of an extension
    while place < total:
        x, y = np.int64(first[place]), place
        if x >= y:
            place += 1
            continue
        reach = y - x - 1 if work[0] >= 0 else min(y - x - 1, max(0, y - walked))
        earlier, earlier_end, later, later_end, count = _link(words, strengths, copies, x, y, reach, work, path)
        walked = max(walked, later_end)
        if _is_repeat(path, count, (earlier, earlier_end, later, later_end), weight_before, numbers_before):
            links, runs = _with_room(links, link_count + 1), _with_room(runs, run_count + count)
            for r in range(count):
                for column in range(3):
                    runs[run_count + r, column] = path[r, column]
            run_count += count
            links[link_count, 0], links[link_count, 1] = earlier, earlier_end
            links[link_count, 2], links[link_count, 3], links[link_count, 4] = later, later_end, run_count
            link_count += 1
            if copies[later] < 0:
                copies[later] = earlier
            place = max(place + 1, later_end)
        else:
            work[0] -= later_end - place
            apart = place - first[place]
            place += 1
            is_cut = earlier_end == later and work[0] >= 0  # short because its copy begins: further on there is more
            while not is_cut and place + SEED <= total and words[place + SEED - 1] == words[place + SEED - 1 - apart]:
                place += 1
    return links[:link_count].copy(), runs[:run_count].copy(), work[0] >= 0
