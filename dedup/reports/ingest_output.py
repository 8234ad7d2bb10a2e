"""What an index says of articles, one after the other: lines for a terminal, JSON lines, or a table of commas.

Each is written when it is known, so what has been written has been remembered. For people and in the table there is a
line for each article that has to do with a stored one, and it tells the closest. In JSON lines there is a record for
every article, with all its matches, of the "type" `judged`, one for each that could not be read, `skipped`, and at the
end one of counts, `stats`.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from dedup.article import Skipped
from dedup.comparison.match import Relation
from dedup.index.result import ID_CONFLICT, IndexResult, Status
from dedup.reports.export import escape_formula
from dedup.reports.formatting import count_of, percent
from dedup.reports.sanitize import cut_start, escape_controls, one_line
from dedup.serialization import VERSION, dumps, to_builtins

HEADINGS = f"{'relation':<10}  {'own':>5}  {'other':>5}  "
MIN_ID_WIDTH = 24  # columns: a narrower terminal wraps
INGEST_COLUMNS = ("article_id", "relation", "of", "own_coverage", "other_coverage", "reason", "cluster_id", "story_id")


@dataclass(slots=True)
class IngestCounts:
    """Counts of what came."""

    statuses: Counter[Status] = field(default_factory=Counter)
    relations: Counter[str] = field(default_factory=Counter)
    with_repeats: int = 0
    skipped: int = 0
    not_measured: int = 0

    def count(self, each: IndexResult | Skipped) -> None:
        """Count one."""
        if isinstance(each, Skipped) or each.status is Status.CONFLICT:
            self.skipped += 1
            return
        self.statuses[each.status] += 1
        self.with_repeats += bool(each.repeats)
        self.not_measured += each.not_measured
        if each.nearest and each.status is Status.NEW:
            self.relations[each.nearest.relation] += 1

    @property
    def articles(self) -> int:
        """How many could be read."""
        return self.statuses.total()

    @property
    def stored(self) -> int:
        """How many an addition has put into the index."""
        return self.statuses[Status.NEW] + self.statuses[Status.VERSION]

    @property
    def has_new_match(self) -> bool:
        """Whether anything new is a copy or a rewrite of what came before it."""
        return any(Relation(name).is_copy or name == Relation.REWRITE for name in self.relations)

    @property
    def has_known(self) -> bool:
        """Whether anything had come before, in this version or another."""
        return self.statuses[Status.VERSION] + self.statuses[Status.UNCHANGED] > 0

    def by_name(self) -> dict[str, int]:
        """All counts by name."""
        counts = {"articles": self.articles, "skipped": self.skipped}
        counts |= {str(status): self.statuses[status] for status in Status if status is not Status.CONFLICT}
        counts |= {str(relation): self.relations[relation] for relation in Relation if self.relations[relation]}
        return {**counts, "doubled": self.with_repeats, "left out": self.not_measured}


class IngestWriter(Protocol):
    """Where arrivals are written."""

    def write(self, each: IndexResult | Skipped) -> None:
        """Write one."""

    def end(self, tally: IngestCounts) -> None:
        """Write what all of them come to."""


class TableWriter:
    """Lines for people; what is unchanged is told of a question, and only counted of an addition."""

    def __init__(self, console: Console, *, is_question: bool) -> None:
        self._console = console
        self._is_query = is_question
        self._id_width = max(MIN_ID_WIDTH, (console.width - len(HEADINGS) - 2) // 2)
        self._has_headings = False

    def write(self, each: IndexResult | Skipped) -> None:
        """Write a line, if there is something to tell."""
        if skipped := as_skipped(each):
            reason = escape_controls(skipped.reason)
            self._row("skipped", "", "", f"{escape_controls(skipped_place(skipped))}: {reason}")
        elif isinstance(each, IndexResult) and (self._is_query or each.status is not Status.UNCHANGED):
            self._write_nearest(each)

    def _write_nearest(self, result: IndexResult) -> None:
        nearest = result.nearest
        if nearest is None:
            return
        article, other = self._cut(result.article_id), self._cut(nearest.right_id)
        padded = article + " " * (self._id_width - cell_len(article))
        shares = percent(nearest.left_coverage), percent(nearest.right_coverage)
        self._row(relation_label(result), *shares, f"{padded}  {other}")

    def _cut(self, article_id: str) -> str:
        return cut_start(escape_controls(article_id), self._id_width)

    def _row(self, relation: str | None, own: str, other: str, rest: str) -> None:
        if not self._has_headings:
            self._has_headings = True
            self._print(Text(f"{HEADINGS}{'article':<{self._id_width}}  of", "dim"))
        self._print(Text.assemble((f"{relation:<10}", "cyan"), f"  {own:>5}  {other:>5}  {rest}"))

    def end(self, tally: IngestCounts) -> None:
        """Write the counts."""
        if self._has_headings:
            self._print(Text())
        for line in _summary(tally, self._is_query):
            self._print(Text(line))

    def _print(self, line: Text) -> None:
        self._console.print(line, soft_wrap=True)


def skipped_place(skipped: Skipped) -> str:
    """Where something was skipped: the path, and the number of the record.

    >>> place_of(Skipped("feed.jsonl", 12, "empty"))
    'feed.jsonl:12'
    """
    return skipped.path if skipped.record_number is None else f"{skipped.path}:{skipped.record_number}"


def as_skipped(each: IndexResult | Skipped) -> Skipped | None:
    """What is not stored because it could not be read, or because its id belongs to another article."""
    if isinstance(each, Skipped):
        return each
    return Skipped(each.article_id, None, ID_CONFLICT) if each.status is Status.CONFLICT else None


def relation_label(result: IndexResult) -> str | None:
    """What an article is to its nearest one, in a word: a version, unchanged, or the relation of a new article."""
    if result.status in (Status.VERSION, Status.UNCHANGED):
        return str(result.status)
    return str(result.nearest.relation) if result.nearest else None


def _summary(tally: IngestCounts, is_question: bool) -> Iterator[str]:
    new, version, unchanged = (tally.statuses[came] for came in (Status.NEW, Status.VERSION, Status.UNCHANGED))
    yield f"{count_of(tally.articles, 'article')} read, {tally.skipped:,} skipped"
    others = f"{count_of(version, 'new version')}, {unchanged:,} unchanged"
    yield f"{new:,} not in the index, {others}" if is_question else f"{new:,} added, {others}"
    relations = ", ".join(
        f"{tally.relations[relation]:,} {relation}" for relation in Relation if tally.relations[relation]
    )
    if relations:
        yield f"{count_of(tally.relations.total(), 'article')} like one before: {relations}"
    if tally.with_repeats:
        yield f"{count_of(tally.with_repeats, 'article')} with doubled blocks"
    if tally.not_measured:
        yield f"{count_of(tally.not_measured, 'pair')} not measured: a hundred others share more with the same article"


class JsonLinesWriter:
    """A record for every article."""

    def __init__(self, out: BinaryIO, *, passages: bool) -> None:
        self._out = out
        self._passages = passages

    def write(self, each: IndexResult | Skipped) -> None:
        """Write a record."""
        if skipped := as_skipped(each):
            self._write("skipped", to_builtins(skipped))
        if not isinstance(each, IndexResult) or each.status is Status.CONFLICT:
            return
        nearest = each.nearest
        record = {
            "article_id": each.article_id,
            "status": each.status,
            "relation": relation_label(each),
            "of": nearest.right_id if nearest else None,
            "own_coverage": nearest.left_coverage if nearest else None,
            "other_coverage": nearest.right_coverage if nearest else None,
            "reason": nearest.reason if nearest else None,
            "cluster_id": each.cluster_id,
            "story_id": each.story_id,
            "repeats": each.repeats,
            "matches": each.matches,
            "left_out": each.not_measured,
        }
        self._write("judged", {name: to_builtins(value, passages=self._passages) for name, value in record.items()})

    def end(self, tally: IngestCounts) -> None:
        """Write the counts."""
        self._write("stats", {"version": VERSION, "stats": tally.by_name()})

    def _write(self, kind: str, record: dict[str, object]) -> None:
        self._out.write(dumps({"type": kind, **record}) + b"\n")


class CsvWriter:
    """A row for each article that has to do with a stored one; what is skipped is told to `complain`."""

    def __init__(self, out: BinaryIO, complain: Console) -> None:
        text = io.TextIOWrapper(out, "utf-8", errors="backslashreplace", newline="", write_through=True)
        self._text = text
        self._rows = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
        self._rows.writerow(INGEST_COLUMNS)
        self._errors = complain

    def write(self, each: IndexResult | Skipped) -> None:
        """Write a row, if there is something to tell."""
        if skipped := as_skipped(each):
            line = f"dedup: skipped {one_line(skipped_place(skipped))}: {one_line(skipped.reason)}"
            self._errors.print(Text(line), soft_wrap=True)
        elif isinstance(each, IndexResult) and (nearest := each.nearest):
            shares = (nearest.left_coverage, nearest.right_coverage)
            cells = (each.article_id, relation_label(each), nearest.right_id, *shares, nearest.reason)
            groups = (each.cluster_id, each.story_id)
            self._rows.writerow([escape_formula(cell) for cell in (*cells, *groups)])

    def end(self, tally: IngestCounts) -> None:  # noqa: ARG002 - a table has no place for it
        """Leave the stream to who gave it."""
        self._text.detach()
