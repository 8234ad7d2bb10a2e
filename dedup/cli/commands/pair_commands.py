"""`dedup compare A B` and `dedup explain A B`: the verdict on two articles, and all that led to it."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dedup.cli import options
from dedup.cli.command_group import MATCHED
from dedup.errors import InputError
from dedup.reports.formats import OUTPUT_FORMATS

if TYPE_CHECKING:
    from dedup.article import Article

Left = Annotated[Path, typer.Argument(metavar="A", help="A file that holds one article.", show_default=False)]
Right = Annotated[Path, typer.Argument(metavar="B", help="Another; one of the two may be -.", show_default=False)]


def compare_command(
    left: Left,
    right: Right,
    *,
    format_: options.ComparisonFormat = "table",
    output: options.Output = None,
    fail_on_match: options.FailOnMatch = False,
    encoding: options.Encoding = None,
    chosen: options.SettingsOptions,
) -> None:
    """Show how two articles are related, and why."""
    from dedup.cli.output import destination
    from dedup.cli.progress_bar import announce_compilation
    from dedup.detector import compare
    from dedup.reports.comparison_view import view_comparison

    settings = chosen.settings()
    announce_compilation()
    with redirect_stdout(sys.stderr):
        left_article, right_article = _two_articles(left, right, encoding)
        match = compare(left_article, right_article, settings=settings)
    write = OUTPUT_FORMATS[format_].write_comparison
    assert write is not None
    with destination(output) as out:
        write(view_comparison(match, left_article, right_article), out)
    if fail_on_match and match.relation.is_reportable:
        raise typer.Exit(MATCHED)


def explain_command(
    left: Left,
    right: Right,
    *,
    format_: options.ExplanationFormat = "table",
    output: options.Output = None,
    encoding: options.Encoding = None,
    chosen: options.SettingsOptions,
) -> None:
    """Show every measure, every rule and the settings.

    The first rule that applies decides whether one article is a copy of the other. Rewrites and reports of one event
    are found among the other pairs by their terms, which `dedup compare` shows as evidence.
    """
    from dedup.cli.output import destination
    from dedup.cli.progress_bar import announce_compilation
    from dedup.comparison.explanation import explain_pair
    from dedup.corpus.statistics import CorpusStatistics

    settings = chosen.settings()
    announce_compilation()
    with redirect_stdout(sys.stderr):
        explanation = explain_pair(*_two_articles(left, right, encoding), CorpusStatistics(), settings)
    write = OUTPUT_FORMATS[format_].write_explanation
    assert write is not None
    with destination(output) as out:
        write(explanation, out)


def _two_articles(left: Path, right: Path, encoding: str | None) -> tuple[Article, Article]:
    from dedup.article import ReadWarning, Skipped
    from dedup.sources.reader import read_articles

    found = []
    read = (item for item in read_articles([left, right], encoding=encoding) if not isinstance(item, ReadWarning))
    for article in islice(read, 3):  # a third article is enough to know that it is too many
        if isinstance(article, Skipped):
            raise InputError(f"{article.path}: {article.reason}")
        found.append(article)
    if len(found) != 2:
        raise InputError(f"{left} and {right} should hold one article each")
    return found[0], found[1]
