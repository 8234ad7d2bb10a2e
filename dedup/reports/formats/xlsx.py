"""Workbooks of Excel and LibreOffice: a sheet for each table of a report.

Every text is a text: it is never taken for a formula, an address or a number, and one that begins like a formula stays
a text when its cell is edited. Times are in UTC, without saying so: workbooks know no time zones.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO

from dedup.reports.formats.output_format import FORMULA_STARTS, OutputFormat, ReportOutput

if TYPE_CHECKING:
    from dedup.report import Report
    from dedup.reports.tables.table import Cell, Table

MAX_SHEET_ROWS = 1_048_576  # with the head; the limit of the file format
FIRST_TIME = datetime(1900, 3, 1, tzinfo=UTC)  # workbooks count a day before it that there was not
MADE = datetime(1980, 1, 1)  # equal reports make equal files
COLUMN_WIDTH = 18  # characters
WORKBOOK_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def write_report_xlsx(report: Report, out: BinaryIO, options: ReportOutput) -> None:
    """Write the table that is asked for, else all of them."""
    from xlsxwriter import Workbook

    packed = BytesIO()  # an archive that cannot be written breaks again when it is forgotten, and Python says so
    with Workbook(packed, WORKBOOK_OPTIONS) as book:
        book.set_properties({"created": MADE})
        writer = _TableWriter(book)
        for table in options.tables(report):
            writer.write(table)
    out.write(packed.getbuffer())


class _TableWriter:
    """Writes tables, each on a sheet of its own, or on several if it is long."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._head = book.add_format({"bold": True})
        self._time = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._text = book.add_format({"quote_prefix": True})

    def write(self, table: Table) -> None:
        """Write one table."""
        sheet, number, row = self._new_sheet(table, 1), 1, 0
        for cells in table.rows:
            row += 1
            if row == MAX_SHEET_ROWS:
                number, row = number + 1, 1
                sheet = self._new_sheet(table, number)
            for column, cell in enumerate(cells):
                self._write_cell(sheet, row, column, cell)

    def _new_sheet(self, table: Table, number: int) -> Any:
        sheet = self._book.add_worksheet(table.name if number == 1 else f"{table.name} {number}")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(table.columns) - 1, COLUMN_WIDTH)
        for place, name in enumerate(table.columns):
            sheet.write_string(0, place, name, self._head)
        return sheet

    def _write_cell(self, sheet: Any, row: int, column: int, cell: Cell) -> None:
        match cell:
            case None:
                return
            case str():
                sheet.write_string(row, column, cell, self._text if cell.startswith(FORMULA_STARTS) else None)
            case datetime() if cell >= FIRST_TIME:
                sheet.write_datetime(row, column, cell.replace(tzinfo=None), self._time)
            case datetime():
                sheet.write_string(row, column, cell.isoformat())
            case bool():
                sheet.write_boolean(row, column, cell)
            case _:
                sheet.write_number(row, column, cell)


def check_xlsxwriter() -> None:
    """Raise MissingExtraError without XlsxWriter."""
    from dedup.errors import MissingExtraError

    try:
        import xlsxwriter  # noqa: F401  # whether it can be imported is what is asked
    except ImportError as error:
        raise MissingExtraError("workbooks are written with XlsxWriter: pip install 'newsdedup[excel]'") from error


FORMAT = OutputFormat(
    name="xlsx",
    endings=(".xlsx",),
    is_table=True,
    has_rows=True,
    has_passages=True,
    is_binary=True,
    check=check_xlsxwriter,
    write_report=write_report_xlsx,
)
