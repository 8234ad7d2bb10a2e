"""Credits beside a cue: "according to X", "X reported", "Source: X", "Original title: T".

Cues are searched for first, because a text has few of them. Then the name of an outlet is matched beside each cue, past
fillers ("a report by the newspaper"). A name outside the registry counts only if the cue leaves no doubt that an outlet
follows ("Source: X", "first appeared on X"), or if the name itself shows it (Oakdale Gazette, example.com).

Words beside the name can exclude it: "a Fox News poll", "The New York Times reported a profit", "the Independent Police
Commission", "Image source: AFP".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from dedup.article import Span
from dedup.attribution.credit import Credit, CreditKind, LocatedCredit, credit_for, strength_of
from dedup.attribution.cues import Cue, CueLanguage, NameSide, cue_languages, shipped_cues
from dedup.attribution.names.outlet_matcher import (
    CLOSING_MARKS,
    OPENING_MARKS,
    OutletMatcher,
    OutletMention,
    after_opening_marks,
)
from dedup.attribution.names.outlet_patterns import (
    AGENCY,
    AGENCY_PATTERN,
    AGENCY_SIGN,
    DOMAIN_PATTERN,
    NEWSPAPER_ENDINGS,
    NEWSPAPER_PATTERN,
    UNSPACED,
    domain_at,
    holds_unspaced,
    is_unspaced,
)
from dedup.attribution.names.outlets import Outlet
from dedup.runtime.patterns import lazy_pattern
from dedup.settings import AttributionSettings

_CAPITAL = r"(?:[^\W_a-zß-ÿа-яёіїєґα-ωά-ώ])"
_SMALL = "of|the|de|la|del|do|da|des|du|and|&|für|und"
_WORD_REST = r"[\w.’'&+!-]{0,60}+(?![\w.’'&+!-])"
_NAME = lazy_pattern(rf"[\"“«„「《]?({_CAPITAL}{_WORD_REST}(?: (?:{_SMALL}|{_CAPITAL}{_WORD_REST})){{0,4}})")
_SMALL_END = lazy_pattern(rf"(?: (?:{_SMALL}))+$")  # "Global Voices and"
_NAME_UNSPACED = lazy_pattern(rf"[「《『“]?([{UNSPACED}ー\w]{{2,14}})[」》』”]?\s*(?=$|[\n。，、,;；|）)（(\]】])")
_SENTENCE_END = lazy_pattern(rf"[.!?…。！？\n](?=\s|$|[{UNSPACED}])")
_WEEKDAYS = "Mon|Tues|Wednes|Thurs|Fri|Satur|Sun"
# After a generic name: the Independent Police Commission, Time Warner, People who know.
_NAME_CONTINUES = lazy_pattern(rf" (?!(?:{_WEEKDAYS})day)(?:[A-Z][a-z]|who\b|that\b|with\b|familiar\b)")
_AGENCY_BEFORE = lazy_pattern(f"(?:{AGENCY})$")
_UNREGISTERED_BEFORE = lazy_pattern(f"(?:{NEWSPAPER_PATTERN.pattern}|{DOMAIN_PATTERN.pattern})$")
_LETTERS = lazy_pattern(r"[^\W_]+")
_COLON_SIGN = lazy_pattern("[:：]")
_COLON = lazy_pattern(r"\s?[:：]\s*")
_TITLE = lazy_pattern(r"\s?[:：]\s*[\"“«„「《]?([^\n\"”»“」》]{3,200})")
_GAP, _SPACE = lazy_pattern(r"[\s\"'’«“„「《]+"), lazy_pattern(r"\s+")
_NAME_MARKS_UNSPACED = frozenset("「《『")
_NAME_SEPARATOR = lazy_pattern(r"\s*(?:[,;/|&+]|and|und|et|y|e|i|и|та|ve|和|・|、)\s*")
_NAME_CASELESS = lazy_pattern(r"[\"“«]?([^\W\d_]{1,60}(?: [^\W\d_]{1,60}){0,3})\s*(?=$|[\n.,،;|)\]»”\"])", re.MULTILINE)
_POSSESSIVE = lazy_pattern(r"(?:['’]s|['’])?[\s\"”»]*")
_PERSON_BEFORE = lazy_pattern(r"(?:^|[^.!?\s]\s)([A-Z][a-z]+) $")  # "Team Leader, " before "reported"
_NO_PERSON_BEFORE = lazy_pattern(r"(?:[Tt]he|As|And|But|While|What|Sister|Daily|Rival) $")
# Windows of characters that hold any phrase of `cues.json` that may stand there.
_FOLLOWER_WINDOW, _PERSON_WINDOW, _PICTURE_WINDOW, _WORD_WINDOW = 40, 30, 14, 30


class CueMatcher:
    """Finds the credits beside the cues of one text.

    `lower_text` has one character for each of `text`: in lower case, white space as spaces. `languages` are those whose
    cues are searched for: `language` and English, or all that the scripts of the text allow.
    """

    def __init__(self, text: str, language: str | None, matcher: OutletMatcher, settings: AttributionSettings) -> None:
        self.text = text
        self.lower_text = lower_same_length(text)
        self.language = language
        self.languages = cue_languages(language, text)
        self._matcher = matcher
        self._outlets = matcher.outlets
        self._settings = settings

    def credits(self) -> Iterator[LocatedCredit]:
        """All credits beside a cue or label, in no order; two may share a name."""
        yield from self._label_credits()
        yield from self._title_credits()
        yield from self._cue_credits()

    # Cues

    def _cue_credits(self) -> Iterator[LocatedCredit]:
        words = words_in_lower_case(self.lower_text)
        for language in self.languages:
            for cue in language.cues_among(words):
                for start in self._occurrences(cue.phrase):
                    yield from self._credit_at_cue(cue, language, start)

    def _credit_at_cue(self, cue: Cue, language: CueLanguage, start: int) -> Iterator[LocatedCredit]:
        end = start + len(cue.phrase)
        mention = self._mention_beside(cue, language, start, end)
        if mention is None or self._is_other_use(mention, cue, language, end):
            return
        if cue.closing:
            last = mention.span.end + self._settings.max_closing_distance
            if self.lower_text.find(cue.closing, mention.span.end, last) < 0:
                return
        span = Span(min(start, mention.span.start), max(end, mention.span.end))
        yield credit_for(cue.kind, mention, span, self._outlets, self._settings)

    def _mention_beside(self, cue: Cue, language: CueLanguage, start: int, end: int) -> OutletMention | None:
        if cue.side is NameSide.AFTER:
            any_name = cue.kind is CreditKind.FIRST_APPEARED
            return self._name_after(language, end, any_name=any_name)
        if cue.side is NameSide.BEFORE:
            return self._name_before(language, start)
        return self._subject(cue, language, start)

    def _occurrences(self, phrase: str) -> Iterator[int]:
        """Where a phrase stands as whole words."""
        start = self.lower_text.find(phrase)
        while start >= 0:
            if self._is_whole(start, start + len(phrase)):
                yield start
            start = self.lower_text.find(phrase, start + 1)

    def _is_whole(self, start: int, end: int) -> bool:
        """Whether a phrase is made of whole words, or ends in an Arabic prefix."""
        return _is_word_boundary(self.lower_text, start) and (
            self.lower_text[end - 1] == "ل" or _is_word_boundary(self.lower_text, end)
        )

    # Names

    def _name_after(self, language: CueLanguage, start: int, *, any_name: bool) -> OutletMention | None:
        """The outlet after a cue that ends at `start`; with `any_name`, any capitalised name is an outlet's."""
        fillers = language.fillers_after_cue().match(self.lower_text, start)
        furthest = fillers.end() if fillers else start
        starts = _name_starts(self.text, start, furthest)
        for place in starts:
            mention = self._matcher.match_at(self.text, place)
            if mention is not None:
                return mention
        for place in starts:
            agency = AGENCY_PATTERN.match(self.text, after_opening_marks(self.text, place))
            if agency:
                return OutletMention(Outlet(agency.group(), agency=True), Span(*agency.span()))
        any_name = any_name or self.lower_text[start:furthest].rstrip(OPENING_MARKS).endswith(language.agency_nouns)
        return self._unregistered(after_opening_marks(self.text, furthest), any_name=any_name)

    def _unregistered(self, start: int, *, any_name: bool) -> OutletMention | None:
        """A name outside the registry that is an outlet's by its form, by an article at hand, or by the cue."""
        if found := domain_at(self.text, start):
            entry = self._outlets.by_host(found.group())
            return OutletMention(entry or Outlet(found.group()), Span(*found.span()))
        if found := NEWSPAPER_PATTERN.match(self.text, start):
            return OutletMention(Outlet(found.group()), Span(*found.span()))
        return self._matcher.match_domain_at(self.text, start) or (self._capitalised_name(start) if any_name else None)

    def _capitalised_name(self, start: int) -> OutletMention | None:
        first = self.text[start : start + 1]
        pattern = _NAME_UNSPACED if is_unspaced(first) or first in _NAME_MARKS_UNSPACED else _NAME
        if _has_no_case(first):
            pattern = _NAME_CASELESS
        found = pattern.match(self.text, start)
        if found is None or _is_excluded_name(found.group(1)):
            return None
        name = _SMALL_END.sub("", found.group(1)).rstrip(".'’-")
        return OutletMention(Outlet(name), Span(found.start(1), found.start(1) + len(name)))

    def _name_before(self, language: CueLanguage, end: int) -> OutletMention | None:
        """The outlet before a cue that begins at `end`."""
        start = max(0, end - self._settings.max_outlet_name_characters)
        window = self.lower_text[start:end]
        is_behind_filler = window.rstrip(CLOSING_MARKS).endswith(language.fillers)
        fillers = language.fillers_before_cue().search(window) if is_behind_filler else None
        nearest = start + fillers.start() if fillers else end
        for place in _name_ends(self.text, nearest, end):
            mention = self._matcher.match_before(self.text, place)
            if mention is not None:
                return mention
        found = _agency_before(self.text[start:end].rstrip()) or _unregistered_before(self.text[start:nearest].rstrip())
        if found is None:
            return self._matcher.match_domain_before(self.text, nearest)
        return OutletMention(Outlet(found.group()), Span(start + found.start(), start + found.end()))

    def _subject(self, cue: Cue, language: CueLanguage, verb: int) -> OutletMention | None:
        """The outlet that the sentence before a verb begins with, if the particle of a subject follows it."""
        start = max(0, verb - self._settings.max_subject_distance)
        for sentence_end in _SENTENCE_END.finditer(self.text, start, verb):
            start = sentence_end.end()
        mention = self._name_after(language, start, any_name=False)
        if mention is None or not self.text.startswith(cue.particle, mention.span.end):
            return None
        return mention

    # Other uses of a name

    def _is_other_use(self, mention: OutletMention, cue: Cue, language: CueLanguage, end: int) -> bool:
        """Whether the words around show that the name stands for a poll, a host, business results or a person."""
        if self._is_followed_by(mention, language.followers_excluding):
            return True
        if cue.side is NameSide.BEFORE:
            return self._is_other_subject(mention, language, end)
        return mention.outlet.is_generic and bool(_NAME_CONTINUES.match(self.text, mention.span.end))

    def _is_followed_by(self, mention: OutletMention, followers: tuple[str, ...]) -> bool:
        rest = self.lower_text[mention.span.end : mention.span.end + _FOLLOWER_WINDOW]
        rest = _POSSESSIVE.sub("", rest, count=1)
        return any(rest.startswith(word) and _is_word_boundary(rest, len(word)) for word in followers)

    def _is_other_subject(self, mention: OutletMention, language: CueLanguage, end: int) -> bool:
        before = self.text[max(0, mention.span.start - _PERSON_WINDOW) : mention.span.start]
        results = re.findall(r"\w+", self.lower_text[end : end + self._settings.max_results_distance])
        is_person = bool(_PERSON_BEFORE.search(before)) and not _NO_PERSON_BEFORE.search(before)
        starts_sentence = not before.strip() or before.rstrip()[-1] in '.!?\n"“'
        return (
            not language.results_excluding.isdisjoint(results)
            or is_person
            or (mention.outlet.common_word and starts_sentence)
        )

    # Labels

    def _label_credits(self) -> Iterator[LocatedCredit]:
        for language in self.languages:
            for start, end in self._before_colons(language.source_labels):
                if (colon := _COLON.match(self.text, end)) and not self._is_picture_label(start):
                    yield from self._names_after_label(language, start, colon.end())

    def _before_colons(self, labels: tuple[str, ...]) -> list[tuple[int, int]]:
        """The spans of labels before a colon, in order of labels."""
        text, found = self.lower_text, []
        for end in self._colon_starts:
            if text.endswith(labels, 0, end):
                found += [(number, end) for number, label in enumerate(labels) if text.endswith(label, 0, end)]
        spans = ((end - len(labels[number]), end) for number, end in sorted(found))
        return [span for span in spans if self._is_whole(*span)]

    @cached_property
    def _colon_starts(self) -> list[int]:
        """Where colons begin, or a space before one does."""
        colons = [found.start() for found in _COLON_SIGN.finditer(self.text)]
        return sorted({*colons, *(place - 1 for place in colons if self.text[place - 1 : place].isspace())})

    def _is_picture_label(self, label: int) -> bool:
        before = self.lower_text[max(0, label - _PICTURE_WINDOW) : label].rstrip(" -:/(")
        return before.endswith(shipped_cues().picture_words) and any(
            before.endswith(word) and _is_word_boundary(before, len(before) - len(word))
            for word in shipped_cues().picture_words
        )

    def _names_after_label(self, language: CueLanguage, label: int, start: int) -> Iterator[LocatedCredit]:
        """The names after "Source:", one or more."""
        mention = self._name_after(language, start, any_name=True)
        while mention is not None:
            end = mention.span.end
            following = re.findall(r"^\s+([^\W_]+)", self.lower_text[end : end + _WORD_WINDOW])
            if following and following[0] in (*language.followers_excluding, *shipped_cues().excluded_words):
                return
            yield credit_for(CreditKind.SOURCE_LINE, mention, Span(label, end), self._outlets, self._settings)
            joint = _NAME_SEPARATOR.match(self.text, end)
            mention = self._matcher.match_at(self.text, joint.end()) if joint else None

    def _title_credits(self) -> Iterator[LocatedCredit]:
        strength = strength_of(CreditKind.ORIGINAL_TITLE, self._settings)
        for language in self.languages:
            for start, end in self._before_colons(language.title_labels):
                if found := _TITLE.match(self.text, end):
                    span = Span(start, found.end())
                    credit = Credit(CreditKind.ORIGINAL_TITLE, found.group(1).strip(), strength, span)
                    yield LocatedCredit(credit, Span(*found.span(1)))


