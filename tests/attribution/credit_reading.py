"""What the tests of credits share: a text or an article to its credits, by the shipped registry and settings."""

from __future__ import annotations

from collections.abc import Iterable

from dedup.article import Article
from dedup.attribution.credit import Credit
from dedup.attribution.credits import CreditReader, find_credits, whole_text
from dedup.attribution.outlet_matcher import OutletMatcher
from dedup.attribution.outlets import Outlets, shipped_outlets
from dedup.settings import DEFAULT_SETTINGS, Settings


def credits_in(
    text: str,
    outlets: Outlets | None = None,
    publishers: Iterable[str] = (),
    language: str | None = None,
    settings: Settings = DEFAULT_SETTINGS,
) -> tuple[Credit, ...]:
    return find_credits(text, language, OutletMatcher(outlets or shipped_outlets(), settings, publishers), settings)


def credits_of_one(article: Article, settings: Settings = DEFAULT_SETTINGS) -> tuple[Credit, ...]:
    return CreditReader([article], whole_text, settings)(article)


def kinds_and_names(credited: Iterable[Credit]) -> list[tuple[str, str]]:
    return [(credit.kind.value, credit.name) for credit in credited]
