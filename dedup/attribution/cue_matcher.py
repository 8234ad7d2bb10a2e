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
from dedup.attribution.cues import Cue, Language, known_cues, languages_of
from dedup.attribution.datelines import Found
from dedup.attribution.outlet_patterns import AGENCY, DOMAIN, NEWSPAPER
from dedup.attribution.outlets import OPENING, UNSPACED, Named, Outlet, Outlets

NAME_CHARACTERS = 70  # how far before a cue a name may begin
SENTENCE_CHARACTERS = 300  # how far before its verb the subject of a sentence may stand
TAIL_CHARACTERS = 60  # behind a name within which "wie X berichtet" must end
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
_AGENCY_BEFORE = re.compile(f"(?:{AGENCY.pattern})$")
_UNLISTED_BEFORE = re.compile(f"(?:{NEWSPAPER.pattern}|{DOMAIN.pattern})$")
_LETTERS = re.compile(r"[^\W_]+")
_COLON = re.compile(r"\s?[:：]\s*")
_TITLE = re.compile(r"\s?[:：]\s*[\"“«„「《]?([^\n\"”»“」》]{3,200})")
_GAP, _SPACE = re.compile(r"[\s\"'’«“„「《]+"), re.compile(r"\s+")
_IN_UNSPACED = re.compile(f"[{UNSPACED}]")
_NAME_LIST = re.compile(r"\s*(?:[,;/|&+]|and|und|et|y|e|i|и|та|ve|和|・|、)\s*")
_CASELESS = re.compile(r"[\"“«]?([^\W\d_]+(?: [^\W\d_]+){0,3})\s*(?=$|[\n.,،;|)\]»”\"])", re.MULTILINE)


