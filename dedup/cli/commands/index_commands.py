"""`dedup index COMMAND INDEX ...`: what is asked of an index, and how it is maintained."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from dedup.cli import BAD_INPUT, options
from dedup.cli.command_group import DAMAGED
from dedup.cli.commands.report_command import ResultFolder
from dedup.cli.inputs import check_index, open_index
from dedup.cli.option_groups import Command
from dedup.errors import DamagedDataError
from dedup.reports.formats import OUTPUT_FORMATS
from dedup.runtime.patterns import lazy_pattern

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from dedup.clusters.values import Cluster
    from dedup.index.index import Index
    from dedup.index.maintenance.integrity import Fault
    from dedup.stories.story import Story

    Groups = Mapping[int, Cluster | Story]

AGE_PATTERN = lazy_pattern(r"(\d+)\s*([hdw])", re.IGNORECASE)
HOURS_PER_UNIT = {"h": 1, "d": 24, "w": 7 * 24}
GROUP_NAMES = (("cluster of copies", "clusters of copies"), ("story", "stories"))


def _parse_before(given: str) -> datetime:
    from dedup.sources.dates.parse_date import parse_date

    age = AGE_PATTERN.fullmatch(given.strip())
    try:
        before = _time_ago(int(age[1]), age[2]) if age else parse_date(given)
    except OverflowError:
        before = None
    if before is None:
        raise typer.BadParameter(f"{given!r} is no date such as 2026-01-31, and no age such as 90d, 12w or 36h")
    return before


def _time_ago(number: int, unit: str) -> datetime:
    return datetime.now(UTC) - number * timedelta(hours=HOURS_PER_UNIT[unit.lower()])


Ids = Annotated[
    list[str], typer.Argument(metavar="ID...", help="Ids of articles, or their addresses.", show_default=False)
]
Before = Annotated[
    datetime,
    typer.Option(
        parser=_parse_before,
        metavar="DATE|AGE",
        help="A date such as 2026-01-31 (in UTC, unless it says otherwise), or an age such as 90d, 12w or 36h.",
        show_default=False,
    ),
]


def remove_command(index_url: options.IndexUrl, ids: Ids) -> None:
    """Forget articles.

    Ends with 2 if one of them is not there; the others are forgotten all the same.
    """
    from dedup.index.storage.opening import shown_url
    from dedup.reports.formatting import count_of
    from dedup.reports.sanitize import escape_controls

    with open_index(index_url) as index:
        missing = [given for given in ids if not _remove_one(index, given)]
        left = len(index)
    typer.echo(f"{count_of(len(ids) - len(missing), 'article')} removed, {left:,} left")
    for given in missing:
        typer.echo(f"dedup: {escape_controls(given)}: no such article in {shown_url(index_url)}", err=True)
    if missing:
        raise typer.Exit(BAD_INPUT)


def _remove_one(index: Index, given: str) -> bool:
    """Remove the article with this id, else the newest with this URL; return whether there was one."""
    from dedup.article import Article

    stored = index.version_of(Article(given, "", url=given))
    if stored is not None:
        index.remove(stored.id)
    return stored is not None


def expire_command(index_url: options.IndexUrl, before: Before) -> None:
    """Forget articles of before a date.

    The date is that of publication; where it is not known, that of addition.
    """
    from dedup.reports.formatting import count_of, utc_minute

    with open_index(index_url) as index:
        expired, left = index.expire(before), len(index)
    typer.echo(f"{count_of(expired, 'article')} of before {utc_minute(before)} UTC removed, {left:,} left")


def regroup_command(
    index_url: options.IndexUrl,
    *,
    stories: options.Stories = True,
    boilerplate: options.Boilerplate = False,
    limit: options.Limit = 20,
    chosen: options.SettingsOptions,
    quiet: options.Quiet = False,
) -> None:
    """Find what only all articles together show.

    That is boilerplate, rewrites and stories. Clusters and stories become those of a scan over all articles, and keep
    their ids as they grow. Reads all articles again; other processes may add meanwhile.
    """
    from dedup.cli.progress_bar import announce_compilation, show_progress
    from dedup.reports.terminal.index_tables import group_change_lines

    settings = chosen.settings(boilerplate=boilerplate)
    announce_compilation(quiet)
    with open_index(index_url, settings=settings) as index:
        before = _groups(index)
        with show_progress(quiet) as progress:
            index.regroup(stories=stories, progress=progress)
        after = _groups(index)
    with _console() as console:
        for name, old, new in zip(GROUP_NAMES, before, after, strict=True):
            _print_lines(
                console, group_change_lines(name, _members(old), _members(new), console.width, limit or sys.maxsize)
            )


def _groups(index: Index) -> tuple[Groups, Groups]:
    return index.clusters(), index.stories()


def _members(groups: Groups) -> dict[int, tuple[str, ...]]:
    return {group: each.article_ids for group, each in groups.items()}


def stats_command(index_url: options.IndexUrl, format_: options.StatsFormat = "table") -> None:
    """Show what the index holds, and how large it is."""
    from dedup.cli.output import destination

    with open_index(index_url) as index:
        found = index.stats()
    write = OUTPUT_FORMATS[format_].write_stats
    assert write is not None
    with destination(None) as out:
        write(found, out)


def check_command(index_url: options.IndexUrl, quiet: options.Quiet = False) -> None:
    """Find what is damaged, and name the articles.

    Ends with 1 if anything is damaged. Reads all of the index and computes it again.
    """
    from dedup.cli.progress_bar import show_progress
    from dedup.index.storage.opening import shown_url
    from dedup.reports.formatting import count_of

    with show_progress(quiet) as progress:
        progress("checking", 0, None)
        stored, faults = _find_faults(index_url)
    with _console() as console:
        _print_faults(console, faults)
        if not faults:
            _print_lines(console, [f"{count_of(stored, 'article')}, all as written"])
    if faults:
        mending = f"dedup index rebuild {shown_url(index_url)}"
        typer.echo(f"dedup: damaged; `{mending}` restores what can be restored", err=True)
        raise typer.Exit(DAMAGED)


def _find_faults(index_url: str) -> tuple[int, list[Fault]]:
    from dedup.index.maintenance.integrity import Fault

    try:
        with open_index(index_url) as index:
            faults = index.check()
            return 0 if faults else len(index), faults
    except DamagedDataError as error:  # it does not even open
        return 0, [Fault(None, str(error))]


def export_command(
    index_url: options.IndexUrl,
    *,
    output: options.Output = None,
    page: options.PageOptions,
    quiet: options.Quiet = False,
) -> None:
    """Write all articles as JSON lines.

    In the order in which they were added. `dedup scan` and `dedup index add` read them; articles with one cluster_id
    or story_id belong together. With --html, a page of all that the index holds is written instead.
    """
    from dedup.cli.output import destination
    from dedup.cli.progress_bar import show_progress
    from dedup.serialization import dumps, to_builtins

    page.check()
    if page.html is not None:
        with open_index(index_url) as index, show_progress(quiet) as progress:
            page.write(index.export(), progress)
        return
    damage: DamagedDataError | None = None
    with open_index(index_url) as index, destination(output) as out:
        cluster_of, story_of = _group_of(index.clusters()), _group_of(index.stories())
        try:
            for article in index:
                groups = {"cluster_id": cluster_of.get(article.id), "story_id": story_of.get(article.id)}
                out.write(dumps({**to_builtins(article, texts=True), **groups}) + b"\n")
        except DamagedDataError as error:  # all others are written
            damage = error
    if damage:
        raise damage


def _group_of(groups: Groups) -> dict[str, int]:
    return {article_id: group for group, each in groups.items() for article_id in each.article_ids}


def import_command(
    index_url: options.NewIndexUrl,
    result: ResultFolder,
    *,
    quiet: options.Quiet = False,
) -> None:
    """Make an index of a result, with what was found.

    RESULT is a folder that `dedup spark` or `Report.to_parquet` wrote. Later articles are judged as if all of these had
    been added, and regrouped.
    """
    from dedup.cli.progress_bar import announce_compilation, show_progress
    from dedup.report import Report
    from dedup.settings import DEFAULT_SETTINGS

    check_index(index_url, make=True)
    report = Report.from_parquet(result)
    announce_compilation(quiet)
    settings = report.settings or DEFAULT_SETTINGS
    with open_index(index_url, make=True, settings=settings) as index, show_progress(quiet) as progress:
        index.import_report(report, progress=progress)
    typer.echo(f"imported {', '.join(report.counts())}")


def rebuild_command(
    index_url: options.IndexUrl, *, chosen: options.SettingsOptions, quiet: options.Quiet = False
) -> None:
    """Make the index anew from the texts in it.

    After damage, for another version of dedup, or with `--set expand_umlauts=true`. Ends with 1 if something could not
    be restored, and names it. No other process may have the index open meanwhile.
    """
    from dedup.cli.progress_bar import announce_compilation, show_progress
    from dedup.index.index import Index
    from dedup.reports.formatting import count_of

    location = check_index(index_url)
    announce_compilation(quiet)
    with show_progress(quiet) as progress:
        progress("rebuilding", 0, None)
        lost = Index.rebuild_file(location, settings=chosen.settings())
    with open_index(index_url) as index, _console() as console:
        _print_faults(console, lost)
        _print_lines(console, [f"{count_of(len(index), 'article')} restored, {count_of(len(lost), 'loss', 'losses')}"])
    if lost:
        raise typer.Exit(DAMAGED)


def _print_faults(console: Console, faults: Sequence[Fault]) -> None:
    from dedup.reports.terminal.index_tables import fault_line

    _print_lines(console, map(fault_line, faults))


@contextmanager
def _console() -> Iterator[Console]:
    """Draw on standard output."""
    from dedup.cli.output import destination
    from dedup.reports.terminal.console import console_on

    with destination(None) as out, console_on(out) as console:
        yield console


def _print_lines(console: Console, lines: Iterable[str | Text]) -> None:
    for line in lines:
        console.print(line, soft_wrap=True)


COMMANDS: dict[str, Command] = {
    "remove": remove_command,
    "expire": expire_command,
    "regroup": regroup_command,
    "stats": stats_command,
    "check": check_command,
    "export": export_command,
    "import": import_command,
    "rebuild": rebuild_command,
}
