"""Matches of translations. They share few words, or none: their coverages are those that the order of keys shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dedup.alignment.passage import Alignment
from dedup.article import Article
from dedup.attribution.credits import CountText
from dedup.comparison.match import Match, Relation
from dedup.comparison.titles import title_similarity
from dedup.comparison.verified.verified_pairs import MatchColumns
from dedup.runtime.lazy import Lazy
from dedup.runtime.lazy_sequence import LazySequence

if TYPE_CHECKING:
    from dedup.translations.sentence_pairs import WrittenText
    from dedup.translations.translation_pair import TranslationPair


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class TranslatedMatches(LazySequence[Match]):
    """The matches of translations, in order of their pairs; `Match` objects are created on access."""

    articles: Sequence[Article]
    pairs: Sequence[TranslationPair]
    counted_text: CountText

    def sides(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The positions of the left and right articles."""
        sides = np.array([(pair.left, pair.right) for pair in self.pairs], np.int64).reshape(-1, 2)[self.rows]
        return sides[:, 0], sides[:, 1]

    def columns(self) -> MatchColumns:
        """The articles and relations of all matches, without a `Match`."""
        ranks = np.full(len(self.rows), Relation.TRANSLATION.rank)
        return MatchColumns([article.id for article in self.articles], *self.sides(), ranks)

    def __iter__(self) -> Iterator[Match]:
        for row in self.rows.tolist():
            pair = self.pairs[row]
            left, right = self.articles[pair.left], self.articles[pair.right]
            titles = title_similarity(left.title, right.title)
            unmatched = Match(left.id, right.id, Relation.DISTINCT, 0.0, 0.0, 0.0, 0.0, 0.0, titles, "")
            match = with_translation(unmatched, pair, tuple(map(self.counted_text, (left, right))))
            yield replace(match, _articles=Lazy(_both, left, right))


def translated_matches(
    articles: Sequence[Article], pairs: Sequence[TranslationPair], counted_text: CountText
) -> TranslatedMatches:
    """The matches of translations among articles, which are in order of id."""
    return TranslatedMatches(np.arange(len(pairs)), articles, pairs, counted_text)


def with_translation(match: Match, pair: TranslationPair, counted: Sequence[Article]) -> Match:
    """The match of two articles that are translations of one another, given by their counted texts."""
    from dedup.translations.sentence_pairs import WrittenText

    left, right = (
        WrittenText(article.text, language) for article, language in zip(counted, pair.languages, strict=True)
    )
    return replace(
        match,
        relation=Relation.TRANSLATION,
        left_coverage=pair.measures.left_coverage,
        right_coverage=pair.measures.right_coverage,
        reason=pair.reason,
        _align=Lazy(_align_sentences, left, right),
    )


def _align_sentences(left: WrittenText, right: WrittenText) -> Alignment:
    from dedup.translations.sentence_pairs import translated_passages

    return Alignment(translated_passages(left, right))


def _both(left: Article, right: Article) -> tuple[Article, ...]:
    return left, right
