"""The names that heads of texts use for the parts of an article, in several languages, and what values they can have.

A head is taken out of the text, so a name alone is no evidence: `Author: Have you counted them?` begins a dialogue.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from dedup.runtime.patterns import lazy_pattern
from dedup.sources.dates.read_date import read_date
from dedup.sources.fields.foreign_names import FOREIGN_NAMES

_NAMES = {
    "title": "title headline heading subject head kop",
    "url": "url link permalink address documenturl sourceurl urlsource pageurl originalurl canonicalurl weblink",
    "outlet": "outlet source publication newspaper publisher site sitename website hostname domain publicationtitle"
    " journal",
    "published": "published publishedtime publicationdate publisheddate publishedat date pubdate datepublished dateline"
    " posted postedon created loaddate data",
    "author": "author authors byline by writer reporter correspondent from von par di av de",
    "language": "language lang",
}
_PART_AND_RANK = {
    name: (part, rank)
    for part, names in _NAMES.items()
    for rank, name in enumerate((*names.split(), *FOREIGN_NAMES[part]))
}  # the first name of a part is the surest
_WITHOUT_SEPARATORS = str.maketrans("", "", " _-.'’")

_WEB_ADDRESS = lazy_pattern(r"(?:https?://|www\.)\S+$|[\w-]+(?:\.[\w-]+)+(?:/\S*)?$", re.IGNORECASE)
_YEAR = lazy_pattern(r"(?<!\d)(?:1[6-9]|2[01])\d\d(?!\d)")
_MAX_TITLE_CHARACTERS = 400
_MAX_DATE_CHARACTERS = 60
_MAX_NAME_WORDS = 12
_MAX_ABBREVIATION = 5  # `Jr.`, `Corp.`: letters and full stop
_SURE = ("title", "url", "published")  # values that no dialogue has


def part_of_head_name(name: str) -> str | None:
    """The part of an article that a name in a head stands for.

    >>> part_of_head_name("Publication-Date"), part_of_head_name("Quelle"), part_of_head_name("Note")
    ('published', 'outlet', None)
    """
    return _part_and_rank(name)[0]


def parts_stated(stated: Mapping[str, object]) -> dict[str, object]:
    """What a head says, by parts of an article; of several names for one part, the surest with a fitting value counts.

    >>> parts_stated({"Date": "2024-03-05", "Source": "https://example.org/a", "Section": "News"})
    {'url': 'https://example.org/a', 'published': '2024-03-05'}
    """
    found: dict[str, object] = {}
    for name, value in sorted(stated.items(), key=lambda item: _part_and_rank(item[0])[1]):
        part = part_of_head_name(name)
        if part == "outlet" and isinstance(value, str) and value.strip().startswith(("http://", "https://")):
            part = "url"
        if part is not None and part not in found and _fits(part, value):
            found[part] = _bare(part, value)
    return found


def is_head(stated: Mapping[str, str]) -> bool:
    """Whether names and values are a head: one that is sure, or fitting ones beside which nobody speaks.

    >>> is_head({"By": "Ann Lee"}), is_head({"Author": "Have you counted them?", "Student": "All of them, twice."})
    (True, False)
    """
    found = parts_stated(stated)
    if any(found.get(part) for part in _SURE):
        return True
    known = {name for name in stated if part_of_head_name(name) is not None}
    fit = all(_fits(part_of_head_name(name) or "", stated[name]) for name in known)
    return bool(known) and fit and not any(_is_sentence(stated[name]) for name in stated.keys() - known)


def _part_and_rank(name: str) -> tuple[str | None, int]:
    return _PART_AND_RANK.get(name.casefold().translate(_WITHOUT_SEPARATORS), (None, len(_PART_AND_RANK)))


def _fits(part: str, value: object) -> bool:
    if not isinstance(value, str):
        return value is not None
    value = value.strip()
    if not value:
        return True
    if part == "title":
        return len(value) <= _MAX_TITLE_CHARACTERS
    if part == "url":
        return _WEB_ADDRESS.match(value) is not None
    if part == "published":
        is_short = len(value) <= _MAX_DATE_CHARACTERS
        return is_short and (_YEAR.search(value) is not None or read_date(value).moment is not None)
    return len(value.split()) <= _MAX_NAME_WORDS and not _is_sentence(value)


def _is_sentence(value: str) -> bool:
    value = value.strip()
    if value.endswith(("?", "!", "…", "...")):
        return True
    words = value.split()
    is_abbreviated = len(words) > 0 and words[-1][0].isupper() and len(words[-1]) <= _MAX_ABBREVIATION
    return len(words) > 1 and value.endswith(".") and not is_abbreviated


def _bare(part: str, value: object) -> object:
    """A value without what its name says once more: `BYLINE: By Ann Lee`, `From: Ann Lee <ann@example.org>`."""
    if not isinstance(value, str) or part != "author":
        return value
    value = re.sub(r"^by\s+", "", value.strip(), flags=re.IGNORECASE)
    return re.sub(r"\s*<[^<>\s]+@[^<>\s]+>", "", value).strip().strip('"') or value
