"""`dedup serve INDEX`: an index over HTTP, for a fleet of crawlers."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from dedup.cli import options
from dedup.errors import InputError
from dedup.runtime.files.given_files import open_given_file
from dedup.sources.decoding.bounded_reading import reading_error

TOKEN_VARIABLE = "DEDUP_TOKEN"  # noqa: S105 - the name of the variable, not what it holds

Bind = Annotated[
    str, typer.Option("--bind", metavar="HOST:PORT", help="The address to serve at; port 0 is any free one.")
]
TokenFile = Annotated[
    Path | None,
    typer.Option(
        "--token-file",
        metavar="FILE",
        help=f"A file with a token a line, one of which a client must have. {TOKEN_VARIABLE} may hold one too.",
    ),
]
MaxBody = Annotated[
    int | None,
    typer.Option(
        "--max-body", parser=options.byte_count, metavar="SIZE", help="The largest request.", show_default="16MB"
    ),
]
MaxWaiting = Annotated[
    int | None,
    typer.Option(
        "--max-waiting",
        min=1,
        metavar="N",
        help="Refuse requests while so many articles wait to be added.",
        show_default="20000",
    ),
]


def serve_command(
    index_url: options.NewIndexUrl,
    *,
    bind: Bind = "127.0.0.1:8080",
    token_file: TokenFile = None,
    max_body: MaxBody = None,
    max_waiting: MaxWaiting = None,
    stories: options.FindStories = False,
    chosen: options.SettingsOptions,
) -> None:
    """Serve an index over HTTP, for a fleet of crawlers.

    `dedup.Index("http://HOST:PORT")` speaks to it, and so does Scrapy with that address as DEDUP_INDEX; /openapi.json
    describes it, and / shows what it holds. SIGTERM ends it when all that waits is stored.
    """
    from dedup.cli.inputs import check_index
    from dedup.cli.progress_bar import announce_compilation
    from dedup.index.index import Index
    from dedup.index.storage.opening import shown_url
    from dedup.server.requests.limits import DEFAULT_LIMITS, ServerLimits
    from dedup.server.serving import address_of, bind_socket, check_tokens, serve

    settings = chosen.settings()
    location = check_index(index_url, make=True)
    limits = ServerLimits(
        max_body_bytes=max_body or DEFAULT_LIMITS.max_body_bytes,
        max_waiting_articles=max_waiting or DEFAULT_LIMITS.max_waiting_articles,
    )
    tokens = _tokens(token_file)
    announce_compilation(quiet=False)
    with bind_socket(bind) as bound:
        check_tokens(bound, tokens)
        index = Index(location, stories=stories, settings=settings)
        views = Index(location, settings=settings)
        # One that finds stories keeps the terms of all articles in memory: once is enough.
        questions = None if stories else Index(location, settings=settings)
        where = address_of(bound)
        serve(
            bound,
            index,
            views,
            questions,
            tokens=tokens,
            stories=stories,
            limits=limits,
            ready=lambda: typer.echo(f"dedup serves {shown_url(location)} at {where}", err=True),
        )


def _tokens(path: Path | None) -> list[str]:
    """The tokens of a file and of the environment."""
    given = [os.environ.get(TOKEN_VARIABLE, "")]
    if path is not None:
        try:
            with open_given_file(path) as file:
                given += file.read().decode().splitlines()
        except OSError as error:
            raise InputError(f"{path}: {reading_error(error)}") from error
        except ValueError as error:  # no UTF-8, or a name that no file can have
            raise InputError(f"{path}: cannot be read: {error}") from error
    tokens = [token.strip() for token in given if token.strip()]
    if path is not None and not tokens:
        raise InputError(f"{path}: no token in it")
    return tokens
