"""Credits at the end of a text: sign-offs of agencies, closing formulas, copyright lines.

    ... (dpa)      ... (AFP/dpa)     ... EFE     ... PTI XYZ      dpa (alone on its line)     With reports from AP
    (Reporting by Ann Lee; Editing by Bo Ek)                      Copyright 2026 The Associated Press

Brackets sign off if a sentence has ended before them and the text, or a line near its end, ends with them; without the
end of a sentence they abbreviate the words before them (the Associated Press (AP)). Lines near the end are those behind
the last line of prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from dedup.article import Span
from dedup.attribution.agency_phrases import AgencyPhrases, phrase_words
from dedup.attribution.credit import Credit, CreditKind, LocatedCredit, credit_for, strength_of
from dedup.attribution.datelines import JOINT, are_names
from dedup.attribution.names.outlet_matcher import OutletMatcher, OutletMention
from dedup.attribution.names.outlet_patterns import SENTENCE_ENDS
from dedup.attribution.names.outlets import Outlets
from dedup.runtime.patterns import lazy_pattern
from dedup.settings import AttributionSettings

_MAX_EDGE_LINES = 6  # lines behind the last line of prose: credits, pictures, rights
_MAX_EDGE_CHARACTERS = 200  # of such a line
_LAST_BRACKETS = lazy_pattern(r"[(\[（［【/](?P<inside>[^()\[\]（）［］【】\n]{2,60})[)\]）］】/][\s.。…]*+$")
_MAX_BRACKETS_CHARACTERS = 62
_CLOSING_BRACKETS = tuple(")]）］】/")
_SPACES = " \t\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000"
_BEHIND_BRACKETS = _SPACES + "".join(map(chr, range(0x2000, 0x200B))) + ".。…"
_CLOSING_MARKS = "\"'”’»«“„」』)"  # behind the end of a sentence
_TAIL = lazy_pattern(
    rf"[{SENTENCE_ENDS}][\"'”’»“「」』)]*\s+[|–—-]*\s*(?:[^\W\d_]{{1,4}}\s?/\s?)?"
    rf"(?P<tail>[^\s.!?。](?:(?![.!?]\s)[^\n]){{1,30}}?)"
    r"[.]?\s*(?:/\s?\([^()\n]{2,120}\)\s*)?$"  # AGERPRES/(redactor: ...)
)
_MAX_TAIL_WORDS = 4
_END_CHARACTERS = 400  # of a line, that hold any sign-off behind its last sentence
_MAX_PICTURE_DISTANCE = 40
_MAX_NAMES_CHARACTERS = 200  # of an outlet's name before those of agencies

_COPYRIGHT = lazy_pattern(
    r"(?:copyright|©|\(c\))(?:[ \t]*(?:copyright|©|\(c\)))?"
    r"[ \t]*(?:\d{4}(?:\s?[-–]\s?\d{4})?)?[,.]?[ \t]*(?:by )?(?:the )?",
    re.IGNORECASE,
)
_MIN_CAPTION_WORDS, _MAX_CAPTION_DISTANCE = 3, 2000  # characters, to the prose that follows a caption
_RESERVED = lazy_pattern(
    r"[^\n,|–—-]{0,40}?(?:reserv|riservat|rezervat|vorbehalten|vyhraden|vyhrazen|zastrzeż|förbehåll|forbehold"
    r"|pridržan|zadržan|запазен|защищен|захищен|saklıdır|fenntart)[^\n,|–—-]{0,20}?\s?[,|–—-]\s?",
    re.IGNORECASE,
)
_COPYRIGHT_MARKS = ("copyright", "©", "(c)")
_REUTERS_SIGN_OFF = lazy_pattern(
    r"\((?:additional )?reporting by [^)\n]{3,300}?editing by [^)\n]{3,120}\)", re.IGNORECASE
)
_AP_SIGN_OFF = lazy_pattern(r"this material may not be published, broadcast", re.IGNORECASE)
# A pattern, words without which it cannot match, in lower case, and the agency.
_FORMULAS = ((_REUTERS_SIGN_OFF, "editing by", "Reuters"), (_AP_SIGN_OFF, "this material", "Associated Press"))


def sign_off_credits(text: str, phrases: AgencyPhrases, settings: AttributionSettings) -> Iterator[LocatedCredit]:
    """Agencies that sign off a text, or are credited on a line at its end."""
    strength = strength_of(CreditKind.SIGN_OFF, settings)
    for start, end in _edge_lines(text, phrases):
        mentions, span = _mentions_of_line(text, start, end, phrases)
        for mention in mentions:
            credit = Credit(CreditKind.SIGN_OFF, mention.outlet.name, strength, span, mention.outlet)
            yield LocatedCredit(credit, mention.span)


def _edge_lines(text: str, phrases: AgencyPhrases) -> Iterator[tuple[int, int]]:
    """The lines behind the last line of prose, and that line, the last one first; a first line is no edge."""
    for start, end in islice(_lines_backwards(text), _MAX_EDGE_LINES):
        yield start, end
        is_short = end - start <= _MAX_EDGE_CHARACTERS
        if not is_short or not (_is_apart(text[start:end]) or phrases.mentions(text, start, end)):
            return


def _lines_backwards(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the lines that are not blank, the last one first."""
    end = len(text)
    while end >= 0:
        start = text.rfind("\n", 0, end) + 1
        if not text[start:end].isspace() and start < end:
            yield start, end
        end = start - 1


