"""Pages read by several processes come in the order of their names, with all others; few pages need one process."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from dedup.article import Article, Skipped
from dedup.errors import InputError
from dedup.settings.limit_settings import DEFAULT_LIMITS
from dedup.sources.article_parts import ArticleParts
from dedup.sources.pages.extractor import PageExtractor
from dedup.sources.pages.pool import ExtractorPool
from dedup.sources.reader import read_articles

SENTENCE = "Rain fell on the valley all night, and the river rose by a metre. Article"
HANGS = b"<html><body>" + (b"<p %s>rain</p>" % b" ".join(b"a%d=1" % n for n in range(9_900))) * 300


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    target = Path("in")
    target.mkdir()
    for number in range(60):
        name = f"{number:02d}"
        if number % 4 == 3:
            (target / f"{name}.txt").write_text(f"{SENTENCE} {number}.")
        else:
            (target / f"{name}.html").write_text(f"<html><article><p>{SENTENCE} {number}.</p></article></html>")
    return target


def test_items_keep_their_places(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    later_page_is_done = threading.Event()

    def extract(_: PageExtractor, page: Path, *_hints: object) -> ArticleParts:
        text = page.read_text().removeprefix("<html><article><p>").removesuffix("</p></article></html>")
        if not text:
            raise InputError("empty")
        if text.endswith(" 40."):
            later_page_is_done.wait()
            raise InputError("no main text found in the page")
        if text.endswith(" 41."):
            later_page_is_done.set()
        return ArticleParts(text)

    monkeypatch.setattr(PageExtractor, "extract", extract)
    (folder / "22.html").write_bytes(b"")
    found = list(read_articles(folder, processes=2))
    assert [item.id if isinstance(item, Article) else item for item in found] == [
        Skipped("in/40.html", None, "no main text found in the page")
        if number == 40
        else Skipped("in/22.html", None, "empty")
        if number == 22
        else f"in/{number:02d}.{'txt' if number % 4 == 3 else 'html'}"
        for number in range(60)
    ]
    assert [item.text for item in found if isinstance(item, Article)][-1] == f"{SENTENCE} 59."
    assert found == list(read_articles(folder))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> set[PageExtractor]:
    seen: set[PageExtractor] = set()
    really_read = PageExtractor.extract

    def read(extractor: PageExtractor, *page: Any) -> ArticleParts:
        seen.add(extractor)
        return really_read(extractor, *page)

    monkeypatch.setattr(PageExtractor, "extract", read)
    return seen


def test_few_pages_need_one_process_and_many_use_all(folder: Path, asked: set[PageExtractor]) -> None:
    few = [folder / f"{number:02d}.html" for number in (0, 1, 2, 4)]
    list(read_articles(few, processes=3))
    assert len(asked) == 1
    asked.clear()
    list(read_articles(folder, processes=3))
    assert len(asked) == 3


def test_whoever_stops_early_waits_for_no_page(folder: Path, asked: set[PageExtractor]) -> None:
    for number in range(30, 40):
        (folder / f"{number:02d}.html").write_bytes(HANGS)
    found = read_articles(folder, processes=2)  # ten seconds a page
    for _ in range(25):
        next(found)
    found.close()
    assert {extractor._process for extractor in asked} == {None}


def test_a_page_is_read_only_when_it_is_asked_for(folder: Path, asked: set[PageExtractor]) -> None:
    next(read_articles(folder, processes=2))
    assert len(asked) == 1


def test_an_error_is_raised_in_its_place() -> None:
    def fail(_: PageExtractor) -> int:
        raise RuntimeError("a fault of ours")

    with ExtractorPool[int](DEFAULT_LIMITS, 1) as extractors, pytest.raises(RuntimeError, match="a fault of ours"):
        list(extractors.in_order([1, extractors.submit(fail)]))
