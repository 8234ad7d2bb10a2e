"""What `dedup.kernels.verify.measure_pairs` counts over a pair of articles, as plainly as possible.

Articles are read by `tokenize`, which has a twin of its counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import quotations_twin
import read_articles_twin as reading
from kernel_numbers import MEASURE_NUMBERS

from dedup.tokens.words import FUNCTION_WORD, NUMBER, Words, number_words

NUMBERS = MEASURE_NUMBERS
NUMBER_WORDS = frozenset(number_words(expand_umlauts=False).tolist())


@dataclass(frozen=True)
class Line:
    """A line of a text."""

    key: int
    is_prose: bool
    is_short: bool
    is_boilerplate: bool

    @property
    def is_layout(self) -> bool:
        return self.is_short and not self.is_prose


@dataclass(frozen=True)
class Word:
    """A word that counts: its hash, its flags, the line that it stands in, and whether it is quoted."""

    hash: int
    flags: int
    line: int
    is_quoted: bool


@dataclass(frozen=True)
class Known:
    """What other articles taught: keys of lines, hashes of words, anchors."""

    boilerplate: frozenset[int] = frozenset()
    frequent: frozenset[int] = frozenset()
    stock_phrases: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Text:
    """One article of a pair."""

    lines: list[Line]
    words: list[Word]  # those that count
    left_out: int  # words of boilerplate
    known: Known
    title: frozenset[int] = frozenset()  # words, function words left out

    @property
    def hashes(self) -> list[int]:
        return [word.hash for word in self.words]

    @property
    def shingles(self) -> list[int]:
        return reading.shingles(self.hashes)

    @property
    def anchors(self) -> set[int]:
        return {anchor << 32 for anchor in reading.anchors(reading.grams(self.shingles))}

    @property
    def layout_keys(self) -> set[int]:
        return {line.key for line in self.lines if line.is_layout}

    def is_prose(self, place: int) -> bool:
        return self.lines[self.words[place].line].is_prose

    def is_number(self, place: int) -> bool:
        word = self.words[place]
        return word.flags & NUMBER != 0 or word.hash in NUMBER_WORDS

    def is_informative(self, place: int) -> bool:
        word = self.words[place]
        is_usual = word.flags & FUNCTION_WORD != 0 or word.hash in self.known.frequent
        return word.flags & NUMBER != 0 or not is_usual

    def prose(self, places: Iterable[int]) -> int:
        return sum(self.is_prose(place) for place in places)

    def unquoted(self, places: Iterable[int]) -> int:
        return sum(not self.words[place].is_quoted for place in places)

    def informative(self, places: Iterable[int]) -> set[int]:
        return {self.words[place].hash for place in places if self.is_informative(place)}


def text_of(words: Words, repeated: Iterable[tuple[int, int]], known: Known, title: Words | None = None) -> Text:
    """An article without later occurrences of repeated blocks and without boilerplate; boilerplate counts where fewer
    than 20 words would be left.
    """
    lines: list[Line] = []
    all_words: list[Word] = []
    quoted = quotations_twin.quoted(words)
    hashes_and_kinds = [*zip(words.hashes.tolist(), words.flags.tolist(), quoted, strict=True)]
    for end, key, is_prose in zip(*(column.tolist() for column in words.lines), strict=True):
        line_words = hashes_and_kinds[len(all_words) : end]
        all_words += [Word(word, flags, len(lines), is_quoted) for word, flags, is_quoted in line_words]
        lines.append(Line(key, is_prose, len(line_words) <= NUMBERS.max_layout_words, key in known.boilerplate))
    skipped = {place for start, end in repeated for place in range(start, end)}
    once = [word for place, word in enumerate(all_words) if place not in skipped]
    counted = [word for word in once if not lines[word.line].is_boilerplate]
    if len(counted) < NUMBERS.min_counted_words:
        counted = once
    return Text(lines, counted, len(once) - len(counted), known, title_words(title) if title else frozenset())


def title_words(title: Words) -> frozenset[int]:
    """The first 48 words of a title, function words left out."""
    pairs = zip(title.hashes.tolist(), title.flags.tolist(), strict=True)
    kept = [word for word, flags in pairs if not flags & FUNCTION_WORD or flags & NUMBER]
    return frozenset([*dict.fromkeys(kept)][:48])


# --- shared stretches --------------------------------------------------------------------------------------------


def tiles(left: Sequence[int], right: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Greedy tiling from the left: at every word the longest run of four or more equal words, the first of equal ones,
    among the first 32 places of the right that begin with the same three words. Yields both places and the length.
    """
    left_place = 0
    while left_place < len(left):
        three = left[left_place : left_place + 3]
        places = [at for at in range(len(right) - 2) if len(three) == 3 and right[at : at + 3] == three]
        best = max(
            places[: NUMBERS.max_tile_tries], key=lambda at: run_length(left[left_place:], right[at:]), default=0
        )
        length = run_length(left[left_place:], right[best:]) if places else 0
        if length < NUMBERS.min_tile:
            left_place += 1
            continue
        yield left_place, best, length
        left_place += length


