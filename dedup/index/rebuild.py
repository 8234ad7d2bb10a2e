"""Making an index anew from the articles in it: after damage, or for another version of dedup.

Whatever can be read and is what was written goes into an empty index beside the old one: articles under their own
numbers, and their keys, computed again. Clusters keep their ids, and matches, stories and the terms that these are
found by are kept as far as they are whole; the next regrouping judges everything anew. Then the new one takes the old
one's place, in one step.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dedup.errors import DamagedDataError
from dedup.index.article_codec import ArticleCodec
from dedup.index.checksums import has_valid_checksum
from dedup.index.compatibility import record_build
from dedup.index.corpus_codec import CORPUS_NOTE
from dedup.index.group_ids import group_of_article
from dedup.index.integrity import Fault, ReadArticles, read_articles
from dedup.index.lookup import lookup_keys
from dedup.index.postings.segments import compact
from dedup.index.postings.sorted_postings import MemTable
from dedup.index.storage.protocols import GroupKind, State, Store
from dedup.index.story_terms import batch_note_name, decode_batch
from dedup.sketch.fingerprints import sketch
from dedup.sketch.packed_texts import pack_texts

ARTICLES_PER_SEGMENT = 1 << 16  # articles whose postings make a run


def rebuild_store(store: Store, packer: ArticleCodec) -> list[Fault]:
    """Make an index anew; what of it could not be restored."""
    lost: list[Fault] = []
    with store.replacement() as fresh:
        record_build(fresh)
        with fresh.writing():
            state = _copy_articles(store, fresh, packer, lost)
            _copy_results(store, fresh, state.next_number, lost)
            fresh.set_state(state)
    return lost


def _copy_articles(store: Store, fresh: Store, packer: ArticleCodec, lost: list[Fault]) -> State:
    """Copy what is whole, with its keys; the counters that belong to it."""
    count, end, recent = 0, 1, MemTable(1)
    for chunk in read_articles(store, packer):
        restored = {article.id for article in chunk.articles}
        lost += [fault for fault in chunk.faults if fault.article_id not in restored]
        fresh.insert(store.records(chunk.numbers))
        count, end = count + len(chunk.numbers), max([end, *(1 + number for number in chunk.numbers)])
        _add_keys(recent, chunk, end)
        if end - recent.first >= ARTICLES_PER_SEGMENT:
            compact(fresh, recent.flushed(), end)
            recent = MemTable(end)
    compact(fresh, recent.flushed(), end)
    then = _readable_state(store)
    next_number = max(then.next_number, end)
    return replace(then, articles=count, next_number=next_number, covered=end, dead=0, changes=then.changes + 1)


def _add_keys(recent: MemTable, chunk: ReadArticles, end: int) -> None:
    asked = lookup_keys(sketch(pack_texts([article.text for article in chunk.articles])))
    recent.add(asked.keys, np.array(chunk.numbers, np.int64)[asked.positions], end)


def _readable_state(store: Store) -> State:
    try:
        return store.state()
    except DamagedDataError:
        groups = [group for grouping in GroupKind for group in _readable_groups(store, grouping)]
        return State(next_group=max([1, *(1 + group for group in groups)]))


def _copy_results(store: Store, fresh: Store, end: int, lost: list[Fault]) -> None:
    """Copy groups, matches, stories and the terms of articles below number `end` as far as they are whole."""
    for grouping in GroupKind:
        fresh.set_groups(grouping, group_of_article(_readable_groups(store, grouping)))
    try:
        fresh.insert_matches(found for found in store.matches() if has_valid_checksum(found.body))
        fresh.set_stories({story: body for story, body in store.stories().items() if has_valid_checksum(body)})
        for body in filter(has_valid_checksum, store.metadata_range(batch_note_name(0), batch_note_name(end))):
            fresh.set_metadata(batch_note_name(int(decode_batch(body).numbers[0])), body)
        learned = store.metadata(CORPUS_NOTE)
    except DamagedDataError:
        lost.append(Fault(None, "matches and stories: the next regrouping finds them again"))
        return
    if learned is not None and has_valid_checksum(learned):
        fresh.set_metadata(CORPUS_NOTE, learned)


def _readable_groups(store: Store, grouping: GroupKind) -> dict[int, list[int]]:
    try:
        return store.groups(grouping)
    except DamagedDataError:
        return {}
