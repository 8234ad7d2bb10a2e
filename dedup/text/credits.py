"""Credits: what an article itself says about where it comes from.

Newsrooms name their sources in fixed phrases: a dateline with an agency in brackets, "Source: X", "according to X", "X reported",
"first appeared on X", the original title of a translation. `cues.json` lists the phrases of 26 languages, as templates with the name
at `{}`; `outlets.json` lists the names. A credit is a cue with a name beside it, so neither a phrase nor a name alone is one:
"according to the World Health Organization" names no outlet, and "a Fox News poll" is not reporting.

Names outside the registry count only where the phrase leaves no doubt that an outlet follows ("Source: X", "first appeared on X")
or where the name says so itself (Oakdale Gazette, example.com), and weaken the credit.

Two kinds of credits belong to no one but their own outlet or neighbour and are dropped for an article: those that name its own
publisher, and those of a teaser at the foot of the page, told by the title that it repeats or by the heading it stands under.

What this does not do: understand a sentence. Irony, negation and reported speech about reporting are read at face value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dedup.article import Article, Span
from dedup.text.outlets import OPENING, UNSPACED, Named, Outlet, Outlets, host, known_outlets

# How far each kind of credit can be trusted as the source of the text (0-1): a phrase about the text itself, then marks
# that come with a text when it is passed on, then sources of a fact in it.
STRENGTH = {
    "first appeared on": 1.0,
    "dateline": 0.9,
    "source line": 0.9,
    "agency tail": 0.9,
    "original title": 0.9,
    "copyright": 0.8,
    "byline": 0.8,
    "via": 0.7,
    "contributed": 0.6,
    "according to": 0.6,
    "reported": 0.6,
    "told": 0.6,
}
# Kinds that speak of the text, not of a fact in it: what they name had this very text.
OF_THE_TEXT = frozenset({"first appeared on", "dateline", "source line", "agency tail", "copyright", "byline", "via"})
UNKNOWN = 0.7  # what is left of a credit whose name the registry does not know
HEAD_CHARACTERS = 400  # where datelines and bylines stand, and what the title of a teaser is compared with
NAME_CHARACTERS = 70  # how far before a cue a name may begin
SENTENCE_CHARACTERS = 300  # how far before its verb the subject of a sentence may stand
TITLE_SHARE = 0.6  # of the words of "The post T appeared on X" that must stand in the article's own head
TLD = "com|net|org|news|info|io|tv|co|eu|uk|de|at|ch|fr|es|it|pt|br|nl|be|se|dk|no|fi|pl|cz|sk|ro|hu|ru|ua|tr|gr|cn|jp|kr|in|id|vn|us|ca|au|me|gg|xyz"
_DOMAIN = re.compile(rf"(?:[\w-]+\.)+(?:{TLD})(?![\w.-]*\w)", re.IGNORECASE)
_SPOKEN_FOR = "Times|Tribune|Herald|Gazette|Chronicle|Telegraph|Inquirer|Examiner|Courier|Sentinel|Daily|Daily News|Evening News|Morning News"
_SPOKEN_FOR += "|Zeitung|Nachrichten|Rundschau|Anzeiger|Tageblatt|Kurier"
_OUTLET_LIKE = re.compile(rf"(?:[A-ZÀ-Þ][\w’'&.-]* ){{1,4}}(?:{_SPOKEN_FOR})(?![\w-])(?! (?:of|[A-Z]))")
_FREE = re.compile(
    r"[\"“«„「《]?((?:[^\W\d_a-zß-ÿа-яёіїєґα-ωά-ώ]|\d)[\w.’'&+!-]*(?: (?:of|the|de|la|del|do|da|des|du|and|&|für|und|(?:[^\W_a-zß-ÿа-яёіїєґα-ωά-ώ])[\w.’'&+!-]*)){0,4})"
)
_FREE_UNSPACED = re.compile(
    rf"[「《『“]?([{UNSPACED}ー\w]{{2,14}})[」》』”]?\s*(?=$|[\n。，、,;；|）)（(\]】])", re.MULTILINE
)
_SENTENCE_END = re.compile(rf"[.!?…。！？\n](?=\s|$|[{UNSPACED}])")
_MONTH_DAY_PLACE = r"[^\W\d_a-zß-ÿ][\w.’'-]*|\d{1,2}\.?|\d{4}|(?:de|del|di|van|maart|mei|mai|may|mayo|maggio|mag|gen|feb|mar|apr|giu|lug|ago|set|ott|nov|dic|janv|févr|juin|août)\.?"
_DATELINE_BRACKETS = re.compile(
    rf"^[ \t]*(?P<place>(?:(?:{_MONTH_DAY_PLACE})[ ,/.:]*){{0,7}})[(\[（【/]\s?(?P<inside>[^()\[\]（）【】/\n]{{2,40}}?)\s?(?:/[^()\n]{{1,20}})?[)\]）】/]\s*(?P<dash>[-–—_:.]*)",
    re.MULTILINE,
)
_DATELINE_PLAIN = re.compile(r"^[ \t]*(?P<inside>[^\W_][\w. ]{1,24}?)\s*(?:[-–—]{1,2}|[|])\s", re.MULTILINE)
_DATELINE_PLACE_FIRST = re.compile(
    r"^[ \t]*[^\W\d_a-zа-яёіїєґ]{3,}[^\n.–—]{0,30}[-–—.]{1,2}\s*(?P<inside>[^\W\d_a-zа-яёіїєґ][^\n.–—,]{1,24}?)[.\s]",
    re.MULTILINE,
)
_DATELINE_CHINESE = re.compile(
    rf"(?P<inside>[{UNSPACED}]{{2,5}}社)[{UNSPACED}]{{1,10}}\d{{1,2}}月\d{{1,2}}日[电電讯訊]|(?:^|\n)\s*(?P<other>[{UNSPACED}]{{2,5}}[社网網])\s*(?:讯|訊|消息)"
)
_BYLINE = re.compile(
    r"^[ \t]*(?:By|BY|Von|Par|Por|Di|Door|Av|Af|De|Oleh)\s[^\n]{0,80}$|^[ \t]*[^\n]{2,40}$", re.MULTILINE
)
_COPYRIGHT = re.compile(
    r"(?:copyright|©|\(c\))(?:[ \t]*(?:©|\(c\)))?[ \t]*(?:\d{4}(?:\s?[-–]\s?\d{4})?)?,?[ \t]*(?:by )?", re.IGNORECASE
)
_REUTERS_TAIL = re.compile(r"\((?:additional )?reporting by [^)\n]{3,300}?editing by [^)\n]{3,120}\)", re.IGNORECASE)
_AP_TAIL = re.compile(r"this material may not be published, broadcast", re.IGNORECASE)
_NAME_LIST = re.compile(r"\s*(?:[,;/|&+]|and|und|et|y|e|i|и|та|ve|和|・|、)\s*")


@dataclass(frozen=True, slots=True)
class Credit:
    """One place where a text names an outlet or agency as a source: kind, canonical name, strength (0-1), and where it stands.

    `span` covers the cue and the name; it is None for what the author field says. `outlet` is None for names that the registry
    does not know. For an original title, `name` is that title.
    """

    kind: str
    name: str
    strength: float
    span: Span | None
    outlet: Outlet | None = None


@dataclass(frozen=True, slots=True)
class _Cue:
    """A phrase beside which a name stands: before it, behind it, or as the subject of a sentence that ends in it."""

    kind: str
    phrase: str
    side: str  # "behind": the name follows; "before": the name ends where the phrase begins; "subject"
    particle: str  # what marks the subject, for "subject"
    language: str


@dataclass(frozen=True, slots=True)
class _Language:
    cues: tuple[_Cue, ...]
    labels: tuple[str, ...]
    titles: tuple[str, ...]
    related: tuple[str, ...]
    fillers_behind: re.Pattern[str]
    fillers_before: re.Pattern[str]
    not_after: tuple[str, ...]
    not_reported: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Cues:
    languages: dict[str, _Language]
    not_outlets: frozenset[str]
    not_outlets_within: tuple[str, ...]
    pictures: tuple[str, ...]
    post_opening: re.Pattern[str]


def find_credits(text: str, language: str | None = None, outlets: Outlets | None = None) -> tuple[Credit, ...]:
    """All credits in a text, in order; with `language`, only its cues and the English ones are looked for.

    >>> [(credit.kind, credit.name) for credit in find_credits("The plant will close, according to the Financial Times.")]
    [('according to', 'Financial Times')]
    """
    return tuple(_Reading(text, language, outlets or known_outlets()).credits())


def credits_of(article: Article, outlets: Outlets | None = None) -> tuple[Credit, ...]:
    """The credits of an article: not those of its own publisher, and not those of teasers on its page.

    >>> page = Article("a", "The mayor told Fox News that he will go.", url="https://www.foxnews.com/1")
    >>> credits_of(page)
    ()
    """
    outlets = outlets or known_outlets()
    own = _own_names(article, outlets)
    reading = _Reading(article.text, article.language, outlets)
    foot = reading.foot()
    found = [credit for credit in reading.credits() if not reading.is_teaser(credit, foot, article.title or "")]
    found += _author_credits(article, outlets)
    return tuple(credit for credit in found if _squeezed(credit.name) not in own)


def publisher(article: Article, outlets: Outlets | None = None) -> str | None:
    """The name of the outlet that an article was found at: from its outlet, else its address; None when neither is known."""
    outlets = outlets or known_outlets()
    for place in (article.outlet, article.url):
        if place:
            entry = outlets.of_host(place) or outlets.of_name(place)
            if entry is not None:
                return entry.name
    if article.outlet:
        return article.outlet
    return host(article.url) or None if article.url else None


def _own_names(article: Article, outlets: Outlets) -> set[str]:
    """Every spelling under which an article may name its own publisher."""
    names = {publisher(article, outlets) or ""}
    names |= {label for place in (article.outlet, article.url) if place for label in _labels_of(place)}
    site = re.split(r"\s[|–—-]\s", article.title or "")[1:]
    names |= {entry.name for part in site if (entry := outlets.of_name(part.strip()))}
    return {_squeezed(name) for name in names} - {""}


def _labels_of(place: str) -> tuple[str, ...]:
    name = host(place)
    return (name, *(label for label in name.split(".") if len(label) > 3))


def _squeezed(name: str) -> str:
    """A name as a domain would write it: no spaces, no marks, no case."""
    return re.sub(r"[\W_]+", "", name).casefold()


def _author_credits(article: Article, outlets: Outlets) -> list[Credit]:
    parts = re.split(r"\s*[,|/(]\s*|\s+(?:for|at)\s+", article.author or "")
    entries = [entry for part in parts if (entry := outlets.of_name(part.strip(" )")))]
    return [Credit("byline", entry.name, STRENGTH["byline"], None, entry) for entry in entries]


class _Reading:
    """One text, read for credits. `lowered` has a character for each of the text's: same places, one case, one space."""

    def __init__(self, text: str, language: str | None, outlets: Outlets) -> None:
        self.text = text
        self.lowered = _lowered(text)
        self.outlets = outlets
        self.languages = _languages(language, text)

    def credits(self) -> list[Credit]:
        """Credits in order of place; of two that lean on one name, the stronger."""
        found = [*self._labels(), *self._titles(), *self._phrases(), *self._head(), *self._tails()]
        best: dict[tuple[int, int], tuple[Credit, Span]] = {}
        for credit, name in found:
            overlapping = [key for key in best if key[0] < name.end and name.start < key[1]]
            if any(best[key][0].strength >= credit.strength for key in overlapping):
                continue
            for key in overlapping:
                del best[key]
            best[name.start, name.end] = (credit, name)
        return [credit for _, (credit, _) in sorted(best.items())]

    # Teasers

    def foot(self) -> int:
        """Where other articles begin: a heading such as "Related articles" in the lower half of the page, else the end."""
        headings = tuple(heading for language in self.languages for heading in language.related)
        middle = len(self.text) // 2
        for found in re.finditer(r"^[^\n]{3,60}$", self.text[middle:], re.MULTILINE):
            line = self.lowered[middle + found.start() : middle + found.end()].strip(" :>»-–—|")
            if any(line.startswith(heading) and len(line) <= len(heading) + 12 for heading in headings):
                return middle + found.start()
        return len(self.text)

    def is_teaser(self, credit: Credit, foot: int, title: str) -> bool:
        """Whether a credit belongs to another article whose teaser stands on the page."""
        if credit.span is None or credit.kind in ("copyright", "agency tail"):
            return False
        if credit.span.start >= foot:
            return True
        posted = self._posted_title(credit.span.start)
        if posted is None or credit.kind != "first appeared on":
            return False
        head = _word_set(title + " " + self.text[: min(HEAD_CHARACTERS, posted.start)])
        words = _word_set(posted.of(self.text))
        return posted.start > len(posted.of(self.text)) and len(words & head) < TITLE_SHARE * len(words)

    def _posted_title(self, cue: int) -> Span | None:
        """T of "The post T first appeared on"."""
        start = max(0, cue - SENTENCE_CHARACTERS)
        opening = None
        for opening in _cues().post_opening.finditer(self.lowered, start, cue):
            pass
        return None if opening is None or opening.end() >= cue - 5 else Span(opening.end(), cue)

    # Phrases

    def _phrases(self) -> Iterator[tuple[Credit, Span]]:
        for language in self.languages:
            for cue in language.cues:
                for start in self._places(cue.phrase):
                    yield from self._beside(cue, language, start)

    def _beside(self, cue: _Cue, language: _Language, start: int) -> Iterator[tuple[Credit, Span]]:
        end = start + len(cue.phrase)
        if cue.side == "behind":
            named = self._name_behind(language, end, free=cue.kind in ("first appeared on", "via"))
        elif cue.side == "before":
            named = self._name_before(language, start)
        else:
            named = self._subject(cue, language, start)
        if named is None or self._is_something_else(named, cue, language, end):
            return
        whole = Span(min(start, named.span.start), max(end, named.span.end))
        yield _credit(cue.kind, named, whole, self.outlets), named.span

    def _places(self, phrase: str) -> Iterator[int]:
        """Where a phrase stands as words of its own."""
        start = self.lowered.find(phrase)
        while start >= 0:
            end = start + len(phrase)
            if _is_border(self.lowered, start) and (phrase.endswith("ل") or _is_border(self.lowered, end)):
                yield start
            start = self.lowered.find(phrase, start + 1)

    def _name_behind(self, language: _Language, start: int, *, free: bool) -> Named | None:
        skipped = language.fillers_behind.match(self.lowered, start)
        furthest = skipped.end() if skipped else start
        for place in _candidate_starts(self.text, start, furthest):
            named = self.outlets.forwards(self.text, place)
            if named is not None:
                return named
        return self._unlisted(furthest, free=free)

    def _unlisted(self, start: int, *, free: bool) -> Named | None:
        """A name that the registry does not hold but that is an outlet's by its form, or by the phrase before it."""
        while start < len(self.text) and self.text[start] in OPENING:
            start += 1
        for form in (_DOMAIN, _OUTLET_LIKE):
            found = form.match(self.text, start)
            if found:
                entry = self.outlets.of_host(found.group()) if form is _DOMAIN else None
                return Named(entry or Outlet(found.group()), Span(*found.span()))
        return self._free(start) if free else None

    def _free(self, start: int) -> Named | None:
        form = _FREE_UNSPACED if re.match(f"[{UNSPACED}「《『]", self.text[start : start + 1]) else _FREE
        if _has_no_case(self.text[start : start + 1]):
            form = _CASELESS
        found = form.match(self.text, start)
        if found is None or _is_no_outlet(found.group(1)):
            return None
        name = found.group(1).rstrip(".'’-")
        return Named(Outlet(name), Span(found.start(1), found.start(1) + len(name)))

    def _name_before(self, language: _Language, end: int) -> Named | None:
        start = max(0, end - NAME_CHARACTERS)
        window = self.lowered[start:end]
        skipped = language.fillers_before.search(window)
        nearest = start + skipped.start() if skipped else end
        for place in _candidate_ends(self.text, nearest, end):
            named = self.outlets.backwards(self.text, place)
            if named is not None:
                return named
        found = re.search(rf"(?:{_OUTLET_LIKE.pattern}|{_DOMAIN.pattern})$", self.text[start:nearest].rstrip())
        return None if found is None else Named(Outlet(found.group()), Span(start + found.start(), start + found.end()))

    def _subject(self, cue: _Cue, language: _Language, verb: int) -> Named | None:
        start = max(0, verb - SENTENCE_CHARACTERS)
        for border in _SENTENCE_END.finditer(self.text, start, verb):
            start = border.end()
        named = self._name_behind(language, start, free=False)
        if named is None or not self.text.startswith(cue.particle, named.span.end):
            return None
        return named

    def _is_something_else(self, named: Named, cue: _Cue, language: _Language, end: int) -> bool:
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
        return bool(
            named.outlet.common_word
            and re.match(r"[^\W\d_]+ (?:who|that|in|at|with|close|familiar)\b", self.lowered[named.span.start :])
            and "told" not in cue.phrase
        )

    # Labels

    def _labels(self) -> Iterator[tuple[Credit, Span]]:
        for language in self.languages:
            for label in language.labels:
                for start in self._places(label):
                    colon = re.compile(r"\s?[:：]\s*").match(self.text, start + len(label))
                    if colon and not self._is_of_picture(start):
                        yield from self._listed(language, start, colon.end())

    def _is_of_picture(self, label: int) -> bool:
        before = self.lowered[max(0, label - 14) : label].rstrip(" -:/(")
        return any(before.endswith(word) and (_is_border(before, len(before) - len(word))) for word in _cues().pictures)

    def _listed(self, language: _Language, label: int, start: int) -> Iterator[tuple[Credit, Span]]:
        """The names behind "Source:", one or more."""
        named = self._name_behind(language, start, free=True)
        while named is not None:
            behind = re.findall(r"^\s+([^\W_]+)", self.lowered[named.span.end : named.span.end + 30])
            if behind and behind[0] in (*language.not_after, *_cues().not_outlets):
                return
            yield _credit("source line", named, Span(label, named.span.end), self.outlets), named.span
            joint = _NAME_LIST.match(self.text, named.span.end)
            named = self.outlets.forwards(self.text, joint.end()) if joint else None

    def _titles(self) -> Iterator[tuple[Credit, Span]]:
        for language in self.languages:
            for label in language.titles:
                for start in self._places(label):
                    found = re.compile(r"\s?[:：]\s*[\"“«„「《]?([^\n\"”»“」》]{3,200})").match(
                        self.text, start + len(label)
                    )
                    if found:
                        span = Span(start, found.end())
                        yield (
                            Credit("original title", found.group(1).strip(), STRENGTH["original title"], span),
                            Span(*found.span(1)),
                        )

    # The head and the tail of an article

    def _head(self) -> Iterator[tuple[Credit, Span]]:
        head = self.text[:HEAD_CHARACTERS]
        for found in _DATELINE_BRACKETS.finditer(head):
            place, dash = found["place"].strip(" ,/.:"), found["dash"]
            if dash or not place or place.split()[0].isupper() or found["inside"][0] in "=":
                yield from self._agency(found, "inside")
        for form in (_DATELINE_PLAIN, _DATELINE_PLACE_FIRST):
            for found in form.finditer(head):
                yield from self._agency(found, "inside")
        for found in _DATELINE_CHINESE.finditer(head):
            yield from self._agency(found, "inside" if found["inside"] else "other")
        for found in _BYLINE.finditer(head):
            yield from self._byline(found)

    def _agency(self, found: re.Match[str], group: str) -> Iterator[tuple[Credit, Span]]:
        """A dateline: an agency anywhere inside the brackets ("서울=연합뉴스", "AMSTERDAM, ANP")."""
        inside = found[group]
        for part in re.finditer(rf"[^=＝,;/]+", inside):
            words = part.group().strip()
            named = self.outlets.of_name(words) or self.outlets.of_name(words.split()[-1] if words else "")
            if named is not None and named.agency:
                span = Span(found.start(group) + part.start(), found.start(group) + part.end())
                yield Credit("dateline", named.name, STRENGTH["dateline"], Span(*found.span()), named), span

    def _byline(self, found: re.Match[str]) -> Iterator[tuple[Credit, Span]]:
        """An outlet that ends the line of a byline, or an agency alone on its line."""
        line = found.group().strip()
        last = re.split(r"\s*[,|/(–—-]\s*|\s+for\s+", line)[-1].rstrip(" )")
        opened = re.match(r"(?:By|BY|Von|Par|Por|Di|Door|Av|Af|De|Oleh)\s", line)
        entry = self.outlets.of_name(re.sub(r"^(?:By|Von|Par|Por|Di|Door|Av|Af|De|Oleh) ", "", last))
        if entry is None or not (opened or (entry.agency and last == line)):
            return
        end = found.start() + len(found.group().rstrip(" )"))
        yield Credit("byline", entry.name, STRENGTH["byline"], Span(*found.span()), entry), Span(end - len(last), end)

    def _tails(self) -> Iterator[tuple[Credit, Span]]:
        for found in _COPYRIGHT.finditer(self.text):
            named = self.outlets.forwards(self.text, found.end()) or self.outlets.forwards(
                self.text, _behind_article(self.text, found.end())
            )
            if named is not None and not self._is_of_picture(found.start()):
                yield _credit("copyright", named, Span(found.start(), named.span.end), self.outlets), named.span
        for form, name in ((_REUTERS_TAIL, "Reuters"), (_AP_TAIL, "Associated Press")):
            found_tail = form.search(self.text)
            if found_tail is not None:
                span = Span(*found_tail.span())
                yield Credit("agency tail", name, STRENGTH["agency tail"], span, self.outlets.of_name(name)), span