class Phrases:
    """One text, read for credits. `lowered` has a character for each of the text's: same places, one case, one
    space.
    """

    def __init__(self, text: str, language: str | None, outlets: Outlets) -> None:
        self.text = text
        self.lowered = lowered(text)
        self.outlets = outlets
        self.languages = languages_of(language, text)

    def found(self) -> Iterator[Found]:
        """All credits beside a phrase, in no order; two may lean on one name."""
        yield from self._labels()
        yield from self._titles()
        yield from self._phrases()

    def _phrases(self) -> Iterator[Found]:
        words = word_set(self.lowered)
        for language in self.languages:
            for cue in language.cues:
                if cue.key in words or not cue.key:
                    for start in self._places(cue.phrase):
                        yield from self._beside(cue, language, start)

    def _beside(self, cue: Cue, language: Language, start: int) -> Iterator[Found]:
        end = start + len(cue.phrase)
        if cue.side == "behind":
            named = self._name_behind(language, end, free=cue.kind in ("first appeared on", "via"))
        elif cue.side == "before":
            named = self._name_before(language, start)
        else:
            named = self._subject(cue, language, start)
        if named is None or self._is_something_else(named, cue, language, end):
            return
        if cue.tail and self.lowered.find(cue.tail, named.span.end, named.span.end + TAIL_CHARACTERS) < 0:
            return
        whole = Span(min(start, named.span.start), max(end, named.span.end))
        yield credit_for(cue.kind, named, whole, self.outlets), named.span

    def _places(self, phrase: str) -> Iterator[int]:
        """Where a phrase stands as words of its own."""
        start = self.lowered.find(phrase)
        while start >= 0:
            end = start + len(phrase)
            if _is_border(self.lowered, start) and (phrase.endswith("ل") or _is_border(self.lowered, end)):
                yield start
            start = self.lowered.find(phrase, start + 1)

    def _name_behind(self, language: Language, start: int, *, free: bool) -> Named | None:
        skipped = language.fillers_behind.match(self.lowered, start)
        furthest = skipped.end() if skipped else start
        starts = _candidate_starts(self.text, start, furthest)
        for place in starts:
            named = self.outlets.forwards(self.text, place)
            if named is not None:
                return named
        for place in starts:
            agency = AGENCY.match(self.text, _opened(self.text, place))
            if agency:
                return Named(Outlet(agency.group(), agency=True), Span(*agency.span()))
        is_free = free or self.lowered[start:furthest].rstrip(OPENING).endswith(language.agency_nouns)
        return self._unlisted(_opened(self.text, furthest), free=is_free)

    def _unlisted(self, start: int, *, free: bool) -> Named | None:
        """A name that the registry does not hold but that is an outlet's by its form, by another article's address, or
        by the phrase before it.
        """
        for form in (DOMAIN, NEWSPAPER):
            found = form.match(self.text, start)
            if found:
                entry = self.outlets.of_host(found.group()) if form is DOMAIN else None
                return Named(entry or Outlet(found.group()), Span(*found.span()))
        return self.outlets.site_forwards(self.text, start) or (self._free(start) if free else None)

    def _free(self, start: int) -> Named | None:
        form = _FREE_UNSPACED if re.match(f"[{UNSPACED}「《『]", self.text[start : start + 1]) else _FREE
        if _has_no_case(self.text[start : start + 1]):
            form = _CASELESS
        found = form.match(self.text, start)
        if found is None or _is_no_outlet(found.group(1)):
            return None
        name = found.group(1).rstrip(".'’-")
        return Named(Outlet(name), Span(found.start(1), found.start(1) + len(name)))

    def _name_before(self, language: Language, end: int) -> Named | None:
        start = max(0, end - NAME_CHARACTERS)
        window = self.lowered[start:end]
        skipped = language.fillers_before.search(window)
        nearest = start + skipped.start() if skipped else end
        for place in _candidate_ends(self.text, nearest, end):
            named = self.outlets.backwards(self.text, place)
            if named is not None:
                return named
        found = _AGENCY_BEFORE.search(self.text[start:end].rstrip())
        found = found or _UNLISTED_BEFORE.search(self.text[start:nearest].rstrip())
        if found is None:
            return self.outlets.site_backwards(self.text, nearest)
        return Named(Outlet(found.group()), Span(start + found.start(), start + found.end()))

    def _subject(self, cue: Cue, language: Language, verb: int) -> Named | None:
        start = max(0, verb - SENTENCE_CHARACTERS)
        for border in _SENTENCE_END.finditer(self.text, start, verb):
            start = border.end()
        named = self._name_behind(language, start, free=False)
        if named is None or not self.text.startswith(cue.particle, named.span.end):
            return None
        return named

    def _is_something_else(self, named: Named, cue: Cue, language: Language, end: int) -> bool:
        """Whether the words around say that the name stands for a poll, a host, a company's results, a person."""
        behind = self.lowered[named.span.end : named.span.end + 40]
        behind = re.sub(r"^(?:['’]s|['’])?[\s\"”»]*", "", behind)
        if any(behind.startswith(word) and (_is_border(behind, len(word))) for word in language.not_after):
            return True
        before = self.text[max(0, named.span.start - 30) : named.span.start]
        if cue.side == "before":
            results = re.findall(r"\w+", self.lowered[end : end + 45])
            person = re.search(r"(?:^|[^.!?\s]\s)([A-Z][a-z]+) $", before) and not re.search(
                r"(?:[Tt]he|As|And|But|While|What|Sister|Daily|Rival) $", before
            )
            starts_sentence = not before.strip() or before.rstrip()[-1] in '.!?\n"“'
            return bool(
                language.not_reported.intersection(results) or person or (named.outlet.common_word and starts_sentence)
            )
        return named.outlet.is_generic and bool(_GOES_ON.match(self.text, named.span.end))

    # Labels

    def _labels(self) -> Iterator[Found]:
        for language in self.languages:
            for label in language.labels:
                for start in self._places(label):
                    colon = _COLON.match(self.text, start + len(label))
                    if colon and not self._is_of_picture(start):
                        yield from self._listed(language, start, colon.end())

    def _is_of_picture(self, label: int) -> bool:
        before = self.lowered[max(0, label - 14) : label].rstrip(" -:/(")
        return any(
            before.endswith(word) and (_is_border(before, len(before) - len(word))) for word in known_cues().pictures
        )

    def _listed(self, language: Language, label: int, start: int) -> Iterator[Found]:
        """The names behind "Source:", one or more."""
        named = self._name_behind(language, start, free=True)
        while named is not None:
            behind = re.findall(r"^\s+([^\W_]+)", self.lowered[named.span.end : named.span.end + 30])
            if behind and behind[0] in (*language.not_after, *known_cues().not_outlets):
                return
            yield credit_for("source line", named, Span(label, named.span.end), self.outlets), named.span
            joint = _NAME_LIST.match(self.text, named.span.end)
            named = self.outlets.forwards(self.text, joint.end()) if joint else None

    def _titles(self) -> Iterator[Found]:
        for language in self.languages:
            for label in language.titles:
                for start in self._places(label):
                    found = _TITLE.match(self.text, start + len(label))
                    if found:
                        span = Span(start, found.end())
                        yield (
                            Credit("original title", found.group(1).strip(), STRENGTH["original title"], span),
                            Span(*found.span(1)),
                        )


