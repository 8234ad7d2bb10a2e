"""Checks whether everything in an index is what was written: texts, keys, ids and results, article by article.

SQLite's own check looks at the structure of pages, and misses most flipped bits within them. So every record has a
checksum, and the keys of every article are computed again from its text and compared with its postings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import NamedTuple

import numpy as np

from dedup.article import Article
from dedup.errors import DamagedDataError
from dedup.index.article_keys import held_keys
from dedup.index.codecs.article_codec import ArticleCodec
from dedup.index.codecs.checksums import has_valid_checksum
from dedup.index.codecs.corpus_codec import CORPUS_NOTE
from dedup.index.codecs.match_codec import match_place, story_place
from dedup.index.codecs.series_codec import SERIES_NOTE
from dedup.index.codecs.term_codec import CORPUS_NAME, batch_note_name
from dedup.index.maintenance.regroup import SETTINGS_NOTE
from dedup.index.storage.protocols import Record, RecoveredRow, Store
from dedup.settings import FoldingSettings
from dedup.tokens.words import encode_utf8

ARTICLES_PER_CHECK = 1000


@dataclass(frozen=True, slots=True)
class Fault:
    """What is not as it was written, and the article that it concerns: None for what belongs to no single one."""

    article_id: str | None
    description: str


def check_integrity(store: Store, codec: ArticleCodec, settings: FoldingSettings) -> Iterator[Fault]:
    """Everything that is damaged, an article with damaged text or keys by its id; within one `reading`."""
    yield from (Fault(None, f"the file: {error}") for error in store.integrity_errors())
    checker = store.postings.checker()
    yield from (Fault(None, f"the keys: {error}") for error in checker.errors)
    count, lost = 0, 0
    for chunk in read_stored_articles(store, codec):
        count, lost = count + len(chunk.articles), lost + chunk.lost
        yield from chunk.faults
        id_of = {number: article.id for number, article in zip(chunk.numbers, chunk.articles, strict=True)}
        held = held_keys(chunk.numbers, chunk.articles, settings)
        wrong = checker.wrong(held, np.array(chunk.numbers, np.int64))
        yield from (Fault(id_of[number], "its keys are damaged") for number in wrong)
    yield from _check_counters(store, count, lost)
    yield from _check_results(store)


@dataclass(frozen=True, slots=True)
class ReadArticles:
    """Some articles by number: those that are what was written, their records, and what is wrong with the others.

    `lost` says how many cannot be read; all of them are in `faults`, by what is left of their names.
    """

    numbers: Sequence[int]
    articles: Sequence[Article]
    records: Sequence[Record]
    faults: Sequence[Fault]
    lost: int


class ReadRecords(NamedTuple):
    """Some articles in order of number, the names of those that cannot be read, and the number behind the last; None
    where there are no more.
    """

    articles: Sequence[Article]
    damaged: Sequence[str]
    end: int | None


def read_records(store: Store, codec: ArticleCodec, number: int, limit: int) -> ReadRecords:
    """Up to `limit` articles from a number on, within one `reading`; all the others, where the database is damaged."""
    try:
        records = store.articles.records_from(number, limit)
        end = records[-1].number + 1 if records else None
        rows = [RecoveredRow(record.number, record.id, record) for record in records]
    except (DamagedDataError, TypeError):
        rows, end = [row for row in store.articles.recover() if row.number >= number], None
    articles, damaged = [], []
    for row in rows:
        try:
            if row.record is not None:
                articles.append(codec.decode(row.record))
                continue
        except DamagedDataError:
            pass
        damaged.append(_name(row))
    return ReadRecords(articles, damaged, end)


def _name(row: RecoveredRow) -> str:
    """The id of an article whose record cannot be read, or else its number."""
    is_named = isinstance(row.id, bytes)
    return row.id.decode(errors="backslashreplace") if is_named and row.id else f"(number {row.number})"


def read_stored_articles(store: Store, codec: ArticleCodec) -> Iterator[ReadArticles]:
    """All articles that can be read, in order of number; a fault for each that cannot, or is not found by its id."""
    rows = store.articles.recover()
    while taken := list(islice(rows, ARTICLES_PER_CHECK)):
        yield _read(store, codec, taken)


def _read(store: Store, codec: ArticleCodec, rows: Sequence[RecoveredRow]) -> ReadArticles:
    found: dict[int, Article] = {}
    records: list[Record] = []
    faults: list[Fault] = []
    for row in rows:
        try:
            if row.record is not None:
                found[row.number] = codec.decode(row.record)
                records.append(row.record)
                continue
        except DamagedDataError:
            pass
        faults.append(Fault(_name(row), "its text, or what is known of it, is damaged"))
    lost = len(faults)
    try:
        number_of = store.articles.numbers_of([encode_utf8(article.id) for article in found.values()])
    except DamagedDataError:
        number_of = {}
    faults += [
        Fault(article.id, "it is not found by its id")
        for number, article in found.items()
        if number_of.get(encode_utf8(article.id)) != number
    ]
    return ReadArticles(list(found), list(found.values()), records, faults, lost)


def _check_counters(store: Store, count: int, named: int) -> Iterator[Fault]:
    """How many articles should be there, if more or fewer than `count` are; `named` others are named already."""
    try:
        state = store.state()
    except DamagedDataError as error:
        yield Fault(None, str(error))
        return
    if state.articles != count:
        unnamed = count_unnamed(store, count + named)
        rest = f"; nothing names {unnamed:,} of the others" if unnamed else ""
        yield Fault(None, f"{state.articles:,} articles should be there, {count:,} can be read{rest}")


def count_unnamed(store: Store, known: int) -> int:
    """How many articles should be there beside those that are known, as far as the counters say."""
    try:
        return max(0, store.state().articles - known)
    except DamagedDataError:
        return 0


def _check_results(store: Store) -> Iterator[Fault]:
    """Matches, stories and metadata that are not what was written: regrouping finds them again."""
    notes = {
        CORPUS_NOTE: "what was learned",
        SERIES_NOTE: "the series",
        CORPUS_NAME: "what stories are found by",
        SETTINGS_NOTE: "by which settings it was regrouped",
    }
    bodies: list[tuple[str, Callable[[], Iterable[tuple[object, bytes]]]]] = [
        ("a match", lambda: ((row.body, match_place(row.newer, row.older)) for row in store.results.matches())),
        ("a story", lambda: ((body, story_place(story)) for story, body in store.results.stories().items())),
        ("what stories are found by", lambda: ((body, b"") for body in _term_batches(store))),
        *((description, partial(_note, store, name)) for name, description in notes.items()),
    ]
    for description, read in bodies:
        try:
            damaged = sum(not has_valid_checksum(body, place) for body, place in read())
        except DamagedDataError as error:
            yield Fault(None, f"{description}: {error}")
            continue
        if damaged:
            yield Fault(None, f"{description} is damaged, in {damaged:,} places; `regroup` finds it again")


def _note(store: Store, name: str) -> list[tuple[object, bytes]]:
    note = store.metadata(name)
    return [] if note is None else [(note, b"")]


def _term_batches(store: Store) -> Iterator[bytes]:
    return store.metadata_range(batch_note_name(0), batch_note_name(store.state().next_number))
