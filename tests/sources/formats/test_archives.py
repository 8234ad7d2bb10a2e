"""Archives of files: each member is read as what it is, and what is not read of them is counted."""

from __future__ import annotations

import bz2
import gzip
import zipfile
from pathlib import Path

import pytest
from made_files import RAIN, SNOW, mailbox, message, page, record, rss, tarred, zipped

from dedup.article import Article, ReadItem, ReadWarning, Skipped
from dedup.settings.limit_settings import LimitSettings
from dedup.sources.reader import read_articles

LIMITS = LimitSettings(max_source_bytes=1 << 20)


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def read(name: str, content: bytes) -> list[ReadItem]:
    Path(name).write_bytes(content)
    return list(read_articles(name, limits=LIMITS))


def ids(found: list[ReadItem]) -> list[str]:
    return [item.id for item in found if isinstance(item, Article)]


def reasons(found: list[ReadItem]) -> list[tuple[str, str]]:
    return [(item.path, item.reason) for item in found if not isinstance(item, Article)]


@pytest.mark.parametrize(("name", "pack"), [("a.zip", zipped), ("a.tar", tarred)])
def test_an_archive_of_thirteen_pages_is_thirteen_articles(name: str, pack: type) -> None:
    found = read(name, pack({f"harbour.example/2024/{number}.html": page() for number in range(13)}))
    assert ids(found) == [f"{name}/harbour.example/2024/{number}.html" for number in range(13)]
    assert {item.outlet for item in found if isinstance(item, Article)} == {"harbour.example"}


def test_members_are_read_as_what_they_are() -> None:
    members = {
        "a.jsonl.gz": gzip.compress(b'{"text": "Rain in a feed."}\n'),
        "b.txt.bz2": bz2.compress(RAIN.encode()),
        "c.csv": b"text\nRain in a table.\n",
        "crawl.warc.gz": gzip.compress(record("conversion", RAIN.encode(), media="text/plain")),
        "feed": rss(f"<description>{RAIN}</description>"),
        "inner.zip": zipped({"x/y.txt": SNOW.encode()}),
        "mail.mbox": mailbox(message(), message()),
        "no-ending": RAIN.encode(),
        "story.php": page(),
    }
    found = read("all.zip", zipped(members))
    assert ids(found) == [
        "all.zip/a.jsonl.gz:1",
        "all.zip/b.txt.bz2",
        "all.zip/c.csv:1",
        "all.zip/crawl.warc.gz:1",
        "all.zip/feed:1",
        "all.zip/inner.zip/x/y.txt",
        "all.zip/mail.mbox:1",
        "all.zip/mail.mbox:2",
        "all.zip/no-ending",
        "all.zip/story.php",
    ]
    assert reasons(found) == []


def test_what_is_not_read_of_an_archive_is_counted() -> None:
    members = {
        "__MACOSX/._a.html": b"x",
        ".DS_Store": b"x",
        "folder/": b"",
        "img/a.png": b"\x89PNG",
        "notes.docx": b"PK",
        "blob": bytes(range(32)) * 9,
        "a.txt": RAIN.encode(),
    }
    found = read("a.zip", zipped(members))
    assert ids(found) == ["a.zip/a.txt"]
    assert reasons(found) == [
        (
            "a.zip",
            "2 hidden files and folders: .DS_Store 1, ._a.html 1; "
            "3 files with endings that are not read: .docx 1, .png 1, without an ending 1",
        )
    ]


def test_names_in_an_archive_lead_nowhere() -> None:
    found = read("a.zip", zipped({"/etc/passwd": RAIN.encode(), "../../b.txt": SNOW.encode()}))
    assert ids(found) == ["a.zip//etc/passwd".replace("//", "/"), "a.zip/../../b.txt"]


def test_an_encrypted_member_is_skipped_with_its_reason() -> None:
    content = bytearray(zipped({"a.txt": RAIN.encode(), "b.txt": SNOW.encode()}, zipfile.ZIP_STORED))
    content[6] |= 1  # in the header of the first member
    content[content.index(b"PK\x01\x02") + 8] |= 1  # and in the index
    found = read("a.zip", bytes(content))
    assert (ids(found), reasons(found)) == (["a.zip/b.txt"], [("a.zip/a.txt", "encrypted")])


def test_a_damaged_member_costs_itself() -> None:
    content = bytearray(zipped({"a.txt": RAIN.encode() * 9, "b.txt": SNOW.encode()}))
    content[45:60] = b"\xff" * 15
    found = read("a.zip", bytes(content))
    assert ids(found) == ["a.zip/b.txt"]
    ((path, reason),) = reasons(found)
    assert path == "a.zip/a.txt"
    assert reason.startswith("the packed data is damaged")


def test_bombs_are_refused() -> None:
    flat = zipped({"a.txt": b"x" * 5_000_000})
    assert reasons(read("flat.zip", flat)) == [
        ("flat.zip/a.txt", "unpacks to many times its size: a decompression bomb")
    ]
    packed = zipped({"a.txt.gz": gzip.compress(b"x" * 5_000_000)}, zipfile.ZIP_STORED)
    assert len(reasons(read("packed.zip", packed))) == 1
    many = zipped({f"{number}.zip": zipped({"a.txt": b"x " * 400_000}) for number in range(9)})
    found = read("many.zip", many)
    assert len(found) == 9
    assert len(ids(found)) == 1


def test_archives_inside_archives_are_read_to_a_depth() -> None:
    content = zipped({"a.txt": RAIN.encode()})
    for _ in range(2):
        content = zipped({"x.zip": content})
    assert ids(read("a.zip", content)) == ["a.zip/x.zip/x.zip/a.txt"]
    found = read("b.zip", zipped({"x.zip": content}))
    assert reasons(found) == [("b.zip/x.zip/x.zip/x.zip/a.txt", "lies in more than 3 archives, one inside the other")]


def test_an_archive_that_is_cut_off_is_skipped() -> None:
    whole = zipped({"a.txt": RAIN.encode()})
    ((path, reason),) = reasons(read("a.zip", whole[:-30]))
    assert (path, reason) == ("a.zip", "not a ZIP archive that can be read: File is not a zip file")


def test_a_crawl_in_wacz_is_read_by_its_archives() -> None:
    members = {
        "archive/data.warc.gz": gzip.compress(record("resource", page(), media="text/html")),
        "pages/pages.jsonl": b'{"url": "https://harbour.example/1", "text": "Rain"}\n',
        "datapackage.json": b"{}",
    }
    found = read("crawl.wacz", zipped(members, zipfile.ZIP_STORED))
    assert ids(found) == ["crawl.wacz/archive/data.warc.gz:1"]
    assert found[-1] == ReadWarning(
        "crawl.wacz", None, "2 files of the archive's index: datapackage.json 1, pages/pages.jsonl 1"
    )


def test_documents_that_are_archives_are_not_unpacked() -> None:
    document = zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
    assert read("report.docx", document) == [Skipped("report.docx", None, "binary, not text")]
    Path("folder").mkdir()
    Path("folder/report").write_bytes(document)
    assert [item.reason for item in read_articles("folder") if isinstance(item, ReadWarning)] == [
        "1 file with an ending that is not read: without an ending 1"
    ]
