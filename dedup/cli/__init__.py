"""The command line. Results go to standard output, everything else to standard error.

`dedup --help` prints a text that is made in advance (`overview.txt`), because importing Typer alone takes longer than
answering so. Any other command line is handed to `dedup.cli.application`.
"""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

from dedup.cli.ending import Ended, heed_signals
from dedup.cli.standard_streams import discard_standard_output, output_fault, prepare_streams

OVERVIEW = Path(__file__).with_name("overview.txt")
INTERRUPTED = 130
BAD_INPUT = 2
OBJECTS_BETWEEN_COLLECTIONS = 200_000  # loading makes 100,000 that stay: Python's 700 look through them 179 times
OVERVIEW_WIDTH = 80  # columns for which the text was made; Typer never makes it wider


def main() -> None:
    """Run `dedup` as a program."""
    prepare_streams()
    heed_signals()
    try:
        if sys.argv[1:] in (["--help"], ["-h"]) and _terminal_width() >= OVERVIEW_WIDTH:
            _print_overview()
            return
        gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's threads spin a tenth of a second; none is needed
        from dedup.cli.application import command_line

        command_line(next(iter(sys.argv[1:]), None))(prog_name="dedup")
    except KeyboardInterrupt as interrupt:  # while the program starts or ends; commands say more themselves
        sys.stderr.write("dedup: interrupted\n")
        sys.exit(exit_code(interrupt))


def exit_code(interrupt: KeyboardInterrupt) -> int:
    """The exit code of a program that was interrupted, or ended by a signal."""
    return interrupt.exit_code if isinstance(interrupt, Ended) else INTERRUPTED


def _print_overview() -> None:
    try:
        sys.stdout.write(OVERVIEW.read_text(encoding="utf-8"))
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough
        discard_standard_output()
    except OSError as error:
        discard_standard_output()
        sys.stderr.write(f"dedup: {output_fault(error)}\n")
        sys.exit(BAD_INPUT)


def _terminal_width() -> int:
    """Return the width that Typer would use: `COLUMNS`, else the terminal's, else 80 columns."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return int(columns)
    try:
        return os.get_terminal_size(1).columns or OVERVIEW_WIDTH
    except OSError:
        return OVERVIEW_WIDTH