_CASELESS = re.compile(r"[\"“«]?([^\W\d_]+(?: [^\W\d_]+){0,3})\s*(?=$|[\n.,،;|)\]»”\"])", re.MULTILINE)


def _credit(kind: str, named: Named, span: Span, outlets: Outlets) -> Credit:
    entry = outlets.of_name(named.outlet.name)
    strength = STRENGTH[kind] * (1.0 if entry else UNKNOWN)
    return Credit(kind, entry.name if entry else named.outlet.name, strength, span, entry)


def _behind_article(text: str, start: int) -> int:
    found = re.compile(r"(?:the|The) ").match(text, start)
    return found.end() if found else start


def _candidate_starts(text: str, start: int, furthest: int) -> list[int]:
    """Where a name may begin behind a cue: after all fillers, else after fewer: a name may begin with one ("The Times")."""
    borders = {start, furthest}
    borders |= {found.end() for found in re.compile(r"[\s\"'’«“„「《]+").finditer(text, start, furthest)}
    if re.search(f"[{UNSPACED}]", text[start:furthest]):
        borders |= set(range(start, furthest))
    return sorted(borders)


def _candidate_ends(text: str, nearest: int, end: int) -> list[int]:
    borders = {nearest, end} | {found.start() for found in re.compile(r"\s+").finditer(text, nearest, end)}
    if re.search(f"[{UNSPACED}]", text[nearest:end]):
        borders |= set(range(nearest, end))
    return sorted(borders, reverse=True)


