"""Makes the man page (`docs/man/dedup.1`) and the text of `dedup --help` from the options of the command line.

    python docs/man/make_help.py

A test compares both with what is made now.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from dedup.cli import OVERVIEW, OVERVIEW_WIDTH
from dedup.cli.application import command_line

TYPER = "0.29."  # the versions of Typer with which both are made
MAN_PAGE = Path(__file__).with_name("dedup.1")
SUMMARY = "find doubled blocks, copies, syndicated and rewritten news articles"
ENDING = r"""
.SH EXIT STATUS
.TP
0
It ran.
.TP
1
\-\-fail\-on\-match was given, and something matched; or an index is damaged.
.TP
2
Wrong use, or input that cannot be used: one line on standard error.
.TP
129, 130, 143
The terminal was closed, it was interrupted, or it was asked to end.
.SH FILES
.TP
pyproject.toml
The nearest one with a table [tool.dedup] gives the settings, unless \-\-settings names another file. \fBdedup settings
\-\-format toml\fR writes all of them.
"""


def overview() -> str:
    """What `dedup --help` prints."""
    os.environ["COLUMNS"] = str(OVERVIEW_WIDTH)
    command = typer.main.get_command(command_line())
    return f"{command.get_help(_context(command, 'dedup', None))}\n"


def man_page() -> str:
    """The man page of all commands, in roff."""
    command: Any = typer.main.get_command(command_line())
    context = _context(command, "dedup", None)
    head = f'.TH DEDUP 1 "" "dedup" "User Commands"\n.SH NAME\ndedup \\- {SUMMARY}\n.SH SYNOPSIS\n'
    head += ".B dedup\n.I command\n[options] arguments\n.SH OPTIONS\n"
    parts = [head, *_options(command, context), ".SH COMMANDS\n", *_commands(command, context)]
    return "".join(parts) + ENDING.lstrip()


def _commands(group: Any, context: Any) -> Iterator[str]:
    for name, command in group.commands.items():
        inner = _context(command, name, context)
        if hasattr(command, "commands"):
            yield from _commands(command, inner)
            continue
        usage = " ".join(command.collect_usage_pieces(inner))
        yield f".SS {_escaped(inner.command_path)} {_escaped(usage)}\n{_paragraphs(command.help or '')}"
        yield from _options(command, inner)


def _options(command: Any, context: Any) -> Iterator[str]:
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is not None:
            names, text = record
            yield f".TP\n.B {_escaped(names)}\n{_escaped(text)}\n"


def _paragraphs(text: str) -> str:
    paragraphs = (" ".join(paragraph.split()) for paragraph in text.split("\n\n"))
    return ".PP\n" + ".PP\n".join(f"{_escaped(paragraph)}\n" for paragraph in paragraphs)


def _escaped(text: str) -> str:
    """Escape what roff reads: backslashes, hyphens, and a leading dot or apostrophe."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped


def _context(command: Any, name: str, parent: Any) -> Any:
    return command.make_context(name, [], parent=parent, resilient_parsing=True)


if __name__ == "__main__":
    MAN_PAGE.write_text(man_page(), encoding="utf-8")
    OVERVIEW.write_text(overview(), encoding="utf-8")