def _is_apart(line: str) -> bool:
    """Whether a line is no prose: a picture's credit, rights, a heading."""
    return not _ends_sentence(line) or phrase_words().pictures.search(line.lower()) is not None


def _ends_sentence(line: str) -> bool:
    """Whether a line ends with the end of a sentence."""
    return line.rstrip().rstrip(_CLOSING_MARKS).endswith(tuple(SENTENCE_ENDS))


def _mentions_of_line(text: str, start: int, end: int, phrases: AgencyPhrases) -> tuple[list[OutletMention], Span]:
    """The agencies that a line credits, or that its end does; and where this stands."""
    near = max(start, end - _END_CHARACTERS)
    is_named = phrases.may_name(text[near:end])
    brackets = _last_brackets(text, near, end)
    if not (is_named or brackets) or _has_mark(text[start:end].lower()):
        return [], Span(start, end)
    if is_named and (mentions := phrases.mentions(text, start, end) or _with_agencies(text, start, end, phrases)):
        return mentions, Span(start, end)
    if brackets and _ends_text_before(text, start, brackets):
        return phrases.mentions(text, *brackets.span("inside"), in_brackets=True), Span(*brackets.span())
    tail = _TAIL.search(text, near, end) if is_named else None
    if tail is None or len(tail["tail"].split()) > _MAX_TAIL_WORDS or _is_picture(text[near : tail.start("tail")]):
        return [], Span(start, end)
    is_name = phrases.name_at(text, tail.start("tail")) is not None
    return (phrases.mentions(text, *tail.span("tail")) if is_name else []), Span(*tail.span("tail"))


def _last_brackets(text: str, start: int, end: int) -> re.Match[str] | None:
    """The brackets that end a line."""
    closing = start + len(text[start:end].rstrip(_BEHIND_BRACKETS))
    if not text.endswith(_CLOSING_BRACKETS, start, closing):
        return None
    return _LAST_BRACKETS.search(text, max(start, closing - _MAX_BRACKETS_CHARACTERS), end)


def _has_mark(lower_text: str) -> bool:
    return any(mark in lower_text for mark in _COPYRIGHT_MARKS)


def _with_agencies(text: str, start: int, end: int, phrases: AgencyPhrases) -> list[OutletMention]:
    """The agencies behind an outlet's name: "The Oakdale Gazette with AFP"."""
    joint = JOINT.search(text, start, min(end, start + _MAX_NAMES_CHARACTERS))
    if joint is None or not are_names(text[start : joint.start()]):
        return []
    mentions = [*phrases.mentions(text, start, joint.start()), *phrases.mentions(text, joint.end(), end)]
    return [] if mentions and phrase_words().refusals.search(text[start:end].lower()) else mentions


def _is_picture(before: str) -> bool:
    """Whether a word for picture stands closely before a name."""
    return phrase_words().pictures.search(before[-_MAX_PICTURE_DISTANCE:].lower()) is not None


def _ends_text_before(text: str, start: int, brackets: re.Match[str]) -> bool:
    """Whether the text ends before the brackets: with a sentence, or with a line. Thai sentences end with a space."""
    before = text[start : brackets.start()]
    is_thai = before[-1:] == " " and "\u0e00" <= before[-2:-1] <= "\u0eff"
    return is_thai or not before.strip() or _ends_sentence(before)


def copyright_credits(
    text: str, lower_text: str, phrases: AgencyPhrases, matcher: OutletMatcher, settings: AttributionSettings
) -> Iterator[LocatedCredit]:
    """Outlets named after a copyright mark."""
    if not any(mark in lower_text for mark in _COPYRIGHT_MARKS):
        return
    for found in _COPYRIGHT.finditer(text):
        if _is_caption(text, found.start()):
            continue
        mention = phrases.name_at(text, found.end()) or matcher.match_at(text, found.end())
        mention = mention or _behind_rights(text, found.end(), phrases)
        if mention is not None and not phrases.is_rights_notice(mention.span.of(text)):
            span = Span(found.start(), mention.span.end)
            yield credit_for(CreditKind.COPYRIGHT, mention, span, matcher.outlets, settings)


def _behind_rights(text: str, start: int, phrases: AgencyPhrases) -> OutletMention | None:
    """The agency behind the words that rights are reserved: "© RIPRODUZIONE RISERVATA - ANSA"."""
    found = _RESERVED.match(text, start)
    return phrases.name_at(text, found.end()) if found else None


def _is_caption(text: str, mark: int) -> bool:
    """Whether a copyright mark ends a line of words that prose follows: then it is a picture's."""
    before = text[max(0, mark - _MAX_EDGE_CHARACTERS) : mark].rpartition("\n")[2]
    rest = text[mark : mark + _MAX_CAPTION_DISTANCE].partition("\n")[2]
    return len(before.split()) >= _MIN_CAPTION_WORDS and any(map(_ends_sentence, rest.split("\n")))


def formula_credits(
    text: str, lower_text: str, outlets: Outlets, settings: AttributionSettings
) -> Iterator[LocatedCredit]:
    """Agencies shown by the formula that closes their texts."""
    for pattern, words, name in _FORMULAS:
        found = pattern.search(text) if words in lower_text else None
        if found is not None:
            span = Span(*found.span())
            strength = strength_of(CreditKind.SIGN_OFF, settings)
            yield LocatedCredit(Credit(CreditKind.SIGN_OFF, name, strength, span, outlets.by_name(name)), span)
