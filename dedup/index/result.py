"""What the index says of one article: as what it came, its matches, and on demand the groups that it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from dedup.alignment.repeats.blocks import Repeat
from dedup.clusters.origin import Origin
from dedup.clusters.values import Cluster
from dedup.comparison.match import Match
from dedup.comparison.neighbours import closest
from dedup.notebook import counted, short_repr
from dedup.stories.story import Story

ID_CONFLICT = "another article has this id in the index: remove that one, or give this one another id"


class Status(StrEnum):
    """What an article is to the stored one of the same id, or else to those of the same URL."""

    NEW = "new"  # there is none, or none with which it shares text or headline
    VERSION = "version"  # the same article with other content: it takes the stored one's place
    UNCHANGED = "unchanged"  # title, text, date, author, outlet and language are equal: nothing is stored
    CONFLICT = "conflict"  # another article has the id: nothing is stored

    @property
    def is_stored(self) -> bool:
        """Whether an addition stores the article."""
        return self in (Status.NEW, Status.VERSION)


def _no_cluster(_: int) -> Cluster | None:
    return None


def _no_story(_: int) -> Story | None:
    return None


@dataclass(frozen=True, slots=True, repr=False)
class IndexResult:
    """One article, and what it is to the articles that were stored before it.

    `matches` are seen from the article, which is always left, closest first; `previous` is its match with the stored
    article that it is a version of, or equal to. `not_measured` counts the candidates that were not measured, because
    `max_index_candidates` others share more keys with it. `cluster_id` and `story_id` name the cluster of copies and
    the story that the article belongs to, or would join if it were added; None if there is none. `cluster`, `story`
    and `origin` are read from the index when they are asked for, as they are then: while the index is open.
    """

    article_id: str
    status: Status
    matches: tuple[Match, ...] = ()
    previous: Match | None = None
    repeats: tuple[Repeat, ...] = ()
    not_measured: int = 0
    cluster_id: int | None = None
    story_id: int | None = None
    _find_cluster: Callable[[int], Cluster | None] = field(default=_no_cluster, repr=False, compare=False)
    _find_story: Callable[[int], Story | None] = field(default=_no_story, repr=False, compare=False)

    def __repr__(self) -> str:
        found = f"{counted(len(self.matches), 'match', 'matches')}, {counted(len(self.repeats), 'repeat')}"
        return f"IndexResult({short_repr(self.article_id)}: {self.status}, {found})"

    @property
    def nearest(self) -> Match | None:
        """The match with the stored version, else the closest one that shares more than boilerplate; or None."""
        return self.previous or closest(self.matches, self.article_id)

    @property
    def cluster(self) -> Cluster | None:
        """The copies of the article as they are known now, or None."""
        return None if self.cluster_id is None else self._find_cluster(self.cluster_id)

    @property
    def story(self) -> Story | None:
        """The articles on the same event as they are known now, or None."""
        return None if self.story_id is None else self._find_story(self.story_id)

    @property
    def origin(self) -> Origin | None:
        """The likely source of the article's cluster; None without a cluster, or if the clues are weak."""
        cluster = self.cluster
        return cluster.origin if cluster else None
