"""From anything to articles, one at a time: paths, standard input, texts, and articles themselves.

What cannot be read is a `Skipped` at the place where it stood, and ends nothing. What was read with a doubt is an
article with a `ReadWarning` behind it. What is passed over in a folder or an archive is counted, and a `ReadWarning` at
its end says it. Ids are the record's own, else the path as given (`folder/a.txt`), with the number of the record behind
it (`feed.jsonl:12`) and the name in an archive (`crawl.zip/a.html`). Texts get `text-0`, `text-1`... If an id was there
before, the later article gets `id#2`, `id#3`..., so that nothing is lost. A file that several paths lead to is read
once.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from dedup.article import Article, Place, ReadItem, ReadWarning, Skipped
from dedup.errors import InputError
from dedup.notebook import counted
from dedup.settings.limit_settings import DEFAULT_LIMITS, LimitSettings
from dedup.sources.decoding.decode import check_encoding
from dedup.sources.fields.record_parts import DEFAULT_FIELD_NAMES, FieldNames
from dedup.sources.file_reader import FileReader
from dedup.sources.files.file_patterns import FilePatterns
from dedup.sources.files.finder import (
    FileFinder,
    existing_path,
)
from dedup.sources.formats.format import (
    ReadOptions,
)
from dedup.sources.items import ItemReader, Read, noted
from dedup.sources.pages.pool import ExtractorPool
from dedup.sources.reading import BytesRead, Reading

ArticleInput = str | Path | ReadItem
Texts = Iterable[str] | Mapping[str, str]


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


class _Reader:
    """Reads one input after the other; a file that an article was read from before is not read again."""

    def __init__(self, options: ReadOptions, pool: ExtractorPool[Read], bytes_read: BytesRead) -> None:
        self._pool = pool
        self._items = ItemReader(options, pool)
        self._files = FileReader(options, self._items, bytes_read)
        self._finder = FileFinder(FilePatterns(options.include, options.exclude))
        self._marked: set[str] = set()

    def inputs(self, inputs: Iterable[ArticleInput]) -> Iterator[ReadItem]:
        for given in inputs:
            if isinstance(given, Article):
                self._mark(given)
                yield self._items.given(given)
            elif isinstance(given, Skipped | ReadWarning):
                yield noted(given)
            else:
                _check_input(given)
                found = self._finder.find(Path(given))
                yield from chain.from_iterable(self._pool.in_order(self._files.read(found)))

    def texts(self, texts: Texts) -> Iterator[Article | Skipped]:
        named = texts.items() if isinstance(texts, Mapping) else ((f"text-{n}", text) for n, text in enumerate(texts))
        for name, text in named:
            yield self._items.text(name, text)

    def _mark(self, article: Article) -> None:
        """Note the file of an article that was read before, so that it is not read again."""
        if article.place is not None and article.place.path not in self._marked:
            self._marked.add(article.place.path)
            self._finder.mark(Path(article.place.path))


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
