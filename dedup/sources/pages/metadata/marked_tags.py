"""The tags of a page that hold metadata, as BeautifulSoup reads them.

A page has some thousand tags, of which some dozen hold metadata. Those are picked out of the tree by XPath; what shows
a date or a name, with how near to the headline it stands. They are written out as a small page, which BeautifulSoup
reads in a millisecond; the whole page would take it eight.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import islice
from typing import NamedTuple

from bs4 import BeautifulSoup, Tag
from lxml import etree
from lxml.html import HtmlElement

from dedup.sources.pages.metadata.headline_place import HeadlinePlace, find_headline

_HEAD = etree.XPath(
    "//title[not(ancestor::*[local-name() = 'svg'])] | //meta[@content] | //base[@href]"
    " | //link[contains(@rel, 'canonical')][@href] | //script[contains(@type, 'ld+json')]"
)
_HEADLINES = etree.XPath("//h1 | //*[@itemprop = 'headline'][not(self::meta)]")
_DATES = etree.XPath(
    "//time | //abbr[contains(@class, 'published')] | //*[@pubdate]"
    " | //*[contains(@itemprop, 'datePublished') or contains(@property, 'datePublished')][not(self::meta)]"
)
_PERSONS = etree.XPath(
    "//a[contains(@rel, 'author')]"
    " | //*[contains(@itemprop, 'author') or contains(@property, 'author')][not(self::meta)]"
    " | //*[contains(@class, 'utho') or contains(@class, 'yline') or contains(@class, 'utor')"
    " or contains(@class, 'uteur') or contains(@class, 'eporter') or contains(@class, 'ignature')"
    " or contains(@class, 'firma') or contains(@class, 'yazar') or contains(@class, 'ournalist')]"
    "[not(self::meta or self::body or self::html or self::script or self::img or self::svg)]"
)
_TEXTS_BEHIND = etree.XPath(
    "following::text()[normalize-space()][not(parent::script or parent::style)][position() <= $n]"
)
# What a mark of a person is named. Long class names of a whole page or of a picture are not among these words.
_PERSON_WORDS = frozenset(
    (
        *("author", "authors", "byline", "bylines", "autor", "autores", "autoren", "autore", "autori", "auteur"),
        *("auteurs", "reporter", "signature", "firma", "yazar", "journalist", "journalista", "journaliste"),
    )
)
_NO_PERSON_WORDS = frozenset(
    (
        *("image", "img", "photo", "avatar", "picture", "date", "time", "bio", "role", "title", "job", "description"),
        *("social", "follow", "icon", "email", "twitter", "share", "box", "comment", "fn"),
    )
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_MAX_MARKS = 200  # of a kind that are looked at: a live ticker has thousands of times
_MAX_READ = 12  # of a kind that are read, nearest to the headline first
_MAX_ELEMENTS, _MAX_CHARACTERS = 40, 600  # of a mark: more is a part of the page
_MAX_SCRIPT_CHARACTERS = 2_000_000
_MAX_TEXTS = 40  # pieces behind the headline that may show a date or a byline
_MAX_SAID = 60  # characters before a mark that may say what it is: "Updated: "


class Mark(NamedTuple):
    """A tag near the headline that shows a date or a name; `said` is the text before it, `names` its classes."""

    tag: Tag
    said: str
    names: str
    shared_ancestors: int


class MarkedTags:
    """The tags of a page that hold metadata; what names nothing is left out."""

    def __init__(self, tree: HtmlElement) -> None:
        head = _HEAD(tree)
        stated = list(_stated_titles(head))
        self.place = HeadlinePlace(find_headline(_HEADLINES(tree)[:_MAX_MARKS], stated))
        self._soup = BeautifulSoup(_small_page(tree, head, self.place), "lxml")
        self._metas: dict[str, list[str]] = {}
        for tag in self._soup.find_all("meta"):
            for key in filter(None, (tag.get("property"), tag.get("name"), tag.get("itemprop"), tag.get("http-equiv"))):
                self._metas.setdefault(str(key).lower().strip(), []).append(str(tag["content"]))

    def metas(self, names: Iterable[str]) -> Iterator[str]:
        """The contents of the `<meta>` tags of these names, in the order of the names."""
        for name in names:
            yield from self._metas.get(name, ())

    def meta(self, *names: str) -> str | None:
        """The first content of a `<meta>` tag of one of these names."""
        return next(self.metas(names), None)

    def link(self, tag_name: str) -> str | None:
        """The address of the first `<link rel=canonical>` or `<base>`."""
        tag = self._soup.find(tag_name, href=True)
        return str(tag["href"]) if isinstance(tag, Tag) else None

    def text(self, tag_name: str) -> str | None:
        """The text of the page's title, or of its headline ("h1")."""
        tag = self._soup.find(tag_name)
        return " ".join(tag.get_text().split()) or None if isinstance(tag, Tag) else None

    def scripts(self) -> list[str]:
        """The sources of the page's JSON-LD."""
        return [tag.string or "" for tag in self._soup.find_all("script")]

    def texts_behind_headline(self) -> Iterator[str]:
        """The pieces of text behind the headline, as the page shows them."""
        if self.place.headline is not None:
            yield from (" ".join(text.split()) for text in _TEXTS_BEHIND(self.place.headline, n=_MAX_TEXTS))

    def marks(self, kind: str) -> list[Mark]:
        """The marks of dates ("date") or persons ("person"), nearest to the headline first."""
        return [
            Mark(next(tag.children), str(tag["data-said"]), str(tag["data-names"]), int(str(tag["data-shared"])))
            for tag in self._soup.find_all("section", {"data-kind": kind})
        ]


