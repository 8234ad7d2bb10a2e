"""Which outlet published an article: the domain of its URL, else the folder that its file lies in.

A short link (`bit.ly/2cRxlv5`, `politi.co/2cjO7Ux`) names no outlet: the canonical URL behind it does.

A mirrored site is a folder with the name of its host, and folders for its sections and years inside: the outlet is the
site. Without such a folder, the innermost folder whose name has a letter is the outlet.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from dedup.runtime.patterns import lazy_pattern
from dedup.sources.decoding.decode import replace_lone_surrogates
from dedup.sources.urls.canonical_url import host_of

# A folder with the name of a host, as wget, httrack and browsers write it, perhaps with a port: `example.org+8080`.
_HOST_FOLDER = lazy_pattern(
    r"(?P<host>(?:[^\W_](?:[\w-]*[^\W_])?\.)+(?P<end>[^\W\d_]{2,}|xn--[a-z0-9-]+))(?:[:+@]\d{1,5})?"
)
# The path of a short link: one code, of letters and figures or of small and capital letters.
_SHORT_PATH = lazy_pattern(r"/(?=[^/]*[a-z])(?=.[^/]*[A-Z0-9])[A-Za-z0-9]{5,12}/?")
_RESERVED = frozenset(("example", "test", "invalid", "local", "localhost", "onion", "internal"))  # no public domains


def outlet_of(stated: str | None, url: str | None, folder: str | None, canonical: str | None = None) -> str | None:
    """The outlet that an article states (the domain, if it states a URL), else the domain of its URL, else its folder.

    >>> outlet_of("The Example", "example.org/a", None), outlet_of(None, "https://www.example.org/a", "feeds")
    ('The Example', 'example.org')
    >>> outlet_of("https://exm.pl", "https://exm.pl/2cRxlv5", None, "https://example.org/rain")
    'example.org'
    """
    if stated and ("://" in stated or stated.lower().startswith("www.")):
        stated = host_of(stated)
    host = host_of(url) if url else None
    if url and canonical and _is_short_link(url):
        behind = host_of(canonical) or host
        stated, host = (None if stated == host else stated), behind
    return stated or host or folder


def _is_short_link(url: str) -> bool:
    address = url if "://" in url else f"//{url}"
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return not parts.query and _SHORT_PATH.fullmatch(parts.path) is not None


def outlet_of_folder(name: str, outer: str | None) -> str | None:
    """The outlet of the files in a folder, which lies in a folder of the outlet `outer`.

    A folder inside a host's is a section; a name without a letter, such as `2024`, is a date and names no outlet.

    >>> outlet_of_folder("www.example.org", "mirror"), outlet_of_folder("news", "example.org")
    ('example.org', 'example.org')
    >>> outlet_of_folder("The Example", None), outlet_of_folder("2024", "The Example")
    ('The Example', 'The Example')
    """
    if outer is not None and _host_of_folder(outer):
        return outer
    if not any(map(str.isalpha, name)):
        return outer
    return _host_of_folder(name) or replace_lone_surrogates(name)


def outlet_of_article_folder(name: str, outer: str | None) -> str | None:
    """The outlet of the article that has a folder for itself, which lies in a folder of the outlet `outer`.

    >>> outlet_of_article_folder("rain-in-march", "The Example"), outlet_of_article_folder("example.org", None)
    ('The Example', 'example.org')
    """
    return _host_of_folder(name) or outer


def outlet_of_path(path: Path) -> str | None:
    """The site of the topmost folder with the name of a host in a path as it was given; None without one.

    >>> outlet_of_path(Path("mirror/example.org/news/2024"))
    'example.org'
    """
    return next(filter(None, map(_host_of_folder, path.parts)), None)


@lru_cache(maxsize=4096)
def _host_of_folder(name: str) -> str | None:
    """The host that a folder is named after, without `www.`; None if it has no such name."""
    found = _HOST_FOLDER.fullmatch(name)
    return host_of(found["host"]) if found and _is_top_level(found["end"].lower()) else None


def _is_top_level(label: str) -> bool:
    return label in _RESERVED or (label != "zip" and _is_public(label))


def _is_public(label: str) -> bool:
    from tld import is_tld  # takes a tenth of a second, which folders without a dot in their names need not wait for

    return is_tld(label)
