"""Evidence for a pair of one story: what a person can check, in both texts, with places.

Aligned sentences, shared rare phrases, numbers and names, quotations, credits and dates; then what differs: the heaviest names or numbers
of one that the other lacks, which is how two fights of one boxer are told apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from dedup.article import Article, Span
from dedup.matching.match import Evidence
from dedup.kernels import load
from dedup.stories.dependence import Dependence, Wording
from dedup.text.credits import Credit

MOST_SENTENCES, MOST_OF_A_KIND = 3, 3


@dataclass(frozen=True, slots=True)
class Showing:
    """Two articles as a story's judge sees them."""

    left: Article
    right: Article
    left_wording: Wording
    right_wording: Wording
    leaning: Dependence
    left_named: Mapping[str, Credit]
    right_named: Mapping[str, Credit]


def show(pair: Showing) -> Iterator[Evidence]:
    """All evidence, the strongest of each kind first."""
    yield Evidence("wording", f"{pair.leaning.probability:.2f}", weight=round(pair.leaning.probability, 4))
    for left, right, cosine in pair.leaning.aligned[:MOST_SENTENCES]:
        yield Evidence("aligned sentences", left.of(pair.left.text), left, right, cosine)
    yield from _credits(pair)
    yield from _dates(pair)
    yield from _shared(pair)


def _credits(pair: Showing) -> Iterator[Evidence]:
    for name in sorted(pair.left_named.keys() | pair.right_named.keys()):
        left, right = pair.left_named.get(name), pair.right_named.get(name)
        strength = max(credit.strength for credit in (left, right) if credit)
        yield Evidence("credit", name, left and left.span, right and right.span, strength)


def _dates(pair: Showing) -> Iterator[Evidence]:
    if pair.left.published and pair.right.published:
        days = abs((pair.left.published - pair.right.published).total_seconds()) / 86400
        yield Evidence("dates", f"{days:.1f} days apart", weight=round(days, 2))


KINDS = ("shared phrase", "shared number", "shared name", "shared quotation", "only left", "only right")
WORDS = (2, 1, 1, 3, 1, 1)  # of each kind, at least: numbers are as long as they are written


def _shared(pair: Showing) -> Iterator[Evidence]:
    """Shared phrases, numbers, names and quotations; then what each side has alone."""
    rows = np.empty((len(KINDS) * MOST_OF_A_KIND, 4))
    count = load("linking").share(pair.left_wording.shown, pair.right_wording.shown, MOST_OF_A_KIND, rows)
    for row in rows[:count].tolist():
        kind, left, right, weight = int(row[0]), int(row[1]), int(row[2]), row[3]
        sides = (_place(pair.left_wording, left, WORDS[kind]), _place(pair.right_wording, right, WORDS[kind]))
        wording, first = (pair.left_wording, left) if left >= 0 else (pair.right_wording, right)
        text = wording.written(first, wording.end_of(first + WORDS[kind] - 1))
        yield Evidence(KINDS[kind], text, *sides, round(weight, 4))


def _place(wording: Wording, first: int, words: int) -> Span | None:
    return None if first < 0 else wording.span(first, wording.end_of(first + words - 1))
