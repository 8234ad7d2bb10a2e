"""Site names in titles: what stands there for the site, not for the event.

Pages print their site's name behind or before each headline ("... | Harbour Post", "Harbour Post: ..."). A part of a
title that separators set off is a name where it equals the outlet's, or where titles of one outlet that differ in the
rest have it and most of their texts do not speak of it: a topic ("Ferry accident: ...") is what its texts speak of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

from dedup.article import Article
from dedup.attribution.credits import CountText, whole_text
from dedup.attribution.names.outlets import name_key
from dedup.corpus.page_remarks import without_addresses, without_footer
from dedup.runtime.patterns import lazy_pattern
from dedup.settings import StorySettings

SEPARATOR = lazy_pattern(r"((?<!\s)\s*+[|｜_\[\]【】]++\s*+|(?<!\s)\s++[-–—•·»«›‹>→~/:]++\s++|[:：]\s++)")
WORD = lazy_pattern(r"\w+")
MIN_RESTS = 2  # titles that differ in the rest
MAX_PARTS, MAX_NAME_WORDS = 12, 40  # of a title, and of one of its parts that is a name: no site comes near


@dataclass(slots=True)
class _TitlePart:
    """A part of titles of one outlet: rests of these titles, how many have it, and how many texts speak of it."""

    rests: set[str] = field(default_factory=set)
    titles: int = 0
    spoken_of: int = 0

    @property
    def is_name(self) -> bool:
        return len(self.rests) >= MIN_RESTS and 2 * self.spoken_of < self.titles


SiteNames = set[tuple[str | None, str]]


class NamelessTitles(Collection[Article]):
    """The counted texts of articles, with the site names blanked out of their titles, and addresses and the footers of
    feeds out of their texts; the first line is the title of a text without one.

    Articles are made anew whenever they are read. `names` are the site names, if they are known from all articles.

    >>> from dedup.settings import DEFAULT_SETTINGS
    >>> books = Article("a", "Readers come after work.", "Library opens late | Harbour Post")
    >>> lamps = Article("b", "Streets are dark since May.", "Lamps to be mended | Harbour Post")
    >>> [article.title.rstrip(" |") for article in NamelessTitles([books, lamps], DEFAULT_SETTINGS)]
    ['Library opens late', 'Lamps to be mended']
    """

    def __init__(
        self,
        articles: Collection[Article],
        settings: StorySettings,
        counted: CountText = whole_text,
        names: SiteNames | None = None,
    ) -> None:
        self.articles, self._settings, self._counted = articles, settings, counted
        self.names = _site_names(articles, settings, counted) if names is None else names

    def __iter__(self) -> Iterator[Article]:
        counted = (without_footer(without_addresses(self._counted(article))) for article in self.articles)
        return (_with_blanked_title(article, self.names, self._settings) for article in counted)

    def __len__(self) -> int:
        return len(self.articles)

    def __contains__(self, value: object) -> bool:
        return any(article == value for article in self)


def _site_names(articles: Iterable[Article], settings: StorySettings, counted: CountText) -> SiteNames:
    """The site names in the titles of some articles, in lower case, each with the outlet."""
    found: dict[tuple[str | None, str], _TitlePart] = defaultdict(_TitlePart)
    for article in filter(_may_have_parts, articles):
        title, body = _title_and_body(counted(article), settings)
        for part, rest in _parts_and_rests(title):
            entry = found[article.outlet, part]
            entry.titles += 1
            entry.spoken_of += _speaks_of(body, part)
            if len(entry.rests) < MIN_RESTS:
                entry.rests.add(rest)
    return {key for key, entry in found.items() if entry.is_name}


def _may_have_parts(article: Article) -> bool:
    """Whether the title of an article, or the first line of its whole text, has a separator."""
    return SEPARATOR.search(article.title or article.text.partition("\n")[0]) is not None


def _title_and_body(article: Article, settings: StorySettings) -> tuple[str, str]:
    if article.title:
        return article.title, article.text
    end = article.text.find("\n")
    is_title = end > 0 and len(WORD.findall(article.text, 0, end)) <= settings.max_title_words
    return (article.text[:end], article.text[end:]) if is_title else ("", article.text)


def _parts_and_rests(title: str) -> Iterator[tuple[str, str]]:
    """Each part of a title that has several, in lower case, with the others."""
    parts = [part.strip().casefold() for part in SEPARATOR.split(title)[::2]]
    if 1 < len(parts) <= MAX_PARTS:
        named = ((n, part) for n, part in enumerate(parts) if part and part.count(" ") < MAX_NAME_WORDS)
        yield from ((part, " ".join(parts[:n] + parts[n + 1 :])) for n, part in named)


def _speaks_of(body: str, part: str) -> bool:
    """Whether most words of a part of the title stand in the text."""
    words, text = WORD.findall(part), body.casefold()
    return 2 * sum(word in text for word in words) > len(words)


def _with_blanked_title(
    article: Article, names: Collection[tuple[str | None, str]], settings: StorySettings
) -> Article:
    """The article with blanks in place of site names; a title that is nothing else is kept."""
    title, body = _title_and_body(article, settings)
    pieces = SEPARATOR.split(title)
    if len(pieces) == 1:
        return article
    parts = [part.strip().casefold() for part in pieces[::2]]
    own_name = name_key(article.outlet) if article.outlet else None
    is_name = [bool(part) and ((article.outlet, part) in names or name_key(part) == own_name) for part in parts]
    if not any(is_name) or not any(part and not named for part, named in zip(parts, is_name, strict=True)):
        return article
    pieces[::2] = [" " * len(part) if named else part for part, named in zip(pieces[::2], is_name, strict=True)]
    kept = "".join(pieces)
    return replace(article, title=kept) if article.title else replace(article, text=kept + body)
