"""The options of all commands, each written once; those that belong together are groups (`option_groups`)."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypedDict, cast

import typer

from dedup.reports.formats import formats_with
from dedup.reports.tables.row_kinds import Rows
from dedup.runtime.threads import MAX_THREADS

if TYPE_CHECKING:
    from dedup.report import Report
    from dedup.reports.page.pair_choice import PairChoice
    from dedup.runtime.progress import Progress
    from dedup.settings import Settings
    from dedup.sources.fields.record_parts import FieldNames

_SIZE_FACTORS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
_MAX_SIZE_DIGITS = 18


def byte_count(given: str) -> int:
    """Read a number of bytes, written as people write it.

    >>> byte_count("1.5GB"), byte_count("800 mb")
    (1500000000, 800000000)
    """
    size = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMGT]?)B?", given.strip(), re.IGNORECASE)
    if size is None or len(size[1].partition(".")[0]) > _MAX_SIZE_DIGITS:
        raise typer.BadParameter(f"{given!r:.40} is no size such as 800MB or 2GB")
    return min(int(float(size[1]) * _SIZE_FACTORS[size[2].upper()]), sys.maxsize)


def _entries(given: int) -> int:
    """So many entries, no more than a sequence can have."""
    return min(given, sys.maxsize)


def _encoding(given: str) -> str:
    """Read the name of an encoding of texts."""
    from dedup.errors import InputError
    from dedup.sources.decoding.decode import check_encoding

    try:
        check_encoding(given)
    except InputError as error:
        raise typer.BadParameter(str(error)) from error
    return given


def _pair_choice(given: str) -> PairChoice:
    """Read whose passages a page shows."""
    if given not in ("all", "source") and not (given.isdecimal() and int(given) > 0):
        raise typer.BadParameter(f"{given!r} is neither all nor source nor a number from 1")
    return cast("PairChoice", int(given) if given.isdecimal() else given)


def _setting_names(incomplete: str) -> list[str]:
    """Complete the name of a setting."""
    from dedup.settings import Settings, numbers_of

    return [f"{number.name}=" for number in numbers_of(Settings) if number.name.startswith(incomplete)]


def _format_option(writer: str, help_: str, *, show_default: str | bool = True) -> typer.models.OptionInfo:
    """Offer every output format that has a writer."""
    names = formats_with(writer)

    def checked(given: str) -> str:
        if given not in names:
            raise typer.BadParameter(f"{given!r} is not one of {', '.join(map(repr, names))}.")
        return given

    option: typer.models.OptionInfo = typer.Option(
        "--format",
        parser=checked,
        metavar=f"[{'|'.join(names)}]",
        autocompletion=lambda incomplete: [name for name in names if name.startswith(incomplete)],
        help=help_,
        show_default=show_default,
    )
    return option


def _field_option(part: str) -> typer.models.OptionInfo:
    help_ = f"The field of records that holds the {part}, if it has no usual name."
    option: typer.models.OptionInfo = typer.Option(metavar="NAME", help=help_)
    return option


Paths = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATHS", help="Files, folders with all that is in them, or - for standard input.", show_default=False
    ),
]
_INDEX_HELP = "The file of the index, or the URL of a database: postgresql://USER@HOST/DATABASE"
IndexUrl = Annotated[str, typer.Argument(metavar="INDEX", help=f"{_INDEX_HELP}.", show_default=False)]
NewIndexUrl = Annotated[
    str, typer.Argument(metavar="INDEX", help=f"{_INDEX_HELP}; made where there is none.", show_default=False)
]
_BY_ENDING = "by the ending of --output, else table"
ReportFormat = Annotated[
    str | None, _format_option("write_report", "How to write the result.", show_default=_BY_ENDING)
]
IngestFormat = Annotated[str, _format_option("open_ingest", "How to write what is found, article by article.")]
ComparisonFormat = Annotated[
    str | None, _format_option("write_comparison", "How to write the verdict.", show_default=_BY_ENDING)
]
ExplanationFormat = Annotated[
    str | None, _format_option("write_explanation", "How to write the explanation.", show_default=_BY_ENDING)
]
StatsFormat = Annotated[str, _format_option("write_stats", "How to write the figures.")]
SettingsFormat = Annotated[str, _format_option("write_settings", "How to write the settings.")]
Output = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write to a file, whole or not at all, not to standard output.")
]
HtmlPage = Annotated[
    Path | None,
    typer.Option("--html", metavar="FILE", help="Write a page for a browser too, which holds all and needs nothing."),
]
HtmlPairs = Annotated[
    str,
    typer.Option(
        "--html-pairs",
        parser=_pair_choice,
        metavar="all|source|N",
        help="Whose passages the page shows: of all pairs, of each article with its closest earlier one, or with N.",
    ),
]
Limit = Annotated[
    int,
    typer.Option(
        min=0, callback=_entries, metavar="N", help="List so many entries of each kind in the table; 0 for all."
    ),
]
NotesLimit = Annotated[
    int,
    typer.Option(
        "--limit", min=0, callback=_entries, metavar="N", help="List so many skipped, and so many warnings; 0 for all."
    ),
]
FailOnMatch = Annotated[
    bool, typer.Option("--fail-on-match", help="End with exit code 1 if there is a copy or a rewrite.")
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Show no progress.")]
Stories = Annotated[
    bool, typer.Option(help="Look for rewrites and stories too, not only for copies and doubled blocks.")
]
Boilerplate = Annotated[
    bool,
    typer.Option(
        "--boilerplate",
        help="List every pair that shares only boilerplate too, not only where a passage shows.",
    ),
]
FindStories = Annotated[
    bool, typer.Option("--stories", help="Find the story of each article too: rewrites, and reports of one event.")
]
Passages = Annotated[
    bool, typer.Option("--passages", help="Write the passages that each pair shares, and evidence (jsonl).")
]
ReportPassages = Annotated[
    bool | None,
    typer.Option(
        "--passages/--no-passages",
        help="Write the passages that each pair shares: all of them, and evidence (json and jsonl), or the longest (in "
        "tables of matches).",
        show_default="in tables",
    ),
]
RowsOfTable = Annotated[
    Rows | None,
    typer.Option(
        "--rows",
        help="What a row of a table is (csv, jsonl, parquet and xlsx).",
        show_default="matches; all of these, each on a sheet, in xlsx; all records in jsonl",
    ),
]
Excel = Annotated[bool, typer.Option("--excel", help="Mark CSV for Excel, which else takes it for another encoding.")]
Against = Annotated[
    list[str] | None,
    typer.Option(
        "--against",
        metavar="REFERENCE",
        help="Judge only against the articles of this file, folder or index, or at this URL of a database; may be "
        "given several times.",
        show_default=False,
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option(min=1, max=MAX_THREADS, metavar="N", help="Use so many threads.", show_default="one for each core"),
]
Memory = Annotated[
    int | None,
    typer.Option(
        parser=byte_count,
        metavar="SIZE",
        help="Keep texts in a temporary file if they take more memory than this, such as 800MB or 2GB.",
    ),
]
Include = Annotated[
    list[str] | None,
    typer.Option(
        "--include",
        metavar="GLOB",
        help="Of folders, read only files whose path below the folder, or a name in it, matches; several times.",
        show_default=False,
    ),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option(
        "--exclude",
        metavar="GLOB",
        help="Of folders, pass over files and folders that match; several times.",
        show_default=False,
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(parser=_encoding, metavar="NAME", help="The encoding of all files, such as cp1250, if it is known."),
]
Assignments = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="NAME=VALUE",
        help="Change a setting for this run; may be given several times. `dedup settings` lists all.",
        autocompletion=_setting_names,
        show_default=False,
    ),
]
SettingsFile = Annotated[
    Path | None,
    typer.Option(
        "--settings",
        metavar="FILE",
        help="Read settings from a TOML file, not from [tool.dedup] of the nearest pyproject.toml.",
        show_default=False,
    ),
]


@dataclass(frozen=True, slots=True)
class FieldOptions:
    """The names of the fields of records."""

    text_field: Annotated[str | None, _field_option("text")] = None
    title_field: Annotated[str | None, _field_option("title")] = None
    url_field: Annotated[str | None, _field_option("address")] = None
    outlet_field: Annotated[str | None, _field_option("outlet")] = None
    published_field: Annotated[str | None, _field_option("date")] = None
    id_field: Annotated[str | None, _field_option("id")] = None

    def names(self) -> FieldNames:
        """Return the names that were given."""
        from dedup.sources.fields.record_parts import FieldNames

        return FieldNames(
            text=self.text_field,
            title=self.title_field,
            url=self.url_field,
            outlet=self.outlet_field,
            published=self.published_field,
            id=self.id_field,
        )


class ReadArguments(TypedDict):
    """What `read_articles` takes that says which files are read, and how."""

    encoding: str | None
    include: tuple[str, ...]
    exclude: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileOptions:
    """Which files of folders are read, and in which encoding."""

    include: Include = None
    exclude: Exclude = None
    encoding: Encoding = None

    def arguments(self) -> ReadArguments:
        """Return them as `read_articles` takes them."""
        return {
            "encoding": self.encoding,
            "include": tuple(self.include or ()),
            "exclude": tuple(self.exclude or ()),
        }


@dataclass(frozen=True, slots=True)
class SettingsOptions:
    """Where the settings of a run come from."""

    assignments: Assignments = None
    settings_file: SettingsFile = None

    def settings(self, *, boilerplate: bool = False, memory: int | None = None) -> Settings:
        """Return the settings: those of the file, else of the project, changed by the assignments.

        With `boilerplate`, every pair that shares only boilerplate is listed; `memory` is that of texts, in bytes.
        """
        from dedup.settings.assignments import settings_given

        given = settings_given(self.assignments or (), self.settings_file, Path.cwd())
        given = replace(given, min_listed_boilerplate_run=0) if boilerplate else given
        return given if memory is None else replace(given, max_text_memory=memory)


@dataclass(frozen=True, slots=True)
class PageOptions:
    """A page of the report for a browser."""

    html: HtmlPage = None
    html_pairs: HtmlPairs = "all"

    def check(self) -> None:
        """Raise InputError before the work if the page could not be written after it."""
        from dedup.runtime.files.atomic_file import check_writable

        if self.html is not None:
            check_writable(self.html)

    def write(self, report: Report, progress: Progress) -> None:
        """Write the page, if it is asked for."""
        if self.html is not None:
            report.to_html(self.html, pairs=cast("PairChoice", self.html_pairs), progress=progress)


@dataclass(frozen=True, slots=True)
class WorkOptions:
    """How the work is done, whatever its result."""

    jobs: Jobs = None
    quiet: Quiet = False

    @property
    def threads(self) -> int:
        """Number of threads: as given, else one for each core."""
        return self.jobs or os.cpu_count() or 1