def run_length(left: Sequence[int], right: Sequence[int]) -> int:
    length = 0
    while length < min(len(left), len(right)) and left[length] == right[length]:
        length += 1
    return length


def stretches(matched: set[int]) -> list[range]:
    """Matched words and gaps of up to three words between them, from eight words on."""
    found: list[range] = []
    for place in sorted(matched):
        if found and place - found[-1].stop <= NUMBERS.max_bridge:
            found[-1] = range(found[-1].start, place + 1)
        else:
            found.append(range(place, place + 1))
    return [stretch for stretch in found if len(stretch) >= NUMBERS.min_stretch]


@dataclass(frozen=True)
class Side:
    """One article of a pair, and what it shares with the other."""

    text: Text
    matched: set[int]
    stretches: list[range]

    @property
    def shared(self) -> list[int]:
        return [place for stretch in self.stretches for place in stretch]

    @property
    def unshared_prose(self) -> list[int]:
        shared = set(self.shared)
        return [p for p in range(len(self.text.words)) if p not in shared and self.text.is_prose(p)]

    def passage(self) -> int:
        """Prose words of the stretch with most, three in five of whose words are equal."""
        edited = [s for s in self.stretches if 5 * len(self.matched.intersection(s)) >= 3 * len(s)]
        return max((self.text.prose(stretch) for stretch in edited), default=0)

    def shared_prose_in_body(self) -> int:
        """Prose words of the stretches that touch fewer than two layout lines."""

        def layout_lines(stretch: range) -> int:
            lines = {self.text.words[place].line for place in stretch}
            return sum(self.text.lines[line].is_layout for line in lines)

        return sum(self.text.prose(stretch) for stretch in self.stretches if layout_lines(stretch) < 2)

    def numbers(self) -> tuple[int, int]:
        """Numbers that are equal, and numbers in the gaps of stretches."""
        gaps = set(self.shared) - self.matched
        return sum(map(self.text.is_number, self.matched)), sum(map(self.text.is_number, gaps))

    def gaps(self) -> list[range]:
        """What stands between matched words, before the first and behind the last."""
        edges = [-1, *sorted(self.matched), len(self.text.words)]
        return [range(one + 1, other) for one, other in pairwise(edges) if other > one + 1]

    def is_short(self, gap: range) -> bool:
        """Few words, or a head full of figures."""
        figures = 0 if gap.start else sum(map(self.text.is_number, gap))
        return len(gap) <= max(NUMBERS.max_changed_words, 6 * figures)

    def changed_numbers(self) -> int:
        """Numbers in short gaps."""
        short = filter(self.is_short, self.gaps())
        return sum(self.text.is_number(place) for gap in short for place in gap)

    def changed_words(self, other: Text) -> set[int]:
        """Informative words in short gaps that the other lacks."""
        short = filter(self.is_short, self.gaps())
        return self.text.informative(place for gap in short for place in gap) - all_informative(other)

    def replaced_numbers(self, other: Text) -> set[int]:
        """Numbers of the title, not of the other's, in short gaps where the other lacks them."""
        short = filter(self.is_short, self.gaps())
        numbers = self.text.informative(place for gap in short for place in gap if self.text.is_number(place))
        return (numbers & self.text.title) - other.title - all_informative(other)

    def other_names(self, other: Text) -> set[int]:
        """Informative words, no numbers, that the other lacks, but for those beside a number in a short gap."""
        names: set[int] = set()
        for gap in self.gaps():
            numbers = [place for place in gap if self.text.is_number(place)]
            beside = {place + step for place in numbers for step in range(-2, 3)}
            explained = beside if self.is_short(gap) else {*numbers}
            names |= self.text.informative(place for place in gap if place not in explained)
        return names - all_informative(other)

    def edges(self) -> tuple[int, int]:
        """Words before the first stretch and behind the last."""
        shared, count = self.shared, len(self.text.words)
        return (shared[0], count - shared[-1] - 1) if shared else (count, 0)

    def shared_at_edges(self) -> tuple[int, int]:
        """Shared words before the eleventh word of unshared prose, and behind the eleventh-last; and how many of them
        are no prose.
        """
        unshared = self.unshared_prose
        if len(unshared) < NUMBERS.min_framed_prose:
            return 0, 0
        first, last = unshared[NUMBERS.max_stray_words], unshared[-NUMBERS.max_stray_words - 1]
        framing = [place for place in self.shared if place < first or place > last]
        return len(framing), len(framing) - self.text.prose(framing)

    def shared_body_prose(self) -> int:
        """Shared prose of the body: of the stretches between layout lines and boilerplate, that with most other
        prose.
        """
        breaks = {n for n, line in enumerate(self.text.lines) if line.is_layout or line.is_boilerplate}
        shared, bodies = set(self.shared), Counter[tuple[int, bool]]()
        for place, word in enumerate(self.text.words):
            if self.text.is_prose(place):
                body = sum(start <= word.line for start in breaks)
                bodies[body, place in shared] += 1
        most = max(((bodies[body, False], bodies[body, True]) for body, _ in bodies), default=(0, 0))
        return most[1]


