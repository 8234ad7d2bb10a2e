"""The tags of a page that state metadata: title, meta, canonical link, JSON-LD, headings.

A page has a thousand tags, of which some dozen state something. They are read from the tree itself, since BeautifulSoup
calls Python for every tag; it reads the few marks near the headline (`near_marks.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from lxml.etree import _Element as Element

from dedup.sources.pages.metadata.tags.headline_place import HeadlinePlace, find_headline
from dedup.sources.pages.metadata.tags.meta_names import READ_METAS
from dedup.sources.pages.page_tree import element_text

_TAGS = ("title", "meta", "link", "base", "script", "h1")
_NAMES = frozenset(("property", "name", "itemprop", "http-equiv"))  # attributes that name a `<meta>`
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
        self._metas = _contents_by_name(tags["meta"][:_MAX_METAS])
        self._links = {name: tags[name][0].get("href", "") for name in ("link", "base") if tags[name]}
        self.title = next(map(_words_in, tags["title"]), None)
        self.scripts = [script.text or "" for script in tags["script"][:_MAX_SCRIPTS]]
        stated = filter(None, (self.title, *self.metas(("og:title",))))
        lesser = islice(tree.iter("h2"), _MAX_HEADINGS)
        self.place = HeadlinePlace(find_headline(tags["h1"][:_MAX_HEADINGS], lesser, list(stated)))

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
        return None if heading is None else _words_in(heading)


def _is_read(tag: Element) -> bool:
    match tag.tag:
        case "meta":
            return tag.get("content") is not None and any(map(READ_METAS.__contains__, _names(tag)))
        case "link":
            return "canonical" in tag.get("rel", "").lower().split() and tag.get("href") is not None
        case "script":
            return "ld+json" in tag.get("type", "") and len(tag.text or "") <= _MAX_SCRIPT_CHARACTERS
        case "title":
            parent = tag.getparent()
            return parent is None or parent.tag not in ("svg", "symbol", "g")
    return True


def _names(meta: Element) -> list[str]:
    return [str(value).lower().strip() for name, value in meta.items() if name in _NAMES and value]


def _contents_by_name(metas: Iterable[Element]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in metas:
        for name in _names(meta):
            found.setdefault(name, []).append(meta.get("content", ""))
    return found


def _words_in(element: Element) -> str | None:
    return " ".join(element_text(element).split()) or None
