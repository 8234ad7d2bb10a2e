"""What is written in any format and compression is read back as it was."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import zstandard
from hypothesis import example, given
from hypothesis import strategies as st

from dedup.article import Article, ReadWarning
from dedup.sources.decoding.mojibake import mend_mojibake
from dedup.sources.fields.field_values import author_of
from dedup.sources.fields.placeholders import is_no_text, is_null
from dedup.sources.markup.shown_text import shown_line, shown_text
from dedup.sources.reader import read_articles

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstandard.compress,
}

characters = st.characters(exclude_categories=["Cs", "Cc"])


def was_encoded_once(text: str) -> bool:
    return mend_mojibake(text) == (text, None)


def is_plain(text: str) -> bool:
    return shown_text(text).text == text


texts = st.text(st.one_of(characters, st.sampled_from("\n\r\t \"',;\\é雨")), min_size=1).filter(
    lambda text: not text.isspace() and not is_no_text(text) and was_encoded_once(text) and is_plain(text)
)
lines = st.none() | st.text(characters, min_size=1).map(str.strip).filter(bool).filter(was_encoded_once).filter(
    lambda line: not is_null(line) and shown_line(line) == line
)
moments = st.none() | st.datetimes(datetime(1971, 1, 1), datetime(2026, 1, 1), timezones=st.just(UTC))
found_articles = st.builds(
    Article,
    id=st.uuids().map(str),
    text=texts,
    title=lines,
    outlet=lines.filter(
        lambda outlet: outlet is None or ("://" not in outlet and not outlet.lower().startswith("www."))
    ),
    published=moments,
    language=st.sampled_from([None, "en", "pt-BR"]),
    author=lines.filter(lambda author: author is None or author_of(author) == author),
)
feeds = st.lists(found_articles, min_size=1, max_size=5, unique_by=lambda article: article.id)

NAMES = ("id", "text", "title", "outlet", "published", "language", "author")


def record(article: Article) -> dict[str, str | None]:
    values = {name: getattr(article, name) for name in NAMES}
    return values | {"published": article.published and article.published.isoformat()}


def as_lines(feed: list[Article]) -> str:
    return "\n".join(json.dumps(record(article)) for article in feed)


def as_json(feed: list[Article]) -> str:
    return json.dumps({"articles": [record(article) for article in feed]}, ensure_ascii=False, indent=1)


def as_table(delimiter: str) -> Callable[[list[Article]], str]:
    def write(feed: list[Article]) -> str:
        table = io.StringIO(newline="")
        rows = csv.DictWriter(table, NAMES, delimiter=delimiter, quoting=csv.QUOTE_ALL)
        rows.writeheader()
        rows.writerows(map(record, feed))
        return table.getvalue()

    return write


WRITERS = {".jsonl": as_lines, ".ndjson": as_lines, ".json": as_json, ".csv": as_table(","), ".tsv": as_table("\t")}


def read_back(name: str, content: bytes) -> list[object]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        return list(read_articles(path))


@given(
    feeds,
    st.sampled_from(sorted(WRITERS)),
    st.sampled_from(sorted(PACKERS)),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_records(feed: list[Article], ending: str, packing: str, encoding: str) -> None:
    content = PACKERS[packing](WRITERS[ending](feed).encode(encoding))
    assert read_back(f"feed{ending}{packing}", content) == feed


@given(texts, lines, moments, st.sampled_from(sorted(PACKERS)))
@example("LP", None, None, "")  # a code of a database, of an article without the others
def test_texts(text: str, title: str | None, published: datetime | None, packing: str) -> None:
    header = f"Title: {title or ''}\nPublished: {published.isoformat() if published else ''}\n\n"
    found, *doubts = read_back(f"a.txt{packing}", PACKERS[packing]((header + text).encode()))
    assert isinstance(found, Article)
    assert all(isinstance(each, ReadWarning) for each in doubts)  # two signs may look like one that was encoded twice
    assert (found.text, found.title, found.published) == (text, title, published)


@given(st.lists(texts.map(lambda text: f"{text}\n"), max_size=5))
def test_texts_given_as_such(given_texts: list[str]) -> None:
    assert list(read_articles(texts=given_texts)) == [Article(f"text-{n}", text) for n, text in enumerate(given_texts)]


@given(st.binary(max_size=300), st.sampled_from([".txt", ".jsonl", ".json", ".csv", ".tsv"]))
def test_any_bytes_are_an_article_or_a_reason(content: bytes, ending: str) -> None:
    for found in read_back(f"a{ending}", content):
        assert isinstance(found, Article) or found.reason  # type: ignore[attr-defined]


@given(st.sampled_from([".gz", ".bz2", ".xz", ".zst"]), texts, st.data())
def test_damage_is_told_or_harmless(packing: str, text: str, data: st.DataObject) -> None:
    packed = bytearray(PACKERS[packing](text.encode()))
    place = data.draw(st.integers(0, len(packed) - 1))
    packed[place] ^= data.draw(st.integers(1, 255))
    found, *_ = read_back(f"a.txt{packing}", bytes(packed))
    assert isinstance(found, Article) or found.reason  # type: ignore[attr-defined]
