"""The application that Typer runs: all commands, and the options that stand before a command.

Nothing heavy is imported here or in the files of commands: a command imports what it needs when it runs. Of commands,
too, only the file of the one that is called is imported, for typer asks each for its options: a tenth of a comparison.
"""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Any

import typer

from dedup.cli.command_group import CommandGroup
from dedup.cli.option_groups import with_option_groups

INDEX = "index"
COMMANDS = {  # the file of each command, in order of the help
    "scan": "scan_command",
    "compare": "pair_commands",
    "explain": "pair_commands",
    "clean": "clean_command",
    "eval": "eval_command",
    "serve": "serve_command",
    "spark": "spark_command",
    "report": "report_command",
    "settings": "settings_command",
}
INDEX_FILES = ("ingest_commands", "index_commands")


def command_line(called: str | None = None) -> typer.Typer:
    """The application with all commands; with the called one alone, if there is one of that name."""
    application = typer.Typer(
        cls=CommandGroup,
        name="dedup",
        help="Find doubled blocks, copies, syndicated and rewritten news articles.",
        context_settings={"help_option_names": ["-h", "--help"]},
        no_args_is_help=True,
        rich_markup_mode=None,  # plain help, in a fifth of the time
        pretty_exceptions_enable=False,  # they would print the texts of articles
    )
    application.callback()(_options)
    for name in [called] if called in COMMANDS else () if called == INDEX else COMMANDS:
        command = getattr(_commands_in(COMMANDS[name]), f"{name}_command")
        application.command(name)(with_option_groups(command))
    if called not in COMMANDS:
        application.add_typer(_index_application(), name=INDEX)
    return application


def _index_application() -> typer.Typer:
    application = typer.Typer(
        cls=CommandGroup,
        help="Remember articles, and judge new ones against all before them.",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    for file in INDEX_FILES:
        for name, command in _commands_in(file).COMMANDS.items():
            application.command(name)(with_option_groups(command))
    return application


def _commands_in(file: str) -> Any:
    return import_module(f"dedup.cli.commands.{file}")


def _show_version(asked: bool) -> None:
    if asked:
        from dedup import __version__

        typer.echo(f"dedup {__version__}")
        raise typer.Exit


def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Take the options that stand before a command."""
