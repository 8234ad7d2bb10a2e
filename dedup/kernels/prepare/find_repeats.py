"""Stretches of one text that stand in it again: the loops behind `dedup.alignment.repeats`.

**Seeds.** Every place is joined to the first place where the same five words stand: one link a place, so that a
sentence that stands a thousand times makes a thousand links, not half a million. Words themselves are compared, so no
hash can mislead.

**Extension.** From a seed, both sides are followed to the left, then to the right, as long as they agree: a word that
agrees counts 1, a gap (words that one side, or both, have for themselves) costs 2 and its length, and 20 below the
best so far end it: the gapped X-drop extension of BLAST (Altschul et al. 1997, Nucleic Acids Res. 25:3389), greedy
instead of by dynamic programming: behind a gap, a few words must agree at once. Ends prefer boundaries (the end of a
sentence, a line, the text), since writers copy whole sentences: a boundary is worth three words that agree by chance
beyond it, and one word that does not agree before it belongs to the sentence.

**Accepted** is what has eight words in a row, or twelve with small edits, unless it is a template filled in twice with
other numbers. The scan goes on behind what was accepted, as Lempel-Ziv parsing does; later links may reclaim words to
their left.

The search for the place behind a gap has a budget, linear in the words, and so has everything that is walked over
twice. Once it is spent, extension is verbatim and never goes back: time is linear whatever the text. Memory: about 40
bytes a word. The numbers are those of `RepeatNumbers`.
"""

from __future__ import annotations

from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import inlined, kernel, stage
from dedup.kernels.hashing import K1
from dedup.kernels.layouts import REPEAT, RUN, Matrix
from dedup.kernels.parameters import RepeatNumbers
from dedup.kernels.scalars import signed

# Typed: numba compiles a loop anew for each plain constant. To a type checker they are plain all the same.
LEFT, RIGHT, NONE = cast(int, np.int64(-1)), cast(int, np.int64(1)), cast(int, np.int64(0))

# A run is (earlier word, later word, how many agree). A place is the gap before a word: going left from place p, word
# p - 1 is next.
Runs = NDArray[np.int32]
Hashes = NDArray[np.uint64]
Strengths = NDArray[np.uint8]
Pair = tuple[int, int]  # of the earlier and the later side


class SearchedText(NamedTuple):
    """A text while its stretches are followed: what is read of it, the copies that are known, and what may be spent."""

    words: Hashes
    strengths: Strengths  # of the boundary before each word, and behind the last
    copies: NDArray[np.int32]  # for each place where a known copy begins, the start of its block; else -1
    budget: NDArray[np.int64]  # (1,) comparisons that are left


@stage
def _first_places(words: Hashes, seed_words: int) -> NDArray[np.int32]:
    """Return, for each word, the first place where it and the four behind it stand: its own, if nowhere before."""
    bits = 4
    while 1 << bits < 2 * len(words):
        bits += 1
    mask, shift = (1 << bits) - 1, np.uint64(64 - bits)
    slots = np.full(1 << bits, -1, np.int32)
    first = np.empty(len(words), np.int32)
    for place in range(len(words)):
        first[place] = place
        if place + seed_words > len(words):
            continue
        mixed = np.uint64(0)
        for t in range(seed_words):
            mixed = (mixed ^ words[place + t]) * K1
        slot = np.int64((mixed ^ mixed >> np.uint64(31)) * K1 >> shift)
        while slots[slot] >= 0 and not _agree(words, slots[slot], place, seed_words):
            slot = (slot + 1) & mask
        if slots[slot] < 0:
            slots[slot] = place
        first[place] = slots[slot]
    return first


@stage
def _agree(words: Hashes, earlier: int, later: int, seed_words: int) -> bool:
    for t in range(seed_words):
        if words[earlier + t] != words[later + t]:
            return False
    return True


@stage
def _boundaries_agree(strengths: Strengths, earlier: int, later: int, numbers: RepeatNumbers) -> bool:
    weaker = min(strengths[earlier], strengths[later])
    return bool(weaker >= numbers.sentence_strength)


@stage
def _strength(strengths: Strengths, earlier: int, later: int) -> int:
    return max(signed(strengths[earlier]), signed(strengths[later]))


