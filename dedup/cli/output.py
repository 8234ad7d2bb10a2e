"""Opens where results go: standard output, or a file that is written whole or not at all.

A closed pipe (`| head`) is not an error: the rest of the result is discarded, and an addition to an index goes on.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from dedup.cli.standard_streams import discard_standard_output, output_fault
from dedup.errors import InputError
from dedup.reports.formats import OUTPUT_FORMATS, OutputFormat, format_of, formats_with
from dedup.runtime.files.atomic_file import atomic_write, check_writable


def chosen_format(given: str | None, output: Path | None, writer: str) -> OutputFormat:
    """The format that is given, else that of the ending of the output, else a table for people.

    InputError, before the work, where the result could not be written in it, or not there.
    """
    named = format_of(output) if output is not None and given is None else None
    chosen = named or OUTPUT_FORMATS[given or "table"]
    if chosen.name not in formats_with(writer):
        raise InputError(f"{output}: this result is not written as {chosen.name}; --format has the forms that it has")
    chosen.check()
    if output is not None:
        check_writable(output)
    elif chosen.is_binary and sys.stdout.isatty():
        raise InputError(f"{chosen.name} is nothing for a terminal: name a file with --output")
    return chosen


@contextmanager
def destination(output: Path | None) -> Iterator[BinaryIO]:
    """Open where the result goes."""
    if output is not None:
        with atomic_write(output) as out:
            yield out
        return
    try:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        discard_standard_output()
    except OSError as error:
        discard_standard_output()
        raise InputError(output_fault(error)) from error


def unbroken_output() -> BinaryIO:
    """Return standard output for work that goes on when its reader has left; each write is flushed."""
    return cast(BinaryIO, _IgnoringBrokenPipe(sys.stdout.buffer))


class _IgnoringBrokenPipe(io.BufferedIOBase):
    """Writes to standard output, and discards what is written after its reader has left."""

    is_standard_output = True

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._out.isatty()

    def write(self, data: Any, /) -> int:  # anything with a buffer: the type has no name before Python 3.12
        try:
            self._out.write(data)
            self._out.flush()
        except BrokenPipeError:
            discard_standard_output()
        except OSError as error:
            discard_standard_output()
            raise InputError(output_fault(error)) from error
        return len(memoryview(data))
