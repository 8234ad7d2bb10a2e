"""From anything to articles, one at a time: paths, standard input, texts, and articles themselves.

What cannot be read is a `Skipped` in the place where it stood, and ends nothing. Ids are the record's own, else the
path as given (`folder/a.txt`), with the number of the record behind it (`feed.jsonl:12`), else `text-0`, `text-1`...
An id that was there before is told apart (`id#2`, `id#3`...), so that nothing is lost.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial
from io import BufferedReader
from itertools import count
from pathlib import Path
from typing import Any

from dedup.article import Article, Skipped
from dedup.errors import InputError
from dedup.sources.compression import open_decompressed
from dedup.sources.decoding import decode, replace_lone_surrogates
from dedup.sources.fields import DEFAULT_FIELD_NAMES, FieldNames, article_from_record
from dedup.sources.files import STDIN, Kind, SourceFile, find_files, known_kind, path_name, skipped_file
from dedup.sources.formats.parquet import read_parquet_rows
from dedup.sources.formats.records import BadRecord, SourceRecord, read_json_file, read_json_lines, read_table
from dedup.sources.limits import DEFAULT_LIMITS, Limits
from dedup.sources.pages.pool import ExtractorPool
from dedup.sources.pages.worker import PageExtractor
from dedup.sources.site_outlet import outlet_of
from dedup.sources.text_header import split_text_header

ArticleInput = str | Path | Article
_STRINGS = ("id", "text", "title", "url", "outlet", "language", "author", "canonical")
_MAX_PATH_CHARACTERS = 1024
_FIRST_READ_BYTES = 1 << 16  # an article of 10,000 words
_MAX_CHARACTER_BYTES = 4  # in UTF-8
_MAX_NAME_BYTES = 255  # of one name in a path, on all common file systems


def read_articles(
    inputs: ArticleInput | Iterable[ArticleInput],
    fields: FieldNames = DEFAULT_FIELD_NAMES,
    limits: Limits = DEFAULT_LIMITS,
    processes: int = 1,
) -> Iterator[Article | Skipped]:
    """Read articles from paths, texts and articles, in the order given; a folder's files in the order of their names.

    A `Path` is always a path, and `Path("-")` standard input. A `str` is a path when it has no line feed and at most
    1,024 characters, and names something that exists, or has no white space and a path separator or a known ending;
    else it is a text. HTML pages are extracted in up to so many `processes` at a time.

    >>> [article.id for article in articles(["It rained.", Article("a", "It rained again.")])]
    ['text-0', 'a']
    """
    given = [inputs] if isinstance(inputs, ArticleInput) else inputs
    with ExtractorPool[Article | Skipped](limits.max_page_seconds, processes) as extractors:
        yield from _with_unique_ids(_Reader(fields, limits, extractors).read(given))


def is_path(given: str) -> bool:
    """Whether a string is a path, not a text; see `articles`. The disk is asked only if it can hold such a name."""
    if len(given) > _MAX_PATH_CHARACTERS or "\n" in given:
        return False
    names = given.replace(os.sep, "/").encode(errors="replace").split(b"/")
    if max(map(len, names)) > _MAX_NAME_BYTES:
        return False
    has_form = given.split(maxsplit=1) == [given] and (len(names) > 1 or known_kind(given) is not None)
    return has_form or _exists(given)


def _exists(path: str) -> bool:
    try:
        return os.access(path, os.F_OK)  # makes no exception of most texts, which name nothing
    except ValueError:  # of characters that no path can have
        return False


class _Reader:
    """Reads one input after the other; holds what all of them need."""

    def __init__(self, fields: FieldNames, limits: Limits, extractors: ExtractorPool[Article | Skipped]) -> None:
        self._fields = fields
        self._limits = limits
        self._extractors = extractors
        self._always_fits_characters = limits.max_article_bytes // _MAX_CHARACTER_BYTES  # characters

    def read(self, inputs: Iterable[ArticleInput]) -> Iterator[Article | Skipped]:
        text_numbers = count()
        for given in inputs:
            if isinstance(given, str) and not is_path(given):
                name = f"text-{next(text_numbers)}"
                yield self._validated(Article(name, replace_lone_surrogates(given)), name)
            elif isinstance(given, Article):
                yield self._bounded(_without_lone_surrogates(given), given.id)
            else:
                yield from self._extractors.in_order(self._read_files(find_files(Path(given))))

    def _read_files(
        self, found: Iterable[SourceFile | Skipped]
    ) -> Iterator[Article | Skipped | Future[Article | Skipped]]:
        for file in found:
            if isinstance(file, Skipped):
                yield file
                continue
            try:
                yield from self._read_file(file)
            except (OSError, ValueError) as error:
                yield skipped_file(file.path, error)

    def _read_file(self, file: SourceFile) -> Iterator[Article | Skipped | Future[Article | Skipped]]:
        if file.kind is Kind.PARQUET:
            yield from self._read_records(file, read_parquet_rows(file.path, self._fields))
            return
        with _opened(file, self._limits) as stream:
            kind = file.kind if file.path is not STDIN else _sniffed_kind(stream.peek())
            if kind is Kind.TEXT:
                yield self._validated(self._read_text(file, self._one_article(stream)), path_name(file.path))
            elif kind is Kind.HTML:
                yield self._extractors.submit(partial(self._read_page, file, self._one_article(stream)))
            else:
                yield from self._read_records(file, self._records(kind, stream))

    def _one_article(self, stream: BufferedReader) -> bytes:
        source = stream.read(_FIRST_READ_BYTES)
        if len(source) == _FIRST_READ_BYTES:  # what is asked for is allocated
            source += stream.read(self._limits.max_source_bytes + 1 - _FIRST_READ_BYTES)
        if len(source) > self._limits.max_source_bytes:
            raise InputError(f"larger than {self._limits.max_source_bytes:,} bytes, too long for one article")
        if not source:
            raise InputError("empty")
        return source

    def _read_text(self, file: SourceFile, source: bytes) -> Article:
        header = split_text_header(decode(source))
        return Article(
            id=path_name(file.path),
            text=header.text,
            title=header.title,
            url=header.url,
            outlet=outlet_of(header.outlet, header.url, file.outlet_folder),
            published=header.published,
            language=header.language,
            author=header.author,
        )

    def _read_page(self, file: SourceFile, source: bytes, extractor: PageExtractor) -> Article | Skipped:
        try:
            page = extractor.extract(source)
        except InputError as error:
            return skipped_file(file.path, error)
        article = Article(
            id=path_name(file.path),
            text=page.text,
            title=page.title,
            url=page.url,
            outlet=outlet_of(None, page.url, file.outlet_folder),
            published=page.published,
            language=page.language,
            author=page.author,
            canonical=page.canonical,
            links=page.links,
        )
        return self._validated(article, path_name(file.path))

    def _records(self, kind: Kind, stream: BufferedReader) -> Iterator[SourceRecord | BadRecord]:
        if kind is Kind.JSONL:
            return read_json_lines(stream, self._limits)
        if kind is Kind.JSON:
            return read_json_file(stream, self._fields, self._limits)
        return read_table(stream, self._fields, self._limits, delimiter="\t" if kind is Kind.TSV else None)

    def _read_records(
        self, file: SourceFile, records: Iterable[SourceRecord | BadRecord]
    ) -> Iterator[Article | Skipped]:
        path = path_name(file.path)
        for record in records:
            if isinstance(record, BadRecord):
                yield Skipped(path, record.number, record.reason)
                continue
            place = path if record.number is None else f"{path}:{record.number}"
            try:
                article = article_from_record(record.values, self._fields, place, file.outlet_folder)
            except InputError as error:
                yield Skipped(path, record.number, str(error))
            else:
                yield self._validated(article, path, record.number)

    def _validated(self, article: Article, path: str, number: int | None = None) -> Article | Skipped:
        """The article if there is something to compare in it, and not too much."""
        text = article.text
        if not text or text.isspace():
            return Skipped(path, number, "empty")
        return article if len(text) <= self._always_fits_characters else self._bounded(article, path, number)

    def _bounded(self, article: Article, path: str, number: int | None = None) -> Article | Skipped:
        most_bytes = self._limits.max_article_bytes
        if len(article.text) > self._always_fits_characters and _utf8_bytes(article.text) > most_bytes:
            return Skipped(path, number, f"the text is longer than {most_bytes:,} bytes")
        return article


def _opened(file: SourceFile, limits: Limits) -> AbstractContextManager[BufferedReader]:
    if file.path is not STDIN:
        return open_decompressed(file.path, limits)
    stream = sys.stdin.buffer
    assert isinstance(stream, BufferedReader)
    return nullcontext(stream)


def _sniffed_kind(head: bytes) -> Kind:
    """What standard input holds: JSON lines, a JSON value that spans lines, a page, or a text."""
    return next((kind for pattern, kind in _BEGINNINGS if pattern.match(head)), Kind.TEXT)


_BEGINNINGS = (
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\[\s*[{\]]|\{\s*\n)"), Kind.JSON),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*\{"), Kind.JSONL),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|\?xml)\b", re.IGNORECASE), Kind.HTML),
)


def _utf8_bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode(errors="replace"))


def _without_lone_surrogates(article: Article) -> Article:
    """The same with U+FFFD for each character that UTF-8 cannot hold: one for one, so spans still count."""
    changed: dict[str, Any] = {}
    for name in _STRINGS:
        value = getattr(article, name)
        if value is not None and (clean := replace_lone_surrogates(value)) is not value:
            changed[name] = clean
    return replace(article, **changed) if changed else article


def _with_unique_ids(found: Iterable[Article | Skipped]) -> Iterator[Article | Skipped]:
    """The same with an id of its own for each article: the first keeps it, later ones become `id#2`, `id#3`..."""
    counts: dict[str, int] = {}
    for item in found:
        if isinstance(item, Skipped):
            yield item
            continue
        own = item.id
        while own in counts:
            counts[item.id] += 1
            own = f"{item.id}#{counts[item.id]}"
        counts[own] = 1
        yield item if own == item.id else replace(item, id=own)
