"""Prepared articles: packed, fingerprinted, and with their repeated blocks found.

Repeats come first. A page that carries its article three times has three times the words and the same shingles; every
later measure counts a repeated block once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dedup.alignment.repeats.blocks import Repeat, repeats_of
from dedup.article import Article
from dedup.comparison.pair_measures import MeasuredTexts, RepeatedWords
from dedup.corpus.published_days import published_days
from dedup.corpus.statistics import CorpusStatistics, with_stub_texts
from dedup.runtime.arrays import distinct
from dedup.runtime.progress import Progress, Stage, no_progress
from dedup.settings import BoilerplateSettings, Settings
from dedup.sketch.fingerprints import Fingerprints, SketchedTexts, sketch
from dedup.sketch.packed_texts import StringTexts, text_source
from dedup.sources.notices.notice_kind import MAX_NOTICE_CHARACTERS, read_notice
from dedup.tokens.words import Words, tokenize, tokenize_each

MAX_CHARACTER_BYTES = 4  # in UTF-8: sizes of texts are bytes or characters


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Articles in a fixed order, and what is known of each alone, without the others."""

    articles: Sequence[Article]
    texts: SketchedTexts
    repeats: tuple[tuple[Repeat, ...], ...]  # of each article
    repeated_words: RepeatedWords
    outlets: NDArray[np.int64]  # (n,) a number for each outlet, -1 where it is not known
    published_days: NDArray[np.float64]  # (n,) since 1970; nan where the date is not known
    _notices: dict[int, tuple[bool, bool]] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.articles)

    @property
    def expand_umlauts(self) -> bool:
        """Whether ü folds to ue in these articles."""
        return self.texts.source.expand_umlauts

    def notice_flags(self, places: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which of some articles are no articles but notices, and which hide one behind a notice, (2, places).

        Only short texts are read.
        """
        if not (self.texts.source.sizes[places] <= MAX_NOTICE_CHARACTERS * MAX_CHARACTER_BYTES).any():
            return np.zeros((2, len(places)), np.bool_)
        wanted = distinct(places)
        flags = np.zeros((2, len(wanted)), np.bool_)
        is_short = self.texts.source.sizes[wanted] <= MAX_NOTICE_CHARACTERS * MAX_CHARACTER_BYTES
        for row in np.flatnonzero(is_short).tolist():
            flags[:, row] = self.flags_of_notice(int(wanted[row]))
        return flags[:, np.searchsorted(wanted, places)]

    def flags_of_notice(self, place: int) -> tuple[bool, bool]:
        """Whether an article is a notice, and whether it hides one; looked for once."""
        flags = self._notices.get(place)
        if flags is None:
            article = self.articles[place]
            flags = self._notices[place] = read_notice(article.text, article.title)
        return flags

    def measured(self) -> MeasuredTexts:
        """What is measured of the articles."""
        titles = StringTexts([article.title or "" for article in self.articles], expand_umlauts=self.expand_umlauts)
        return MeasuredTexts(self.texts.source, titles, self.repeated_words)

    def words_of(self, article: int) -> Words:
        """The words of one article."""
        return tokenize(self.articles[article].text, expand_umlauts=self.expand_umlauts)

    def words_of_each(self, articles: Sequence[int]) -> Iterator[Words]:
        """The words of some articles, which are read together."""
        return tokenize_each((self.articles[each].text for each in articles), expand_umlauts=self.expand_umlauts)


def prepare(
    articles: Sequence[Article], settings: Settings, threads: int = 1, progress: Progress = no_progress
) -> tuple[Prepared, Fingerprints]:
    """Pack and fingerprint articles, and find their repeats; columns of the result are in the order of `articles`.

    The fingerprints, 1 kB an article, serve only to generate candidates: a caller that goes on drops them.
    """
    finder = _RepeatFinder(articles, settings)

    def on_chunk(done: slice, may_repeat: NDArray[np.bool_]) -> None:
        finder.find(done.start + np.flatnonzero(may_repeat))
        progress(Stage.FINGERPRINT, done.stop, len(articles))

    source = text_source(articles, expand_umlauts=settings.expand_umlauts)
    texts, fingerprints = sketch(source, threads, on_chunk)
    prepared = Prepared(
        articles=tuple(articles),
        texts=texts,
        repeats=tuple(finder.repeats),
        repeated_words=finder.repeated_words(),
        outlets=outlet_numbers(articles),
        published_days=published_days(articles),
    )
    return prepared, fingerprints


def learn_stubs(corpus: CorpusStatistics, prepared: Prepared, settings: BoilerplateSettings) -> CorpusStatistics:
    """The statistics with the stubs among some articles: texts that stand under other titles of their outlet."""
    titles = [article.title for article in prepared.articles]
    return with_stub_texts(corpus, prepared.texts, prepared.outlets, titles, settings)


def outlet_numbers(articles: Sequence[Article]) -> NDArray[np.int64]:
    """A number for the outlet of each article, (n,), in order of first appearance; -1 where it is not known."""
    numbers: dict[str, int] = {}
    return np.array(
        [-1 if a.outlet is None else numbers.setdefault(a.outlet, len(numbers)) for a in articles], np.int64
    )


class _RepeatFinder:
    """The repeats of every article, and the words of their later occurrences."""

    def __init__(self, articles: Sequence[Article], settings: Settings) -> None:
        self.repeats: list[tuple[Repeat, ...]] = [()] * len(articles)
        self._articles = articles
        self._settings = settings
        self._range_counts = np.zeros(len(articles), np.int64)
        self._ranges: list[tuple[int, int]] = []

    def find(self, places: NDArray[np.int64]) -> None:
        """Search some articles, which stand behind those that were searched before."""
        rows = places.tolist()
        if not rows:
            return
        texts = (self._articles[row].text for row in rows)
        read = tokenize_each(texts, expand_umlauts=self._settings.expand_umlauts)
        for row, words in zip(rows, read, strict=True):
            self.repeats[row] = tuple(repeats_of(self._articles[row].id, words, self._settings))
            ranges = later_occurrences(words, self.repeats[row])
            self._range_counts[row] = len(ranges)
            self._ranges += ranges

    def repeated_words(self) -> RepeatedWords:
        """The words of later occurrences of all articles."""
        columns = np.array(self._ranges, np.int32).reshape(-1, 2)
        return RepeatedWords(np.cumsum(self._range_counts), columns[:, 0], columns[:, 1])


def later_occurrences(words: Words, repeats: Sequence[Repeat]) -> list[tuple[int, int]]:
    """The words of later occurrences of the repeats of one text: half-open ranges, in order and apart."""
    spans = sorted((span.start, span.end) for repeat in repeats for span in repeat.spans[1:])
    ranges: list[tuple[int, int]] = []
    for first, end in np.searchsorted(words.starts, spans).tolist():
        if ranges and first <= ranges[-1][1]:
            first, before = ranges.pop()
            end = max(end, before)
        if first < end:
            ranges.append((first, end))
    return ranges
