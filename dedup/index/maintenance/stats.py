"""What an index holds, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dedup.index.maintenance.regroup import regrouped_settings
from dedup.index.storage.protocols import GroupKind, Store


@dataclass(frozen=True, slots=True)
class IndexStats:
    """What an index holds.

    `unflushed` articles have their postings in memory only; `changes` are additions and removals since the last
    regrouping; `removed` articles may still have postings in segments; `settings` are those of the last regrouping, by
    name, and None before the first.
    """

    articles: int
    clusters: int
    stories: int
    segments: int
    unflushed: int
    removed: int
    changes: int
    size_bytes: int
    settings: dict[str, Any] | None = None


def read_stats(store: Store) -> IndexStats:
    """The figures of a store, within one `reading`."""
    state, postings = store.state(), store.postings.counts()
    return IndexStats(
        articles=state.articles,
        clusters=len(store.results.groups(GroupKind.CLUSTER)),
        stories=len(store.results.groups(GroupKind.STORY)),
        segments=postings.segments,
        unflushed=postings.unflushed,
        removed=state.tombstones,
        changes=state.changes - state.regrouped_changes,
        size_bytes=store.size_bytes(),
        settings=regrouped_settings(store),
    )
