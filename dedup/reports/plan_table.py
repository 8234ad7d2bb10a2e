"""What a plan leaves out, and what applying it did, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from rich.text import Text

from dedup.clean.apply_plan import CleanResult
from dedup.clean.decision import CutDecision, DropDecision
from dedup.clean.plan import CleanAmount, Plan
from dedup.reports.formatting import count_of, percent
from dedup.reports.sanitize import escape_controls, one_line
from dedup.reports.terminal.columns import Column, Cut, lay_out
from dedup.reports.terminal.group_lines import omitted_note
from dedup.reports.terminal.index_tables import human_size

Entry = TypeVar("Entry")
AMOUNT_COLUMNS = (
    Column("reason", style="bold"),
    Column("articles", is_number=True),
    Column("words", is_number=True),
    Column("text", is_number=True),
)
DROP_COLUMNS = (
    Column("reason", style="bold"),
    Column("held", is_number=True),
    Column("left out", Cut.START),
    Column("for", Cut.START),
)
CUT_COLUMNS = (
    Column("reason", style="bold"),
    Column("words", is_number=True),
    Column("article", Cut.START),
    Column("begins", Cut.END),
)


def plan_table(plan: Plan, width: int, limit: int) -> Iterator[Text]:
    """Draw a plan: how much is left out by reason, then `limit` decisions of each kind, 0 for all."""
    drops = [each for each in plan.decisions if isinstance(each, DropDecision)]
    cuts = [each for each in plan.decisions if isinstance(each, CutDecision)]
    yield from _amount_lines(plan.amounts(), width)
    if drops:
        rows = [
            (each.kind, percent(each.coverage), escape_controls(each.article_id), escape_controls(each.kept_id))
            for each in _first(drops, limit)
        ]
        yield from _listed("LEFT OUT", DROP_COLUMNS, rows, len(drops), width)
    if cuts:
        rows = [
            (each.kind, f"{each.words:,}", escape_controls(each.article_id), one_line(each.begins))
            for each in _first(cuts, limit)
        ]
        yield from _listed("CUT", CUT_COLUMNS, rows, len(cuts), width)


def result_table(result: CleanResult, width: int, limit: int) -> Iterator[Text]:
    """Draw what applying a plan did."""
    left_out = f", {result.files_left_out:,} left out" if result.files_left_out else ""
    yield Text(f"{count_of(result.files_written, 'file')} written{left_out}")
    yield from _amount_lines(result.amounts, width)
    if result.not_done:
        reasons = [(escape_controls(each.article_id), reason) for each, reason in _first(result.not_done, limit)]
        columns = (Column("article", Cut.START), Column("reason"))
        yield from _listed("NOT DONE", columns, reasons, len(result.not_done), width)
    yield Text(f"Every decision: {escape_controls(result.log.as_posix())}")


def _first(entries: Sequence[Entry], limit: int) -> Sequence[Entry]:
    return entries[:limit] if limit else entries


def _amount_lines(amounts: Mapping[str, CleanAmount], width: int) -> Iterator[Text]:
    if not amounts:
        yield Text("Nothing is left out.")
        return
    rows = [(kind, f"{each.articles:,}", f"{each.words:,}", human_size(each.bytes)) for kind, each in amounts.items()]
    yield from lay_out(AMOUNT_COLUMNS, rows, width)
    yield Text()


def _listed(
    heading: str, columns: Sequence[Column], rows: Sequence[Sequence[str]], count: int, width: int
) -> Iterator[Text]:
    yield Text(f"{heading}  {count:,}", "bold")
    yield from lay_out(columns, rows, width)
    yield from omitted_note(count - len(rows), "entry", plural="entries")
    yield Text()
