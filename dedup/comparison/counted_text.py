"""Counted text: what of an article is compared. A repeated block counts once, boilerplate does not count.

The measuring kernel (`dedup.kernels`) leaves out the same words while it reads a text; the mask here serves all that
read words in numpy, and a property test holds the two together. Boilerplate counts where fewer than `min_counted_words`
would remain without it: a page of a menu and one line is compared as it is.

Stories ask for counted text without that exception. Terms are chosen from what an article reports, and three briefs of
one outlet would else be one story by the words of its menu.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dedup.alignment.repeats.blocks import Repeat
from dedup.article import Article, Span
from dedup.comparison.prepared import Prepared, later_occurrences
from dedup.corpus.statistics import CorpusStatistics
from dedup.sources.notices.notice_kind import notice_kind
from dedup.tokens.words import Words


def counted_words(
    words: Words, repeats: Sequence[Repeat], boilerplate_lines: NDArray[np.uint64], min_counted_words: int
) -> NDArray[np.bool_]:
    """Which words of a text count, (n,): not those of later occurrences of its repeats, and not those of boilerplate
    lines (by their keys), unless fewer than `min_counted_words` would remain.
    """
    without_repeats = np.ones(len(words), np.bool_)
    for first, end in later_occurrences(words, repeats):
        without_repeats[first:end] = False
    counted = without_repeats.copy()
    for first, end in boilerplate_ranges(words, boilerplate_lines):
        counted[first:end] = False
    return counted if counted.sum() >= min_counted_words else without_repeats


def boilerplate_ranges(words: Words, boilerplate_lines: NDArray[np.uint64]) -> list[tuple[int, int]]:
    """The words of boilerplate lines of one text: half-open ranges, in order; neighbouring lines are one range."""
    is_boilerplate = np.isin(words.lines.keys, boilerplate_lines)
    edges = np.flatnonzero(np.diff(is_boilerplate.astype(np.int8), prepend=0, append=0)).tolist()
    starts = [0, *words.lines.ends_at_word.tolist()]
    return [(starts[first], starts[end]) for first, end in zip(edges[::2], edges[1::2], strict=True)]


class BoilerplateSpans(Mapping[str, tuple[Span, ...]]):
    """Where boilerplate stands, by article id; neighbouring lines are one span.

    An article is read when its spans are asked for: InputError if its text waits on disk and cannot be read any more.
    """

    def __init__(self, prepared: Prepared, corpus: CorpusStatistics) -> None:
        self._prepared, self._boilerplate_lines = prepared, corpus.boilerplate_lines

    @cached_property
    def _carriers(self) -> dict[str, int]:
        """The articles that hold any, by id, with their places."""
        lines = self._prepared.texts.lines
        positions = np.flatnonzero(np.isin(lines.keys, self._boilerplate_lines))
        carriers = np.unique(np.searchsorted(lines.ends, positions, side="right")).tolist()
        return {self._prepared.articles[article].id: article for article in carriers}

    def __len__(self) -> int:
        return len(self._carriers)

    def __iter__(self) -> Iterator[str]:
        return iter(self._carriers)

    def __getitem__(self, article_id: str) -> tuple[Span, ...]:
        words = self._prepared.words_of(self._carriers[article_id])
        return tuple(words.span(first, end) for first, end in boilerplate_ranges(words, self._boilerplate_lines))


class CountedText:
    """Articles with boilerplate and later occurrences of repeated blocks blanked out; every offset stays the same.

    An article is made anew whenever it is asked for.
    """

    def __init__(self, prepared: Prepared, corpus: CorpusStatistics) -> None:
        self._boilerplate = BoilerplateSpans(prepared, corpus)
        is_stub = np.isin(prepared.texts.content_hashes, corpus.stub_texts)
        self._stubs = {prepared.articles[place].id for place in np.flatnonzero(is_stub).tolist()}
        self._repeated = {
            article.id: [span for repeat in repeats for span in repeat.spans[1:]]
            for article, repeats in zip(prepared.articles, prepared.repeats, strict=True)
            if repeats
        }

    def __call__(self, article: Article) -> Article:
        """The article with its counted text alone; what stands in the place of an article has none, and no title."""
        if article.id in self._stubs or notice_kind(article.text, article.title):
            return replace(article, text="\n" * len(article.text), title=None)
        spans = [*self._boilerplate.get(article.id, ()), *self._repeated.get(article.id, ())]
        return replace(article, text=blanked(article.text, spans)) if spans else article


def blanked(text: str, spans: Sequence[Span]) -> str:
    """The text with newlines in place of the spans, which may overlap; in one pass, for a text may have thousands."""
    pieces, end = [], 0
    for span in sorted(spans):
        start = max(end, span.start)
        pieces += [text[end:start], "\n" * (span.end - start)]
        end = max(end, span.end)
    return "".join([*pieces, text[end:]])
