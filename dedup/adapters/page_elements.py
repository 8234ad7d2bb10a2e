"""Where a page holds some words: the smallest element around each place, as a CSS selector.

Only letters and digits are compared, for a spider joins paragraphs as it likes. What is in no element as a whole is
looked for by its beginning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

UNSHOWN = ("script", "style", "template", "noscript")
SAFE_NAME = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)  # needs no escape in a selector, and harms no log
MAX_PLACES = 4
MAX_STEPS = 3  # of a selector
MAX_CLASSES = 2  # of an element
BEGINNING_LETTERS = 60  # about a dozen words


def elements_around(response: Any, words: str) -> list[str]:
    """The selectors of the smallest elements that hold the words, one for each place; none without markup or words.

    >>> from scrapy.http import HtmlResponse
    >>> page = b"<main><div class=story><p>Sails again.</div><div class=print><p>Sails again!</div></main>"
    >>> elements_around(HtmlResponse("https://example.org", body=page), "Sails again")
    ['main > div.story > p', 'main > div.print > p']
    """
    root: Any = getattr(getattr(response, "selector", None), "root", None)
    sought = _letters(words)
    if not hasattr(root, "getroottree") or not sought:
        return []
    letters, spans = _letters_of_page(root.getroottree().getroot())
    places = [*_places(letters, sought)] or [*_places(letters, sought[:BEGINNING_LETTERS])]
    return [_selector(_smallest(spans, *place)) for place in places[:MAX_PLACES]]


def _letters(text: str | None) -> str:
    return "".join(filter(str.isalnum, (text or "").casefold()))


def _letters_of_page(root: Any) -> tuple[str, list[tuple[Any, int, int]]]:
    """The letters of a page, and each element, in order, with the range of its letters."""
    parts: list[str] = []
    spans: list[tuple[Any, int, int]] = []
    length = 0

    def add(text: str | None) -> None:
        nonlocal length
        parts.append(_letters(text))
        length += len(parts[-1])

    waiting: list[tuple[Any, int]] = [(root, -1)]  # an element, and its place in the list once its content is read
    while waiting:
        element, place = waiting.pop()
        if place >= 0:
            spans[place] = (element, spans[place][1], length)
        elif isinstance(element.tag, str) and element.tag not in UNSHOWN:
            spans.append((element, length, length))
            add(element.text)
            waiting += [(element, len(spans) - 1), *((child, -1) for child in reversed(element))]
            continue
        add(element.tail)
    return "".join(parts), spans


def _places(letters: str, sought: str) -> Iterator[tuple[int, int]]:
    end = 0
    while (start := letters.find(sought, end)) >= 0:
        end = start + len(sought)
        yield start, end


def _smallest(spans: list[tuple[Any, int, int]], start: int, end: int) -> Any:
    """The last element around a range: what stands in another follows it."""
    return [element for element, begins, ends in spans if begins <= start and end <= ends][-1]


def _selector(element: Any) -> str:
    """The selector of an element, from the closest one around it that has an id."""
    steps: list[str] = []
    while element is not None and len(steps) < MAX_STEPS and element.tag not in ("html", "body"):
        name = element.get("id") or ""
        if SAFE_NAME.fullmatch(name):
            steps.append(f"{element.tag}#{name}")
            break
        classes = [each for each in (element.get("class") or "").split() if SAFE_NAME.fullmatch(each)]
        steps.append(".".join([element.tag, *classes[:MAX_CLASSES]]))
        element = element.getparent()
    return " > ".join(reversed(steps)) or "body"
