"""Where on a page its headline stands, and how near to it anything else: the marks of the page's own article are near.

A page shows many dates and names: a clock in its head, the teasers of other articles, comments. Two things tell its own
from those. They stand in no part of the page that is named for something else (`<nav>`, class "related") unless the
headline stands there, too. And they share more of their ancestors with the headline.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from lxml.etree import _Element as Element

from dedup.runtime.patterns import lazy_pattern
from dedup.sources.pages.metadata.likeness import likeness
from dedup.sources.pages.page_tree import element_text

_OTHER_TAGS = frozenset(("nav", "footer", "aside", "header", "form"))
# Words of classes and ids that name a part which is not the article's, alone or two together.
_OTHER_WORDS = frozenset(
    (
        *(
            "nav",
            "navbar",
            "navigation",
            "menu",
            "breadcrumb",
            "breadcrumbs",
            "footer",
            "masthead",
            "topbar",
            "toolbar",
        ),
        *("clock", "weather", "today", "ticker", "sidebar", "rail", "related", "recommended", "recommendations"),
        *("recirc", "teaser", "teasers", "card", "cards", "promo", "promos", "trending", "popular", "mostread"),
        *("mostviewed", "latest", "comment", "comments", "newsletter", "outbrain", "taboola", "widget", "morestories"),
        *("morenews", "morefrom", "readmore", "seealso", "alsoread", "nextarticle", "upnext", "copyright", "ads"),
    )
)
_SAME_HEADLINE = 0.5  # likeness of a heading and a stated title
_PAGE_ANCESTORS = 2  # html and body
_WORD = lazy_pattern(r"[A-Z]?[a-z]+|[A-Z]+|[^\W\d_]+")


class HeadlinePlace:
    """The headline of a page, and how near to it an element is."""

    def __init__(self, headline: Element | None) -> None:
        self.headline = headline
        path = [] if headline is None else [headline, *headline.iterancestors()]
        self._path = dict.fromkeys(path)
        self._known: dict[Element, int | None] = {node: depth for depth, node in enumerate(reversed(path), 1)}

    def is_near(self, shared_ancestors: int) -> bool:
        """Whether so many common ancestors are more than the whole page, or the headline has no more itself."""
        return shared_ancestors > _PAGE_ANCESTORS or len(self._path) <= _PAGE_ANCESTORS + 1

    def shared_ancestors(self, element: Element) -> int | None:
        """How many ancestors an element has in common with the headline; None if it stands in another part."""
        climbed = []
        node: Element | None = element
        while node is not None and node not in self._known:
            climbed.append(node)
            node = node.getparent()
        shared = 0 if node is None else self._known[node]
        for each in reversed(climbed):
            shared = None if shared is None or _is_of_another_part(each) else shared
            self._known[each] = shared
        return shared

    def comes_before(self, element: Element) -> bool:
        """Whether an element stands before the headline."""
        branch = element
        while (parent := branch.getparent()) is not None and parent not in self._path:
            branch = parent
        own = next((node for node in self._path if node.getparent() is parent), None)
        return parent is not None and own is not None and parent.index(branch) < parent.index(own)


def find_headline(headings: Sequence[Element], lesser: Iterable[Element], stated: Sequence[str]) -> Element | None:
    """The heading that is most like a title that the page states; of the lesser ones, if none is like one; the first.

    >>> from lxml.html import fromstring
    >>> page = fromstring("<body><h1>Orre Post</h1><h1>Rain at the coast</h1>")
    >>> find_headline(list(page.iter("h1")), [], ["Rain at the coast | Orre Post"]).text
    'Rain at the coast'
    """
    best, value = _most_alike(headings, stated)
    if value < _SAME_HEADLINE:
        lesser_best, lesser_value = _most_alike(list(lesser), stated)
        if lesser_value >= _SAME_HEADLINE:
            return lesser_best
    return best


def _most_alike(headings: Sequence[Element], stated: Sequence[str]) -> tuple[Element | None, float]:
    texts = [element_text(heading) for heading in headings]
    values = [max((likeness(text, title) for title in stated), default=0.0) for text in texts]
    best = max(values, default=0.0)
    return (headings[values.index(best)], best) if headings else (None, 0.0)


def _is_of_another_part(element: Element) -> bool:
    tag = element.tag
    if tag in ("body", "html"):
        return False
    return tag in _OTHER_TAGS or _names_another_part(f"{element.get('class', '')} {element.get('id', '')}")


@lru_cache(1 << 14)
def _names_another_part(names: str) -> bool:
    words = [word.lower() for word in _WORD.findall(names)]
    return not _OTHER_WORDS.isdisjoint(words) or not _OTHER_WORDS.isdisjoint(map(str.__add__, words, words[1:]))
