"""Whose passages a page shows: looking for them takes most of the time that a page costs.

Every match is on the page with its measures. Passages are looked for in all pairs, in the pairs of each article with
its closest earlier one, or in those of each article with its N closest. `MAX_ALIGNED_PAIRS` bounds the time and the
size; pairs that share only boilerplate come last. The page says how many pairs are shown without passages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal

from dedup.comparison.neighbours import closeness
from dedup.errors import InputError
from dedup.reports.annotations import EarlierArticle, closest_earlier
from dedup.reports.page.page_order import PageOrder, PagePair
from dedup.reports.tables.outlet_rows import carried_articles

PairChoice = Literal["all", "source"] | int

MAX_ALIGNED_PAIRS = 25_000  # half a minute to a minute


def check_pairs(choice: PairChoice) -> None:
    """Raise InputError if a choice is none."""
    if choice not in ("all", "source") and not (isinstance(choice, int) and choice > 0):
        raise InputError(f"pairs: 'all', 'source' or a number from 1, not {choice!r}")


def choose_pairs(pairs: Sequence[PagePair], sources: Sequence[int], choice: PairChoice) -> list[int]:
    """The rows of the pairs whose passages are looked for, in order; `sources` has the row of each article's closest
    earlier one, or -1.
    """
    first = {row for row in sources if row >= 0}
    if choice == "source":
        chosen = first
    elif choice == "all":
        chosen = set(range(len(pairs)))
    else:
        chosen = _closest_of_each(pairs, choice)

    def importance(row: int) -> tuple[bool, int, int]:
        return row not in first, pairs[row].match.relation.rank, row

    return sorted(sorted(chosen, key=importance)[:MAX_ALIGNED_PAIRS])


def source_rows(pairs: Sequence[PagePair], order: PageOrder) -> list[int]:
    """The row of each article's pair with its closest earlier article, or -1."""
    return _rows_of(closest_earlier((pair.match for pair in pairs), order.ranks), pairs, order)


def carried_rows(pairs: Sequence[PagePair], order: PageOrder) -> list[int]:
    """The row of each article's pair with the article of another outlet that it carries or follows, or -1."""
    return _rows_of(carried_articles(order.articles, (pair.match for pair in pairs)), pairs, order)


def _rows_of(found: Mapping[str, EarlierArticle], pairs: Sequence[PagePair], order: PageOrder) -> list[int]:
    """The row of the pair of each article with its earlier one, or -1."""
    rows = {frozenset((pair.left, pair.right)): row for row, pair in enumerate(pairs)}
    chosen = [-1] * len(order.articles)
    for later_id, earlier in found.items():
        later = order.places[later_id]
        chosen[later] = rows[frozenset((order.places[earlier.article_id], later))]
    return chosen


def _closest_of_each(pairs: Sequence[PagePair], count: int) -> set[int]:
    """The rows of the `count` closest matches of each article."""
    of_article: dict[int, list[tuple[tuple[int, float], int]]] = defaultdict(list)
    for row, pair in enumerate(pairs):
        rank, _ = closeness(pair.match)
        of_article[pair.left].append(((rank, -pair.match.left_coverage), row))
        of_article[pair.right].append(((rank, -pair.match.right_coverage), row))
    return {row for rows in of_article.values() for _, row in sorted(rows)[:count]}
