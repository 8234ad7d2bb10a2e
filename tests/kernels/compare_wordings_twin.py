"""What `relate.compare_wordings` and `relate.compare_sentences` compute, with dictionaries, sets and lists."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, groupby, pairwise

import numpy as np
from kernel_numbers import WORDING_NUMBERS

from dedup.kernels.flags import CAPITALISED, LOWER_CASE, NUMERIC, QUOTED, REPEATED

NUMBERS = WORDING_NUMBERS


@dataclass(frozen=True)
class Word:
    term: int  # 0: none
    weight: float
    marks: int
    sentence: int


@dataclass(frozen=True)
class Sentence:
    first: int
    end: int
    words: int
    terms: frozenset[int]


@dataclass(frozen=True)
class Wording:
    rarity: dict[int, float]
    names: frozenset[int]
    pairs: list[tuple[int, int]]
    sentences: list[Sentence]


def read(words: Sequence[Word]) -> Wording:
    counted = [(place, word) for place, word in enumerate(words) if not word.marks & (QUOTED | REPEATED)]
    rarity: dict[int, float] = {}
    raised: Counter[int] = Counter()
    capital, numbers = set(), set()
    for _, word in counted:
        if word.term:
            if word.term not in rarity and word.marks & NUMERIC:
                numbers.add(word.term)
            rarity.setdefault(word.term, word.weight)
            raised[word.term] += 1 if word.marks & CAPITALISED else -1 if word.marks & LOWER_CASE else 0
            if word.marks & CAPITALISED:
                capital.add(word.term)
    names = {term for term in rarity if (term in capital and raised[term] >= 0) or term in numbers}
    pairs = [
        (word.term, behind.term)
        for (place, word), (next_place, behind) in pairwise(counted)
        if word.term and behind.term and place + 1 == next_place
    ]
    sentences: list[Sentence] = []
    for _, listed in groupby(counted, key=lambda each: each[1].sentence):
        inside = list(listed)
        terms = frozenset(word.term for _, word in inside if word.term)
        if len(terms) >= NUMBERS.min_sentence_terms and len(sentences) < NUMBERS.max_sentences:
            sentences.append(Sentence(inside[0][0], inside[-1][0] + 1, len(inside), terms))
    return Wording(rarity, frozenset(names), pairs, sentences)


def ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 0.0


def plain_weight(left: Wording, right: Wording) -> tuple[float, float]:
    """Of words that are names to neither: all that the left has, and those that both have."""
    plain = {
        t: w
        for t, w in left.rarity.items()
        if w > NUMBERS.min_rare_weight and t not in left.names and t not in right.names
    }
    return sum(plain.values()), sum(weight for term, weight in plain.items() if term in right.rarity)


def plain_pairs(left: Wording, right: Wording) -> set[tuple[int, int]]:
    """Pairs of which neither word is a name to either; the other's name counts where both have the word."""
    names = left.names | (right.names & left.rarity.keys())
    return {pair for pair in left.pairs if not names.intersection(pair)}


def cosines(left: Wording, right: Wording) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    found = np.zeros((len(left.sentences), len(right.sentences)))
    for row, one in enumerate(left.sentences):
        for column, other in enumerate(right.sentences):
            dot = sum(left.rarity[term] ** 2 for term in one.terms & other.terms)
            norms = math.prod(sum(s.rarity[t] ** 2 for t in x.terms) for s, x in ((left, one), (right, other)))
            found[row, column] = dot / math.sqrt(norms)
    return found


def best(values: Sequence[float]) -> int:
    return max(range(len(values)), key=lambda place: (values[place], -place))


def features(left: Wording, right: Wording) -> tuple[list[float], list[tuple[int, int]]]:
    """The six features, and the aligned sentences in order of the left text."""
    counted, shared = plain_weight(left, right)
    other, _ = plain_weight(right, left)
    left_pairs, right_pairs = plain_pairs(left, right), plain_pairs(right, left)
    alike = cosines(left, right)
    rows, columns = alike.tolist(), alike.T.tolist()
    inside = [
        ratio(
            sum(
                sentence.words
                for sentence, row in zip(side.sentences, values, strict=True)
                if row and max(row) >= NUMBERS.min_aligned
            ),
            sum(sentence.words for sentence in side.sentences),
        )
        for side, values in ((left, rows), (right, columns))
    ]
    chosen = []
    for place, row in enumerate(rows):
        partner = best(row) if row else 0
        highest = row[partner] if row else 0.0
        if highest >= NUMBERS.min_surely_aligned or (
            highest >= NUMBERS.min_aligned and best(columns[partner]) == place
        ):
            chosen.append((place, partner))
    forward = sum(two[1] > one[1] for one, two in combinations(chosen, 2))
    backward = sum(two[1] < one[1] for one, two in combinations(chosen, 2))
    order = ratio(forward - backward, forward + backward) * min(1.0, len(chosen) / NUMBERS.min_order_sentences)
    common = len(left_pairs & right_pairs) / max(NUMBERS.min_bigrams, min(len(left_pairs), len(right_pairs)))
    asymmetry = abs(ratio(shared, counted) - ratio(shared, other))
    return [max(inside), min(inside), order, common, ratio(shared, min(counted, other)), asymmetry], chosen


def without_equal(left: Sequence[Word], right: Sequence[Word]) -> tuple[list[Word], list[Word]]:
    """Both texts with the sentences marked as repeated that both have with the same terms."""
    inside = [{sentence.terms for sentence in read(words).sentences} for words in (left, right)]
    return _marked(left, inside[0] & inside[1]), _marked(right, inside[0] & inside[1])


def _marked(words: Sequence[Word], equal: set[frozenset[int]]) -> list[Word]:
    ranges = [(each.first, each.end) for each in read(words).sentences if each.terms in equal]
    return [
        replace(word, marks=word.marks | REPEATED) if any(first <= place < end for first, end in ranges) else word
        for place, word in enumerate(words)
    ]


def numbers(words: Sequence[Word], sentence: Sentence) -> set[int]:
    """The numbers of a sentence."""
    inside = words[sentence.first : sentence.end]
    return {word.term for word in inside if word.term and word.marks & NUMERIC}
