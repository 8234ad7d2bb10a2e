"""Where texts wait that memory has no room for: a temporary file, and articles that read their text from it.

A scan needs an article's text a few times: for its fingerprint, when a pair is measured, when someone looks. In between
it may as well lie on a disk. `hold` keeps texts in memory up to a bound; beyond it all of them go to one file, and an
article reads its own back whenever it is asked. It is an `Article` in all else: equal to the one that was put there,
shown, copied and pickled as that one.

The file has no name, so that nothing is left of it when the process ends, however it ends. It is closed with the last
article that needs it. What else is kept of an article (its other fields, its fingerprint) stays in memory.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from sys import getsizeof
from tempfile import TemporaryFile, gettempdir
from threading import Lock
from typing import IO, Any
from weakref import finalize

from dedup.article import Article
from dedup.errors import InputError

_BUFFER_BYTES = 1 << 15  # neighbours are read together; a text alone takes in ten times its size at the most
_OTHER_FIELDS = tuple(field.name for field in fields(Article) if field.name != "text")


def keep_within(articles: Iterable[Article], memory: int | None = None) -> list[Article]:
    """Keep articles, with no more than so many bytes of texts in memory; InputError if the rest finds no room.

    >>> held = hold([Article("a", "It rained."), Article("b", "It snowed.")], memory=100)
    >>> type(held[0]).__name__, held[0].text
    ('SpilledArticle', 'It rained.')
    """
    if memory is None:
        return list(articles)
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
    """About how long the text of an article is in UTF-8, without reading it: what it has in bytes or in characters."""
    return article.text_bytes if isinstance(article, SpilledArticle) else len(article.text)


def text_utf8(article: Article) -> bytes:
    """The text of an article in UTF-8, or nearly so: half a surrogate pair passes."""
    return (
        article.encoded_text() if isinstance(article, SpilledArticle) else article.text.encode("utf-8", "surrogatepass")
    )


class TextFile:
    """A temporary file of texts, for any number of threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._end = 0
        try:
            self._file: IO[bytes] = TemporaryFile(buffering=_BUFFER_BYTES)  # noqa: SIM115  # open as long as an article needs it
        except OSError as error:
            raise _no_space(error) from error
        finalize(self, self._file.close)

    def append(self, article: Article) -> SpilledArticle:
        """Write the text of an article; the article that is given back reads it."""
        source = text_utf8(article)
        with self._lock:
            start, self._end = self._end, self._end + len(source)
            try:
                self._file.seek(start)
                self._file.write(source)
            except OSError as error:
                raise _no_space(error) from error
        return SpilledArticle(article, self, start, len(source))

    def read(self, start: int, size: int) -> bytes:
        """What was written at a place."""
        with self._lock:
            try:
                self._file.seek(start)
            except OSError as error:  # it writes first what still waits to be written
                raise _no_space(error) from error
            return self._file.read(size)


def _no_space(error: OSError) -> InputError:
    return InputError(
        f"texts that memory has no room for cannot be kept in {gettempdir()}: {error.strerror or error}; "
        "allow more memory, or name a folder with more room in TMPDIR"
    )


class SpilledArticle(Article):
    """An article whose text is read when it is asked for."""

    __slots__ = ("_start", "_text_file", "text_bytes")

    _text_file: TextFile
    _start: int
    text_bytes: int

    def __init__(self, article: Article, spill: TextFile, start: int, text_bytes: int) -> None:
        values = {name: getattr(article, name) for name in _OTHER_FIELDS}
        for name, value in {**values, "_text_file": spill, "_start": start, "text_bytes": text_bytes}.items():
            object.__setattr__(self, name, value)  # articles are frozen

    # Equality, `repr` and `dataclasses.replace` ask for the class: they are to see an Article.
    @property  # type: ignore[misc]  # an object's class can be set, this one cannot
    def __class__(self) -> Any:
        return Article

    @property
    def text(self) -> str:
        """The text, read anew."""
        return self.encoded_text().decode("utf-8", "surrogatepass")

    def encoded_text(self) -> bytes:
        """The text in UTF-8, as it lies in the file."""
        return self._text_file.read(self._start, self.text_bytes)

    def __reduce__(self) -> tuple[type[Article], tuple[object, ...]]:
        return Article, tuple(getattr(self, field.name) for field in fields(Article))
