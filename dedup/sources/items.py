"""From one record, page or document of a file to its article, or to the reason why there is none."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from typing import Any

from dedup.article import Article, Place, ReadItem, ReadWarning, Skipped
from dedup.errors import InputError
from dedup.sources.decoding.decode import replace_lone_surrogates
from dedup.sources.fields.record_parts import stated_parts
from dedup.sources.files.finder import fault_of
from dedup.sources.formats.format import (
    BadRecord,
    ReadOptions,
    SourceDocument,
    SourcePage,
    SourceRecord,
)
from dedup.sources.markup.html_evidence import is_page
from dedup.sources.markup.shown_text import shown_parts
from dedup.sources.notices.notice_kind import notice_warnings
from dedup.sources.pages.extractor import PageExtractor
from dedup.sources.pages.pool import ExtractorPool

Read = tuple[ReadItem, ...]  # what one record or page gives
Item = SourceRecord | SourceDocument | SourcePage | BadRecord
_STRING_FIELDS = ("id", "text", "title", "url", "outlet", "language", "author", "canonical")
_MAX_CHARACTER_BYTES = 4  # in UTF-8


class ItemReader:
    """Makes articles of the items of files; pages are extracted by the pool."""

    def __init__(self, options: ReadOptions, pool: ExtractorPool[Read]) -> None:
        self._options = options
        self._pool = pool
        self._always_fits_characters = options.limits.max_article_bytes // _MAX_CHARACTER_BYTES

    def read(self, item: Item, path: str, folder: str | None) -> Read | Future[Read]:
        """What the item gives: an article and its doubts, or the reason why it is skipped; a page's comes later."""
        if isinstance(item, SourcePage):
            return self._pool.submit(partial(self._extracted_or_fault, item, path, folder))
        if isinstance(item, SourceRecord):
            return self._record(item, path, folder)
        return self._article(item, path, folder)

    def given(self, article: Article) -> Article | Skipped:
        """An article that was made elsewhere, with U+FFFD for lone surrogates; skipped if its text is too long."""
        return self._bounded(_without_lone_surrogates(article), article.id, None)

    def text(self, name: str, text: str) -> Article | Skipped:
        """The article of a text."""
        return self._validated(_without_lone_surrogates(Article(name, text)), name, None)

    def _record(self, record: SourceRecord, path: str, folder: str | None) -> Read | Future[Read]:
        """The article in a record; a text that is a whole page, as crawlers store it, is read as one."""
        try:
            parts = stated_parts(record.values, self._options.fields)
        except InputError as error:
            return (Skipped(path, record.number, str(error)),)
        if not is_page(parts.text):
            return self._article(SourceDocument(record.number, shown_parts(parts)), path, folder)
        stated = shown_parts(parts._replace(text=""))._replace(text=parts.text)
        page = SourcePage(record.number, parts.text.encode(errors="replace"), parts.url, "utf-8", stated)
        return self._pool.submit(partial(self._extracted_or_fault, page, path, folder))

    def _article(self, item: SourceDocument | BadRecord, path: str, folder: str | None) -> Read:
        place = Place(path, item.number)
        if isinstance(item, BadRecord):
            return (Skipped(*place, item.reason),)
        try:
            read = self._validated(item.parts.article(place, folder), *place)
        except InputError as error:
            return (Skipped(*place, str(error)),)
        doubts = (*item.parts.doubts(), *notice_warnings(item.parts.text, item.parts.title))
        if not doubts or isinstance(read, Skipped):
            return (read,)
        return (read, *(ReadWarning(*place, reason) for reason in doubts))

    def _extracted_or_fault(self, page: SourcePage, path: str, folder: str | None, extractor: PageExtractor) -> Read:
        try:
            return self._extracted(page, path, folder, extractor)
        except Exception as error:  # of one page: whatever it is, it ends no other
            return (Skipped(path, page.number, fault_of(error)),)

    def _extracted(self, page: SourcePage, path: str, folder: str | None, extractor: PageExtractor) -> Read:
        try:
            parts = extractor.extract(page.html, page.url, page.charset)
        except InputError as error:
            if page.stated is None or not page.stated.text:
                return (Skipped(path, page.number, str(error)),)
            parts = shown_parts(page.stated)._replace(warnings=())
        if page.stated is not None:
            parts = parts.with_stated(page.stated)
        return self._article(SourceDocument(page.number, parts), path, folder)

    def _validated(self, article: Article, path: str, number: int | None) -> Article | Skipped:
        """The article, if it has a text, and not too long a one."""
        text = article.text
        if not text or text.isspace():
            return Skipped(path, number, "empty")
        return article if len(text) <= self._always_fits_characters else self._bounded(article, path, number)

    def _bounded(self, article: Article, path: str, number: int | None) -> Article | Skipped:
        max_bytes = self._options.limits.max_article_bytes
        if len(article.text) > self._always_fits_characters and _utf8_bytes(article.text) > max_bytes:
            return Skipped(path, number, f"the text is longer than {max_bytes:,} bytes")
        return article


def _utf8_bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode(errors="replace"))


def noted(item: Skipped | ReadWarning) -> Skipped | ReadWarning:
    """What was skipped or doubted, as every output can write it."""
    return replace(item, path=replace_lone_surrogates(item.path), reason=replace_lone_surrogates(item.reason))


def _without_lone_surrogates(article: Article) -> Article:
    """The same with U+FFFD for each character that UTF-8 cannot hold: one for one, so spans still count."""
    changed: dict[str, Any] = {}
    for name in _STRING_FIELDS:
        value = getattr(article, name)
        if value is not None and (clean := replace_lone_surrogates(value)) is not value:
            changed[name] = clean
    return replace(article, **changed) if changed else article