def _is_no_outlet(name: str) -> bool:
    """Whether a name is an institution's, a platform's or a placeholder rather than an outlet's."""
    words = re.findall(r"[^\W_]+", name.casefold())
    cues = _cues()
    return bool(cues.not_outlets.intersection(words)) or any(part in name for part in cues.not_outlets_within)


def _has_no_case(character: str) -> bool:
    return character.isalpha() and character.upper() == character.lower() and not re.match(f"[{UNSPACED}]", character)


def _word_set(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", text.casefold()))


def _is_border(text: str, place: int) -> bool:
    """Whether a word may begin or end at a place; scripts without spaces have no borders to look for."""
    if place <= 0 or place >= len(text):
        return True
    left, right = text[place - 1], text[place]
    return not (left.isalnum() and right.isalnum()) or bool(
        re.match(f"[{UNSPACED}]", left) or re.match(f"[{UNSPACED}]", right)
    )


def _lowered(text: str) -> str:
    """The text in lower case with every character in its place, white space as spaces, apostrophes straight."""
    lowered = text.replace("İ", "i").lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := character.lower()) == 1 else character for character in text)
    return lowered.translate(_ONE_FOR_ONE)


_ONE_FOR_ONE = str.maketrans({"\n": " ", "\t": " ", "\u00a0": " ", "\u202f": " ", "’": "'", "ʼ": "'"})