@stage
def _behind_gap(text: SearchedText, at: Pair, step: int, room: Pair, numbers: RepeatNumbers) -> Pair:
    """Return how many words to skip on either side until the two agree again, the fewest; or (0, 0)."""
    words, back = text.words, 1 if step < 0 else 0
    for longer in range(1, numbers.max_gap + 1):
        least = numbers.near_agreement if longer <= numbers.near_gap else numbers.far_agreement
        for turn in range(2 * longer + 1):  # (longer, longer), (longer, longer - 1), (longer - 1, longer), ...
            shorter = longer - (turn + 1) // 2
            skip_earlier, skip_later = (longer, shorter) if turn % 2 == 1 else (shorter, longer)
            for t in range(least):
                if skip_earlier + t >= room[0] or skip_later + t >= room[1]:
                    break
                text.budget[0] -= 1
                x, y = at[0] + step * (skip_earlier + t), at[1] + step * (skip_later + t)
                if words[x - back] != words[y - back]:
                    break
                if t == least - 1 or (
                    longer <= numbers.short_gap and _boundaries_agree(text.strengths, x + step, y + step, numbers)
                ):
                    return skip_earlier, skip_later
    return 0, 0


@inlined
def _is_known_copy(text: SearchedText, earlier: int, block: int, seed: int, numbers: RepeatNumbers) -> bool:
    """Return whether a known copy of the block begins at a place behind the seed."""
    known = text.copies[earlier]
    return bool(earlier >= seed and earlier > block and known >= 0 and abs(known - block) <= numbers.same_start_words)


@stage
def _extend(
    text: SearchedText, at: Pair, step: int, room: Pair, start: Pair, runs: Runs, count: int, numbers: RepeatNumbers
) -> tuple[int, int, int]:
    """Follow both sides by `step`; write runs from `runs[count]` on; return the two ends and the number of runs.

    Going right, the earlier side stops behind the seed where a known copy of the same block begins: `start` holds the
    block of this link, and the seed.
    """
    words, strengths, back = text.words, text.strengths, 1 if step < 0 else 0
    earlier, later = at
    earlier_room, later_room = room
    score, best = 0, _strength(strengths, earlier, later) if step < 0 else 0
    run, best_run, best_count = 0, 0, count
    earlier_end, later_end = earlier, later
    while earlier_room > 0 and later_room > 0:
        if step > 0 and _is_known_copy(text, earlier, start[0], start[1], numbers):
            break
        if words[earlier - back] == words[later - back]:
            skip_earlier = skip_later = 1
            run += 1
            score += 1
        else:
            if run > 0:
                _write_run(runs, count, (earlier, later), step, run)
                count += 1
                run = 0
            if text.budget[0] < 0:
                break
            skip_earlier, skip_later = _behind_gap(text, (earlier, later), step, (earlier_room, later_room), numbers)
            if skip_earlier == 0 and skip_later == 0:
                break
            score -= numbers.gap_cost + max(skip_earlier, skip_later)
        earlier, later = earlier + step * skip_earlier, later + step * skip_later
        earlier_room, later_room = earlier_room - skip_earlier, later_room - skip_later
        value = score + _strength(strengths, earlier, later)
        if run > 0 and value > best:
            best, best_run, best_count = value, run, count
            earlier_end, later_end = earlier, later
        elif best - score > numbers.x_drop:
            break
    if best_run > 0:
        _write_run(runs, best_count, (earlier_end, later_end), step, best_run)
        best_count += 1
    return earlier_end, later_end, best_count


@stage
def _write_run(runs: Runs, row: int, end: Pair, step: int, length: int) -> None:
    """Write a run of so many words, which was followed by `step` up to `end`."""
    behind = length if step > 0 else 0
    runs[row, RUN.earlier], runs[row, RUN.later], runs[row, RUN.length] = end[0] - behind, end[1] - behind, length


