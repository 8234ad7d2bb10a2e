"""The terms of stored articles, by which new articles find their stories.

Each transaction that adds articles stores their terms as one batch, named after the first of them: 1.4 kB an article;
and .2 kB of the keys by which translations are found.
Each process loads the batches committed since its last load; a regrouping rewrites all batches, and the corpus by which
terms are weighed until the next, and invalidates the cache. Of copies, only the first has terms: the others belong to
its story. Articles that were loaded, or added without stories, have no terms until the next regrouping.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.index.codecs.checksums import has_valid_checksum
from dedup.index.codecs.term_codec import (
    CORPUS_NAME,
    TermBatch,
    batch_note_name,
    concatenated_batches,
    decode_batch,
    decode_story_corpus,
)
from dedup.index.postings.sorted_postings import Numbers
from dedup.index.storage.protocols import State, Store
from dedup.serialization import dumps
from dedup.settings import (
    DEFAULT_SETTINGS,
    FoldingSettings,
    LanguageSettings,
    Settings,
    StorySettings,
    TranslationSettings,
    numbers_of,
)
from dedup.stories.incremental import StoryTermIndex
from dedup.stories.linking.story_links import LinkedCorpus, StoryLinks, link_terms, no_corpus
from dedup.stories.linking.story_model import no_contents
from dedup.stories.terms import read_terms
from dedup.tokens.language import unpack_language
from dedup.tokens.words import encode_utf8
from dedup.translations.find_translations import text_of_keys
from dedup.translations.key_index import KeyIndex
from dedup.translations.keys.text_keys import read_text_keys
from dedup.translations.translation_candidates import heavy_keys

ARTICLES_PER_BATCH = 1000


def read_batch(articles: Mapping[int, Article], settings: Settings) -> TermBatch:
    """Read the terms and keys of articles, given by number in ascending order; what they have in common with others is
    not known yet.
    """
    values = articles.values()
    numbers = np.array([*articles], np.int64)
    digests = content_digests(values, settings)
    terms = read_terms(values, settings)
    known = [unpack_language(language) for language in terms.languages.tolist()]
    # Of an article whose language is not known, and where translations are not looked for, there are no keys.
    are_read = [settings.translations and code != "" for code in known]
    texts = (text_of_keys(each) if is_read else "" for each, is_read in zip(values, are_read, strict=True))
    return TermBatch(numbers, digests, no_contents(len(articles)), heavy_keys(read_text_keys(texts, known)), terms)


def content_digests(articles: Iterable[Article], settings: Settings) -> NDArray[np.uint64]:
    """A hash of all that terms depend on, (n,): articles with equal digests have equal terms.

    Settings of stories, languages, folding and translations that differ from the defaults are part of it, so that a
    regrouping by other settings reads the terms again.
    """
    groups = StorySettings, LanguageSettings, FoldingSettings, TranslationSettings
    names = [number.name for group in groups for number in numbers_of(group)]
    changed = {name: value for name in names if (value := getattr(settings, name)) != getattr(DEFAULT_SETTINGS, name)}
    key = blake2b(dumps(changed), digest_size=16).digest() if changed else b""
    parts = ((each.title or "", each.language or "", each.outlet or "", each.text) for each in articles)
    hashed = (blake2b(b"\0".join(map(encode_utf8, each)), digest_size=8, key=key).digest() for each in parts)
    return np.array([int.from_bytes(each, "little") for each in hashed], np.uint64)


class StoryTermCache:
    """The terms of stored articles that one process has loaded."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store, self._settings = store, settings
        self._reset(regroup_count=0)

    def _reset(self, regroup_count: int) -> None:
        self._regroup_count, self._end = regroup_count, 0
        corpus = decode_story_corpus(self._store.metadata(CORPUS_NAME)) if regroup_count else None
        self._index, self._numbers = StoryTermIndex(self._settings, corpus), array("q")
        self._languages, self._keys = array("I"), KeyIndex()

    def refresh(self, state: State) -> None:
        """Load what others have committed since the last load; within a transaction."""
        if self._regroup_count != state.regroup_count:
            self._reset(state.regroup_count)
        names = batch_note_name(self._end), batch_note_name(state.next_number)
        batches = [decode_batch(body) for body in self._store.metadata_range(*names)]
        if batches:
            self.add_batch(concatenated_batches(batches))

    def find_links(self, new: TermBatch) -> tuple[StoryLinks, TermBatch]:
        """The links of new articles to those before them, by their numbers (left: the one before); and the batch, with
        the highest content of each article.
        """
        links, closest = self._index.find_links(new.terms)
        sides = (self._numbers_at(places, new.numbers) for places in (links.left, links.right))
        return links.renumbered(*sides), new._replace(closest=closest)

    def _numbers_at(self, places: NDArray[np.int32], new: Numbers) -> NDArray[np.int32]:
        """The numbers of articles by their places: loaded ones, and behind them new ones."""
        is_new = places >= len(self._numbers)
        numbers = np.empty(len(places), np.int32)
        numbers[~is_new] = np.frombuffer(self._numbers, np.int64)[places[~is_new]]
        numbers[is_new] = new[places[is_new] - len(self._numbers)]
        return numbers

    def add_batch(self, batch: TermBatch) -> None:
        """Add articles that were committed."""
        if len(batch.numbers):
            self._index.append(batch.terms, batch.closest)
            self._numbers.extend(batch.numbers.tolist())
            self._languages.extend(batch.terms.languages.tolist())
            self._keys.append(batch.numbers, batch.keys, batch.terms.languages)
            self._end = int(batch.numbers[-1]) + 1

    def find_partners(self, new: TermBatch) -> dict[int, int]:
        """The articles that new ones may be translations of, by number, and their languages."""
        return self._keys.partners(new.keys, new.terms.languages)

    def languages(self, numbers: Iterable[int]) -> dict[int, int]:
        """The language of each article that has terms, packed, by number."""
        places = ((number, bisect_left(self._numbers, number)) for number in numbers)  # they ascend, as articles come
        return {
            number: self._languages[place]
            for number, place in places
            if place < len(self._numbers) and self._numbers[place] == number
        }