@cache
def _cues() -> _Cues:
    rows = json.loads(Path(__file__).with_name("cues.json").read_text(encoding="utf-8"))
    everywhere = rows.pop("*")
    openings = "|".join(map(re.escape, everywhere["post opening"]))
    return _Cues(
        {name: _language(name, row) for name, row in rows.items()},
        frozenset(everywhere["not outlets"]),
        tuple(everywhere["not outlets within"]),
        tuple(everywhere["pictures"]),
        re.compile(rf"\b(?:{openings})\b[\s:]*"),
    )


def _language(name: str, row: dict[str, list[str]]) -> _Language:
    kinds = {"reprinted": "first appeared on", "teased on": "first appeared on"}
    cues = tuple(
        cue
        for key, templates in row.items()
        for template in templates
        if "{}" in template
        for cue in (_cue(kinds.get(key, key), template, name),)
    )
    fillers = "|".join(map(re.escape, sorted(row["fillers"], key=lambda word: (-len(word), word)))) or "(?!)"
    begins, ends = ("", "") if name in ("zh", "ja", "ko") else (r"(?<!\w)", r"(?!\w)")
    behind = rf"(?:[\s\"'«“„「《]*(?:{fillers}){ends}){{0,7}}[\s\"'«“„「《]*"
    before = rf"(?:{begins}(?:{fillers})[\s\"'»”」》]*){{1,4}}$"
    return _Language(
        cues,
        tuple(row["label"]),
        tuple(row["original title"]),
        tuple(row["related"]),
        re.compile(behind),
        re.compile(before),
        tuple(row["not after"]),
        frozenset(row.get("not reported", ())),
    )


def _cue(kind: str, template: str, language: str) -> _Cue:
    head, _, tail = template.partition("{}")
    if "…" in tail:
        particle, _, verb = tail.partition("…")
        return _Cue(kind, verb.strip(), "subject", particle.strip(), language)
    if tail and not head:
        return _Cue(kind, tail.strip(), "before", "", language)
    return _Cue(kind, head.strip(), "behind", "", language)


def _languages(language: str | None, text: str) -> list[_Language]:
    """The cues to look for: those of the article's language and English, else all that its letters allow."""
    known = _cues().languages
    wanted = (language or "").partition("-")[0].casefold()
    if wanted in known:
        return [known[name] for name in dict.fromkeys((wanted, "en"))]
    return [known[name] for name in known if name not in _SCRIPTS or re.search(_SCRIPTS[name], text)]


_SCRIPTS = {
    "ru": "[\u0400-\u04ff]",
    "uk": "[\u0400-\u04ff]",
    "el": "[\u0370-\u03ff]",
    "ar": "[\u0600-\u06ff]",
    "hi": "[\u0900-\u097f]",
    "zh": "[\u3400-\u9fff]",
    "ja": "[\u3040-\u30ff\u3400-\u9fff]",
    "ko": "[\uac00-\ud7af]",
}
