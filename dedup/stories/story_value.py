"""What finding stories makes: articles on one event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from dedup.clusters.values import Cluster, Origin, unknown_origin


@dataclass(frozen=True, slots=True)
class Story:
    """Articles on one event, copies and rewrites, in order of id; `terms` are the names and words that hold it
    together.

    The likely origin is looked for when it is asked for, and None when the clues are weak or disagree.
    """

    article_ids: tuple[str, ...]
    clusters: tuple[Cluster, ...]
    terms: tuple[str, ...]
    _find_origin: Callable[[], Origin | None] = field(default=unknown_origin, repr=False, compare=False)

    @property
    def origin(self) -> Origin | None:
        """Who is likely to have had the story first, with the clues."""
        return self._find_origin()
