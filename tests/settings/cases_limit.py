"""What each limit changes: what is skipped, of one file that is too much for it."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from effect_case import Case

from dedup.article import Skipped
from dedup.detector import scan
from dedup.errors import InputError
from dedup.runtime.text_spill import SpilledArticle
from dedup.settings import Settings
from dedup.sources.pages.extractor import PageExtractor
from dedup.sources.reader import read_articles

PARAGRAPH = "Rain fell on the valley all night, and the river rose by a metre. "
SLOW_PAGE = b"<html><body><p " + b" ".join(b"a%d='<'" % number for number in range(300_000)) + b">"


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
