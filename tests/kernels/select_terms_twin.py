"""What `dedup.kernels.relate.select_terms` makes of marked words, with dictionaries."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kernel_numbers import SELECTION_NUMBERS

from dedup.kernels.flags import (
    CAPITALISED,
    LEAD,
    LOWER_CASE,
    NAME,
    NUMERAL,
    NUMERIC,
    QUOTED,
    REPEATED,
    TITLE,
)

NUMBERS = SELECTION_NUMBERS

MASK, K1, K2 = (1 << 64) - 1, 0x9E3779B97F4A7C15, 0x6A09E667F3BCC909


@dataclass(frozen=True)
class Word:
    term: int  # 64 bits, 0: none
    weight: float
    marks: int
    sentence: int


@dataclass(frozen=True)
class Selected:
    terms: dict[int, tuple[float, int, int]]  # weight in the language, occurrences, flags
    pairs: dict[int, float]
    quotes: list[int]
    words: int


def mix(number: int) -> int:
    number = (number ^ number >> 30) * K1 & MASK
    number = (number ^ number >> 27) * K2 & MASK
    return number ^ number >> 31


def heaviest(weights: Mapping[int, float], most: int) -> set[int]:
    """The keys of the heaviest that weigh something; of equals, the first in order of insertion."""
    kept = [key for key in weights if weights[key] >= 2**-16]
    return set(sorted(kept, key=lambda key: -int(weights[key] * 65536))[:most])


def select(words: Sequence[Word], title_words: int, most: tuple[int, int, int]) -> Selected:
    most_terms, most_pairs, most_quotes = most
    counts = [place >= title_words and not word.marks & REPEATED for place, word in enumerate(words)]
    before = [sum(counts[:place]) for place in range(len(words))]
    early_end = max(NUMBERS.early_words, int(NUMBERS.early_share * sum(counts)))
    is_early = [place < title_words or before[place] < early_end for place in range(len(words))]
    holders: dict[int, list[int]] = {}
    for place, word in enumerate(words):
        if word.term:
            holders.setdefault(word.term, []).append(place)
    ranks, weights, times, flags = {}, {}, {}, {}
    for term, places in holders.items():
        counted = [place for place in places if not words[place].marks & REPEATED]
        marks = [words[place].marks for place in counted]
        is_number = any(mark & NUMERIC for mark in marks)
        raised = sum(1 if mark & CAPITALISED else -1 if mark & LOWER_CASE else 0 for mark in marks)
        is_name = not is_number and raised >= 0 and any(mark & CAPITALISED for mark in marks)
        in_lead = any(place < title_words or before[place] < NUMBERS.lead_words for place in counted)
        flags[term] = (
            NAME * is_name
            | NUMERAL * is_number
            | LEAD * in_lead
            | TITLE * any(place < title_words for place in counted)
        )
        weights[term] = min([words[places[0]].weight, *(words[place].weight for place in counted)])
        boosted = weights[term] * (NUMBERS.name_boost if is_name else NUMBERS.number_boost if is_number else 1.0)
        times[term], early_times = len(counted), sum(is_early[place] for place in counted)
        full = (1 + math.log(len(counted))) * boosted if counted else 0.0
        early = (1 + math.log(early_times)) * boosted if early_times else 0.0
        ranks[term] = max(early, NUMBERS.late_rank * full)
    kept = heaviest(ranks, most_terms)
    return Selected(
        {term >> 32: (weights[term], times[term], flags[term]) for term in sorted(kept)},
        rare_pairs(words, sum(is_early), most_pairs),
        quoted_triples(words, most_quotes),
        sum(counts),
    )


def rare_pairs(words: Sequence[Word], early_words: int, most: int) -> dict[int, float]:
    found: dict[int, tuple[float, float]] = {}
    for place, (one, two) in enumerate(itertools.pairwise(words)):
        if one.term and two.term and one.sentence == two.sentence and not one.marks & REPEATED:
            weight = one.weight + two.weight
            rank = weight * (1.0 if place < early_words else NUMBERS.late_rank)
            found.setdefault(mix(one.term ^ mix(two.term)) >> 32, (weight, rank))
    ranked = {key: found[key][1] for key in sorted(found)}
    return {key: found[key][0] for key in sorted(heaviest(ranked, most))}


def quoted_triples(words: Sequence[Word], most: int) -> list[int]:
    keys = set()
    for run in runs(words):
        for one, two, three in zip(run, run[1:], run[2:], strict=False):
            if sum(map(bool, (one.term, two.term, three.term))) >= 2:
                inner = mix(two.term + mix(three.term) & MASK)
                keys.add(mix(one.term + inner & MASK) >> 32)
    return sorted(keys)[:most]


def runs(words: Iterable[Word]) -> list[list[Word]]:
    """Quotations of four words or more."""
    found: list[list[Word]] = [[]]
    for word in words:
        if word.marks & QUOTED and not word.marks & REPEATED:
            found[-1].append(word)
        elif found[-1]:
            found.append([])
    return [run for run in found if len(run) >= NUMBERS.min_quoted_words]
