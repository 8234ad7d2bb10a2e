"""The articles of a report as a table: one row an article, with its groups and the closest one before it.

`cluster` and `story` are numbers, as in the table of matches. `is_first` is False for the later copies of a cluster.
`closest_earlier` is the earlier article that it is most closely related to, `relation` what it is to that one, and
`coverage` the share of its words in stretches that both share. `origin` is the likely first publisher of its cluster,
else of its story. `repeated_words` stand earlier in the same article; `doubled_words` are those of them that the page
doubled by fault.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dedup.clusters.origin import Origin
from dedup.clusters.values import Cluster
from dedup.report import Report
from dedup.reports.annotations import annotate_report
from dedup.reports.tables.match_rows import group_numbers
from dedup.reports.tables.table import Cell, CellKind, Table, in_utc
from dedup.stories.story import Story

ARTICLE_COLUMNS = {
    "id": CellKind.TEXT,
    "title": CellKind.TEXT,
    "outlet": CellKind.TEXT,
    "published": CellKind.TIME,
    "url": CellKind.TEXT,
    "author": CellKind.TEXT,
    "language": CellKind.TEXT,
    "is_reference": CellKind.BOOLEAN,
    "cluster": CellKind.INTEGER,
    "story": CellKind.INTEGER,
    "is_first": CellKind.BOOLEAN,
    "closest_earlier": CellKind.TEXT,
    "relation": CellKind.TEXT,
    "coverage": CellKind.NUMBER,
    "origin": CellKind.TEXT,
    "origin_confidence": CellKind.NUMBER,
    "repeated_words": CellKind.INTEGER,
    "doubled_words": CellKind.INTEGER,
}


def article_table(report: Report) -> Table:
    """One row for each article, in the order of the report."""
    return Table("articles", ARTICLE_COLUMNS, _rows(report))


def _rows(report: Report) -> Iterator[tuple[Cell, ...]]:
    annotations = annotate_report(report)
    clusters = group_numbers(cluster.article_ids for cluster in report.clusters)
    stories = group_numbers(story.article_ids for story in report.stories)
    origins = _origins(report)
    reference = set(report.reference_ids)
    doubled = Counter[str]()
    for repeat in report.repeats:
        doubled[repeat.article_id] += repeat.repeated_words if repeat.kind.is_page_fault else 0
    for article in report.articles:
        annotation, origin = annotations[article.id], origins.get(article.id)
        earlier = annotation.earlier
        yield (
            *(article.id, article.title, article.outlet, in_utc(article.published)),
            *(article.url, article.author, article.language, article.id in reference),
            *(clusters.get(article.id), stories.get(article.id), annotation.is_first),
            *((earlier.article_id, str(earlier.relation), earlier.coverage) if earlier else (None, None, None)),
            *((origin.name, origin.confidence) if origin else (None, None)),
            *(annotation.repeated_words, doubled[article.id]),
        )


def _origins(report: Report) -> dict[str, Origin]:
    """The origin of the cluster of each article, else of its story, where the clues agree on one."""
    groups: list[Story | Cluster] = [*report.stories, *report.clusters]  # a cluster replaces the story that holds it
    found = ((group.article_ids, group.origin) for group in groups)
    return {article_id: origin for ids, origin in found if origin for article_id in ids}
