"""One name for each outlet."""

from __future__ import annotations

from itertools import permutations

from dedup.attribution.names.outlet_aliases import OutletAliases

NAMES = ["meridiannewsagency.example", "Meridian News Agency", "MERIDIAN NEWS AGENCY", "www.reuters.com"]


def test_a_written_name_precedes_a_domain_whatever_the_order() -> None:
    for names in permutations(NAMES):
        aliases = OutletAliases(names)
        assert {aliases(name) for name in NAMES[:3]} == {"MERIDIAN NEWS AGENCY"}
        assert aliases("www.reuters.com") == "www.reuters.com"


def test_an_outlet_without_another_name_keeps_its_name() -> None:
    assert OutletAliases(NAMES)("Oakdale Gazette") == "Oakdale Gazette"
    assert OutletAliases(NAMES)("Reuters") == "www.reuters.com"