@stage
def _reverse(runs: Runs, count: int) -> None:
    for low in range(count // 2):
        for column in range(len(RUN)):
            high = count - 1 - low
            runs[low, column], runs[high, column] = runs[high, column], runs[low, column]


@stage
def _chance_words(strengths: Strengths, earlier: int, later: int, length: int, numbers: RepeatNumbers) -> int:
    """Return how many words of the first run end the sentence before: up to a boundary near a start that has none."""
    if _strength(strengths, earlier, later) == 0:
        for t in range(1, min(numbers.max_chance_words, length - 1) + 1):
            if strengths[earlier + t] > 0 and strengths[later + t] > 0:
                return t
    return 0


@stage
def _edited_edge(strengths: Strengths, at: Pair, step: int, room: Pair, numbers: RepeatNumbers) -> Pair:
    """Return how many words more end the sentence on both sides: the last was put in, left out or replaced."""
    earlier, later = at
    if not _boundaries_agree(strengths, earlier, later, numbers):
        if room[0] > 0 and _boundaries_agree(strengths, earlier + step, later, numbers):
            return 1, 0
        if room[1] > 0 and _boundaries_agree(strengths, earlier, later + step, numbers):
            return 0, 1
        if room[0] > 0 and room[1] > 0 and _boundaries_agree(strengths, earlier + step, later + step, numbers):
            return 1, 1
    return 0, 0


@stage
def _link(
    text: SearchedText, seed: int, place: int, reach: int, runs: Runs, numbers: RepeatNumbers
) -> tuple[int, int, int, int, int]:
    """Extend a seed, up to `reach` words to the left; write its runs; return both sides and the number of runs."""
    strengths, total, x, y = text.strengths, len(text.words), seed, place
    earlier, later, count = _extend(text, (x, y), LEFT, (x, reach), (x, x), runs, NONE, numbers)
    text.budget[0] -= place - later
    _reverse(runs, count)
    if count > 0 and runs[count - 1, RUN.earlier] + runs[count - 1, RUN.length] == x:
        count -= 1  # the run that holds the seed is walked again, whole
        x, y = runs[count, RUN.earlier], runs[count, RUN.later]
    chance = _chance_words(strengths, earlier, later, runs[0, RUN.length] if count > 0 else numbers.seed_words, numbers)
    earlier, later = earlier + chance, later + chance
    if chance > 0 and count > 0:
        _write_run(runs, 0, (earlier, later), LEFT, runs[0, RUN.length] - chance)
    elif chance > 0:
        x, y = earlier, later
    edge, later_edge = _edited_edge(strengths, (earlier, later), LEFT, (earlier, later - seed - 1), numbers)
    earlier, later = earlier - edge, later - later_edge
    before = count
    earlier_end, later_end, count = _extend(
        text, (x, y), RIGHT, (later - x, total - y), (earlier, seed), runs, count, numbers
    )
    if count == before and count > 0:  # another copy begins at the seed: this one ends with the run before it
        earlier_end = signed(runs[count - 1, RUN.earlier]) + runs[count - 1, RUN.length]
        later_end = signed(runs[count - 1, RUN.later]) + runs[count - 1, RUN.length]
    room = (later - earlier_end, total - later_end)
    edge, later_edge = _edited_edge(strengths, (earlier_end, later_end), RIGHT, room, numbers)
    return earlier, earlier_end + edge, later, later_end + later_edge, count


@stage
def _is_repeat(
    runs: Runs,
    count: int,
    bounds: tuple[int, int, int, int],
    weight_before: NDArray[np.int32],
    numbers_before: NDArray[np.int32],
    numbers: RepeatNumbers,
) -> bool:
    """Return whether enough agrees, and whether numbers agree where it is not much."""
    earlier, earlier_end, later, later_end = bounds
    span = max(earlier_end - earlier, later_end - later)
    weight = longest = matched = same = other = 0
    for r in range(count + 1):  # the gap before each run, and the one behind the last
        x, y, length = earlier_end, later_end, 0
        if r < count:
            x, y, length = runs[r, RUN.earlier], runs[r, RUN.later], runs[r, RUN.length]
        other += min(numbers_before[x] - numbers_before[earlier], numbers_before[y] - numbers_before[later])
        same += numbers_before[y + length] - numbers_before[y]
        run_weight = weight_before[y + length] - weight_before[y]
        weight += run_weight
        longest = max(longest, run_weight)
        matched += length
        earlier, later = x + length, y + length
    enough = longest >= numbers.min_run or (
        weight >= numbers.min_edited
        and longest >= numbers.min_edited_run
        and matched >= numbers.min_edited_share * span
    )
    is_template = other > 0 and (
        other >= same or (other >= numbers.template_numbers and matched < numbers.template_share * span)
    )
    return enough and (longest >= numbers.min_certain_run or not is_template)


@stage
def _grown(rows: NDArray[np.int32], count: int) -> NDArray[np.int32]:
    """Return `rows`, or a copy twice as long, so that `count` fit."""
    if count <= len(rows):
        return rows
    longer = np.empty((2 * count, rows.shape[1]), np.int32)
    for row in range(len(rows)):
        for column in range(rows.shape[1]):
            longer[row, column] = rows[row, column]
    return longer


@stage
def _write_link(links: NDArray[np.int32], row: int, bounds: tuple[int, int, int, int], runs_end: int) -> None:
    earlier, earlier_end, later, later_end = bounds
    links[row, REPEAT.start], links[row, REPEAT.end] = earlier, earlier_end
    links[row, REPEAT.copy_start], links[row, REPEAT.copy_end] = later, later_end
    links[row, REPEAT.runs_end] = runs_end


@stage
def _append_runs(runs: Runs, run_count: int, path: Runs, count: int) -> Runs:
    """Write runs behind those that are kept; return where all are now."""
    runs = _grown(runs, run_count + count)
    for r in range(count):
        for column in range(len(RUN)):
            runs[run_count + r, column] = path[r, column]
    return runs


@stage
def _behind_like_seeds(words: Hashes, place: int, apart: int, seed_words: int) -> int:
    """Return the place behind all seeds that stand as far apart as the one before: they lead to the same stretches."""
    while place + seed_words <= len(words) and words[place + seed_words - 1] == words[place + seed_words - 1 - apart]:
        place += 1
    return place


@kernel
def find_repeated_stretches(
    words: Hashes,
    strengths: Strengths,
    weight_before: NDArray[np.int32],
    numbers_before: NDArray[np.int32],
    numbers: RepeatNumbers,
) -> tuple[Matrix[np.int32], Matrix[np.int32], bool]:
    """Return links, in columns as `RepeatColumns` names them; their runs, as `RunColumns` does; and whether the budget
    was enough.

    `words` (n,) are hashes; `strengths` (n + 1,) of the boundary before each word, 0 to 3; `weight_before` (n + 1,)
    counts half words, `numbers_before` (n + 1,) numbers.
    """
    total = len(words)
    first = _first_places(words, numbers.seed_words)
    budget = np.full(1, numbers.work_per_word * total + numbers.min_work, np.int64)
    text = SearchedText(words, strengths, np.full(total + 1, -1, np.int32), budget)
    path = np.empty((total + 2, len(RUN)), np.int32)
    links, link_count = np.empty((64, len(REPEAT)), np.int32), 0
    runs, run_count = np.empty((256, len(RUN)), np.int32), 0
    place = walked = NONE  # words before `walked` have been part of an extension
    while place < total:
        x, y = signed(first[place]), place
        if x >= y:
            place += 1
            continue
        reach = y - x - 1 if budget[0] >= 0 else min(y - x - 1, max(0, y - walked))
        earlier, earlier_end, later, later_end, count = _link(text, x, y, reach, path, numbers)
        bounds = (earlier, earlier_end, later, later_end)
        walked = max(walked, later_end)
        if _is_repeat(path, count, bounds, weight_before, numbers_before, numbers):
            runs, links = _append_runs(runs, run_count, path, count), _grown(links, link_count + 1)
            run_count += count
            _write_link(links, link_count, bounds, run_count)
            link_count += 1
            if text.copies[later] < 0:
                text.copies[later] = earlier
            place = max(place + 1, later_end)
        else:
            budget[0] -= later_end - place
            place += 1
            if earlier_end != later or budget[0] < 0:  # else it is short because its copy begins: further on is more
                place = _behind_like_seeds(words, place, y - x, numbers.seed_words)
    return links[:link_count].copy(), runs[:run_count].copy(), budget[0] >= 0
