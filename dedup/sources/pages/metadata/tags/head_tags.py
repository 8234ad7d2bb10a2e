"""The tags of a page that state metadata, as BeautifulSoup reads them: title, meta, canonical link, JSON-LD, headings.

A page has a thousand tags, of which some dozen state something. Those are picked out of the tree and written as a small
page, which BeautifulSoup reads in a fraction of the time that it takes for the whole one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from bs4 import BeautifulSoup, Tag
from lxml import etree
from lxml.html import HtmlElement

from dedup.sources.pages.metadata.tags.headline_place import HeadlinePlace, find_headline
from dedup.sources.pages.metadata.tags.meta_names import READ_METAS

_TAGS = ("title", "meta", "link", "base", "script", "h1")
_NAMES = ("property", "name", "itemprop", "http-equiv")  # attributes that name a `<meta>`
_MAX_HEADINGS = 20
_MAX_SCRIPT_CHARACTERS = 2_000_000
_MAX_METAS = 200


class HeadTags:
    """The tags that state metadata, and the place of the page's headline."""

    def __init__(self, tree: HtmlElement) -> None:
        tags: dict[str, list[HtmlElement]] = {name: [] for name in _TAGS}
        for tag in tree.iter(*_TAGS):
            if _is_read(tag):
                tags[tag.tag].append(tag)
        self._soup = BeautifulSoup(_small_page(tags), "lxml")
        self._metas: dict[str, list[str]] = {}
        for meta in self._soup.find_all("meta"):
            for name in filter(None, map(meta.get, _NAMES)):
                self._metas.setdefault(str(name).lower().strip(), []).append(str(meta["content"]))
        stated = filter(None, (self.text("title"), *self.metas(("og:title",))))
        lesser = islice(tree.iter("h2"), _MAX_HEADINGS)
        self.place = HeadlinePlace(find_headline(tags["h1"][:_MAX_HEADINGS], lesser, list(stated)))

    def metas(self, names: Iterable[str]) -> Iterator[str]:
        """The contents of the `<meta>` tags of these names, in the order of the names."""
        for name in names:
            yield from self._metas.get(name, ())

    def meta(self, *names: str) -> str | None:
        """The first content of a `<meta>` tag of one of these names."""
        return next(self.metas(names), None)

    def link(self, tag_name: str) -> str | None:
        """The address of `<link rel=canonical>`, or of `<base>`."""
        tag = self._soup.find(tag_name, href=True)
        return str(tag["href"]) if isinstance(tag, Tag) else None

    def text(self, tag_name: str) -> str | None:
        """The text of the page's `<title>`."""
        tag = self._soup.find(tag_name)
        return " ".join(tag.get_text().split()) or None if isinstance(tag, Tag) else None

    def headline(self) -> str | None:
        """The text of the page's headline."""
        return (
            None if self.place.headline is None else " ".join("".join(self.place.headline.itertext()).split()) or None
        )

    def scripts(self) -> list[str]:
        """The sources of the page's JSON-LD."""
        return [tag.string or "" for tag in self._soup.find_all("script")]


def _is_read(tag: HtmlElement) -> bool:
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


def _small_page(tags: dict[str, list[HtmlElement]]) -> str:
    read = (*tags["title"][:1], *tags["meta"][:_MAX_METAS], *tags["link"][:1], *tags["base"][:1], *tags["script"])
    return f"<html><head>{''.join(map(_written, read))}</head></html>"


def _written(element: HtmlElement) -> str:
    return etree.tostring(element, encoding="unicode", method="html", with_tail=False)
