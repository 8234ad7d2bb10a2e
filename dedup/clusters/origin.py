"""The likely source of a group of articles, and the clues that name it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dedup.article import Span
from dedup.attribution.credit import TEXT_LEVEL_KINDS


class ClueKind(StrEnum):
    """What kind of sign says where a text comes from: a credit in the text, or a fact about the articles."""

    FIRST_APPEARED = "first appeared on"
    DATELINE = "dateline"
    SOURCE_LINE = "source line"
    SIGN_OFF = "agency tail"
    COPYRIGHT = "copyright"
    BYLINE = "byline"
    VIA = "via"
    CONTRIBUTED = "contributed"
    ACCORDING_TO = "according to"
    REPORTED = "reported"
    STATEMENT = "told"
    CANONICAL_URL = "canonical address"  # the page states another URL as its original
    EARLIEST = "earliest date"
    LINK = "link"  # another article of the group links to it
    CONTAINED = "contained in others"  # its text is contained in another's
    TRANSLATED = "translated"  # it says that it is a translation, and articles of one outlet may be its original
    CHAIN = "chain"  # an outlet that is credited credits the origin itself


# Credits of a whole text, not of one fact.
TEXT_LEVEL_CLUES = frozenset(ClueKind(kind.value) for kind in TEXT_LEVEL_KINDS)


@dataclass(frozen=True, slots=True)
class Clue:
    """One sign of where a text comes from.

    `name`: the outlet that it names. `strength`: 0-1. `article_id`: the article that gives the clue. `span`: where it
    stands in the text of that article, if it does.
    """

    kind: ClueKind
    name: str
    strength: float
    article_id: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """The likely source of a group: an outlet or agency.

    `article_id`: the earliest article that the outlet published itself; None if there is none. `confidence`: 0-1.
    `clues`: strongest first.
    """

    name: str
    article_id: str | None
    confidence: float
    clues: tuple[Clue, ...]
