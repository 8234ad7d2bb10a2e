"""What each limit changes: what is skipped, of one file that is too much for it."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from effect_case import Case
from made_files import page, zipped

from dedup.article import Skipped
from dedup.detector import scan
from dedup.errors import InputError
from dedup.runtime.text_spill import SpilledArticle
from dedup.settings import Settings
from dedup.sources.pages.extractor import PageExtractor
from dedup.sources.reader import read_articles

PARAGRAPH = "Rain fell on the valley all night, and the river rose by a metre. "
SLOW_PAGE = b"<html><body>" + (b"<p " + b" ".join(b"a%d=1" % n for n in range(9_900)) + b">") * 150


def reasons_of(name: str, content: bytes) -> Callable[[Settings], list[str]]:
    """The reasons for which a file of this name and content is skipped."""

    def outcome(settings: Settings) -> list[str]:
        with TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(content)
            found = read_articles(path, limits=settings)
            return [item.reason for item in found if isinstance(item, Skipped)]

    return outcome


def reason_of_slow_page(settings: Settings) -> str:
    """The reason for which a page that hangs the HTML parser is skipped; the default of ten seconds is cut to one."""
    seconds = 1.0 if settings == Settings() else settings.max_page_seconds
    with PageExtractor(replace(settings, max_page_seconds=seconds)) as extractor:
        try:
            extractor.extract(SLOW_PAGE)
        except InputError as error:
            return str(error)
    return "extracted"


def texts_on_disk(settings: Settings) -> int:
    """How many articles of a scan have their text in the temporary file."""
    return sum(type(article) is SpilledArticle for article in scan(texts=[PARAGRAPH], settings=settings).articles)


TEXT = (PARAGRAPH * 10).encode()
RECORD = b'{"text": "' + TEXT + b'"}'

MESSAGE = b"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n" + TEXT + b"\n--b--\n"

CASES = {
    "max_article_bytes": Case(
        value=100,
        outcome=reasons_of("a.txt", TEXT),
        before=[],
        after=["the text is longer than 100 bytes"],
    ),
    "max_source_bytes": Case(
        value=100,
        outcome=reasons_of("a.txt", TEXT),
        before=[],
        after=["larger than 100 bytes, too long for one article"],
    ),
    "max_json_bytes": Case(
        value=100,
        outcome=reasons_of("a.json", RECORD),
        before=[],
        after=["larger than 100 bytes; as JSON lines in UTF-8 it could be read"],
    ),
    "max_unpacked_ratio": Case(
        value=1,
        outcome=reasons_of("a.jsonl.gz", gzip.compress(b" " * (1 << 27))),
        before=["unpacks to more than 200 times its size: a decompression bomb"],
        after=["unpacks to more than 1 times its size: a decompression bomb"],
    ),
    "max_unpacked_bytes": Case(
        value=1 << 20,
        outcome=reasons_of("a.jsonl.gz", gzip.compress(RECORD + b" " * (1 << 21))),
        before=[],
        after=["unpacks to more than 1,048,576 bytes"],
    ),
    "max_nested_archives": Case(
        value=1,
        outcome=reasons_of("a.zip", zipped({"b.zip": zipped({"c.txt": TEXT})})),
        before=[],
        after=["lies in more than 1 archive, one inside the other"],
    ),
    "max_articles": Case(
        value=1,
        outcome=reasons_of("a.jsonl", RECORD + b"\n" + RECORD + b"\n" + RECORD),
        before=[],
        after=["more than 1 article: the rest is not read"],
    ),
    "max_file_records": Case(
        value=2,
        outcome=reasons_of("a.jsonl", RECORD + b"\n" + RECORD + b"\n" + RECORD),
        before=[],
        after=["more than 2 records: the rest is not read"],
    ),
    "max_json_values": Case(
        value=5,
        outcome=reasons_of("a.json", b'{"text": "' + TEXT + b'", "tags": [1, 2, 3, 4, 5]}'),
        before=[],
        after=["not JSON that can be read: more than 5 values"],
    ),
    "max_message_parts": Case(
        value=1,
        outcome=reasons_of("a.eml", MESSAGE),
        before=[],
        after=["a message of more than 1 parts"],
    ),
    "max_page_tags": Case(
        value=10,
        outcome=reasons_of("a.html", page(PARAGRAPH)),
        before=[],
        after=["the page has more than 10 tags"],
    ),
    "max_tag_attributes": Case(
        value=20,
        outcome=reasons_of("a.html", page(PARAGRAPH).replace(b"<p>", b"<p" + b" a=1" * 21 + b">", 1)),
        before=[],
        after=["a tag of the page has more than 20 attributes"],
    ),
    "max_page_memory": Case(
        value=1 << 28,
        outcome=reasons_of(
            "a.html", page(PARAGRAPH).replace(b"<title>", b"<script>" + b"x" * (60 << 20) + b"\xe9</script><title>")
        ),
        before=[],
        after=["extracting the main text takes more than 268,435,456 bytes of memory"],
    ),
    "max_text_memory": Case(
        value=0,
        outcome=texts_on_disk,
        before=0,
        after=1,
    ),
    "max_page_seconds": Case(
        value=0.5,
        outcome=reason_of_slow_page,
        before="extracting the main text took more than 1 s",
        after="extracting the main text took more than 0.5 s",
    ),
}
