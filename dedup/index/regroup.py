"""What all articles together say: the matches, clusters and stories of a scan over everything that is stored.

Articles come one by one, and each is judged with what was known then. What later ones teach changes verdicts: a menu
is known for page furniture only when a third page of its outlet has come, a phrase for common property when unlike
articles share it, a story holds together by its whole. So everything is judged anew by the very steps of `scan`, over
articles in the order of their ids, and what it says does not depend on when and how they came.

The work is done outside of any step, on the articles of one moment. What came meanwhile is put into the clusters of its
best copies, as if it came now, and follows those with which it was in a story. If others told of a later moment
meanwhile, theirs stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import NamedTuple

from dedup.article import Article
from dedup.clusters.clusters import find_clusters
from dedup.clusters.values import Cluster
from dedup.comparison.match import Match
from dedup.comparison.prepared import prepare
from dedup.comparison.verification import learn_corpus, verify_pairs
from dedup.corpus.statistics import CorpusStatistics
from dedup.index.corpus_codec import CORPUS_NOTE, encode_corpus
from dedup.index.group_ids import assign_groups_of_copies, closest_copies, group_of_article, inherit_ids, reassign_late
from dedup.index.match_codec import encode_match, encode_story, is_single_cluster
from dedup.index.storage.protocols import GroupKind, MatchRow, State, Store
from dedup.index.story_terms import StoredTerms, TermBatch, batch_note_name, encode_batch
from dedup.serialization import dumps
from dedup.settings import Settings
from dedup.sketch.candidates import find_candidates
from dedup.stories.story_matches import add_story_matches
from dedup.stories.story_value import Story

SETTINGS_NOTE = "regrouped"  # the note of it


class Regrouped(NamedTuple):
    """What a scan says."""

    corpus: CorpusStatistics
    matches: Sequence[Match]
    clusters: Sequence[Cluster]
    stories: Sequence[Story]
    story_bodies: Sequence[bytes | None]  # what is kept of each story; of one that is a cluster, nothing
    term_batches: Sequence[TermBatch]  # the terms of which stories were told


def settings_key(settings: Settings, *, stories: bool) -> bytes:
    """How groups were made: made otherwise, they would be others."""
    return dumps({**asdict(settings), "stories": stories})


def regroup(articles: Mapping[int, Article], settings: Settings, terms: Sequence[bytes] | None) -> Regrouped:
    """Judge all pairs among articles anew, given by number; and their stories, unless the terms that are kept of them
    are None.
    """
    prepared = prepare(sorted(articles.values(), key=lambda article: article.id))
    pairs = find_candidates(
        prepared.sketches,
        max_band_neighbours=settings.max_band_neighbours,
        min_shared_anchors=settings.min_shared_anchors,
        max_anchor_groups=settings.max_anchor_groups,
        release_inputs=True,
    )
    compared = verify_pairs(prepared, learn_corpus(prepared, pairs), pairs.left, pairs.right)
    copies = find_clusters(compared, settings.min_core_coverage)
    if terms is None:
        return Regrouped(compared.corpus, compared.matches(), copies, (), (), ())
    kept = StoredTerms(terms, {article.id: number for number, article in articles.items()})
    told, matches = add_story_matches(compared, copies, kept)
    known = [None if is_single_cluster(each.article_ids, each.clusters) else encode_story(each) for each in told]
    return Regrouped(compared.corpus, matches, copies, told, known, [*kept.in_batches()])


def store_result(
    store: Store, result: Regrouped, number_of: Mapping[str, int], snapshot: State, settings_note: bytes
) -> None:
    """Put what was said of the articles of one moment in place of what was known; `then` is that moment's state, and
    `made` the manner in which it was said.
    """
    now = store.state()
    if now.regrouped > snapshot.changes:
        return
    alive = set(store.numbers())
    store.set_metadata(CORPUS_NOTE, encode_corpus(result.corpus))
    store.set_metadata(SETTINGS_NOTE, settings_note)
    if result.term_batches:
        store.delete_metadata(batch_note_name(0), batch_note_name(snapshot.next_number))
    for batch in result.term_batches:
        store.set_metadata(batch_note_name(int(batch.numbers[0])), encode_batch(batch))
    store.delete_matches(before=snapshot.next_number)
    store.insert_matches(_rows_of(result.matches, number_of, alive))
    next_group = now.next_group
    for grouping, groups in ((GroupKind.CLUSTER, result.clusters), (GroupKind.STORY, result.stories)):
        members = [[number for each in group.article_ids if (number := number_of[each]) in alive] for group in groups]
        old = store.groups(grouping)
        ids = inherit_ids(old, members, next_group)
        next_group = max([next_group, *(1 + each for each in ids)])
        new = group_of_article(dict(zip(ids, members, strict=True)))
        store.clear_groups(grouping)
        store.set_groups(grouping, new)
        if grouping is GroupKind.STORY:
            late = reassign_late(old, new, snapshot.next_number)
            store.set_stories(
                {each: body for each, body in zip(ids, result.story_bodies, strict=True) if body is not None}
            )
            store.set_groups(grouping, late)
            store.delete_stories(set(late.values()))
    next_group = assign_groups_of_copies(
        store, next_group, closest_copies(_between_existing(store.matches(since=snapshot.next_number), alive))
    )
    store.set_state(replace(now, next_group=next_group, regrouped=snapshot.changes, generation=now.generation + 1))


def _between_existing(found: Iterable[MatchRow], alive: set[int]) -> Iterator[MatchRow]:
    return (each for each in found if each.newer in alive and each.older in alive)


def _rows_of(matches: Sequence[Match], number_of: Mapping[str, int], alive: set[int]) -> list[MatchRow]:
    rows = []
    for match in matches:
        older, newer = sorted((number_of[match.left_id], number_of[match.right_id]))
        if older in alive and newer in alive:
            rows.append(MatchRow(newer, older, encode_match(match)))
    return sorted(rows, key=lambda row: (row.newer, row.older))
