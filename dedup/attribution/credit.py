"""What a credit is: one place where a text names an outlet or agency as a source."""

from __future__ import annotations

from dataclasses import dataclass

from dedup.article import Span
from dedup.attribution.outlets import Outlet, OutletMention, Outlets

# How far each kind of credit can be trusted as the source of the text (0-1): a phrase about the text itself, then marks
# that come with a text when it is passed on, then sources of a fact in it.
STRENGTH = {
    "first appeared on": 1.0,
    "dateline": 0.9,
    "source line": 0.9,
    "agency tail": 0.9,
    "original title": 0.9,
    "copyright": 0.8,
    "byline": 0.8,
    "via": 0.7,
    "contributed": 0.6,
    "according to": 0.6,
    "reported": 0.6,
    "told": 0.6,
}
# Kinds that speak of the text, not of a fact in it: what they name had this very text.
TEXT_LEVEL_KINDS = frozenset(
    {"first appeared on", "dateline", "source line", "agency tail", "copyright", "byline", "via"}
)
UNLISTED_FACTOR = 0.7  # what is left of a credit whose name the registry does not know


@dataclass(frozen=True, slots=True)
class Credit:
    """One place where a text names an outlet or agency as a source: kind, canonical name, strength (0-1), and where it
    stands.

    `span` covers the cue and the name; it is None for what the author field says. `outlet` is None for names that only
    the phrase shows to be an outlet's. For an original title, `name` is that title.
    """

    kind: str
    name: str
    strength: float
    span: Span | None
    outlet: Outlet | None = None


def credit_for(kind: str, mention: OutletMention, span: Span, outlets: Outlets) -> Credit:
    """A credit for a name as it was read, under the registry's name where the registry knows it."""
    entry = outlets.by_name(mention.outlet.name) or (mention.outlet if mention.outlet.domains else None)
    strength = STRENGTH[kind] * (1.0 if entry else UNLISTED_FACTOR)
    return Credit(kind, entry.name if entry else mention.outlet.name, strength, span, entry)
