"""What `dedup.kernels.verify.measure_pairs` counts over a pair of articles, as plainly as possible.

Articles are read by `tokenize`, which has a twin of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import read_articles_twin as reading

from dedup.tokens.words import FUNCTION_WORD, NUMBER, Words

LEAST_OWN, TILE, TRIES, BRIDGE, LEAST_STRETCH, FRAME_PROSE, STRAY, SHORT_LINE = 20, 4, 32, 3, 8, 25, 10, 12


@dataclass(frozen=True)
class Line:
    """A unit of a text."""

    key: int
    is_prose: bool
    is_short: bool
    is_furniture: bool

    @property
    def is_page_shaped(self) -> bool:
        return self.is_short and not self.is_prose


@dataclass(frozen=True)
class Word:
    """A word that counts: its hash, its kind, and the line that it stands in."""

    hash: int
    kind: int
    line: int


@dataclass(frozen=True)
class Known:
    """What other articles taught: keys of lines, hashes of words, anchors."""

    furniture: frozenset[int] = frozenset()
    frequent: frozenset[int] = frozenset()
    common: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Text:
    """One article of a pair."""

    lines: list[Line]
    words: list[Word]  # its own
    page: int  # words left out as furniture
    known: Known

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
    def page_shaped(self) -> set[int]:
        return {line.key for line in self.lines if line.is_page_shaped}

    def is_prose(self, place: int) -> bool:
        return self.lines[self.words[place].line].is_prose

    def is_number(self, place: int) -> bool:
        return self.words[place].kind & NUMBER != 0

    def is_rarer(self, place: int) -> bool:
        word = self.words[place]
        is_usual = word.kind & FUNCTION_WORD != 0 or word.hash in self.known.frequent
        return self.is_number(place) or not is_usual

    def prose(self, places: Iterable[int]) -> int:
        return sum(self.is_prose(place) for place in places)

    def rarer(self, places: Iterable[int]) -> set[int]:
        return {self.words[place].hash for place in places if self.is_rarer(place)}


def text_of(words: Words, doubled: Iterable[tuple[int, int]], known: Known) -> Text:
    """An article without later occurrences of doubled blocks and without furniture: but furniture counts where fewer
    than 20 words would be left.
    """
    lines: list[Line] = []
    all_words: list[Word] = []
    hashes_and_kinds = [*zip(words.hashes.tolist(), words.flags.tolist(), strict=True)]
    for end, key, is_prose in zip(*(column.tolist() for column in words.lines), strict=True):
        line_words = hashes_and_kinds[len(all_words) : end]
        all_words += [Word(word, kind, len(lines)) for word, kind in line_words]
        lines.append(Line(key, is_prose, len(line_words) <= SHORT_LINE, key in known.furniture))
    skipped = {place for start, end in doubled for place in range(start, end)}
    once = [word for place, word in enumerate(all_words) if place not in skipped]
    own = [word for word in once if not lines[word.line].is_furniture]
    if len(own) < LEAST_OWN:
        own = once
    return Text(lines, own, len(once) - len(own), known)


# --- shared stretches --------------------------------------------------------------------------------------------


def tiles(left: Sequence[int], right: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Greedy tiling from the left: at every word the longest run of four or more equal words, the first of equal ones,
    among the first 32 places of the right that begin with the same three words. Yields both places and the length.
    """
    left_place = 0
    while left_place < len(left):
        three = left[left_place : left_place + 3]
        places = [at for at in range(len(right) - 2) if len(three) == 3 and right[at : at + 3] == three]
        best = max(places[:TRIES], key=lambda at: run_length(left[left_place:], right[at:]), default=0)
        length = run_length(left[left_place:], right[best:]) if places else 0
        if length < TILE:
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
        if found and place - found[-1].stop <= BRIDGE:
            found[-1] = range(found[-1].start, place + 1)
        else:
            found.append(range(place, place + 1))
    return [stretch for stretch in found if len(stretch) >= LEAST_STRETCH]


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

    def plain_shared(self) -> int:
        """Prose words of the stretches that touch fewer than two page-shaped lines."""

        def page_lines(stretch: range) -> int:
            lines = {self.text.words[place].line for place in stretch}
            return sum(self.text.lines[line].is_page_shaped for line in lines)

        return sum(self.text.prose(stretch) for stretch in self.stretches if page_lines(stretch) < 2)

    def numbers(self) -> tuple[int, int]:
        """Numbers that are equal, and numbers in the gaps of stretches."""
        gaps = set(self.shared) - self.matched
        return sum(map(self.text.is_number, self.matched)), sum(map(self.text.is_number, gaps))

    def edges(self) -> tuple[int, int]:
        """Words before the first stretch and behind the last."""
        shared, count = self.shared, len(self.text.words)
        return (shared[0], count - shared[-1] - 1) if shared else (count, 0)

    def frame(self) -> tuple[int, int]:
        """Shared words before the eleventh word of unshared prose, and behind the eleventh-last; and how many of them
        are no prose.
        """
        unshared = self.unshared_prose
        if len(unshared) < FRAME_PROSE:
            return 0, 0
        first, last = unshared[STRAY], unshared[-STRAY - 1]
        framing = [place for place in self.shared if place < first or place > last]
        return len(framing), len(framing) - self.text.prose(framing)

    def body_shared(self) -> int:
        """Shared prose of the body: of the stretches between page-shaped lines and furniture, that with most other
        prose.
        """
        borders = {n for n, line in enumerate(self.text.lines) if line.is_page_shaped or line.is_furniture}
        shared, bodies = set(self.shared), Counter[tuple[int, bool]]()
        for place, word in enumerate(self.text.words):
            if self.text.is_prose(place):
                body = sum(border <= word.line for border in borders)
                bodies[body, place in shared] += 1
        most = max(((bodies[body, False], bodies[body, True]) for body, _ in bodies), default=(0, 0))
        return most[1]


