"""Which outlet published an article: the domain of its URL, else the folder that its file lies in."""

from __future__ import annotations

from dedup.sources.urls.canonical_url import host_of


def outlet_of(stated: str | None, url: str | None, folder: str | None) -> str | None:
    """The outlet that an article states (the domain, if it states a URL), else the domain of its URL, else its folder.

    >>> outlet_of("The Example", "example.org/a", None), outlet_of(None, "https://www.example.org/a", "feeds")
    ('The Example', 'example.org')
    """
    if stated and ("://" in stated or stated.lower().startswith("www.")):
        stated = host_of(stated)
    return stated or (host_of(url) if url else None) or folder
