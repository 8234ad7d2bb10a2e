"""How common a word is in its language: the background that weights of terms are measured against.

A word that every text has says nothing; "superintelligence" in two texts says much. How much must not depend on which
other articles happen to be there, or the same two articles would be one story today and two tomorrow. So commonness is
taken from the word lists of `wordfreq` (40 languages, data CC BY-SA 4.0), never from the corpus:

    pi(word) = 1 - exp(-180 p)      the chance that an article of 300 words has the word, p its share of all words;
                                    180, not 300: words come in bursts
    weight   = -ln pi(word)         at most 13.8, that of one article in a million

Words above half a per mille (the, of) have no weight. Languages that inflect are counted by the first seven letters of
a word, English by whole words (measured: no difference in English). Ideographs are counted in pairs. A language without
a list weighs all its words alike.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dedup.errors import DamagedDataError
from dedup.kernels import load
from dedup.tokens.words import HALF_WORD, Words, readonly, tokenize

ARTICLE_WORDS = 180.0  # 300 words, of which bursts leave 180 independent draws
MIN_ARTICLE_SHARE = 1e-6
MAX_WORD_SHARE = 10**-3.3
ENTRIES_PER_BATCH = 1 << 15  # of a word list that are read: bounds memory
WEIGHT_WITHOUT_LIST = 8.0  # weight of a word of a language without a list
WEIGHT_OF_UNLISTED = 13.8  # weight of a word that its language's list lacks: -ln RAREST


@dataclass(frozen=True, slots=True)
class WordWeights:
    """Weights of the words of one language by key, in a table with open addressing: slot 0 is free.

    `by_stem`: keys are hashes of the first seven letters. `unlisted`: the weight of other words. `dot_groups`: 14.300
    is fourteen thousand.
    """

    language: str
    keys: NDArray[np.uint64]
    weights: NDArray[np.float32]
    unlisted_weight: float
    by_stem: bool
    dots_group_digits: bool

    def keys_of(self, words: Words) -> NDArray[np.uint64]:
        """The keys under which the words of a text are weighed."""
        return words.stems if self.by_stem else words.hashes


@cache
def word_weights(language: str) -> WordWeights:
    """The background of a language, by its two-letter code; about half a second when first asked for.

    >>> english = background("en")
    >>> english.by_stem, len(english.keys) > 100_000
    (False, True)
    """
    by_stem = language != "en"
    keys, shares = _listed_shares(language, by_stem)
    size = 1 << max(4, int(np.ceil(np.log2(1.6 * len(keys) + 1))))
    slots, summed = np.zeros(size, np.uint64), np.zeros(size, np.float64)
    load("marking").fill_table(keys, shares, slots, summed)
    article_share = np.maximum(MIN_ARTICLE_SHARE, -np.expm1(-ARTICLE_WORDS * summed))
    weights = np.where(summed > MAX_WORD_SHARE, 0.0, -np.log(article_share)).astype(np.float32)
    unlisted = WEIGHT_OF_UNLISTED if len(keys) else WEIGHT_WITHOUT_LIST
    return WordWeights(
        language,
        readonly(slots),
        readonly(weights),
        unlisted,
        by_stem,
        language not in ("en", "zh", "ja", "ko", "hi", ""),
    )


def _listed_shares(language: str, by_stem: bool) -> tuple[NDArray[np.uint64], NDArray[np.float64]]:
    """Keys of a language's listed words, and the share of each of all words."""
    buckets = _word_list(language)
    if not buckets:
        return np.empty(0, np.uint64), np.empty(0, np.float64)
    entries = list(chain.from_iterable(buckets))
    shares = np.repeat([10 ** (-number / 100) for number in range(len(buckets))], list(map(len, buckets)))
    pieces = [slice(first, first + ENTRIES_PER_BATCH) for first in range(0, len(entries), ENTRIES_PER_BATCH)]
    read = [_entry_shares(entries[piece], shares[piece], by_stem) for piece in pieces]
    return np.concatenate([keys for keys, _ in read]), np.concatenate([shares for _, shares in read])


def _word_list(language: str) -> list[list[str]]:
    """A language's words in buckets: those of bucket number c are 10 ** (-c / 100) of all words. [] without a list.

    wordfreq's files (https://github.com/rspeer/wordfreq: read_cBpack) are final, and read here: `import wordfreq` would
    take as long as reading English, for what repairs encodings and names languages.
    """
    import msgpack

    package = find_spec("wordfreq")
    assert package is not None
    assert package.origin is not None
    paths = (Path(package.origin).parent / "data" / f"{size}_{language}.msgpack.gz" for size in ("large", "small"))
    path = next(filter(Path.is_file, paths), None)
    if path is None:
        return []
    buckets: list[list[str]]
    with gzip.open(path) as packed:
        header, *buckets = msgpack.load(packed)
    if header != {"format": "cB", "version": 1}:
        raise DamagedDataError(f"{path} is no list of words; pip install --force-reinstall wordfreq")
    return buckets


def _entry_shares(
    entries: list[str], shares: NDArray[np.float64], by_stem: bool
) -> tuple[NDArray[np.uint64], NDArray[np.float64]]:
    """Keys and shares of entries of one word, and of every two ideographs in a row; others name no single word."""
    words = tokenize("\n".join(entries))
    entry_starts = np.cumsum([0, *map(len, entries)]) + np.arange(len(entries) + 1)
    number = np.searchsorted(entry_starts, words.starts, side="right") - 1
    share = shares[number]
    single = (words.flags & HALF_WORD) != 0
    plain = ~single & (np.bincount(number, minlength=len(entries))[number] == 1)
    keys = words.stems if by_stem else words.hashes
    paired = np.flatnonzero(single[:-1] & single[1:] & (number[:-1] == number[1:]))
    joined = np.empty(len(words), np.uint64)
    load("marking").pair_keys(keys, joined)
    return np.concatenate([keys[plain], joined[paired]]), np.concatenate([share[plain], share[paired]])
