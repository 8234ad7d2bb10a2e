"""Credits by form: datelines, bylines, copyright lines, and the closing formulas of agencies (sign-offs).

    WASHINGTON (Reuters) - ...        Paris, 3 mai (AFP) - ...        МОСКВА, 3 мая — РИА Новости. ...
    新华社北京5月3日电 ...              (서울=연합뉴스) ...               By Ann Lee, Associated Press
    (Reporting by Ann Lee; Editing by Bo Ek)                          Copyright 2026 The Associated Press

A dateline names an agency after a place, at the beginning of the text. The same name in brackets further down is an
abbreviation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dedup.article import Span
from dedup.attribution.credit import Credit, CreditKind, LocatedCredit, credit_for, strength_of
from dedup.attribution.outlet_matcher import OutletMatcher
from dedup.attribution.outlet_patterns import UNSPACED
from dedup.attribution.outlets import Outlets
from dedup.settings import AttributionSettings

_PLACE = r"(?P<place>[^\n()\[\]（）【】/–—-]{0,60}(?:/[^\n()\[\]/]{1,30})?)(?:--|[–—])?"
_INSIDE = r"[(\[（【/]\s?(?P<inside>[^()\[\]（）【】/\n]{2,40}?)\s?(?:/[^()\n]{1,20})?[)\]）】/]"
_BRACKETS = re.compile(rf"^[ \t]*{_PLACE}{_INSIDE}\s*(?P<dash>[-–—_:.]*)", re.MULTILINE)
_SMALL_MONTHS = "maart|mei|mai|may|mayo|maggio|mag|gen|feb|mar|apr|giu|lug|ago|set|ott|nov|dic|janv|févr|juin|août"
_PLACE_WORD = re.compile(rf"[^\W\d_a-zß-ÿ][\w.’'-]*|\d{{1,4}}[.日일]?|(?:de|del|di|van|{_SMALL_MONTHS})\.?")
_AGENCY_FIRST = re.compile(r"^[ \t]*(?P<inside>[^\W_][\w. ]{1,24}?)\s*(?:[-–—]{1,2}|[|])\s", re.MULTILINE)
_CAPITAL = r"[^\W\d_a-zа-яёіїєґ]"
_PLACE_FIRST = re.compile(
    rf"^[ \t]*{_CAPITAL}{{3,}}[^\n.–—]{{0,30}}[-–—.]{{1,2}}\s*(?P<inside>{_CAPITAL}[^\n.–—,]{{1,24}}?)(?:[.]|\s[-–—])",
    re.MULTILINE,
)
_CHINESE = re.compile(
    rf"(?P<inside>[{UNSPACED}]{{2,5}}社)[{UNSPACED}]{{1,10}}\d{{1,2}}月\d{{1,2}}日[电電讯訊]"
    rf"|^\s*(?P<other>[{UNSPACED}]{{2,5}}[社网網])\s*(?:讯|訊|消息)",
    re.MULTILINE,
)
_BY = r"(?:By|BY|Von|Par|Por|Di|Door|Av|Af|De|Oleh)\s"
_BYLINE = re.compile(rf"^[ \t]*{_BY}[^\n]{{0,80}}$|^[ \t]*[^\n]{{2,40}}$", re.MULTILINE)
_COPYRIGHT = re.compile(
    r"(?:copyright|©|\(c\))(?:[ \t]*(?:©|\(c\)))?[ \t]*(?:\d{4}(?:\s?[-–]\s?\d{4})?)?,?[ \t]*(?:by )?(?:the )?",
    re.IGNORECASE,
)
_COPYRIGHT_MARKS = ("copyright", "©", "(c)")
_REUTERS_SIGN_OFF = re.compile(
    r"\((?:additional )?reporting by [^)\n]{3,300}?editing by [^)\n]{3,120}\)", re.IGNORECASE
)
_AP_SIGN_OFF = re.compile(r"this material may not be published, broadcast", re.IGNORECASE)
# A pattern, words without which it cannot match, in lower case, and the agency.
_SIGN_OFFS = ((_REUTERS_SIGN_OFF, "editing by", "Reuters"), (_AP_SIGN_OFF, "this material", "Associated Press"))


def dateline_credits(text: str, outlets: Outlets, settings: AttributionSettings) -> Iterator[LocatedCredit]:
    """Agencies named in datelines at the beginning of a text."""
    head = text[: settings.dateline_characters]
    if not outlets.may_name_agency(head):
        return
    for found in _BRACKETS.finditer(head):
        words = re.findall(r"[^\s,/.:]+", found["place"])
        if all(map(_PLACE_WORD.fullmatch, words)) and (found["dash"] or not words or words[0].isupper()):
            yield from _agencies(found, "inside", outlets, settings)
    for pattern in (_AGENCY_FIRST, _PLACE_FIRST):
        for found in pattern.finditer(head):
            yield from _agencies(found, "inside", outlets, settings)
    for found in _CHINESE.finditer(head):
        yield from _agencies(found, "inside" if found["inside"] else "other", outlets, settings)


def _agencies(
    found: re.Match[str], group: str, outlets: Outlets, settings: AttributionSettings
) -> Iterator[LocatedCredit]:
    """Agencies anywhere in the brackets: "서울=연합뉴스", "AMSTERDAM, ANP"."""
    for part in re.finditer(r"[^=＝,;/]+", found[group]):
        words = part.group().split() or [""]
        is_place = all(map(_PLACE_WORD.fullmatch, words))
        entry = outlets.by_name(" ".join(words)) or (outlets.by_name(words[-1]) if is_place else None)
        if entry is not None and entry.agency:
            name = Span(found.start(group) + part.start(), found.start(group) + part.end())
            strength = strength_of(CreditKind.DATELINE, settings)
            yield LocatedCredit(Credit(CreditKind.DATELINE, entry.name, strength, Span(*found.span()), entry), name)


def byline_credits(text: str, outlets: Outlets, settings: AttributionSettings) -> Iterator[LocatedCredit]:
    """Outlets that end a byline, and agencies alone on their line, at the beginning of a text."""
    for found in _BYLINE.finditer(text[: settings.dateline_characters]):
        line = found.group().strip()
        last = re.split(r"\s*[,|/(–—-]\s*|\s+for\s+", line)[-1].rstrip(" )")
        entry = outlets.by_name(re.sub(rf"^{_BY}", "", last))
        if entry is not None and (re.match(_BY, line) or (entry.agency and last == line)):
            end = found.start() + len(found.group().rstrip(" )"))
            strength = strength_of(CreditKind.BYLINE, settings)
            credit = Credit(CreditKind.BYLINE, entry.name, strength, Span(*found.span()), entry)
            yield LocatedCredit(credit, Span(end - len(last), end))


def author_credits(author: str, outlets: Outlets, settings: AttributionSettings) -> list[Credit]:
    """Outlets named in the author field of an article: bylines without a span."""
    parts = re.split(r"\s*[,|/(]\s*|\s+(?:for|at)\s+", author)
    entries = [entry for part in parts if (entry := outlets.by_name(part.strip(" )")))]
    strength = strength_of(CreditKind.BYLINE, settings)
    return [Credit(CreditKind.BYLINE, entry.name, strength, None, entry) for entry in entries]


def copyright_credits(
    text: str, lower_text: str, matcher: OutletMatcher, settings: AttributionSettings
) -> Iterator[LocatedCredit]:
    """Outlets named after a copyright mark."""
    if not any(mark in lower_text for mark in _COPYRIGHT_MARKS):
        return
    for found in _COPYRIGHT.finditer(text):
        mention = matcher.match_at(text, found.end())
        if mention is not None:
            span = Span(found.start(), mention.span.end)
            yield credit_for(CreditKind.COPYRIGHT, mention, span, matcher.outlets, settings)


def agency_sign_offs(
    text: str, lower_text: str, outlets: Outlets, settings: AttributionSettings
) -> Iterator[LocatedCredit]:
    """Agencies shown by the formula that closes their texts."""
    for pattern, words, name in _SIGN_OFFS:
        found = pattern.search(text) if words in lower_text else None
        if found is not None:
            span = Span(*found.span())
            strength = strength_of(CreditKind.SIGN_OFF, settings)
            yield LocatedCredit(Credit(CreditKind.SIGN_OFF, name, strength, span, outlets.by_name(name)), span)
