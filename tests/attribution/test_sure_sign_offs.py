"""Sign-offs that are sure without reading anything else: they are among the credits of the text, whatever it holds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.article import Article
from dedup.attribution.credit import TEXT_LEVEL_KINDS
from dedup.attribution.credits import CreditReader, whole_text
from dedup.attribution.names.outlets import name_key
from dedup.settings import DEFAULT_SETTINGS, Settings

PROSE = "The quay of Oakdale was closed on Monday after a crane had fallen into the river."
WIRE = f"{PROSE}\n" * 6
PIECES = [
    PROSE,
    "OAKDALE (Reuters) - The quay is closed.",
    "First appeared on\nReuters",
    "This article was originally published by Reuters",
    "Source:\nReuters",
    "Source: AFP, Reuters",
    "Original title:\nReuters",
    "By Ann Lee, Reuters",
    "Reuters",
    "Reuter",
    "(Reuters)",
    "dpa",
    "AFP/Reuters",
    "according to Reuters",
    "Related articles",
    "Copyright Reuters",
    "(Reporting by Ann Lee; Editing by Bo Ek)",
    "Aus dem Englischen von Reuters",
    "Quelle: dpa",
]


def sure_and_read(article: Article, language: str, given_settings: Settings) -> tuple[set[str], set[str]]:
    """The sure agencies, and the names that all credits give for the text itself."""
    reader = CreditReader([article], whole_text, given_settings)
    found = (credit for credit in reader(article, language) if credit.kind in TEXT_LEVEL_KINDS)
    return {*reader.sure_agencies(article, language)}, {name_key(credit.name) for credit in found}


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=6),
    st.booleans(),
    st.sampled_from(["en", "de", "", "zu"]),
    st.sampled_from([None, "reuters.com", "one.example"]),
    st.sampled_from([0.3, 0.9, 1.0]),
)
def test_what_is_sure_is_among_all_credits(
    pieces: list[str], is_long: bool, language: str, outlet: str | None, strength: float
) -> None:
    text = "\n".join([WIRE, *pieces] if is_long else pieces)
    changed = replace(DEFAULT_SETTINGS, sign_off_strength=strength)
    sure, read = sure_and_read(Article("a", text, outlet=outlet), language, changed)
    assert sure <= read


@pytest.mark.parametrize(
    "text", [f"{WIRE} Reuter", f"{WIRE}(Reuters)", f"{PROSE}\n(Reuters)", f"A fact: {WIRE}\nReuters"]
)
def test_a_plain_sign_off_is_sure(text: str) -> None:
    assert sure_and_read(Article("a", text), "en", DEFAULT_SETTINGS)[0] == {"reuters"}


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        (f"{WIRE}Source:\nReuters", None),
        (f"{WIRE}This story first appeared on\nReuters", None),
        (f"{WIRE}\nReuters", "reuters.com"),
    ],
    ids=["label", "cue", "own"],
)
def test_what_another_credit_may_replace_is_not_sure(text: str, outlet: str | None) -> None:
    assert sure_and_read(Article("a", text, outlet=outlet), "en", DEFAULT_SETTINGS)[0] == set()


def test_what_was_read_is_given_once() -> None:
    article = Article("a", f"{WIRE}\nReuters")
    reader = CreditReader([article], whole_text, DEFAULT_SETTINGS)
    assert reader(article, "en") is reader(article, "en")
    assert reader.read_all([article]) == [reader(article, "en")]


@pytest.mark.parametrize(("agency", "sure"), [("ANKA", set()), ("dpa", {"dpa"})])
def test_an_agency_whose_name_is_always_ambiguous_is_no_sure_source(agency: str, sure: set[str]) -> None:
    """No pair is told to have a source that is then not found when it is asked for."""
    article = Article("a", f"Meclis haftaya yeni tasarıyı görüşecek.\nKomisyon salı günü toplanacak.\n{agency}")
    assert sure_and_read(article, "tr", DEFAULT_SETTINGS)[0] == sure
