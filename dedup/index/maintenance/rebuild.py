"""Makes an index anew from the articles in it: after damage, or for another version of dedup.

Whatever can be read and is what was written goes into an empty store beside the old one: articles under their own
numbers, and their keys, computed again. Ids of groups cannot be computed: what could not be kept of them is listed.
Matches, stories and the terms of stories are kept as far as they are undamaged, and the next regrouping computes
everything anew. Then the new store takes the old one's place, in one step.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dedup.errors import DamagedDataError
from dedup.index.article_keys import held_keys
from dedup.index.codecs.article_codec import ArticleCodec, decode_id
from dedup.index.codecs.checksums import has_valid_checksum, resealed
from dedup.index.codecs.corpus_codec import CORPUS_NOTE
from dedup.index.codecs.match_codec import match_place, story_place
from dedup.index.codecs.series_codec import SERIES_NOTE
from dedup.index.codecs.term_codec import batch_note_name, decode_batch
from dedup.index.maintenance.compatibility import is_expanded, record_build
from dedup.index.maintenance.integrity import Fault, count_unnamed, read_stored_articles
from dedup.index.storage.protocols import GroupKind, HeldKeys, State, Store
from dedup.settings import FoldingSettings, Settings

_REGROUPED = Fault(None, "matches and stories: the next regrouping finds them again")


def rebuild_store(store: Store, codec: ArticleCodec, settings: Settings) -> list[Fault]:
    """Make an index anew; what of it could not be restored. DamagedDataError, and no change, if nothing can be read.

    It is folded as before, or with `expand_umlauts` where the settings ask for it.
    """
    was_expanded = is_expanded(store)
    settings = replace(settings, expand_umlauts=settings.expand_umlauts or was_expanded)
    with store.replacement() as fresh:
        record_build(fresh, settings)
        with fresh.writing():
            copy = _ArticleCopy(store, fresh, codec, settings)
            fresh.postings.rebuild(copy.chunks())
            if copy.is_all_lost():
                raise DamagedDataError("no article in it can be read; the file is left as it is")
            state = copy.state()
            lost = copy.all_faults() + _copy_results(store, fresh)
            if settings.expand_umlauts == was_expanded and not _copy_notes(store, fresh, state.next_number):
                lost.append(_REGROUPED)
            fresh.set_state(state)
    return lost


class _ArticleCopy:
    """Copies undamaged articles to an empty store, chunk by chunk, and knows which could not be copied."""

    def __init__(self, store: Store, fresh: Store, codec: ArticleCodec, settings: FoldingSettings) -> None:
        self._settings = settings
        self._faults: list[Fault] = []
        self._store = store
        self._fresh = fresh
        self._codec = codec
        self._count = 0
        self._lost = 0
        self._end = 1

    def chunks(self) -> Iterator[tuple[HeldKeys, int]]:
        """Copy the articles; the keys of each chunk, and the number behind its last article."""
        for chunk in read_stored_articles(self._store, self._codec):
            restored = {article.id for article in chunk.articles}
            self._faults += [fault for fault in chunk.faults if fault.article_id not in restored]
            self._fresh.articles.insert(chunk.records)
            self._count += len(chunk.numbers)
            self._lost += chunk.lost
            self._end = max([self._end, *(1 + number for number in chunk.numbers)])
            yield held_keys(chunk.numbers, chunk.articles, self._settings), self._end

    def is_all_lost(self) -> bool:
        """Whether there are no articles, and there should be."""
        return not self._count and bool(self.all_faults())

    def all_faults(self) -> list[Fault]:
        """The articles that could not be copied, and how many of them nothing names."""
        unnamed = count_unnamed(self._store, self._count + self._lost)
        if not unnamed:
            return self._faults
        return [*self._faults, Fault(None, f"{unnamed:,} more articles should be there; nothing names them")]

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
        groups = [group for kind in GroupKind for group in store.results.recover_groups(kind).groups.values()]
        return State(next_group=max([1, *(1 + group for group in groups)]))


def _copy_results(store: Store, fresh: Store) -> list[Fault]:
    """Copy undamaged groups, matches and stories; what is lost."""
    existing = set(fresh.articles.numbers())
    lost: list[Fault] = []
    for kind in GroupKind:
        found = store.results.recover_groups(kind)
        fresh.results.set_groups(kind, {number: group for number, group in found.groups.items() if number in existing})
        lost += _lost_groups(fresh, kind, [number for number in found.doubtful if number in existing])
    copied = [_copy_matches(store, fresh, existing), _copy_stories(store, fresh)]
    return lost if all(copied) else [*lost, _REGROUPED]


def _lost_groups(fresh: Store, kind: GroupKind, numbers: Sequence[int]) -> list[Fault]:
    """The articles of which it is not known any more which group they were in."""
    ids = [decode_id(record.id) for record in fresh.articles.records(numbers)]
    return [Fault(each, f"the id of its {kind} is damaged; `regroup` finds what it belongs to") for each in ids]


def _copy_matches(store: Store, fresh: Store, existing: set[int]) -> bool:
    try:
        rows = [row for row in store.results.matches() if row.newer in existing]
    except DamagedDataError:
        return False
    bodies = [resealed(row.body, match_place(row.newer, row.older)) for row in rows]
    kept = [replace(row, body=body) for row, body in zip(rows, bodies, strict=True) if body is not None]
    fresh.results.insert_matches(kept)
    return len(kept) == len(rows)


def _copy_stories(store: Store, fresh: Store) -> bool:
    try:
        stories = store.results.stories()
    except DamagedDataError:
        return False
    bodies = {story: resealed(body, story_place(story)) for story, body in stories.items()}
    kept = {story: body for story, body in bodies.items() if body is not None}
    fresh.results.set_stories(kept)
    return len(kept) == len(stories)


def _copy_notes(store: Store, fresh: Store, end: int) -> bool:
    """What was learned, the series, and the terms of stories of articles below number `end`, unless they are folded
    otherwise; by which settings is found by the next regrouping.
    """
    try:
        batches = [*store.metadata_range(batch_note_name(0), batch_note_name(end))]
        notes = {name: note for name in (CORPUS_NOTE, SERIES_NOTE) if (note := store.metadata(name)) is not None}
    except DamagedDataError:
        return False
    whole = [body for body in batches if has_valid_checksum(body)]
    kept = {name: note for name, note in notes.items() if has_valid_checksum(note)}
    named = {batch_note_name(int(decode_batch(body).numbers[0])): body for body in whole}
    for name, body in (kept | named).items():
        fresh.set_metadata(name, body)
    return len(whole) == len(batches) and kept == notes
