"""Evidence for a pair of one story: what a person can check, in both texts, with places.

Aligned sentences, shared rare phrases, numbers and names, quotations, credits and dates; then what differs: the
heaviest names or numbers of one that the other lacks, which is how two fights of one boxer are told apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from dedup.article import Article, Span
from dedup.kernels import load
from dedup.matching.match import Evidence
from dedup.stories.dependence import Wording, dependence, wording
from dedup.stories.terms import mark_words
from dedup.text.credits import Credit, credits_of

MOST_SENTENCES, MOST_OF_A_KIND = 3, 3


def explain(left: Article, right: Article) -> tuple[Evidence, ...]:
    """All evidence for and against two articles being one story, retold; each kind's strongest first.

    About two milliseconds a pair: made when someone asks.

    >>> left = Article("a", "The ferry Aurora ran aground off Hiddensee in fog on Monday with 212 people on board.")
    >>> right = Article("b", "Fog and a sandbank: on Monday the Aurora ran aground with 212 passengers, off Hiddensee.")
    >>> [(each.kind, each.text) for each in explain(left, right) if each.kind == "shared number"]
    [('shared number', '212')]
    """
    pair = wording(mark_words(left)), wording(mark_words(right))
    return (*_wording(left, right, *pair), *_credits(left, right), *_dates(left, right), *_shared(*pair))


def _wording(left: Article, right: Article, one: Wording, other: Wording) -> Iterator[Evidence]:
    leaning = dependence(one, other)
    yield Evidence("wording", f"{leaning.probability:.0%}", weight=round(leaning.probability, 4))
    for place, counterpart, cosine in leaning.aligned[:MOST_SENTENCES]:
        first, second = one.sentence(place), other.sentence(counterpart)
        yield Evidence(
            "aligned sentences", first.of(left.text) or second.of(right.text), first, second, round(cosine, 4)
        )


def _credits(left: Article, right: Article) -> Iterator[Evidence]:
    """The strongest credit of each source that either names."""
    named = tuple(strongest_by_name(credits_of(article)) for article in (left, right))
    for name in sorted(named[0].keys() | named[1].keys()):
        one, other = named[0].get(name), named[1].get(name)
        strength = max(credit.strength for credit in (one, other) if credit)
        places = one.span if one else None, other.span if other else None
        yield Evidence("credit", name, *places, strength)


def strongest_by_name(listed: Iterable[Credit]) -> dict[str, Credit]:
    """The strongest credit of each name; titles of originals name no source."""
    found: dict[str, Credit] = {}
    for credit in sorted(listed, key=lambda credit: -credit.strength):
        if credit.kind != "original title":
            found.setdefault(credit.name, credit)
    return found


def _dates(left: Article, right: Article) -> Iterator[Evidence]:
    if left.published and right.published:
        days = abs((left.published - right.published).total_seconds()) / 86400
        yield Evidence("dates", f"{days:.1f} days apart", weight=round(days, 2))


KINDS = ("shared phrase", "shared number", "shared name", "shared quotation", "only left", "only right")
WORDS = (2, 1, 1, 3, 1, 1)  # of each kind, at least: numbers are as long as they are written


def _shared(left: Wording, right: Wording) -> Iterator[Evidence]:
    """Shared phrases, numbers, names and quotations; then what each side has alone."""
    rows = np.empty((len(KINDS) * MOST_OF_A_KIND, 4))
    count = load("linking").share(left.shown(), right.shown(), MOST_OF_A_KIND, rows)
    for row in rows[:count].tolist():
        kind, one, other, weight = int(row[0]), int(row[1]), int(row[2]), row[3]
        wording, first = (left, one) if one >= 0 else (right, other)
        text = wording.written(first, wording.end_of(first + WORDS[kind] - 1))
        places = _place(left, one, WORDS[kind]), _place(right, other, WORDS[kind])
        yield Evidence(KINDS[kind], text, *places, round(weight, 4))


def _place(wording: Wording, first: int, words: int) -> Span | None:
    return None if first < 0 else wording.span(first, wording.end_of(first + words - 1))
