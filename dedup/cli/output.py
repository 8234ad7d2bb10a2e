"""Where results go: standard output, or a file that is there whole or not at all.

A reader of standard output that has seen enough (`| head`) is no error: the rest of the result goes nowhere, and work
that is more than its result goes on.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from rich.console import Console

from dedup.errors import InputError
from dedup.reports.atomic_file import atomic_write


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
        _discard_standard_output()
    except OSError as error:
        _discard_standard_output()
        raise InputError(f"standard output cannot be written: {(error.strerror or str(error)).lower()}") from error


def unbroken_output() -> BinaryIO:
    """Standard output for work that must not end when nobody reads on; each line is out when it has been written."""
    return cast(BinaryIO, _IgnoringBrokenPipe(sys.stdout.buffer))


@contextmanager
def console_on(out: BinaryIO) -> Iterator[Console]:
    """Print for people: in colour if they look at a terminal, which rich finds out."""
    is_standard = isinstance(out, _IgnoringBrokenPipe) or out is sys.stdout.buffer
    encoding = sys.stdout.encoding if is_standard else "utf-8"
    text = io.TextIOWrapper(out, encoding, errors="backslashreplace", write_through=True)
    yield _PipeAwareConsole(file=text, highlight=False, markup=False, emoji=False)
    text.detach()


def _discard_standard_output() -> None:
    """Let what is still unwritten go nowhere: Python writes it when it ends, and would complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)


class _IgnoringBrokenPipe(io.BufferedIOBase):
    """Hands on what is written; what comes after the reader has left goes nowhere."""

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
            _discard_standard_output()
        except OSError as error:
            _discard_standard_output()
            raise InputError(f"standard output cannot be written: {(error.strerror or str(error)).lower()}") from error
        return len(memoryview(data))


class _PipeAwareConsole(Console):
    def on_broken_pipe(self) -> None:
        """Leave a broken pipe to `destination`: rich would end the program with exit code 1."""
        raise  # the BrokenPipeError that is being handled
