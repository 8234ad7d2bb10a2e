"""Articles in the rows of a data frame: pandas, polars and PyArrow tables, and `datasets.Dataset` of Hugging Face.

The result is of the same kind, with the same rows in the same order and, in pandas, the same index. Columns are found
by their usual names, as fields of records are, or by those given in `FieldNames`. A row without text is no article: it
stays, with empty annotations. Columns that hold no part of an article are not read.

    dedup_id              the id of the row in the columns below: its own, or that in a named index of pandas, else
                          `row-0`, `row-1`...; an id that was there before becomes `id#2`, `id#3`...
    dedup_cluster         the first of the articles that are copies of one text: the row itself, if it has no copies
    dedup_story           the first of the articles on one event: the row itself, if it is alone
    dedup_of              the closest earlier article that it is related to
    dedup_relation        the relation to that article: exact, near, syndicated, excerpt, rewrite or same_story
    dedup_coverage        the share of the row's words in stretches that it shares with that article
    dedup_is_first        False for the later copies of a cluster: `frame[frame.dedup_is_first]` keeps one of each
    dedup_repeated_words  the number of words in blocks that stand in the article before

The first article is the one that was published first; articles without a date come last, in the order of rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from dedup import (
    Annotation,
    Article,
    FieldNames,
    InputError,
    Match,
    NoTextError,
    ReadWarning,
    Report,
    Skipped,
    annotate_articles,
    article_from_record,
    read_articles,
    scan,
)
from dedup.adapters import frame_kinds
from dedup.adapters.frame_kinds import BOOLEAN, INTEGER, NUMBER, TEXT, Frame

USUAL_NAMES = FieldNames()
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
NO_ANNOTATION = (None, None, None, None, None, None, True, 0)  # of a row that is no article, and so no later copy
TEXT_FIELDS = ("left_id", "right_id", "relation", "reason")
MATCH_COLUMNS = {each.name: TEXT if each.name in TEXT_FIELDS else NUMBER for each in fields(Match) if each.compare}


def annotate(frame: Frame, names: FieldNames = USUAL_NAMES, *, report: Report | None = None) -> Frame:
    """The frame with eight more columns that say what each row is among the others; see the head of this module.

    `report` is a scan of the same articles with other options: `scan(articles(frame), threads=8)`. InputError if the
    frame holds columns of these names, has no text, or is of no kind that can be read.

    >>> import pandas
    >>> news = pandas.DataFrame({"id": [7, 8], "text": ["The ferry is late again.", "THE FERRY IS LATE AGAIN"]})
    >>> annotate(news).dedup_of.fillna("").tolist()
    ['', '7']
    """
    taken = [name for name in frame_kinds.column_names(frame) if name in ANNOTATION_COLUMNS]
    if taken:
        raise InputError(f"the frame has columns of these names already: {', '.join(taken)}; drop or rename them")
    rows = _articles_by_row(frame, names)
    present = [article for article in rows if article is not None]
    annotations = iter(annotate_articles(report or scan(present), present))
    cells = [NO_ANNOTATION if article is None else _cells(article.id, next(annotations)) for article in rows]
    return frame_kinds.with_added_columns(frame, ANNOTATION_COLUMNS, cells)


def matches(frame: Frame, names: FieldNames = USUAL_NAMES, *, report: Report | None = None) -> Frame:
    """All matches in a table of the same kind: the ids of both articles as in `dedup_id`, and the measures.

    >>> import polars
    >>> news = polars.DataFrame({"text": ["The ferry is late again.", "THE FERRY IS LATE AGAIN"]})
    >>> matches(news).select("left_id", "right_id", "relation").rows()
    [('row-0', 'row-1', 'exact')]
    """
    result = report or scan(articles(frame, names))
    rows = [[getattr(match, name) for name in MATCH_COLUMNS] for match in result.matches]
    return frame_kinds.new_frame(frame, MATCH_COLUMNS, rows)


def articles(frame: object, names: FieldNames = USUAL_NAMES) -> list[Article]:
    """The articles in the rows of a frame, in their order.

    >>> import pyarrow
    >>> articles(pyarrow.table({"headline": ["Late"], "body": ["The ferry is late again."]}))[0].title
    'Late'
    """
    return [article for article in _articles_by_row(frame, names) if article is not None]


def _articles_by_row(frame: object, names: FieldNames) -> list[Article | None]:
    """The article of each row, or None where there is no text."""
    columns = _article_columns(frame, names)
    text_columns = names.find(columns)["text"]
    records = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
    has_text = [any(record[name] for name in text_columns) for record in records]
    made = [_article(row, record, names) if has_text[row] else None for row, record in enumerate(records)]
    checked = iter([_validated(item) for item in read_articles(each for each in made if each is not None)])
    return [None if each is None else next(checked) for each in made]


def _article_columns(frame: object, names: FieldNames) -> dict[str, list[object]]:
    """The columns that hold parts of articles, by their names."""
    present = frame_kinds.column_names(frame)
    found = names.find(present)
    missing = [name for part, name in names._asdict().items() if name is not None and part not in found]
    if missing:
        raise InputError(f"the frame has no column {', '.join(map(repr, missing))}; it has {', '.join(present)}")
    if "text" not in found:
        raise InputError(
            f"no column is called text, body or the like: name it with FieldNames(text=...), of {', '.join(present)}"
        )
    wanted = list(dict.fromkeys(name for candidates in found.values() for name in candidates))
    columns = {name: [*map(_plain_value, values)] for name, values in frame_kinds.column_values(frame, wanted).items()}
    for name in found.get("id", ()):
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


def _article(row: int, record: Mapping[str, object], names: FieldNames) -> Article | None:
    try:
        return article_from_record(record, names, default_id=f"row-{row}")
    except NoTextError:  # a placeholder
        return None
    except InputError as error:
        raise InputError(f"row {row}: {error}") from None


def _validated(item: Article | Skipped | ReadWarning) -> Article:
    if not isinstance(item, Article):
        raise InputError(f"{item.path}: {item.reason}")
    return item


def _cells(article_id: str, annotation: Annotation) -> tuple[object, ...]:
    earlier = annotation.earlier
    closest = (earlier.article_id, str(earlier.relation), earlier.coverage) if earlier else (None, None, None)
    groups = (annotation.first_of_cluster, annotation.first_of_story)
    return (article_id, *groups, *closest, annotation.is_first, annotation.repeated_words)
