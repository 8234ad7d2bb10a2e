"""What `dedup.kernels.relate.weigh_terms`, `search_terms` and `compare_terms` compute, with dictionaries."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from kernel_numbers import CORPUS_NUMBERS, RANK_NUMBERS
from numpy.typing import NDArray

from dedup.kernels.flags import HEAVY, LEAD, NAME, NUMERAL, TITLE, TOP

LANGUAGE_UNIT, CORPUS_UNIT, FULL_UNIT = 512, 8192, 1024


@dataclass(frozen=True)
class Term:
    weight: int  # in the language, in 1/512
    count: int
    flags: int

    def has(self, flags: int) -> bool:
        return self.flags & flags == flags


@dataclass(frozen=True)
class Article:
    terms: dict[int, Term]
    bigrams: dict[int, int] = field(default_factory=dict)  # weights in the language
    quotes: frozenset[int] = frozenset()
    words: int = 0
    outlet: int = 0


@dataclass(frozen=True)
class Weighed:
    """An article with what its terms and bigrams weigh in a corpus."""

    article: Article
    weights: dict[int, int]  # in 1/8192
    full: dict[int, int]  # in 1/1024
    bigrams: dict[int, int]

    def heaviest(self, most: int) -> set[int]:
        places = sorted(self.full)
        kept = sorted((t for t in places if self.full[t]), key=lambda t: (-self.full[t], places.index(t)))
        return set(kept[:most])

    @property
    def top(self) -> set[int]:
        return self.heaviest(RANK_NUMBERS.max_top)

    def flags(self, term: int) -> int:
        heavy = HEAVY * (term in self.heaviest(RANK_NUMBERS.max_heavy))
        return self.article.terms[term].flags | heavy | TOP * (term in self.top)

    def holding(self, flags: int) -> set[int]:
        return {term for term, each in self.article.terms.items() if each.has(flags)}

    def weight(self, terms: Iterable[int]) -> float:
        return sum(self.weights[term] for term in terms) / CORPUS_UNIT

    def full_weight(self, terms: Iterable[int]) -> float:
        return sum(self.full[term] for term in terms) / FULL_UNIT


def in_corpus(language: int, holders: int, texts: int) -> int:
    """The weight of a term in a corpus, from that in the language."""
    prior, greatest = CORPUS_NUMBERS.prior, math.log(texts + CORPUS_NUMBERS.prior)
    in_language = language / LANGUAGE_UNIT
    rarity = -math.log((max(1, holders) + prior * math.exp(-in_language)) / (texts + prior))
    return round(max(0.0, min(in_language, rarity)) * CORPUS_NUMBERS.scale / greatest * CORPUS_UNIT)


def weigh(articles: Sequence[Article], corpus: Sequence[Article]) -> list[Weighed]:
    terms = Counter(term for article in corpus for term in article.terms)
    bigrams = Counter(term for article in corpus for term in article.bigrams)
    found = []
    for article in articles:
        weights = {t: in_corpus(each.weight, terms[t], len(corpus)) for t, each in article.terms.items()}
        full = {t: round(weight / CORPUS_UNIT * boost(article.terms[t]) * FULL_UNIT) for t, weight in weights.items()}
        pairs = {t: in_corpus(weight, bigrams[t], len(corpus)) for t, weight in article.bigrams.items()}
        found.append(Weighed(article, weights, {t: min(65535, each) for t, each in full.items()}, pairs))
    return found


def boost(term: Term) -> float:
    kind = RANK_NUMBERS.name_boost if term.has(NAME) else RANK_NUMBERS.number_boost if term.has(NUMERAL) else 1.0
    return kind * (1 + math.log(term.count))


def candidates(
    articles: Sequence[Weighed], norms: NDArray[np.float32], max_articles: int, most: int, least: float
) -> list[tuple[int, int]]:
    """Pairs in order of the articles that list them, the best of each first."""
    heavy = [{t: each.full[t] for t in each.heaviest(RANK_NUMBERS.max_heavy)} for each in articles]
    holders: dict[int, list[int]] = defaultdict(list)
    for number, terms in enumerate(heavy):
        for term in terms:
            holders[term].append(number)
    found = []
    for number, terms in enumerate(heavy):
        scores: Counter[int] = Counter()
        for term, weight in terms.items():
            if len(holders[term]) <= max_articles:
                scores.update({other: weight * heavy[other][term] for other in holders[term]})
        cosines = {other: np.float32(score) / (norms[number] * norms[other]) for other, score in scores.items()}
        good = [other for other, cosine in cosines.items() if other != number and cosine >= least]
        best = sorted(good, key=lambda other: (-int(float(cosines[other]) * 2**24), other))[:most]
        found += [(min(number, other), max(number, other)) for other in best]
    return found


def ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 0.0


def cosine(left: Mapping[int, float], right: Mapping[int, float]) -> float:
    product = sum(min(left[key], right[key]) ** 2 for key in left.keys() & right.keys())
    return ratio(product, math.sqrt(sum(w * w for w in left.values()) * sum(w * w for w in right.values())))


def features(left: Weighed, right: Weighed) -> list[float]:
    """In the order of the kernel's columns."""
    one, other = left.article, right.article
    shared = one.terms.keys() & other.terms.keys()
    mass = sum(min(left.weights[t], right.weights[t]) for t in shared) / CORPUS_UNIT
    leads = [{t: side.weights[t] / CORPUS_UNIT for t in side.holding(LEAD)} for side in (left, right)]
    titles = [side.holding(TITLE) for side in (left, right)]
    numbers = [side.holding(NUMERAL | LEAD) for side in (left, right)]
    names = [side.holding(NAME | LEAD) for side in (left, right)]
    plain = [
        {
            t: side.weights[t] / CORPUS_UNIT
            for t, each in side.article.terms.items()
            if not each.flags & (NAME | NUMERAL)
        }
        for side in (left, right)
    ]
    in_titles = sum(min(left.weights[t], right.weights[t]) for t in titles[0] & titles[1]) / CORPUS_UNIT
    bigrams = one.bigrams.keys() & other.bigrams.keys()
    product = sum(left.bigrams[t] * right.bigrams[t] for t in bigrams)
    squares = math.prod(sum(w * w for w in side.bigrams.values()) for side in (left, right))
    return [
        cosine(*leads),
        min(ratio(side.full_weight(side.top & shared), side.full_weight(side.top)) for side in (left, right)),
        math.sqrt(ratio(product, math.sqrt(squares))),
        ratio(in_titles, min(left.weight(titles[0]), right.weight(titles[1]))),
        math.log1p(mass),
        ratio(mass, len(shared)),
        sum(len(side & shared) for side in numbers),
        sum(len(side - shared) for side in numbers),
        sum(len(side - shared) for side in names),
        ratio(len(one.quotes & other.quotes), min(len(one.quotes), len(other.quotes))),
        int(one.outlet == other.outlet != 0),
        min(one.words, other.words),
        cosine(*plain),
    ]
