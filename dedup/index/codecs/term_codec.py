"""The terms of stories as they are stored: batches of articles, one piece of metadata each; and the corpus by which
they are weighed, as it was at the last regrouping.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.index.codecs.checksums import decoding, verified, with_checksum
from dedup.index.postings.sorted_postings import Numbers
from dedup.kernels.translate.key_parts import HeavyKeys
from dedup.serialization import dumps, loads
from dedup.stories.linking.date_odds import CrowdShift, Witness
from dedup.stories.linking.story_links import StoryCorpus, no_corpus
from dedup.stories.linking.term_weights import CorpusFigures, listed_holders
from dedup.stories.terms import Terms
from dedup.translations.translation_candidates import concatenated_keys, selected_keys

FOUND_BY = "terms and keys"
NAME_PREFIX = "story keys:"
CORPUS_NAME = "story corpus"
# From the first up to the second: terms of earlier versions, which are read again.
FORMER_NAMES = tuple((f"{name}:", f"{name};") for name in ("terms", "story terms", "terms of stories", "story text"))
TERM_KINDS = ["<i8", "<u4", "<u2", "|u1", "|u1", "<i8", "<u4", "<u2", "<i8", "<u4", "<i4", "<u4", "<f8", "<u4", "|u1"]
KEY_KINDS = ["<i8", "<u4", "<u2", "<f4"]
BATCH_KINDS = ["<i8", "<u8", "<f4", *KEY_KINDS, *TERM_KINDS]
CORPUS_KINDS = ["<f8", "<u8", "<i4", "<u8", "<i4"]
"""The numbers of each column, as NumPy names them: the stored format."""


class TermBatch(NamedTuple):
    """Articles with their numbers, which ascend, content digests, the highest content that each has in common with
    another (`dedup.stories.linking.story_model`), the keys by which translations are found, and terms.
    """

    numbers: Numbers
    digests: NDArray[np.uint64]
    closest: NDArray[np.float32]
    keys: HeavyKeys
    terms: Terms

    def select(self, places: Numbers) -> TermBatch:
        """Some of the articles, in the order of `places`."""
        columns = self.numbers[places], self.digests[places], self.closest[places]
        return TermBatch(*columns, selected_keys(self.keys, places), self.terms.select(places))


def concatenated_batches(batches: Sequence[TermBatch]) -> TermBatch:
    """The articles of all batches."""
    numbers, digests, closest, keys, terms = zip(*batches, strict=True)
    columns = np.concatenate(numbers), np.concatenate(digests), np.concatenate(closest)
    return TermBatch(*columns, concatenated_keys(keys), terms[0].concatenated(*terms[1:]))


def batch_note_name(number: int) -> str:
    """The metadata name of the batch that begins with an article; names are in order of numbers."""
    return f"{NAME_PREFIX}{number:016x}"


def encode_batch(batch: TermBatch) -> bytes:
    """A batch as bytes: its columns one after the other, behind a line that says how long each is."""
    return _encode_columns([*batch[:-2], *batch.keys, *(getattr(batch.terms, field.name) for field in fields(Terms))])


@decoding("what stories are found by")
def decode_batch(stored: bytes) -> TermBatch:
    """The batch that was encoded; DamagedDataError where it is not what was written."""
    numbers, digests, closest, *columns = _decode_columns(stored, BATCH_KINDS)
    keys, terms = HeavyKeys(*columns[: len(KEY_KINDS)]), Terms(*columns[len(KEY_KINDS) :])
    _check_ends(keys, terms, len(numbers))
    return TermBatch(numbers, digests, closest, keys, terms)


def _check_ends(keys: HeavyKeys, terms: Terms, articles: int) -> None:
    """ValueError unless every article has its part of every column: kernels look at no bounds."""
    of_articles = keys.norms, terms.word_counts, terms.outlets, terms.days, terms.languages, terms.weekdays
    if {len(column) for column in of_articles} != {articles}:
        raise ValueError("articles without values")
    ends_of = (
        (keys.ends, (keys.ids, keys.weights)),
        (terms.ends, (terms.ids, terms.weights, terms.counts, terms.flags)),
        (terms.bigram_ends, (terms.bigram_ids, terms.bigram_weights)),
        (terms.quote_ends, (terms.quoted_trigrams,)),
    )
    for ends, columns in ends_of:
        is_whole = len(ends) == articles + 1 and ends[0] == 0 and bool((np.diff(ends) >= 0).all())
        if not is_whole or any(len(column) != ends[-1] for column in columns):
            raise ValueError("the ends of articles are no ends")


def encode_story_corpus(corpus: StoryCorpus) -> bytes:
    """A corpus as bytes: terms that one text holds are left out, for so many hold those that are not listed."""
    figures, columns = corpus.figures, list[NDArray[Any]]()
    for holders in (figures.terms, figures.bigrams):
        is_shared = holders.counts > 1
        columns += [holders.slots[is_shared], holders.counts[is_shared]]
    return _encode_columns([np.array([figures.texts, corpus.shift.shift, corpus.shift.witness]), *columns])


@decoding("what stories are found by")
def decode_story_corpus(stored: bytes | None) -> StoryCorpus:
    """The corpus that was encoded; the empty one for None.

    >>> from dedup.stories.linking.story_links import no_corpus
    >>> decode_story_corpus(encode_story_corpus(no_corpus())).figures.texts
    0
    """
    if stored is None:
        return no_corpus()
    (texts, shift, witness), *columns = _decode_columns(stored, CORPUS_KINDS)
    if [len(column) for column in columns[::2]] != [len(column) for column in columns[1::2]]:
        raise ValueError("terms without counts")
    holders = (listed_holders(*columns[:2]), listed_holders(*columns[2:]))
    return StoryCorpus(CorpusFigures(int(texts), *holders), CrowdShift(float(shift), Witness(int(witness))))


def _encode_columns(columns: Sequence[NDArray[Any]]) -> bytes:
    head = dumps([(column.dtype.str, len(column)) for column in columns])
    return with_checksum(head + b"\n" + b"".join(column.tobytes() for column in columns))


def _decode_columns(stored: bytes, kinds: Sequence[str]) -> list[NDArray[Any]]:
    """The columns of these kinds of numbers; ValueError for others, which kernels would take for them."""
    head, _, data = verified(stored, "what stories are found by").partition(b"\n")
    columns, start = list[NDArray[Any]](), 0
    for kind, (given, length) in zip(kinds, loads(head), strict=True):
        if given != kind:
            raise ValueError(f"a column of {given}, not of {kind}")
        columns.append(np.frombuffer(data, kind, length, start))
        start += columns[-1].nbytes
    return columns
