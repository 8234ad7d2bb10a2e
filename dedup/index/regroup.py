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
from dedup.index.group_ids import best_copies, followed, inherit, join, numbered
from dedup.index.story_terms import Batch, Kept, name_of, pack
from dedup.index.corpus_codec import NOTE, pack_corpus
from dedup.index.storage.protocols import Found, Grouping, State, Store
from dedup.index.match_codec import is_one_cluster, pack_match, pack_story
from dedup.corpus.statistics import Corpus
from dedup.comparison.match import Match
from dedup.comparison.verification import compare_pairs, learn
from dedup.comparison.prepared import prepare
from dedup.serialization import dumps
from dedup.settings import Settings
from dedup.sketch.candidates import candidates
from dedup.clusters.clusters import clusters
from dedup.stories.values import Cluster, Story
from dedup.stories.story_matches import retell

MANNER = "regrouped"  # the note of it


class Regrouped(NamedTuple):
    """What a scan says."""

    corpus: Corpus
    matches: Sequence[Match]
    clusters: Sequence[Cluster]
    stories: Sequence[Story]
    known: Sequence[bytes | None]  # what is kept of each story; of one that is a cluster, nothing
    heard: Sequence[Batch]  # the terms of which stories were told


def manner(settings: Settings, *, stories: bool) -> bytes:
    """How groups were made: made otherwise, they would be others."""
    return dumps({**asdict(settings), "stories": stories})


def regroup(articles: Mapping[int, Article], settings: Settings, terms: Sequence[bytes] | None) -> Regrouped:
    """Judge all pairs among articles anew, given by number; and their stories, unless the terms that are kept of them
    are None.
    """
    prepared = prepare(sorted(articles.values(), key=lambda article: article.id))
    pairs = candidates(
        prepared.sketches,
        reach=settings.reach,
        shared_anchors=settings.shared_anchors,
        common_groups=settings.common,
        consume=True,
    )
    compared = compare_pairs(prepared, learn(prepared, pairs), pairs.left, pairs.right)
    copies = clusters(compared, settings.cohesion)
    if terms is None:
        return Regrouped(compared.corpus, compared.matches(), copies, (), (), ())
    kept = Kept(terms, {article.id: number for number, article in articles.items()})
    told, matches = retell(compared, copies, kept)
    known = [None if is_one_cluster(each.article_ids, each.clusters) else pack_story(each) for each in told]
    return Regrouped(compared.corpus, matches, copies, told, known, [*kept.in_batches()])


def write(store: Store, said: Regrouped, number_of: Mapping[str, int], then: State, made: bytes) -> None:
    """Put what was said of the articles of one moment in place of what was known; `then` is that moment's state, and
    `made` the manner in which it was said.
    """
    now = store.state()
    if now.regrouped > then.changes:
        return
    alive = set(store.numbers())
    store.set_note(NOTE, pack_corpus(said.corpus))
    store.set_note(MANNER, made)
    if said.heard:
        store.delete_notes(name_of(0), name_of(then.next_number))
    for batch in said.heard:
        store.set_note(name_of(int(batch.numbers[0])), pack(batch))
    store.delete_matches(before=then.next_number)
    store.insert_matches(_found(said.matches, number_of, alive))
    next_group = now.next_group
    for grouping, groups in ((Grouping.CLUSTER, said.clusters), (Grouping.STORY, said.stories)):
        members = [[number for each in group.article_ids if (number := number_of[each]) in alive] for group in groups]
        old = store.groups(grouping)
        ids = inherit(old, members, next_group)
        next_group = max([next_group, *(1 + each for each in ids)])
        new = numbered(dict(zip(ids, members, strict=True)))
        store.clear_groups(grouping)
        store.set_groups(grouping, new)
        if grouping is Grouping.STORY:
            late = followed(old, new, then.next_number)
            store.set_stories({each: body for each, body in zip(ids, said.known, strict=True) if body is not None})
            store.set_groups(grouping, late)
            store.forget_stories(set(late.values()))
    next_group = join(store, next_group, best_copies(_among(store.matches(since=then.next_number), alive)))
    store.set_state(replace(now, next_group=next_group, regrouped=then.changes, generation=now.generation + 1))


def _among(found: Iterable[Found], alive: set[int]) -> Iterator[Found]:
    return (each for each in found if each.newer in alive and each.older in alive)


def _found(matches: Sequence[Match], number_of: Mapping[str, int], alive: set[int]) -> list[Found]:
    rows = []
    for match in matches:
        older, newer = sorted((number_of[match.left_id], number_of[match.right_id]))
        if older in alive and newer in alive:
            rows.append(Found(newer, older, pack_match(match)))
    return sorted(rows, key=lambda row: (row.newer, row.older))
