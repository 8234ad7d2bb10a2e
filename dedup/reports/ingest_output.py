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
from dataclasses import asdict, dataclass, field
from typing import BinaryIO, Protocol

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from dedup.article import Skipped
from dedup.index.ingest import Arrival, Came
from dedup.comparison.match import Relation
from dedup.serialization import VERSION, dumps, to_plain
from dedup.reports.formatting import count, percent
from dedup.reports.export import safe_cell
from dedup.reports.sanitize import one_line, tail, visible

HEAD = f"{'relation':<10}  {'own':>5}  {'other':>5}  "
ID_LEAST = 24  # columns: a narrower terminal wraps
CSV_COLUMNS = ("article_id", "relation", "of", "own_coverage", "other_coverage", "reason", "cluster_id", "story_id")


@dataclass(slots=True)
class Tally:
    """Counts of what came."""

    came: Counter[Came] = field(default_factory=Counter)
    relations: Counter[str] = field(default_factory=Counter)
    doubled: int = 0
    skipped: int = 0
    left_out: int = 0

    def take(self, each: Arrival | Skipped) -> None:
        """Count one."""
        if isinstance(each, Skipped):
            self.skipped += 1
            return
        self.came[each.came] += 1
        self.doubled += bool(each.judged.repeats)
        self.left_out += each.judged.left_out
        if each.kin and each.came is Came.NEW:
            self.relations[each.kin.relation] += 1

    @property
    def articles(self) -> int:
        """How many could be read."""
        return self.came.total()

    @property
    def kept(self) -> int:
        """How many an addition has put into the index."""
        return self.came[Came.NEW] + self.came[Came.VERSION]

    @property
    def is_any_copy(self) -> bool:
        """Whether anything new is a copy or a rewrite of what came before it."""
        return any(Relation(name).is_copy or name == Relation.REWRITE for name in self.relations)

    @property
    def is_any_known(self) -> bool:
        """Whether anything had come before, in this version or another."""
        return self.came[Came.VERSION] + self.came[Came.UNCHANGED] > 0

    def plain(self) -> dict[str, int]:
        """All counts by name."""
        counts = {"articles": self.articles, "skipped": self.skipped}
        counts |= {str(came): self.came[came] for came in Came}
        counts |= {str(relation): self.relations[relation] for relation in Relation if self.relations[relation]}
        return {**counts, "doubled": self.doubled, "left out": self.left_out}


class Lines(Protocol):
    """Where arrivals are written."""

    def write(self, each: Arrival | Skipped) -> None:
        """Write one."""

    def end(self, tally: Tally) -> None:
        """Write what all of them come to."""


