"""Regrouping: the matches, clusters and stories of a scan over everything that is stored.

Articles are added one by one, and each is verified with what was known then. Later ones change verdicts: a menu is
boilerplate only when a third page of its outlet has come, a phrase is a stock phrase only when dissimilar articles
share it, and a story is held together by all of its articles. So everything is computed anew by the pipeline of `scan`,
over the articles in order of their ids, and the result does not depend on when and how they came.

The work is done outside of any transaction, on the articles of one snapshot. An article that was added meanwhile joins
the cluster of its closest copy, as if it came now, and the story of those that it was in a story with. If another
process stored a regrouping of a later snapshot in the meantime, this result is discarded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields, replace
from typing import Any, NamedTuple

from dedup.article import Article
from dedup.clusters.values import Cluster
from dedup.comparison.match import Match
from dedup.corpus.statistics import CorpusStatistics
from dedup.errors import DamagedDataError
from dedup.index.cache import IndexCache
from dedup.index.codecs.checksums import verified, with_checksum
from dedup.index.codecs.corpus_codec import CORPUS_NOTE, encode_corpus
from dedup.index.codecs.match_codec import encode_story, is_single_cluster, match_row, stored_copy_strength, story_row
from dedup.index.codecs.series_codec import SERIES_NOTE, encode_series
from dedup.index.codecs.term_codec import (
    CORPUS_NAME,
    FORMER_NAMES,
    FOUND_BY,
    TermBatch,
    batch_note_name,
    encode_batch,
    encode_story_corpus,
)
from dedup.index.grouping.group_ids import (
    CopyStrength,
    assign_groups_of_copies,
    closest_copies,
    group_of_article,
    inherit_ids,
    reassign_late,
)
from dedup.index.grouping.story_terms import StoredTerms
from dedup.index.storage.protocols import GroupKind, MatchRow, State, Store
from dedup.pipeline import run
from dedup.report import Report
from dedup.runtime.progress import Progress, no_progress
from dedup.serialization import dumps, loads
from dedup.settings import IndexSettings, Settings
from dedup.stories.linking.story_links import StoryCorpus
from dedup.stories.series.series import Series
from dedup.stories.story import Story
from dedup.tokens.words import encode_utf8

SETTINGS_NOTE = "regrouped"
_INDEX_SETTINGS = {field.name for field in fields(IndexSettings)}


class Regrouped(NamedTuple):
    """What a scan over the articles of a snapshot finds."""

    corpus: CorpusStatistics
    matches: Sequence[Match]
    clusters: Sequence[Cluster]
    stories: Sequence[Story]
    series: Sequence[Series]
    story_bodies: Sequence[bytes | None]  # what is stored of each story; nothing of one that is a single cluster
    term_batches: Sequence[TermBatch]  # of the articles among which stories were found
    story_corpus: StoryCorpus | None  # by which their terms are weighed; None: without stories


def settings_key(settings: Settings, *, stories: bool) -> bytes:
    """By which settings groups are made, as stored metadata; those of the index alone change no group.

    With stories, what later articles find them by is a part of it: an index whose regrouping stored less is regrouped.
    """
    values = {name: value for name, value in asdict(settings).items() if name not in _INDEX_SETTINGS}
    return with_checksum(dumps({**values, "stories": stories, **({"found_by": FOUND_BY} if stories else {})}))


def regrouped_settings(store: Store) -> dict[str, Any] | None:
    """By which settings the groups of an index were made, by name; None if it has not been regrouped."""
    note = store.metadata(SETTINGS_NOTE)
    try:
        return None if note is None else dict(loads(verified(note, "by which settings it was regrouped")))
    except DamagedDataError:
        return None


def lacks_what_stories_are_found_by(store: Store) -> bool:
    """Whether stories were found by an earlier version, which stored of articles what this one cannot use."""
    settings = regrouped_settings(store) or {}
    return bool(settings.get("stories")) and settings.get("found_by") != FOUND_BY


class Snapshot(NamedTuple):
    """What a regrouping reads: articles by number, stored term batches (None: without stories), and the counters."""

    state: State
    articles: dict[int, Article]
    terms: list[bytes] | None


def is_regrouped(store: Store, settings_note: bytes) -> bool:
    """Whether groups are those of all articles, by the same settings."""
    state = store.state()
    return state.changes == state.regrouped_changes and store.metadata(SETTINGS_NOTE) == settings_note


def read_snapshot(store: Store, cache: IndexCache, *, stories: bool) -> Snapshot:
    """Everything that a regrouping needs, within one `reading`."""
    state = store.state()
    names = batch_note_name(0), batch_note_name(state.next_number)
    terms = [*store.metadata_range(*names)] if stories else None
    return Snapshot(state, cache.articles(store.articles.numbers()), terms)


def regroup(
    articles: Mapping[int, Article],
    settings: Settings,
    terms: Sequence[bytes] | None,
    progress: Progress = no_progress,
) -> Regrouped:
    """Scan articles, given by number; find their stories too unless `terms`, the stored term batches, are None."""
    ordered = sorted(articles.values(), key=lambda article: article.id)
    if terms is None:
        found = run(ordered, settings, stories=False, progress=progress)
        return Regrouped(found.corpus, found.matches, found.clusters, (), (), (), (), None)
    stored_terms = StoredTerms(terms, {article.id: number for number, article in articles.items()}, settings)
    found = run(ordered, settings, link=stored_terms, progress=progress)
    bodies, batches = _story_bodies(found.stories), [*stored_terms.in_batches()]
    corpus = stored_terms.corpus
    return Regrouped(found.corpus, found.matches, found.clusters, found.stories, found.series, bodies, batches, corpus)


def _story_bodies(stories: Sequence[Story]) -> list[bytes | None]:
    return [None if is_single_cluster(each.article_ids, each.clusters) else encode_story(each) for each in stories]


def store_report(store: Store, report: Report, learned: CorpusStatistics) -> None:
    """Store what a report found as if it was a regrouping of its articles, which are stored, within a transaction.

    Story terms are not in a report: where it has stories, the index does not count as regrouped.
    """
    number_of = store.articles.numbers_of([encode_utf8(article.id) for article in report.articles])
    articles = {number_of[encode_utf8(article.id)]: article for article in report.articles}
    bodies = _story_bodies(report.stories)
    found = Regrouped(learned, report.matches, report.clusters, report.stories, report.series, bodies, (), None)
    note = settings_key(report.settings, stories=False) if report.settings and not report.stories else None
    store_result(store, found, Snapshot(store.state(), articles, None), note)


def store_result(store: Store, result: Regrouped, snapshot: Snapshot, settings_note: bytes | None) -> None:
    """Replace the results of an index by those of a snapshot, within a transaction."""
    now = store.state()
    if now.regrouped_changes > snapshot.state.changes:
        return
    number_of = {article.id: number for number, article in snapshot.articles.items()}
    existing = set(store.articles.numbers())
    store.set_metadata(CORPUS_NOTE, encode_corpus(result.corpus))
    store.set_metadata(SERIES_NOTE, encode_series(result.series))
    if settings_note is not None:
        store.set_metadata(SETTINGS_NOTE, settings_note)
    _store_terms(store, result, snapshot.state)
    store.results.delete_matches(before=snapshot.state.next_number)
    store.results.insert_matches(_rows_of(result.matches, number_of, existing))
    next_group = now.next_group
    for kind, groups in ((GroupKind.CLUSTER, result.clusters), (GroupKind.STORY, result.stories)):
        numbers = [[number_of[each] for each in group.article_ids] for group in groups]
        members = [[number for number in of_one if number in existing] for of_one in numbers]
        ids, late = _store_groups(store, kind, members, snapshot.state.next_number, next_group)
        next_group = max([next_group, *(1 + each for each in ids)])
        if kind is GroupKind.STORY:
            _store_stories(store, ids, result.story_bodies, late)
    late_matches = _between_existing(store.results.matches(since=snapshot.state.next_number), existing)
    strengths = (CopyStrength(row.newer, row.older, stored_copy_strength(row)) for row in late_matches)
    next_group = assign_groups_of_copies(store, next_group, closest_copies(strengths)).next_group
    store.set_state(
        replace(
            now,
            next_group=next_group,
            regrouped_changes=snapshot.state.changes,
            regroup_count=now.regroup_count + 1,
        )
    )


def _store_terms(store: Store, result: Regrouped, snapshot: State) -> None:
    if result.story_corpus is None:
        return
    for names in FORMER_NAMES:
        store.delete_metadata(*names)
    store.delete_metadata(batch_note_name(0), batch_note_name(snapshot.next_number))
    store.set_metadata(CORPUS_NAME, encode_story_corpus(result.story_corpus))
    for batch in result.term_batches:
        store.set_metadata(batch_note_name(int(batch.numbers[0])), encode_batch(batch))


def _store_groups(
    store: Store, kind: GroupKind, members: Sequence[Sequence[int]], end: int, next_group: int
) -> tuple[list[int], dict[int, int]]:
    """Replace the groups of a kind; their ids, and the groups that late articles (number `end` or higher) follow to."""
    old = store.results.groups(kind)
    ids = inherit_ids(old, members, next_group)
    new = group_of_article(dict(zip(ids, members, strict=True)))
    store.results.clear_groups(kind)
    store.results.set_groups(kind, new)
    return ids, reassign_late(old, new, end)


def _store_stories(store: Store, ids: Sequence[int], bodies: Sequence[bytes | None], late: Mapping[int, int]) -> None:
    """Store what is known of stories, but of those that late articles follow to."""
    store.results.set_stories(
        {each: story_row(each, body) for each, body in zip(ids, bodies, strict=True) if body is not None}
    )
    store.results.set_groups(GroupKind.STORY, late)
    store.results.delete_stories(set(late.values()))


def _between_existing(rows: Iterable[MatchRow], existing: set[int]) -> Iterator[MatchRow]:
    return (row for row in rows if row.newer in existing and row.older in existing)


def _rows_of(matches: Sequence[Match], number_of: Mapping[str, int], existing: set[int]) -> list[MatchRow]:
    rows = []
    for match in matches:
        older, newer = sorted((number_of[match.left_id], number_of[match.right_id]))
        if older in existing and newer in existing:
            rows.append(match_row(match, newer, older))
    return sorted(rows, key=lambda row: (row.newer, row.older))