def all_informative(text: Text) -> set[int]:
    return text.informative(range(len(text.words)))


def all_shared(text: Text) -> Side:
    """Of the same words everything is shared, however few there are."""
    places = range(len(text.words))
    return Side(text, {*places}, [places] if places else [])


def measure(left_text: Text, right_text: Text) -> dict[str, int]:
    """All counts, by the names of `Measures`."""
    found = list(tiles(left_text.hashes, right_text.hashes))
    longest_run = max((length for _, _, length in found), default=0)
    left_matched = {at + step for at, _, length in found for step in range(length)}
    right_matched = {at + step for _, at, length in found for step in range(length)}
    left = Side(left_text, left_matched, stretches(left_matched))
    right = Side(right_text, right_matched, stretches(right_matched))
    if left_text.hashes == right_text.hashes:
        left, right, longest_run = all_shared(left_text), all_shared(right_text), len(left_text.words)
        found = [(0, 0, longest_run)]
    unquoted = [
        min(left_text.unquoted(range(at, at + longest_run)), right_text.unquoted(range(other, other + longest_run)))
        for at, other, length in found
        if length == longest_run
    ]
    numbers = [side.numbers() for side in (left, right)]
    both_informative = left_text.informative(range(len(left_text.words))) & right_text.informative(
        range(len(right_text.words))
    )
    anchors = left_text.anchors & right_text.anchors
    return {
        **{f"left_{name}": count for name, count in one_side(left, right_text).items()},
        **{f"right_{name}": count for name, count in one_side(right, left_text).items()},
        "replaced_title_numbers": min(len(left.replaced_numbers(right_text)), len(right.replaced_numbers(left_text))),
        "own_title_in_text": max(
            len((one.title - other.title) & all_informative(one))
            for one, other in ((left_text, right_text), (right_text, left_text))
        ),
        "both_title_words": len(left_text.title & right_text.title),
        "changed_numbers": min(left.changed_numbers(), right.changed_numbers()),
        "other_names": min(len(left.other_names(right_text)), len(right.other_names(left_text))),
        "both_shingles": len({*left_text.shingles} & {*right_text.shingles}),
        "longest_run": longest_run,
        "unquoted_run": max(unquoted, default=0),
        "longest_passage": min(left.passage(), right.passage()),
        "shared_prose_in_body": max(left.shared_prose_in_body(), right.shared_prose_in_body()),
        "equal_numbers": min(same for same, _ in numbers),
        "differing_numbers": min(other for _, other in numbers),
        "both_informative": len(both_informative),
        "informative_in_stretches": len(left_text.informative(left.shared) & right_text.informative(right.shared)),
        "shared_anchors": len(anchors),
        "stock_phrase_anchors": len(anchors & left_text.known.stock_phrases),
        "is_identical": int(left_text.hashes == right_text.hashes),
        "shared_layout_lines": len(left_text.layout_keys & right_text.layout_keys),
    }


def one_side(side: Side, other: Text) -> dict[str, int]:
    rest = side.text.informative(sorted({*range(len(side.text.words))} - {*side.shared}))
    text, (before, after), (at_edges, non_prose) = side.text, side.edges(), side.shared_at_edges()
    return {
        "words": len(text.words),
        "shingles": len({*text.shingles}),
        "shared": len(side.shared),
        "prose": text.prose(range(len(text.words))),
        "prose_shared": text.prose(side.shared),
        "unshared_lead": before,
        "unshared_tail": after,
        "shared_at_edges": at_edges,
        "shared_at_edges_non_prose": non_prose,
        "informative": len(text.informative(range(len(text.words)))),
        "boilerplate_words": text.left_out,
        "shared_body_prose": side.shared_body_prose(),
        "rest_informative": len(rest),
        "rest_agreeing": len(rest & all_informative(other)),
        "unquoted": text.unquoted(range(len(text.words))),
        "unquoted_shared": text.unquoted(side.shared),
        "title_words": len(text.title),
        "title_in_text": len(text.title & all_informative(text)),
        "title_replaced": len((text.title - other.title) & side.changed_words(other)),
    }


def word_counts(articles: Iterable[Words]) -> Counter[int]:
    """In how many articles each word stands; in lines that an earlier article holds too it does not count."""
    counts, seen = Counter[int](), set[int]()
    for article in articles:
        starts, (ends, keys, _) = (
            [0, *article.lines.ends_at_word.tolist()],
            (column.tolist() for column in article.lines),
        )
        new = [slice(*line) for *line, key in zip(starts, ends, keys, strict=False) if key not in seen]
        counts.update({word for line in new for word in article.hashes[line].tolist()})
        seen.update(keys)
    return counts
