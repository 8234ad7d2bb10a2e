"""WARC archives: pages are articles, all else is counted, and what is damaged costs itself."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import zstandard
from made_files import RAIN, http, page, record

from dedup.article import Article, ReadItem, ReadWarning, Skipped
from dedup.sources.reader import read_articles

ARCHIVE = [
    record("warcinfo", b"software: x\r\n", media="application/warc-fields"),
    record("request", b"GET / HTTP/1.1\r\n\r\n", media="application/http; msgtype=request"),
    record("response", http(page(title="One")), "https://harbour.example/one"),
    record("response", http(b"gone", "404 Not Found")),
    record("response", http(b"", "301 Moved")),
    record("response", http(b"User-agent: *", kind="text/plain"), "https://harbour.example/robots.txt"),
    record("response", http(b"\x89PNG", kind="image/png")),
    record("revisit", b"HTTP/1.1 200 OK\r\n\r\n"),
    record("resource", page(title="Two"), "https://harbour.example/two", media="text/html"),
    record("conversion", RAIN.encode(), "https://harbour.example/three", media="text/plain"),
]


def read(folder: Path, content: bytes, name: str = "a.warc") -> list[ReadItem]:
    (folder / name).write_bytes(content)
    return list(read_articles(folder / name))


def urls(found: list[ReadItem]) -> list[str | None]:
    return [item.url for item in found if isinstance(item, Article)]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.wet", "crawl"])
def test_pages_are_articles_and_all_else_is_counted(tmp_path: Path, name: str) -> None:
    pack = gzip.compress if name.endswith("gz") else bytes
    found = read(tmp_path, b"".join(map(pack, ARCHIVE)), name)
    path = (tmp_path / name).as_posix()
    articles = [item for item in found if isinstance(item, Article)]
    assert [(item.id, item.title, item.url, item.outlet, item.published) for item in articles] == [
        (f"{path}:3", "One", "https://harbour.example/one", "harbour.example", None),
        (f"{path}:9", "Two", "https://harbour.example/two", "harbour.example", None),
        (f"{path}:10", None, "https://harbour.example/three", "harbour.example", None),
    ]
    assert found[3:] == [
        ReadWarning(
            path,
            None,
            "7 records that are no pages: image/png 1, request 1, revisit 1, status 301 1, status 404 1, "
            "text/plain 1, warcinfo 1",
        )
    ]


def test_what_servers_pack_is_unpacked(tmp_path: Path) -> None:
    brotli = pytest.importorskip("brotli")
    whole = page()
    chunked = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (whole[:9], whole[9:], b""))
    answers = [
        http(gzip.compress(whole), more="Content-Encoding: gzip\r\n"),
        http(zstandard.compress(whole), more="Content-Encoding: zstd\r\n"),
        http(brotli.compress(whole), more="Content-Encoding: br\r\n"),
        http(chunked, more="Transfer-Encoding: chunked\r\n"),
        http(page("Café " + RAIN, charset="unsaid"), kind="text/html; charset=windows-1250"),
        http(whole).replace(b"HTTP/1.1", b"HTTP/2"),
    ]
    found = read(tmp_path, b"".join(record("response", answer) for answer in answers))
    texts = [item.text for item in found if isinstance(item, Article)]
    assert len(found) == len(texts) == len(answers)
    assert ["Café" in text for text in texts] == [False] * 4 + [True, False]
    assert all(RAIN in text for text in texts)


def test_a_coding_that_is_not_known_is_a_reason(tmp_path: Path) -> None:
    (found,) = read(tmp_path, record("response", http(b"x", more="Content-Encoding: sdch\r\n")))
    assert isinstance(found, Skipped)
    assert (found.record_number, found.reason) == (1, "the page is packed as 'sdch', which is not read")


def test_a_damaged_record_costs_itself(tmp_path: Path) -> None:
    good = record("response", http(page()), "https://harbour.example/good")
    bad = record("response", http(page())).replace(b"Content-Length: ", b"Content-Length: x")
    found = read(tmp_path, good + b"noise\r\n" * 9 + good + bad + good)
    assert urls(found) == ["https://harbour.example/good"] * 3
    assert [item.reason for item in found if isinstance(item, Skipped)] == [
        "not a record: what stands here is damaged",
        "the answer of the server is damaged",
        "not a record: what stands here is damaged",
    ]


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_an_archive_that_was_cut_off_says_so(tmp_path: Path, share: float) -> None:
    whole = b"".join(record("response", http(page())) for _ in range(9))
    cut = whole[: int(len(whole) * share)]
    *_, last = read(tmp_path, cut)
    assert isinstance(last, Skipped)
    assert last.reason == "the file ends within this record: it was cut off"
    *_, last = read(tmp_path, gzip.compress(whole)[:-20], "b.warc.gz")
    assert isinstance(last, Skipped)
    assert "cut off" in last.reason


def test_a_page_that_the_crawler_cut_off_is_read_with_a_warning(tmp_path: Path) -> None:
    article, warning = read(tmp_path, record("response", http(page()), more="WARC-Truncated: length\r\n"))
    assert isinstance(article, Article)
    assert isinstance(warning, ReadWarning)
    assert (warning.record_number, warning.reason) == (1, "the crawler stored a part of the page: length")


def test_the_older_format_is_read(tmp_path: Path) -> None:
    answer = http(page())
    fields = b"1 0 x\nURL IP-address Archive-date Content-type Archive-length\n\n"
    head = b"filedesc://a.arc 0.0.0.0 20050101000000 text/plain %d\n" % len(fields) + fields
    line = b"https://harbour.example/old 1.2.3.4 20050101000000 text/html %d\n" % len(answer)
    found = read(tmp_path, head + line + answer + b"\n", "a.arc.gz")
    assert urls(found) == ["https://harbour.example/old"]
