"""The metadata of an HTML page: title, URLs, date, author, language.

Each is looked up where pages put it, the most reliable place first: JSON-LD (schema.org), Open Graph, then plain HTML.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from lxml.html import HtmlElement

from dedup.sources.dates.parse_date import parse_date

_TAGS = ("title", "meta", "link", "script", "h1", "time")
_ARTICLE_TYPE = re.compile(r"Article|Posting|Report|Review|Story")
_PUBLISHED = (
    "article:published_time",
    "datepublished",
    "parsely-pub-date",
    "dc.date.issued",
    "dc.date",
    "pubdate",
    "date",
)
_AUTHOR = ("author", "article:author", "parsely-author", "dc.creator")
_MAX_JSON_LD_NODES = 10_000


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """The metadata of a page; URLs are absolute, and what the page does not state is None."""

    title: str | None
    url: str | None
    canonical: str | None
    published: datetime | None
    author: str | None
    language: str | None


def read_page_metadata(tree: HtmlElement) -> PageMetadata:
    """Read the metadata of a page; what it does not state is None."""
    page = _MetadataTags(tree)
    canonical = _absolute(page.canonical_link())
    addresses = (page.meta("og:url"), page.schema.get("url"), canonical)
    titles = (page.meta("og:title"), page.schema.get("headline"), page.text_of("title"), page.text_of("h1"))
    dates = (page.schema.get("datePublished"), *map(page.meta, _PUBLISHED), *page.times())
    authors = (_names(page.schema.get("author")), *map(page.meta, _AUTHOR))
    return PageMetadata(
        title=next(filter(None, map(_line, titles)), None),
        url=next(filter(None, map(_absolute, addresses)), None),
        canonical=canonical,
        published=next(filter(None, map(parse_date, dates)), None),
        author=next((author for author in map(_line, authors) if author and "://" not in author), None),
        language=_line(tree.get("lang")) or _line(tree.get("xml:lang")) or _line(page.locale()),
    )


class _MetadataTags:
    """The tags of a page that hold metadata."""

    def __init__(self, tree: HtmlElement) -> None:
        self._tags: dict[str, list[HtmlElement]] = {name: [] for name in _TAGS}
        for tag in tree.iter(*_TAGS):
            self._tags[tag.tag].append(tag)
        self._metas: dict[str, str] = {}
        for tag in self._tags["meta"]:
            name = tag.get("property") or tag.get("name") or tag.get("itemprop")
            if (content := tag.get("content")) is not None:
                self._metas.setdefault(str(name).lower(), content)
        self.schema = next(self._schemas(), {})

    def meta(self, name: str) -> str | None:
        return self._metas.get(name)

    def locale(self) -> str:
        return self._metas.get("og:locale", "").replace("_", "-")

    def text_of(self, tag_name: str) -> str | None:
        tag = next(iter(self._tags[tag_name]), None)
        return None if tag is None else " ".join(tag.itertext())

    def times(self) -> list[str]:
        return [moment for tag in self._tags["time"] if (moment := tag.get("datetime")) is not None]

    def canonical_link(self) -> str | None:
        links = (tag.get("href") for tag in self._tags["link"] if "canonical" in tag.get("rel", "").split())
        return next(filter(None, links), None)

    def _schemas(self) -> Iterator[Mapping[str, object]]:
        """The schema.org objects that describe an article."""
        for tag in self._tags["script"]:
            if tag.get("type") != "application/ld+json":
                continue
            try:
                value = json.loads(tag.text or "", strict=False)
            except (ValueError, RecursionError):
                continue
            yield from filter(_describes_article, _objects(value))


def _objects(value: object) -> Iterator[Mapping[str, object]]:
    """All objects inside a JSON value, outer ones first."""
    waiting = [value]
    for _ in range(_MAX_JSON_LD_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, dict):
            yield node
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node


def _describes_article(node: Mapping[str, object]) -> bool:
    return bool(_ARTICLE_TYPE.search(str(node.get("@type")))) and ("headline" in node or "datePublished" in node)


def _names(value: object) -> str | None:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_names, value)))
    if isinstance(value, dict):
        return _names(value.get("name"))
    return value if isinstance(value, str) else None


def _line(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _absolute(address: object) -> str | None:
    if not isinstance(address, str):
        return None
    address = address.strip()
    return address if address.lower().startswith(("http://", "https://")) else None
