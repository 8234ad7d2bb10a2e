"""A file that can be read from any place, which archives with an index at their end need; from a pipe it is copied."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO

from dedup.sources.formats.format import OpenFile

_MAX_MEMORY_BYTES = 1 << 24  # a larger copy is written to disk


@contextmanager
def seekable(file: OpenFile) -> Iterator[IO[bytes]]:
    """The bytes of a file: itself, or a temporary copy if it was packed, lies in an archive or comes through a pipe."""
    if file.stream.seekable():
        yield file.stream
        return
    with SpooledTemporaryFile(_MAX_MEMORY_BYTES) as copy:
        copyfileobj(file.stream, copy)
        copy.seek(0)
        yield copy
