"""Matches and stories as they are kept: one line of JSON each, without the ids, which their articles know.

A match found when the newer of two articles came is kept under the numbers of both. Passages and evidence are not kept:
they are found when somebody asks, from the texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any

from dedup.alignment.passage import Alignment
from dedup.clusters.clusters import CLUSTERING_RELATIONS
from dedup.clusters.origins import Origin
from dedup.clusters.values import Cluster
from dedup.comparison.match import Match, Relation
from dedup.index.checksums import verified, with_checksum
from dedup.runtime.lazy import Lazy
from dedup.serialization import dumps, loads, to_builtins
from dedup.serialization.from_plain import DocumentReader
from dedup.stories.story_value import Story

STORED_FIELDS = tuple(field.name for field in fields(Match) if field.name not in ("left_id", "right_id", "_align"))
_stored_values = attrgetter(*STORED_FIELDS)


def encode_match(match: Match) -> bytes:
    """A match as one line of JSON."""
    return with_checksum(dumps(_stored_values(match)))


def decode_match(body: bytes, ids: tuple[str, str], align: Lazy[Alignment]) -> Match:
    """The match of two articles; it is told in the order of their ids.

    >>> match = Match("a", "b", Relation.NEAR, 0.6, 1.0, 0.7, 1.0, 0.7, None, "most words of both")
    >>> decode_match(encode_match(match), ("b", "a"), Lazy(Alignment)) == match
    True
    """
    left_id, right_id = sorted(ids)
    kept = _decoded_fields(body)
    kept["relation"] = Relation(kept["relation"])
    return Match(left_id, right_id, **kept, _align=align)


def copy_strength(body: bytes) -> float | None:
    """How much the two sides of a match share, coverage of the one times coverage of the other, if they are copies that
    belong to one cluster; else None.
    """
    kept = _decoded_fields(body)
    return kept["left_coverage"] * kept["right_coverage"] if kept["relation"] in CLUSTERING_RELATIONS else None


def _decoded_fields(body: bytes) -> dict[str, Any]:
    return dict(zip(STORED_FIELDS, loads(verified(body, "a match")), strict=True))


def is_single_cluster(article_ids: Sequence[str], clusters: Sequence[Cluster]) -> bool:
    """Whether a story is the copies of one text and no more: their cluster then knows all of it."""
    return any(cluster.article_ids == article_ids for cluster in clusters)


def encode_story(story: Story) -> bytes:
    """What a story knows beside its articles: its origin and terms."""
    return with_checksum(dumps(to_builtins((story.origin, story.terms))))


def decode_story(body: bytes) -> tuple[Origin | None, tuple[str, ...]]:
    """Origin and terms of a story."""
    origin, terms = loads(verified(body, "a story"))
    return None if origin is None else DocumentReader().document(Origin, origin), tuple(terms)
