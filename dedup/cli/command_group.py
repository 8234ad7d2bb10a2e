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
import os
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

from dedup.cli import BAD_INPUT, exit_code
from dedup.cli.standard_streams import discard_standard_output, output_fault
from dedup.errors import DedupError, InputError

USAGE_ERROR: Any = typer.BadParameter.__base__  # it moves between typer's versions
MATCHED = 1
DAMAGED = 1


class CommandGroup(TyperGroup):
    """Runs a command, and turns what it raises into an exit code and one line."""

    def make_context(self, *args: Any, **kwargs: Any) -> Any:  # typer's context moves between typer's versions
        """Read the options that stand before the command; help and version are printed here."""
        with _errors_as_exit_codes():
            return super().make_context(*args, **kwargs)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the options before a command."""
        _check_lightly(self, ctx)
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find a command, whose options are then checked lightly."""
        name, command, rest = super().resolve_command(ctx, args)
        if command is not None:
            _check_lightly(command, ctx)
        return name, command, rest

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
    except USAGE_ERROR as error:  # typer prints it, with what the operator wrote in it
        from dedup.reports.sanitize import one_line

        error.message = one_line(error.message)
        raise
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


def _check_lightly(command: Any, ctx: Any) -> None:  # typer's commands: their classes move between its versions
    """Let the options of a command load pydantic only where a value needs it: it takes a sixth of a comparison's time.

    Typer makes an adapter of pydantic for each option, whether it was given or not. It has no public place for this:
    where its own is not found, in another version, typer does as it pleases.
    """
    for parameter in command.get_params(ctx):
        if getattr(parameter, "_runtime_param", parameter) is None:
            parameter._runtime_param = _LightCheck(parameter.type_descriptor)


class _LightCheck:
    """Stands in the place of typer's check of one option."""

    def __init__(self, descriptor: Any) -> None:
        self._descriptor = descriptor

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The value that a command is handed; typer's own answer for what is not plainly right."""
        annotation = self._descriptor.annotation
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        if parser := self._descriptor.parameter_info.parser:
            try:
                return parser(value)
            except ValueError:  # of which typer makes a message
                return self._typer_check().coerce(value, param=param, ctx=ctx)
        if type(value) is annotation:
            return value
        if annotation is Path and _is_readable(value):
            return Path(value)
        if annotation == list[Path] and isinstance(value, list | tuple) and all(map(_is_readable, value)):
            return [Path(each) for each in value]
        if annotation == list[Path]:
            _check_names(value, param, ctx)
        return self._typer_check().coerce(value, param=param, ctx=ctx)

    def _typer_check(self) -> Any:
        from typer._coercion import build_runtime_param

        return build_runtime_param(self._descriptor)


def _check_names(values: Sequence[object], param: Any, ctx: Any) -> None:
    """Raise BadParameter for a name of no path: `Path` takes an empty one for the folder one is in."""
    from dedup.sources.files.finder import named_path

    try:
        for value in values:
            named_path(str(value))
    except InputError as error:
        raise typer.BadParameter(str(error), ctx=ctx, param=param) from None


def _is_readable(value: object) -> bool:
    try:
        return isinstance(value, str) and os.access(value, os.R_OK)
    except ValueError:  # a name that no file can have
        return False
