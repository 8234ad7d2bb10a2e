"""Keeps texts on disk beyond a memory limit: a temporary file, and articles that read their text from it.

A scan reads the text of an article a few times: for its fingerprint, when one of its pairs is measured, and when its
passages are asked for. `keep_within` keeps texts in memory up to a limit. Beyond it all texts go to one file, and each
article reads its own whenever it is asked for it. Such an article is an `Article` in everything else: equal to the one
it was made of, with the same `repr`, and copied and pickled as that one.

The file has no name, so nothing is left of it when the process ends, however it ends. It is closed with the last
article that reads from it. The other fields of an article and its fingerprint stay in memory.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import fields
from sys import getsizeof
from tempfile import TemporaryFile, gettempdir
from threading import Lock
from typing import IO, Any
from weakref import finalize

from dedup.article import Article
from dedup.errors import InputError

_OTHER_FIELDS = tuple(field.name for field in fields(Article) if field.name != "text")


def keep_within(articles: Iterable[Article], memory: int) -> list[Article]:
    """List articles, with at most `memory` bytes of texts in memory; InputError if the disk has no space for the rest.

    >>> kept = keep_within([Article("a", "It rained."), Article("b", "It snowed.")], memory=100)
    >>> type(kept[0]).__name__, kept[0].text
    ('SpilledArticle', 'It rained.')
    """
    kept: list[Article] = []
    text_bytes, text_file = 0, None
    for article in articles:
        text_bytes += getsizeof(article.text)
        if text_file is None and text_bytes > memory:
            text_file = TextFile()
            kept = [text_file.append(earlier) for earlier in kept]
        kept.append(text_file.append(article) if text_file else article)
    return kept


def text_utf8_size(article: Article) -> int:
    """The approximate size of a text in UTF-8, without reading it: its bytes on disk, or its characters in memory."""
    return article.text_bytes if isinstance(article, SpilledArticle) else len(article.text)


def text_utf8(article: Article) -> bytes:
    """The text of an article in UTF-8; lone surrogates are encoded too."""
    if isinstance(article, SpilledArticle):
        return article.encoded_text()
    return article.text.encode("utf-8", "surrogatepass")


class TextFile:
    """A temporary file of texts; any number of threads may use it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._end = self._flushed = 0
        try:
            self._file: IO[bytes] = TemporaryFile()  # noqa: SIM115  # closed by `finalize`
        except OSError as error:
            raise _no_space(error) from error
        finalize(self, self._file.close)

    def append(self, article: Article) -> SpilledArticle:
        """Write the text of an article, and make an article that reads it."""
        source = text_utf8(article)
        return SpilledArticle(article, self, self.write(source), len(source))

    def write(self, source: bytes) -> int:
        """Write one text or several, end to end, in UTF-8, and return where they start."""
        with self._lock:
            start, self._end = self._end, self._end + len(source)
            try:
                self._file.write(source)
            except OSError as error:
                raise _no_space(error) from error
        return start

    def read(self, start: int, size: int) -> bytes:
        """The `size` bytes from `start` on."""
        if start + size > self._flushed:
            self._flush()
        if sys.platform != "win32":  # a call reads just what is asked for, at a third of the cost of a buffer
            return os.pread(self._file.fileno(), size, start)
        with self._lock:
            self._file.seek(start)
            source = self._file.read(size)
            self._file.seek(0, os.SEEK_END)
            return source

    def _flush(self) -> None:
        with self._lock:
            try:
                self._file.flush()
            except OSError as error:
                raise _no_space(error) from error
            self._flushed = self._end


def _no_space(error: OSError) -> InputError:
    return InputError(
        f"texts beyond the memory limit cannot be kept in {gettempdir()}: {error.strerror or error}; "
        "allow more memory, or name a folder with more space in TMPDIR"
    )


class SpilledArticle(Article):
    """An article that reads its text from a file whenever it is asked for it."""

    __slots__ = ("_start", "_text_file", "text_bytes")

    _text_file: TextFile
    _start: int
    text_bytes: int

    def __init__(self, article: Article, text_file: TextFile, start: int, text_bytes: int) -> None:
        super().__init__(text="", **{name: getattr(article, name) for name in _OTHER_FIELDS})
        for name, value in {"_text_file": text_file, "_start": start, "text_bytes": text_bytes}.items():
            object.__setattr__(
                self, name, value
            )  # the setter that a frozen dataclass with slots has refuses subclasses

    # Equality, `repr` and `dataclasses.replace` compare or make the class: they must find Article.
    @property  # type: ignore[misc]  # the class of an object can be assigned, this one cannot
    def __class__(self) -> Any:
        return Article

    @property
    def text(self) -> str:
        """The text, read from the file each time."""
        return self.encoded_text().decode("utf-8", "surrogatepass")

    def encoded_text(self) -> bytes:
        """The text in UTF-8, as the file holds it."""
        return self._text_file.read(self._start, self.text_bytes)

    def __reduce__(self) -> tuple[type[Article], tuple[object, ...]]:
        return Article, tuple(getattr(self, field.name) for field in fields(Article))
