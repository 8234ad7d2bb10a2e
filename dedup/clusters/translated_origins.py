"""Which texts of a story are translations, and of whom: by what they say themselves.

A text that says it is translated has its outlet's words and another's report. Its original is the text in the language
that it names, or in any other where it names none; and whoever published nothing but translations is no origin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from dedup.article import Article, Span
from dedup.attribution.translation_notes import TranslationNote, translation_note
from dedup.settings import Settings
from dedup.tokens.language import language_of
from dedup.tokens.words import tokenize

OutletOf = Callable[[Article], str]


class StatedOriginal(NamedTuple):
    """The outlet whose article another one is a translation of, by its own account.

    `by_address`: the page names the address of that article as its original; else a note stands at `span`, or in the
    author field.
    """

    outlet: str
    article_id: str
    by_address: bool
    span: Span | None = None


class TranslatedTexts(NamedTuple):
    """What each text of a story says of its original, and which of them say that they are translations."""

    originals: list[list[StatedOriginal]]
    is_translated: list[bool]

    def translators(self, publishers: Sequence[set[str]]) -> set[str]:
        """The outlets that published translations and nothing else; `publishers` are those of each text."""
        own = {name for names, is_one in zip(publishers, self.is_translated, strict=True) for name in names if is_one}
        return own - {
            name for names, is_one in zip(publishers, self.is_translated, strict=True) for name in names if not is_one
        }


def find_translated_texts(
    texts: Sequence[Sequence[Article]], outlet_of: OutletOf, settings: Settings
) -> TranslatedTexts:
    r"""What texts, each given as its copies, say of being translations.

    >>> from dedup.settings import DEFAULT_SETTINGS
    >>> english = "The bridge over the river stays closed until autumn, and the district has no money for it."
    >>> german = "Die Brücke über den Fluss bleibt bis zum Herbst gesperrt, und dem Kreis fehlt das Geld dafür."
    >>> texts = [
    ...     [Article("a", english, outlet="one.example")],
    ...     [Article("b", f"{german}\n\nAus dem Englischen von Anna Berg", outlet="two.example")],
    ... ]
    >>> find_translated_texts(texts, lambda article: article.outlet, DEFAULT_SETTINGS).originals[1][0].outlet
    'one.example'
    """
    noted = [[(article, note) for article in text if (note := translation_note(article))] for text in texts]
    languages = _Languages(settings)
    unnoted = [article for text, notes in zip(texts, noted, strict=True) for article in text if not notes]
    originals = [
        [*_by_note(notes, unnoted, languages, outlet_of), *_by_address(text, unnoted, languages, outlet_of)]
        for text, notes in zip(texts, noted, strict=True)
    ]
    return TranslatedTexts(originals, [bool(each) for each in noted])


class _Languages(dict[str, str]):
    """The languages of articles, by id, found when one is asked for."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings

    def of(self, article: Article) -> str:
        if article.id not in self:
            self[article.id] = language_of(article, tokenize(article.text), self._settings)
        return self[article.id]


def _by_note(
    notes: Sequence[tuple[Article, TranslationNote]],
    others: Sequence[Article],
    languages: _Languages,
    outlet_of: OutletOf,
) -> Iterator[StatedOriginal]:
    """The original of a text by its note, where articles of one outlet only may be it."""
    for article, note in notes:
        own = languages.of(article)
        outlets = {
            outlet_of(other)
            for other in others
            if _may_be_source(languages.of(other), own, note.language) and not _is_later(other, article)
        }
        if len(outlets) == 1:
            yield StatedOriginal(outlets.pop(), article.id, by_address=False, span=note.span)


def _by_address(
    text: Sequence[Article], others: Sequence[Article], languages: _Languages, outlet_of: OutletOf
) -> Iterator[StatedOriginal]:
    """The original of a text by the canonical address of its page, where that is an article in another language."""
    by_address = {other.url: other for other in others if other.url}
    for article in text:
        other = by_address.get(article.canonical or "")
        if other and other.id != article.id and languages.of(other) != languages.of(article):
            yield StatedOriginal(outlet_of(other), article.id, by_address=True)


def _may_be_source(language: str, own: str, stated: str) -> bool:
    return language == stated if stated else bool(language) and language != own


def _is_later(one: Article, other: Article) -> bool:
    return one.published is not None and other.published is not None and one.published > other.published
