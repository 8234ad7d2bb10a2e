"""`dedup index add` and `query`: articles are brought to an index, and what it says of each is printed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import typer

from dedup.cli import options
from dedup.cli.command_group import MATCHED
from dedup.cli.inputs import InputReader, check_exists, open_index
from dedup.cli.option_groups import Command
from dedup.errors import InputError
from dedup.reports.formats import OUTPUT_FORMATS, IngestOutput
from dedup.settings import LimitSettings

if TYPE_CHECKING:
    from dedup.article import ReadItem, ReadWarning, Skipped
    from dedup.index.index import Index
    from dedup.index.result import IndexResult
    from dedup.reports.ingest_counts import IngestCounts, IngestWriter
    from dedup.runtime.progress import Progress

Classifier = Callable[[Iterable["ReadItem"]], Iterator[Sequence["IndexResult | Skipped | ReadWarning"]]]


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """How results are printed, and how the program ends."""

    format_: options.IngestFormat = "table"
    passages: options.Passages = False
    limit: options.NotesLimit = 20
    fail_on_match: options.FailOnMatch = False


def add_command(
    index_url: options.NewIndexUrl,
    paths: options.Paths,
    *,
    stories: options.FindStories = False,
    boilerplate: options.Boilerplate = False,
    printing: PrintOptions,
    fields: options.FieldOptions,
    files: options.FileOptions,
    chosen: options.SettingsOptions,
    work: options.WorkOptions,
) -> None:
    """Judge articles against all before them, and remember them.

    Each article that is like an earlier one gets a line with the closest of those, and with the share of either (own,
    other) that both have in common. Every article that has its line is stored, whatever interrupts the rest; one that
    is stored and was denied its line by a kill has it in the next run.

    An article with the id of a stored one, or with its address in any form, is a version of it: skipped if its content
    is the same, else put in its place. So a folder can be added again every day. Ids are those of records, else paths
    as they are given; records of a feed without ids are identified by their address, or else by a checksum.
    """
    settings = chosen.settings(boilerplate=boilerplate)
    reader = _reader(paths, fields, files, settings, printing, work)
    with open_index(index_url, make=True, stories=stories, settings=settings) as index:
        ingest = partial(index.ingest, at_least_once=True)
        counts = _run_and_print(reader, ingest, printing, work.quiet, is_query=False)
    if printing.fail_on_match and counts.has_new_match:
        raise typer.Exit(MATCHED)


def query_command(
    index_url: options.IndexUrl,
    paths: options.Paths,
    *,
    stories: options.FindStories = False,
    boilerplate: options.Boilerplate = False,
    printing: PrintOptions,
    fields: options.FieldOptions,
    files: options.FileOptions,
    chosen: options.SettingsOptions,
    work: options.WorkOptions,
) -> None:
    """Judge articles, and remember nothing.

    The same as `add`, but each article is judged against the index alone, and not against the others that are given.
    An article that is in the index already is listed as a version, or as unchanged, and counts as a match.
    """
    settings = chosen.settings(boilerplate=boilerplate)
    reader = _reader(paths, fields, files, settings, printing, work)
    with open_index(index_url, stories=stories, settings=settings) as index:
        counts = _run_and_print(
            reader,
            partial(_queried, index),
            printing,
            work.quiet,
            is_query=True,
        )
    if printing.fail_on_match and (counts.has_new_match or counts.has_known):
        raise typer.Exit(MATCHED)


COMMANDS: dict[str, Command] = {"add": add_command, "query": query_command}


def _queried(index: Index, items: Iterable[ReadItem]) -> Iterator[Sequence[IndexResult | Skipped | ReadWarning]]:
    """What the index says of each article; one that brings an error is skipped with it."""
    from dedup.article import Article
    from dedup.index.ingest import added_without_faulty

    def ask(part: Sequence[ReadItem]) -> list[IndexResult | Skipped | ReadWarning]:
        return [index.query(item) if isinstance(item, Article) else item for item in part]

    for item in items:
        yield from added_without_faulty([item], ask)


def _reader(
    paths: options.Paths,
    fields: options.FieldOptions,
    files: options.FileOptions,
    limits: LimitSettings,
    printing: PrintOptions,
    work: options.WorkOptions,
) -> InputReader:
    """Return what reads the articles; InputError for what cannot be read or printed."""
    if printing.passages and printing.format_ != "jsonl":
        raise InputError("--passages needs --format jsonl: the others have no place for them")
    check_exists(paths)
    return InputReader(paths, fields.names(), files.arguments(), limits, work.threads)


def _run_and_print(
    reader: InputReader, classify: Classifier, printing: PrintOptions, quiet: bool, *, is_query: bool
) -> IngestCounts:
    """Classify all articles, and print the results batch by batch; InputError if there are none."""
    from dedup.cli.output import unbroken_output
    from dedup.cli.progress_bar import announce_compilation, show_progress
    from dedup.reports.ingest_counts import IngestCounts

    announce_compilation(quiet)
    counts = IngestCounts()
    open_writer = OUTPUT_FORMATS[printing.format_].open_ingest
    assert open_writer is not None
    with open_writer(unbroken_output(), IngestOutput(printing.passages, is_query, printing.limit)) as writer:
        with show_progress(quiet) as progress, redirect_stdout(sys.stderr), _report_interrupt(counts, is_query):
            for batch in classify(reader.articles(progress)):
                _print_batch(batch, counts, writer, progress)
        writer.end(counts)
    if not counts.articles:
        raise InputError(f"nothing could be read in {', '.join(map(str, reader.paths))}")
    return counts


def _print_batch(
    batch: Sequence[IndexResult | Skipped | ReadWarning], counts: IngestCounts, writer: IngestWriter, progress: Progress
) -> None:
    from dedup.cli.progress_bar import paused_for_output

    with paused_for_output(progress):
        for each in batch:
            counts.count(each)
            writer.write(each)


@contextmanager
def _report_interrupt(counts: IngestCounts, is_query: bool) -> Iterator[None]:
    """Say how many articles of an interrupted addition are stored."""
    try:
        yield
    except KeyboardInterrupt:
        if is_query:
            raise
        raise KeyboardInterrupt(f"{counts.stored:,} articles were added before, and are kept") from None
