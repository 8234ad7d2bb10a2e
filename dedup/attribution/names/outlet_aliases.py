"""One name for each outlet: what texts call "Meridian News Agency" is the same as meridiannewsagency.example.

Two names belong to one outlet if they differ only in spaces, marks, case and the rest of a domain (`name_key`). A name
as texts write it precedes a domain, then the first in alphabetical order: the choice does not depend on input order.
"""

from __future__ import annotations

from collections.abc import Iterable

from dedup.attribution.names.outlets import name_key


class OutletAliases:
    """Maps the names of some outlets to one name each.

    >>> aliases = OutletAliases(["meridiannewsagency.example", "Meridian News Agency"])
    >>> aliases("meridiannewsagency.example"), aliases("Reuters")
    ('Meridian News Agency', 'Reuters')
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._name_of: dict[str, str] = {}
        for name in sorted(set(names), key=lambda name: ("." in name, name)):
            self._name_of.setdefault(name_key(name), name)

    def __call__(self, name: str) -> str:
        """The chosen name of the same outlet; `name` itself if the outlet has no other."""
        return self._name_of.get(name_key(name), name)
