"""Background rates: how often a word comes up by chance, which makes a shared word evidence of re-use or none.

Two texts share "the" whatever they are about, "Volkswagen" if they share a topic, and a rare verb if the author of one
knew the other. The chance rate of a word is the largest of three: its frequency in the language (a short table is
enough), a minimum, and how often it *recurs* in either text. A word that a text keeps coming back to is its topic, and
the other text would hold it anyway. Without the last term the aligner finds passages between any two texts on one topic
(plagdet .66 in place of .96).

A word is its stem here, the first seven letters: enough for the inflections of most languages, without a dictionary. An
ideograph is half a word, and common; it is taken together with the next one.

`common_words.json` holds the commonest stems of English running text with their frequencies, counted by
`benchmarks/passages.py`. It is only a prior: for other languages the function words of the lexicon and the two texts
themselves say enough, and a corpus can be counted with `count_rates`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dedup.settings import PassageSettings
from dedup.tokens.words import FUNCTION_WORD, HALF_WORD, Words, readonly, tokenize


@dataclass(frozen=True, slots=True, eq=False)
class BackgroundRates:
    """Frequencies of stems in running text, sorted by stem."""

    stems: NDArray[np.uint64]  # (n,)
    rates: NDArray[np.float64]  # (n,)

    def of(self, stems: NDArray[np.uint64], min_rate: float) -> NDArray[np.float64]:
        """The rates of some stems; `min_rate` for those that are rarer or not listed."""
        if not len(self.stems):
            return np.full(len(stems), min_rate)
        places = np.minimum(np.searchsorted(self.stems, stems), len(self.stems) - 1)
        return np.where(self.stems[places] == stems, np.maximum(self.rates[places], min_rate), min_rate)


def stems_of(words: Words) -> NDArray[np.uint64]:
    """The stem of every word, (n,); half a word is taken together with the next half."""
    stems = words.stems.copy()
    half = is_half_word(words)
    followed = np.flatnonzero(half[:-1] & half[1:])
    stems[followed] = words.stems[followed] * np.uint64(0x9E3779B97F4A7C15) ^ words.stems[followed + 1]
    return stems


def is_half_word(words: Words) -> NDArray[np.bool_]:
    """Which words, (n,), are half a word: an ideograph or kana, not the syllables between two Thai vowel signs."""
    half: NDArray[np.bool_] = ((words.flags & HALF_WORD) != 0) & (words.ends - words.starts <= 2)
    return half


def count_rates(texts: Iterable[Words], max_stems: int) -> BackgroundRates:
    """The commonest stems of a corpus with their frequencies; of equally common ones, those of the lower hash.

    >>> rates = count_rates([tokenize("the cat and the dog")], max_stems=1)
    >>> float(rates.of(tokenize("the").stems, 0.0001)[0])
    0.4
    """
    counted = [np.unique(stems_of(words), return_counts=True) for words in texts]
    if not counted:
        return BackgroundRates(np.empty(0, np.uint64), np.empty(0, np.float64))
    stems, rows = np.unique(np.concatenate([stems for stems, _ in counted]), return_inverse=True)
    counts = np.bincount(rows, np.concatenate([counts for _, counts in counted]), len(stems))
    commonest = np.sort(np.lexsort((stems, -counts))[:max_stems])
    return BackgroundRates(stems[commonest], counts[commonest] / max(1.0, counts.sum()))


@cache
def shipped_rates() -> BackgroundRates:
    """The frequencies that ship with dedup, from `common_words.json`."""
    data = json.loads(Path(__file__).with_name("common_words.json").read_text(encoding="utf-8"))
    listed = {stem: rate for rates in data["frequencies"].values() for stem, rate in rates.items()}
    stems = tokenize(" ".join(listed)).stems
    order = np.argsort(stems)
    return BackgroundRates(readonly(stems[order]), readonly(np.array(list(listed.values()))[order]))


def rates_of(
    words: Words,
    stems: NDArray[np.uint64],
    rows: NDArray[np.intp],
    first: NDArray[np.int32],
    corpus_rates: BackgroundRates,
    settings: PassageSettings,
) -> NDArray[np.float64]:
    """The rate of each distinct stem in running text, (stems,).

    `rows` are the text's words as places in `stems`, `first` are the places in `words` where each stem stands first.
    Where the table lists too few words of the text, it does not know the language, and function words get a rate of
    their own.
    """
    rates = corpus_rates.of(stems, settings.min_word_rate)
    if np.count_nonzero(rates[rows] > settings.min_word_rate) >= settings.min_listed_share * len(rows):
        return rates
    is_function_word = (words.flags[first] & (FUNCTION_WORD | HALF_WORD)) == FUNCTION_WORD
    return np.where(is_function_word, np.maximum(rates, settings.function_word_rate), rates)
