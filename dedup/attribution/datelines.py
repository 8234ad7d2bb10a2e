"""Credits at the head of a text: datelines and bylines, by their form.

    WASHINGTON (Reuters) - ...        Paris, 3 mai (AFP) - ...        МОСКВА, 3 мая — РИА Новости. ...
    新华社北京5月3日电 ...              (서울=연합뉴스) ...               【オスロ共同】...
    By Ann Lee, Associated Press      dpa (alone on its line)         The Oakdale Gazette with AFP

A dateline names an agency after a place, at the beginning of the text. The same name in brackets further down is an
abbreviation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dedup.article import Span
from dedup.attribution.agency_phrases import AgencyPhrases
from dedup.attribution.credit import Credit, CreditKind, LocatedCredit, strength_of
from dedup.attribution.names.outlet_matcher import OutletMention
from dedup.attribution.names.outlet_patterns import UNSPACED, is_unspaced
from dedup.attribution.names.outlets import Outlets
from dedup.runtime.patterns import lazy_pattern
from dedup.settings import AttributionSettings

_PLACE_WORDS = r"[^\n()\[\]（）［］【】/–—]"
_PLACE = (  # a region and a country may stand in brackets behind it
    rf"(?P<place>(?:{_PLACE_WORDS}{{2,40}}?(?:[(\[]{_PLACE_WORDS}{{2,30}}[)\]]\s?){{1,2}}{_PLACE_WORDS}{{0,30}}?)"
    rf"|{_PLACE_WORDS}{{0,60}}?(?:/[^\n()\[\]/]{{1,30}})?)(?:\s-+|[–—])?\s?"
)
_INSIDE = (
    r"(?:[(\[（［【]\s?(?P<inside>[^()\[\]（）［］【】\n]{2,40}?)\s?[)\]）］】]|/\s?(?P<slashed>[^/()\n]{2,40}?)\s?/)"
)
_BRACKETS = lazy_pattern(rf"^[ \t\u3000]*{_PLACE}{_INSIDE}[^\S\n]*(?P<dash>[-–—_:.=]*)", re.MULTILINE)
_ANY_BRACKETS, _OPENING_BRACKETS = lazy_pattern(_INSIDE), "([（［【/"
_MAX_UNSPACED_PLACE = 10  # signs, without digits
_MAX_PLACE_WORDS, _MAX_SMALL_PLACE_WORDS = 8, 2  # of the latter: a month in lower case, "de" in a name
_CAPITAL = r"[^\W\d_a-zß-ÿа-яёіїєґα-ωά-ώ]"
_HEAD_LINE = lazy_pattern(r"^[ \t\u3000]*(?P<line>\S[^\n]*)", re.MULTILINE)
_BEFORE_DASH = lazy_pattern(r"\s*(?:[-–—]{1,2}|[|])\s")
_PLACE_FIRST = lazy_pattern(
    rf"^[ \t]*(?P<place>{_CAPITAL}[^\n–—]{{2,40}}?)\s?(?:[–—.]|-{{1,2}})\s*(?={_CAPITAL})", re.MULTILINE
)
_RIGHTS = lazy_pattern(r"copyright|©|\(c\)", re.IGNORECASE)
_AFTER_WORD, _MAX_DATED_PLACE = lazy_pattern(r"[,.]?[ \t]+"), 60
_AFTER_DATED_NAME = lazy_pattern(r"[.:։]|\s?[-–—:]|[ \t]*\n")
_AFTER_NAME = lazy_pattern(r"[.:]|\s?[-–—]")
_BEFORE_PLACE = lazy_pattern(r"\s[^\n.]{2,30}?\.\s?[-–—]")
_OPENING_OF_LINE = lazy_pattern(r"[（(【]?(?:据|據|综合|綜合)?")
_PERSIAN_OPENING = lazy_pattern(r"به گزارش (?:خبرنگار )?(?:خبرگزاری )?")
_AFTER_PERSIAN_NAME = lazy_pattern(r"[^\n.،:]{0,40}[،:]")
_CHINESE_DISPATCH = lazy_pattern(rf"[{UNSPACED}\d０-９（(]{{0,18}}?(?:[电電]|(?<!通)[讯訊])|\s?消息")
_BY = lazy_pattern(r"(?:By|BY|Von|Par|Por|Di|Door|Av|Af|De|Oleh|Από|Od|Autor|Писал)[\s:]\s?")
_BYLINE_LABEL = lazy_pattern(r"[^\W\d_]{2,12}:\s")  # "Írta: Ann Lee / MTI"; pictures have other words
_BYLINE_PARTS = lazy_pattern(r"(?<!\s)(?:\s*+[,|/(–—]\s*+|\s++-\s++|\s++for\s++)")
JOINT = lazy_pattern(r"\s(?:with|mit|avec|con|com|cu|med|met)\s")
_MAX_BYLINE_CHARACTERS, _MAX_BYLINE_WORDS = 90, 6
_NAME_WORD = lazy_pattern(rf"(?:{_CAPITAL}|[lLdD]['’]|Mc)[\w.’'-]*|de|da|di|van|von|le|la|der|du|und|and|et|y|&")


def head_credits(
    text: str, phrases: AgencyPhrases, outlets: Outlets, settings: AttributionSettings
) -> Iterator[LocatedCredit]:
    """Agencies in datelines at the beginning of a text, outlets that end a byline, and agencies alone on their line."""
    head = text[: settings.dateline_characters]
    lines = [(found.start("line"), found.end("line")) for found in _HEAD_LINE.finditer(head)]
    named = [line for line in lines if phrases.may_name(head[slice(*line)])] if phrases.may_name(head) else []
    yield from _dateline_credits(head, named, phrases, outlets, settings)
    bylines = [line for line in lines if line in named or _BY.match(head, line[0])]
    last = len(text.rstrip()) if bylines else 0
    for start, end in bylines:
        end = start + len(head[start:end].rstrip())
        if end - start > _MAX_BYLINE_CHARACTERS or end == last:
            continue
        for mention in _byline_mentions(head, start, end, phrases, outlets):
            yield _credit(CreditKind.BYLINE, mention, Span(start, end), settings)


def _dateline_credits(
    head: str,
    named: Sequence[tuple[int, int]],
    phrases: AgencyPhrases,
    outlets: Outlets,
    settings: AttributionSettings,
) -> Iterator[LocatedCredit]:
    """Agencies in datelines; `named` are the lines that may name one with its own capitals."""
    may_enclose = any(map(head.__contains__, _OPENING_BRACKETS)) and _ANY_BRACKETS.search(head)
    for found in _BRACKETS.finditer(head) if may_enclose else ():
        for mention in _in_brackets(head, found, phrases, outlets):
            yield _credit(CreditKind.DATELINE, mention, Span(*found.span()), settings)
    for start, _ in named:
        for mention, end in _at_line_start(head, start, phrases):
            yield _credit(CreditKind.DATELINE, mention, Span(_line_start(head, start), end), settings)
    for found in _PLACE_FIRST.finditer(head) if named else ():
        after_place = phrases.name_at(head, found.end()) if _is_place(found["place"]) else None
        if after_place and _AFTER_NAME.match(head, after_place.span.end):
            yield _credit(CreditKind.DATELINE, after_place, Span(found.start(), after_place.span.end), settings)
    for start, end in named:
        if after_date := _after_date(head, start, min(end, start + _MAX_DATED_PLACE), phrases):
            span = Span(_line_start(head, start), after_date.span.end)
            yield _credit(CreditKind.DATELINE, after_date, span, settings)


def _line_start(head: str, start: int) -> int:
    """Where a line begins, with the spaces before `start`."""
    return head.rfind("\n", 0, start) + 1


def _after_date(head: str, start: int, end: int, phrases: AgencyPhrases) -> OutletMention | None:
    """The agency behind a place and a date: "VILNIUS, Mar 3, BNS - ..."."""
    for gap in _AFTER_WORD.finditer(head, start, end):
        place = head[start : gap.start()]
        is_dated = any(map(str.isdigit, place)) and not _RIGHTS.match(place)
        if is_dated and _is_place(place) and (mention := phrases.name_at(head, gap.end())):
            return mention if _AFTER_DATED_NAME.match(head, mention.span.end) else None
    return None


def _in_brackets(head: str, found: re.Match[str], phrases: AgencyPhrases, outlets: Outlets) -> list[OutletMention]:
    """The agencies in brackets behind a place, or with a place inside them: "서울=연합뉴스", "AMSTERDAM, ANP"."""
    place, inside = found["place"], found.span("inside" if found["inside"] else "slashed")
    if not place.strip():
        return phrases.last_mentions(head, *inside) if head[found.end() :].partition("\n")[0].strip() else []
    is_followed = bool(head[found.end() :].partition("\n")[0].strip())
    has_dash = found["dash"].strip("" if is_followed else ".") != "" or _is_set_off(head, found)
    if phrases.is_picture(found.group()) or not (is_followed or has_dash) or not _is_dateline(place, has_dash):
        return []
    if mentions := phrases.mentions(head, *inside, in_brackets=True):
        return mentions
    entry = outlets.by_name(head[slice(*inside)])
    return [OutletMention(entry, Span(*inside))] if entry is not None and entry.agency else []


def _is_set_off(head: str, found: re.Match[str]) -> bool:
    """Whether the text begins with one word, and its first sentence behind the brackets ("Bonn (KNA) The ..."); or a
    dash parts the place and the brackets.
    """
    place, behind = found["place"].rstrip(), head[found.end() : found.end() + 1]
    if head[len(place) + found.start("place") : found.end()].lstrip()[:1] in [*"-–—"]:
        return not behind.islower()
    opens_text = place.istitle() and " " not in place and not head[: found.start()].strip()
    return opens_text and behind.isupper()


def _is_dateline(place: str, has_dash: bool) -> bool:
    """Whether what stands before the brackets is a place, with a date or without."""
    words = place.split()
    has_dash = has_dash or place.rstrip().endswith((".", ":"))
    has_case = any(character.lower() != character.upper() for character in place)
    is_marked = has_dash or not has_case or words[0].isupper() or any(map(str.isdigit, place))
    return is_marked and _is_place(place)


def _is_place(place: str) -> bool:
    words = re.findall(r"[^\s,/.:،]+", place)
    small = [word for word in words if word[0].islower()]
    if sum(map(is_unspaced, place)) > _MAX_UNSPACED_PLACE:
        return False
    return len(words) <= _MAX_PLACE_WORDS and len(small) <= _MAX_SMALL_PLACE_WORDS


def _at_line_start(head: str, start: int, phrases: AgencyPhrases) -> Iterator[tuple[OutletMention, int]]:
    """The agency that a line begins with: before a dash (Reuters - ...), or before a place and 电 (新华社北京电)."""
    if (persian := _PERSIAN_OPENING.match(head, start)) and not head[:start].strip():
        mention = phrases.name_at(head, persian.end())
        if mention and (follows := _AFTER_PERSIAN_NAME.match(head, mention.span.end)):
            yield mention, follows.end()
        return
    opening = _OPENING_OF_LINE.match(head, start)
    mention = phrases.name_at(head, opening.end() if opening else start)
    if mention is None:
        return
    end = mention.span.end
    follows = _BEFORE_DASH.match(head, end) or _BEFORE_PLACE.match(head, end) or _CHINESE_DISPATCH.match(head, end)
    if follows:
        yield mention, follows.end()


def _byline_mentions(head: str, start: int, end: int, phrases: AgencyPhrases, outlets: Outlets) -> list[OutletMention]:
    line = head[start:end]
    if mentions := phrases.mentions(head, start, end):
        return mentions
    by = _BY.match(line)
    parts = [*_BYLINE_PARTS.finditer(line)] or [*JOINT.finditer(line)]
    if not parts:
        entry = outlets.by_name(line[by.end() :]) if by else None
        return [OutletMention(entry, Span(start + by.end(), end))] if by and entry else []
    label = by or _BYLINE_LABEL.match(line)
    person, last = line[label.end() if label else 0 : parts[-1].start()], start + parts[-1].end()
    if not by and (not are_names(person) or phrases.is_picture(line)):
        return []
    entry = outlets.by_name(head[last:end].rstrip(" )"))
    if entry and by:
        return [OutletMention(entry, Span(last, end))]
    behind = phrases.mentions(head, last, end)
    return [*phrases.mentions(head, start, start + parts[-1].start()), *behind] if behind else []


def are_names(words: str) -> bool:
    """Whether a few words are all parts of names: Ann Lee, Le Courrier d'Oakdale."""
    found = re.findall(r"[^\s,|/]+", words)
    return 0 < len(found) <= _MAX_BYLINE_WORDS and all(map(_NAME_WORD.fullmatch, found))


def author_credits(author: str, outlets: Outlets, settings: AttributionSettings) -> list[Credit]:
    """Outlets named in the author field of an article: bylines without a span."""
    parts = re.split(r"\s*[,|/(]\s*|\s+(?:for|at|with|mit|avec|con|com)\s+", author)
    entries = [entry for part in parts if (entry := outlets.by_name(part.strip(" )")))]
    strength = strength_of(CreditKind.BYLINE, settings)
    return [Credit(CreditKind.BYLINE, entry.name, strength, None, entry) for entry in entries]


def _credit(kind: CreditKind, mention: OutletMention, span: Span, settings: AttributionSettings) -> LocatedCredit:
    outlet = mention.outlet
    return LocatedCredit(Credit(kind, outlet.name, strength_of(kind, settings), span, outlet), mention.span)
