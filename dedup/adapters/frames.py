"""Articles in the rows of a data frame: pandas, polars and PyArrow tables, and `datasets.Dataset` of Hugging Face.

What comes back is of the same kind, with the same rows in the same order and, in pandas, the same index. Columns are
found by their usual names, as fields of records are, or by those given in `Fields`. A row without text is no article:
it stays, and what is told of it is nothing. Columns that hold no part of an article are not looked at.

    dedup_id              what the row is called in the columns below: its id, or its name in a named index of pandas,
                          else `row-0`, `row-1`...; an id that was there before becomes `id#2`, `id#3`...
    dedup_cluster         the first of the articles that are copies of one text: itself, if it has no copies
    dedup_story           the first of the articles on one event: itself, if it is alone
    dedup_of              the closest earlier article that it has to do with
    dedup_relation        what it is to that one: exact, near, syndicated, excerpt, rewrite or same_story
    dedup_coverage        the share of its words in stretches that it shares with that one
    dedup_is_first        False for the later copies of a cluster: `frame[frame.dedup_is_first]` keeps one of each
    dedup_repeated_words  how many words stand in blocks that the article held before

First is what was published first; what has no date comes behind, in the order of rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from dedup import Article, FieldNames, InputError, Report, Skipped, scan
from dedup.adapters import frame_kinds
from dedup.adapters.frame_kinds import BOOLEAN, INTEGER, NUMBER, TEXT, Frame
from dedup.reports.annotations import Annotation, annotate_articles
from dedup.reports.match_fields import MATCH_FIELDS
from dedup.sources.fields import DEFAULT_FIELD_NAMES, article_from_record
from dedup.sources.reader import read_articles as told_apart

ANNOTATION_COLUMNS = {
    "dedup_id": TEXT,
    "dedup_cluster": TEXT,
    "dedup_story": TEXT,
    "dedup_of": TEXT,
    "dedup_relation": TEXT,
    "dedup_coverage": NUMBER,
    "dedup_is_first": BOOLEAN,
    "dedup_repeated_words": INTEGER,
}
NO_ANNOTATION = (None, None, None, None, None, None, True, 0)  # of a row that is no article: nobody's later copy
MATCH_COLUMNS = {
    name: TEXT if name in ("left_id", "right_id", "relation", "reason") else NUMBER for name in MATCH_FIELDS
}


def annotate(frame: Frame, fields: FieldNames = DEFAULT_FIELD_NAMES, *, report: Report | None = None) -> Frame:
    """The frame with eight more columns that say what each row is among the others; see the head of this module.

    To scan otherwise than `dedup.scan` does by itself, give the report: `scan(articles(frame), threads=8)`.
    InputError where the frame holds columns of these names, has no text, or is of no kind that can be read.

    >>> import pandas
    >>> news = pandas.DataFrame({"id": [7, 8], "text": ["The ferry is late again.", "THE FERRY IS LATE AGAIN"]})
    >>> mark(news).dedup_of.tolist()
    [nan, '7']
    """
    taken = [name for name in frame_kinds.column_names(frame) if name in ANNOTATION_COLUMNS]
    if taken:
        raise InputError(f"the frame has columns of these names already: {', '.join(taken)}; drop or rename them")
    rows = _articles_by_row(frame, fields)
    found = [article for article in rows if article is not None]
    told = iter(annotate_articles(report or scan(found), found))
    cells = [NO_ANNOTATION if article is None else _cells(article.id, next(told)) for article in rows]
    return frame_kinds.with_added_columns(frame, ANNOTATION_COLUMNS, cells)


def matches(frame: Frame, fields: FieldNames = DEFAULT_FIELD_NAMES, *, report: Report | None = None) -> Frame:
    """All pairs that have to do with each other, in a table of the same kind: what `dedup_id` calls them, and measures.

    >>> import polars
    >>> news = polars.DataFrame({"text": ["The ferry is late again.", "THE FERRY IS LATE AGAIN"]})
    >>> matches(news).select("left_id", "right_id", "relation").rows()
    [('row-0', 'row-1', 'exact')]
    """
    found = report or scan(articles(frame, fields))
    rows = [[getattr(match, name) for name in MATCH_FIELDS] for match in found.matches]
    return frame_kinds.new_frame(frame, MATCH_COLUMNS, rows)


def articles(frame: object, fields: FieldNames = DEFAULT_FIELD_NAMES) -> list[Article]:
    """The articles in the rows of a frame, in their order, for whatever dedup does with articles.

    >>> import pyarrow
    >>> articles(pyarrow.table({"headline": ["Late"], "body": ["The ferry is late again."]}))[0].title
    'Late'
    """
    return [article for article in _articles_by_row(frame, fields) if article is not None]


def _articles_by_row(frame: object, fields: FieldNames) -> list[Article | None]:
    """The article of each row, or None where there is no text."""
    columns = _article_columns(frame, fields)
    texts = fields.find(columns)["text"]
    records = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
    has_text = [any(record[name] for name in texts) for record in records]
    made = (_article(row, record, fields) for row, record in enumerate(records) if has_text[row])
    found = iter([_validated(article) for article in told_apart(made)])
    return [next(found) if has else None for has in has_text]


def _article_columns(frame: object, fields: FieldNames) -> dict[str, list[object]]:
    """The columns that hold parts of articles, by their names."""
    names = frame_kinds.column_names(frame)
    missing = [name for name in asdict(fields).values() if name is not None and name not in names]
    if missing:
        raise InputError(f"the frame has no column {', '.join(map(repr, missing))}; it has {', '.join(names)}")
    if "text" not in fields.find(names):
        raise InputError(
            f"no column is called text, body or the like: name it with Fields(text=...), of {', '.join(names)}"
        )
    wanted = dict.fromkeys(name for found in fields.find(names).values() for name in found)
    columns = {
        name: [*map(_plain_value, values)] for name, values in frame_kinds.column_values(frame, list(wanted)).items()
    }
    for name in fields.find(wanted).get("id", ()):
        columns[name] = [None if value is None else str(value) for value in columns[name]]
    return columns


def _plain_value(value: Any) -> object:
    """A value as Python's own: dates of pandas, lists of numpy, whole numbers made floats by missing ones."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    for convert in ("to_pydatetime", "tolist"):
        if hasattr(value, convert):
            return getattr(value, convert)()
    return value


def _article(row: int, record: Mapping[str, object], fields: FieldNames) -> Article:
    try:
        return article_from_record(record, fields, default_id=f"row-{row}")
    except InputError as error:
        raise InputError(f"row {row}: {error}") from None


def _validated(found: Article | Skipped) -> Article:
    if isinstance(found, Skipped):
        raise InputError(f"{found.path}: {found.reason}")
    return found


def _cells(name: str, told: Annotation) -> tuple[object, ...]:
    source = told.earlier
    nearest = (source.article_id, str(source.relation), source.coverage) if source else (None, None, None)
    return (name, told.first_of_cluster, told.first_of_story, *nearest, told.is_first, told.repeated_words)
