"""What an index and its server say to each other: plain data of the values, by the rules of `dedup.serialization`.

A match is sent without its passages, and an origin without being asked for is not: both are looked up when they are
read. Groups are sent as one document, which holds the matches that clusters refer to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dedup.alignment.passage import Alignment
from dedup.article import Article
from dedup.clusters.values import Cluster, unknown_origin
from dedup.comparison.match import Match
from dedup.errors import InputError
from dedup.serialization import to_builtins
from dedup.serialization.from_plain import DocumentReader
from dedup.stories.story import Story

KEY_HEADER = "Idempotency-Key"
JSON, JSON_LINES = "application/json", "application/x-ndjson"
OPTIONAL_PARTS: dict[str, object] = {
    "title": None, "url": None, "outlet": None, "published": None, "language": None, "author": None, "canonical": None,
    "links": [],
}  # fmt: skip
"""The fields that the document of an article may lack, and what they are then."""


@dataclass(frozen=True, slots=True)
class GroupsDocument:
    """Clusters and stories with their ids, in order, and the matches inside them; clusters of stories stand behind."""

    matches: tuple[Match, ...]
    cluster_ids: tuple[int, ...]
    clusters: tuple[Cluster, ...]
    story_ids: tuple[int, ...] = ()
    stories: tuple[Story, ...] = ()


def groups_document(
    clusters: Mapping[int, Cluster], stories: Mapping[int, Story], *, origins: bool = True
) -> dict[str, Any]:
    """Groups as plain data; without their origins, which take a while for many."""
    if not origins:
        clusters = {each: replace(cluster, _find_origin=unknown_origin) for each, cluster in clusters.items()}
        stories = {each: replace(story, _find_origin=unknown_origin) for each, story in stories.items()}
    of_stories = (cluster for story in stories.values() for cluster in story.clusters)
    unique = {cluster.article_ids: cluster for cluster in (*clusters.values(), *of_stories)}
    document = GroupsDocument(
        matches=tuple(match for cluster in unique.values() for match in cluster.matches),
        cluster_ids=tuple(clusters),
        clusters=tuple(unique.values()),
        story_ids=tuple(stories),
        stories=tuple(stories.values()),
    )
    plain: dict[str, Any] = to_builtins(document)
    return plain


def article_document(article: Article) -> dict[str, Any]:
    """An article as plain data."""
    plain: dict[str, Any] = to_builtins(article, texts=True)
    return plain


def article_of_document(data: object) -> Article:
    """The article in a document, which may lack all but id and text; InputError for what is no article.

    >>> article_of_document({"id": "a", "text": "Rain is expected."})
    Article('a', 'Rain is expected.')
    """
    if not isinstance(data, dict):
        raise InputError("an article is an object with an id and a text")
    if "text" not in data:
        raise InputError("'text' is missing")
    return DocumentReader().document(Article, {**OPTIONAL_PARTS, **data})


def alignment_of(match: Match) -> Alignment:
    """The passages of a match that came with them."""
    return Alignment(match.passages, match.summaries, evidence=match.evidence)


def article_batch(articles: Sequence[Article]) -> dict[str, Any]:
    """The body of a request that adds many."""
    return {"articles": [article_document(article) for article in articles]}