def all_shared(text: Text) -> Side:
    """Of the same words everything is shared, however few there are."""
    places = range(len(text.words))
    return Side(text, {*places}, [places] if places else [])


def measure(left_text: Text, right_text: Text) -> dict[str, int]:
    """All counts, by the names of `matching.measures.Measures`."""
    found = list(tiles(left_text.hashes, right_text.hashes))
    longest_run = max((length for _, _, length in found), default=0)
    left_matched = {at + step for at, _, length in found for step in range(length)}
    right_matched = {at + step for _, at, length in found for step in range(length)}
    left = Side(left_text, left_matched, stretches(left_matched))
    right = Side(right_text, right_matched, stretches(right_matched))
    if left_text.hashes == right_text.hashes:
        left, right, longest_run = all_shared(left_text), all_shared(right_text), len(left_text.words)
    numbers = [side.numbers() for side in (left, right)]
    both_rarer = left_text.rarer(range(len(left_text.words))) & right_text.rarer(range(len(right_text.words)))
    anchors = left_text.anchors & right_text.anchors
    return {
        **{f"left_{name}": count for name, count in one_side(left).items()},
        **{f"right_{name}": count for name, count in one_side(right).items()},
        "both_shingles": len({*left_text.shingles} & {*right_text.shingles}),
        "run": longest_run,
        "passage": min(left.passage(), right.passage()),
        "plain_shared": max(left.plain_shared(), right.plain_shared()),
        "same_numbers": min(same for same, _ in numbers),
        "other_numbers": min(other for _, other in numbers),
        "both_rarer": len(both_rarer),
        "rarer_shared": len(left_text.rarer(left.shared) & right_text.rarer(right.shared)),
        "anchors": len(anchors),
        "common_anchors": len(anchors & left_text.known.common),
        "same_own": int(left_text.hashes == right_text.hashes),
        "same_lines": len(left_text.page_shaped & right_text.page_shaped),
    }


def one_side(side: Side) -> dict[str, int]:
    text, (before, after), (frame, frame_page) = side.text, side.edges(), side.frame()
    return {
        "words": len(text.words),
        "shingles": len({*text.shingles}),
        "shared": len(side.shared),
        "prose": text.prose(range(len(text.words))),
        "prose_shared": text.prose(side.shared),
        "before": before,
        "after": after,
        "frame": frame,
        "frame_page": frame_page,
        "rarer": len(text.rarer(range(len(text.words)))),
        "page": text.page,
        "body_shared": side.body_shared(),
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
