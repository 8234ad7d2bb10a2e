"""What `dedup.kernels.verify.align_pair` and `find_summary` compute, with sets and dictionaries."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from kernel_numbers import ALIGNMENT_NUMBERS, SUMMARY_NUMBERS

NUMBERS = ALIGNMENT_NUMBERS

Words = Sequence[int]
Cell = tuple[int, int]
Place = tuple[int, int, int, int]
Score = tuple[float, float, float, float]


def common_places(left: Sequence[int], right: Sequence[int]) -> tuple[list[int], list[int]]:
    shared = sorted(set(left) & set(right))
    return [left.index(word) for word in shared], [right.index(word) for word in shared]


def chance(rate: float, span: int) -> float:
    return -math.expm1(-rate * span)


def worth(rate: float, span: int, share: float) -> float:
    return min(NUMBERS.max_word, math.log(1 - share + share / chance(rate, span)))


def known(words: Iterable[int]) -> set[int]:
    return {word for word in words if word >= 0}


def best_prefix(values: list[float], bonus: Sequence[float]) -> tuple[int, float]:
    """How many of the values to take, and their sum, when ending there earns a bonus."""
    total = best = kept = 0.0
    length = 0
    for taken, value in enumerate(values, start=1):
        total += value
        closed = total + bonus[taken]
        if closed > best:
            best, kept, length = closed, total, taken
        elif closed < best - NUMBERS.x_drop:
            break
    return length, kept


def walk(bonus: Sequence[float], values: list[float], middle: int) -> tuple[int, int, float]:
    behind, right = best_prefix(values[middle:], bonus[middle:])
    before, left = best_prefix(values[:middle][::-1], bonus[: middle + 1][::-1])
    return middle - before, middle + behind, left + right


def reused(words: Words, held: set[int], span: int, rates: Sequence[float]) -> float:
    matched, missed = 0.0, 1e-9
    for word in words:
        if word in held:
            matched += math.exp(-rates[word] * span)
        else:
            missed += 1.0
    return matched / (matched + missed)


def against(
    words: Words, bonus: Sequence[float], first: int, end: int, other: Words, rates: Sequence[float], assumed: bool
) -> tuple[int, int, float, float]:
    """The stretch around the middle of [first, end) that the words of the other stretch explain best."""
    held, span, measured = known(other), len(other), 0.0
    share = NUMBERS.growing_share
    if not assumed:
        measured = reused(words[first:end], held, span, rates)
        share = min(NUMBERS.max_trimming_share, max(NUMBERS.min_trimming_share, NUMBERS.caution * measured))
    values = [worth(rates[word], span, share) if word in held else math.log(1 - share) for word in words]
    return *walk(bonus, values, (first + end) // 2), measured


def seeds(left: Words, right: Words, rates: Sequence[float]) -> dict[Cell, float]:
    left_counts, right_counts = Counter(left), Counter(right)
    votes: dict[Cell, float] = {}
    for place, word in enumerate(left):
        if word < 0 or left_counts[word] * right_counts[word] > NUMBERS.max_votes:
            continue
        value = worth(rates[word], 3 * NUMBERS.cell_words, NUMBERS.seed_share)
        if value < NUMBERS.min_vote:
            continue
        for column in dict.fromkeys(other // NUMBERS.cell_words for other, same in enumerate(right) if same == word):
            votes[place // NUMBERS.cell_words, column] = votes.get((place // NUMBERS.cell_words, column), 0.0) + value
    spread: dict[Cell, float] = {}
    for (row, column), vote in votes.items():
        for near_row in (row - 1, row, row + 1):
            for near in (column - 1, column, column + 1):
                weight = 1.0 if (near_row, near) == (row, column) else NUMBERS.neighbour_weight
                spread[near_row, near] = spread.get((near_row, near), 0.0) + weight * vote
    return {
        (row, column): nats
        for (row, column), nats in spread.items()
        if nats >= NUMBERS.min_seed
        and 0 <= row * NUMBERS.cell_words < len(left)
        and 0 <= column * NUMBERS.cell_words < len(right)
    }


def extend(
    left: Words,
    right: Words,
    left_bonus: Sequence[float],
    right_bonus: Sequence[float],
    rates: Sequence[float],
    seed: Cell,
) -> tuple[Place, Score]:
    row, column = seed
    first, end = max(0, (row - 1) * NUMBERS.cell_words), min(len(left), (row + 2) * NUMBERS.cell_words)
    other_first, other_end = (
        max(0, (column - 1) * NUMBERS.cell_words),
        min(len(right), (column + 2) * NUMBERS.cell_words),
    )
    for _ in range(NUMBERS.max_rounds):
        before = first, end, other_first, other_end
        seen = right[max(0, other_first - NUMBERS.margin) : other_end + NUMBERS.margin]
        first, end, _, _ = against(left, left_bonus, first, end, seen, rates, assumed=True)
        if first == end:
            break
        seen = left[max(0, first - NUMBERS.margin) : end + NUMBERS.margin]
        other_first, other_end, _, _ = against(right, right_bonus, other_first, other_end, seen, rates, assumed=True)
        if other_first == other_end or before == (first, end, other_first, other_end):
            break
    score: Score = (0.0, 0.0, 0.0, 0.0)
    for _ in range(NUMBERS.trim_rounds):
        seen = right[other_first:other_end]
        first, end, left_score, left_share = against(left, left_bonus, first, end, seen, rates, assumed=False)
        seen = left[first:end]
        other_first, other_end, right_score, right_share = against(
            right, right_bonus, other_first, other_end, seen, rates, assumed=False
        )
        score = left_score, right_score, left_share, right_share
        if first == end or other_first == other_end:
            break
    return (first, end, other_first, other_end), score


def find_segments(
    left: Words, right: Words, left_bonus: Sequence[float], right_bonus: Sequence[float], rates: Sequence[float]
) -> list[tuple[Place, Score]]:
    alive = seeds(left, right, rates)
    found = []
    for row, column in sorted(alive, key=lambda cell: (-alive[cell], cell)):
        if (row, column) not in alive:
            continue
        place, score = extend(left, right, left_bonus, right_bonus, rates, (row, column))
        struck = [(row - 1, row + 1, column - 1, column + 1)]
        if min(score[:2]) >= NUMBERS.min_score:
            found.append((place, score))
            first, end, other_first, other_end = (edge // NUMBERS.cell_words for edge in place)
            struck.append((first - 1, end + 1, other_first - 1, other_end + 1))
        for first_row, last_row, first_column, last_column in struck:
            for cell in list(alive):
                if first_row <= cell[0] <= last_row and first_column <= cell[1] <= last_column:
                    del alive[cell]
    return found


def summing_up(bonus: Sequence[float], values: list[float]) -> tuple[int, int, float]:
    best, answer = 0.0, (0, 0)
    total = top = 0.0
    first = -1
    for place, value in enumerate(values):
        if first < 0 or total < bonus[place]:
            first, total, top = place, bonus[place], 0.0
        total += value
        closed = total + bonus[place + 1]
        if closed > best:
            best, answer = closed, (first, place + 1)
        top = max(top, closed)
        if closed < top - NUMBERS.x_drop:
            first = -1
    return *answer, best


def find_summary(
    words: Words, bonus: Sequence[float], whole: Words, rates: Sequence[float]
) -> tuple[int, int, list[float]]:
    values: list[float] = []
    seen: dict[int, int] = {}
    for place, word in enumerate(words):
        if word < 0:
            values.append(math.log(1 - SUMMARY_NUMBERS.reuse_share))
        else:
            again = place - seen.get(word, -SUMMARY_NUMBERS.again_words - 1) < SUMMARY_NUMBERS.again_words
            values.append(0.0 if again else worth(rates[word], len(whole), SUMMARY_NUMBERS.reuse_share))
            seen[word] = place
    first, end, score = summing_up(bonus, values)
    if first == end:
        return first, end, [0.0] * 6
    chosen = known(words[first:end])
    weights = {word: worth(rates[word], len(whole), SUMMARY_NUMBERS.reuse_share) for word in chosen}
    slices = Counter(
        place * SUMMARY_NUMBERS.slices // len(whole)
        for place, word in enumerate(whole)
        if weights.get(word, 0) > 0 and chance(rates[word], end - first) < SUMMARY_NUMBERS.max_rare_chance
    )
    covered = sum(slices.values())
    entropy = -sum(count / covered * math.log(count / covered) for count in slices.values())
    occurrences = Counter(whole)
    window = (end - first) * 3 // 2
    most_whole = most_split = 0.0
    for last in range(len(whole)):
        inside = whole[max(0, last - window + 1) : last + 1]
        most_whole = max(most_whole, sum(weights.get(word, 0.0) for word in set(inside)))
        most_split = max(most_split, sum(weights.get(word, 0.0) / occurrences[word] for word in inside))
    everything = max(sum(weights.values()), 1e-9)
    share = reused(words[first:end], known(words), len(whole), rates)
    evenness = entropy / math.log(SUMMARY_NUMBERS.slices)
    return first, end, [score, share, most_whole / everything, most_split / everything, covered / len(whole), evenness]
