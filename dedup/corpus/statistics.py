"""Corpus statistics: what all articles together show about any pair of them.

Two articles alone do not show whether a shared paragraph is a quotation or a newsletter box, or whether a shared word
is a name or an everyday word; many articles do. Everything here counts one article of each group of near-duplicates:
counted one by one, ten copies of a story would make its names frequent words and its sentences stock phrases.

Nothing depends on the order of the articles: samples are those with the lowest content hashes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from dedup.corpus.boilerplate import learn_boilerplate
from dedup.corpus.informative_words import find_frequent_words, hash_table
from dedup.corpus.notice_lines import find_notice_lines
from dedup.corpus.stock_phrases import find_stock_phrases
from dedup.corpus.stub_texts import find_stub_texts
from dedup.runtime.arrays import distinct
from dedup.runtime.threads import run_both
from dedup.settings import BoilerplateSettings
from dedup.sketch.anchors import FrequentAnchors
from dedup.sketch.fingerprints import SketchedTexts

Keys = NDArray[np.uint64]


def _no_keys() -> Keys:
    return np.empty(0, np.uint64)


@dataclass(frozen=True, slots=True, eq=False)
class CorpusStatistics:
    """Sorted hashes of what was learned from a corpus; empty for two texts alone."""

    boilerplate_lines: Keys = field(default_factory=_no_keys)  # keys of lines
    frequent_words: Keys = field(default_factory=_no_keys)
    stock_phrases: Keys = field(default_factory=_no_keys)  # anchors as `anchor_keys` makes them
    stub_texts: Keys = field(default_factory=_no_keys)  # content hashes
    _tables: dict[str, Keys] = field(default_factory=dict, init=False, repr=False, compare=False)

    def hash_tables(self) -> tuple[Keys, Keys, Keys]:
        """The first three as open-addressing tables, in this order, as the measuring kernel takes them."""
        return self._table("boilerplate_lines"), self._table("frequent_words"), self._table("stock_phrases")

    def _table(self, name: str) -> Keys:
        """The table of some keys, made once: an index measures few pairs at a time by what it learned from many."""
        if name not in self._tables:
            self._tables[name] = hash_table(getattr(self, name))
        return self._tables[name]


def learn_corpus(
    texts: SketchedTexts,
    outlets: NDArray[np.int64],
    representatives: NDArray[np.int64],
    frequent: FrequentAnchors,
    settings: BoilerplateSettings,
    threads: int = 1,
) -> CorpusStatistics:
    """Learn boilerplate, frequent words and stock phrases from all articles.

    `outlets`, (n,), are numbers, -1 where the outlet is unknown. `representatives`, (n,), are equal for
    near-duplicates. `frequent` are the anchors that may be stock phrases.
    """
    frequent_words, boilerplate_lines = run_both(
        partial(find_frequent_words, texts, distinct(representatives), settings),
        partial(learn_boilerplate, texts, outlets, settings, threads),
        threads,
    )
    stock_phrases = find_stock_phrases(texts, frequent, representatives, frequent_words, settings, threads)
    return with_notice_lines(CorpusStatistics(boilerplate_lines, frequent_words, stock_phrases), texts)


def with_notice_lines(corpus: CorpusStatistics, texts: SketchedTexts) -> CorpusStatistics:
    """The same with the notices that some texts share as boilerplate: two texts are enough to see them."""
    keys = find_notice_lines(texts)
    return replace(corpus, boilerplate_lines=distinct(corpus.boilerplate_lines, keys)) if len(keys) else corpus


def with_stub_texts(
    corpus: CorpusStatistics,
    texts: SketchedTexts,
    outlets: NDArray[np.int64],
    titles: Sequence[str | None],
    settings: BoilerplateSettings,
) -> CorpusStatistics:
    """The same with the stubs among some texts: two are enough to see a short one."""
    keys = find_stub_texts(texts, outlets, titles, settings)
    return replace(corpus, stub_texts=distinct(corpus.stub_texts, keys)) if len(keys) else corpus
