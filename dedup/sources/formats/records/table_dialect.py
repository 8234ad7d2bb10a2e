"""How a table is written: what parts its fields, what quotation marks and backslashes mean, which line names columns.

Nothing in a table says so. Each way of writing is tried on the first lines, and the one is taken by which the most rows
have as many fields as there are names. The csv module does the parsing.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import suppress
from enum import Enum
from typing import NamedTuple

from dedup.runtime.patterns import lazy_pattern
from dedup.sources.fields.record_parts import FieldNames

DELIMITERS = (",", ";", "\t", "|", "^", "~")
_RARE_IN_TEXTS = ("\t", "|", "^", "~")  # so that programs do without quotation marks
_NO_DELIMITER = "\x1f"  # of a table with one column: every comma in it is a letter
MAX_PREAMBLE_LINES = 10  # above the names of the columns: a title, a date, comments
_SEPARATOR_LINE = lazy_pattern(r'"?sep=(.)"?\s*$', re.IGNORECASE)  # Excel's
_QUOTED_BEHIND_SPACE = lazy_pattern(r'[,;|\t] +"')
_ROW_ESCAPE = lazy_pattern(r"\\(.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "0": "\0"}
_LINE_ESCAPES = frozenset("nrt")
_TELLING_ESCAPES = frozenset("ntN")
_KNOWN_ESCAPES = frozenset("ntrNb0\\\"'/\n\t")
_AROUND_NAME = " \t\r\n\ufeff\"'"


class Marks(Enum):
    """What a quotation mark and a backslash mean in a table."""

    QUOTES = "a field may stand in quotation marks, which are doubled within"
    BACKSLASHES = "a field may stand in quotation marks; a backslash stands before those within"
    LETTERS = "both are letters"
    ESCAPES = "quotation marks are letters; a backslash begins an escape, such as a line feed"


class Dialect(NamedTuple):
    """How the rows of a table are written."""

    delimiter: str
    marks: Marks
    skips_spaces: bool = False

    def rows(self, lines: Iterator[str]) -> Iterator[list[str]]:
        """The fields of each row; csv.Error for one that is not written so, after which the next can be read."""
        if self.marks in (Marks.LETTERS, Marks.ESCAPES):
            return (self.split(line) for line in lines)
        escape = "\\" if self.marks is Marks.BACKSLASHES else None
        if escape is not None:
            lines = map(self._with_line_feeds, lines)
        return csv.reader(
            lines, delimiter=self.delimiter, strict=True, skipinitialspace=self.skips_spaces, escapechar=escape
        )

    def _with_line_feeds(self, line: str) -> str:
        """A line of which the csv module understands what backslashes mean beside quotation marks."""
        if "\\N" in line:
            mark = re.escape(self.delimiter)
            line = re.sub(rf"(?:^|(?<={mark}))\\N(?={mark}|\s*$)", "", line)
        return _ROW_ESCAPE.sub(_understood, line)

    def split(self, line: str) -> list[str]:
        """The fields of a line in which quotation marks are letters."""
        line = line.rstrip("\r\n")
        if self.marks is not Marks.ESCAPES or "\\" not in line:
            return line.split(self.delimiter)
        fields = re.split(rf"(?<!\\){re.escape(self.delimiter)}", line)
        return ["" if field == "\\N" else _ROW_ESCAPE.sub(_unescaped, field) for field in fields]


class TableStart(NamedTuple):
    """What the first lines of a table show: its names, if it has any, and the number of lines up to them."""

    dialect: Dialect
    names: list[str]
    lines_above: int
    has_names: bool


def find_start(lines: Sequence[str], fields: FieldNames, delimiter: str | None = None) -> TableStart:
    """How a table begins with these lines; without names if none of the first names a column of texts."""
    above = 0
    if stated := _SEPARATOR_LINE.match(lines[0]):
        delimiter, above = stated[1], 1
    for place in range(above, min(len(lines), above + MAX_PREAMBLE_LINES)):
        dialect, names = _best_dialect(lines[place:], fields, delimiter)
        if "text" in fields.find(names):
            return TableStart(dialect, names, place, has_names=True)
    dialect, names = _best_dialect(lines[above:] or [""], fields, delimiter)
    return TableStart(dialect, names, above, has_names=False)


def clean_name(name: str) -> str:
    """The name of a column without what exports put around it."""
    return name.strip(_AROUND_NAME)


def _best_dialect(lines: Sequence[str], fields: FieldNames, delimiter: str | None) -> tuple[Dialect, list[str]]:
    """The way of writing by which most rows are whole, and the names of the columns by it."""
    if delimiter and delimiter in lines[0]:
        found = [delimiter]
    else:
        found = [each for each in DELIMITERS if each in lines[0]] or [_NO_DELIMITER]
    sample = "".join(lines)
    tried = [(_score(dialect, lines, fields), dialect) for each in found for dialect in _dialects(each, sample)]
    score, dialect = max(tried, key=lambda each: each[0].rank)
    return dialect, score.names


def _dialects(delimiter: str, sample: str) -> Iterator[Dialect]:
    """The ways of writing that may be meant; of equals, the first counts."""
    escapes = {escape[1] for escape in _ROW_ESCAPE.finditer(sample)} if delimiter == "\t" else set()
    if escapes & _TELLING_ESCAPES and escapes <= _KNOWN_ESCAPES and '\t"' not in sample:
        yield Dialect(delimiter, Marks.ESCAPES)
    spaced = _QUOTED_BEHIND_SPACE.search(sample) is not None
    yield Dialect(delimiter, Marks.QUOTES, skips_spaces=spaced)
    if '\\"' in sample:
        yield Dialect(delimiter, Marks.BACKSLASHES, skips_spaces=spaced)
    if delimiter in _RARE_IN_TEXTS:
        yield Dialect(delimiter, Marks.LETTERS)


class _Score(NamedTuple):
    """How well a way of writing explains the first lines of a table, and the names of the columns by it."""

    has_text: bool  # a column of texts is named
    whole: float  # share of the rows
    names: list[str]
    marks: Marks

    @property
    def rank(self) -> tuple[bool, float, bool, int]:
        return self.has_text, self.whole, self.marks is not Marks.LETTERS, len(self.names)


def _score(dialect: Dialect, lines: Sequence[str], fields: FieldNames) -> _Score:
    rows = _sample_rows(dialect, lines)
    names = [clean_name(name) for name in rows[0] or []]
    sizes = [len(row) if row else 0 for row in rows[1:]]
    if len(sizes) > 1 and set(sizes) == {len(names) + 1} and not all(row and not row[-1] for row in rows[1:]):
        names = ["", *names]  # names of rows, as R writes them, have no name themselves
    whole = sum(row is not None and _is_whole(row, len(names)) for row in rows[1:])
    return _Score("text" in fields.find(names), whole / max(len(sizes), 1), names, dialect.marks)


def _is_whole(row: list[str], size: int) -> bool:
    return len(row) == size or (len(row) > size and not any(row[size:]))


def _sample_rows(dialect: Dialect, lines: Sequence[str]) -> list[list[str] | None]:
    """The rows of a sample, None for one that is not written so; the last one, which may be cut off, is left out."""
    rows = dialect.rows(iter(lines))
    found: list[list[str] | None] = []
    while True:
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error:
            found.append(None)
        else:
            found += [row] if row and row != [""] else []
    if not found:
        return [None]
    return found[:-1] if found[-1] is None and len(found) > 1 else found


def _unescaped(escape: re.Match[str]) -> str:
    return _ESCAPED.get(escape[1], escape[1])


def _understood(escape: re.Match[str]) -> str:
    """The same escape with the character itself behind the backslash, as the csv module reads it."""
    character = _ESCAPED.get(escape[1]) if escape[1] in _LINE_ESCAPES else None
    return escape[0] if character is None else f"\\{character}"


def rows_by_any_means(line: str, dialect: Dialect, size: int) -> list[str] | None:
    """The fields of a line that is not written as the others, if there is a way to read so many of them.

    >>> rows_by_any_means('1,"He said "no" and left",x', Dialect(",", Marks.QUOTES), 3)
    ['1', 'He said "no" and left', 'x']
    """
    for fields in _readings(line.rstrip("\r\n"), dialect):
        if len(fields) == size:
            return fields
    return None


def _readings(line: str, dialect: Dialect) -> Iterator[list[str]]:
    mark = dialect.delimiter
    if '\\"' in line:
        with suppress(csv.Error):
            yield from csv.reader([line], delimiter=mark, strict=True, escapechar="\\")
    if line.startswith('"') and line.endswith('"') and len(line) > 1:
        yield line[1:-1].split(f'"{mark}"')
    if '"' in line:
        yield _loosely_quoted(line, mark)
    yield line.split(mark)


def _loosely_quoted(line: str, mark: str) -> list[str]:
    """Fields whose closing quotation mark is one that a delimiter follows; any other is a letter."""
    part = re.escape(mark)
    spaces = rf"[^\S{part}]*+"
    opening = re.compile(rf'{spaces}"')
    closings = [found.span() for found in re.finditer(rf'"{spaces}(?:{part}|$)', line)]  # once: no field looks further
    fields: list[str] = []
    start = 0
    while start < len(line):
        opened = opening.match(line, start)
        place = bisect_left(closings, (opened.end(),)) if opened else len(closings)
        end = closings[place][1] if place < len(closings) else line.find(mark, start) + 1 or len(line)
        fields.append(line[start:end].removesuffix(mark).strip())
        start = end
    quoted = [field[1:-1] if len(field) > 1 and field[0] == field[-1] == '"' else field for field in fields]
    return [*quoted, ""] if line.endswith(mark) else quoted
