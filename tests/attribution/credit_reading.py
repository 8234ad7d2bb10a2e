"""What the tests of credits share: a text or an article to its credits, by the shipped registry and settings."""

from __future__ import annotations

from collections.abc import Iterable

from dedup.article import Article
from dedup.attribution.credit import Credit
from dedup.attribution.credits import CreditReader, find_credits, whole_text
from dedup.attribution.names.outlet_matcher import OutletMatcher
from dedup.attribution.names.outlets import Outlets, shipped_outlets
from dedup.settings import DEFAULT_SETTINGS


def credits_in(
    text: str, outlets: Outlets | None = None, publishers: Iterable[str] = (), language: str | None = None
) -> tuple[Credit, ...]:
    """All credits in a text; by default, cues of all languages are searched for."""
    matcher = OutletMatcher(outlets or shipped_outlets(), DEFAULT_SETTINGS, publishers)
    return find_credits(text, language, matcher, DEFAULT_SETTINGS)


def credits_of_one(article: Article) -> tuple[Credit, ...]:
    """The credits of an article alone, whose whole text counts."""
    return CreditReader([article], whole_text, DEFAULT_SETTINGS)(article)


def kinds_and_names(found: Iterable[Credit]) -> list[tuple[str, str]]:
    return [(credit.kind.value, credit.name) for credit in found]
