"""A folder full of trouble: every reason is told, nothing hangs, and the good articles among it are read."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from dedup.article import Article, ReadItem, Skipped
from dedup.settings.limit_settings import LimitSettings
from dedup.sources import file_reader
from dedup.sources.reader import read_articles

RAIN = "Rain fell on the valley all night, and the river rose by a metre; à Gêve, l’été fut frais."
PAGE = f"<html><body><article><p>{RAIN}</p></article></body></html>"
LIMITS = LimitSettings(max_article_bytes=1 << 20, max_source_bytes=1 << 22, max_page_seconds=5)
NOISE = bytes(range(256)) * 64

# Name, content, and what becomes of it: the text of an article, or the reason why there is none.
SINGLE: list[tuple[str, bytes, Article | str]] = [
    ("empty.txt", b"", "empty"),
    ("empty.html", b"", "empty"),
    ("empty.json", b"", "empty"),
    ("empty.csv", b"", "empty"),
    ("blank.txt", b" \r\n\t\n", "empty"),
    ("blank.html", b" \n", "empty"),
    ("blank.json", b"\n", "empty"),
    ("blank.csv", b"\n\n", "empty"),
    ("mark-only.txt", b"\xef\xbb\xbf", "empty"),
    ("mark-only.html", b"\xff\xfe", "empty"),
    ("header-only.txt", b"Title: Rain\n\n", "empty"),
    ("image.txt", b"\x89PNG\r\n\x1a\n" + NOISE, "binary, not text"),
    ("image.html", b"\x89PNG\r\n\x1a\n" + NOISE, "binary, not text"),
    ("image.json", b"\x89PNG\r\n\x1a\n" + NOISE, "binary, not text"),
    ("image.jsonl", b"\x89PNG\r\n\x1a\n" + NOISE, "binary, not text"),
    ("image.csv", b"\x89PNG\r\n\x1a\n" + NOISE, "binary, not text"),
    ("leaflet.md", b"%PDF-1.7\n1 0 obj\n", "binary, not text"),
    ("all-nul.txt", bytes(5000), "binary, not text"),
    ("long.txt", b"x" * (LIMITS.max_article_bytes + 1), "the text is longer than 1,048,576 bytes"),
    ("one-line.txt", b"word " * 1_000_000, "larger than 4,194,304 bytes, too long for one article"),
    ("one-line.html", PAGE.encode() * 50_000, "larger than 4,194,304 bytes, too long for one article"),
    ("no-text.html", b"<html><head><title>Rain</title></head><body></body></html>", "no main text found in the page"),
    ("frames.htm", b"<frameset><frame src=a><frame src=b></frameset>", "no main text found in the page"),
    (
        "nested.html",
        b"<div>" * 3000 + RAIN.encode() + b"</div>" * 3000,
        "the page is nested too deeply to be read whole",
    ),
    ("comments.html", b"<html><body>" + b"<!--" * 500_000 + PAGE.encode(), "no main text found in the page"),
    (
        "attributes.html",
        b"<html><body><p %s>rain</p>" % b" ".join(b"a%d='<'" % number for number in range(300_000)),
        "a tag of the page has more than 10,000 attributes",
    ),
    ("half.json", b'{"text": "Rain', "not JSON: Unterminated string starting at: line 1 column 10 (char 9)"),
    ("deep.json", b"[" * 100_000, "not JSON that can be read: nested too deeply"),
    ("number.json", b"7", "not an object with fields, but another JSON value"),
    ("none.json", b'{"headline": "Rain"}', "no field holds a text (text, body, content...)"),
    ("null.json", b'{"text": null}', "no field holds a text (text, body, content...)"),
    ("wrong.json", b'{"text": 12}', "the field that should hold the text holds something else"),
    ("no-column.csv", b"id,headline\n1,Rain\n", "no column holds a text (text, body, content...): id, headline"),
    ("cut.txt.gz", gzip.compress(RAIN.encode())[:-9], "the packed data ends too early: the file was cut off"),
    ("cut.txt.bz2", bz2.compress(RAIN.encode())[:-9], "the packed data ends too early: the file was cut off"),
    ("cut.txt.xz", lzma.compress(RAIN.encode())[:-9], "the packed data ends too early: the file was cut off"),
    ("cut.txt.zst", zstandard.compress(RAIN.encode())[:-9], "the packed data ends too early: the file was cut off"),
    ("empty.txt.gz", gzip.compress(b""), "empty"),
    (
        "damaged.txt.gz",
        gzip.compress(RAIN.encode())[:-8] + b"\0" * 8,
        "the packed data is damaged: Error -3 while decompressing data: incorrect data check",
    ),
    (
        "bomb.jsonl.gz",
        gzip.compress(b" " * 20_000_000),
        "unpacks to more than 200 times its size: a decompression bomb",
    ),
    (
        "bomb.txt.zst",
        zstandard.compress(b"x" * 50_000_000),
        "unpacks to more than 200 times its size: a decompression bomb",
    ),
    ("not-packed.txt.gz", RAIN.encode(), Article("", RAIN)),
    ("packed-unsaid.txt", gzip.compress(RAIN.encode()), Article("", RAIN)),
    (
        "two-parts.txt.zst",
        zstandard.compress(RAIN[:9].encode()) + zstandard.compress(RAIN[9:].encode()),
        Article("", RAIN),
    ),
    ("padded.txt.gz", gzip.compress(RAIN.encode()) + bytes(100), Article("", RAIN)),
    ("padded-long.txt.gz", gzip.compress(RAIN.encode()) + bytes(200_000), Article("", RAIN)),
    ("two-padded.txt.gz", gzip.compress(b"Rain ") + bytes(70_000) + gzip.compress(b"fell."), Article("", "Rain fell.")),
    ("mark.txt", b"\xef\xbb\xbf" + RAIN.encode(), Article("", RAIN)),
    ("utf-16.txt", RAIN.encode("utf-16"), Article("", RAIN)),
    ("utf-16-no-mark.txt", RAIN.encode("utf-16-be"), Article("", RAIN)),
    ("utf-16-odd.txt", RAIN.encode("utf-16") + b"\0", Article("", RAIN + "\ufffd")),
    ("windows.txt", RAIN.encode("cp1252"), Article("", RAIN)),
    ("damaged-utf-8.txt", (RAIN + RAIN).encode()[:-1] + b"\xff", Article("", RAIN + RAIN[:-1] + "\ufffd")),
    ("one-nul.txt", RAIN.encode() * 2 + b"\0", Article("", RAIN * 2 + "\0")),
    ("marks.txt", ("a" + "\u0301\u0323" * 100_000).encode(), Article("", "a" + "\u0301\u0323" * 100_000)),
    (
        "surrogate.json",
        b'{"text": "Rain \\ud83d fell", "title": "\\udc00"}',
        Article("", "Rain \ufffd fell", title="\ufffd"),
    ),
    ("nan.json", b'{"text": "Rain", "score": NaN}', Article("", "Rain")),
    ("reference.html", PAGE.replace("Rain", "&#55296;&#0;Rain", 1).encode(), Article("", "\ufffd\ufffd" + RAIN)),
    ("~ odd\tname\u202e.txt", RAIN.encode(), Article("", RAIN)),
]

RECORDS = {
    "feed.jsonl": b"\n".join(
        [
            json.dumps({"text": RAIN}).encode(),
            b"",
            b'{"text": "cut',
            b"\xff\xfe\x00",
            b"[7]",
            json.dumps({"text": "", "id": "x"}).encode(),
            b'{"text": "' + b"x" * LIMITS.max_source_bytes + b'"}',
            json.dumps({"text": " "}).encode(),
            json.dumps({"text": RAIN, "id": "last"}).encode(),
        ]
    ),
    "table.csv": b'id,text\n1,"Rain"\n2\n3,a,b\n4,"a"b\n5,Ra\0in\n6,Snow\n7,"Sleet',
}


def outcome(item: ReadItem) -> tuple[object, ...]:
    if isinstance(item, Article):
        return (item.id, item.text, item.title)
    return (item.path, item.record_number, item.reason)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes and sockets in the file system are those of POSIX")
def test_every_file_is_judged_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    expected: dict[str, list[tuple[object, ...]]] = {}
    for name, content, result in SINGLE:
        Path("in", name).write_bytes(content)
        place = f"in/{name}"
        expected[name] = [(place, None, result) if isinstance(result, str) else (place, result.text, result.title)]
    for name, content in RECORDS.items():
        Path("in", name).write_bytes(content)
    expected["feed.jsonl"] = [
        ("in/feed.jsonl:1", RAIN, None),
        ("in/feed.jsonl", 3, "not JSON: Unterminated string starting at: line 1 column 10 (char 9)"),
        ("in/feed.jsonl", 4, "not JSON: Expecting value: line 1 column 1 (char 0)"),
        ("in/feed.jsonl", 5, "not an object with fields, but another JSON value"),
        ("in/feed.jsonl", 6, "no field holds a text (text, body, content...)"),
        ("in/feed.jsonl", 7, "a line of more than 4,194,304 bytes"),
        ("in/feed.jsonl", 8, "empty"),
        ("last", RAIN, None),
        ("in/feed.jsonl", None, "the encoding is guessed: cp1252"),
    ]
    expected["table.csv"] = [
        ("1", "Rain", None),
        ("in/table.csv", 2, "the row has 1 fields, the header names 2"),
        ("in/table.csv", 3, "the row has 3 fields, the header names 2"),
        ("4", '"a"b', None),
        ("in/table.csv", 5, "the row holds a NUL character: the file is damaged there"),
        ("6", "Snow", None),
        ("in/table.csv", 7, "not a row of the table: unexpected end of data"),
    ]
    expected["damaged-utf-8.txt"].append(
        ("in/damaged-utf-8.txt", None, "not in UTF-8, and read as U+FFFD: 1 characters")
    )
    Path("in", "signed.txt.gz").write_bytes(gzip.compress(RAIN.encode()) + b"signed")
    passed_over = "data that is no gzip stands behind the packed data: it was passed over"
    expected["signed.txt.gz"] = [("in/signed.txt.gz", RAIN, None), ("in/signed.txt.gz", None, passed_over)]
    expected |= {name: [(f"in/{name}", None, reason)] for name, reason in make_special_files(Path("in")).items()}
    forbid(monkeypatch, Path("in/secret.txt"))
    found = [outcome(item) for item in read_articles("in", limits=LIMITS)]
    assert found == [outcome for name in sorted(expected) for outcome in expected[name]] + [
        ("in", None, "1 empty folder: folder.txt 1")
    ]
    assert len(expected) >= 60


def make_special_files(folder: Path) -> dict[str, str]:
    (folder / "folder.txt").mkdir()
    (folder / "broken.txt").symlink_to("nowhere")
    (folder / "itself.txt").symlink_to("itself.txt")
    (folder / "device.txt").symlink_to(os.devnull)
    (folder / "secret.txt").write_text(RAIN)
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("in/socket.txt")
    return {
        "folder.txt": "a folder with the name of a file; what is in it is read by itself",
        "broken.txt": "a broken link",
        "itself.txt": "cannot be read: too many levels of symbolic links",
        "device.txt": "a device",
        "secret.txt": "cannot be read: permission denied",
        "pipe.txt": "a named pipe; what it holds can be given on standard input, as -",
        "socket.txt": "a socket",
    }


def forbid(monkeypatch: pytest.MonkeyPatch, forbidden: Path) -> None:
    """Refuse to open one file, as for a user without the right to; the administrator has all rights."""
    real_open: Callable[..., object] = Path.open

    def open_unless_forbidden(path: Path, *how: object, **named: object) -> object:
        if path == forbidden:
            raise PermissionError(13, "Permission denied")
        return real_open(path, *how, **named)

    monkeypatch.setattr(Path, "open", open_unless_forbidden)


def test_names_and_texts_are_made_of_characters_that_utf_8_holds(tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")).write_text(RAIN)
    except OSError:
        pytest.skip("the file system takes only names in UTF-8")
    (item,) = read_articles(tmp_path)
    assert outcome(item) == (f"{tmp_path.as_posix()}/\ufffd.txt", RAIN, None)
    (item,) = read_articles(Article("\ud800", "Rain \udfff", title="\ud800\udc00"))
    assert outcome(item) == ("\ufffd", "Rain \ufffd", "\ufffd\ufffd")


def test_what_is_skipped_of_one_file_beyond_a_number_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_reader, "MAX_SKIPPED_RECORDS", 2)
    (tmp_path / "a.jsonl").write_text("7\n" * 5 + json.dumps({"text": RAIN}) + "\n7\n", encoding="utf-8")
    *told, article, count = read_articles(tmp_path / "a.jsonl")
    assert [item.record_number for item in told if isinstance(item, Skipped)] == [1, 2]
    assert isinstance(article, Article)
    assert outcome(count)[2] == "4 more records cannot be read, for such reasons as those before"
