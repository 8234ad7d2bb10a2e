"""The index of a page: columns of numbers and names, which it reads when it opens; nothing that a view must open.

Dates are minutes since 1970, shares are thousandths, articles and matches are places in their columns, and a name that
many rows share is a place in a list of names; -1 stands for none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain
from typing import Any, NamedTuple

from dedup.alignment.passage import PassageKind, SensitiveChange
from dedup.alignment.repeats.repeat_kind import RepeatKind
from dedup.article import ReadWarning, Skipped
from dedup.clusters.origin import Origin
from dedup.comparison.match import Relation
from dedup.report import Report
from dedup.reports.page.page_languages import language_names
from dedup.reports.page.page_order import PageOrder, PagePair, article_keys
from dedup.reports.page.pair_rows import flat_spans, thousandths
from dedup.settings import DEFAULT_SETTINGS

MAX_NAME_CHARACTERS = 1000  # of a title, an id or an address on the page
COUNTED = ("edits", *SensitiveChange)
KINDS_OF_REPEATS = list(RepeatKind)
RELATIONS = list(Relation)

Columns = dict[str, Any]  # plain data of mixed types


class PageNames:
    """Names that many rows share, each written once."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._places = {name: place for place, name in enumerate(names)}

    def __call__(self, name: str | None) -> int:
        """The place of a name, which is added where it is new; -1 for none."""
        return -1 if name is None else self._places.setdefault(name, len(self._places))

    def all(self) -> list[str]:
        """All names, by place."""
        return [cut(name) for name in self._places]


class PageRows(NamedTuple):
    """What was found out row by row while the page was written: the row of each article's closest earlier one, that of
    the article of another outlet that it carries, what the edits of each pair change (None where no passages were
    looked for), and which texts the page holds.
    """

    sources: Sequence[int]
    carried: Sequence[int]
    counts: Sequence[Counter[str] | None]
    has_text: Sequence[bool]


def index_columns(report: Report, order: PageOrder, pairs: Sequence[PagePair], rows: PageRows) -> Columns:
    """The whole index but for its chunks."""
    outlets = PageNames(sorted({article.outlet for article in order.articles if article.outlet}))
    reasons = PageNames()
    found = language_names(order.articles, report.settings or DEFAULT_SETTINGS)
    languages = PageNames(sorted({name for name in found if name}))
    return {
        "articles": {**_article_columns(report, order, outlets, rows), "language": [languages(name) for name in found]},
        "matches": _match_columns(pairs, reasons, rows),
        "clusters": [_group(each.article_ids, each.origin, order) for each in report.clusters],
        "stories": [[*_group(each.article_ids, each.origin, order), list(each.terms)] for each in report.stories],
        "series": [[_places(each.article_ids, order), cut(each.shape)] for each in report.series],
        "repeats": _repeats(report, order),
        "skipped": [_note(each) for each in report.skipped],
        "warnings": [_note(each) for each in report.warnings],
        "stats": {name: count for name, count in report.stats.by_name().items() if count},
        "reference": _places(report.reference_ids, order),
        "outlets": outlets.all(),
        "languages": languages.all(),
        "reasons": reasons.all(),
        "relations": [str(each) for each in RELATIONS],
        "passageKinds": [str(each) for each in PassageKind],
        "repeatKinds": [str(each) for each in KINDS_OF_REPEATS],
        "isFault": [each.is_page_fault for each in KINDS_OF_REPEATS],
    }


def cut(name: str) -> str:
    """A name that a page can hold many of: the beginning of a very long one."""
    return name if len(name) <= MAX_NAME_CHARACTERS else f"{name[: MAX_NAME_CHARACTERS - 1]}…"


def _article_columns(report: Report, order: PageOrder, outlets: PageNames, rows: PageRows) -> Columns:
    articles = order.articles
    return {
        "key": article_keys(articles),
        "id": [cut(article.id) for article in articles],
        "title": [article.title and cut(article.title) for article in articles],
        "outlet": [outlets(article.outlet or None) for article in articles],
        "published": [_minutes(article.published) for article in articles],
        "url": [article.url and cut(article.url) for article in articles],
        "author": [article.author and cut(article.author) for article in articles],
        "length": [len(article.text) for article in articles],
        "source": list(rows.sources),
        "carried": list(rows.carried),
        "boilerplate": [flat_spans(report.boilerplate.get(article.id, ())) for article in articles],
        "withoutText": [place for place, has_text in enumerate(rows.has_text) if not has_text],
    }


def _match_columns(pairs: Sequence[PagePair], reasons: PageNames, rows: PageRows) -> Columns:
    matches = [pair.match for pair in pairs]
    titles = (match.title_similarity for match in matches)
    return {
        "left": [pair.left for pair in pairs],
        "right": [pair.right for pair in pairs],
        "relation": [match.relation.rank for match in matches],
        "jaccard": [thousandths(match.jaccard) for match in matches],
        "leftCoverage": [thousandths(match.left_coverage) for match in matches],
        "rightCoverage": [thousandths(match.right_coverage) for match in matches],
        "title": [-1 if title is None else thousandths(title) for title in titles],
        "reason": [reasons(match.reason) for match in matches],
        "isAligned": [int(counts is not None) for counts in rows.counts],
        **{str(name): [counts[name] if counts else 0 for counts in rows.counts] for name in COUNTED},
    }


def _group(article_ids: Iterable[str], origin: Origin | None, order: PageOrder) -> list[Any]:
    return [_places(article_ids, order), _origin(origin, order)]


def _places(article_ids: Iterable[str], order: PageOrder) -> list[int]:
    return sorted(order.places[each] for each in article_ids if each in order.places)


def _origin(origin: Origin | None, order: PageOrder) -> list[Any] | None:
    """The name, the article, the confidence and the clues of an origin; a clue ends with its span if it has one."""
    if origin is None:
        return None
    clues = [
        [clue.kind, cut(clue.name), order.places.get(clue.article_id, -1)]
        + ([clue.span.start, clue.span.end] if clue.span else [])
        for clue in origin.clues
    ]
    article = -1 if origin.article_id is None else order.places.get(origin.article_id, -1)
    return [cut(origin.name), article, thousandths(origin.confidence), clues]


def _repeats(report: Report, order: PageOrder) -> list[list[Any]]:
    found = [repeat for repeat in report.repeats if repeat.article_id in order.places]
    return [
        [
            order.places[repeat.article_id],
            repeat.words,
            thousandths(repeat.similarity),
            KINDS_OF_REPEATS.index(repeat.kind),
            flat_spans(repeat.spans),
        ]
        for repeat in found
    ]


def _note(note: Skipped | ReadWarning) -> list[Any]:
    return [cut(note.path), note.record_number, cut(note.reason)]


def _minutes(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp() // 60)


def used_articles(report: Report, order: PageOrder, pairs: Sequence[PagePair]) -> set[int]:
    """The places of articles with a match or a repeated block, whose texts a page needs first."""
    repeated = (order.places.get(repeat.article_id, -1) for repeat in report.repeats)
    return {*chain.from_iterable((pair.left, pair.right) for pair in pairs), *repeated} - {-1}
