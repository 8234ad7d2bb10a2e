"""From anything to articles, one at a time: paths, standard input, texts, and articles themselves.

What cannot be read is a `Skipped` at the place where it stood, and ends nothing. What was read with a doubt is an
article with a `ReadWarning` behind it. What is passed over in a folder or an archive is counted, and a `ReadWarning` at
its end says it. Ids are the record's own, else the path as given (`folder/a.txt`), with the number of the record behind
it (`feed.jsonl:12`) and the name in an archive (`crawl.zip/a.html`). Texts get `text-0`, `text-1`... If an id was there
before, the later article gets `id#2`, `id#3`..., so that nothing is lost. A file that several paths lead to is read
once.
"""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from io import BufferedReader
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any, Self

from dedup.article import Article, Place, ReadItem, ReadWarning, Skipped
from dedup.errors import InputError
from dedup.notebook import counted
from dedup.runtime.progress import Progress, Stage, no_progress
from dedup.settings.limit_settings import DEFAULT_LIMITS, LimitSettings
from dedup.sources.decoding.compression import decompressed, open_decompressed
from dedup.sources.decoding.decode import check_encoding, replace_lone_surrogates
from dedup.sources.fields.record_parts import DEFAULT_FIELD_NAMES, FieldNames, stated_parts
from dedup.sources.file_patterns import FilePatterns, kind_to_pass_over, label_of_ending, label_of_file
from dedup.sources.files import (
    STDIN,
    FileFinder,
    SourceFile,
    existing_path,
    fault_of,
    path_name,
    skipped_file,
)
from dedup.sources.formats import DEFAULT_FORMAT, format_of_file, input_formats
from dedup.sources.formats.format import (
    BadMember,
    BadRecord,
    InputFormat,
    NotRead,
    OpenFile,
    ReadOptions,
    SourceDocument,
    SourceMember,
    SourcePage,
    SourceRecord,
    SourceWarning,
)
from dedup.sources.markup.html_evidence import is_page
from dedup.sources.markup.shown_text import shown_parts
from dedup.sources.members import UnpackedBytes, open_member
from dedup.sources.notices.notice_kind import notice_warnings
from dedup.sources.pages.extractor import PageExtractor
from dedup.sources.pages.pool import ExtractorPool
from dedup.sources.passed_over import PassedOver, PassedOverKind
from dedup.sources.reading import BytesRead, Reading
from dedup.sources.urls.site_outlet import outlet_of_folder

ArticleInput = str | Path | ReadItem
Texts = Iterable[str] | Mapping[str, str]
Read = tuple[ReadItem, ...]  # what one record or page gives
_OneItem = SourceRecord | SourceDocument | SourcePage | BadRecord | BadMember | SourceWarning
_PROGRESS_EVERY = 16  # articles between two reports of progress: pages take a third of a second for so many
_STRING_FIELDS = ("id", "text", "title", "url", "outlet", "language", "author", "canonical")
_MAX_CHARACTER_BYTES = 4  # in UTF-8


def read_articles(
    inputs: ArticleInput | Iterable[ArticleInput] = (),
    fields: FieldNames = DEFAULT_FIELD_NAMES,
    *,
    texts: Texts = (),
    encoding: str | None = None,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    limits: LimitSettings = DEFAULT_LIMITS,
    processes: int = 1,
) -> Reading:
    """Read articles from paths (a `str` is a path), Articles and `texts`, in the order given.

    The files of a folder come in the order of their names; `-` is standard input. `texts` are a sequence of texts or a
    mapping of ids to texts. `encoding` is that of all files, if it is known. Of the files in a folder, those are read
    that match one of the patterns `include`, if there are any, and none of `exclude`. At most `processes` HTML pages
    are extracted at a time. What is given as `Skipped` or `ReadWarning` passes through, so that what this function
    yields can be given to `scan`. InputError for a path that names nothing: at once if `inputs` is a list, else when
    its turn comes.

    >>> [article.id for article in read_articles(Article("a", "It rained."), texts=["It rained again."])]
    ['a', 'text-0']
    """
    if isinstance(texts, str):
        raise InputError("`texts` is a sequence of texts or a mapping of ids to texts, not one text: texts=[...]")
    check_inputs(inputs)
    check_encoding(encoding)
    given = [inputs] if isinstance(inputs, ArticleInput) else inputs
    options = ReadOptions(fields, limits, encoding, tuple(include), tuple(exclude))
    bytes_read = BytesRead()
    items = _read(given, texts, options, processes, bytes_read)
    return Reading(items, given, FilePatterns(options.include, options.exclude), bytes_read)


def check_inputs(inputs: ArticleInput | Iterable[ArticleInput]) -> None:
    """InputError for a path that names nothing; what is no list is checked when it is read, item by item."""
    given = [inputs] if isinstance(inputs, ArticleInput) else inputs
    for each in given if isinstance(given, Sequence) else ():
        _check_input(each)


