"""Text in columns: each as wide as its content, and narrower where the terminal is.

Only columns that may be cut become narrower, the widest first. Lines do not end in spaces, so a result that is written
to a file is as clean as one on a screen. Nothing is cut in a pipe or a file, which have no width: whoever reads a name
there has to find its file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from rich.cells import cell_len
from rich.text import Text

from dedup.reports.sanitize import cut_end, cut_start

GAP = "  "
NO_WIDTH = 1 << 16  # the width of a pipe or a file, where the user has given none
MIN_WIDTH = 20  # of anything: in fewer columns nothing can be read
PROSE_WIDTH = 80  # columns of prose where there is no width
MIN_CUT_WIDTH = 8  # columns: less of a path or a title says nothing


class Cut(Enum):
    """What a column may lose when the terminal is narrow."""

    NOTHING = auto()
    END = auto()
    START = auto()  # of paths: their ends differ


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, what may be cut and the minimum width; numbers are aligned to the right."""

    heading: str
    cut: Cut = Cut.NOTHING
    is_number: bool = False
    style: str = ""
    min_width: int = MIN_CUT_WIDTH


def prose_width(width: int) -> int:
    """The width at which prose is wrapped."""
    return PROSE_WIDTH if width >= NO_WIDTH else width


def lay_out(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int, indent: str = "  ") -> Iterator[Text]:
    """Yield the headings and the rows, each a line of at most `width` columns, as far as the columns can be cut."""
    widths = _widths(columns, rows, width - len(indent))
    yield _line(columns, [column.heading for column in columns], widths, indent, heading=True)
    for row in rows:
        yield _line(columns, row, widths, indent)


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> list[int]:
    cells = zip([column.heading for column in columns], *rows, strict=True)
    natural = [max(map(cell_len, column_cells)) for column_cells in cells]
    widths = [
        needed if column.cut is Cut.NOTHING else min(needed, width)
        for needed, column in zip(natural, columns, strict=True)
    ]
    columns_too_many = sum(widths) + len(GAP) * (len(widths) - 1) - width
    for _ in range(columns_too_many):
        cuttable = [
            index
            for index, column in enumerate(columns)
            if column.cut is not Cut.NOTHING and widths[index] > column.min_width
        ]
        if not cuttable:
            break
        widths[max(cuttable, key=widths.__getitem__)] -= 1
    return widths


def _line(
    columns: Sequence[Column], cells: Sequence[str], widths: Sequence[int], indent: str, heading: bool = False
) -> Text:
    line = Text(indent, end="", no_wrap=True)
    for column, cell, width in zip(columns, cells, widths, strict=True):
        line.append(_fitted(column, cell, width), "dim" if heading else column.style)
        line.append(GAP)
    line.rstrip()
    return line


def _fitted(column: Column, cell: str, width: int) -> str:
    cell = cut_start(cell, width) if column.cut is Cut.START else cut_end(cell, width)
    padding = " " * (width - cell_len(cell))
    return padding + cell if column.is_number else cell + padding
