"""Names of outlets at a place of a text."""

from __future__ import annotations

import pytest

from dedup.attribution.names.outlet_matcher import OutletMatcher
from dedup.attribution.names.outlets import shipped_outlets
from dedup.settings import DEFAULT_SETTINGS

MATCHER = OutletMatcher(shipped_outlets(), DEFAULT_SETTINGS, ["www.harbourbits.example", "ab.example"])


@pytest.mark.parametrize(
    ("text", "name", "matched"),
    [
        ("The New York Times said", "New York Times", "The New York Times"),
        ("“Financial Times”, it", "Financial Times", "Financial Times"),
        ("Reuters'a göre", "Reuters", "Reuters'a"),
        ("TechCrunch’ın haberi", "TechCrunch", "TechCrunch’ın"),
        ("Reutersin mukaan", "Reuters", "Reutersin"),
        ("Интерфакса", "Interfax", "Интерфакса"),
        ("路透社报道", "Reuters", "路透社"),
        ("«Коммерсантъ»", "Kommersant", "Коммерсантъ"),
        ("Techcrunch", "TechCrunch", "Techcrunch"),
        ("people told us", None, None),
        ("Reuterswerda", None, None),
        ("", None, None),
    ],
)
def test_names_that_begin_at_a_place(text: str, name: str | None, matched: str | None) -> None:
    mention = MATCHER.match_at(text, 0)
    assert (mention and (mention.outlet.name, mention.span.of(text))) == (name and (name, matched))


@pytest.mark.parametrize(
    ("text", "name", "matched"),
    [
        ("as the Financial Times", "Financial Times", "the Financial Times"),
        ("as “Financial Times”", "Financial Times", "Financial Times"),
        ("この件はロイター通信", "Reuters", "ロイター通信"),
        ("said the mayor", None, None),
        ("", None, None),
    ],
)
def test_names_that_end_at_a_place(text: str, name: str | None, matched: str | None) -> None:
    mention = MATCHER.match_before(text, len(text))
    assert (mention and (mention.outlet.name, mention.span.of(text))) == (name and (name, matched))


def test_names_that_the_domain_of_an_outlet_at_hand_is_made_of() -> None:
    text = "Harbour Bits says"
    at, before = MATCHER.match_domain_at(text, 0), MATCHER.match_domain_before(text, len("Harbour Bits"))
    assert at is not None
    assert at == before
    assert (at.outlet.name, at.outlet.domains) == ("Harbour Bits", ("www.harbourbits.example",))
    assert MATCHER.match_domain_at("harbour bits says", 0) is None
    assert MATCHER.match_domain_at("AB says", 0) is None  # a short label is more likely another word
    assert OutletMatcher(shipped_outlets(), DEFAULT_SETTINGS).match_domain_at(text, 0) is None
