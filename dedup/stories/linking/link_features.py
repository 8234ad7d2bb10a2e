"""What two articles have in common, as the features of the link model.

    lead               cosine over the terms of title and first 90 words: what happened is in front
    heaviest           share of each text's 20 heaviest terms that the other has; the smaller
    bigrams            square root of the cosine over rare words in a row: phrases, not words
    titles             shared weight of the titles, as a share of the lighter title; 0 without titles
    mass               ln(1 + weight of the shared terms): how much is shared at all
    rarity             mean weight of the shared terms: names of a running affair are common in its corpus
    shared numbers     ln(1 + numbers of either lead that the other text has)
    other numbers      ln(1 + numbers of either lead that the other text lacks): the next bulletin, the other quake
    other names        ln(1 + names in either lead that the other text lacks): the other fight of one boxer
    quotations         shared quoted word trigrams, as a share of those of the text with fewer; at most .3
    same outlet        1 for articles of one outlet, which reports an event once, and has its column weekly
    length             ln(1 + words of the shorter text, at least 25): the same overlap says less in a long text

Each has a sign that a reader would expect, and the fitted weights keep to it.

Three kinds of pairs are limited, whatever the model says: those that share fewer than three terms (a subject, no
event), longer texts that share names alone (the same people in another matter), and those that share nothing of weight:
a few words by chance, where neither leads nor heaviest terms, neither phrases nor quotations agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.layouts import LINK
from dedup.stories.linking.term_weights import WeighedTerms

LINK_FEATURES = LINK._fields[: LINK.plain_cosine]
NEGATIVE_FEATURES = frozenset({"other_numbers", "other_names", "same_outlet", "length"})
MAX_QUOTATION_SHARE = 0.3  # a statement that everybody prints says no more if more of it is printed
MIN_LENGTH = 25  # words
MIN_SHARED_TERMS = 3
MIN_PLAIN_COSINE = 0.035  # chosen after seeing results: 2 % of the pairs of one event share less, 25-55 % of others
# Chosen after seeing results: below all three are 2 of 1,285 linked pairs of one event, and 91 of 320 of different ones
# in two labelled sets, drawn by twelve articles, whole or cut to 600 characters.
LEAST_LEAD, LEAST_HEAVIEST, LEAST_BIGRAMS = 0.15, 0.1, 0.1
MIN_WORDS_BESIDE_NAMES = 60  # a shorter text may have few words but names
PAIRS_AT_ONCE = 1 << 13  # bounds memory: a pair takes 200 bytes while it is measured


@dataclass(frozen=True, slots=True, eq=False)
class LinkFeatures:
    """Packed pairs and the input of the model: `features` has a column for each of `LINK_FEATURES`."""

    pairs: NDArray[np.uint64]  # packed by `pack_pairs`
    features: NDArray[np.float64]
    is_limited: NDArray[np.bool_]


def measure_links(terms: WeighedTerms, pairs: NDArray[np.uint64]) -> Iterator[LinkFeatures]:
    """Measure packed pairs, a block at a time."""
    from dedup.kernels.relate.compare_terms import ComparedTerms, write_link_features

    compared = ComparedTerms(*(getattr(terms, name) for name in ComparedTerms._fields))
    for start in range(0, len(pairs), PAIRS_AT_ONCE):
        block = np.ascontiguousarray(pairs[start : start + PAIRS_AT_ONCE])
        columns = np.zeros((len(block), len(LINK)))
        write_link_features(block, compared, columns)
        is_limited = _is_limited(columns)
        for column in (LINK.shared_numbers, LINK.other_numbers, LINK.other_names):
            columns[:, column] = np.log1p(columns[:, column])
        columns[:, LINK.quotations] = np.minimum(columns[:, LINK.quotations], MAX_QUOTATION_SHARE)
        columns[:, LINK.length] = np.log1p(np.maximum(columns[:, LINK.length], MIN_LENGTH))
        yield LinkFeatures(block, columns[:, : len(LINK_FEATURES)], is_limited)


def _is_limited(columns: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which pairs share too little to be of one event, nothing but names, or nothing of weight."""
    mass, rarity = np.expm1(columns[:, LINK.mass]), columns[:, LINK.rarity]
    shares_subject = mass <= (MIN_SHARED_TERMS - 0.5) * rarity
    shares_facts = (columns[:, LINK.shared_numbers] > 0) | (columns[:, LINK.quotations] > 0)
    is_long = columns[:, LINK.length] >= MIN_WORDS_BESIDE_NAMES
    shares_names = is_long & ~shares_facts & (columns[:, LINK.plain_cosine] < MIN_PLAIN_COSINE)
    leads, top, phrases = columns[:, LINK.lead], columns[:, LINK.heaviest], columns[:, LINK.bigrams]
    shares_asides = (leads < LEAST_LEAD) & (top < LEAST_HEAVIEST) & (phrases < LEAST_BIGRAMS)
    shares_asides &= columns[:, LINK.quotations] == 0
    return np.asarray(shares_subject | shares_names | shares_asides)
