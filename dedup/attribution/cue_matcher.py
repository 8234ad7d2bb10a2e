"""Credits beside a phrase: "according to X", "X reported", "Source: X", "Original title: T".

A phrase is looked for first, for there are few in a text; then a name beside it is read in the registry, behind words
that may stand between ("a report by the newspaper"). Names outside the registry count only where the phrase leaves no
doubt that an outlet follows ("Source: X", "first appeared on X") or where the name says so itself (Oakdale Gazette,
example.com).

Words around the name can make it something else: "a Fox News poll", "The New York Times reported a profit", "the
Independent Police Commission", "Image source: AFP".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dedup.article import Span
from dedup.attribution.credit import STRENGTH, Credit, credit_for
from dedup.attribution.cues import Cue, CueLanguage, cue_languages, shipped_cues
from dedup.attribution.datelines import LocatedCredit
from dedup.attribution.outlet_patterns import AGENCY_PATTERN, DOMAIN_PATTERN, NEWSPAPER_PATTERN
from dedup.attribution.outlets import OPENING_MARKS, UNSPACED, Outlet, OutletMention, Outlets

MAX_NAME_CHARACTERS = 70  # how far before a cue a name may begin
MAX_SENTENCE_CHARACTERS = 300  # how far before its verb the subject of a sentence may stand
MAX_CLOSING_CHARACTERS = 60  # behind a name within which "wie X berichtet" must end
_CAPITAL = r"(?:[^\W_a-zß-ÿа-яёіїєґα-ωά-ώ])"
_SMALL = "of|the|de|la|del|do|da|des|du|and|&|für|und"
_FREE = re.compile(rf"[\"“«„「《]?({_CAPITAL}[\w.’'&+!-]*(?: (?:{_SMALL}|{_CAPITAL}[\w.’'&+!-]*)){{0,4}})")
_FREE_UNSPACED = re.compile(
    rf"[「《『“]?([{UNSPACED}ー\w]{{2,14}})[」》』”]?\s*(?=$|[\n。，、,;；|）)（(\]】])", re.MULTILINE
)
_SENTENCE_END = re.compile(rf"[.!?…。！？\n](?=\s|$|[{UNSPACED}])")
_WEEKDAYS = "Mon|Tues|Wednes|Thurs|Fri|Satur|Sun"
# Behind a name that is also a common word: the Independent Police Commission, Time Warner, People who know.
_GOES_ON = re.compile(rf" (?!(?:{_WEEKDAYS})day)(?:[A-Z][a-z]|who\b|that\b|with\b|familiar\b)")
_AGENCY_BEFORE = re.compile(f"(?:{AGENCY_PATTERN.pattern})$")
_UNLISTED_BEFORE = re.compile(f"(?:{NEWSPAPER_PATTERN.pattern}|{DOMAIN_PATTERN.pattern})$")
_LETTERS = re.compile(r"[^\W_]+")
_COLON = re.compile(r"\s?[:：]\s*")
_TITLE = re.compile(r"\s?[:：]\s*[\"“«„「《]?([^\n\"”»“」》]{3,200})")
_GAP, _SPACE = re.compile(r"[\s\"'’«“„「《]+"), re.compile(r"\s+")
_IN_UNSPACED = re.compile(f"[{UNSPACED}]")
_NAME_LIST = re.compile(r"\s*(?:[,;/|&+]|and|und|et|y|e|i|и|та|ve|和|・|、)\s*")
_CASELESS = re.compile(r"[\"“«]?([^\W\d_]+(?: [^\W\d_]+){0,3})\s*(?=$|[\n.,،;|)\]»”\"])", re.MULTILINE)


class CueMatcher:
    """One text, read for credits. `lowered` has a character for each of the text's: same places, one case, one
    space.
    """

    def __init__(self, text: str, language: str | None, outlets: Outlets) -> None:
        self.text = text
        self.lower_text = lower_same_length(text)
        self.outlets = outlets
        self.languages = cue_languages(language, text)

    def credits(self) -> Iterator[LocatedCredit]:
        """All credits beside a phrase, in no order; two may lean on one name."""
        yield from self._label_credits()
        yield from self._title_credits()
        yield from self._cue_credits()

    def _cue_credits(self) -> Iterator[LocatedCredit]:
        words = words_in_lower_case(self.lower_text)
        for language in self.languages:
            for cue in language.cues:
                if cue.rarest_word in words or not cue.rarest_word:
                    for start in self._occurrences(cue.phrase):
                        yield from self._credit_at_cue(cue, language, start)

    def _credit_at_cue(self, cue: Cue, language: CueLanguage, start: int) -> Iterator[LocatedCredit]:
        end = start + len(cue.phrase)
        if cue.side == "behind":
            named = self._name_after(language, end, free=cue.kind in ("first appeared on", "via"))
        elif cue.side == "before":
            named = self._name_before(language, start)
        else:
            named = self._subject(cue, language, start)
        if named is None or self._is_other_use(named, cue, language, end):
            return
        if (
            cue.closing
            and self.lower_text.find(cue.closing, named.span.end, named.span.end + MAX_CLOSING_CHARACTERS) < 0
        ):
            return
        whole = Span(min(start, named.span.start), max(end, named.span.end))
        yield credit_for(cue.kind, named, whole, self.outlets), named.span

    def _occurrences(self, phrase: str) -> Iterator[int]:
        """Where a phrase stands as words of its own."""
        start = self.lower_text.find(phrase)
        while start >= 0:
            end = start + len(phrase)
            if _is_word_boundary(self.lower_text, start) and (
                phrase.endswith("ل") or _is_word_boundary(self.lower_text, end)
            ):
                yield start
            start = self.lower_text.find(phrase, start + 1)

    def _name_after(self, language: CueLanguage, start: int, *, free: bool) -> OutletMention | None:
        skipped = language.fillers_after_cue.match(self.lower_text, start)
        furthest = skipped.end() if skipped else start
        starts = _name_starts(self.text, start, furthest)
        for place in starts:
            named = self.outlets.match_at(self.text, place)
            if named is not None:
                return named
        for place in starts:
            agency = AGENCY_PATTERN.match(self.text, _after_opening_marks(self.text, place))
            if agency:
                return OutletMention(Outlet(agency.group(), agency=True), Span(*agency.span()))
        is_free = free or self.lower_text[start:furthest].rstrip(OPENING_MARKS).endswith(language.agency_nouns)
        return self._unregistered(_after_opening_marks(self.text, furthest), free=is_free)

    def _unregistered(self, start: int, *, free: bool) -> OutletMention | None:
        """A name that the registry does not hold but that is an outlet's by its form, by another article's address, or
        by the phrase before it.
        """
        for form in (DOMAIN_PATTERN, NEWSPAPER_PATTERN):
            found = form.match(self.text, start)
            if found:
                entry = self.outlets.by_host(found.group()) if form is DOMAIN_PATTERN else None
                return OutletMention(entry or Outlet(found.group()), Span(*found.span()))
        return self.outlets.match_domain_at(self.text, start) or (self._capitalised_name(start) if free else None)

    def _capitalised_name(self, start: int) -> OutletMention | None:
        form = _FREE_UNSPACED if re.match(f"[{UNSPACED}「《『]", self.text[start : start + 1]) else _FREE
        if _has_no_case(self.text[start : start + 1]):
            form = _CASELESS
        found = form.match(self.text, start)
        if found is None or _is_excluded_name(found.group(1)):
            return None
        name = found.group(1).rstrip(".'’-")
        return OutletMention(Outlet(name), Span(found.start(1), found.start(1) + len(name)))

    def _name_before(self, language: CueLanguage, end: int) -> OutletMention | None:
        start = max(0, end - MAX_NAME_CHARACTERS)
        window = self.lower_text[start:end]
        skipped = language.fillers_before_cue.search(window)
        nearest = start + skipped.start() if skipped else end
        for place in _name_ends(self.text, nearest, end):
            named = self.outlets.match_before(self.text, place)
            if named is not None:
                return named
        found = _AGENCY_BEFORE.search(self.text[start:end].rstrip())
        found = found or _UNLISTED_BEFORE.search(self.text[start:nearest].rstrip())
        if found is None:
            return self.outlets.match_domain_before(self.text, nearest)
        return OutletMention(Outlet(found.group()), Span(start + found.start(), start + found.end()))

    def _subject(self, cue: Cue, language: CueLanguage, verb: int) -> OutletMention | None:
        start = max(0, verb - MAX_SENTENCE_CHARACTERS)
        for border in _SENTENCE_END.finditer(self.text, start, verb):
            start = border.end()
        named = self._name_after(language, start, free=False)
        if named is None or not self.text.startswith(cue.particle, named.span.end):
            return None
        return named

    def _is_other_use(self, named: OutletMention, cue: Cue, language: CueLanguage, end: int) -> bool:
        """Whether the words around say that the name stands for a poll, a host, a company's results, a person."""
        behind = self.lower_text[named.span.end : named.span.end + 40]
        behind = re.sub(r"^(?:['’]s|['’])?[\s\"”»]*", "", behind)
        if any(
            behind.startswith(word) and (_is_word_boundary(behind, len(word))) for word in language.followers_excluding
        ):
            return True
        before = self.text[max(0, named.span.start - 30) : named.span.start]
        if cue.side == "before":
            results = re.findall(r"\w+", self.lower_text[end : end + 45])
            person = re.search(r"(?:^|[^.!?\s]\s)([A-Z][a-z]+) $", before) and not re.search(
                r"(?:[Tt]he|As|And|But|While|What|Sister|Daily|Rival) $", before
            )
            starts_sentence = not before.strip() or before.rstrip()[-1] in '.!?\n"“'
            return bool(
                language.results_excluding.intersection(results)
                or person
                or (named.outlet.common_word and starts_sentence)
            )
        return named.outlet.is_generic and bool(_GOES_ON.match(self.text, named.span.end))

    # Labels

    def _label_credits(self) -> Iterator[LocatedCredit]:
        for language in self.languages:
            for label in language.source_labels:
                for start in self._occurrences(label):
                    colon = _COLON.match(self.text, start + len(label))
                    if colon and not self._is_picture_label(start):
                        yield from self._names_after_label(language, start, colon.end())

    def _is_picture_label(self, label: int) -> bool:
        before = self.lower_text[max(0, label - 14) : label].rstrip(" -:/(")
        return any(
            before.endswith(word) and (_is_word_boundary(before, len(before) - len(word)))
            for word in shipped_cues().picture_words
        )

    def _names_after_label(self, language: CueLanguage, label: int, start: int) -> Iterator[LocatedCredit]:
        """The names behind "Source:", one or more."""
        named = self._name_after(language, start, free=True)
        while named is not None:
            behind = re.findall(r"^\s+([^\W_]+)", self.lower_text[named.span.end : named.span.end + 30])
            if behind and behind[0] in (*language.followers_excluding, *shipped_cues().excluded_words):
                return
            yield credit_for("source line", named, Span(label, named.span.end), self.outlets), named.span
            joint = _NAME_LIST.match(self.text, named.span.end)
            named = self.outlets.match_at(self.text, joint.end()) if joint else None

    def _title_credits(self) -> Iterator[LocatedCredit]:
        for language in self.languages:
            for label in language.title_labels:
                for start in self._occurrences(label):
                    found = _TITLE.match(self.text, start + len(label))
                    if found:
                        span = Span(start, found.end())
                        yield (
                            Credit("original title", found.group(1).strip(), STRENGTH["original title"], span),
                            Span(*found.span(1)),
                        )


