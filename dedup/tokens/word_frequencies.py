"""Word weights: how much a word says, by its frequency in its language.

A word that every text has says nothing; "superintelligence" in two texts says much. The weight must not depend on which
other articles happen to be there: the same two articles would be one story today and two tomorrow. Therefore
frequencies are those of the word lists of `wordfreq` (40 languages, data CC BY-SA 4.0), never of the corpus:

    article share = 1 - exp(-180 p)           share of articles of 300 words that contain the word;
                                              p is its share of all words. 180, not 300, because words come in bursts
    weight        = -ln(article share)        at most 13.8, the weight of a word of one article in a million

Words above half a per mille of all words (the, of) have weight 0. English words are looked up whole, words of inflected
languages by their first seven letters (measured: no difference in English). Ideographs are looked up in pairs. In a
language without a list all words have the same weight.

The link model of stories was fitted with these numbers: they are part of that model, and no settings.
"""

from __future__ import annotations

import gzip
import math
import os
from dataclasses import dataclass
from functools import cache, partial
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dedup.errors import DamagedDataError
from dedup.tokens.kept_tables import Table, kept_table
from dedup.tokens.words import HALF_WORD, TokenizedTexts, Words, readonly, tokenize

ARTICLE_WORDS = 180.0  # independent draws in an article of 300 words, which come in bursts
MIN_ARTICLE_SHARE = 1e-6  # of a word: limits its weight
MAX_WORD_SHARE = 10**-3.3  # of a word with a weight above 0
MIN_SLOTS = 16  # of a table
GZIP_TAIL_BYTES = 8  # the checksum of the content, and its length
ENTRIES_PER_BATCH = 1 << 15  # of a word list: limits memory
WEIGHT_WITHOUT_LIST = 8.0  # of a word of a language without a list
WEIGHT_OF_UNLISTED = 13.8  # of a word that is not in the list of its language: -ln MIN_ARTICLE_SHARE


@dataclass(frozen=True, slots=True, eq=False)
class WordWeights:
    """The weights of the words of one language: a hash table `keys` -> `weights` (open addressing; key 0 = empty).

    `unlisted_weight`: of words that are not in the table. `by_stem`: the keys are stems (first seven letters), else
    whole words. `dots_group_digits`: 14.300 is fourteen thousand.
    """

    language: str
    keys: NDArray[np.uint64]
    weights: NDArray[np.float32]
    unlisted_weight: float
    by_stem: bool
    dots_group_digits: bool

    def keys_of(self, words: Words | TokenizedTexts) -> NDArray[np.uint64]:
        """The key of each word of some texts, (n,)."""
        return words.stems if self.by_stem else words.hashes


@cache
def word_weights(language: str, *, expand_umlauts: bool = False) -> WordWeights:
    """The weights of a language, by its two-letter code, of words whose umlauts are expanded or are not.

    The first call for a language reads them from the user's cache folder, in milliseconds; the first of all makes them.

    >>> english = word_weights("en")
    >>> english.by_stem, len(english.keys) > 100_000
    (False, True)
    """
    by_stem = language != "en"
    path = _list_path(language)
    made = partial(_table, path, by_stem, expand_umlauts) if path else _empty_table
    keys, weights = kept_table(_table_name(path, expand_umlauts), made) if path else made()
    return WordWeights(
        language,
        readonly(keys),
        readonly(weights),
        unlisted_weight=WEIGHT_WITHOUT_LIST if path is None else WEIGHT_OF_UNLISTED,
        by_stem=by_stem,
        dots_group_digits=language not in ("en", "zh", "ja", "ko", "hi", ""),
    )


def _empty_table() -> Table:
    return np.zeros(MIN_SLOTS, np.uint64), np.zeros(MIN_SLOTS, np.float32)


def _table(path: Path, by_stem: bool, expand_umlauts: bool) -> Table:
    """The weights of the words of a list, by key."""
    slots, sums = _sums(*_listed_shares(path, by_stem, expand_umlauts))
    listed = slots != 0
    shares = sums[listed]
    article_shares = np.maximum(MIN_ARTICLE_SHARE, -np.expm1(-ARTICLE_WORDS * shares))
    weights = np.where(shares > MAX_WORD_SHARE, 0.0, -np.log(article_shares))
    keys, by_key = _sums(slots[listed], weights)  # a second time: words with a stem in common need fewer slots
    return keys, by_key.astype(np.float32)


