"""Articles to an index, and what it says of each to standard output: what `dedup index add` and `query` share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

from dedup.cli.inputs import InputReader, check_exists
from dedup.cli.options import LineFormat
from dedup.errors import InputError

if TYPE_CHECKING:
    from dedup.article import Article, Skipped
    from dedup.index.result import IndexResult
    from dedup.reports.ingest_output import IngestCounts, IngestWriter
    from dedup.runtime.progress import Progress

Classifier = Callable[[Iterable["Article | Skipped"]], Iterator[Sequence["IndexResult | Skipped"]]]


def reader_for(
    paths: Sequence[Path], names: Sequence[str | None], processes: int, *, has_unused_passages: bool
) -> InputReader:
    """What is to be read, by the given names of fields: text, title, address, outlet, date, id."""
    from dedup.sources.fields import FieldNames

    if has_unused_passages:
        raise InputError("--passages needs --format jsonl: the others have no place for them")
    check_exists(paths)
    return InputReader(paths, FieldNames(*names), processes)


def run_and_print(
    reading: InputReader, classify: Classifier, format_: LineFormat, *, passages: bool, is_query: bool, quiet: bool
) -> IngestCounts:
    """Judge all that is read, and tell it batch by batch; InputError if there is nothing."""
    from dedup.cli.progress_bar import announce_compilation, show_progress
    from dedup.reports.ingest_output import IngestCounts

    announce_compilation(quiet)
    counts = IngestCounts()
    with _writer(format_, passages=passages, is_question=is_query) as lines:
        with show_progress(quiet) as progress, redirect_stdout(sys.stderr), _report_interrupt(counts, is_query):
            for batch in classify(reading.articles(progress)):
                _print_batch(batch, counts, lines, progress)
        lines.end(counts)
    if not counts.articles:
        raise InputError(f"nothing could be read in {', '.join(map(str, reading.paths))}")
    return counts


def _print_batch(
    batch: Sequence[IndexResult | Skipped], tally: IngestCounts, lines: IngestWriter, progress: Progress
) -> None:
    from dedup.cli.progress_bar import paused_for_output

    with paused_for_output(progress):
        for each in batch:
            tally.count(each)
            lines.write(each)


@contextmanager
def _report_interrupt(tally: IngestCounts, is_question: bool) -> Iterator[None]:
    """Say of an interrupted addition what of it is there."""
    try:
        yield
    except KeyboardInterrupt:
        if is_question:
            raise
        raise KeyboardInterrupt(f"{tally.stored:,} articles were added before, and are kept") from None


@contextmanager
def _writer(format_: LineFormat, *, passages: bool, is_question: bool) -> Iterator[IngestWriter]:
    """Where arrivals are told, each as soon as it is known."""
    from rich.console import Console

    from dedup.cli.output import console_on, unbroken_output
    from dedup.reports.ingest_output import CsvWriter, JsonLinesWriter, TableWriter

    out = unbroken_output()
    match format_:
        case LineFormat.TABLE:
            with console_on(out) as console:
                yield TableWriter(console, is_question=is_question)
        case LineFormat.JSONL:
            yield JsonLinesWriter(out, passages=passages)
        case LineFormat.CSV:
            yield CsvWriter(out, Console(stderr=True, highlight=False, markup=False, emoji=False))