def _name_starts(text: str, start: int, furthest: int) -> list[int]:
    """Where a name may begin behind a cue: after all fillers, else after fewer: a name may begin with one ("The
    Times").
    """
    borders = {start, furthest}
    borders |= {found.end() for found in _GAP.finditer(text, start, furthest)}
    if _IN_UNSPACED.search(text, start, furthest):
        borders |= set(range(start, furthest))
    return sorted(borders)


def _after_opening_marks(text: str, start: int) -> int:
    """The place behind spaces and opening quotation marks."""
    while start < len(text) and text[start] in OPENING_MARKS:
        start += 1
    return start


def _name_ends(text: str, nearest: int, end: int) -> list[int]:
    borders = {nearest, end} | {found.start() for found in _SPACE.finditer(text, nearest, end)}
    if _IN_UNSPACED.search(text, nearest, end):
        borders |= set(range(nearest, end))
    return sorted(borders, reverse=True)


def _is_excluded_name(name: str) -> bool:
    """Whether a name is an institution's, a platform's or a placeholder rather than an outlet's."""
    words = re.findall(r"[^\W_]+", name.casefold())
    cues = shipped_cues()
    return bool(cues.excluded_words.intersection(words)) or any(part in name for part in cues.excluded_fragments)


def _has_no_case(character: str) -> bool:
    return character.isalpha() and character.upper() == character.lower() and not re.match(f"[{UNSPACED}]", character)


def words_in_lower_case(text: str) -> set[str]:
    """The words of a text, in one case. Most stand between spaces: only the others are looked into."""
    words = set(text.casefold().split())
    plain = {word for word in words if word.isalnum()}
    return plain.union(_LETTERS.findall(" ".join(words - plain)))


def _is_word_boundary(text: str, place: int) -> bool:
    """Whether a word may begin or end at a place; scripts without spaces have no borders to look for."""
    if place <= 0 or place >= len(text):
        return True
    left, right = text[place - 1], text[place]
    return not (left.isalnum() and right.isalnum()) or bool(
        re.match(f"[{UNSPACED}]", left) or re.match(f"[{UNSPACED}]", right)
    )


def lower_same_length(text: str) -> str:
    """The text in lower case with every character in its place, white space as spaces, apostrophes straight."""
    result = text.replace("İ", "i").lower()
    if len(result) != len(text):
        result = "".join(low if len(low := character.lower()) == 1 else character for character in text)
    return result.translate(_ONE_FOR_ONE)


_ONE_FOR_ONE = str.maketrans({"\n": " ", "\t": " ", "\u00a0": " ", "\u202f": " ", "’": "'", "ʼ": "'"})
