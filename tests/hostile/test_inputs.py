"""Hostile inputs, made by code: each is read or skipped with a reason, and the good article behind it is kept.

Every kind of text in every kind of file, and files that are bombs; one table, one scan of all that were read.
"""

from __future__ import annotations

import gzip
import io
import json
import pkgutil
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hostile_texts import KINDS, NUMBERS, PROSE, hostile_articles, hostile_text
from hypothesis import HealthCheck, given, settings
from made_files import mailbox, message, page, rss, tarred, zipped
from pyarrow import parquet

from dedup.article import Article, Skipped
from dedup.comparison.prepared import learn_stubs
from dedup.detector import compare, scan
from dedup.index.index import Index
from dedup.index.result import IndexResult
from dedup.settings.limit_settings import LimitSettings
from dedup.sources.reader import read_articles

MAX_SECONDS = 10.0  # of CPU, for one input
LIMITS = LimitSettings(max_page_seconds=2.0)  # for what nothing but a limit of time ends
GOOD = Article("good", PROSE * 3)

FORMS: dict[str, Callable[[str], bytes]] = {
    "txt": str.encode,
    "md": lambda text: f"# Rain\n\n{text}".encode(),
    "csv": lambda text: f"text,title\n{text},Rain\n".encode(),
    "json": lambda text: json.dumps({"text": PROSE + text, "title": text, "url": text, "published": text}).encode(),
    "jsonl": lambda text: f'{{"text":"{text}"}}\n'.encode(),
}


def _table(published: pa.Array) -> bytes:
    sink = io.BytesIO()
    parquet.write_table(pa.table({"text": [PROSE, PROSE * 2], "published": published}), sink)
    return sink.getvalue()


def _dictionary_bomb(text: str, compression: str) -> bytes:
    sink = io.BytesIO()
    texts = pa.DictionaryArray.from_arrays(pa.array([0] * 200, pa.int32()), pa.array([text]))
    parquet.write_table(pa.table({"text": texts}), sink, compression=compression)
    return sink.getvalue()


def _null_bomb() -> bytes:
    sink = io.BytesIO()
    parquet.write_table(pa.table({"text": pa.array([None] * 70_000, pa.string())}), sink)
    return sink.getvalue()


def _nested_zip(depth: int) -> bytes:
    inner = zipped({"a.txt": PROSE.encode()})
    for _ in range(depth):
        inner = zipped({"inner.zip": inner})
    return inner