def _sums(keys: NDArray[np.uint64], values: NDArray[np.float64]) -> tuple[NDArray[np.uint64], NDArray[np.float64]]:
    """A hash table of the keys, with the sum of the values of each."""
    from dedup.kernels.hash_table import add_values

    size = max(MIN_SLOTS, 1 << math.ceil(math.log2(1.6 * len(keys) + 1)))
    slots, summed = np.zeros(size, np.uint64), np.zeros(size, np.float64)
    add_values(keys, values, slots, summed)
    return slots, summed


def _listed_shares(path: Path, by_stem: bool, expand_umlauts: bool) -> tuple[NDArray[np.uint64], NDArray[np.float64]]:
    """The keys of the listed words of a language, and the share of each of them of all words."""
    buckets = _word_list(path)
    entries = list(chain.from_iterable(buckets))
    shares = np.repeat([10 ** (-number / 100) for number in range(len(buckets))], list(map(len, buckets)))
    pieces = [slice(first, first + ENTRIES_PER_BATCH) for first in range(0, len(entries), ENTRIES_PER_BATCH)]
    batches = [_entry_shares(entries[piece], shares[piece], by_stem, expand_umlauts) for piece in pieces]
    return np.concatenate([keys for keys, _ in batches]), np.concatenate([shares for _, shares in batches])


def _list_path(language: str) -> Path | None:
    """The file of the words of a language in `wordfreq`; None if it has no such list.

    `import wordfreq` takes as long as reading the English list, because it also repairs encodings and names languages.
    """
    package = find_spec("wordfreq")
    assert package is not None
    assert package.origin is not None
    paths = (Path(package.origin).parent / "data" / f"{size}_{language}.msgpack.gz" for size in ("large", "small"))
    return next(filter(Path.is_file, paths), None)


def _table_name(path: Path, expand_umlauts: bool) -> str:
    """A name for the table of a list: that of its file, and the checksum and length that end a gzip file."""
    folding = "-expanded" if expand_umlauts else ""
    with path.open("rb") as packed:
        packed.seek(-GZIP_TAIL_BYTES, os.SEEK_END)
        return f"{path.name.partition('.')[0]}{folding}-{packed.read().hex()}"


def _word_list(path: Path) -> list[list[str]]:
    """The words of a language in buckets; a word of bucket c is 10 ** (-c / 100) of all words.

    Reads the files of `wordfreq` (https://github.com/rspeer/wordfreq, read_cBpack), whose format is final.
    """
    import msgpack

    buckets: list[list[str]]
    with gzip.open(path) as packed:
        header, *buckets = msgpack.load(packed)
    if header != {"format": "cB", "version": 1}:
        raise DamagedDataError(f"{path} is not a word list; pip install --force-reinstall wordfreq")
    return buckets


def _entry_shares(
    entries: list[str], shares: NDArray[np.float64], by_stem: bool, expand_umlauts: bool
) -> tuple[NDArray[np.uint64], NDArray[np.float64]]:
    """Keys and shares of the entries of one word, and of each two adjacent ideographs. Other entries are left out."""
    from dedup.kernels.relate.weigh_words import hash_bigrams

    words = tokenize("\n".join(entries), expand_umlauts=expand_umlauts)
    entry_starts = np.cumsum([0, *map(len, entries)]) + np.arange(len(entries) + 1)
    entry = np.searchsorted(entry_starts, words.starts, side="right") - 1
    word_shares = shares[entry]
    is_half = (words.flags & HALF_WORD) != 0
    is_whole_entry = ~is_half & (np.bincount(entry, minlength=len(entries))[entry] == 1)
    keys = words.stems if by_stem else words.hashes
    pairs = np.flatnonzero(is_half[:-1] & is_half[1:] & (entry[:-1] == entry[1:]))
    pair_keys = np.empty(len(words), np.uint64)
    hash_bigrams(keys, pair_keys)
    return (
        np.concatenate([keys[is_whole_entry], pair_keys[pairs]]),
        np.concatenate([word_shares[is_whole_entry], word_shares[pairs]]),
    )
