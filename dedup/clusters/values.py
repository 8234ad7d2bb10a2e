"""What clustering makes: clusters of copies, and the likely origin of a text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from dedup.article import Span
from dedup.comparison.match import Match
from dedup.notebook import counted, html_table, listed


class ClueKind(StrEnum):
    """What kind of sign says where a text comes from: a credit in the text, or a fact about the articles."""

    FIRST_APPEARED = "first appeared on"
    DATELINE = "dateline"
    SOURCE_LINE = "source line"
    AGENCY_TAIL = "agency tail"
    COPYRIGHT = "copyright"
    BYLINE = "byline"
    VIA = "via"
    CONTRIBUTED = "contributed"
    ACCORDING_TO = "according to"
    REPORTED = "reported"
    SPOKE_TO = "told"
    CANONICAL_URL = "canonical address"  # the page states another URL as its original
    EARLIEST = "earliest date"
    LINK = "link"  # another article of the group links to it
    CONTAINED = "contained in others"  # its text lies whole inside another's
    CHAIN = "chain"  # an outlet that is credited credits the origin


@dataclass(frozen=True, slots=True)
class Clue:
    """One sign of where a text comes from: the outlet or agency that it names, its strength (0-1), and its place."""

    kind: ClueKind
    name: str
    strength: float
    article_id: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """The likely source of a cluster or story: an outlet or agency, with the clues, strongest first.

    `article_id` is the article that the outlet published itself, or None if it is not among the articles. `confidence`
    is 0-1.
    """

    name: str
    article_id: str | None
    confidence: float
    clues: tuple[Clue, ...]


def unknown_origin() -> Origin | None:
    """The origin of a group of which no origin was computed."""
    return None


@dataclass(frozen=True, slots=True, repr=False)
class Cluster:
    """Copies of one text, in order of id, and the matches between them."""

    article_ids: tuple[str, ...]
    matches: Sequence[Match]
    _find_origin: Callable[[], Origin | None] = field(default=unknown_origin, repr=False, compare=False)

    @property
    def origin(self) -> Origin | None:
        """The likely first publisher of the text, with the clues; None if the clues are weak or disagree.

        Computed when it is first read, from credits in the texts, dates and URLs. StorageError if the texts are on disk
        and cannot be read any more.
        """
        return self._find_origin()

    def __repr__(self) -> str:
        return f"Cluster({counted(len(self.article_ids), 'article')}: {listed(self.article_ids)})"

    def _repr_html_(self) -> str:
        rows = [
            (each.relation, each.left_id, each.right_id, f"{each.left_coverage:.0%}", f"{each.right_coverage:.0%}")
            for each in self.matches[:10]
        ]
        return html_table(repr(self), rows)