# Name, content, and a part of the reason that is given; None where all of it is read.
BOMBS: dict[str, tuple[Callable[[], bytes], str | None]] = {
    "moments.parquet": (lambda: _table(pa.array([2**53, 0], pa.timestamp("ms"))), "2 of"),
    "zone.parquet": (lambda: _table(pa.array([1_709_627_400_000] * 2, pa.timestamp("ms", tz="Mars/Olympus"))), None),
    "days.parquet": (lambda: _table(pa.array([2**31 - 1, 19_000], pa.date32())), "2 of"),
    "dictionary.parquet": (lambda: _dictionary_bomb(PROSE * 10_000, "snappy"), "a bomb"),
    "long.parquet": (lambda: _dictionary_bomb(PROSE * 200_000, "snappy"), "longer than 16,777,216 bytes"),
    "packed.parquet": (lambda: _dictionary_bomb(PROSE * 200_000, "zstd"), "a bomb"),
    "lists.json": (lambda: b"[" + b"[]," * (6 << 20) + b"[]]", "more than 8,388,608 values"),
    "deep.json": (lambda: b"[" * 100_000 + b"]" * 100_000, "nested too deeply"),
    "digits.json": (lambda: json.dumps({"text": PROSE}).encode()[:-1] + b',"id":' + b"9" * 5_000 + b"}", "not JSON"),
    "packed.txt.gz": (lambda: gzip.compress(b" " * (80 << 20)), "decompression bomb"),
    "objects.jsonl.gz": (lambda: gzip.compress(b"{}\n" * 70_000), "far more records"),
    "rows.csv.gz": (lambda: gzip.compress(b"text\n" + b"a\n" * 70_000), "far more records"),
    "nulls.parquet": (_null_bomb, "far more records"),
    "members.tar.gz": (lambda: gzip.compress(tarred({f"{n}.jsonl": b"7\n" * 40_000 for n in "ab"})), "far more"),
    "nested.zip": (lambda: _nested_zip(6), "more than 3 archives"),
    "members.tar": (lambda: tarred({"../../../out.txt": PROSE.encode(), "/etc/out.txt": PROSE.encode()}), None),
    "entities.rss": (
        lambda: rss(f"<description>{PROSE}</description>").replace(
            b"<rss", b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><rss'
        ),
        None,
    ),
    "attributes.rss": (lambda: rss("<a " + " ".join(f"a{n}='1'" for n in range(50_000)) + "/>"), "500 attributes"),
    "length.warc": (
        lambda: b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 10\r\n\r\nHTTP/1.1 2",
        "head is incomplete",
    ),
    "subject.eml": (lambda: message(PROSE, "=?utf-8?q?a?= " * 150_000), None),
    "parts.eml": (lambda: message(PROSE).replace(b"text/plain", b"multipart/mixed; boundary=b"), "text"),
    "messages.mbox": (lambda: mailbox(*[b"\n"] * 2_000), "empty"),
    "attributes.html": (lambda: b"<p " + b" ".join(b"a%d=1" % n for n in range(300_000)) + b">", "10,000 attributes"),
    "names.html": (lambda: b"<p " + b" ".join(b"a%d" % n for n in range(300_000)) + b">", "10,000 attributes"),
    "values.html": (lambda: b"<p " + b" ".join(b"a%d='<'" % n for n in range(300_000)) + b">", "10,000 attributes"),
    "drawing.html": (lambda: page(f"<svg><path d='{'M0 1 ' * 30_000}'/></svg><p>{PROSE}"), None),
    "script.html": (lambda: page(f"<script>for(;i<n;)x=[{'1, 2 ' * 30_000}]</script><p>{PROSE}"), None),
    "depth.html": (lambda: b"<html><body>" + b"<div>" * 200_000 + PROSE.encode(), "nested too deeply"),
    "children.html": (lambda: b"<html><body>" + b"<p>x" * 5_000 + PROSE.encode(), None),
    "latin.html": (lambda: page("à Gêve").replace("à".encode(), b"\xe0\x81"), None),
}


def test_every_kind_of_text_in_every_kind_of_file_is_read_or_skipped(tmp_path: Path) -> None:
    assert len(KINDS) * len(FORMS) + len(BOMBS) >= 200
    articles = [GOOD]
    for form, make in FORMS.items():
        for number, kind in enumerate(KINDS):
            path = tmp_path / f"{number}.{form}"
            path.write_bytes(make(hostile_text(kind, 2_000)))
            start = time.process_time()
            *found, good = read_articles([path, GOOD], limits=LIMITS)
            assert time.process_time() - start < MAX_SECONDS, (form, kind)
            assert good == GOOD, (form, kind)
            assert found, (form, kind)
            assert all(isinstance(item, Article) or item.reason for item in found), (form, kind)
            articles += [item for item in found if isinstance(item, Article)]
    assert len(articles) > len(KINDS)
    report = scan(articles)
    assert {GOOD.id, *(article.id for article in articles)} == {article.id for article in report.articles}
    assert report.skipped == ()


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_read_or_skipped_with_its_reason(tmp_path: Path, name: str) -> None:
    make, reason = BOMBS[name]
    (tmp_path / name).write_bytes(make())
    start = time.process_time()
    *found, good = read_articles([tmp_path / name, GOOD], limits=LimitSettings() if reason is None else LIMITS)
    assert time.process_time() - start < MAX_SECONDS
    assert good == GOOD
    if reason is None:
        assert not any(isinstance(item, Skipped) for item in found)
    elif reason == "2 of":
        assert sum(isinstance(item, Article) for item in found) == 2
    else:
        assert any(reason in item.reason for item in found if not isinstance(item, Article)), found
    assert sorted(each.name for each in tmp_path.iterdir()) == [name]  # nothing of an archive touches the disk


@pytest.mark.skipif(not Path("/proc/kmsg").exists(), reason="this system has no /proc")
@pytest.mark.parametrize("path", ["/proc/kmsg", "/proc/self/mem", "/proc/self/maps"])
def test_files_of_the_system_are_not_opened(path: str) -> None:
    (skipped, good) = read_articles([path, GOOD])
    assert skipped == Skipped(path, None, "made by the system as it is read: such a file may never end")
    assert good == GOOD


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number[:6])
def test_a_number_of_any_length_ends_nothing(number: str) -> None:
    texts = [f"{PROSE * 2}{number} people came, {each}." for each in ("it said", "she said", f"{number} million")]
    articles = [Article(str(place), text, title=number) for place, text in enumerate(texts)]
    assert len(scan(articles).articles) == len(texts)
    assert compare(articles[0], articles[2]).relation.is_copy


