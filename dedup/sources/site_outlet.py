"""Who published an article: the domain of its address, else the folder that it lies in."""

from __future__ import annotations

from dedup.sources.urls import host_of


def outlet_of(named: str | None, address: str | None, folder: str | None) -> str | None:
    """The outlet that an article names (of an address, the domain), else the domain of its address, else its folder.

    >>> outlet_of("The Example", "example.org/a", None), outlet_of(None, "https://www.example.org/a", "feeds")
    ('The Example', 'example.org')
    """
    if named and ("://" in named or named.lower().startswith("www.")):
        named = host_of(named)
    return named or (host_of(address) if address else None) or folder
