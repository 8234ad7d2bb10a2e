"""The command line. Results go to standard output, everything else to standard error.

`dedup --help` prints a text that is made in advance (`overview.txt`), because importing Typer alone takes longer than
answering so. Any other command line is handed to `dedup.cli.application`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

OVERVIEW = Path(__file__).with_name("overview.txt")
INTERRUPTED = 130
OVERVIEW_WIDTH = 80  # columns for which the text was made; Typer never makes it wider


def main() -> None:
    """Run `dedup` as a program."""
    if sys.argv[1:] in (["--help"], ["-h"]) and _terminal_width() >= OVERVIEW_WIDTH:
        sys.stdout.write(OVERVIEW.read_text(encoding="utf-8"))
        return
    try:
        from dedup.cli.application import app

        app(prog_name="dedup")
    except KeyboardInterrupt:  # while the program starts or ends; commands say more themselves
        sys.stderr.write("dedup: interrupted\n")
        sys.exit(INTERRUPTED)


def _terminal_width() -> int:
    """Return the width that Typer would use: `COLUMNS`, else the terminal's, else 80 columns."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdigit() and int(columns) > 0:
        return int(columns)
    try:
        return os.get_terminal_size(1).columns or OVERVIEW_WIDTH
    except OSError:
        return OVERVIEW_WIDTH
