"""What all commands share: errors become exit codes here, and other packages are kept out of the results.

0    it ran
1    `--fail-on-match` was given, and something matched; an index is damaged
2    wrong use, or input that cannot be used: one line on standard error
130  interrupted
"""

from __future__ import annotations

import logging
import sys
import warnings
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

from dedup.cli import INTERRUPTED
from dedup.errors import DedupError

MATCHED = 1
DAMAGED = 1
BAD_INPUT = 2


class CommandGroup(TyperGroup):
    """Runs a command."""

    def invoke(self, ctx: Any) -> Any:  # typer's context: its class moves between typer's versions
        """Run a command, and turn what it raises into an exit code and one line."""
        _silence_libraries()
        try:
            return super().invoke(ctx)
        except DedupError as error:
            _exit_with(BAD_INPUT, str(error))
        except KeyboardInterrupt as interrupt:
            _exit_with(INTERRUPTED, ": ".join(["interrupted", *map(str, interrupt.args)]))


def _exit_with(code: int, message: str) -> NoReturn:
    from dedup.reports.sanitize import one_line

    typer.echo(f"dedup: {one_line(message)}", err=True)
    raise typer.Exit(code)


def _silence_libraries() -> None:
    """Ignore the warnings and logs of other packages: what concerns an article is in the report."""
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    logging.getLogger().addHandler(logging.NullHandler())
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="backslashreplace")
