"""Articles made ready for comparing: packed, fingerprinted, and with their doubled blocks found.

Doubled blocks come first. A page that carries its article three times has three times the words and the same
shingles; every measure after this one counts a block once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.comparison.pair_measures import Doubled
from dedup.alignment.repeats import Repeat, repeats_of
from dedup.runtime.progress import Progress, silent
from dedup.sketch.fingerprints import Sketches, sketch
from dedup.sketch.packed_texts import Shelf, texts_of
from dedup.tokens.words import Words, read_words

SECONDS_A_DAY = 86400
FEWEST_OWN = 20  # words; where fewer would remain without page furniture, furniture counts too


@dataclass(frozen=True, slots=True)
class Prepared:
    """Articles in a fixed order, and all that is known of each alone."""

    articles: tuple[Article, ...]
    texts: Shelf
    sketches: Sketches
    repeats: tuple[tuple[Repeat, ...], ...]  # of each article
    doubled: Doubled
    outlets: NDArray[np.int64]  # (n,) a number for each, -1 where it is not known
    days: NDArray[np.float64]  # (n,) when they were published, since 1970; nan where it is not known

    def __len__(self) -> int:
        return len(self.articles)

    def read(self, article: int) -> Words:
        """The words of one article."""
        return read_words(self.articles[article].text)


def prepare(articles: Sequence[Article], threads: int = 1, progress: Progress = silent) -> Prepared:
    """Read, fingerprint and search every article for doubled blocks. A place in the result is a place in `articles`."""
    texts, blocks = texts_of(articles), _Blocks(articles)

    def tell(done: slice, recurring: NDArray[np.bool_]) -> None:
        blocks.find(done.start + np.flatnonzero(recurring))
        progress("fingerprints", done.stop, len(articles))

    sketches = sketch(texts, threads, tell)
    return Prepared(
        articles=tuple(articles),
        texts=texts,
        sketches=sketches,
        repeats=tuple(blocks.found),
        doubled=blocks.doubled(),
        outlets=_outlets(articles),
        days=_days(articles),
    )


def _outlets(articles: Sequence[Article]) -> NDArray[np.int64]:
    numbers: dict[str, int] = {}
    return np.array(
        [-1 if a.outlet is None else numbers.setdefault(a.outlet, len(numbers)) for a in articles], np.int64
    )


def _days(articles: Sequence[Article]) -> NDArray[np.float64]:
    dates = (article.published for article in articles)
    return np.array([np.nan if date is None else date.timestamp() / SECONDS_A_DAY for date in dates], np.float64)


def own_words(words: Words, found: Sequence[Repeat], furniture: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """The words that count, (n,): doubled blocks once, units of `furniture` left out, unless under 20 words remain."""
    once = np.ones(len(words), np.bool_)
    for first, end in _stretches(words, found):
        once[first:end] = False
    is_furniture = np.repeat(np.isin(words.units.keys, furniture), np.diff(words.units.ends, prepend=0))
    own = once & ~is_furniture
    return own if own.sum() >= FEWEST_OWN else once


class _Blocks:
    """The doubled blocks of every article, and the words of later occurrences."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.found: list[tuple[Repeat, ...]] = [()] * len(articles)
        self._articles = articles
        self._counts = np.zeros(len(articles), np.int64)
        self._edges: list[tuple[int, int]] = []

    def find(self, places: NDArray[np.int64]) -> None:
        """Look for them in some articles, behind those looked at before."""
        for place in places.tolist():
            article = self._articles[place]
            words = read_words(article.text)
            self.found[place] = tuple(repeats_of(article.id, words))
            stretches = _stretches(words, self.found[place])
            self._counts[place] = len(stretches)
            self._edges += stretches

    def doubled(self) -> Doubled:
        """The words that do not count."""
        columns = np.array(self._edges, np.int32).reshape(-1, 2)
        return Doubled(np.cumsum(self._counts), columns[:, 0], columns[:, 1])


def _stretches(words: Words, found: Sequence[Repeat]) -> list[tuple[int, int]]:
    """The words of later occurrences: first and end of every stretch, in order and apart."""
    spans = sorted((span.start, span.end) for repeat in found for span in repeat.spans[1:])
    apart: list[tuple[int, int]] = []
    for first, end in np.searchsorted(words.starts, spans).tolist():
        if apart and first <= apart[-1][1]:
            first, before = apart.pop()
            end = max(end, before)
        if first < end:
            apart.append((first, end))
    return apart
