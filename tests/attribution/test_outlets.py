"""The registry of outlets: names at a place of a text, and whose address it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from dedup.attribution.outlet_matcher import OutletMatcher
from dedup.attribution.outlets import name_key, read_outlets, shipped_outlets
from dedup.errors import InputError
from dedup.settings import DEFAULT_SETTINGS


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The New York Times said", "New York Times"),
        ("Reuters'a göre", "Reuters"),
        ("TechCrunch’ın haberi", "TechCrunch"),
        ("Reutersin mukaan", "Reuters"),
        ("Интерфакса", "Interfax"),
        ("路透社报道", "Reuters"),
        ("«Коммерсантъ»", "Kommersant"),
        ("Techcrunch", "TechCrunch"),
        ("people told us", None),
        ("Reuterswerda", None),
    ],
)
def test_names_are_read_forwards(text: str, name: str | None) -> None:
    named = OutletMatcher(shipped_outlets(), DEFAULT_SETTINGS).match_at(text, 0)
    assert (named and named.outlet.name) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("as the Financial Times", "Financial Times"),
        ("この件はロイター通信", "Reuters"),
        ("said the mayor", None),
        ("", None),
    ],
)
def test_names_are_read_backwards(text: str, name: str | None) -> None:
    named = OutletMatcher(shipped_outlets(), DEFAULT_SETTINGS).match_before(text, len(text))
    assert (named and named.outlet.name) == name


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://www.bbc.co.uk/news/1", "BBC"),
        ("uk.reuters.com", "Reuters"),
        ("https://co.uk/", None),
        ("http://[", None),
    ],
)
def test_addresses_belong_to_outlets(address: str, name: str | None) -> None:
    found = shipped_outlets().by_host(address)
    assert (found and found.name) == name


def test_every_name_belongs_to_one_outlet() -> None:
    names = [name for entry in shipped_outlets().entries for name in {entry.name, *entry.aliases}]
    assert len(names) == len(set(names))


def test_a_name_and_a_domain_of_one_outlet_are_namesakes() -> None:
    names = ["Harbour Bits", "harbourbits.example", "https://www.harbourbits.co.example/1", "harbour-bits"]
    assert {name_key(name) for name in names} == {"harbourbits"}
    assert name_key("Harbour Bytes") != "harbourbits"


def test_a_list_that_is_none_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "outlets.json"
    path.write_text('[{"aliases": []}]', encoding="utf-8")
    with pytest.raises(InputError, match=r"outlets\.json is no list of outlets"):
        read_outlets(path)
