"""Matches and stories as they are stored: one line of JSON each, without the ids, which their articles know.

A match is stored under the numbers of both articles. Passages and evidence are not stored: they are computed from the
texts when they are asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from dedup.alignment.passage import Alignment
from dedup.article import Article
from dedup.clusters.clusters import CLUSTERING_RELATIONS
from dedup.clusters.origin import Origin
from dedup.clusters.values import Cluster
from dedup.comparison.match import Match, Relation
from dedup.index.codecs.checksums import decoding, verified, with_checksum
from dedup.index.storage.protocols import MatchRow
from dedup.runtime.lazy import Lazy
from dedup.serialization import dumps, loads, to_builtins
from dedup.serialization.from_plain import DocumentReader
from dedup.stories.story import Story

STORED_FIELDS = (
    "relation", "jaccard", "left_containment", "right_containment", "left_coverage", "right_coverage",
    "title_similarity", "reason",
)  # fmt: skip
"""The fields of a match in its line of JSON, in order: the stored format. The left side is that of the lower id."""
_stored_values = attrgetter(*STORED_FIELDS)


def match_row(match: Match, newer: int, older: int) -> MatchRow:
    """A match as it is stored under the numbers of its articles: one line of JSON, with a checksum."""
    return MatchRow(newer, older, with_checksum(dumps(_stored_values(match)), match_place(newer, older)))


def match_place(newer: int, older: int) -> bytes:
    """What the checksum of a match covers beside it."""
    return f"{newer} {older}".encode()


@decoding("a match")
def decode_match(
    row: MatchRow, ids: tuple[str, str], align: Lazy[Alignment], articles: Lazy[tuple[Article, ...]]
) -> Match:
    """The match of two articles, in the order of their ids; DamagedDataError where the row is not what was written.

    >>> match = Match("a", "b", Relation.NEAR, 0.6, 1.0, 0.7, 1.0, 0.7, None, "most words of both")
    >>> decode_match(match_row(match, 7, 3), ("b", "a"), Lazy(Alignment), Lazy(tuple)) == match
    True
    """
    left_id, right_id = sorted(ids)
    values = decoded_fields(row)
    values["relation"] = Relation(values["relation"])
    return Match(left_id, right_id, **values, _align=align, _articles=articles)


@decoding("a match")
def decoded_fields(row: MatchRow) -> dict[str, Any]:
    """The stored fields of a match by name; DamagedDataError where they are not what was written."""
    body = verified(row.body, "a match", match_place(row.newer, row.older))
    return dict(zip(STORED_FIELDS, loads(body), strict=True))


@decoding("a match")
def stored_copy_strength(row: MatchRow) -> float | None:
    """How much the two sides of a stored match share, as `copy_strength` says of a match."""
    values = decoded_fields(row)
    is_copy = values["relation"] in CLUSTERING_RELATIONS
    return values["left_coverage"] * values["right_coverage"] if is_copy else None


def is_single_cluster(article_ids: Sequence[str], clusters: Sequence[Cluster]) -> bool:
    """Whether a story is exactly one cluster of copies: the cluster then knows all that the story does."""
    return any(cluster.article_ids == article_ids for cluster in clusters)


def encode_story(story: Story) -> bytes:
    """What is known of a story beside its articles, its origin and terms; its id, and so its checksum, comes later."""
    return dumps(to_builtins((story.origin, story.terms)))


def story_row(story_id: int, encoded: bytes) -> bytes:
    """An encoded story as it is stored under its id, with a checksum."""
    return with_checksum(encoded, story_place(story_id))


def story_place(story_id: int) -> bytes:
    """What the checksum of a story covers beside it."""
    return str(story_id).encode()


@decoding("a story")
def decode_story(story_id: int, body: bytes) -> tuple[Origin | None, tuple[str, ...]]:
    """Origin and terms of a story."""
    origin, terms = loads(verified(body, "a story", story_place(story_id)))
    return None if origin is None else DocumentReader().document(Origin, origin), tuple(terms)
