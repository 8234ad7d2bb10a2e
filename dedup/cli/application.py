"""The application that Typer runs: all commands, and the options that stand before a command.

Nothing heavy is imported here or in the files of commands: a command imports what it needs when it runs.
"""

from __future__ import annotations

from typing import Annotated

import typer

from dedup.cli.command_group import CommandGroup
from dedup.cli.commands import index_commands, ingest_commands
from dedup.cli.commands.clean_command import clean_command
from dedup.cli.commands.eval_command import eval_command
from dedup.cli.commands.pair_commands import compare_command, explain_command
from dedup.cli.commands.scan_command import scan_command
from dedup.cli.commands.serve_command import serve_command
from dedup.cli.commands.settings_command import settings_command
from dedup.cli.commands.spark_command import spark_command
from dedup.cli.option_groups import Command, with_option_groups

app = typer.Typer(
    cls=CommandGroup,
    name="dedup",
    help="Find doubled blocks, copies, syndicated and rewritten news articles.",
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help, in a fifth of the time
    pretty_exceptions_enable=False,  # they would print the texts of articles
)
index_app = typer.Typer(
    cls=CommandGroup,
    help="Remember articles, and judge new ones against all before them.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

app.command("scan")(with_option_groups(scan_command))
app.command("compare")(with_option_groups(compare_command))
app.command("explain")(with_option_groups(explain_command))
app.command("clean")(with_option_groups(clean_command))
app.command("eval")(with_option_groups(eval_command))
app.command("serve")(with_option_groups(serve_command))
app.command("spark")(with_option_groups(spark_command))
app.command("settings")(with_option_groups(settings_command))
INDEX_COMMANDS: dict[str, Command] = {**ingest_commands.COMMANDS, **index_commands.COMMANDS}
for name, command in INDEX_COMMANDS.items():
    index_app.command(name)(with_option_groups(command))
app.add_typer(index_app, name="index")


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
    """Take the options that stand before a command."""