def _candidate_starts(text: str, start: int, furthest: int) -> list[int]:
    """Where a name may begin behind a cue: after all fillers, else after fewer: a name may begin with one ("The
    Times").
    """
    borders = {start, furthest}
    borders |= {found.end() for found in _GAP.finditer(text, start, furthest)}
    if _IN_UNSPACED.search(text, start, furthest):
        borders |= set(range(start, furthest))
    return sorted(borders)


def _opened(text: str, start: int) -> int:
    """The place behind spaces and opening quotation marks."""
    while start < len(text) and text[start] in OPENING:
        start += 1
    return start


def _candidate_ends(text: str, nearest: int, end: int) -> list[int]:
    borders = {nearest, end} | {found.start() for found in _SPACE.finditer(text, nearest, end)}
    if _IN_UNSPACED.search(text, nearest, end):
        borders |= set(range(nearest, end))
    return sorted(borders, reverse=True)


def _is_no_outlet(name: str) -> bool:
    """Whether a name is an institution's, a platform's or a placeholder rather than an outlet's."""
    words = re.findall(r"[^\W_]+", name.casefold())
    cues = known_cues()
    return bool(cues.not_outlets.intersection(words)) or any(part in name for part in cues.not_outlets_within)


def _has_no_case(character: str) -> bool:
    return character.isalpha() and character.upper() == character.lower() and not re.match(f"[{UNSPACED}]", character)


def word_set(text: str) -> set[str]:
    """The words of a text, in one case. Most stand between spaces: only the others are looked into."""
    words = set(text.casefold().split())
    plain = {word for word in words if word.isalnum()}
    return plain.union(_LETTERS.findall(" ".join(words - plain)))


def _is_border(text: str, place: int) -> bool:
    """Whether a word may begin or end at a place; scripts without spaces have no borders to look for."""
    if place <= 0 or place >= len(text):
        return True
    left, right = text[place - 1], text[place]
    return not (left.isalnum() and right.isalnum()) or bool(
        re.match(f"[{UNSPACED}]", left) or re.match(f"[{UNSPACED}]", right)
    )


def lowered(text: str) -> str:
    """The text in lower case with every character in its place, white space as spaces, apostrophes straight."""
    lowered = text.replace("İ", "i").lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := character.lower()) == 1 else character for character in text)
    return lowered.translate(_ONE_FOR_ONE)


_ONE_FOR_ONE = str.maketrans({"\n": " ", "\t": " ", "\u00a0": " ", "\u202f": " ", "’": "'", "ʼ": "'"})
