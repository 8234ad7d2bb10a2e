"""Counted text: what of an article is compared. A repeated block counts once, boilerplate does not count.

The measuring kernel (`dedup.kernels`) leaves out the same words while it reads a text; the mask here serves all that
read words in numpy, and a property test holds the two together. Boilerplate counts where fewer than `min_counted_words`
would remain without it: a page of a menu and one line is compared as it is.

Stories ask for counted text without that exception. Terms are chosen from what an article reports, and three briefs of
one outlet would else be one story by the words of its menu.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.alignment.repeats.blocks import Repeat
from dedup.article import Article, Span
from dedup.comparison.prepared import Prepared, later_occurrences
from dedup.corpus.statistics import CorpusStatistics
from dedup.runtime.arrays import distinct, is_among
from dedup.tokens.words import Words, readonly

CARRIERS_AT_ONCE = 256  # of boilerplate: neighbours are mostly asked for one after the other
CACHED_TEXTS = 1024  # counted articles that are kept: stories read their texts by hundreds


def counted_words(
    words: Words, repeats: Sequence[Repeat], boilerplate_lines: NDArray[np.uint64], min_counted_words: int
) -> NDArray[np.bool_]:
    """Which words of a text count, (n,): not those of later occurrences of its repeats, and not those of boilerplate
    lines (by their keys, which ascend), unless fewer than `min_counted_words` would remain.
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
    is_boilerplate = is_among(words.lines.keys, boilerplate_lines)
    edges = np.flatnonzero(np.diff(is_boilerplate.astype(np.int8), prepend=0, append=0)).tolist()
    starts = [0, *words.lines.ends_at_word.tolist()]
    return [(starts[first], starts[end]) for first, end in zip(edges[::2], edges[1::2], strict=True)]


class _SpanBlock(NamedTuple):
    """Spans of neighbouring carriers end to end, (spans, 2); those of carrier c end at `ends[c]`."""

    ends: list[int]
    spans: NDArray[np.int32]


class BoilerplateSpans(Mapping[str, tuple[Span, ...]]):
    """Where boilerplate stands, by article id; neighbouring lines are one span.

    Which lines are boilerplate is looked up once for all articles. Where these stand is found for neighbouring articles
    together, when spans of one are asked for: InputError if a text waits on disk and cannot be read any more.
    """

    def __init__(self, prepared: Prepared, corpus: CorpusStatistics) -> None:
        self._prepared, self._boilerplate_lines = prepared, corpus.boilerplate_lines
        self._blocks: dict[int, _SpanBlock] = {}

    @cached_property
    def _is_boilerplate(self) -> NDArray[np.bool_]:
        """Which lines of all texts are boilerplate."""
        return is_among(self._prepared.texts.lines.keys, self._boilerplate_lines)

    @cached_property
    def _positions(self) -> NDArray[np.int64]:
        """The articles that hold any, in order."""
        lines = np.flatnonzero(self._is_boilerplate)
        return distinct(np.searchsorted(self._prepared.texts.lines.ends, lines, side="right"))

    @cached_property
    def _carriers(self) -> dict[str, int]:
        """The numbers of the articles that hold any, by id."""
        articles = self._prepared.articles
        return {articles[position].id: number for number, position in enumerate(self._positions.tolist())}

    def __len__(self) -> int:
        return len(self._carriers)

    def __iter__(self) -> Iterator[str]:
        return iter(self._carriers)

    def __getitem__(self, article_id: str) -> tuple[Span, ...]:
        number, place = divmod(self._carriers[article_id], CARRIERS_AT_ONCE)
        block = self._blocks.get(number)
        if block is None:
            first = number * CARRIERS_AT_ONCE
            block = self._blocks[number] = self._located(self._positions[first : first + CARRIERS_AT_ONCE])
        first, end = block.ends[place - 1] if place else 0, block.ends[place]
        return tuple(Span(*span) for span in block.spans[first:end].tolist())

    def _located(self, positions: NDArray[np.int64]) -> _SpanBlock:
        """Read some articles, and find their boilerplate lines."""
        from dedup.kernels.prepare.read_articles import locate_lines

        all_ends = self._prepared.texts.lines.ends
        ends = all_ends[positions]
        counts = ends - np.where(positions > 0, all_ends[positions - 1], 0)
        line_ends = np.cumsum(counts)
        is_wanted = self._is_boilerplate[np.arange(line_ends[-1]) + np.repeat(ends - line_ends, counts)]
        spans = np.empty((np.count_nonzero(is_wanted), 2), np.int32)
        span_ends = np.empty(len(positions), np.int64)
        packed = self._prepared.texts.source.pack_some(positions)
        locate_lines(
            readonly(packed.buffer), readonly(packed.offsets), line_ends, is_wanted, packed.folding,
            packed.function_words, span_ends, spans,
        )  # fmt: skip
        return _SpanBlock(span_ends.tolist(), spans[: span_ends[-1]].copy())


class CountedText:
    """Articles with boilerplate and later occurrences of repeated blocks blanked out; every offset stays the same.

    The last ones that were asked for are kept: one article is read by several steps, one after the other. Whether it is
    a notice is found once.
    """

    def __init__(self, prepared: Prepared, corpus: CorpusStatistics) -> None:
        self._made_of = prepared, corpus
        self._boilerplate = BoilerplateSpans(prepared, corpus)
        self._is_stub = is_among(prepared.texts.content_hashes, corpus.stub_texts)
        self._counted = lru_cache(CACHED_TEXTS)(self._count)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {article.id: place for place, article in enumerate(self._made_of[0].articles)}

    def __call__(self, article: Article) -> Article:
        """The article with its counted text alone; what stands in the place of an article has none, and no title."""
        return self._counted(self._places[article.id])

    def __reduce__(self) -> tuple[type[CountedText], tuple[Prepared, CorpusStatistics]]:
        return CountedText, self._made_of

    def _count(self, place: int) -> Article:
        prepared, _ = self._made_of
        article = prepared.articles[place]
        if self._is_stub[place] or prepared.flags_of_notice(place)[0]:
            return _with_text(article, "\n" * len(article.text), None)
        repeated = (span for repeat in prepared.repeats[place] for span in repeat.spans[1:])
        spans = [*self._boilerplate.get(article.id, ()), *repeated]
        return _with_text(article, blanked(article.text, spans), article.title) if spans else article


def _with_text(article: Article, text: str, title: str | None) -> Article:
    """The article with another text and title; `dataclasses.replace` takes five times as long."""
    return Article(
        article.id,
        text,
        title=title,
        url=article.url,
        outlet=article.outlet,
        published=article.published,
        language=article.language,
        author=article.author,
        canonical=article.canonical,
        links=article.links,
        place=article.place,
    )


def blanked(text: str, spans: Sequence[Span]) -> str:
    """The text with newlines in place of the spans, which may overlap; in one pass, for a text may have thousands."""
    pieces, end = [], 0
    for span in sorted(spans):
        start = max(end, span.start)
        pieces += [text[end:start], "\n" * (span.end - start)]
        end = max(end, span.end)
    return "".join([*pieces, text[end:]])
