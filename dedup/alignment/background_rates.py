"""How often a word comes up by chance: what makes a shared word evidence, or none.

Two texts share "the" whatever they are about, "Volkswagen" if they share a topic, and a rare verb if one knew the
other. The chance rate of a word is the largest of three: its frequency in the language (a short table is enough), a
floor, and how often it *recurs* in either text. Once is free, recurring costs: a word that a text keeps coming back
to is its topic, and the other text would hold it anyway. Without the last term the aligner finds passages between any
two texts on one topic (plagdet .66 in place of .96).

A word is known here by its stem, the first seven letters: enough for the inflections of most languages, and no
dictionary. An ideograph is half a word, and common; it is taken together with the next one.

`common_words.json` holds the commonest stems of English running text with their frequencies, counted by
`benchmarks/passages.py`. It is a prior only: for other languages the lexicon's function words and the two texts
themselves say enough, and a corpus can be counted with `count_chance`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dedup.tokens.words import FUNCTION_WORD, HALF_WORD, Words, readonly, tokenize

MIN_RATE = 1e-4  # rate of a word that nothing is known of
FUNCTION_WORD_RATE = (
    2e-3  # rate of a function word where the table does not know the language: about the language's 60th
)
MIN_LISTED_SHARE = (
    0.25  # of a text's words are in the table where it knows the language; English has half, others a tenth
)
NUM_LISTED = 400  # stems in a table: the rarer ones are at the floor, give or take a factor of three


@dataclass(frozen=True, slots=True)
class BackgroundRates:
    """Frequencies of terms in running text, sorted by term."""

    stems: NDArray[np.uint64]  # (n,)
    rates: NDArray[np.float64]  # (n,)

    def of(self, terms: NDArray[np.uint64]) -> NDArray[np.float64]:
        """The rates of some terms, at least FLOOR."""
        if not len(self.stems):
            return np.full(len(terms), MIN_RATE)
        places = np.minimum(np.searchsorted(self.stems, terms), len(self.stems) - 1)
        return np.where(self.stems[places] == terms, np.maximum(self.rates[places], MIN_RATE), MIN_RATE)


def stems_of(words: Words) -> NDArray[np.uint64]:
    """What alignment counts as a word: its stem; half a word together with the next half."""
    terms = words.stems.copy()
    half = is_half_word(words)
    followed = np.flatnonzero(half[:-1] & half[1:])
    terms[followed] = words.stems[followed] * np.uint64(0x9E3779B97F4A7C15) ^ words.stems[followed + 1]
    return terms


def is_half_word(words: Words) -> NDArray[np.bool_]:
    """Which words, (n,), are half a word: an ideograph or kana, not the syllables between two Thai vowel signs."""
    half: NDArray[np.bool_] = ((words.flags & HALF_WORD) != 0) & (words.ends - words.starts <= 2)
    return half


def count_rates(texts: Iterable[Words], max_stems: int = NUM_LISTED) -> BackgroundRates:
    """The commonest terms of a corpus with their frequencies; of equally common ones, those of the lower hash.

    >>> from dedup.tokens.words import read_words
    >>> chance = count_chance([read_words("the cat and the dog")], listed=1)
    >>> float(chance.of(read_words("the").stems)[0])
    0.4
    """
    counted = [np.unique(stems_of(words), return_counts=True) for words in texts]
    if not counted:
        return BackgroundRates(np.empty(0, np.uint64), np.empty(0, np.float64))
    terms, rows = np.unique(np.concatenate([terms for terms, _ in counted]), return_inverse=True)
    counts = np.bincount(rows, np.concatenate([counts for _, counts in counted]), len(terms))
    commonest = np.sort(np.lexsort((terms, -counts))[:max_stems])
    return BackgroundRates(terms[commonest], counts[commonest] / max(1.0, counts.sum()))


@cache
def shipped_rates() -> BackgroundRates:
    """The frequencies that ship with dedup, from `common_words.json`."""
    data = json.loads(Path(__file__).with_name("common_words.json").read_text(encoding="utf-8"))
    listed = {stem: rate for rates in data["frequencies"].values() for stem, rate in rates.items()}
    terms = tokenize(" ".join(listed)).stems
    order = np.argsort(terms)
    return BackgroundRates(readonly(terms[order]), readonly(np.array(list(listed.values()))[order]))


def rates_of(
    words: Words,
    stems: NDArray[np.uint64],
    rows: NDArray[np.intp],
    first: NDArray[np.int32],
    corpus_rates: BackgroundRates | None,
) -> NDArray[np.float64]:
    """The rate of each distinct term in running text: `rows` are the text's words as places in `terms`, `first` where
    in `words` each term stands first.
    """
    rates = (corpus_rates or shipped_rates()).of(stems)
    if np.count_nonzero(rates[rows] > MIN_RATE) >= MIN_LISTED_SHARE * len(rows):
        return rates
    function = (words.flags[first] & (FUNCTION_WORD | HALF_WORD)) == FUNCTION_WORD
    return np.where(function, np.maximum(rates, FUNCTION_WORD_RATE), rates)
