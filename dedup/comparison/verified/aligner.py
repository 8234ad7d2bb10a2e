"""Passages of pairs of articles, aligned when they are asked for."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from dedup.alignment.alignment_text import AlignmentText, prepare_text
from dedup.alignment.edits import add_edits
from dedup.alignment.passage import Alignment
from dedup.alignment.passages import align, run_passages
from dedup.article import Article
from dedup.comparison.counted_text import counted_words
from dedup.comparison.prepared import Prepared
from dedup.corpus.statistics import CorpusStatistics
from dedup.settings import Settings

CACHED_TEXTS = 256  # articles kept prepared for alignment: passages are asked for in neighbouring pairs


class Aligner:
    """Aligns pairs of articles, given by their places, over their counted words; recent articles stay prepared."""

    def __init__(self, prepared: Prepared, corpus: CorpusStatistics, settings: Settings) -> None:
        self._made_of = prepared, corpus, settings
        self._text = lru_cache(CACHED_TEXTS)(self._prepare_text)

    def __call__(self, left: int, right: int) -> Alignment:
        """Passages with their edits, and summaries."""
        left_text, right_text = self._text(left), self._text(right)
        *_, settings = self._made_of
        return add_edits(align(left_text, right_text, settings), left_text, right_text)

    def copies(self, left: int, right: int) -> Alignment:
        """The same of two copies, with a passage in any case: where the words of none are evidence enough, or a summary
        takes its place, the runs that the two share.
        """
        found = self(left, right)
        if found.passages:
            return found
        left_text, right_text = self._text(left), self._text(right)
        *_, settings = self._made_of
        runs = replace(found, passages=run_passages(left_text, right_text, settings))
        return add_edits(runs, left_text, right_text)

    def articles(self, left: int, right: int) -> tuple[Article, ...]:
        """The articles of a pair."""
        prepared, *_ = self._made_of
        return prepared.articles[left], prepared.articles[right]

    def __reduce__(self) -> tuple[type[Aligner], tuple[Prepared, CorpusStatistics, Settings]]:
        return Aligner, self._made_of

    def _prepare_text(self, article: int) -> AlignmentText:
        prepared, corpus, settings = self._made_of
        words = prepared.words_of(article)
        counted = counted_words(words, prepared.repeats[article], corpus.boilerplate_lines, settings.min_counted_words)
        return prepare_text(words, settings, counted)
