"""A console that draws on a stream of bytes: in colour if the stream is a terminal, which rich finds out."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from rich.console import Console

from dedup.reports.terminal.columns import MIN_WIDTH, NO_WIDTH


@contextmanager
def console_on(out: BinaryIO) -> Iterator[Console]:
    """Draw on a stream: on standard output, or what stands in for it, in the terminal's encoding, else in UTF-8."""
    is_standard = out is sys.stdout.buffer or getattr(out, "is_standard_output", False)
    encoding = sys.stdout.encoding if is_standard else "utf-8"
    text = io.TextIOWrapper(out, encoding, errors="backslashreplace", write_through=True)
    width = None if text.isatty() or os.environ.get("COLUMNS", "").isdecimal() else NO_WIDTH
    console = _PipeAwareConsole(file=text, width=width, highlight=False, markup=False, emoji=False)
    console.width = min(max(console.width, MIN_WIDTH), NO_WIDTH)
    yield console
    text.detach()


class _PipeAwareConsole(Console):
    def on_broken_pipe(self) -> None:
        """Leave a broken pipe to whoever opened the stream: rich would end the program with exit code 1."""
        raise  # the BrokenPipeError that is being handled
