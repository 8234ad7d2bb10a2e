"""Who published an article: the domain of its address, else the folder that it lies in."""

from __future__ import annotations

from dedup.text.outlets import host


def outlet_of(named: str | None, address: str | None, folder: str | None) -> str | None:
    """The outlet that an article names (of an address, the domain), else the domain of its address, else its folder.

    >>> outlet_of("The Example", "example.org/a", None), outlet_of(None, "https://www.example.org/a", "feeds")
    ('The Example', 'example.org')
    """
    if named and ("://" in named or named.lower().startswith("www.")):
        named = _domain(named)
    return named or _domain(address) or folder


def _domain(address: str | None) -> str | None:
    found = host((address or "").strip())
    return found if "." in found and not any(map(str.isspace, found)) else None
