"""What all commands share: errors become exit codes here, and other packages are kept out of the results.

0    it ran
1    `--fail-on-match` was given, and something matched; an index is damaged
2    wrong use, or input that cannot be used: one line on standard error
129  the terminal was closed
130  interrupted
143  asked to end
"""

from __future__ import annotations

import logging
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

from dedup.cli import BAD_INPUT, exit_code
from dedup.cli.standard_streams import discard_standard_output, output_fault
from dedup.errors import DedupError

MATCHED = 1
DAMAGED = 1


class CommandGroup(TyperGroup):
    """Runs a command, and turns what it raises into an exit code and one line."""

    def make_context(self, *args: Any, **kwargs: Any) -> Any:  # typer's context moves between typer's versions
        """Read the options that stand before the command; help and version are printed here."""
        with _errors_as_exit_codes():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: Any) -> Any:
        """Run a command."""
        _silence_libraries()
        with _errors_as_exit_codes():
            return super().invoke(ctx)


@contextmanager
def _errors_as_exit_codes() -> Iterator[None]:
    try:
        yield
    except DedupError as error:
        _exit_with(BAD_INPUT, str(error))
    except KeyboardInterrupt as interrupt:
        _exit_with(exit_code(interrupt), ": ".join(["interrupted", *map(str, interrupt.args)]))
    except BrokenPipeError:  # the reader has seen enough
        discard_standard_output()
        raise typer.Exit from None
    except OSError as error:
        if error.filename is not None:
            _exit_with(BAD_INPUT, f"{error.filename}: {(error.strerror or str(error)).lower()}")
        discard_standard_output()
        _exit_with(BAD_INPUT, output_fault(error))
    except MemoryError:
        _exit_with(BAD_INPUT, "not enough memory; --memory keeps texts on disk, --jobs 1 needs the least")


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