def _read(
    inputs: Iterable[ArticleInput], texts: Texts, options: ReadOptions, processes: int, bytes_read: BytesRead
) -> Generator[ReadItem, None, None]:
    with ExtractorPool[Read](options.limits, processes) as pool:
        reader = _Reader(options, pool, bytes_read)
        found = (item for read in (reader.inputs(inputs), reader.texts(texts)) for item in read)
        yield from _with_unique_ids(_at_most(found, options.limits.max_articles))


def _check_input(given: ArticleInput) -> None:
    if isinstance(given, str | Path):
        existing_path(given)
    elif not isinstance(given, ReadItem):
        raise InputError(f"a path or an Article is needed, not {type(given).__name__}")


@dataclass(frozen=True)
class _Source:
    """Where items come from: the path of a file or of a member, and its outlet folder.

    `is_stored` is True if the path leads to the file. `depth` is the number of archives that a member lies in.
    """

    path: Path
    folder: str | None
    is_stored: bool
    unpacked: UnpackedBytes
    depth: int = 0

    @cached_property
    def name(self) -> str:
        """The path as ids and reports name it."""
        return path_name(self.path)

    def member(self, name: str) -> Self:
        """A file inside this one; folders inside may name another outlet."""
        folder = self.folder
        for outer in PurePosixPath(name).parts[:-1]:
            folder = outlet_of_folder(outer, folder)
        path = Path(f"{self.path.as_posix()}/{name}")
        return replace(self, path=path, folder=folder, is_stored=False, depth=self.depth + 1)


class _Reader:
    """Reads one input after the other; holds what all of them need."""

    def __init__(self, options: ReadOptions, pool: ExtractorPool[Read], bytes_read: BytesRead) -> None:
        self._options = options
        self._bytes_read = bytes_read
        self._pool = pool
        self._finder = FileFinder(FilePatterns(options.include, options.exclude))
        self._marked: set[str] = set()
        self._always_fits_characters = options.limits.max_article_bytes // _MAX_CHARACTER_BYTES

    def inputs(self, inputs: Iterable[ArticleInput]) -> Iterator[ReadItem]:
        for given in inputs:
            if isinstance(given, Article):
                self._mark(given)
                yield self._bounded(_without_lone_surrogates(given), given.id, None)
            elif isinstance(given, Skipped | ReadWarning):
                yield given
            else:
                _check_input(given)
                found = self._finder.find(Path(given))
                yield from chain.from_iterable(self._pool.in_order(self._files(found)))

    def texts(self, texts: Texts) -> Iterator[Article | Skipped]:
        named = texts.items() if isinstance(texts, Mapping) else ((f"text-{n}", text) for n, text in enumerate(texts))
        for name, text in named:
            yield self._validated(_without_lone_surrogates(Article(name, text)), name, None)

    def _mark(self, article: Article) -> None:
        """Note the file of an article that was read before, so that it is not read again."""
        if article.place is not None and article.place.path not in self._marked:
            self._marked.add(article.place.path)
            self._finder.mark(Path(article.place.path))

    def _files(self, found: Iterable[SourceFile | Skipped | ReadWarning]) -> Iterator[Read | Future[Read]]:
        for file in found:
            if not isinstance(file, SourceFile):
                yield (file,)
                continue
            try:
                yield from self._file(file)
            except Exception as error:  # whatever it is, it ends no other file
                yield (skipped_file(file.path, error),)

    def _file(self, file: SourceFile) -> Iterator[Read | Future[Read]]:
        with _open(file.path, self._options.limits) as stream, self._bytes_read.of(file.path, stream) as size:
            file_format = format_of_file(file.path.name, stream.peek())
            if file_format is None and file.passed_over is not None:
                file.passed_over.add(PassedOverKind.ENDING, label_of_ending(file.path.name))
                return
            source = _Source(file.path, file.outlet_folder, file.path is not STDIN, self._may_unpack(size))
            yield from self._contents(source, stream, file_format or input_formats()[DEFAULT_FORMAT])

    def _may_unpack(self, size: int | None) -> UnpackedBytes:
        """What all members of an archive of this size may unpack to."""
        limits = self._options.limits
        if size is None:
            return UnpackedBytes(limits.max_json_bytes)
        honest = max(limits.max_source_bytes, size * limits.max_unpacked_ratio)
        return UnpackedBytes(min(honest, limits.max_unpacked_bytes))

    def _contents(
        self, source: _Source, stream: BufferedReader, file_format: InputFormat
    ) -> Iterator[Read | Future[Read]]:
        """All that a file holds; at its end, a line that says what of it is passed over."""
        passed_over = PassedOver()
        count, max_records = 0, self._options.limits.max_file_records
        try:
            for item in file_format.read(OpenFile(source.path, stream, source.is_stored), self._options):
                count += 1
                if count > max_records:
                    raise InputError(f"more than {counted(max_records, 'record')}: the rest is not read")
                if isinstance(item, NotRead):
                    passed_over.add(*item)
                elif isinstance(item, SourceMember):
                    yield from self._member(item, source, passed_over)
                else:
                    yield self._item_or_fault(item, source)
        except Exception as error:  # whatever it is, it ends no other file
            yield (skipped_file(source.path, error),)
        else:
            if not count:
                yield (Skipped(source.name, None, "empty"),)
        if passed_over:
            yield (ReadWarning(source.name, None, passed_over.line()),)

    def _item_or_fault(self, item: _OneItem, source: _Source) -> Read | Future[Read]:
        try:
            return self._item(item, source)
        except Exception as error:  # of one record: whatever it is, it ends no other
            return (Skipped(source.name, getattr(item, "number", None), fault_of(error)),)

    def _item(self, item: _OneItem, source: _Source) -> Read | Future[Read]:
        path = source.name
        if isinstance(item, SourcePage):
            return self._pool.submit(partial(self._extracted_or_fault, item, path, source.folder))
        if isinstance(item, SourceWarning):
            return (ReadWarning(path, None, item.reason),)
        if isinstance(item, BadMember):
            return (Skipped(source.member(item.name).name, None, item.reason),)
        if isinstance(item, SourceRecord):
            return self._record(item, path, source.folder)
        return self._article(item, path, source.folder)

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

    def _member(self, member: SourceMember, outer: _Source, passed_over: PassedOver) -> Iterator[Read | Future[Read]]:
        """What a file inside a file holds; its path is that of the outer file, and its name in it."""
        kind = kind_to_pass_over(PurePosixPath(member.name).parts)
        if kind is not None:
            passed_over.add(kind, label_of_file(kind, PurePosixPath(member.name).name))
            return
        source = outer.member(member.name)
        try:
            if source.depth > self._options.limits.max_nested_archives:
                depth = counted(self._options.limits.max_nested_archives, "archive")
                raise InputError(f"lies in more than {depth}, one inside the other")
            stream = open_member(member, source.unpacked, self._options.limits)
            file_format = format_of_file(member.name, stream.peek())
        except Exception as error:  # whatever it is, it ends no other file
            yield (skipped_file(source.path, error),)
            return
        if file_format is None:
            passed_over.add(PassedOverKind.ENDING, label_of_ending(member.name))
        else:
            yield from self._contents(source, stream, file_format)

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


