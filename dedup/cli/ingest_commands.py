"""Articles to an index, and what it says of each to standard output: what `dedup index add` and `query` share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

from dedup.cli.inputs import Reading, check_there
from dedup.cli.options import LineFormat
from dedup.errors import InputError

if TYPE_CHECKING:
    from dedup.article import Article, Skipped
    from dedup.index.ingest import Arrival
    from dedup.runtime.progress import Progress
    from dedup.reports.ingest_output import Lines, Tally

Judge = Callable[[Iterable["Article | Skipped"]], Iterator[Sequence["Arrival | Skipped"]]]


def reading_of(
    paths: Sequence[Path], names: Sequence[str | None], processes: int, *, has_idle_passages: bool
) -> Reading:
    """What is to be read, by the given names of fields: text, title, address, outlet, date, id."""
    from dedup.sources import Fields

    if has_idle_passages:
        raise InputError("--passages needs --format jsonl: the others have no place for them")
    check_there(paths)
    return Reading(paths, Fields(*names), processes)


def tell_all(
    reading: Reading, judge: Judge, format_: LineFormat, *, passages: bool, is_question: bool, quiet: bool
) -> Tally:
    """Judge all that is read, and tell it batch by batch; InputError if there is nothing."""
    from dedup.cli.progress_bar import announce_compilation, progress_shown
    from dedup.reports.ingest_output import Tally

    announce_compilation(quiet)
    tally = Tally()
    with _lines(format_, passages=passages, is_question=is_question) as lines:
        with progress_shown(quiet) as progress, redirect_stdout(sys.stderr), _interrupt_told(tally, is_question):
            for batch in judge(reading.articles(progress)):
                _tell(batch, tally, lines, progress)
        lines.end(tally)
    if not tally.articles:
        raise InputError(f"nothing could be read in {', '.join(map(str, reading.paths))}")
    return tally


def _tell(batch: Sequence[Arrival | Skipped], tally: Tally, lines: Lines, progress: Progress) -> None:
    from dedup.cli.progress_bar import results_between

    with results_between(progress):
        for each in batch:
            tally.take(each)
            lines.write(each)


@contextmanager
def _interrupt_told(tally: Tally, is_question: bool) -> Iterator[None]:
    """Say of an interrupted addition what of it is there."""
    try:
        yield
    except KeyboardInterrupt:
        if is_question:
            raise
        raise KeyboardInterrupt(f"{tally.kept:,} articles were added before, and are kept") from None


@contextmanager
def _lines(format_: LineFormat, *, passages: bool, is_question: bool) -> Iterator[Lines]:
    """Where arrivals are told, each as soon as it is known."""
    from rich.console import Console

    from dedup.cli.output import console_on, lasting_output
    from dedup.reports.ingest_output import CsvLines, JsonLines, TableLines

    out = lasting_output()
    match format_:
        case LineFormat.TABLE:
            with console_on(out) as console:
                yield TableLines(console, is_question=is_question)
        case LineFormat.JSONL:
            yield JsonLines(out, passages=passages)
        case LineFormat.CSV:
            yield CsvLines(out, Console(stderr=True, highlight=False, markup=False, emoji=False))
