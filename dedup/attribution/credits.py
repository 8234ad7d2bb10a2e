"""Credits: what an article itself states about where its text comes from.

Newsrooms name their sources in fixed phrases: a dateline with an agency in brackets, "Source: X", "according to X", "X
reported", "first appeared on X", the original title of a translation. `cues.json` lists the phrases of 26 languages,
`outlets.json` the names. A credit is a cue with a name beside it; neither alone is one: "according to the World Health
Organization" names no outlet, and "a Fox News poll" is no report.

Names outside the registry count only if the phrase leaves no doubt that an outlet follows ("Source: X", "first appeared
on X") or if the name itself shows it (Oakdale Gazette, example.com). They weaken the credit.

Two kinds of credits are dropped for an article: those that name its own publisher, and those of a teaser of another
article on its page (`dedup.attribution.teasers`).

**Credits are read in one way**: `CreditReader` reads them for clusters, stories, the evidence of a pair and the index
alike. It reads the counted text of an article (boilerplate and repeated blocks blanked out), because a newsletter line
"Source: X" in a menu is no credit of the article. A byline or sign-off that recurs is boilerplate as well ("By Ann Lee,
Reuters"), so datelines, bylines and sign-offs are also read from boilerplate lines that border on counted text. It
recognises the outlets whose articles are at hand: those of the group in question, so that the result does not depend on
what else was scanned. The language is the one that the article declares, else the one that its counted text shows.

Not done: understanding a sentence. Irony, negation and reported speech about reporting are taken literally.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from dedup.article import Article, Span
from dedup.attribution.agency_phrases import AgencyPhrases
from dedup.attribution.credit import Credit
from dedup.attribution.cue_matcher import CueMatcher
from dedup.attribution.datelines import author_credits, head_credits
from dedup.attribution.names.agencies import agency_names
from dedup.attribution.names.outlet_matcher import OutletMatcher
from dedup.attribution.names.outlets import Outlets, name_key, publisher_of, shipped_outlets
from dedup.attribution.sign_offs import copyright_credits, formula_credits, sign_off_credits
from dedup.attribution.sure_sign_offs import sure_sign_offs
from dedup.attribution.teasers import TeaserFilter
from dedup.attribution.translation_notes import translation_note
from dedup.runtime.patterns import lazy_pattern
from dedup.settings import AttributionSettings, Settings
from dedup.sources.urls.canonical_url import host_of
from dedup.tokens.language import language_of, languages_of
from dedup.tokens.words import tokenize, tokenize_texts

_LINE, _WORD_CHARACTER = lazy_pattern(r"[^\n]*\S[^\n]*"), lazy_pattern(r"[^\W_]")
_READ_TOGETHER = 32  # articles whose words are held at a time
CountText = Callable[[Article], Article]  # an article with what does not count blanked out; offsets stay


def whole_text(article: Article) -> Article:
    """The counted text of an article whose whole text counts."""
    return article


class CreditReader:
    """Reads the credits of the articles of one group: a cluster, a story, or a pair.

    `group`: the articles at hand, whose outlets are recognised by their domains. `counted`: the counted text of each.
    `outlets`: the registry. What was read is kept until `read_all` gives it.

    >>> from dedup.settings import DEFAULT_SETTINGS
    >>> article = Article("a", "The plant will close, according to Harbour Bits.", outlet="one.example")
    >>> other = Article("b", "The plant will close.", outlet="harbourbits.example")
    >>> read = CreditReader([article, other], whole_text, DEFAULT_SETTINGS)
    >>> [(str(credit.kind), credit.name) for credit in read(article)]
    [('according to', 'Harbour Bits')]
    """

    def __init__(
        self, group: Sequence[Article], counted: CountText, settings: Settings, outlets: Outlets | None = None
    ) -> None:
        self._made_of = group, counted, settings, outlets
        self._counted, self._settings = counted, settings
        self._kept: dict[tuple[str, str], tuple[Credit, ...]] = {}  # by the id of the article and its language

    def __reduce__(self) -> tuple[type[CreditReader], tuple[object, ...]]:
        return CreditReader, self._made_of

    @cached_property
    def _matcher(self) -> OutletMatcher:
        group, _, settings, outlets = self._made_of
        outlets = outlets or shipped_outlets()
        publishers = {name for article in group if (name := publisher_of(article, outlets))}
        return OutletMatcher(outlets, settings, publishers)

    def __call__(self, article: Article, language: str | None = None) -> tuple[Credit, ...]:
        """The credits of one article of the group, in order; a byline of the author field last.

        `language` saves identifying it again, if that of this counted text is known.
        """
        if language is None:
            counted = self._counted(article)
            language = language_of(counted, tokenize(counted.text), self._settings)
        if (article.id, language) not in self._kept:
            self._kept[article.id, language] = self._read(article, language)
        return self._kept[article.id, language]

    def read_all(self, articles: Sequence[Article]) -> list[tuple[Credit, ...]]:
        """The credits of articles of the group, whose languages are identified together; none is kept any more."""
        found: list[tuple[Credit, ...]] = []
        for first in range(0, len(articles), _READ_TOGETHER):
            some = articles[first : first + _READ_TOGETHER]
            counted = list(map(self._counted, some))
            languages = languages_of(counted, tokenize_texts([each.text for each in counted]), self._settings)
            found += map(self, some, languages)
        self._kept.clear()
        return found

    def sure_agencies(self, article: Article, language: str) -> frozenset[str]:
        """The keys of agencies that surely sign off an article of the group, in a language that is known: they are
        among its credits, for the text itself, and under no other name; without those whose name is always ambiguous.
        """
        counted = self._counted(article)
        edges, outlets = _with_bordering_lines(counted.text, article.text), self._matcher.outlets
        found = sure_sign_offs(counted.text, edges, language, outlets, self._settings)
        keys = {name_key(each.name) for each in found if outlets.by_name(each.name) is not None}
        if not keys:
            return frozenset()
        return frozenset(keys - _publisher_keys(counted, outlets, self._settings) - self._matcher.keys_at_hand)

    def _read(self, article: Article, language: str) -> tuple[Credit, ...]:
        counted = self._counted(article)
        edges = _with_bordering_lines(counted.text, article.text)
        return credits_of(counted, language, self._matcher, self._settings, edges=edges)


def credits_of(
    article: Article,
    language: str | None,
    matcher: OutletMatcher,
    settings: AttributionSettings,
    *,
    edges: str | None = None,
) -> tuple[Credit, ...]:
    """The credits of an article without those of its own publisher and of teasers on its page.

    `language` is that of the text; without one, the cues of all languages are searched for, which takes three times as
    long. Datelines, bylines and sign-offs are read from `edges`, by default the text of the article.

    >>> from dedup.settings import DEFAULT_SETTINGS
    >>> page = Article("a", "The mayor resigns, according to Fox News.", url="https://www.foxnews.com/1")
    >>> credits_of(page, "en", OutletMatcher(shipped_outlets(), DEFAULT_SETTINGS), DEFAULT_SETTINGS)
    ()
    """
    cues = CueMatcher(article.text, language, matcher, settings)
    teasers = TeaserFilter(article, cues, settings)
    strongest = _strongest_credits(cues, edges or article.text, matcher, settings)
    found = [credit for credit in strongest if not teasers.is_teaser(credit)]
    found += author_credits(article.author, matcher.outlets, settings) if article.author else []
    if not found:
        return ()
    publisher_keys = _publisher_keys(article, matcher.outlets, settings)
    found = [credit for credit in found if credit.outlet is not None or not _names_translator(credit, article)]
    return tuple(credit for credit in found if name_key(credit.name) not in publisher_keys)


def _names_translator(credit: Credit, article: Article) -> bool:
    """Whether the name is that of who translated the article: "Translated from the German by Ann Bell"."""
    note = translation_note(article) if credit.span else None
    return bool(note and note.span and credit.span and note.span.start <= credit.span.start < note.span.end)


def _with_bordering_lines(counted: str, whole: str) -> str:
    """The counted text with those blanked out lines of the whole text that stand next to a line that counts."""
    if counted == whole:
        return whole
    lines = [found.span() for found in _LINE.finditer(whole)]
    counts = [False, *(_WORD_CHARACTER.search(counted, *line) is not None for line in lines), False]
    pieces, end = [], 0
    for place, (line_start, line_end) in enumerate(lines):
        if not counts[place + 1] and (counts[place] or counts[place + 2]):
            pieces += [counted[end:line_start], whole[line_start:line_end]]
            end = line_end
    return "".join([*pieces, counted[end:]])


def find_credits(
    text: str, language: str | None, matcher: OutletMatcher, settings: AttributionSettings
) -> tuple[Credit, ...]:
    """All credits in a text, in order.

    >>> from dedup.settings import DEFAULT_SETTINGS
    >>> matcher = OutletMatcher(shipped_outlets(), DEFAULT_SETTINGS)
    >>> found = find_credits("The plant will close, according to the Financial Times.", "en", matcher, DEFAULT_SETTINGS)
    >>> [(str(credit.kind), credit.name) for credit in found]
    [('according to', 'Financial Times')]
    """
    return tuple(_strongest_credits(CueMatcher(text, language, matcher, settings), text, matcher, settings))


def strongest_by_outlet(credits_of_texts: Iterable[Credit]) -> dict[str, Credit]:
    """The strongest credit of each outlet, by its name; original titles name none."""
    strongest: dict[str, Credit] = {}
    for credit in sorted(credits_of_texts, key=lambda credit: -credit.strength):
        if credit.names_outlet:
            strongest.setdefault(credit.name, credit)
    return strongest


def _strongest_credits(
    cues: CueMatcher, edges: str, matcher: OutletMatcher, settings: AttributionSettings
) -> list[Credit]:
    """All credits in order of place; of those whose names overlap, the strongest."""
    text, outlets = cues.text, matcher.outlets
    phrases = AgencyPhrases(agency_names(outlets), cues.language)
    located = (
        *cues.credits(),
        *head_credits(edges, phrases, outlets, settings),
        *copyright_credits(text, cues.lower_text, phrases, matcher, settings),
        *sign_off_credits(edges, phrases, settings),
        *formula_credits(text, cues.lower_text, outlets, settings),
    )
    names: list[Span] = []
    best: dict[Span, Credit] = {}
    for credit, name in sorted(located, key=lambda each: -each.credit.strength):
        place = bisect(names, name)
        if all(name.end <= other.start or other.end <= name.start for other in names[max(0, place - 1) : place + 1]):
            names.insert(place, name)
            best[name] = credit
    return [best[name] for name in names]


def _publisher_keys(article: Article, outlets: Outlets, settings: AttributionSettings) -> set[str]:
    """The keys of all names by which an article may name its own publisher."""
    names = {publisher_of(article, outlets) or ""}
    for name_or_url in filter(None, (article.outlet, article.url)):
        domain = host_of(name_or_url) or name_or_url
        labels = (label for label in domain.split(".") if len(label) >= settings.min_publisher_label_letters)
        names |= {domain, *labels}
    title_parts = re.split(r"\s[|–—-]\s", article.title or "")[1:]
    names |= {entry.name for part in title_parts if (entry := outlets.by_name(part.strip()))}
    return {name_key(name) for name in names} - {""}
