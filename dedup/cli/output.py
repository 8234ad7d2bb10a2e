"""Where results go: standard output, or a file that is there whole or not at all.

A reader of standard output that has seen enough (`| head`) is no error: the rest of the result goes nowhere.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from rich.console import Console

from dedup.errors import InputError
from dedup.reports.files import whole_file


@contextmanager
def destination(output: Path | None) -> Iterator[BinaryIO]:
    """Open where the result goes."""
    if output is not None:
        with whole_file(output) as out:
            yield out
        return
    try:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _leave_standard_output()
    except OSError as error:
        _leave_standard_output()
        raise InputError(f"standard output cannot be written: {(error.strerror or str(error)).lower()}") from error


@contextmanager
def console_on(out: BinaryIO) -> Iterator[Console]:
    """Print for people: in colour if they look at a terminal, which rich finds out."""
    encoding = sys.stdout.encoding if out is sys.stdout.buffer else "utf-8"
    text = io.TextIOWrapper(out, encoding, errors="backslashreplace", write_through=True)
    yield _Console(file=text, highlight=False, markup=False, emoji=False)
    text.detach()


def _leave_standard_output() -> None:
    """Let what is still unwritten go nowhere: Python writes it when it ends, and would complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave a broken pipe to `destination`: rich would end the program with exit code 1."""
        raise  # the BrokenPipeError that is being handled
