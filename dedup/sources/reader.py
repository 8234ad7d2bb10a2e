"""From anything to articles, one at a time: paths, standard input, texts, and articles themselves.

What cannot be read is a `Skipped` at the place where it stood, and ends nothing. Ids are the record's own, else the
path as given (`folder/a.txt`), with the number of the record behind it (`feed.jsonl:12`). Texts get `text-0`,
`text-1`... If an id was there before, the later article gets `id#2`, `id#3`..., so that nothing is lost.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial
from io import BufferedReader
from pathlib import Path
from typing import Any

from dedup.article import Article, Place, Skipped
from dedup.errors import InputError, MissingExtraError
from dedup.runtime.progress import Progress, no_progress
from dedup.settings.limit_settings import DEFAULT_LIMITS, LimitSettings
from dedup.sources.compression import open_decompressed
from dedup.sources.decoding import replace_lone_surrogates
from dedup.sources.fields import DEFAULT_FIELD_NAMES, FieldNames, article_from_record
from dedup.sources.files import STDIN, SourceFile, existing_path, find_files, path_name, skipped_file
from dedup.sources.formats import sniffed_format
from dedup.sources.formats.format import (
    BadRecord,
    OpenFile,
    ReadOptions,
    SourceDocument,
    SourcePage,
    SourceRecord,
)
from dedup.sources.pages.pool import ExtractorPool
from dedup.sources.pages.worker import PageExtractor

ArticleInput = str | Path | Article
Texts = Iterable[str] | Mapping[str, str]
_PROGRESS_EVERY = 16  # articles between two reports of progress: pages take a third of a second for so many
_STRING_FIELDS = ("id", "text", "title", "url", "outlet", "language", "author", "canonical")
_MAX_CHARACTER_BYTES = 4  # in UTF-8


def read_articles(
    inputs: ArticleInput | Iterable[ArticleInput] = (),
    fields: FieldNames = DEFAULT_FIELD_NAMES,
    *,
    texts: Texts = (),
    limits: LimitSettings = DEFAULT_LIMITS,
    processes: int = 1,
) -> Iterator[Article | Skipped]:
    """Read articles from paths (a `str` is a path), Articles and `texts`, in the order given.

    The files of a folder come in the order of their names; `-` is standard input. `texts` are a sequence of texts or a
    mapping of ids to texts. At most `processes` HTML pages are extracted at a time. InputError for a path that names
    nothing: at once if `inputs` is a list, else when its turn comes.

    >>> [article.id for article in read_articles(Article("a", "It rained."), texts=["It rained again."])]
    ['a', 'text-0']
    """
    if isinstance(texts, str):
        raise InputError("`texts` is a sequence of texts or a mapping of ids to texts, not one text: texts=[...]")
    check_inputs(inputs)
    given = [inputs] if isinstance(inputs, ArticleInput) else inputs
    return _read(given, texts, ReadOptions(fields, limits), processes)


def check_inputs(inputs: ArticleInput | Iterable[ArticleInput]) -> None:
    """InputError for a path that names nothing; what is no list is checked when it is read, item by item."""
    given = [inputs] if isinstance(inputs, ArticleInput) else inputs
    for each in given if isinstance(given, Sequence) else ():
        _check_input(each)


def _read(
    inputs: Iterable[ArticleInput], texts: Texts, options: ReadOptions, processes: int
) -> Iterator[Article | Skipped]:
    with ExtractorPool[Article | Skipped](options.limits.max_page_seconds, processes) as pool:
        reader = _Reader(options, pool)
        yield from _with_unique_ids(item for read in (reader.inputs(inputs), reader.texts(texts)) for item in read)


def _check_input(given: ArticleInput) -> None:
    if isinstance(given, str | Path):
        existing_path(given)
    elif not isinstance(given, Article):
        raise InputError(f"a path or an Article is needed, not {type(given).__name__}")


class _Reader:
    """Reads one input after the other; holds what all of them need."""

    def __init__(self, options: ReadOptions, pool: ExtractorPool[Article | Skipped]) -> None:
        self._options = options
        self._pool = pool
        self._always_fits_characters = options.limits.max_article_bytes // _MAX_CHARACTER_BYTES

    def inputs(self, inputs: Iterable[ArticleInput]) -> Iterator[Article | Skipped]:
        for given in inputs:
            if isinstance(given, Article):
                yield self._bounded(_without_lone_surrogates(given), given.id, None)
            else:
                _check_input(given)
                yield from self._pool.in_order(self._files(find_files(Path(given))))

    def texts(self, texts: Texts) -> Iterator[Article | Skipped]:
        named = texts.items() if isinstance(texts, Mapping) else ((f"text-{n}", text) for n, text in enumerate(texts))
        for name, text in named:
            yield self._validated(_without_lone_surrogates(Article(name, text)), name, None)

    def _files(self, found: Iterable[SourceFile | Skipped]) -> Iterator[Article | Skipped | Future[Article | Skipped]]:
        for file in found:
            if isinstance(file, Skipped):
                yield file
                continue
            try:
                yield from self._file(file)
            except (OSError, ValueError, MissingExtraError) as error:
                yield skipped_file(file.path, error)

    def _file(self, file: SourceFile) -> Iterator[Article | Skipped | Future[Article | Skipped]]:
        path = path_name(file.path)
        with _open(file.path, self._options.limits) as stream:
            file_format = file.format or sniffed_format(stream.peek())
            for item in file_format.read(OpenFile(file.path, stream), self._options):
                if isinstance(item, SourcePage):
                    task = partial(self._extracted, item, path, file.outlet_folder)
                    yield self._pool.submit(task)
                else:
                    yield self._article(item, path, file.outlet_folder)

    def _article(
        self, item: SourceRecord | SourceDocument | BadRecord, path: str, folder: str | None
    ) -> Article | Skipped:
        number = item.number
        if isinstance(item, BadRecord):
            return Skipped(path, number, item.reason)
        if isinstance(item, SourceDocument):
            return self._validated(item.parts.article(Place(path, number), folder), path, number)
        place = Place(path, number)
        try:
            article = article_from_record(item.values, self._options.fields, folder=folder, place=place)
        except InputError as error:
            return Skipped(path, number, str(error))
        return self._validated(article, path, number)

    def _extracted(
        self, page: SourcePage, path: str, folder: str | None, extractor: PageExtractor
    ) -> Article | Skipped:
        try:
            parts = extractor.extract(page.html)
        except InputError as error:
            return Skipped(path, page.number, str(error))
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


def _open(path: Path, limits: LimitSettings) -> AbstractContextManager[BufferedReader]:
    if path != STDIN:
        return open_decompressed(path, limits)
    stream = sys.stdin.buffer
    assert isinstance(stream, BufferedReader)
    return nullcontext(stream)


def _utf8_bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode(errors="replace"))


def _without_lone_surrogates(article: Article) -> Article:
    """The same with U+FFFD for each character that UTF-8 cannot hold: one for one, so spans still count."""
    changed: dict[str, Any] = {}
    for name in _STRING_FIELDS:
        value = getattr(article, name)
        if value is not None and (clean := replace_lone_surrogates(value)) is not value:
            changed[name] = clean
    return replace(article, **changed) if changed else article


def _with_unique_ids(found: Iterable[Article | Skipped]) -> Iterator[Article | Skipped]:
    """The same with unique ids: the first article keeps its id, later ones with that id get `id#2`, `id#3`..."""
    counts: dict[str, int] = {}
    for item in found:
        if isinstance(item, Skipped):
            yield item
            continue
        unique = item.id
        while unique in counts:
            counts[item.id] += 1
            unique = f"{item.id}#{counts[item.id]}"
        counts[unique] = 1
        yield item if unique == item.id else replace(item, id=unique)


def collect_skipped(
    items: Iterable[Article | Skipped], skipped: list[Skipped], progress: Progress = no_progress
) -> Iterator[Article]:
    """The articles that were read; what could not be read is appended to `skipped`."""
    count = 0
    for item in items:
        if isinstance(item, Skipped):
            skipped.append(item)
            continue
        count += 1
        if count % _PROGRESS_EVERY == 0:
            progress("articles", count, None)
        yield item
    progress("articles", count, None)
