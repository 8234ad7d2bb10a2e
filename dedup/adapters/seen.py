"""What an article is to all that an index has seen: to the closest of what came before, or to what its address held.

An article is called by its address here, in the one form that all its forms have. The same address again is a version:
it is compared with what stood there, takes its place if the words are others, and is nobody's copy.
"""

from __future__ import annotations

from dataclasses import dataclass

from dedup import Article, Index, Match, Relation, compare, repeats

VERSION, UNCHANGED = "version", "unchanged"
SAME_ADDRESS = "the same address"
COPIES = tuple(relation for relation in Relation if relation.is_copy)  # the closest first
RELATIONS = (*map(str, COPIES), VERSION, UNCHANGED)


@dataclass(frozen=True, slots=True)
class Finding:
    """What an article is to the closest one before it, and why; `is_doubled` if it holds a block twice.

    `relation` is one of RELATIONS, or None where nothing before it is alike; `coverage` is the share of the article's
    words that stand in that other one; `story` is the other's, as far as the index has been regrouped.
    """

    is_doubled: bool
    relation: str | None = None
    of: str | None = None
    coverage: float | None = None
    story: int | None = None
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.relation} of {self.of} ({self.reason}; {self.coverage or 0:.0%} of its words)"


def judge(index: Index, article: Article) -> Finding:
    """Say what an article is to what came before it, and remember it; its id is its address.

    >>> from tempfile import TemporaryDirectory
    >>> news = [Article(f"https://{name}.example/ferry", "The ferry to the island is late again.") for name in "ab"]
    >>> with TemporaryDirectory() as folder, Index(f"{folder}/news.dedup") as index:
    ...     for article in [*news, news[0]]:
    ...         print(judge(index, article).relation)
    None
    exact
    unchanged
    """
    is_doubled = bool(repeats(article))
    if article.id in index:
        return _as_version(index, article, is_doubled)
    matches = [match for match in index.update(article) if match.relation in COPIES]
    if not matches:
        return Finding(is_doubled)
    nearest = min(matches, key=lambda match: (COPIES.index(match.relation), -_coverage(match, article), match.left_id))
    of = nearest.right_id if nearest.left_id == article.id else nearest.left_id
    return Finding(
        is_doubled, str(nearest.relation), of, _coverage(nearest, article), index.story_id(of), nearest.reason
    )


def _as_version(index: Index, article: Article, is_doubled: bool) -> Finding:
    story = index.story_id(article.id)
    match = compare(index[article.id].text, article.text)
    if match.relation is Relation.EXACT:
        return Finding(is_doubled, UNCHANGED, article.id, 1.0, story, SAME_ADDRESS)
    index.update(article)
    return Finding(is_doubled, VERSION, article.id, match.right_coverage, story, SAME_ADDRESS)


def _coverage(match: Match, article: Article) -> float:
    """The share of the article's own words that the other has too."""
    return match.left_coverage if match.left_id == article.id else match.right_coverage