def _name_starts(text: str, start: int, furthest: int) -> list[int]:
    """Where a name may begin after a cue: past all fillers, or past fewer, since a name may begin with one ("The
    Times").
    """
    places = {start, furthest}
    places |= {found.end() for found in _GAP.finditer(text, start, furthest)}
    if holds_unspaced(text[start:furthest]):
        places |= set(range(start, furthest))
    return sorted(places)


def _name_ends(text: str, nearest: int, end: int) -> list[int]:
    """Where a name may end before a cue, the nearest place to the cue first."""
    places = {nearest, end} | {found.start() for found in _SPACE.finditer(text, nearest, end)}
    if holds_unspaced(text[nearest:end]):
        places |= set(range(nearest, end))
    return sorted(places, reverse=True)


def _agency_before(window: str) -> re.Match[str] | None:
    """The agency outside the registry that ends a stretch of text."""
    return _AGENCY_BEFORE.search(window) if AGENCY_SIGN.search(window) else None


def _unregistered_before(window: str) -> re.Match[str] | None:
    """The newspaper or domain outside the registry that ends a stretch of text."""
    may_end = window.endswith(NEWSPAPER_ENDINGS) or "." in window.rpartition(" ")[2]
    return _UNREGISTERED_BEFORE.search(window) if may_end else None


