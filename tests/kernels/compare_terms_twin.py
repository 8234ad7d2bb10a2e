"""What `dedup.kernels.relate.search_terms` and `compare_terms` compute, with sets and dictionaries."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from kernel_numbers import LINK_NUMBERS
from numpy.typing import NDArray

from dedup.kernels.flags import HEAVY, LEAD, NAME, NUMERAL, TITLE, TOP_NAME

UNIT = 512
NUMBERS = LINK_NUMBERS


@dataclass(frozen=True)
class Term:
    weight: int  # in 1/512
    early: int  # in 1/255 of the weight
    flags: int

    def has(self, flags: int) -> bool:
        return bool(self.flags & flags)


@dataclass(frozen=True)
class Article:
    terms: dict[int, Term]
    pairs: dict[int, int] = field(default_factory=dict)  # weights
    quotes: frozenset[int] = frozenset()
    words: int = 0


def heavy(article: Article) -> dict[int, int]:
    return {term: each.weight for term, each in article.terms.items() if each.has(HEAVY)}


def candidates(
    articles: Sequence[Article], norms: NDArray[np.float32], max_articles: int, most: int, least: float
) -> list[tuple[int, int]]:
    """Pairs in order of the articles that list them, the best of each first."""
    holders: dict[int, list[int]] = defaultdict(list)
    for number, article in enumerate(articles):
        for term in heavy(article):
            holders[term].append(number)
    found = []
    for number, article in enumerate(articles):
        scores: Counter[int] = Counter()
        for term, weight in heavy(article).items():
            if len(holders[term]) <= max_articles:
                scores.update({other: weight * heavy(articles[other])[term] for other in holders[term]})
        cosines = {other: np.float32(score) / (norms[number] * norms[other]) for other, score in scores.items()}
        good = [other for other, cosine in cosines.items() if other != number and cosine >= least]
        best = sorted(good, key=lambda other: (-int(float(cosines[other]) * 2**24), other))[:most]
        found += [(min(number, other), max(number, other)) for other in best]
    return found


def weight_of(term: Term) -> float:
    return term.weight / UNIT


def early_of(term: Term) -> float:
    return weight_of(term) * term.early / 255


def ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 0.0


def cosine(left: dict[int, float], right: dict[int, float]) -> float:
    dot = sum(weight * right[key] for key, weight in left.items() if key in right)
    return ratio(dot, math.sqrt(sum(w * w for w in left.values()) * sum(w * w for w in right.values())))


def share(left: Article, right: Article, flags: int) -> float:
    """Of the weight of the left terms that are all of these, how much the right article has."""
    chosen = {term: weight_of(each) for term, each in left.terms.items() if each.has(flags)}
    return ratio(sum(weight for term, weight in chosen.items() if term in right.terms), sum(chosen.values()))


def lead_names(left: Article, right: Article) -> float:
    named = {term: each for term, each in left.terms.items() if each.has(NAME) and each.has(LEAD | TITLE)}
    return ratio(
        sum(weight_of(each) for term, each in named.items() if term in right.terms),
        sum(map(weight_of, named.values())),
    )


def lesser(left: Article, right: Article, flag: int) -> float:
    """The weight of what both have with a flag, of the side that has less of it."""
    both = [(left.terms[t], right.terms[t]) for t in left.terms.keys() & right.terms.keys()]
    shared = sum(min(weight_of(a), weight_of(b)) for a, b in both if a.has(flag) and b.has(flag))
    whole = min(sum(weight_of(t) for t in side.terms.values() if t.has(flag)) for side in (left, right))
    return min(1.0, ratio(shared, whole))


def features(left: Article, right: Article) -> list[float]:
    """In the order of the kernel's columns."""
    both = {term: (left.terms[term], right.terms[term]) for term in left.terms.keys() & right.terms.keys()}

    def squares(side: Article, flag: int) -> float:
        return sum(weight_of(each) ** 2 for each in side.terms.values() if each.has(flag))

    def plain(side: Article) -> dict[int, float]:
        return {t: weight_of(each) for t, each in side.terms.items() if not each.has(NAME | NUMERAL)}

    whole = cosine(*({t: weight_of(each) for t, each in side.terms.items()} for side in (left, right)))
    early = cosine(*({t: early_of(each) for t, each in side.terms.items()} for side in (left, right)))
    names = sum(weight_of(a) * weight_of(b) for a, b in both.values() if a.has(NAME) and b.has(NAME))
    plain_dot = sum(w * plain(right)[t] for t, w in plain(left).items() if t in plain(right))
    plain_squares = [sum(w * w for w in plain(side).values()) for side in (left, right)]
    rare = [min(weight_of(a), weight_of(b)) for a, b in both.values() if a.has(NAME | NUMERAL) or b.has(NAME | NUMERAL)]
    return [
        whole,
        min(whole, NUMBERS.early_factor * early),
        ratio(names, math.sqrt(squares(left, NAME) * squares(right, NAME))),
        lesser(left, right, NUMERAL),
        ratio(len(left.quotes & right.quotes), min(len(left.quotes), len(right.quotes))),
        cosine(*({t: float(w) for t, w in side.pairs.items()} for side in (left, right))),
        min(share(left, right, TOP_NAME), share(right, left, TOP_NAME)),
        max(lead_names(left, right), lead_names(right, left)),
        lesser(left, right, TITLE),
        math.log(min(left.words, right.words) + 1),
        sum(weight >= NUMBERS.min_rare_weight for weight in rare),
        ratio(plain_dot, math.sqrt(math.prod(plain_squares))),
    ]
