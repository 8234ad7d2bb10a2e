"""One spelling for each outlet: what texts call "Meridian News Agency" lies at meridiannewsagency.example.

Two names are one outlet's where they are alike but for spaces, marks and the rest of a domain. A name as texts write it
goes before a domain, then the first in order: nothing depends on who came first.
"""

from __future__ import annotations

from collections.abc import Iterable

from dedup.attribution.outlets import name_key


class OutletAliases:
    """The names of some outlets, each to be written in one way.

    >>> spelling = Spelling(["meridiannewsagency.example", "Meridian News Agency"])
    >>> spelling("meridiannewsagency.example"), spelling("Reuters")
    ('Meridian News Agency', 'Reuters')
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._name_of: dict[str, str] = {}
        for name in sorted(set(names), key=lambda name: ("." in name, name)):
            self._name_of.setdefault(name_key(name), name)

    def __call__(self, name: str) -> str:
        """The one spelling of a name; as it is, where no other is known."""
        return self._name_of.get(name_key(name), name)
