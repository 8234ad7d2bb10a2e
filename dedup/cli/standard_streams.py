"""The standard streams of a program, whatever it was started with: closed, full, or read by a program that ends.

A descriptor that is closed is taken by the next file that is opened, and what is printed would go into that: so each of
the three is opened on the null device first, where a result cannot be written and an input cannot be read, and the
command says so. Messages that nobody can read stop nothing.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import TextIO, cast


class MessageStream(TextIOWrapper):
    """Standard error: what cannot be written there is dropped, and the work goes on."""

    def write(self, text: str, /) -> int:
        """Write a text, if it can be written."""
        with suppress(OSError):
            super().write(text)
        return len(text)

    def flush(self) -> None:
        """Write what is left, if it can be written."""
        with suppress(OSError):
            super().flush()


def prepare_streams() -> None:
    """Open the streams that are closed, and let no message end the program."""
    if sys.stdin is None:
        sys.stdin = _opened_wrongly("r", os.O_WRONLY)
    if sys.stdout is None:
        sys.stdout = _opened_wrongly("w", os.O_RDONLY)
    if sys.stderr is None:
        sys.stderr = open(os.open(os.devnull, os.O_WRONLY), "w")  # noqa: PTH123, SIM115  # as long as the program runs
    elif type(sys.stderr) is TextIOWrapper:  # not what a notebook or a test has put there
        sys.stderr = MessageStream(sys.stderr.buffer, sys.stderr.encoding, "backslashreplace", line_buffering=True)


def _opened_wrongly(mode: str, flags: int) -> TextIO:
    """The null device, opened so that reading or writing fails."""
    return cast(TextIO, open(os.open(os.devnull, flags), mode))  # noqa: PTH123  # as long as the program runs


def discard_standard_output() -> None:
    """Discard what is still unwritten: Python would write it at its end, and fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)


def output_fault(error: OSError) -> str:
    """What is said where standard output cannot be written."""
    return f"standard output cannot be written: {(error.strerror or str(error)).lower()}"
