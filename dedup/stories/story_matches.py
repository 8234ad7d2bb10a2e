"""Matches of stories: a linked pair that is no copy is a rewrite, two reports of one event, or a translation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.alignment.passage import Alignment
from dedup.article import Article
from dedup.clusters.values import Cluster
from dedup.comparison.counted_text import CountedText
from dedup.comparison.match import COPY_RELATIONS, Match, Relation
from dedup.comparison.prepared import Prepared
from dedup.comparison.relation_rules import relation_index
from dedup.comparison.third_articles.template_families import TemplateFamilies
from dedup.comparison.titles import title_similarity
from dedup.comparison.verification import verify_pairs
from dedup.comparison.verified.aligner import Aligner
from dedup.comparison.verified.verified_pairs import MatchColumns, Matches, VerifiedPairs
from dedup.corpus.statistics import CorpusStatistics
from dedup.runtime.arrays import distinct, is_among
from dedup.runtime.lazy import Lazy
from dedup.runtime.lazy_sequence import LazySequence
from dedup.runtime.progress import Progress, Stage, no_progress
from dedup.settings import Settings, StorySettings
from dedup.sketch.sorted_keys import pack_pairs
from dedup.stories.distinct_texts import KnownPairs
from dedup.stories.evidence import story_evidence
from dedup.stories.linking.story_links import StoryLinks, link_articles
from dedup.stories.series.series import Series
from dedup.stories.story import LinkArticles, Story, find_stories, relate_pairs
from dedup.stories.story_pairs import StoryPairs
from dedup.stories.translated_matches import TranslatedMatches, translated_matches, with_translation

MIN_SUBSTANTIAL_COVERAGE = 0.5  # an excerpt of more than half of a text is of the same event
PAIRS_AT_ONCE = 1 << 15  # bounds memory while pairs are measured


class StoryFindings(NamedTuple):
    """The stories and series among all articles, and all matches."""

    stories: list[Story]
    matches: StoryMatches
    series: list[Series]


def add_story_matches(
    verified: VerifiedPairs,
    clusters: Sequence[Cluster],
    settings: Settings,
    link: LinkArticles = link_articles,
    progress: Progress = no_progress,
) -> StoryFindings:
    """The stories and series among all articles, and all matches in order, including those of stories.

    A pair that is linked in a story replaces its match by boilerplate, unless it shows a form. `link` may know terms
    from before.
    """
    prepared = verified.prepared
    counted_text = CountedText(prepared, verified.corpus)
    known = known_pairs(verified)
    stories, story_pairs, series, translations = find_stories(
        prepared.articles, settings, clusters, known, counted_text, link, progress
    )
    linked = _linked_matches(
        prepared, verified.corpus, story_pairs, counted_text, settings, verified.aligner, verified.families, progress
    )
    translated = translated_matches(prepared.articles, translations, counted_text)
    found = [pack_pairs(*matches.sides()) for matches in (linked, translated)]
    listed = verified.listed_rows()
    listed = listed[~is_among(pack_pairs(verified.left[listed], verified.right[listed]), distinct(*found))]
    sides = (verified.left[listed], verified.right[listed]), linked.sides(), translated.sides()
    left, right = map(np.concatenate, zip(*sides, strict=True))
    parts = Matches(listed, verified), linked, translated
    return StoryFindings(stories, StoryMatches(np.lexsort((right, left)), parts), series)


def known_pairs(verified: VerifiedPairs) -> KnownPairs:
    """Which pairs are copies, whole or in part, and which fill in one form."""
    relations, measures = verified.verdicts.relation_indexes, verified.measures
    is_copy = np.isin(relations, [relation_index(relation) for relation in COPY_RELATIONS])
    covered = measures.max_coverage >= MIN_SUBSTANTIAL_COVERAGE
    is_substantial = (relations != relation_index(Relation.EXCERPT)) | covered
    pairs = pack_pairs(verified.left, verified.right)
    shows_form = verified.verdicts.shows_form
    is_form = _is_form(shows_form, measures.left_coverage, measures.right_coverage, verified.settings)
    return KnownPairs(pairs[is_copy], is_substantial[is_copy], pairs[is_form])


def match_links(prepared: Prepared, corpus: CorpusStatistics, links: StoryLinks, settings: Settings) -> LinkedMatches:
    """Matches of linked pairs in order, but for forms; articles are in order of id, and links number them in this
    order.
    """
    counted_text = CountedText(prepared, corpus)
    story_pairs = relate_pairs(prepared.articles, links, settings, counted_text)
    return _linked_matches(prepared, corpus, story_pairs, counted_text, settings, Aligner(prepared, corpus, settings))


def match_pair(match: Match, verified: VerifiedPairs) -> Match:
    """The match of the only verified pair, which is no copy, but may be a rewrite, a same-story pair or a translation.

    The articles are compared under names in the order of their texts, so that swapping them mirrors the match.
    """
    settings = verified.settings
    shows_form = bool(verified.verdicts.shows_form[0])
    if _is_form(shows_form, match.left_coverage, match.right_coverage, settings):
        return match
    left, right = verified.prepared.articles
    names = ("second", "first") if _is_against_text_order(left, right) else ("first", "second")
    counted_text = CountedText(verified.prepared, verified.corpus)
    named = [replace(counted_text(article), id=name) for article, name in zip((left, right), names, strict=True)]
    found = find_stories(named, settings)
    if found.translations:
        return with_translation(match, found.translations[0], named)
    if not found.pairs:
        return match
    (pair,) = found.pairs
    align = Lazy(_explain_pair, verified.aligner, (left, right), (0, 1), counted_text, settings)
    return replace(match, relation=pair.relation, reason=pair.reason, _align=align)


class StoryMeasures(NamedTuple):
    """The measures of pairs that a match has."""

    jaccard: NDArray[np.float64]
    left_containment: NDArray[np.float64]
    right_containment: NDArray[np.float64]
    left_coverage: NDArray[np.float64]
    right_coverage: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class LinkedMatches(LazySequence[Match]):
    """The matches of story pairs, in order; `Match` objects are created on access."""

    articles: Sequence[Article]
    story_pairs: StoryPairs
    measures: StoryMeasures
    counted_text: CountedText
    aligner: Aligner
    settings: Settings

    def columns(self) -> MatchColumns:
        """The articles and relations of all matches, without a `Match`."""
        pairs = self.story_pairs.select(self.rows)
        ranks = np.where(pairs.is_rewrite(), Relation.REWRITE.rank, Relation.SAME_STORY.rank)
        return MatchColumns([article.id for article in self.articles], *pairs.sides(), ranks)

    def sides(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The positions of the left and right articles."""
        return self.story_pairs.select(self.rows).sides()

    def __iter__(self) -> Iterator[Match]:
        pairs = self.story_pairs.select(self.rows)
        sides = zip(*(side.tolist() for side in pairs.sides()), strict=True)
        columns = zip(*(column[self.rows].tolist() for column in self.measures), strict=True)
        for pair, positions, measures in zip(pairs, sides, columns, strict=True):
            left, right = (self.articles[position] for position in positions)
            jaccard, left_containment, right_containment, left_coverage, right_coverage = measures
            yield Match(
                left_id=left.id,
                right_id=right.id,
                relation=pair.relation,
                jaccard=jaccard,
                left_containment=left_containment,
                right_containment=right_containment,
                left_coverage=left_coverage,
                right_coverage=right_coverage,
                title_similarity=title_similarity(left.title, right.title),
                reason=pair.reason,
                _align=Lazy(_explain_pair, self.aligner, (left, right), positions, self.counted_text, self.settings),
                _articles=Lazy(self.aligner.articles, *positions),
            )


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class StoryMatches(LazySequence[Match]):
    """All matches in order, including those of stories and translations; `Match` objects are created on access.

    Rows are positions in the parts, which are thought end to end.
    """

    parts: tuple[Matches, LinkedMatches, TranslatedMatches]

    def columns(self) -> MatchColumns:
        """The articles and relations of all matches, without a `Match`."""
        (ids, *_), *_ = columns = [part.columns() for part in self.parts]
        joined = (np.concatenate(column) for column in list(zip(*columns, strict=True))[1:])
        return MatchColumns(ids, *joined).select(self.rows)

    def __iter__(self) -> Iterator[Match]:
        ends = np.cumsum([len(part) for part in self.parts])
        part_of = np.searchsorted(ends, self.rows, side="right")
        firsts = [0, *ends.tolist()]
        values = [
            iter(part.select(self.rows[part_of == number] - firsts[number])) for number, part in enumerate(self.parts)
        ]
        for number in part_of.tolist():
            yield next(values[number])


