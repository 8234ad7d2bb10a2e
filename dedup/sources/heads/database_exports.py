"""Exports of newspaper databases as text: LexisNexis and ProQuest by named paragraphs, Factiva by codes of two letters.

One file holds one article or hundreds, each with its head above and what the database knows of it below. A file is an
export only if it names a body and other parts as these databases do; a document without a body is passed on as it is.
"""

from __future__ import annotations

import re
from itertools import pairwise

from dedup.runtime.patterns import lazy_pattern
from dedup.sources.article_parts import ArticleParts
from dedup.sources.dates.read_date import read_date
from dedup.sources.heads.split_head import parts_of_head

_COUNTER = lazy_pattern(
    r"^[ \t]*(?:\d+ of \d+ DOCUMENTS|Document \d+ of \d+|Dokument \d+ von \d+|End of Document|_{20,})[ \t]*\r?$",
    re.MULTILINE,
)
_CAPITALS = (
    "BYLINE|SECTION|LENGTH|DATELINE|HEADLINE|HIGHLIGHT|LOAD-DATE|LANGUAGE|GRAPHIC|PUBLICATION-TYPE|DOCUMENT-TYPE|SUBJECT"
    "|JOURNAL-CODE|ACC-NO|CORRECTION"
)
_PARTS = (
    f"{_CAPITALS}|{_CAPITALS.title()}|URL|Title|Author|Publication info|Publication title|Publication date"
    "|Publication year|Publisher|Abstract|Links|Database|Document URL|ProQuest document ID|Source type|Document type"
    "|Language of publication|Place of publication|Country of publication|ISSN|Last updated|Subject|Location|Section"
    "|First page|Pages|Company / organization|People|Identifier / keyword|Copyright"
)
_PART = lazy_pattern(rf"^({_PARTS}):[ \t]*(.*)$", re.MULTILINE)
_BODY = lazy_pattern(r"^(?:BODY:[ \t]*\r?$|Body[ \t]*\r?$|Full text:[ \t]*)", re.MULTILINE)
_NUMBERED = lazy_pattern(r"^[ \t]*\d+ of \d+ DOCUMENTS[ \t]*\r?$", re.MULTILINE)
_NOTICE = lazy_pattern(r"^[ \t]*Copyright (?:\(c\) |©\s?)?(?:19|20)\d\d .*$", re.MULTILINE | re.IGNORECASE)
_FEW_WORDS = 40  # a table of contents or a notice between the documents
_MIN_PARTS = 2  # beside the body

_CODES = "SE|HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|CT|RF|ART|CO|IN|NS|RE|IPD|IPC|PUB|AN|CLM|DLN"
_CODED = lazy_pattern(rf"^({_CODES})(?:[ \t]+|[ \t]*\r?$)", re.MULTILINE)
_FACTIVA_NAMES = {"HD": "title", "BY": "author", "PD": "published", "SN": "outlet", "LA": "language"}
_FACTIVA_NEEDED = ("HD", "PD", "SN", "LP")


def read_export(text: str) -> list[ArticleParts]:
    r"""The articles of an export; none if the text is no export.

    >>> head = "The Crier\n\nMarch 5, 2024\n\nRain\n\nBYLINE: Ann Lee\nLENGTH: 2 words\n\n"
    >>> [found] = read_export(head + "BODY:\nIt rained.")
    >>> found.title, found.author, found.outlet, found.text
    ('Rain', 'Ann Lee', 'The Crier', 'It rained.')
    """
    if "\nLP" in text and (coded := _factiva_articles(text)):
        return coded
    if not _may_be_named(text) or (_BODY.search(text) is None and _NUMBERED.search(text) is None):
        return []
    documents = [document for document in _COUNTER.split(text) if document.strip()]
    found = [_named_article(document) for document in documents]
    articles = [article for article in found if article is not None]
    if len(articles) < len(documents) and articles:
        others = (document for document, article in zip(documents, found, strict=True) if article is None)
        articles += [ArticleParts(document.strip()) for document in others if len(document.split()) > _FEW_WORDS]
    return articles


def _may_be_named(text: str) -> bool:
    """Whether a text holds any word by which an export with named parts is known."""
    return "BODY:" in text or "Body" in text or "Full text:" in text or " DOCUMENTS" in text


def _named_article(document: str) -> ArticleParts | None:
    named = list(_PART.finditer(document))
    body = _BODY.search(document)
    begin = body.end() if body is not None else _end_of_head(document, named)
    above = [part for part in named if part.start() < begin]
    below = [part for part in named if part.start() >= begin]
    if len(named) < _MIN_PARTS or not above:
        return None
    notice = _NOTICE.search(document, begin)
    end = min((found.start() for found in (*below[:1], notice) if found is not None), default=None)
    stated = _unnamed_parts(document[: above[0].start()])
    stated |= {part[1].title(): part[2].strip() for part in (*below, *above) if part[2].strip()}
    return parts_of_head(stated, document[begin:end].strip())


def _end_of_head(document: str, named: list[re.Match[str]]) -> int:
    """Where the body begins if no line names it: behind the last of the parts that follow each other; else 0."""
    if not any(part[1].upper() == "LENGTH" for part in named):
        return 0
    for part, following in pairwise(named):
        if document[part.end() : following.start()].strip():
            return part.end()
    return named[-1].end()


def _unnamed_parts(head: str) -> dict[str, str]:
    """The newspaper, the date and the headline that stand above the parts with names, each in a paragraph."""
    paragraphs = [" ".join(paragraph.split()) for paragraph in re.split(r"\n[ \t\r]*\n", head) if paragraph.strip()]
    paragraphs = [paragraph for paragraph in paragraphs if not _NOTICE.match(paragraph)]
    dated = next((n for n, paragraph in enumerate(paragraphs) if read_date(_day(paragraph)).moment), None)
    if dated is None:
        return {"Title": paragraphs[-1]} if paragraphs else {}
    found = {"Published": _day(paragraphs[dated])}
    if dated:
        found["Outlet"] = paragraphs[dated - 1]
    if dated + 1 < len(paragraphs):
        found["Title"] = paragraphs[-1]
    elif dated >= len(("title", "outlet")):  # as Nexis Uni writes it, from the headline down
        found["Title"] = paragraphs[0]
    return found


def _day(paragraph: str) -> str:
    """The date in `March 5, 2024 Tuesday 2:10 PM GMT`."""
    found = re.match(r"[A-Z][a-z]+\.? \d{1,2}, \d{4}|\d{1,2}\.? [^\W\d]+\.? \d{4}", paragraph)
    return found[0] if found else ""


def _factiva_articles(text: str) -> list[ArticleParts]:
    """The articles of an export with codes; none if any of them lacks what all have."""
    marks = [*_CODED.finditer(text)]
    starts = [n for n, mark in enumerate(marks) if mark[1] == "HD"]
    articles = []
    for first, behind in pairwise([*starts, len(marks)]):
        values: dict[str, str] = {}
        for n in range(first, behind):
            end = marks[n + 1].start() if n + 1 < len(marks) else len(text)
            values.setdefault(marks[n][1], text[marks[n].end() : end].strip())
        if not all(values.get(code) for code in _FACTIVA_NEEDED) or read_date(values["PD"]).moment is None:
            return []
        body = "\n\n".join(values[code] for code in ("LP", "TD") if values.get(code))
        stated = {name: " ".join(values[code].split()) for code, name in _FACTIVA_NAMES.items() if code in values}
        articles.append(parts_of_head(stated, body))
    return articles
