"""`dedup compare A B` and `dedup explain A B`: the verdict on two articles, and all that led to it."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from typing import Annotated

import typer

from dedup.cli import options
from dedup.cli.command_group import MATCHED
from dedup.cli.inputs import locations
from dedup.cli.named_articles import NamedArticles

Left = Annotated[
    str, typer.Argument(metavar="A", help="A file, or an article as a scan names it: feed.jsonl:4.", show_default=False)
]
Right = Annotated[str, typer.Argument(metavar="B", help="Another; one of the two may be -.", show_default=False)]
Within = Annotated[
    list[str] | None,
    typer.Option(
        "--in",
        metavar="PATH",
        help="Look for A and B by their ids in this index, file or folder, or at this URL of a database; may be given "
        "several times.",
        show_default=False,
    ),
]


def compare_command(
    left: Left,
    right: Right,
    *,
    format_: options.ComparisonFormat = None,
    output: options.Output = None,
    html: options.HtmlPage = None,
    fail_on_match: options.FailOnMatch = False,
    within: Within = None,
    encoding: options.Encoding = None,
    fields: options.FieldOptions,
    chosen: options.SettingsOptions,
) -> None:
    """Show how two articles are related, and why.

    An article is a file that holds it alone, or one of many by the name that a scan prints: feed.jsonl:4 is the fourth
    record of a feed, crawl.zip/rain.html a file in an archive, news.dedup:ID an article of an index. With --in, the id
    alone is enough.
    """
    from dedup.cli.output import chosen_format, destination
    from dedup.cli.progress_bar import announce_compilation
    from dedup.detector import compare
    from dedup.reports.comparison_view import view_comparison

    write = chosen_format(format_, output, "write_comparison").write_comparison
    settings = chosen.settings()
    announce_compilation()
    with redirect_stdout(sys.stderr):
        left_article, right_article = NamedArticles(fields.names(), encoding, locations(within)).find((left, right))
        match = compare(left_article, right_article, settings=settings)
    assert write is not None
    with destination(output) as out:
        write(view_comparison(match, left_article, right_article), out)
    if html is not None:
        match.to_html(html)
    if fail_on_match and match.relation.is_reportable:
        raise typer.Exit(MATCHED)


def explain_command(
    left: Left,
    right: Right,
    *,
    format_: options.ExplanationFormat = None,
    output: options.Output = None,
    within: Within = None,
    encoding: options.Encoding = None,
    fields: options.FieldOptions,
    chosen: options.SettingsOptions,
) -> None:
    """Show every measure, every rule and the settings.

    The first rule that applies decides whether one article is a copy of the other. Rewrites and reports of one event
    are found among the other pairs by their terms, which `dedup compare` shows as evidence.
    """
    from dedup.cli.output import chosen_format, destination
    from dedup.cli.progress_bar import announce_compilation
    from dedup.comparison.explanation import explain_pair
    from dedup.corpus.statistics import CorpusStatistics

    write = chosen_format(format_, output, "write_explanation").write_explanation
    settings = chosen.settings()
    announce_compilation()
    with redirect_stdout(sys.stderr):
        left_article, right_article = NamedArticles(fields.names(), encoding, locations(within)).find((left, right))
        explanation = explain_pair(left_article, right_article, CorpusStatistics(), settings)
    assert write is not None
    with destination(output) as out:
        write(explanation, out)
