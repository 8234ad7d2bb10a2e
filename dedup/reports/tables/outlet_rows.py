"""Who carries whom: the outlets of a report as a network, and as a table.

An article carries the article of another outlet that it is most closely related to, of those that were published
before it: one link, whatever else it matches. Articles without a date or an outlet take no part, and neither do those
of one and the same minute: which of them was first is not known.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from statistics import median

from dedup.article import Article
from dedup.comparison.match import Match, Relation
from dedup.report import Report
from dedup.reports.annotations import EarlierArticle, closest_earlier
from dedup.reports.tables.table import CellKind, Table

MINUTES_PER_HOUR = 60

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
    articles = {article.id: article for article in report.articles}
    sizes = Counter(article.outlet for article in report.articles)
    lags: dict[tuple[str, str, Relation], list[int]] = defaultdict(list)
    for later_id, earlier in carried_articles(report.articles, report.matches).items():
        later, first = articles[later_id], articles[earlier.article_id]
        link = (later.outlet or "", first.outlet or "", earlier.relation)
        lags[link].append(_minute(later) - _minute(first))
    links = (
        OutletLink(*names, len(minutes), median(minutes) / MINUTES_PER_HOUR, len(minutes) / sizes[names[0]])
        for names, minutes in lags.items()
    )
    return sorted(links, key=lambda each: (-each.articles, each.carrier, each.source, each.relation.rank))


def carried_articles(articles: Sequence[Article], matches: Iterable[Match]) -> dict[str, EarlierArticle]:
    """Which article of another outlet each article carries or follows; those that carry none have no entry.

    The network of a report and its page both count these links.
    """
    dated = sorted(
        (each for each in articles if each.published and each.outlet), key=lambda each: (_minute(each), each.id)
    )
    by_id = {article.id: article for article in dated}
    ranks = {article.id: rank for rank, article in enumerate(dated)}
    return closest_earlier((match for match in matches if _has_order(match, by_id)), ranks)


def outlet_table(report: Report) -> Table:
    """One row for each link between two outlets."""
    rows = ((*map(str, astuple(link)[:3]), *astuple(link)[3:]) for link in outlet_links(report))
    return Table("outlets", OUTLET_COLUMNS, rows)


def _minute(article: Article) -> int:
    assert article.published is not None
    return int(article.published.timestamp() // 60)


def _has_order(match: Match, articles: dict[str, Article]) -> bool:
    """Whether the articles are of two outlets, and one was published before the other."""
    left, right = articles.get(match.left_id), articles.get(match.right_id)
    return bool(left and right and left.outlet != right.outlet and _minute(left) != _minute(right))
