"""What a row of a table of a report can be; the options of commands name these."""

from __future__ import annotations

from enum import StrEnum


class Rows(StrEnum):
    """What a row is, in the order of the sheets of a workbook."""

    MATCHES = "matches"
    ARTICLES = "articles"
    REPEATS = "repeats"
    OUTLETS = "outlets"
