"""The command line: parse, call, print. One file for each verb; what every verb shares is in `verbs`.

Results go to standard output, everything else to standard error. Nothing heavy is imported here: `dedup --help` answers
at once, and a verb imports what it needs when it runs.
"""

from __future__ import annotations

from typing import Annotated

import typer

from dedup.cli import index_commands
from dedup.cli.command_group import CommandGroup
from dedup.cli.compare_command import compare
from dedup.cli.scan_command import scan

app = typer.Typer(
    cls=CommandGroup,
    name="dedup",
    help="Find doubled blocks, copies, syndicated and rewritten news articles.",
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help, in a fifth of the time
    pretty_exceptions_enable=False,  # they would print the texts of articles
)
app.command()(scan)
app.command()(compare)
app.add_typer(index_commands.app, name="index")


def main() -> None:
    """Run `dedup` as a program."""
    app(prog_name="dedup")


def _show_version(asked: bool) -> None:
    if asked:
        from dedup import __version__

        typer.echo(f"dedup {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Take the options that stand before a verb."""
