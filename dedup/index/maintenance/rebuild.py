"""Makes an index anew from the articles in it: after damage, or for another version of dedup.

Whatever can be read and is what was written goes into an empty store beside the old one: articles under their own
numbers, and their keys, computed again. Clusters keep their ids; matches, stories and the terms of stories are kept as
far as they are undamaged, and the next regrouping computes everything anew. Then the new store takes the old one's
place, in one step.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dedup.errors import DamagedDataError
from dedup.index.article_keys import held_keys
from dedup.index.codecs.article_codec import ArticleCodec
from dedup.index.codecs.checksums import has_valid_checksum
from dedup.index.codecs.corpus_codec import CORPUS_NOTE
from dedup.index.codecs.series_codec import SERIES_NOTE
from dedup.index.codecs.term_codec import batch_note_name, decode_batch
from dedup.index.grouping.group_ids import group_of_article
from dedup.index.maintenance.compatibility import record_build
from dedup.index.maintenance.integrity import Fault, read_stored_articles
from dedup.index.storage.protocols import GroupKind, HeldKeys, State, Store


def rebuild_store(store: Store, codec: ArticleCodec) -> list[Fault]:
    """Make an index anew; what of it could not be restored."""
    with store.replacement() as fresh:
        record_build(fresh)
        with fresh.writing():
            copy = _ArticleCopy(store, fresh, codec)
            fresh.postings.rebuild(copy.chunks())
            state = copy.state()
            lost = copy.lost + _copy_results(store, fresh, state.next_number)
            fresh.set_state(state)
    return lost


class _ArticleCopy:
    """Copies undamaged articles to an empty store, chunk by chunk; `lost` says which could not be copied."""

    def __init__(self, store: Store, fresh: Store, codec: ArticleCodec) -> None:
        self.lost: list[Fault] = []
        self._store = store
        self._fresh = fresh
        self._codec = codec
        self._count = 0
        self._end = 1

    def chunks(self) -> Iterator[tuple[HeldKeys, int]]:
        """Copy the articles; the keys of each chunk, and the number behind its last article."""
        for chunk in read_stored_articles(self._store, self._codec):
            restored = {article.id for article in chunk.articles}
            self.lost += [fault for fault in chunk.faults if fault.article_id not in restored]
            self._fresh.articles.insert(self._store.articles.records(chunk.numbers))
            self._count += len(chunk.numbers)
            self._end = max([self._end, *(1 + number for number in chunk.numbers)])
            yield held_keys(chunk.numbers, chunk.articles), self._end

    def state(self) -> State:
        """The counters of the copy."""
        old = _readable_state(self._store)
        return replace(
            old,
            articles=self._count,
            next_number=max(old.next_number, self._end),
            flushed_until=self._end,
            tombstones=0,
            changes=old.changes + 1,
        )


def _readable_state(store: Store) -> State:
    try:
        return store.state()
    except DamagedDataError:
        groups = [group for kind in GroupKind for group in _readable_groups(store, kind)]
        return State(next_group=max([1, *(1 + group for group in groups)]))


def _copy_results(store: Store, fresh: Store, end: int) -> list[Fault]:
    """Copy undamaged groups, matches, stories and terms of articles below number `end`; what is lost."""
    for kind in GroupKind:
        fresh.results.set_groups(kind, group_of_article(_readable_groups(store, kind)))
    try:
        fresh.results.insert_matches(row for row in store.results.matches() if has_valid_checksum(row.body))
        stories = store.results.stories().items()
        fresh.results.set_stories({story: body for story, body in stories if has_valid_checksum(body)})
        for body in filter(has_valid_checksum, store.metadata_range(batch_note_name(0), batch_note_name(end))):
            fresh.set_metadata(batch_note_name(int(decode_batch(body).numbers[0])), body)
        notes = {name: store.metadata(name) for name in (CORPUS_NOTE, SERIES_NOTE)}
    except DamagedDataError:
        return [Fault(None, "matches and stories: the next regrouping finds them again")]
    for name, note in notes.items():
        if note is not None and has_valid_checksum(note):
            fresh.set_metadata(name, note)
    return []


def _readable_groups(store: Store, kind: GroupKind) -> dict[int, list[int]]:
    try:
        return store.results.groups(kind)
    except DamagedDataError:
        return {}
