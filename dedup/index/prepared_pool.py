"""Articles of one transaction, each prepared once: new ones, and the stored ones that they are measured against."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.comparison.pair_measures import RepeatedWords
from dedup.comparison.prepared import Prepared, outlet_numbers, prepare
from dedup.runtime.arrays import list_lengths
from dedup.settings import Settings
from dedup.sketch.fingerprints import SketchedTexts, TextLines
from dedup.sketch.packed_texts import text_source

Rows = NDArray[np.int64]
ReadArticles = Callable[[Sequence[int]], Mapping[int, Article]]


class PreparedPool:
    """New articles, numbered from `first` on, in the first rows of `prepared`; stored ones are added when needed."""

    def __init__(self, new: Prepared, first: int, read: ReadArticles, settings: Settings) -> None:
        self.new = new
        self.first = first
        self.prepared = new
        self.settings = settings
        self._read = read
        self._row_of: dict[int, int] = {first + row: row for row in range(len(new))}

    def renumber(self, first: int) -> None:
        """Number the new articles from another number on."""
        stored = {number: row for number, row in self._row_of.items() if row >= len(self.new)}
        self._row_of = stored | {first + row: row for row in range(len(self.new))}
        self.first = first

    def rows(self, numbers: Iterable[int]) -> dict[int, int]:
        """The row of each article that exists, by number."""
        wanted = set(numbers)
        missing = sorted(number for number in wanted if number not in self._row_of)
        stored = self._read(missing) if missing else {}
        if stored:
            rows = range(len(self.prepared), len(self.prepared) + len(stored))
            prepared, _ = prepare([*stored.values()], self.settings)
            self.prepared = concatenated(self.prepared, prepared)
            self._row_of |= dict(zip(stored, rows, strict=True))
        return {number: self._row_of[number] for number in wanted if number in self._row_of}

    def select(self, rows: Sequence[int]) -> Prepared:
        """Some of the articles, in the order of `rows`."""
        return selected(self.prepared, np.array(rows, np.int64))


def concatenated(first: Prepared, second: Prepared) -> Prepared:
    """The articles of both, in order."""
    articles = (*first.articles, *second.articles)
    return Prepared(
        articles=articles,
        texts=_concatenated_texts(first.texts, second.texts, articles),
        repeats=first.repeats + second.repeats,
        repeated_words=RepeatedWords(
            _joined_ends(first.repeated_words.article_ends, second.repeated_words.article_ends),
            np.concatenate([first.repeated_words.starts, second.repeated_words.starts]),
            np.concatenate([first.repeated_words.ends, second.repeated_words.ends]),
        ),
        outlets=outlet_numbers(articles),
        published_days=np.concatenate([first.published_days, second.published_days]),
    )


def selected(prepared: Prepared, rows: Rows) -> Prepared:
    """Some of the articles, in the order of `rows`."""
    articles = tuple(prepared.articles[row] for row in rows.tolist())
    return Prepared(
        articles=articles,
        texts=_selected_texts(prepared.texts, articles, rows),
        repeats=tuple(prepared.repeats[row] for row in rows.tolist()),
        repeated_words=prepared.repeated_words.take(rows),
        outlets=outlet_numbers(articles),
        published_days=prepared.published_days[rows],
    )


def _concatenated_texts(first: SketchedTexts, second: SketchedTexts, articles: Sequence[Article]) -> SketchedTexts:
    before, after = first.lines, second.lines
    return SketchedTexts(
        source=text_source(articles, expand_umlauts=first.source.expand_umlauts),
        word_counts=np.concatenate([first.word_counts, second.word_counts]),
        content_hashes=np.concatenate([first.content_hashes, second.content_hashes]),
        may_repeat=np.concatenate([first.may_repeat, second.may_repeat]),
        lines=TextLines(
            ends=_joined_ends(before.ends, after.ends),
            keys=np.concatenate([before.keys, after.keys]),
            is_prose=np.concatenate([before.is_prose, after.is_prose]),
            word_counts=np.concatenate([before.word_counts, after.word_counts]),
        ),
    )


def _joined_ends(first: Rows, second: Rows) -> Rows:
    return np.concatenate([first, second + (first[-1] if len(first) else 0)])


def _selected_texts(texts: SketchedTexts, articles: Sequence[Article], rows: Rows) -> SketchedTexts:
    ends, positions = _entries_of(texts.lines.ends, rows)
    lines = texts.lines
    return SketchedTexts(
        source=text_source(articles, expand_umlauts=texts.source.expand_umlauts),
        word_counts=texts.word_counts[rows],
        content_hashes=texts.content_hashes[rows],
        may_repeat=texts.may_repeat[rows],
        lines=TextLines(ends, lines.keys[positions], lines.is_prose[positions], lines.word_counts[positions]),
    )


def _entries_of(ends: Rows, rows: Rows) -> tuple[Rows, Rows]:
    """The ends of the lists of some articles, one behind the other; and where their entries are now."""
    counts = list_lengths(ends)[rows]
    new_ends = np.cumsum(counts)
    return new_ends, np.arange(counts.sum()) + np.repeat(ends[rows] - new_ends, counts)
