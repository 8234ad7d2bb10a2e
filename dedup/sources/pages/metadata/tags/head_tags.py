"""The tags of a page that state metadata, as BeautifulSoup reads them: title, meta, canonical link, JSON-LD, headings.

A page has a thousand tags, of which some dozen state something. Those are picked out of the tree and written as a small
page, which BeautifulSoup reads in a fraction of the time that it takes for the whole one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from bs4 import BeautifulSoup, Tag
from lxml import etree
from lxml.etree import _Element as Element

from dedup.sources.pages.metadata.tags.headline_place import HeadlinePlace, find_headline
from dedup.sources.pages.metadata.tags.meta_names import READ_METAS
from dedup.sources.pages.page_tree import element_text

_TAGS = ("title", "meta", "link", "base", "script", "h1")
_NAMES = ("property", "name", "itemprop", "http-equiv")  # attributes that name a `<meta>`
_MAX_HEADINGS = 20
_MAX_SCRIPTS = 100
_MAX_SCRIPT_CHARACTERS = 2_000_000
_MAX_METAS = 200


class HeadTags:
    """The tags that state metadata, and the place of the page's headline."""

    def __init__(self, tree: Element) -> None:
        tags: dict[str, list[Element]] = {name: [] for name in _TAGS}
        for tag in tree.iter(*_TAGS):
            if _is_read(tag):
                tags[tag.tag].append(tag)
        self._metas: dict[str, list[str]] = {}
        self._links: dict[str, str] = {}
        self.title: str | None = None
        self.scripts: list[str] = []
        for read in BeautifulSoup(_small_page(tags), "lxml").find_all(_TAGS):
            self._take(read)
        stated = filter(None, (self.title, *self.metas(("og:title",))))
        lesser = islice(tree.iter("h2"), _MAX_HEADINGS)
        self.place = HeadlinePlace(find_headline(tags["h1"][:_MAX_HEADINGS], lesser, list(stated)))

    def _take(self, tag: Tag) -> None:
        match tag.name:
            case "meta":
                for name in filter(None, map(tag.get, _NAMES)):
                    self._metas.setdefault(str(name).lower().strip(), []).append(str(tag["content"]))
            case "title":
                self.title = " ".join(tag.get_text().split()) or None
            case "script":
                self.scripts.append(tag.get_text())
            case name:
                self._links.setdefault(name, str(tag.get("href", "")))

    def groups(self, names: Iterable[str]) -> Iterator[list[str]]:
        """The contents of the `<meta>` tags of each of these names."""
        return filter(None, (self._metas.get(name) for name in names))

    def metas(self, names: Iterable[str]) -> Iterator[str]:
        """The contents of the `<meta>` tags of these names, in the order of the names."""
        return chain.from_iterable(self.groups(names))

    def meta(self, *names: str) -> str | None:
        """The first content of a `<meta>` tag of one of these names."""
        return next(self.metas(names), None)

    def canonical(self) -> str | None:
        """The canonical link, as it is stated."""
        return self._links.get("link")

    def base(self) -> str | None:
        """What relative addresses are relative to, as it is stated."""
        return self._links.get("base")

    def headline(self) -> str | None:
        """The text of the page's headline."""
        heading = self.place.headline
        return None if heading is None else " ".join(element_text(heading).split()) or None


def _is_read(tag: Element) -> bool:
    match tag.tag:
        case "meta":
            return tag.get("content") is not None and any(
                name.lower().strip() in READ_METAS for name in map(tag.get, _NAMES) if name
            )
        case "link":
            return "canonical" in tag.get("rel", "").lower().split() and tag.get("href") is not None
        case "script":
            return "ld+json" in tag.get("type", "") and len(tag.text or "") <= _MAX_SCRIPT_CHARACTERS
        case "title":
            parent = tag.getparent()
            return parent is None or parent.tag not in ("svg", "symbol", "g")
    return True


def _small_page(tags: dict[str, list[Element]]) -> str:
    read = (
        *tags["title"][:1],
        *tags["meta"][:_MAX_METAS],
        *tags["link"][:1],
        *tags["base"][:1],
        *tags["script"][:_MAX_SCRIPTS],
    )
    return f"<html><head>{''.join(map(_written, read))}</head></html>"


def _written(element: Element) -> str:
    return etree.tostring(element, encoding="unicode", method="html", with_tail=False)