class TableLines:
    """Lines for people; what is unchanged is told of a question, and only counted of an addition."""

    def __init__(self, console: Console, *, is_question: bool) -> None:
        self._console = console
        self._is_question = is_question
        self._id_width = max(ID_LEAST, (console.width - len(HEAD) - 2) // 2)
        self._has_head = False

    def write(self, each: Arrival | Skipped) -> None:
        """Write a line, if there is something to tell."""
        if isinstance(each, Skipped):
            self._row("skipped", "", "", f"{visible(place_of(each))}: {visible(each.reason)}")
        elif each.kin and (self._is_question or each.came is not Came.UNCHANGED):
            own, other = self._cut(each.article_id), self._cut(each.kin.of)
            padded = own + " " * (self._id_width - cell_len(own))
            self._row(each.kin.relation, percent(each.kin.own), percent(each.kin.other), f"{padded}  {other}")

    def _cut(self, article_id: str) -> str:
        return tail(visible(article_id), self._id_width)

    def _row(self, relation: str, own: str, other: str, rest: str) -> None:
        if not self._has_head:
            self._has_head = True
            self._print(Text(f"{HEAD}{'article':<{self._id_width}}  of", "dim"))
        self._print(Text.assemble((f"{relation:<10}", "cyan"), f"  {own:>5}  {other:>5}  {rest}"))

    def end(self, tally: Tally) -> None:
        """Write the counts."""
        if self._has_head:
            self._print(Text())
        for line in _summary(tally, self._is_question):
            self._print(Text(line))

    def _print(self, line: Text) -> None:
        self._console.print(line, soft_wrap=True)


def place_of(skipped: Skipped) -> str:
    """Where something was skipped: the path, and the number of the record.

    >>> place_of(Skipped("feed.jsonl", 12, "empty"))
    'feed.jsonl:12'
    """
    return skipped.path if skipped.record is None else f"{skipped.path}:{skipped.record}"


def _summary(tally: Tally, is_question: bool) -> Iterator[str]:
    new, version, unchanged = (tally.came[came] for came in (Came.NEW, Came.VERSION, Came.UNCHANGED))
    yield f"{count(tally.articles, 'article')} read, {tally.skipped:,} skipped"
    others = f"{count(version, 'new version')}, {unchanged:,} unchanged"
    yield f"{new:,} not in the index, {others}" if is_question else f"{new:,} added, {others}"
    relations = ", ".join(
        f"{tally.relations[relation]:,} {relation}" for relation in Relation if tally.relations[relation]
    )
    if relations:
        yield f"{count(tally.relations.total(), 'article')} like one before: {relations}"
    if tally.doubled:
        yield f"{count(tally.doubled, 'article')} with doubled blocks"
    if tally.left_out:
        yield f"{count(tally.left_out, 'pair')} not measured: a hundred others share more with the same article"


class JsonLines:
    """A record for every article."""

    def __init__(self, out: BinaryIO, *, passages: bool) -> None:
        self._out = out
        self._passages = passages

    def write(self, each: Arrival | Skipped) -> None:
        """Write a record."""
        if isinstance(each, Skipped):
            self._write("skipped", to_plain(each))
            return
        kin = asdict(each.kin) if each.kin else dict.fromkeys(("relation", "of", "own", "other", "reason"))
        record = {
            "article_id": each.article_id,
            "came": each.came,
            "relation": kin["relation"],
            "of": kin["of"],
            "own_coverage": kin["own"],
            "other_coverage": kin["other"],
            "reason": kin["reason"],
            "cluster_id": each.judged.cluster_id,
            "story_id": each.judged.story_id,
            "repeats": each.judged.repeats,
            "matches": each.judged,
            "left_out": each.judged.left_out,
        }
        self._write("judged", {name: to_plain(value, passages=self._passages) for name, value in record.items()})

    def end(self, tally: Tally) -> None:
        """Write the counts."""
        self._write("stats", {"version": VERSION, "stats": tally.plain()})

    def _write(self, kind: str, record: dict[str, object]) -> None:
        self._out.write(dumps({"type": kind, **record}) + b"\n")


class CsvLines:
    """A row for each article that has to do with a stored one; what is skipped is told to `complain`."""

    def __init__(self, out: BinaryIO, complain: Console) -> None:
        text = io.TextIOWrapper(out, "utf-8", errors="backslashreplace", newline="", write_through=True)
        self._text = text
        self._rows = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
        self._rows.writerow(CSV_COLUMNS)
        self._complain = complain

    def write(self, each: Arrival | Skipped) -> None:
        """Write a row, if there is something to tell."""
        if isinstance(each, Skipped):
            line = f"dedup: skipped {one_line(place_of(each))}: {one_line(each.reason)}"
            self._complain.print(Text(line), soft_wrap=True)
        elif kin := each.kin:
            cells = (each.article_id, kin.relation, kin.of, kin.own, kin.other, kin.reason)
            groups = (each.judged.cluster_id, each.judged.story_id)
            self._rows.writerow([safe_cell(cell) for cell in (*cells, *groups)])

    def end(self, tally: Tally) -> None:  # noqa: ARG002 - a table has no place for it
        """Leave the stream to who gave it."""
        self._text.detach()
