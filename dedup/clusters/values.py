"""What clustering makes: clusters of copies, and who had a text first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from dedup.article import Span
from dedup.comparison.match import Match


@dataclass(frozen=True, slots=True)
class Clue:
    """One sign of where a text comes from: its kind ("first appeared on", "dateline", "earliest date"...), whom it
    names, how strong it is (0-1), and where it stands.
    """

    kind: str
    name: str
    strength: float
    article_id: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """The likely source of a group: an outlet or agency, in the corpus (`article_id`) or not; clues strongest first."""

    name: str
    article_id: str | None
    confidence: float
    clues: tuple[Clue, ...]


def unknown_origin() -> Origin | None:
    """The origin of a group about which nothing was asked."""
    return None


@dataclass(frozen=True, slots=True)
class Cluster:
    """Copies of one text, in order of id, and the matches between them.

    The likely origin is looked for when it is asked for: credits in the texts, dates, addresses. It is None when the
    clues are weak or disagree.
    """

    article_ids: tuple[str, ...]
    matches: Sequence[Match]
    _find_origin: Callable[[], Origin | None] = field(default=unknown_origin, repr=False, compare=False)

    @property
    def origin(self) -> Origin | None:
        """Who is likely to have had the text first, with the clues."""
        return self._find_origin()
