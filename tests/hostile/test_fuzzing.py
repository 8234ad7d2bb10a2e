"""A short run of every target that is fuzzed: its seeds, and mutations of them that are the same each time."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from fuzz import mutated
from fuzz_targets import TARGETS

from dedup.article import Article
from dedup.errors import DamagedDataError
from dedup.index.codecs.checksums import with_checksum
from dedup.index.codecs.corpus_codec import decode_corpus
from dedup.index.codecs.match_codec import decoded_fields, match_place
from dedup.index.codecs.series_codec import decode_series
from dedup.index.codecs.term_codec import TermBatch, decode_batch, decode_story_corpus, encode_batch
from dedup.index.storage.protocols import MatchRow
from dedup.settings import DEFAULT_SETTINGS
from dedup.stories.terms import read_terms
from dedup.translations.keys.text_keys import read_text_keys
from dedup.translations.translation_candidates import heavy_keys

INPUTS = 60  # mutations of a target; `fuzz.py` runs for minutes


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_holds_for_its_seeds_and_for_some_mutations(name: str) -> None:
    target, chance = TARGETS[name], random.Random(name)
    seeds = target.seeds()
    for data in (*seeds, *(mutated(chance, seeds) for _ in range(INPUTS))):
        target.run(data)


def test_a_broken_promise_is_noticed() -> None:
    seeds, chance = TARGETS["texts"].seeds(), random.Random(1)

    def run(data: bytes) -> None:
        assert b"\xff" not in data

    with pytest.raises(AssertionError):
        for _ in range(1_000):
            run(mutated(chance, seeds))


def _batch(**changed: object) -> bytes:
    terms = read_terms([Article("a", "Rain fell on the harbour of Northport.")], DEFAULT_SETTINGS)
    columns = np.array([7]), np.array([9], np.uint64), np.array([0.5], np.float32)
    keys = heavy_keys(read_text_keys(["Northport"], ["en"]))
    return encode_batch(TermBatch(*columns, keys, replace(terms, **changed)))  # type: ignore[arg-type]


ROWS_OF_OTHERS: dict[str, Callable[[], object]] = {
    "a series that is no JSON": lambda: decode_series(with_checksum(b"\xff")),
    "a kind of numbers that NumPy parses": lambda: decode_story_corpus(with_checksum(b'[[",",1]]\n12345678')),
    "terms beyond their columns": lambda: decode_batch(_batch(ends=np.array([0, 1 << 40]))),
    "terms that end before they begin": lambda: decode_batch(_batch(quote_ends=np.array([5, 0]))),
    "terms of other numbers": lambda: decode_batch(_batch(outlets=np.array([1.5]))),
    "more articles than terms": lambda: decode_batch(_batch(days=np.array([1.0, 2.0]))),
    "a corpus of half a number": lambda: decode_corpus(with_checksum(b'{"furniture":1}\n123')),
    "a match that is a number": lambda: decoded_fields(MatchRow(7, 3, with_checksum(b"1", match_place(7, 3)))),
}


@pytest.mark.parametrize("name", ROWS_OF_OTHERS)
def test_a_row_of_anothers_making_is_damage_whatever_its_checksum(name: str) -> None:
    with pytest.raises(DamagedDataError, match="is not what was written"):
        ROWS_OF_OTHERS[name]()
