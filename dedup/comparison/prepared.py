"""Articles made ready for comparing: packed, fingerprinted, and with their doubled blocks found.

Doubled blocks come first. A page that carries its article three times has three times the words and the same
shingles; every measure after this one counts a block once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.alignment.repeats import Repeat, repeats_of
from dedup.article import Article
from dedup.comparison.pair_measures import RepeatedWords
from dedup.runtime.progress import Progress, no_progress
from dedup.sketch.fingerprints import Sketches, sketch
from dedup.sketch.packed_texts import TextSource, text_source
from dedup.tokens.words import Words, tokenize

SECONDS_PER_DAY = 86400
MIN_COUNTED_WORDS = 20  # words; where fewer would remain without page furniture, furniture counts too


@dataclass(frozen=True, slots=True)
class Prepared:
    """Articles in a fixed order, and all that is known of each alone."""

    articles: tuple[Article, ...]
    texts: TextSource
    sketches: Sketches
    repeats: tuple[tuple[Repeat, ...], ...]  # of each article
    repeated_words: RepeatedWords
    outlets: NDArray[np.int64]  # (n,) a number for each, -1 where it is not known
    published_days: NDArray[np.float64]  # (n,) when they were published, since 1970; nan where it is not known

    def __len__(self) -> int:
        return len(self.articles)

    def words_of(self, article: int) -> Words:
        """The words of one article."""
        return tokenize(self.articles[article].text)


def prepare(articles: Sequence[Article], threads: int = 1, progress: Progress = no_progress) -> Prepared:
    """Read, fingerprint and search every article for doubled blocks. A place in the result is a place in `articles`."""
    texts, finder = text_source(articles), _RepeatFinder(articles)

    def on_chunk(done: slice, may_repeat: NDArray[np.bool_]) -> None:
        finder.find(done.start + np.flatnonzero(may_repeat))
        progress("fingerprints", done.stop, len(articles))

    sketches = sketch(texts, threads, on_chunk)
    return Prepared(
        articles=tuple(articles),
        texts=texts,
        sketches=sketches,
        repeats=tuple(finder.repeats),
        repeated_words=finder.repeated_words(),
        outlets=_outlets(articles),
        published_days=_published_days(articles),
    )


def _outlets(articles: Sequence[Article]) -> NDArray[np.int64]:
    numbers: dict[str, int] = {}
    return np.array(
        [-1 if a.outlet is None else numbers.setdefault(a.outlet, len(numbers)) for a in articles], np.int64
    )


def _published_days(articles: Sequence[Article]) -> NDArray[np.float64]:
    dates = (article.published for article in articles)
    return np.array([np.nan if date is None else date.timestamp() / SECONDS_PER_DAY for date in dates], np.float64)


def counted_words(words: Words, repeats: Sequence[Repeat], boilerplate_lines: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """The words that count, (n,): doubled blocks once, units of `furniture` left out, unless under 20 words remain."""
    without_repeats = np.ones(len(words), np.bool_)
    for first, end in _later_occurrences(words, repeats):
        without_repeats[first:end] = False
    is_boilerplate = np.repeat(
        np.isin(words.lines.keys, boilerplate_lines), np.diff(words.lines.ends_at_word, prepend=0)
    )
    counted = without_repeats & ~is_boilerplate
    return counted if counted.sum() >= MIN_COUNTED_WORDS else without_repeats


class _RepeatFinder:
    """The doubled blocks of every article, and the words of later occurrences."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.repeats: list[tuple[Repeat, ...]] = [()] * len(articles)
        self._articles = articles
        self._range_counts = np.zeros(len(articles), np.int64)
        self._ranges: list[tuple[int, int]] = []

    def find(self, places: NDArray[np.int64]) -> None:
        """Look for them in some articles, behind those looked at before."""
        for row in places.tolist():
            article = self._articles[row]
            words = tokenize(article.text)
            self.repeats[row] = tuple(repeats_of(article.id, words))
            stretches = _later_occurrences(words, self.repeats[row])
            self._range_counts[row] = len(stretches)
            self._ranges += stretches

    def repeated_words(self) -> RepeatedWords:
        """The words that do not count."""
        columns = np.array(self._ranges, np.int32).reshape(-1, 2)
        return RepeatedWords(np.cumsum(self._range_counts), columns[:, 0], columns[:, 1])


def _later_occurrences(words: Words, repeats: Sequence[Repeat]) -> list[tuple[int, int]]:
    """The words of later occurrences: first and end of every stretch, in order and apart."""
    spans = sorted((span.start, span.end) for repeat in repeats for span in repeat.spans[1:])
    ranges: list[tuple[int, int]] = []
    for first, end in np.searchsorted(words.starts, spans).tolist():
        if ranges and first <= ranges[-1][1]:
            first, before = ranges.pop()
            end = max(end, before)
        if first < end:
            ranges.append((first, end))
    return ranges
