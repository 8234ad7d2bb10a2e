"""What a page shows near its headline that says when the article was published and who wrote it.

These are tags with a date or a name in them, which their kind, property or class says, nearest to the headline first;
and the plain text behind the headline. They are looked for only where the page's head states no date or no name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple, cast

from lxml import etree
from lxml.etree import _Element as Element

from dedup.runtime.patterns import lazy_pattern
from dedup.sources.pages.metadata.tags.headline_place import HeadlinePlace
from dedup.sources.pages.page_tree import element_text

if TYPE_CHECKING:
    from bs4 import Tag

_DATES = etree.XPath(
    "//time | //*[@pubdate or contains(@itemprop, 'datePublished') or contains(@property, 'datePublished')"
    " or (self::abbr and contains(@class, 'published'))][not(self::meta)]"
)
_NAMED_PERSONS = etree.XPath("//*[@itemprop or @property or @rel][not(self::meta or self::link)]")
_TEXT = "text()[normalize-space()][not(parent::script or parent::style or parent::title)][position() <= $n]"
_TEXTS_BEHIND, _TEXTS_BEFORE = etree.XPath(f"following::{_TEXT}"), etree.XPath(f"preceding::{_TEXT}")
# Words of classes that name a mark of a person; and those that name something else beside it.
_PERSON_WORDS = frozenset(
    (
        *("author", "authors", "byline", "bylines", "autor", "autores", "autoren", "autore", "autori", "auteur"),
        *("auteurs", "reporter", "signature", "firma", "yazar", "journalist", "journalista", "journaliste"),
    )
)
_NO_PERSON_WORDS = frozenset(
    (
        *("image", "img", "photo", "avatar", "picture", "date", "time", "bio", "role", "title", "job", "description"),
        *("social", "follow", "icon", "email", "twitter", "share", "box", "comment"),
    )
)
_NO_PERSON_TAGS = frozenset(("html", "body", "img", "svg", "meta", "link", "script"))
_WORD = lazy_pattern(r"[A-Z]?[a-z]+|[A-Z]+")
_MAX_ELEMENTS_READ = 20_000  # of a page whose classes are looked at
_MAX_MARKS = 200  # of a kind that are looked at: a live ticker has thousands of times
_MAX_READ = 8  # of a kind that are read, nearest to the headline first
_MAX_ELEMENTS, _MAX_CHARACTERS = 40, 600  # of a mark: more is a part of the page
_MAX_TEXTS = 40  # pieces of text behind the headline
_MAX_TEXTS_BEFORE = 6
_MAX_SAID = 60  # characters before a mark that may say what it is: "Updated: "


class Mark(NamedTuple):
    """A tag that shows a date or a name; `said` is the text before it, `names` its classes, and those around it.

    `is_near` is False if it shares no more with the headline than the page.
    """

    tag: Tag
    said: str
    names: str
    shared_ancestors: int
    is_near: bool


class NearMarks:
    """What stands near the headline of a page."""

    def __init__(self, tree: Element, place: HeadlinePlace) -> None:
        self._tree, self._place = tree, place

    def dates(self) -> list[Mark]:
        """The tags that show a date, the nearest to the headline first."""
        return self._read(_found(_DATES, self._tree))

    def persons(self) -> list[Mark]:
        """The tags that show names, the nearest to the headline first."""
        named = filter(_states_a_person, _found(_NAMED_PERSONS, self._tree))
        return self._read(
            chain(named, filter(_is_called_a_person, islice(self._tree.iter(etree.Element), _MAX_ELEMENTS_READ)))
        )

    def texts(self) -> Iterator[str]:
        """The pieces of text behind the headline, in the order of the page; then those right before it."""
        if (headline := self._place.headline) is not None:
            for xpath, count in ((_TEXTS_BEHIND, _MAX_TEXTS), (_TEXTS_BEFORE, _MAX_TEXTS_BEFORE)):
                for text in cast("list[etree._ElementUnicodeResult]", xpath(headline, n=count)):
                    holder = text.getparent()
                    assert holder is not None  # of a text that an XPath found
                    shared = self._place.shared_ancestors(holder)
                    if shared is not None and (xpath is _TEXTS_BEHIND or self._place.is_near(shared)):
                        yield " ".join(text.split())

    def _read(self, found: Iterable[Element]) -> list[Mark]:
        ranked = self._nearest(found)
        if not ranked:
            return []
        from bs4 import BeautifulSoup, Tag  # as long to import as a dozen pages to read

        soup = BeautifulSoup("".join(f"<section>{_written(element)}</section>" for _, element in ranked), "lxml")
        sections = soup.find_all("section", recursive=True)
        return [
            Mark(tag, _said_before(element), _names(element), shared, self._place.is_near(shared))
            for section, (shared, element) in zip(sections, ranked, strict=False)
            if isinstance(tag := next(section.children, None), Tag)
        ]

    def _nearest(self, found: Iterable[Element]) -> list[tuple[int, Element]]:
        ranked: list[tuple[int, bool, int, Element]] = []
        outer: set[Element] = set()
        for element in islice(found, _MAX_MARKS):
            if not outer.isdisjoint(element.iterancestors()):
                continue
            shared = self._place.shared_ancestors(element)
            if shared is None or not _is_small(element):
                continue
            is_before = self._place.comes_before(element)
            if self._place.is_near(shared) or not is_before:
                outer.add(element)
                ranked.append((-shared, is_before, len(ranked), element))
        return [(-shared, element) for shared, _, _, element in sorted(ranked)[:_MAX_READ]]


def _found(xpath: etree.XPath, tree: Element) -> list[Element]:
    return cast("list[Element]", xpath(tree))


def _written(element: Element) -> str:
    return etree.tostring(element, encoding="unicode", method="html", with_tail=False)


def _is_small(element: Element) -> bool:
    size = 0
    for count, node in enumerate(element.iter()):
        size += len(node.text or "") + len(node.tail or "")
        if count >= _MAX_ELEMENTS or size > _MAX_CHARACTERS:
            return False
    return True


def _names(element: Element) -> str:
    """The classes of an element and of what it stands in."""
    parent = element.getparent()
    return f"{element.get('class', '')} {parent.get('class', '') if parent is not None else ''}"


def _said_before(element: Element) -> str:
    """The text right before an element, within its parent or the parent of that."""
    node, said = element, ""
    for _ in range(2):
        parent = node.getparent()
        if parent is None or said.strip():
            break
        before = node.getprevious()
        said = (parent.text if before is None else before.tail or element_text(before)) or ""
        node = parent
    return " ".join(said.split())[-_MAX_SAID:]


def _states_a_person(element: Element) -> bool:
    return any("author" in element.get(name, "") for name in ("itemprop", "property", "rel"))


def _is_called_a_person(element: Element) -> bool:
    names = element.get("class")
    return names is not None and _may_be_a_person(names) and element.tag not in _NO_PERSON_TAGS


@lru_cache(1 << 14)
def _may_be_a_person(names: str) -> bool:
    words = {word.lower() for word in _WORD.findall(names)}
    return not _PERSON_WORDS.isdisjoint(words) and _NO_PERSON_WORDS.isdisjoint(words)
