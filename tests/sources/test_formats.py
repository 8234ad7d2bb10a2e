"""One suite for every input format: what each must do with a good, an empty and a damaged file; and the registry."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_workbooks import made_workbook

from dedup.article import Article, Place, ReadWarning, Skipped
from dedup.errors import InputError
from dedup.sources import formats
from dedup.sources.formats import format_of_name, input_formats, sniffed_format
from dedup.sources.formats.format import InputFormat
from dedup.sources.reader import read_articles

RAIN = "Rain fell on the valley all night, and the river rose by a metre before the morning came."
FORMATS = list(input_formats().values())
Writer = Callable[[str], bytes]


def as_table(delimiter: str) -> Writer:
    def write(text: str) -> bytes:
        table = io.StringIO(newline="")
        csv.writer(table, delimiter=delimiter).writerows([["text"], [text]])
        return table.getvalue().encode()

    return write


def as_parquet(text: str) -> bytes:
    pyarrow: Any = pytest.importorskip("pyarrow")
    parquet: Any = pytest.importorskip("pyarrow.parquet")
    sink = io.BytesIO()
    parquet.write_table(pyarrow.table({"text": [text]}), sink)
    return sink.getvalue()


def as_zip(text: str) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner/a.txt", text)
    return sink.getvalue()


def as_tar(text: str) -> bytes:
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w") as archive:
        member = tarfile.TarInfo("inner/a.txt")
        member.size = len(text.encode())
        archive.addfile(member, io.BytesIO(text.encode()))
    return sink.getvalue()


def as_warc(text: str) -> bytes:
    content = text.encode()
    head = "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\n"
    return f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content + b"\r\n\r\n"


def as_wacz(text: str) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("archive/data.warc.gz", gzip.compress(as_warc(text)))
    return sink.getvalue()


def as_message(text: str) -> bytes:
    return f"From: ada@example.org\nTo: bo@example.org\nSubject: Rain\n\n{text}".encode()


def as_mailbox(text: str) -> bytes:
    return b"From ada@example.org Tue Mar  5 08:30:00 2024\n" + as_message(text) + b"\n\n"


def as_saved_page(text: str) -> bytes:
    head = "From: <Saved by Blink>\r\nSubject: Rain\r\nTo: x\r\nContent-Type: multipart/related; boundary=b\r\n"
    part = f"Content-Type: text/html; charset=utf-8\r\n\r\n<html><body><article><p>{text}</p></article></body></html>"
    return f"{head}\r\n--b\r\n{part}\r\n--b--\r\n".encode()


def as_workbook(text: str) -> bytes:
    return made_workbook({"News": [["text"], [text]]})


# How a file of each format with one article is written; a new format needs a writer here.
WRITERS: dict[str, Writer] = {
    "text": str.encode,
    "markdown": str.encode,
    "html": lambda text: f"<!DOCTYPE html><html><article><p>{text}</p></article></html>".encode(),
    "jsonl": lambda text: json.dumps({"text": text}).encode(),
    "json": lambda text: json.dumps([{"text": text}], indent=1).encode(),
    "csv": as_table(","),
    "tsv": as_table("\t"),
    "parquet": as_parquet,
    "workbook": as_workbook,
    "feed": lambda text: (
        f"<rss version='2.0'><channel><item><description>{text}</description></item></channel></rss>".encode()
    ),
    "zip": as_zip,
    "tar": as_tar,
    "warc": as_warc,
    "wacz": as_wacz,
    "eml": as_message,
    "mbox": as_mailbox,
    "mhtml": as_saved_page,
}


# Where the article lies in an archive.
MEMBERS = {"zip": "/inner/a.txt", "tar": "/inner/a.txt", "wacz": "/archive/data.warc.gz"}


def name_of(file_format: InputFormat) -> str:
    return file_format.name


@pytest.fixture(params=FORMATS, ids=name_of)
def file_format(request: pytest.FixtureRequest) -> InputFormat:
    found: InputFormat = request.param
    return found


def test_an_article_is_read_as_it_was_written(file_format: InputFormat, tmp_path: Path) -> None:
    for ending in file_format.endings:
        path = tmp_path / f"a.{ending}"
        path.write_bytes(WRITERS[file_format.name](RAIN))
        (article,) = read_articles(path)
        inner = MEMBERS.get(file_format.name, "")
        assert isinstance(article, Article)
        assert article.text == RAIN
        number = None if file_format.holds_one_article or inner == "/inner/a.txt" else 1
        assert article.place == Place(path.as_posix() + inner, number)
        assert article.id == str(article.place)


def test_an_empty_file_is_skipped_with_a_reason(file_format: InputFormat, tmp_path: Path) -> None:
    path = tmp_path / f"a.{file_format.endings[0]}"
    path.touch()
    found = list(read_articles(path))
    assert all(isinstance(item, Skipped) and item.record_number is None and item.reason for item in found)
    assert len(found) == 1


def test_a_damaged_file_ends_nothing(file_format: InputFormat, tmp_path: Path) -> None:
    whole = WRITERS[file_format.name](RAIN)
    for size in (1, len(whole) // 2, len(whole) - 1):
        (tmp_path / f"a.{file_format.endings[0]}").write_bytes(whole[:size])
        (tmp_path / "b.txt").write_text(RAIN)
        *_, last = read_articles(tmp_path)
        assert isinstance(last, Article)
        assert last.text == RAIN


def test_what_can_be_sniffed_is_the_format_that_wrote_it(file_format: InputFormat) -> None:
    head = WRITERS[file_format.name](RAIN)
    assert sniffed_format(head) is (file_format if file_format.sniff(head) else None)


@given(st.binary(max_size=30) | st.text(alphabet='{[ \n"<!doctypehtml?>}]', max_size=30).map(str.encode))
def test_no_two_formats_claim_the_same_bytes(head: bytes) -> None:
    assert sum(each.sniff(head) for each in FORMATS) <= 1


def test_every_ending_is_of_one_format() -> None:
    endings = [ending for each in FORMATS for ending in each.endings]
    assert len(endings) == len(set(endings))
    assert all(format_of_name(f"A.{ending.upper()}.gz") is format_of_name(f"a.{ending}") for ending in endings)
    assert format_of_name("a.jpg") is format_of_name("txt") is None


def test_every_format_has_a_writer_here() -> None:
    assert set(WRITERS) == set(input_formats())


NEW_FORMAT = '''
"""Pages one behind the other, parted by a form feed."""

from dedup.sources.formats.format import BadRecord, InputFormat, SourcePage


def read_pages(file, options):
    for number, page in enumerate(file.stream.read().split(b"\\f"), 1):
        yield SourcePage(number, page) if page.strip() else BadRecord(number, "an empty page")


FORMATS = (InputFormat(name="pages", endings=("pages",), read=read_pages),)
'''


@pytest.fixture
def with_new_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def forget() -> None:
        formats.input_formats.cache_clear()
        formats._formats_by_ending.cache_clear()

    folder = tmp_path / "more_formats"
    folder.mkdir()
    (folder / "pages.py").write_text(NEW_FORMAT)
    monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(folder)])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # it would stand among what is read
    forget()
    yield
    forget()


@pytest.mark.usefixtures("with_new_format")
def test_a_new_format_is_one_file_and_may_hold_many_pages(tmp_path: Path) -> None:
    page = WRITERS["html"](RAIN)
    (tmp_path / "crawl.pages").write_bytes(b"\f".join([page, b" ", page]))
    path = (tmp_path / "crawl.pages").as_posix()
    assert [(item.id, item.text) if isinstance(item, Article) else item for item in read_articles(tmp_path)] == [
        (f"{path}:1", RAIN),
        Skipped(path, 2, "an empty page"),
        (f"{path}:3", RAIN),
        ReadWarning(tmp_path.as_posix(), None, "1 file with an ending that is not read: .py 1"),
    ]


def test_a_format_that_fails_ends_its_file_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> Iterator[Any]:
        raise InputError("not of this format")
        yield

    broken = InputFormat(name="broken", endings=("txt",), read=refuse)
    monkeypatch.setattr(formats, "_formats_by_ending", lambda: {"txt": broken, "md": input_formats()["text"]})
    (tmp_path / "a.txt").write_text(RAIN)
    (tmp_path / "b.md").write_text(RAIN)
    skipped, article = read_articles(tmp_path)
    assert skipped == Skipped((tmp_path / "a.txt").as_posix(), None, "not of this format")
    assert isinstance(article, Article)
