"""What people say of articles: that two are copies, or of which group each is.

    left,right,label                 a relation (near), or yes and no: whether one is a copy of the other
    id,cluster    or    id,story     the group of an article: copies of one text, or articles on one event

A file is CSV with these columns, or JSON lines with these fields, among any others. A row without a label counts for
nothing, so that a sheet may be labelled in part.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dedup.comparison.match import Relation
from dedup.errors import InputError
from dedup.reports.formats.output_format import FORMULA_STARTS
from dedup.runtime.files.given_files import open_given_file
from dedup.serialization import loads
from dedup.sources.decoding.bounded_reading import reading_error

_LEFT, _RIGHT, _LABEL = ("left", "left_id"), ("right", "right_id"), ("label", "relation")
_ID = ("id", "article_id", "article")
CLUSTER_NAMES, STORY_NAMES = ("cluster",), ("story", "event", "group")
_YES, _NO = {"yes", "y", "1", "true", "copy"}, {"no", "n", "0", "false", "different"}
Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two articles and their relation; or True and False, where only copy or not is known."""

    left_id: str
    right_id: str
    label: Relation | bool

    @property
    def is_copy(self) -> bool:
        """Whether one article is a copy of the other, whole or in part."""
        return self.label.is_copy if isinstance(self.label, Relation) else self.label

    @property
    def is_related(self) -> bool:
        """Whether the two are copies, or articles on one event."""
        return self.label.is_related if isinstance(self.label, Relation) else self.label


@dataclass(frozen=True, slots=True)
class Labels:
    """What people say: pairs; and for articles, by id, the name of their cluster of copies or of their story."""

    pairs: tuple[LabelledPair, ...] = ()
    clusters: Mapping[str, str] = field(default_factory=dict)
    stories: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, path: str | Path) -> Labels:
        """The labels in a file; InputError that names the row where they are none."""
        pairs: list[LabelledPair] = []
        clusters: dict[str, str] = {}
        stories: dict[str, str] = {}
        for number, row in _rows(Path(path)):
            try:
                if (pair := _pair(row)) is not None:
                    pairs.append(pair)
                if article_id := _cell(row, _ID):
                    for groups, names in ((clusters, CLUSTER_NAMES), (stories, STORY_NAMES)):
                        if name := _cell(row, names):
                            groups[article_id] = name
            except InputError as error:
                raise InputError(f"{path}, row {number}: {error}") from error
        if not (pairs or clusters or stories):
            raise InputError(f"{path}: no labels: neither left, right and label, nor id and cluster or story")
        return cls(tuple(pairs), clusters, stories)

    def article_ids(self) -> set[str]:
        """The ids of all articles that labels are about."""
        return {*self.clusters, *self.stories, *(each for pair in self.pairs for each in (pair.left_id, pair.right_id))}


def _rows(path: Path) -> Iterator[tuple[int, Row]]:
    try:
        with open_given_file(path) as file:
            text = file.read().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {reading_error(error) if isinstance(error, OSError) else error}") from error
    except ValueError as error:
        raise InputError(f"{str(path)!r:.80}: no file can have this name") from error
    if not text.lstrip().startswith("{"):
        delimiter = max(",;\t", key=text.partition("\n")[0].count)
        yield from enumerate(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter), 1)
        return
    for number, line in enumerate(text.splitlines(), 1):
        row = loads(line) if line.strip() else {}
        if not isinstance(row, dict):
            raise InputError(f"{path}, row {number}: not an object")
        yield number, row


def _cell(row: Row, names: tuple[str, ...]) -> str:
    """The value of the first of some fields that holds one; an apostrophe before what looks like a formula is none."""
    value = next((row[name] for name in names if row.get(name) not in (None, "")), "")
    text = str(value).strip() if not isinstance(value, bool) else str(value).lower()
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text


def _pair(row: Row) -> LabelledPair | None:
    left, right = _cell(row, _LEFT), _cell(row, _RIGHT)
    label = _cell(row, _LABEL[:1] if "label" in row else _LABEL).lower().replace(" ", "_")
    if not left or not right or not label:
        return None
    if label in _YES | _NO:
        return LabelledPair(left, right, label in _YES)
    try:
        return LabelledPair(left, right, Relation(label))
    except ValueError:
        relations = ", ".join(relation.value for relation in Relation)
        raise InputError(f"{label!r} is no label: yes, no, or one of {relations}") from None
