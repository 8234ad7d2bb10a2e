"""Articles as rows: what is kept of each, and back.

A row holds an article and its fingerprint, so that a stage reads the columns that it needs and no others. Ids and texts
are bytes: strings of Arrow refuse lone surrogates. Their order as bytes is that of Python's strings.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.alignment.repeats.blocks import Repeat
from dedup.article import Article
from dedup.comparison.pair_measures import RepeatedWords
from dedup.comparison.prepared import Prepared, prepare
from dedup.corpus.published_days import published_days
from dedup.index.codecs.article_codec import article_of_fields, line_of_fields
from dedup.serialization import dumps, loads, to_builtins
from dedup.serialization.from_plain import DocumentReader
from dedup.settings import FoldingSettings, Settings
from dedup.sketch.fingerprints import NUM_PERMUTATIONS, SketchedTexts, TextLines
from dedup.sketch.packed_texts import StringTexts
from dedup.spark.rows.packed_rows import list_column, lists_of
from dedup.tokens.words import encode_utf8

NO_OUTLET = 0
SKETCHED = (
    "id binary, text binary, fields binary, content_hash long, words int, may_repeat boolean, characters int,"
    "outlet long, day double, notice int, repeats binary, ranges binary, signature binary, anchors binary,"
    "line_keys binary, line_prose binary, line_words binary"
)
LINE_COLUMNS = ("line_keys", "line_prose", "line_words")
PREPARED_COLUMNS = ("id", "text", "fields", "content_hash", "words", "may_repeat", "outlet", "ranges")


def article_columns(articles: Sequence[Article]) -> dict[str, pa.Array]:
    """The id, text and other fields of articles."""
    return {
        "id": pa.array([encode_utf8(article.id) for article in articles], pa.binary()),
        "text": pa.array([encode_utf8(article.text) for article in articles], pa.binary()),
        "fields": pa.array([line_of_fields(article) for article in articles], pa.binary()),
    }


def articles_of(table: pa.Table) -> list[Article]:
    """The articles in rows."""
    columns = (table.column(name).to_pylist() for name in ("id", "text", "fields"))
    return [article_of_fields(*row) for row in zip(*columns, strict=True)]


def sketched_columns(articles: Sequence[Article], settings: Settings) -> dict[str, pa.Array]:
    """What is known of each article alone."""
    prepared, (signatures, anchors) = prepare(articles, settings)
    texts, lines, repeated = prepared.texts, prepared.texts.lines, prepared.repeated_words
    rows = np.arange(len(articles))
    notices = [1 * notice + 2 * hidden for notice, hidden in map(prepared.flags_of_notice, rows.tolist())]
    return {
        "content_hash": pa.array(texts.content_hashes.view(np.int64)),
        "words": pa.array(texts.word_counts, pa.int32()),
        "may_repeat": pa.array(texts.may_repeat),
        "characters": pa.array([len(article.text) for article in articles], pa.int32()),
        "outlet": pa.array([outlet_key(article.outlet) for article in articles], pa.int64()),
        "day": pa.array(published_days(articles)),
        "notice": pa.array(notices, pa.int32()),
        "repeats": pa.array([dumps(to_builtins(own)) if own else None for own in prepared.repeats], pa.binary()),
        "ranges": list_column(np.stack([repeated.starts, repeated.ends], 1).reshape(-1), 2 * repeated.article_ends),
        "signature": list_column(signatures.reshape(-1), NUM_PERMUTATIONS * (rows + 1)),
        "anchors": list_column(anchors.values, anchors.ends),
        "line_keys": list_column(lines.keys, lines.ends),
        "line_prose": list_column(lines.is_prose.view(np.uint8), lines.ends),
        "line_words": list_column(lines.word_counts, lines.ends),
    }


def outlet_key(name: str | None) -> int:
    """A number for an outlet, which is the same everywhere."""
    if name is None:
        return NO_OUTLET
    return int.from_bytes(blake2b(encode_utf8(name), digest_size=8).digest(), "little", signed=True) | 1


def outlet_numbers_of(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Outlets by number, -1 where none is known."""
    _, numbers = np.unique(keys, return_inverse=True)
    return np.where(keys == NO_OUTLET, -1, numbers)


def text_lines(table: pa.Table) -> TextLines:
    """The lines of the articles in rows; none if the rows hold none."""
    if "line_keys" not in table.column_names:
        empty = np.zeros(len(table), np.int64), np.empty(0, np.uint64), np.empty(0, np.bool_), np.empty(0, np.uint8)
        return TextLines(*empty)
    keys, ends = lists_of(table.column("line_keys"), np.uint64)
    is_prose, counts = (lists_of(table.column(name), np.uint8)[0] for name in LINE_COLUMNS[1:])
    return TextLines(ends, keys, is_prose.view(np.bool_), counts)


def repeated_words_of(table: pa.Table) -> RepeatedWords:
    """The words of later occurrences of the repeats in rows."""
    edges, ends = lists_of(table.column("ranges"), np.int32)
    starts, stops = edges.reshape(-1, 2).T
    return RepeatedWords(ends // 2, starts.copy(), stops.copy())


def repeats_of_rows(table: pa.Table) -> tuple[tuple[Repeat, ...], ...]:
    """The repeats of each article in rows."""
    reader = DocumentReader()
    return tuple(
        reader.value(tuple[Repeat, ...], loads(written)) if written else ()
        for written in table.column("repeats").to_pylist()
    )


class KnownNotices(dict[int, tuple[bool, bool]]):
    """Which articles are notices, and which hide one behind a notice, by place."""

    def __init__(self, flags: NDArray[np.int32]) -> None:
        super().__init__()
        self._flags = flags.astype(np.uint8)

    def get(self, place: int, default: Any = None) -> Any:  # noqa: ARG002  # every place is known
        """Both flags of a place."""
        flags = int(self._flags[place])
        return bool(flags & 1), bool(flags & 2)


def prepared_of(table: pa.Table, settings: FoldingSettings) -> Prepared:
    """The articles in rows as they were prepared."""
    articles = articles_of(table)
    hashes = table.column("content_hash").to_numpy().view(np.uint64)
    source = StringTexts([article.text for article in articles], expand_umlauts=settings.expand_umlauts)
    words, may_repeat = (table.column(name).to_numpy() for name in ("words", "may_repeat"))
    has = set(table.column_names)
    repeats = repeats_of_rows(table) if "repeats" in has else ((),) * len(articles)
    notices = {"_notices": KnownNotices(table.column("notice").to_numpy())} if "notice" in has else {}
    return Prepared(
        articles=tuple(articles),
        texts=SketchedTexts(source, words, hashes, may_repeat, text_lines(table)),
        repeats=repeats,
        repeated_words=repeated_words_of(table),
        outlets=outlet_numbers_of(table.column("outlet").to_numpy()),
        published_days=published_days(articles),
        **notices,
    )
