"""The language of each article on a page: as it states, or as its text shows."""

from __future__ import annotations

from collections.abc import Sequence

from dedup.article import Article
from dedup.settings import LanguageSettings
from dedup.tokens.language import language_of
from dedup.tokens.words import tokenize_each
from dedup.translations.find_translations import MIN_WORDS
from dedup.translations.written_languages import written_language


def language_names(articles: Sequence[Article], settings: LanguageSettings) -> list[str | None]:
    """The English name of the language of each article; None where neither its label nor a text of some length shows
    one.

    >>> from dedup.settings import DEFAULT_SETTINGS
    >>> language_names([Article("a", "Es regnet.", language="de"), Article("b", "It rained.")], DEFAULT_SETTINGS)
    ['German', None]
    """
    names: list[str | None] = []
    for article, words in zip(articles, tokenize_each(article.text for article in articles), strict=True):
        is_shown = article.language is not None or len(words) >= MIN_WORDS
        code = language_of(article, words, settings) if is_shown else ""
        names.append(written_language(code).name if code else None)
    return names