def _stated_titles(head: Iterable[HtmlElement]) -> Iterator[str]:
    for tag in head:
        if tag.tag == "title":
            yield tag.text_content()
        elif tag.tag == "meta" and (tag.get("property") or tag.get("name") or "").lower() == "og:title":
            yield tag.get("content", "")


def _small_page(tree: HtmlElement, head: Iterable[HtmlElement], place: HeadlinePlace) -> str:
    shown = [_written(place.headline)] if place.headline is not None else []
    shown += _nearest("date", _DATES(tree), place)
    shown += _nearest("person", filter(_names_a_person, _PERSONS(tree)), place)
    heads = (_written(tag) for tag in head if tag.tag != "script" or len(tag.text or "") < _MAX_SCRIPT_CHARACTERS)
    return f"<html><head>{''.join(heads)}</head><body>{''.join(shown)}</body></html>"


def _nearest(kind: str, found: Iterable[HtmlElement], place: HeadlinePlace) -> list[str]:
    """The marks that are nearest to the headline, each in a `section` that says what is around it."""
    ranked = []
    outer: set[HtmlElement] = set()
    for element in islice(found, _MAX_MARKS):
        if element.getparent() in outer or not outer.isdisjoint(element.iterancestors()):
            continue
        if (shared := place.shared_ancestors(element)) is not None and _is_small(element):
            outer.add(element)
            ranked.append((shared, element))
    ranked.sort(key=lambda each: -each[0])
    return [
        f'<section data-kind="{kind}" data-shared="{shared}" data-names="{escape(_names(element))}"'
        f' data-said="{escape(_said_before(element))}">{_written(element)}</section>'
        for shared, element in ranked[:_MAX_READ]
    ]


def _written(element: HtmlElement) -> str:
    return etree.tostring(element, encoding="unicode", method="html", with_tail=False)


def _is_small(element: HtmlElement) -> bool:
    size = count = 0
    for node in element.iter():
        count += 1
        size += len(node.text or "") + len(node.tail or "")
        if count > _MAX_ELEMENTS or size > _MAX_CHARACTERS:
            return False
    return True


def _names(element: HtmlElement) -> str:
    """The classes of an element and of what it stands in."""
    parent = element.getparent()
    return f"{element.get('class', '')} {parent.get('class', '') if parent is not None else ''}"


def _said_before(element: HtmlElement) -> str:
    """The text right before an element, within its parent or the parent of that."""
    node, said = element, ""
    for _ in range(2):
        parent = node.getparent()
        if parent is None or said.strip():
            break
        before = node.getprevious()
        said = (parent.text if before is None else before.tail or before.text_content()) or ""
        node = parent
    return " ".join(said.split())[-_MAX_SAID:]


def _names_a_person(element: HtmlElement) -> bool:
    if element.get("rel") or element.get("itemprop") or element.get("property"):
        return True
    words = {word.lower() for word in _WORD.findall(element.get("class", ""))}
    return not _PERSON_WORDS.isdisjoint(words) and _NO_PERSON_WORDS.isdisjoint(words)
