"""What one article is to its neighbours: its matches seen from it, the closest first.

`Match` stands in one order for both of its articles. Whoever asks about one of them turns the match so that this one is
left (`Match.seen_from`): `left_coverage` is then the share of its words that the neighbour has too.
"""

from __future__ import annotations

from collections.abc import Iterable

from dedup.comparison.match import Match


def closeness(match: Match) -> tuple[int, float]:
    """Sorts matches that are seen from one article: by relation, then by how much of the article they cover."""
    return match.relation.rank, -match.left_coverage


def closest_first(matches: Iterable[Match], article_id: str) -> list[Match]:
    """The matches of one article, seen from it, the closest first; equally close ones stay in their order.

    Matches of other articles are left out.

    >>> from dedup.comparison.match import Relation
    >>> near = Match("a", "b", Relation.NEAR, 0.5, 0.6, 0.7, 0.8, 0.9, None, "most words of both")
    >>> exact = Match("b", "c", Relation.EXACT, 1.0, 1.0, 1.0, 1.0, 1.0, None, "the same words")
    >>> [match.right_id for match in closest_first([near, exact], "b")]
    ['c', 'a']
    """
    seen = [match.seen_from(article_id) for match in matches if article_id in (match.left_id, match.right_id)]
    return sorted(seen, key=closeness)


def closest(matches: Iterable[Match], article_id: str) -> Match | None:
    """The closest match of one article that shares more than boilerplate, seen from the article; None without any."""
    related = (match for match in matches if match.relation.is_related)
    return next(iter(closest_first(related, article_id)), None)
