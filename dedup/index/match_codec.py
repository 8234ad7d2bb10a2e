"""Matches and stories as they are kept: one line of JSON each, without the ids, which their articles know.

A match found when the newer of two articles came is kept under the numbers of both. Passages and evidence are not kept:
they are found when somebody asks, from the texts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any

from dedup.index.checksums import seal, unseal
from dedup.comparison.match import Alignment, Match, Relation
from dedup.serialization import dumps, loads, to_plain
from dedup.serialization.from_plain import Reader
from dedup.clusters.clusters import MERGING
from dedup.stories.values import Cluster, Origin, Story

KEPT = tuple(field.name for field in fields(Match) if field.name not in ("left_id", "right_id", "align"))
VALUES = attrgetter(*KEPT)


def pack_match(match: Match) -> bytes:
    """A match as one line of JSON."""
    return seal(dumps(VALUES(match)))


def unpack_match(body: bytes, ids: tuple[str, str], align: Callable[[], Alignment]) -> Match:
    """The match of two articles; it is told in the order of their ids.

    >>> match = Match("a", "b", Relation.NEAR, 0.6, 1.0, 0.7, 1.0, 0.7, None, "most words of both")
    >>> unpack_match(pack_match(match), ("b", "a"), Alignment) == match
    True
    """
    left_id, right_id = sorted(ids)
    kept = _kept(body)
    kept["relation"] = Relation(kept["relation"])
    return Match(left_id, right_id, **kept, align=align)


def weight_of(body: bytes) -> float | None:
    """How much the two sides of a match share, coverage of the one times coverage of the other, if they are copies that
    belong to one cluster; else None.
    """
    kept = _kept(body)
    return kept["left_coverage"] * kept["right_coverage"] if kept["relation"] in MERGING else None


def _kept(body: bytes) -> dict[str, Any]:
    return dict(zip(KEPT, loads(unseal(body, "a match")), strict=True))


def is_one_cluster(article_ids: Sequence[str], clusters: Sequence[Cluster]) -> bool:
    """Whether a story is the copies of one text and no more: their cluster then knows all of it."""
    return any(cluster.article_ids == article_ids for cluster in clusters)


def pack_story(story: Story) -> bytes:
    """What a story knows beside its articles: its origin and terms."""
    return seal(dumps(to_plain((story.origin, story.terms))))


def unpack_story(body: bytes) -> tuple[Origin | None, tuple[str, ...]]:
    """Origin and terms of a story."""
    origin, terms = loads(unseal(body, "a story"))
    return None if origin is None else Reader().document(Origin, origin), tuple(terms)
