"""What `dedup.kernels.prepare.find_repeats` and `find_glue` compute, for texts that stay within the budget."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kernel_numbers import REPEAT_NUMBERS

SCRIPTS_WITH_CAPITALS = [chr(point) for point in range(0x530) if not 0x300 <= point < 0x370]
UPPER = "".join(filter(str.isupper, SCRIPTS_WITH_CAPITALS))
LOWER = "".join(filter(str.islower, SCRIPTS_WITH_CAPITALS))
MARKS = "[\u0300-\u036f]*"  # accents of letters in decomposed form
GLUE = re.compile(
    rf"[{LOWER}]{MARKS}(?=[{UPPER}])"  # endNext
    rf"|[{LOWER}]{MARKS}[.!?…][\"'”’»)\]]*(?=[\"'“‘«(\[]*[{UPPER}])"  # end.Next, end.”“Next
    rf"|(?:[0-9]|[{UPPER}]{MARKS}[{UPPER}]{MARKS})(?=[{UPPER}]{MARKS}[{LOWER}])"  # 1999Next, ENDNext
)

NUMBERS = REPEAT_NUMBERS
SEED = NUMBERS.seed_words
NOTHING = (0, 0)

Run = tuple[int, int, int]
Link = tuple[int, int, int, int, tuple[Run, ...]]


@dataclass(frozen=True)
class Text:
    words: Sequence[int]
    strengths: Sequence[int]
    weights: Sequence[int]
    numbers: Sequence[bool]

    def boundaries_agree(self, earlier: int, later: int) -> bool:
        return min(self.strengths[earlier], self.strengths[later]) >= NUMBERS.sentence_strength


def glue(text: str) -> list[int]:
    """The places where words are glued."""
    return [match.end() for match in GLUE.finditer(text)]


def links(text: Text) -> list[Link]:
    """Every link, in the order in which they are found."""
    first: dict[tuple[int, ...], int] = {}
    seeds = [tuple(text.words[place : place + SEED]) for place in range(len(text.words) - SEED + 1)]
    seen = [first.setdefault(seed, place) for place, seed in enumerate(seeds)]
    copies: dict[int, int] = {}
    found: list[Link] = []
    place = 0
    while place < len(seeds):
        if seen[place] == place:
            place += 1
            continue
        link = _link(text, copies, seen[place], place)
        earlier, earlier_end, later, later_end, _ = link
        if _is_repeat(text, link):
            found.append(link)
            copies.setdefault(later, earlier)
            place = max(place + 1, later_end)
        else:
            apart = place - seen[place]
            place += 1
            while earlier_end != later and place < len(seeds) and seeds[place] == seeds[place - apart]:
                place += 1
    return found


def _link(text: Text, copies: dict[int, int], seed: int, place: int) -> Link:
    backwards = Text(text.words[::-1], text.strengths[::-1], [], [])
    size = len(text.words)
    start = text.strengths[seed], text.strengths[place]
    walked = _walk(backwards, size - seed, size - place, size, size - seed - 1, lambda _: False, max(start))
    runs = [(size - x - length, size - y - length, length) for x, y, length in reversed(walked)]
    if runs and runs[-1][0] + runs[-1][2] == seed:
        x, y, _ = runs.pop()
    else:
        x, y = seed, place
    earlier, later = runs[0][:2] if runs else (x, y)
    room = runs[0][2] if runs else SEED
    if max(text.strengths[earlier], text.strengths[later]) == 0:
        for t in range(1, min(NUMBERS.max_chance_words, room - 1) + 1):
            if text.strengths[earlier + t] and text.strengths[later + t]:
                earlier, later = earlier + t, later + t
                if runs:
                    runs[0] = (earlier, later, room - t)
                else:
                    x, y = earlier, later
                break
    edge = _edge(backwards, size - earlier, size - later, size, size - seed - 1)
    earlier, later = earlier - edge[0], later - edge[1]

    def stops(at: int) -> bool:
        return at >= seed and at > earlier and at in copies and abs(copies[at] - earlier) <= NUMBERS.same_start_words

    runs += _walk(text, x, y, later, size, stops, 0)
    earlier_end, later_end = (runs[-1][0] + runs[-1][2], runs[-1][1] + runs[-1][2]) if runs else (x, y)
    edge = _edge(text, earlier_end, later_end, later, size)
    return earlier, earlier_end + edge[0], later, later_end + edge[1], tuple(runs)


def _walk(text: Text, earlier: int, later: int, earlier_stop: int, later_stop: int, stops, best: int) -> list[Run]:  # type: ignore[no-untyped-def]
    """Runs up to the best end, going right; going left is going right in the text turned round."""
    score, done, run, kept = 0, [], 0, []  # type: int, list[Run], int, list[Run]
    while earlier < earlier_stop and later < later_stop and not stops(earlier):
        if text.words[earlier] == text.words[later]:
            skip = (1, 1)
            run += 1
            score += 1
        else:
            if run:
                done = [*done, (earlier - run, later - run, run)]
                run = 0
            skip = _gap(text, earlier, later, earlier_stop, later_stop)
            if skip == NOTHING:
                break
            score -= NUMBERS.gap_cost + max(skip)
        earlier, later = earlier + skip[0], later + skip[1]
        value = score + max(text.strengths[earlier], text.strengths[later])
        if run and value > best:
            best, kept = value, [*done, (earlier - run, later - run, run)]
        elif best - score > NUMBERS.x_drop:
            break
    return kept


def _gap(text: Text, earlier: int, later: int, earlier_stop: int, later_stop: int) -> tuple[int, int]:
    for x, y in _gaps():
        longer = max(x, y)
        needed = NUMBERS.near_agreement if longer <= NUMBERS.near_gap else NUMBERS.far_agreement
        for t in range(needed):
            a, b = earlier + x + t, later + y + t
            if a >= earlier_stop or b >= later_stop or text.words[a] != text.words[b]:
                break
            if t == needed - 1 or (longer <= NUMBERS.short_gap and text.boundaries_agree(a + 1, b + 1)):
                return x, y
    return NOTHING


def _gaps() -> Iterator[tuple[int, int]]:
    for longer in range(1, NUMBERS.max_gap + 1):
        yield longer, longer
        for shorter in range(longer - 1, -1, -1):
            yield from ((longer, shorter), (shorter, longer))


def _edge(text: Text, earlier: int, later: int, earlier_stop: int, later_stop: int) -> tuple[int, int]:
    for x, y in ((0, 0), (1, 0), (0, 1), (1, 1)):
        if earlier + x <= earlier_stop and later + y <= later_stop and text.boundaries_agree(earlier + x, later + y):
            return x, y
    return NOTHING


def _is_repeat(text: Text, link: Link) -> bool:
    earlier, earlier_end, later, later_end, runs = link
    if not runs:  # another copy begins at the seed
        return False
    longest = max(sum(text.weights[y : y + length]) for _, y, length in runs)
    weight = sum(sum(text.weights[y : y + length]) for _, y, length in runs)
    same = sum(sum(text.numbers[y : y + length]) for _, y, length in runs)
    share = sum(run[2] for run in runs) / max(earlier_end - earlier, later_end - later)
    other, x, y = 0, earlier, later
    for a, b, length in [*runs, (earlier_end, later_end, 0)]:
        other += min(sum(text.numbers[x:a]), sum(text.numbers[y:b]))
        x, y = a + length, b + length
    many_differ = other >= NUMBERS.template_numbers and share < NUMBERS.template_share
    is_template = other > 0 and (other >= same or many_differ)
    is_edited = weight >= NUMBERS.min_edited and longest >= NUMBERS.min_edited_run and share >= NUMBERS.min_edited_share
    return (longest >= NUMBERS.min_run or is_edited) and (longest >= NUMBERS.min_certain_run or not is_template)
