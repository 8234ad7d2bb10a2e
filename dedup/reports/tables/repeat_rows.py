"""The repeated blocks of a report as a table: one row a block, in the order of the report, with its text.

`start` and `end` are the place of the block, in code points; `places` are all of them, as `start-end`.
"""

from __future__ import annotations

from collections.abc import Iterator

from dedup.article import Article
from dedup.report import Report
from dedup.reports.tables.table import Cell, CellKind, Table, in_utc

REPEAT_COLUMNS = {
    "article_id": CellKind.TEXT,
    "title": CellKind.TEXT,
    "outlet": CellKind.TEXT,
    "published": CellKind.TIME,
    "url": CellKind.TEXT,
    "kind": CellKind.TEXT,
    "reason": CellKind.TEXT,
    "words": CellKind.INTEGER,
    "times": CellKind.INTEGER,
    "similarity": CellKind.NUMBER,
    "is_adjacent": CellKind.BOOLEAN,
    "start": CellKind.INTEGER,
    "end": CellKind.INTEGER,
    "places": CellKind.TEXT,
    "text": CellKind.TEXT,
}


def repeat_table(report: Report) -> Table:
    """One row for each repeated block; the text is the excerpt where the report holds no texts."""
    return Table("repeats", REPEAT_COLUMNS, _rows(report))


def _rows(report: Report) -> Iterator[tuple[Cell, ...]]:
    articles = {article.id: article for article in report.articles}
    for repeat in report.repeats:
        article, first = articles.get(repeat.article_id) or Article(repeat.article_id, ""), repeat.spans[0]
        yield (
            *(article.id, article.title, article.outlet, in_utc(article.published), article.url),
            *(str(repeat.kind), repeat.reason, repeat.words, len(repeat.spans), repeat.similarity, repeat.is_adjacent),
            *(first.start, first.end, " ".join(f"{span.start}-{span.end}" for span in repeat.spans)),
            first.of(article.text) or repeat.excerpt or None,
        )