def test_a_story_of_texts_without_a_sentence_ends_nothing() -> None:
    text = "a" * 28 + '"aaaaaaa\0\ufffd4aaaa 2?0aa a '  # found by fuzzing
    articles = [
        Article("a", text, title="Rain"),
        Article("b", text[: len(text) * 3 // 4] + PROSE, title="Rain again"),
        Article("c", PROSE * 3, title="Rain"),
    ]
    assert len(scan(articles).articles) == len(articles)


def test_an_address_in_a_thousand_viewers_ends_nothing() -> None:
    url = "https://" + "google.com/amp/s/" * 1_000 + "example.org/rain"
    report = scan([Article("a", PROSE * 3, url=url), Article("b", PROSE * 3, canonical=url)])
    assert [match.relation.value for match in report.matches] == ["exact"]


def test_an_article_that_fails_is_skipped_with_the_error(monkeypatch: pytest.MonkeyPatch) -> None:
    import dedup.pipeline

    learn = learn_stubs

    def learn_or_fail(corpus: object, prepared: object, chosen: object) -> object:
        if any("bomb" in article.text for article in prepared.articles):  # type: ignore[attr-defined]
            raise OverflowError("too much")
        return learn(corpus, prepared, chosen)  # type: ignore[arg-type]

    monkeypatch.setattr(dedup.pipeline, "learn_stubs", learn_or_fail)
    good = [Article("a", PROSE * 3), Article("b", PROSE * 3)]
    report = scan([*good, Article("c", "a bomb"), Article("d", "one more bomb", published=datetime.now(UTC))])
    assert [article.id for article in report.articles] == ["a", "b"]
    assert [match.relation.value for match in report.matches] == ["exact"]
    assert [tuple(each) if isinstance(each, tuple) else (each.path, each.reason) for each in report.skipped] == [
        ("c", "cannot be worked on: OverflowError: too much"),
        ("d", "cannot be worked on: OverflowError: too much"),
    ]


STAGES = {
    "before the transaction": "dedup.index.judging.judge.prepare",
    "beside what is stored": "dedup.index.judging.judge.standing_among",
    "as it is written": "dedup.index.codecs.article_codec.ArticleCodec.encode",
}


@pytest.mark.parametrize("stage", STAGES)
def test_an_article_that_fails_is_not_added_and_ends_no_other(monkeypatch: pytest.MonkeyPatch, stage: str) -> None:
    works = pkgutil.resolve_name(STAGES[stage])

    def fail_or_work(*given: Any, **named: Any) -> Any:
        articles = [each for part in given for each in (part if isinstance(part, list) else [part])]
        if any(isinstance(each, Article) and "bomb" in each.text for each in articles):
            raise OverflowError("too much")
        return works(*given, **named)

    monkeypatch.setattr(STAGES[stage], fail_or_work)
    items = [Article(name, "a bomb " * (name == "c") + PROSE * 3) for name in "abcde"]
    skipped = Skipped("c", None, "cannot be worked on: OverflowError: too much")
    with Index("memory:") as index:
        told = [each for results in index.ingest(items, at_least_once=True) for each in results]
        assert told[2] == skipped
        assert [each.article_id for each in told if isinstance(each, IndexResult)] == ["a", "b", "d", "e"]
        assert [len(each.matches) for each in told if isinstance(each, IndexResult)] == [0, 1, 2, 3]
        again = [each for results in index.ingest(items) for each in results]
        assert again[2] == skipped
        assert [str(each.status) for each in again if isinstance(each, IndexResult)] == ["unchanged"] * 4
        assert [article.id for article in index] == ["a", "b", "d", "e"]
        assert index.check() == []
        with pytest.raises(OverflowError):  # who asks for the result of an article gets one, or the error
            list(index.add_many(items[2:3]))


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(hostile_articles())
def test_drawn_articles_are_all_scanned(articles: list[Article]) -> None:
    report = scan([*articles, GOOD])
    assert len(report.articles) == len(articles) + 1
    assert report.skipped == ()