def _linked_matches(
    prepared: Prepared,
    corpus: CorpusStatistics,
    story_pairs: StoryPairs,
    counted_text: CountedText,
    settings: Settings,
    aligner: Aligner,
    families: TemplateFamilies | None = None,
    progress: Progress = no_progress,
) -> LinkedMatches:
    """Measure story pairs; forms that were filled in twice are left out."""
    left, right = story_pairs.sides()
    columns: list[tuple[NDArray[np.generic], ...]] = []
    for first in range(0, max(1, len(story_pairs)), PAIRS_AT_ONCE):
        block = slice(first, first + PAIRS_AT_ONCE)
        verified = verify_pairs(prepared, corpus, left[block], right[block], settings, families=families)
        measures = tuple(getattr(verified.measures, name) for name in StoryMeasures._fields)
        columns.append((*measures, verified.verdicts.shows_form))
        progress(Stage.RELATE, min(block.stop, len(story_pairs)), len(story_pairs))
    *measures_of_all, shows_form = (np.concatenate(column) for column in zip(*columns, strict=True))
    measured = StoryMeasures(*measures_of_all)
    is_form = _is_form(shows_form, measured.left_coverage, measured.right_coverage, settings)
    rows = np.flatnonzero(~is_form)
    kept = StoryMeasures(*(column[rows] for column in measured))
    pairs = story_pairs.select(rows)
    return LinkedMatches(np.arange(len(rows)), prepared.articles, pairs, kept, counted_text, aligner, settings)


def _is_form(shows_form: Any, left_coverage: Any, right_coverage: Any, settings: StorySettings) -> Any:
    """Whether two articles share so much of one form that they report two events; of one pair, or of columns."""
    return shows_form & (np.maximum(left_coverage, right_coverage) >= settings.min_template_coverage)


def _explain_pair(
    aligner: Aligner,
    articles: tuple[Article, Article],
    positions: tuple[int, int],
    counted_text: CountedText,
    settings: Settings,
) -> Alignment:
    """The passages and the evidence of two articles on one event.

    Evidence is found in the order of the two texts, so that swapping the articles mirrors it.
    """
    left, right = map(counted_text, articles)
    if _is_against_text_order(*articles):
        evidence = tuple(each.mirrored() for each in story_evidence(right, left, settings))
    else:
        evidence = story_evidence(left, right, settings)
    return replace(aligner(*positions), evidence=evidence)


def _is_against_text_order(left: Article, right: Article) -> bool:
    return right.text < left.text
