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
from dedup.index.integrity import Chunk, Fault, readable
from dedup.index.compatibility import note_built
from dedup.index.group_ids import numbered
from dedup.index.story_terms import name_of, unpack
from dedup.index.lookup import keys_of
from dedup.index.corpus_codec import NOTE
from dedup.index.postings.sorted_postings import Recent
from dedup.index.article_codec import Packer
from dedup.index.postings.segments import merge
from dedup.index.checksums import is_sealed
from dedup.index.storage.protocols import Grouping, State, Store
from dedup.sketch.fingerprints import sketch
from dedup.sketch.packed_texts import pack

MERGED_AT_ONCE = 1 << 16  # articles whose postings make a run


def rebuild(store: Store, packer: Packer) -> list[Fault]:
    """Make an index anew; what of it could not be restored."""
    lost: list[Fault] = []
    with store.rewriting() as fresh:
        note_built(fresh)
        with fresh.writing():
            state = _copy_articles(store, fresh, packer, lost)
            _copy_findings(store, fresh, state.next_number, lost)
            fresh.set_state(state)
    return lost


def _copy_articles(store: Store, fresh: Store, packer: Packer, lost: list[Fault]) -> State:
    """Copy what is whole, with its keys; the counters that belong to it."""
    count, end, recent = 0, 1, Recent(1)
    for chunk in readable(store, packer):
        restored = {article.id for article in chunk.articles}
        lost += [fault for fault in chunk.faults if fault.article_id not in restored]
        fresh.insert(store.records(chunk.numbers))
        count, end = count + len(chunk.numbers), max([end, *(1 + number for number in chunk.numbers)])
        _post(recent, chunk, end)
        if end - recent.first >= MERGED_AT_ONCE:
            merge(fresh, recent.all(), end)
            recent = Recent(end)
    merge(fresh, recent.all(), end)
    then = _state(store)
    next_number = max(then.next_number, end)
    return replace(then, articles=count, next_number=next_number, covered=end, dead=0, changes=then.changes + 1)


def _post(recent: Recent, chunk: Chunk, end: int) -> None:
    asked = keys_of(sketch(pack([article.text for article in chunk.articles])))
    recent.add(asked.keys, np.array(chunk.numbers, np.int64)[asked.owners], end)


def _state(store: Store) -> State:
    try:
        return store.state()
    except DamagedDataError:
        groups = [group for grouping in Grouping for group in _groups(store, grouping)]
        return State(next_group=max([1, *(1 + group for group in groups)]))


def _copy_findings(store: Store, fresh: Store, end: int, lost: list[Fault]) -> None:
    """Copy groups, matches, stories and the terms of articles below number `end` as far as they are whole."""
    for grouping in Grouping:
        fresh.set_groups(grouping, numbered(_groups(store, grouping)))
    try:
        fresh.insert_matches(found for found in store.matches() if is_sealed(found.body))
        fresh.set_stories({story: body for story, body in store.stories().items() if is_sealed(body)})
        for body in filter(is_sealed, store.notes(name_of(0), name_of(end))):
            fresh.set_note(name_of(int(unpack(body).numbers[0])), body)
        learned = store.note(NOTE)
    except DamagedDataError:
        lost.append(Fault(None, "matches and stories: the next regrouping finds them again"))
        return
    if learned is not None and is_sealed(learned):
        fresh.set_note(NOTE, learned)


def _groups(store: Store, grouping: Grouping) -> dict[int, list[int]]:
    try:
        return store.groups(grouping)
    except DamagedDataError:
        return {}
