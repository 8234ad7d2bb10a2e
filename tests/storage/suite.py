"""What every store must do, whatever database is behind it: one test class, inherited by a test file for each.

A new database adds `tests/storage/test_<name>.py` with a subclass of `StoreSuite` and its fixture `store`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from dedup.index.postings.sorted_postings import Hits
from dedup.index.storage.protocols import GroupKind, HeldKeys, MatchRow, Record, State, Store

KEYS = np.sort(np.random.default_rng(1).integers(0, 1 << 64, 40, np.uint64))


def record(number: int, positions: Sequence[int] = (), *, url: bytes | None = None, timestamp_us: int = 0) -> Record:
    """An article that holds some of KEYS."""
    return Record(number, b"id-%d" % number, url, timestamp_us, bytes(positions), number)


def read_keys(records: Sequence[Record]) -> HeldKeys:
    """The keys that articles hold, as a store may ask for them."""
    positions = [position for each in records for position in each.body]
    numbers = [each.number for each in records for _ in each.body]
    return HeldKeys(KEYS[np.array(positions, np.int64)], np.array(numbers, np.int64))


def insert(store: Store, *records: Record) -> None:
    """Add articles with the keys that they hold."""
    with store.writing():
        state = store.state()
        store.postings.add(*read_keys(records))
        store.articles.insert(records)
        store.set_state(replace(state, articles=state.articles + len(records), next_number=records[-1].number + 1))


def pairs(hits: Hits) -> list[tuple[int, int]]:
    return sorted(zip(hits.positions.tolist(), hits.numbers.tolist(), strict=True))


class StoreSuite:
    """The behaviour of a `Store`; subclasses give the fixture `store`, an empty one."""

    def test_a_new_store_is_empty(self, store: Store) -> None:
        with store.reading():
            assert store.state() == State()
            assert (store.articles.numbers(), store.articles.ids(), store.results.matches()) == ([], [], [])
            assert [*store.metadata_range("", "~")] == []
            assert pairs(store.postings.find(KEYS)) == []
        assert store.integrity_errors() == []

    def test_articles_are_found_by_number_id_url_and_date(self, store: Store) -> None:
        stored = [
            record(1, url=b"u", timestamp_us=30),
            record(2, timestamp_us=10),
            record(5, url=b"u", timestamp_us=20),
        ]
        insert(store, *stored)
        with store.reading():
            articles = store.articles
            assert articles.records([5, 1, 3]) == [stored[0], stored[2]]
            assert articles.records_from(2, 1) == [stored[1]]
            assert articles.records_from(2, 9) == stored[1:]
            assert articles.numbers() == [1, 2, 5]
            assert sorted(articles.ids()) == [(1, b"id-1"), (2, b"id-2"), (5, b"id-5")]
            assert articles.existing([1, 3, 5]) == {1, 5}
            assert articles.numbers_of([b"id-2", b"id-9"]) == {b"id-2": 2}
            assert articles.numbers_at_urls([b"u", b"v"], 2) == {b"u": [5, 1]}
            assert articles.numbers_at_urls([b"u"], 1) == {b"u": [5]}
            assert articles.numbers_before(21) == [2, 5]
            assert [row.number for row in articles.recover()] == [1, 2, 5]

    def test_deleted_articles_are_found_in_no_way(self, store: Store) -> None:
        insert(store, record(1, url=b"u"), record(2, url=b"u"))
        with store.writing():
            store.articles.delete([2, 7])
        with store.reading():
            assert store.articles.numbers() == [1]
            assert store.articles.numbers_of([b"id-2"]) == {}
            assert store.articles.numbers_at_urls([b"u"], 3) == {b"u": [1]}

    def test_of_more_articles_than_one_query_takes_all_are_found(self, store: Store) -> None:
        insert(store, *map(record, range(1, 1202)))
        with store.reading():
            assert len(store.articles.records(range(1, 1202))) == 1201
            assert len(store.articles.numbers_of([b"id-%d" % number for number in range(1, 1202)])) == 1201
            assert [row.number for row in store.articles.recover()] == [*range(1, 1202)]

    def test_a_transaction_that_fails_changes_nothing(self, store: Store) -> None:
        insert(store, record(1))
        insert(store, record(2, range(4)))
        with store.writing():
            store.results.set_groups(GroupKind.STORY, {1: 7})
            store.results.set_stories({7: b"known"})
            store.set_metadata("a", b"1")
        before = self._everything(store)
        with pytest.raises(ZeroDivisionError), store.writing():
            store.postings.add(KEYS[8:], np.full(len(KEYS) - 8, 3))
            store.articles.insert([record(3)])
            store.articles.delete([1])
            store.set_state(State(articles=77, next_number=4))
            store.results.insert_matches([MatchRow(3, 2, b"m")])
            store.results.forget([1])
            store.results.clear_groups(GroupKind.STORY)
            store.results.set_stories({})
            store.set_metadata("a", b"2")
            store.set_metadata("b", b"3")
            raise ZeroDivisionError
        assert self._everything(store) == before
        insert(store, record(3, range(20, 24)))
        with store.reading():
            assert pairs(store.postings.find(KEYS[20:24])) == [(position, 3) for position in range(4)]

    def _everything(self, store: Store) -> object:
        with store.reading():
            return (
                store.state(),
                store.articles.records_from(0, 99),
                store.results.matches(),
                [store.results.groups(kind) for kind in GroupKind],
                store.results.stories(),
                [*store.metadata_range("", "~")],
                pairs(store.postings.find(KEYS[8:])),
            )

    def test_what_is_written_is_read_within_the_transaction(self, store: Store) -> None:
        with store.writing():
            state = store.state()
            store.articles.insert([record(1)])
            store.set_state(replace(state, articles=1, next_number=2))
            with store.reading():
                assert store.articles.numbers() == [1]
                assert store.state().articles == 1

    def test_every_holder_of_a_key_is_found(self, store: Store) -> None:
        expected = []
        for number in range(1, 12):
            positions = range(number % 3, 40, 3)
            insert(store, record(number, positions))
            expected += [(position, number) for position in positions]
            store.postings.compact()
            with store.reading():
                assert pairs(store.postings.find(KEYS)) == sorted(expected)

    def test_a_key_that_an_article_holds_twice_is_found_once(self, store: Store) -> None:
        insert(store, record(1, [*range(40), *range(40)]))
        with store.reading():
            assert pairs(store.postings.find(KEYS)) == [(position, 1) for position in range(40)]
            assert pairs(store.postings.find(KEYS[:0])) == []

    def test_postings_are_found_within_the_transaction_that_adds_them(self, store: Store) -> None:
        with store.writing():
            store.postings.add(KEYS[:2], np.array([1, 1]))
            assert pairs(store.postings.find(KEYS[:2])) == [(0, 1), (1, 1)]
            store.articles.insert([record(1, range(2))])
            store.set_state(replace(store.state(), next_number=2))

    def test_a_bulk_load_is_found_like_anything_else(self, store: Store) -> None:
        for number in range(1, 6):
            insert(store, record(number, [number, number + 1]))
            store.postings.compact(is_bulk=True)
        store.postings.end_bulk(5)
        with store.reading():
            found = pairs(store.postings.find(KEYS))
            assert found == sorted((number + more, number) for number in range(1, 6) for more in (0, 1))
            assert store.postings.counts().segments <= 1

    def test_rebuilt_postings_are_found_and_checked(self, store: Store) -> None:
        held = HeldKeys(KEYS[:6], np.array([1, 1, 2, 2, 4, 4]))
        with store.writing():
            store.articles.insert([record(1), record(2), record(4)])
            halves = [HeldKeys(held.keys[part], held.numbers[part]) for part in (slice(2), slice(2, 6))]
            store.postings.rebuild(zip(halves, [2, 5], strict=True))
            store.set_state(State(articles=3, next_number=5, flushed_until=5))
        with store.reading():
            assert pairs(store.postings.find(KEYS)) == [*enumerate([1, 1, 2, 2, 4, 4])]
            checker = store.postings.checker()
            assert not checker.errors
            assert checker.wrong(held, np.array([1, 2, 4])) == []
            other = HeldKeys(np.append(KEYS[:5], KEYS[9]), held.numbers)
            assert checker.wrong(other, np.array([1, 2, 4])) == [4]

    def test_matches_are_kept_by_their_newer_article(self, store: Store) -> None:
        rows = [MatchRow(3, 1, b"a"), MatchRow(3, 2, b"b"), MatchRow(5, 3, b"c")]
        with store.writing():
            store.results.insert_matches(reversed(rows))
            store.results.insert_matches([MatchRow(3, 2, b"b")])
        with store.reading():
            assert store.results.matches() == rows
            assert store.results.matches(since=4) == rows[2:]
            assert sorted(store.results.matches_of([3]), key=lambda row: row.older) == rows[:2]
        with store.writing():
            store.results.delete_matches(before=5)
            assert store.results.matches() == rows[2:]
            store.results.forget([5])
            assert store.results.matches() == []

    def test_groups_of_each_kind_are_apart(self, store: Store) -> None:
        with store.writing():
            store.results.set_groups(GroupKind.CLUSTER, {4: 1, 2: 1, 3: 2})
            store.results.set_groups(GroupKind.STORY, {2: 9})
            store.results.set_groups(GroupKind.CLUSTER, {3: 5})
        with store.reading():
            assert store.results.groups(GroupKind.CLUSTER) == {1: [2, 4], 5: [3]}
            assert store.results.members(GroupKind.CLUSTER, [1, 99]) == {1: [2, 4], 99: []}
            assert store.results.groups_of(GroupKind.CLUSTER, [2, 3, 8]) == {2: 1, 3: 5}
            assert store.results.groups_of(GroupKind.STORY, [2, 3]) == {2: 9}
        with store.writing():
            store.results.forget([2])
            assert store.results.groups(GroupKind.CLUSTER) == {1: [4], 5: [3]}
            assert store.results.groups(GroupKind.STORY) == {}
            store.results.clear_groups(GroupKind.CLUSTER)
            assert store.results.groups(GroupKind.CLUSTER) == {}

    def test_stories_are_replaced_as_a_whole_and_deleted_singly(self, store: Store) -> None:
        with store.writing():
            store.results.set_stories({1: b"a", 2: b"b"})
            store.results.set_stories({2: b"c", 3: b"d"})
            store.results.delete_stories([3, 8])
        with store.reading():
            assert store.results.stories() == {2: b"c"}

    def test_metadata_is_read_by_name_and_by_range(self, store: Store) -> None:
        with store.writing():
            for name in ("terms:2", "terms:1", "built", "terms;"):
                store.set_metadata(name, name.encode())
            store.set_metadata("built", b"again")
        with store.reading():
            assert (store.metadata("built"), store.metadata("gone")) == (b"again", None)
            assert [*store.metadata_range("terms:", "terms;")] == [b"terms:1", b"terms:2"]
        with store.writing():
            store.delete_metadata("terms:", "terms;")
            assert [*store.metadata_range("", "~")] == [b"again", b"terms;"]

    def test_a_replacement_takes_the_place_of_everything(self, store: Store) -> None:
        insert(store, record(1))
        insert(store, record(2, range(4)))
        with store.replacement() as fresh, fresh.writing():
            fresh.articles.insert([record(2)])
            fresh.postings.rebuild([(HeldKeys(KEYS[4:6], np.array([2, 2])), 3)])
            fresh.set_state(State(articles=1, next_number=3, flushed_until=3))
        with store.reading():
            assert store.articles.numbers() == [2]
            assert pairs(store.postings.find(KEYS)) == [(4, 2), (5, 2)]
            assert store.state().next_number == 3

    def test_a_replacement_that_fails_replaces_nothing(self, store: Store) -> None:
        insert(store, record(1))
        with pytest.raises(ZeroDivisionError), store.replacement():
            raise ZeroDivisionError
        with store.reading():
            assert store.articles.numbers() == [1]
