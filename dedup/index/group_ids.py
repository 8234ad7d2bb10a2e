"""Clusters and stories with ids that stay, as articles come and go.

An article that is added joins the cluster of the one that it shares most with, for the time being; regrouping then says
what `scan` would say. A group found by regrouping inherits the id of the old group with which it shares most articles:
largest overlap first, then the older id. Ids are never given twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from dedup.index.match_codec import copy_strength
from dedup.index.storage.protocols import GroupKind, MatchRow, Store


def closest_copies(found: Iterable[MatchRow]) -> dict[int, int]:
    """Of each article that is a copy of older ones, the one that it shares most with, of equals the oldest."""
    best: dict[int, tuple[float, int]] = {}
    for each in found:
        weight = copy_strength(each.body)
        if weight is None:
            continue
        if each.newer not in best or (-weight, each.older) < best[each.newer]:
            best[each.newer] = (-weight, each.older)
    return {number: older for number, (_, older) in best.items()}


def assign_groups_of_copies(store: Store, next_group: int, copies: Mapping[int, int]) -> int:
    """Put articles into the clusters of their best copies, which stand before them, and into their stories where these
    are in one; the next group's id.
    """
    _assign_stories_of_copies(store, copies)
    group_of = store.groups_of(GroupKind.CLUSTER, sorted(set(copies.values())))
    joined, next_group = assign_groups(copies, group_of, next_group)
    store.set_groups(GroupKind.CLUSTER, joined)
    return next_group


def _assign_stories_of_copies(store: Store, copies: Mapping[int, int]) -> None:
    story_of = store.groups_of(GroupKind.STORY, sorted(set(copies.values())))
    joined: dict[int, int] = {}
    for number, older in sorted(copies.items()):
        story = joined.get(older) or story_of.get(older)
        if story is not None:
            joined[number] = story
    store.set_groups(GroupKind.STORY, joined)
    store.delete_stories(set(joined.values()))


def assign_groups(
    joining: Mapping[int, int], group_of: Mapping[int, int], next_group: int
) -> tuple[dict[int, int], int]:
    """The group of each article that joins an older one, or begins a group with it; and the next group's id.

    >>> grouped({5: 2, 6: 5, 7: 3}, {3: 1}, 8)
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

    >>> inherit({7: [1, 2, 3], 8: [4, 5]}, [[4, 5, 6], [1, 2], [3, 9]], 20)
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
    """The groups of articles numbered from `since` on, of which what was made `new` does not know: each follows those
    it was grouped with to where most of them are now, of equals to the oldest group; if they are in none, it keeps its
    group, with the oldest of them.

    >>> followed({7: [1, 2, 6], 8: [3, 9]}, {1: 5, 2: 7}, 6)
    {6: 5, 3: 8, 9: 8}
    """
    stays: dict[int, int] = {}
    for group, numbers in old.items():
        late = [number for number in numbers if number >= since]
        if not late:
            continue
        now = Counter(new[number] for number in numbers if number in new)
        if now:
            stays |= dict.fromkeys(late, min(now, key=lambda each: (-now[each], each)))
        else:
            stays |= dict.fromkeys([numbers[0], *late], group)
    return stays


def group_of_article(groups: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """The group of each number."""
    return {number: group for group, numbers in groups.items() for number in numbers}
