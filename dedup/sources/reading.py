"""What reading gives: the items, one after the other, and an estimate of how many articles there will be.

Where every file holds one article, the files are counted. Else the bytes of the files that have been read say how far
reading has come; nothing is known before the first bytes, and of standard input.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import BufferedReader
from os import fstat
from pathlib import Path
from typing import NamedTuple

from dedup.article import Article, ReadItem
from dedup.sources.decoding.compression import stored_file
from dedup.sources.files.file_patterns import FilePatterns
from dedup.sources.files.finder import STDIN, FileFinder, SourceFile


class Amount(NamedTuple):
    """What there is to read: the articles, if each file holds one, else None; and the bytes, 0 if unknown."""

    articles: int | None
    stored_bytes: int


class BytesRead:
    """How many bytes of stored files have been read."""

    def __init__(self) -> None:
        self._finished = 0
        self._open: BufferedReader | None = None

    @contextmanager
    def of(self, path: Path, stream: BufferedReader) -> Iterator[int | None]:
        """Count a file, which is read within the context; gives its size, None for standard input."""
        if path is STDIN:
            yield None
            return
        self._open = stored_file(stream)
        size = fstat(self._open.fileno()).st_size
        try:
            yield size
        finally:
            self._open = None
            self._finished += size

    def __call__(self) -> int:
        """The bytes of all files that are finished, and those of the open one that have been read."""
        return self._finished + (self._open.tell() if self._open else 0)


class Reading(Iterator[ReadItem]):
    """An iterator of what is read from some inputs."""

    def __init__(
        self, items: Generator[ReadItem, None, None], inputs: object, patterns: FilePatterns, bytes_read: BytesRead
    ) -> None:
        self._items, self._bytes_read = items, bytes_read
        self._inputs, self._patterns = inputs, patterns
        self._amount: Amount | None = None

    def __next__(self) -> ReadItem:
        return next(self._items)

    def close(self) -> None:
        """End reading; the files and processes that it uses are closed."""
        self._items.close()

    def expected_articles(self, articles: int) -> int | None:
        """About how many articles there will be, after so many; None while that is unknown."""
        if isinstance(self._inputs, Reading):
            return self._inputs.expected_articles(articles)
        if not isinstance(self._inputs, Sequence):
            return None
        self._amount = amount = self._amount or _amount_of(self._inputs, self._patterns)
        if amount.articles is not None:
            return max(articles, amount.articles)
        read = self._bytes_read()
        return max(articles, round(articles * amount.stored_bytes / read)) if read and amount.stored_bytes else None


def _amount_of(inputs: Sequence[object], patterns: FilePatterns) -> Amount:
    """What there is to read; InputError is left to the reading itself."""
    finder = FileFinder(patterns)
    articles, stored_bytes, is_counted = 0, 0, True
    for given in inputs:
        if isinstance(given, Article):
            articles += 1
        for file in _files_at(given, finder):
            if file.path == STDIN:
                return Amount(None, 0)
            articles += 1
            is_counted &= file.format is None or file.format.holds_one_article
            stored_bytes += file.path.stat().st_size
    return Amount(articles if is_counted else None, stored_bytes)


def _files_at(given: object, finder: FileFinder) -> Iterable[SourceFile]:
    if not isinstance(given, str | Path):
        return ()
    return (file for file in finder.find(Path(given)) if isinstance(file, SourceFile))
