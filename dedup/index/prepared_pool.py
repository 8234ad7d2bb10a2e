"""Articles of one transaction, each prepared once: new ones, and the stored ones that they are measured against."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.comparison.pair_measures import RepeatedWords
from dedup.comparison.prepared import Prepared, _outlets, prepare
from dedup.settings import Settings
from dedup.sketch.fingerprints import Sketches
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

    def rows(self, numbers: Iterable[int]) -> dict[int, int]:
        """The row of each article that exists, by number."""
        wanted = set(numbers)
        missing = sorted(number for number in wanted if number not in self._row_of)
        stored = self._read(missing) if missing else {}
        if stored:
            rows = range(len(self.prepared), len(self.prepared) + len(stored))
            self.prepared = concatenated(self.prepared, prepare([*stored.values()], self.settings))
            self._row_of |= dict(zip(stored, rows, strict=True))
        return {number: self._row_of[number] for number in wanted if number in self._row_of}

    def select(self, rows: Sequence[int]) -> Prepared:
        """Some of the articles, in the order of `rows`."""
        return selected(self.prepared, np.array(rows, np.int64))


def concatenated(first: Prepared, second: Prepared) -> Prepared:
    """The articles of both, in order."""
    articles = first.articles + second.articles
    return Prepared(
        articles=articles,
        texts=text_source(articles),
        sketches=_concatenated_sketches(first.sketches, second.sketches),
        repeats=first.repeats + second.repeats,
        repeated_words=RepeatedWords(
            _joined_ends(first.repeated_words.article_ends, second.repeated_words.article_ends),
            np.concatenate([first.repeated_words.starts, second.repeated_words.starts]),
            np.concatenate([first.repeated_words.ends, second.repeated_words.ends]),
        ),
        outlets=_outlets(articles),
        published_days=np.concatenate([first.published_days, second.published_days]),
    )


def selected(prepared: Prepared, rows: Rows) -> Prepared:
    """Some of the articles, in the order of `rows`."""
    articles = tuple(prepared.articles[row] for row in rows.tolist())
    return Prepared(
        articles=articles,
        texts=text_source(articles),
        sketches=_selected_sketches(prepared.sketches, rows),
        repeats=tuple(prepared.repeats[row] for row in rows.tolist()),
        repeated_words=prepared.repeated_words.take(rows),
        outlets=_outlets(articles),
        published_days=prepared.published_days[rows],
    )


def _concatenated_sketches(first: Sketches, second: Sketches) -> Sketches:
    pairs: dict[str, tuple[NDArray[Any], NDArray[Any]]] = {
        field.name: (getattr(first, field.name), getattr(second, field.name)) for field in fields(Sketches)
    }
    columns: dict[str, NDArray[Any]] = {
        name: _joined_ends(*pair) if name.endswith("_ends") else np.concatenate(pair) for name, pair in pairs.items()
    }
    return Sketches(**columns)


def _joined_ends(first: Rows, second: Rows) -> Rows:
    return np.concatenate([first, second + (first[-1] if len(first) else 0)])


def _selected_sketches(sketches: Sketches, rows: Rows) -> Sketches:
    anchor_ends, anchors = _entries_of(sketches.anchor_ends, rows)
    line_ends, lines = _entries_of(sketches.line_ends, rows)
    return Sketches(
        signatures=sketches.signatures[rows],
        word_counts=sketches.word_counts[rows],
        content_hashes=sketches.content_hashes[rows],
        may_repeat=sketches.may_repeat[rows],
        anchor_ends=anchor_ends,
        anchors=sketches.anchors[anchors],
        line_ends=line_ends,
        line_keys=sketches.line_keys[lines],
        line_is_prose=sketches.line_is_prose[lines],
        line_words=sketches.line_words[lines],
    )


def _entries_of(ends: Rows, rows: Rows) -> tuple[Rows, Rows]:
    """The ends of the lists of some articles, one behind the other; and where their entries are now."""
    counts = np.diff(ends, prepend=0)[rows]
    new_ends = np.cumsum(counts)
    return new_ends, np.arange(counts.sum()) + np.repeat(ends[rows] - new_ends, counts)