class StoredTerms:
    """Links all articles for a regrouping: articles whose content has not changed, and whose batch is not damaged, are
    not read again. `batch` and `corpus` hold what was found last.
    """

    def __init__(self, bodies: Iterable[bytes], number_of: Mapping[str, int], settings: Settings) -> None:
        none = read_batch({}, settings)
        self._stored = concatenated_batches([none, *map(decode_batch, filter(has_valid_checksum, bodies))])
        self._number_of = number_of
        self.batch, self.corpus = none, no_corpus()

    def __call__(self, articles: Collection[Article], settings: Settings) -> LinkedCorpus:
        """The links among some articles."""
        batch = self._read(articles, settings)
        linked = link_terms(batch.terms, settings)
        self.batch, self.corpus = batch._replace(closest=linked.closest), linked.corpus
        return linked

    def _read(self, articles: Collection[Article], settings: Settings) -> TermBatch:
        numbers = np.array([self._number_of[article.id] for article in articles], np.int64)
        places = self._places(numbers, content_digests(articles, settings))
        rows = zip(numbers.tolist(), articles, (places < 0).tolist(), strict=True)
        new = read_batch({number: article for number, article, is_new in rows if is_new}, settings)
        places[places < 0] = len(self._stored.numbers) + np.arange(len(new.numbers))
        return concatenated_batches([self._stored, new]).select(places)

    def _places(self, numbers: Numbers, digests: NDArray[np.uint64]) -> Numbers:
        """The rows of articles in the stored batches; -1 for those that have none, or other content now."""
        place_of = {number: place for place, number in enumerate(self._stored.numbers.tolist())}
        places = np.array([place_of.get(number, -1) for number in numbers.tolist()], np.int64)
        known = np.append(self._stored.digests, np.uint64(0))  # the last row is for those that have none
        return np.where(known[places] == digests, places, -1)

    def in_batches(self) -> Iterator[TermBatch]:
        """What was asked for last, in order of numbers."""
        order = np.argsort(self.batch.numbers)
        for first in range(0, len(order), ARTICLES_PER_BATCH):
            yield self.batch.select(order[first : first + ARTICLES_PER_BATCH])
