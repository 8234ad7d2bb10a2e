"""Ids of clusters and stories that stay, as articles are added and removed.

A new article joins the cluster of the article that it shares most with, until regrouping computes what `scan` would. A
group computed by regrouping inherits the id of the old group with which it has most articles in common (largest overlap
first, then the older id). Ids are never given twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from dedup.clusters.clusters import CLUSTERING_RELATIONS
from dedup.comparison.match import Match
from dedup.index.storage.protocols import GroupKind, Store


class CopyStrength(NamedTuple):
    """Two articles by number, and how much a match says that the newer one copies the older; None if it does not."""

    newer: int
    older: int
    strength: float | None


def copy_strength(match: Match) -> float | None:
    """How much the two sides of a match share, the product of both coverages, if its relation forms clusters."""
    return match.left_coverage * match.right_coverage if match.relation in CLUSTERING_RELATIONS else None


def closest_copies(pairs: Iterable[CopyStrength]) -> dict[int, int]:
    """For each article that copies older ones, the one that it shares most with; of equals the oldest."""
    best: dict[int, tuple[float, int]] = {}
    for newer, older, strength in pairs:
        if strength is not None and (newer not in best or (-strength, older) < best[newer]):
            best[newer] = (-strength, older)
    return {newer: older for newer, (_, older) in best.items()}


class JoinedGroups(NamedTuple):
    """The clusters and stories that articles joined or began, by number, and the next group's id."""

    clusters: Mapping[int, int]
    stories: Mapping[int, int]
    next_group: int


def assign_groups_of_copies(store: Store, next_group: int, copies: Mapping[int, int]) -> JoinedGroups:
    """Put articles into the clusters and stories of their closest copies, which stand before them."""
    stories = _assign_stories_of_copies(store, copies)
    group_of = store.results.groups_of(GroupKind.CLUSTER, sorted(set(copies.values())))
    joined, next_group = assign_groups(copies, group_of, next_group)
    store.results.set_groups(GroupKind.CLUSTER, joined)
    return JoinedGroups(joined, stories, next_group)


def _assign_stories_of_copies(store: Store, copies: Mapping[int, int]) -> dict[int, int]:
    story_of = store.results.groups_of(GroupKind.STORY, sorted(set(copies.values())))
    joined: dict[int, int] = {}
    for number, older in sorted(copies.items()):
        story = joined.get(older) or story_of.get(older)
        if story is not None:
            joined[number] = story
    store.results.set_groups(GroupKind.STORY, joined)
    store.results.delete_stories(set(joined.values()))
    return joined


def assign_groups(
    joining: Mapping[int, int], group_of: Mapping[int, int], next_group: int
) -> tuple[dict[int, int], int]:
    """The group of each article that joins an older one, or begins a group with it; and the next group's id.

    >>> assign_groups({5: 2, 6: 5, 7: 3}, {3: 1}, 8)
    ({2: 8, 5: 8, 6: 8, 7: 1}, 9)
    """
    joined: dict[int, int] = {}
    for number, older in sorted(joining.items()):
        group = joined.get(older) or group_of.get(older)
        if group is None:
            group, next_group = next_group, next_group + 1
            joined[older] = group
        joined[number] = group
    return joined, next_group


def inherit_ids(old: Mapping[int, Sequence[int]], new: Sequence[Sequence[int]], next_id: int) -> list[int]:
    """An id for each new group: that of the old group with which it shares most, or one from `next_id` on.

    >>> inherit_ids({7: [1, 2, 3], 8: [4, 5]}, [[4, 5, 6], [1, 2], [3, 9]], 20)
    [8, 7, 20]
    """
    group_of = group_of_article(old)
    shared = Counter(
        (place, group_of[number]) for place, numbers in enumerate(new) for number in numbers if number in group_of
    )
    ids: dict[int, int] = {}
    taken: set[int] = set()
    for (place, group), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0][1], min(new[item[0][0]]))):
        if place not in ids and group not in taken:
            ids[place] = group
            taken.add(group)
    fresh = iter(range(next_id, next_id + len(new)))
    return [ids[place] if place in ids else next(fresh) for place in range(len(new))]


def reassign_late(old: Mapping[int, Sequence[int]], new: Mapping[int, int], since: int) -> dict[int, int]:
    """The groups of articles that were added during regrouping (number `since` or higher).

    Each joins the new group that contains most of its former group's members (ties: lowest id); if none of them is
    grouped any more, it keeps its old group, together with the oldest of them.

    >>> reassign_late({7: [1, 2, 6], 8: [3, 9]}, {1: 5, 2: 7}, 6)
    {6: 5, 3: 8, 9: 8}
    """
    assigned: dict[int, int] = {}
    for group, numbers in old.items():
        late = [number for number in numbers if number >= since]
        if not late:
            continue
        counts = Counter(new[number] for number in numbers if number in new)
        if counts:
            assigned |= dict.fromkeys(late, min(counts, key=lambda each: (-counts[each], each)))
        else:
            assigned |= dict.fromkeys([numbers[0], *late], group)
    return assigned


def group_of_article(groups: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """The group of each article."""
    return {number: group for group, numbers in groups.items() for number in numbers}