def _open(path: Path, limits: LimitSettings) -> AbstractContextManager[BufferedReader]:
    if path is not STDIN:
        return open_decompressed(path, limits)
    stream = getattr(sys.stdin, "buffer", None)
    if not isinstance(stream, BufferedReader):
        raise InputError("standard input is closed, or holds no bytes")
    return nullcontext(decompressed(stream, limits))


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


def _at_most(found: Iterable[ReadItem], max_articles: int) -> Iterator[ReadItem]:
    """The same up to so many articles; the next one is skipped, and nothing is read behind it."""
    count = 0
    for item in found:
        count += isinstance(item, Article)
        if count > max_articles:
            assert isinstance(item, Article)
            path, number = item.place or Place(item.id, None)
            yield Skipped(path, number, f"more than {counted(max_articles, 'article')}: the rest is not read")
            return
        yield item


def _with_unique_ids(found: Iterable[ReadItem]) -> Iterator[ReadItem]:
    """The same with unique ids: the first article keeps its id, later ones with that id get `id#2`, `id#3`..."""
    counts: dict[str, int] = {}
    for item in found:
        if not isinstance(item, Article):
            yield item
            continue
        unique = item.id
        while unique in counts:
            counts[item.id] += 1
            unique = f"{item.id}#{counts[item.id]}"
        counts[unique] = 1
        yield item if unique == item.id else replace(item, id=unique)


@dataclass(frozen=True, slots=True)
class ReadingNotes:
    """What reading has to say beside the articles: what could not be read, and what was read with a doubt."""

    skipped: list[Skipped] = field(default_factory=list)
    warnings: list[ReadWarning] = field(default_factory=list)


def collect_articles(
    items: Iterable[ReadItem], notes: ReadingNotes, progress: Progress = no_progress
) -> Iterator[Article]:
    """The articles that were read; everything else is appended to `notes`."""
    count = 0
    expected = items.expected_articles if isinstance(items, Reading) and progress is not no_progress else _not_known
    for item in items:
        if isinstance(item, Skipped):
            notes.skipped.append(item)
        elif isinstance(item, ReadWarning):
            notes.warnings.append(item)
        else:
            count += 1
            if count % _PROGRESS_EVERY == 0:
                progress(Stage.READ, count, expected(count))
            yield item
    progress(Stage.READ, count, count)


def _not_known(articles: int) -> None:  # noqa: ARG001  # of any other iterator
    return None
