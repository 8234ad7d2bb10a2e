"""A credit: one place where a text names an outlet or agency as a source."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from dedup.article import Span
from dedup.attribution.names.outlet_matcher import OutletMention
from dedup.attribution.names.outlets import Outlet, Outlets
from dedup.runtime.patterns import lazy_pattern
from dedup.settings import AttributionSettings


class CreditKind(StrEnum):
    """How a text credits an outlet; the values stand in reports and in stored indexes."""

    FIRST_APPEARED = "first appeared on"
    DATELINE = "dateline"
    SOURCE_LINE = "source line"
    SIGN_OFF = "agency tail"
    ORIGINAL_TITLE = "original title"
    COPYRIGHT = "copyright"
    BYLINE = "byline"
    VIA = "via"
    CONTRIBUTED = "contributed"
    ACCORDING_TO = "according to"
    REPORTED = "reported"
    STATEMENT = "told"


# Kinds that speak of the text, not of a fact in it: the outlet that they name had this very text.
TEXT_LEVEL_KINDS = frozenset(
    {
        CreditKind.FIRST_APPEARED,
        CreditKind.DATELINE,
        CreditKind.SOURCE_LINE,
        CreditKind.SIGN_OFF,
        CreditKind.COPYRIGHT,
        CreditKind.BYLINE,
        CreditKind.VIA,
    }
)


_SENTENCE_END = lazy_pattern(
    r"(?<![.!?…])[.!?…]++[\"'”’»)]*+(?:\s++|$)|[。！？]++[」』”）]*+|(?<![^\S\n])[^\S\n]*+\n\s*+"
)
_MAX_SENTENCE_CHARACTERS = 1000


@dataclass(frozen=True, slots=True)
class Credit:
    """One place where a text names an outlet or agency as a source.

    `name` is the name of the registry where it lists the outlet, else the name as written; of an original title, the
    title. `strength` is 0-1. `span` covers the cue and the name; None if the author field names the outlet. `outlet` is
    None if only the phrase shows that the name is an outlet's.
    """

    kind: CreditKind
    name: str
    strength: float
    span: Span | None
    outlet: Outlet | None = None

    @property
    def names_outlet(self) -> bool:
        """Whether `name` is an outlet's, not a title."""
        return self.kind is not CreditKind.ORIGINAL_TITLE

    def credited_span(self, text: str) -> Span:
        """What of its text the credit speaks of: all of it for a dateline, a sign-off, a byline and their like, else
        the sentence that the credit stands in.

        >>> text = "It rains. The quay is closed, said Reuters. Nobody knows why."
        >>> Credit(CreditKind.REPORTED, "Reuters", 0.6, Span(30, 42)).credited_span(text).of(text)
        'The quay is closed, said Reuters.'
        """
        if self.span is None or self.kind in TEXT_LEVEL_KINDS:
            return Span(0, len(text))
        start = max(0, self.span.start - _MAX_SENTENCE_CHARACTERS)
        start = max((found.end() for found in _SENTENCE_END.finditer(text, start, self.span.start)), default=start)
        end = _SENTENCE_END.search(text, self.span.end)
        return Span(start, len(text[: end.end()].rstrip()) if end else len(text))


class LocatedCredit(NamedTuple):
    """A credit and the span of the name in it. Of two credits of one name, the stronger counts."""

    credit: Credit
    name: Span


_STRENGTHS = {  # the settings that hold them
    CreditKind.FIRST_APPEARED: "first_appeared_strength",
    CreditKind.DATELINE: "dateline_strength",
    CreditKind.SOURCE_LINE: "source_line_strength",
    CreditKind.SIGN_OFF: "sign_off_strength",
    CreditKind.ORIGINAL_TITLE: "original_title_strength",
    CreditKind.COPYRIGHT: "copyright_strength",
    CreditKind.BYLINE: "byline_strength",
    CreditKind.VIA: "via_strength",
    CreditKind.CONTRIBUTED: "contributed_strength",
    CreditKind.ACCORDING_TO: "according_to_strength",
    CreditKind.REPORTED: "reported_strength",
    CreditKind.STATEMENT: "statement_strength",
}


def strength_of(kind: CreditKind, settings: AttributionSettings) -> float:
    """How far a credit of a kind to a listed outlet can be trusted as the source of the whole text (0-1)."""
    strength: float = getattr(settings, _STRENGTHS[kind])
    return strength


def credit_for(
    kind: CreditKind, mention: OutletMention, span: Span, outlets: Outlets, settings: AttributionSettings
) -> LocatedCredit:
    """The credit of a mention, under the name that the registry lists; weaker if it lists none."""
    entry = outlets.by_name(mention.outlet.name) or (mention.outlet if mention.outlet.domains else None)
    strength = strength_of(kind, settings) * (1.0 if entry else settings.unlisted_outlet_factor)
    credit = Credit(kind, entry.name if entry else mention.outlet.name, strength, span, entry)
    return LocatedCredit(credit, mention.span)
