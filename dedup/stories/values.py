"""Groups of articles: copies of one text, articles on one event, and who had it first."""

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


def _unknown() -> Origin | None:
    return None


@dataclass(frozen=True, slots=True)
class Cluster:
    """Copies of one text, in order of id, and the matches between them.

    The likely origin is looked for when it is asked for: credits in the texts, dates, addresses. It is None when the
    clues are weak or disagree.
    """

    article_ids: tuple[str, ...]
    matches: Sequence[Match]
    find_origin: Callable[[], Origin | None] = field(default=_unknown, repr=False, compare=False)

    @property
    def origin(self) -> Origin | None:
        """Who is likely to have had the text first, with the clues."""
        return self.find_origin()


@dataclass(frozen=True, slots=True)
class Story:
    """Articles on one event, copies and rewrites, in order of id; `terms` are the names and words that hold it
    together.

    The likely origin is looked for when it is asked for, and None when the clues are weak or disagree.
    """

    article_ids: tuple[str, ...]
    clusters: tuple[Cluster, ...]
    terms: tuple[str, ...]
    find_origin: Callable[[], Origin | None] = field(default=_unknown, repr=False, compare=False)

    @property
    def origin(self) -> Origin | None:
        """Who is likely to have had the story first, with the clues."""
        return self.find_origin()
