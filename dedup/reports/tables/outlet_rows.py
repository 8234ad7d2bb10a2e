"""Who carries whom: the outlets of a report as a network, and as a table.

An article carries the article of another outlet that it is most closely related to, of those that were published
before it: one link, whatever else it matches. Articles without a date or an outlet take no part, and neither do those
of one and the same minute: which of them was first is not known.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import astuple, dataclass
from statistics import median

from dedup.article import Article
from dedup.comparison.match import Match, Relation
from dedup.report import Report
from dedup.reports.annotations import closest_earlier
from dedup.reports.tables.table import CellKind, Table

SECONDS_PER_HOUR = 3600

OUTLET_COLUMNS = {
    "carrier": CellKind.TEXT,
    "source": CellKind.TEXT,
    "relation": CellKind.TEXT,
    "articles": CellKind.INTEGER,
    "median_lag_hours": CellKind.NUMBER,
    "share": CellKind.NUMBER,
}


@dataclass(frozen=True, slots=True)
class OutletLink:
    """One outlet carries another: in so many `articles`, with this relation to the article that was there before.

    Of the relation `same_story` it carries nothing: the other outlet reported the event before it.

    `median_lag_hours` is the time between the two; `share` is that of all articles of the carrier in the report (0-1).
    """

    carrier: str
    source: str
    relation: Relation
    articles: int
    median_lag_hours: float
    share: float


def outlet_links(report: Report) -> list[OutletLink]:
    """The links between outlets, those of most articles first, then by name and relation.

    >>> from dedup.detector import scan
    >>> outlet_links(scan(texts=["The ferry is late again.", "THE FERRY IS LATE AGAIN"]))
    []
    """
    dated = sorted((each for each in report.articles if each.published and each.outlet), key=_moment)
    articles = {article.id: article for article in dated}
    ranks = {article.id: rank for rank, article in enumerate(dated)}
    sizes = Counter(article.outlet for article in report.articles)
    lags: dict[tuple[str, str, Relation], list[float]] = defaultdict(list)
    carried = (match for match in report.matches if _has_order(match, articles))
    for later_id, earlier in closest_earlier(carried, ranks).items():
        later, first = articles[later_id], articles[earlier.article_id]
        link = (later.outlet or "", first.outlet or "", earlier.relation)
        lags[link].append((_moment(later) - _moment(first)) / SECONDS_PER_HOUR)
    links = (
        OutletLink(*names, len(hours), median(hours), len(hours) / sizes[names[0]]) for names, hours in lags.items()
    )
    return sorted(links, key=lambda each: (-each.articles, each.carrier, each.source, each.relation.rank))


def outlet_table(report: Report) -> Table:
    """One row for each link between two outlets."""
    rows = ((*map(str, astuple(link)[:3]), *astuple(link)[3:]) for link in outlet_links(report))
    return Table("outlets", OUTLET_COLUMNS, rows)


def _moment(article: Article) -> float:
    assert article.published is not None
    return article.published.timestamp()


def _has_order(match: Match, articles: dict[str, Article]) -> bool:
    """Whether the articles are of two outlets, and one was published before the other."""
    left, right = articles.get(match.left_id), articles.get(match.right_id)
    return bool(left and right and left.outlet != right.outlet and _moment(left) // 60 != _moment(right) // 60)