def _is_excluded_name(name: str) -> bool:
    """Whether a name is that of an institution or platform, or a placeholder, instead of an outlet."""
    words = re.findall(r"[^\W_]+", name.casefold())
    cues = shipped_cues()
    return bool(cues.excluded_words.intersection(words)) or any(part in name for part in cues.excluded_fragments)


def _has_no_case(character: str) -> bool:
    return character.isalpha() and character.upper() == character.lower() and not is_unspaced(character)


def words_in_lower_case(text: str) -> set[str]:
    """The words of a text in lower case."""
    if text.isascii():  # a third of the time
        return set(text.lower().translate(_SPACES_FOR_SIGNS).split())
    words = set(text.casefold().split())
    plain = {word for word in words if word.isalnum()}
    return plain.union(_LETTERS.findall(" ".join(words - plain)))


def _is_word_boundary(text: str, place: int) -> bool:
    """Whether a word may begin or end at a place. In scripts without spaces it may anywhere."""
    if place <= 0 or place >= len(text):
        return True
    left, right = text[place - 1], text[place]
    return not (left.isalnum() and right.isalnum()) or is_unspaced(left) or is_unspaced(right)


def lower_same_length(text: str) -> str:
    """A text in lower case, white space as spaces, apostrophes straight; every character stays in its place."""
    result = text.replace("İ", "i").lower()
    if len(result) != len(text):
        result = "".join(low if len(low := character.lower()) == 1 else character for character in text)
    for character, plain in _ONE_FOR_ONE:  # ten times as fast as translate
        result = result.replace(character, plain)
    return result


_SPACES_FOR_SIGNS = {point: " " for point in range(128) if not chr(point).isalnum()}
_ONE_FOR_ONE = (*((space, " ") for space in "\n\t\u00a0\u202f"), ("’", "'"), ("ʼ", "'"))
