"""Candidates to verified matches: every pair is measured, and the rules decide its relation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from dedup.alignment.alignment_text import AlignmentText, prepare_text
from dedup.alignment.edits import add_edits
from dedup.alignment.passage import Alignment
from dedup.alignment.passages import align, run_passages
from dedup.article import Article
from dedup.comparison.counted_text import counted_words
from dedup.comparison.match import Match, Relation
from dedup.comparison.pair_measures import Measures, measure_candidates
from dedup.comparison.prepared import Prepared
from dedup.comparison.relation_rules import Verdicts, classify_pairs, relation_index
from dedup.comparison.rules.pair_features import PairContext, features_of, in_context
from dedup.comparison.rules.template_rules import MAX_EDITED_DAYS
from dedup.comparison.third_articles.article_cards import find_cards
from dedup.comparison.third_articles.page_words import PageWords
from dedup.comparison.third_articles.quoted_blocks import find_quoted_blocks
from dedup.comparison.third_articles.recurring_passages import (
    find_closing_blocks,
    find_recurring_passages,
    find_stock_sentences,
)
from dedup.comparison.third_articles.reprinted_background import find_reprinted_background
from dedup.comparison.third_articles.shared_lists import find_shared_lists
from dedup.comparison.third_articles.standing_background import find_standing_background
from dedup.comparison.third_articles.template_families import TemplateFamilies, find_families
from dedup.comparison.titles import (
    name_other_numbers,
    name_other_subjects,
    name_other_versions,
    title_similarity,
)
from dedup.comparison.versions import VERSIONS_NOTE, ArticleUrls, version_reason
from dedup.corpus.statistics import CorpusStatistics
from dedup.runtime.arrays import is_among
from dedup.runtime.lazy import Lazy
from dedup.runtime.lazy_sequence import LazySequence
from dedup.runtime.progress import Progress, no_progress
from dedup.settings import Settings

LOCALITY_STEPS = 3  # links that a group of pairs reaches over: nearly all copies of a text are as near to each other
CACHED_TEXTS = 256  # articles kept prepared for alignment: passages are asked for in neighbouring pairs

Places = NDArray[np.int64]


class MatchColumns(NamedTuple):
    """The articles and the relation of each match: `left` and `right` are places in `ids`."""

    ids: Sequence[str]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    relation_ranks: NDArray[np.int64]  # `Relation.rank`

    def select(self, rows: NDArray[np.int64]) -> MatchColumns:
        """The same of some matches."""
        return MatchColumns(self.ids, self.left[rows], self.right[rows], self.relation_ranks[rows])


@runtime_checkable
class _HasColumns(Protocol):
    def columns(self) -> MatchColumns: ...


def match_columns(matches: Sequence[Match]) -> MatchColumns:
    """The columns of any matches.

    >>> match_columns([]).ids
    []
    """
    if isinstance(matches, _HasColumns):
        return matches.columns()
    places: dict[str, int] = {}
    left = [places.setdefault(match.left_id, len(places)) for match in matches]
    right = [places.setdefault(match.right_id, len(places)) for match in matches]
    ranks = [match.relation.rank for match in matches]
    return MatchColumns(list(places), *(np.array(column, np.int64) for column in (left, right, ranks)))


def matches_at(matches: Sequence[Match], rows: NDArray[np.int64]) -> Iterable[Match]:
    """The matches at some places, each made when its turn comes."""
    if isinstance(matches, LazySequence):
        return iter(matches.select(rows))
    return map(matches.__getitem__, rows.tolist())


@dataclass(frozen=True, slots=True)
class VerifiedPairs:
    """Pairs of articles with their measures and relations; `left` and `right` are places in `prepared.articles`."""

    prepared: Prepared
    corpus: CorpusStatistics
    settings: Settings
    left: Places
    right: Places
    measures: Measures
    context: PairContext
    verdicts: Verdicts
    families: TemplateFamilies
    aligner: Aligner
    urls: ArticleUrls

    def listed_rows(self) -> Places:
        """The rows of all pairs that are neither distinct nor boilerplate without a passage to show."""
        relations = self.verdicts.relation_indexes
        has_passage = self.measures.longest_run >= self.settings.min_listed_boilerplate_run
        is_shown = (relations != relation_index(Relation.BOILERPLATE)) | has_passage
        return np.flatnonzero((relations != relation_index(Relation.DISTINCT)) & is_shown)

    def matches(self) -> Matches:
        """Every pair that is listed, in order."""
        return Matches(self.listed_rows(), self)

    def all_matches(self) -> Matches:
        """Every pair, whatever its relation, in order."""
        return Matches(np.arange(len(self.left)), self)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Matches(LazySequence[Match]):
    """The matches of verified pairs; rows are those of the pairs. `Match` objects are created on access."""

    verified: VerifiedPairs

    def columns(self) -> MatchColumns:
        """The articles and relations of all matches, without a `Match`."""
        verified = self.verified
        ids = [article.id for article in verified.prepared.articles]
        columns = MatchColumns(ids, verified.left, verified.right, verified.verdicts.relation_indexes)
        return columns.select(self.rows)

    def __iter__(self) -> Iterator[Match]:
        m, aligner = self.verified.measures.only(self.rows), self.verified.aligner
        shares = (m.jaccard, m.left_containment, m.right_containment, m.left_coverage, m.right_coverage)
        rows = zip(*(column.tolist() for column in shares), strict=True)
        for pair, (jaccard, left_containment, right_containment, left_coverage, right_coverage) in zip(
            self.rows.tolist(), rows, strict=True
        ):
            left, right = int(self.verified.left[pair]), int(self.verified.right[pair])
            one, other = self.verified.prepared.articles[left], self.verified.prepared.articles[right]
            titles = title_similarity(one.title, other.title)
            relation = self.verified.verdicts.relation(pair)
            yield Match(
                left_id=one.id,
                right_id=other.id,
                relation=relation,
                jaccard=jaccard,
                left_containment=left_containment,
                right_containment=right_containment,
                left_coverage=left_coverage,
                right_coverage=right_coverage,
                title_similarity=titles,
                reason=self._reason(pair, jaccard, titles),
                _align=Lazy(aligner.copies if relation.is_copy else aligner, left, right),
                _articles=Lazy(aligner.articles, left, right),
            )

    def _reason(self, pair: int, jaccard: float, titles: float | None) -> str:
        """The rule that decided on a pair, and why its articles are versions of one page, if they are."""
        verified = self.verified
        reason = verified.verdicts.reason(pair)
        if not verified.verdicts.relation(pair).is_copy:
            return reason
        left, right = (verified.prepared.articles[int(side[pair])] for side in (verified.left, verified.right))
        version = version_reason(left, right, jaccard, titles, verified.settings, verified.urls)
        return f"{reason}{VERSIONS_NOTE}{version}" if version else reason


class OrderedMeasures(NamedTuple):
    """Measures of pairs in order of content hash, and which pairs were swapped for it."""

    swapped: NDArray[np.bool_]
    measures: Measures


def verify_pairs(
    prepared: Prepared,
    corpus: CorpusStatistics,
    left: Places,
    right: Places,
    settings: Settings,
    *,
    families: TemplateFamilies | None = None,
    threads: int = 1,
    progress: Progress = no_progress,
) -> VerifiedPairs:
    """Measure pairs of places in `prepared.articles` and decide their relations.

    Pairs are measured in order of content hash and reported in the caller's order, so that swapping the arguments
    mirrors the result. The template families are those of these pairs, unless they are known from all.
    """
    measured = measure_in_order(prepared, corpus, left, right, settings, threads=threads, progress=progress)
    return judge_pairs(prepared, corpus, left, right, measured, settings, families)


def measure_in_order(
    prepared: Prepared,
    corpus: CorpusStatistics,
    left: Places,
    right: Places,
    settings: Settings,
    *,
    threads: int = 1,
    progress: Progress = no_progress,
) -> OrderedMeasures:
    """Measure pairs of places in order of content hash."""
    swapped = _against_hash_order(prepared, left, right)
    sides = np.where(swapped, right, left), np.where(swapped, left, right)
    return OrderedMeasures(
        swapped, _measure_together(prepared, corpus, *sides, settings, threads=threads, progress=progress)
    )


def judge_pairs(
    prepared: Prepared,
    corpus: CorpusStatistics,
    left: Places,
    right: Places,
    measured: OrderedMeasures,
    settings: Settings,
    families: TemplateFamilies | None = None,
) -> VerifiedPairs:
    """Decide the relations of pairs of places that were measured by `measure_in_order`."""
    swapped, measures = measured
    sides = np.where(swapped, right, left), np.where(swapped, left, right)
    urls = ArticleUrls()
    context = _pair_context(prepared, corpus, *sides, measures, settings)._replace(
        same_address=_same_address(prepared, left, right, measures, urls, settings),
        is_other_edition=_is_other_edition(prepared, left, right, measures, settings),
    )
    features = features_of(measures, context, settings)
    if families is None:
        families = find_families(features, left, right, prepared.published_days, settings)
    context = context._replace(has_third=families.has_third(left, right), is_series=families.is_series(left, right))
    verdicts = classify_pairs(in_context(features, context), settings)
    aligner = Aligner(prepared, corpus, settings)
    mirrored = measures.mirrored(swapped)
    return VerifiedPairs(prepared, corpus, settings, left, right, mirrored, context, verdicts, families, aligner, urls)


def _measure_together(
    prepared: Prepared,
    corpus: CorpusStatistics,
    left: Places,
    right: Places,
    settings: Settings,
    *,
    threads: int = 1,
    progress: Progress = no_progress,
) -> Measures:
    """Measure pairs of the same few texts one after the other; the rows are in the order of the pairs."""
    order = locality_order(left, right, len(prepared))
    measures = measure_candidates(
        prepared.measured(),
        corpus,
        left[order],
        right[order],
        settings,
        threads=threads,
        progress=progress,
    )
    return measures.only(np.argsort(order)) if len(order) > 1 else measures


def locality_order(left: Places, right: Places, articles: int) -> Places:
    """The order in which pairs of the same few articles stand together, (pairs,)."""
    return np.lexsort((left, right, _locality(left, right, articles)))


def _locality(left: Places, right: Places, articles: int) -> Places:
    """The lowest article that a few links lead to from either side: pairs of the same few texts stand together."""
    first = np.arange(articles)
    for _ in range(LOCALITY_STEPS):
        nearest = np.minimum(first[left], first[right])
        np.minimum.at(first, left, nearest)
        np.minimum.at(first, right, nearest)
    return first[left]


def _against_hash_order(prepared: Prepared, left: Places, right: Places) -> NDArray[np.bool_]:
    """Which pairs stand against the order of their content hashes; of equal hashes, of their texts."""
    hashes = prepared.texts.content_hashes
    swapped = hashes[left] > hashes[right]
    for pair in np.flatnonzero(hashes[left] == hashes[right]).tolist():
        swapped[pair] = prepared.articles[left[pair]].text > prepared.articles[right[pair]].text
    return swapped


def _pair_context(
    prepared: Prepared, corpus: CorpusStatistics, left: Places, right: Places, measures: Measures, settings: Settings
) -> PairContext:
    """What is known about pairs of places beside their words; addresses and third articles are left open."""
    days, outlets, hashes = prepared.published_days, prepared.outlets, prepared.texts.content_hashes
    is_notice, is_hidden = prepared.notice_flags(left) | prepared.notice_flags(right)
    is_stub = is_among(hashes[left], corpus.stub_texts) | is_among(hashes[right], corpus.stub_texts)
    same_outlet = (outlets[left] == outlets[right]) & (outlets[left] >= 0)
    pages = PageWords(prepared, settings.min_excerpt_run)
    return PairContext(
        days_apart=abs(days[left] - days[right]),
        same_outlet=same_outlet,
        recurs=find_recurring_passages(left, right, measures, same_outlet, settings)
        | find_closing_blocks(left, right, measures, outlets[left] == outlets[right], settings),
        is_card=find_cards(pages, left, right, measures, same_outlet, settings),
        is_background=find_standing_background(pages, left, right, measures, same_outlet, settings)
        | find_reprinted_background(pages, left, right, measures, same_outlet, settings),
        is_quoted_block=find_quoted_blocks(pages, left, right, measures, settings),
        is_list=find_shared_lists(pages, left, right, measures, settings),
        is_stock_sentence=find_stock_sentences(left, right, measures, settings),
        same_address=np.zeros(len(left), np.bool_),
        is_other_edition=np.zeros(len(left), np.bool_),
        has_third=np.zeros(len(left), np.bool_),
        is_series=np.zeros(len(left), np.bool_),
        same_words=hashes[left] == hashes[right],
        is_notice=is_notice,
        is_stub=is_stub,
        is_hidden=is_hidden,
    )


def _same_address(
    prepared: Prepared, left: Places, right: Places, measures: Measures, urls: ArticleUrls, settings: Settings
) -> NDArray[np.bool_]:
    """Which pairs have one canonical address; asked where they share enough to be states of one page."""
    flags = np.zeros(len(left), np.bool_)
    shares_enough = measures.max_coverage >= settings.state_coverage
    outlets = prepared.outlets
    for row in np.flatnonzero(shares_enough & (outlets[left] == outlets[right])).tolist():
        url = urls(prepared.articles[left[row]])
        flags[row] = url is not None and url == urls(prepared.articles[right[row]])
    return flags


def _is_other_edition(
    prepared: Prepared, left: Places, right: Places, measures: Measures, settings: Settings
) -> NDArray[np.bool_]:
    """Which pairs of one outlet have titles of other versions; of other subjects, further apart than states of one
    article are; or, further apart than an article is edited, of other numbers.
    """
    flags = np.zeros(len(left), np.bool_)
    is_titled = (measures.left_title_words > 0) & (measures.right_title_words > 0)
    shares_enough = np.minimum(measures.left_coverage, measures.right_coverage) >= settings.template_coverage
    outlets, days = prepared.outlets, prepared.published_days
    same_outlet = (outlets[left] == outlets[right]) & (outlets[left] >= 0)
    for row in np.flatnonzero(is_titled & shares_enough & same_outlet).tolist():
        one, other = prepared.articles[left[row]], prepared.articles[right[row]]
        titles, days_apart = (one.title, other.title), abs(days[left[row]] - days[right[row]])
        flags[row] = name_other_versions(*titles) or (days_apart > MAX_EDITED_DAYS and name_other_numbers(*titles))
        if days_apart >= settings.state_days and not flags[row]:
            flags[row] = name_other_subjects(one, other, expand_umlauts=settings.expand_umlauts)
    return flags


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
