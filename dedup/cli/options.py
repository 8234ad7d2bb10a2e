"""The options of all verbs, each written once."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class ReportFormat(StrEnum):
    """How a result is written."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"
    JSON = "json"


class LineFormat(StrEnum):
    """How what comes article by article is written."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


class PairFormat(StrEnum):
    """How the verdict on two articles is written."""

    TABLE = "table"
    JSON = "json"


def _field(part: str) -> typer.models.OptionInfo:
    help_ = f"The field of records that holds the {part}, if it has no usual name."
    option: typer.models.OptionInfo = typer.Option(metavar="NAME", help=help_)
    return option


_SIZE_FACTORS = {"": 1, "K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12}


def byte_count(given: str) -> int:
    """Bytes, written as people write them.

    >>> byte_count("1.5GB"), byte_count("800 mb")
    (1500000000, 800000000)
    """
    size = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMGT]?)B?", given.strip(), re.IGNORECASE)
    if size is None:
        raise typer.BadParameter(f"{given!r} is no size such as 800MB or 2GB")
    return int(float(size[1]) * _SIZE_FACTORS[size[2].upper()])


Paths = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATHS", help="Files, folders with all that is in them, or - for standard input.", show_default=False
    ),
]
FormatOption = Annotated[ReportFormat, typer.Option("--format", help="How to write the result.")]
LineFormatOption = Annotated[
    LineFormat, typer.Option("--format", help="How to write what is found, article by article.")
]
PairFormatOption = Annotated[PairFormat, typer.Option("--format", help="How to write the verdict.")]
Output = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write to a file, whole or not at all, not to standard output.")
]
Limit = Annotated[
    int, typer.Option(min=0, metavar="N", help="List so many entries of each kind in the table; 0 for all.")
]
FailOnMatch = Annotated[
    bool, typer.Option("--fail-on-match", help="End with exit code 1 if there is a copy or a rewrite.")
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Show no progress.")]
Stories = Annotated[
    bool, typer.Option(help="Look for rewrites and stories too, not only for copies and doubled blocks.")
]
FindStories = Annotated[
    bool, typer.Option("--stories", help="Find the story of each article too: rewrites, and reports of one event.")
]
Passages = Annotated[
    bool, typer.Option("--passages", help="Write the passages that each pair shares, and evidence (json and jsonl).")
]
Against = Annotated[
    list[Path] | None,
    typer.Option(
        "--against",
        metavar="REFERENCE",
        help="Judge only against the articles of this file, folder or index; may be given several times.",
        show_default=False,
    ),
]
Jobs = Annotated[
    int | None, typer.Option(min=1, metavar="N", help="Use so many threads.", show_default="one for each core")
]
Memory = Annotated[
    int | None,
    typer.Option(
        parser=byte_count,
        metavar="SIZE",
        help="Keep texts in a temporary file if they take more memory than this, such as 800MB or 2GB.",
    ),
]
TextField = Annotated[str | None, _field("text")]
TitleField = Annotated[str | None, _field("title")]
UrlField = Annotated[str | None, _field("address")]
OutletField = Annotated[str | None, _field("outlet")]
PublishedField = Annotated[str | None, _field("date")]
IdField = Annotated[str | None, _field("id")]
