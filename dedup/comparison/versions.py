"""Versions: an article that its own outlet published again, corrected or brought up to date.

Two articles are versions of one page if one is a copy of the other and nobody else took it. Their match keeps the
relation that the texts show; its reason says that they are versions. They are recognised by their URL (the same page,
fetched again), or by outlet, headline and text that are nearly the same under different dates.
"""

from __future__ import annotations

from collections.abc import Callable

from dedup.article import Article
from dedup.attribution.names.outlets import publisher_of
from dedup.settings import Settings, VerificationSettings
from dedup.sources.urls.canonical_url import article_url

VERSIONS_NOTE = "; versions of one page: "  # in the reason of a match, before what shows it


def shares_its_page(overlap: float, title_similarity: float | None, settings: Settings) -> bool:
    """Whether two articles at one URL are one page in two states, and no two articles that only have its URL in common.

    A page of briefs has a fragment for each, and a template may name its section or its home page as canonical.
    `overlap` is the coverage of the side that is covered more.

    >>> from dedup.settings import DEFAULT_SETTINGS
    >>> shares_its_page(0.3, None, DEFAULT_SETTINGS), shares_its_page(0.0, 0.4, DEFAULT_SETTINGS)
    (True, False)
    """
    return overlap >= settings.min_page_overlap or (title_similarity or 0) >= settings.min_version_title_similarity


class ArticleUrls:
    """The canonical URLs of articles by their ids, each computed once: an article may have hundreds of copies."""

    def __init__(self) -> None:
        self._urls: dict[str, str | None] = {}

    def __call__(self, article: Article) -> str | None:
        """The canonical URL of an article; None if it has none."""
        if article.id not in self._urls:
            self._urls[article.id] = article_url(article)
        return self._urls[article.id]


def version_reason(
    left: Article,
    right: Article,
    jaccard: float,
    title_similarity: float | None,
    settings: VerificationSettings,
    url_of: Callable[[Article], str | None] = article_url,
) -> str | None:
    """Why two articles, one a copy of the other, are versions of one page, in words; None if nothing shows it.

    `jaccard` and `title_similarity` are those of their match. `url_of` gives the canonical URL of an article.

    >>> from dedup.settings import DEFAULT_SETTINGS
    >>> first = Article("a", "Rain is expected.", url="https://example.org/rain")
    >>> again = Article("b", "Rain is expected today.", url="https://example.org/rain?ref=feed")
    >>> version_reason(first, again, 0.6, None, DEFAULT_SETTINGS)
    'the same address'
    """
    url = url_of(left)
    if url is not None and url == url_of(right):
        return "the same address"
    is_like_text = jaccard >= settings.min_version_jaccard
    is_near = is_like_text and (title_similarity or 0) >= settings.min_version_title_similarity
    is_later = left.published is not None and right.published is not None and left.published != right.published
    outlet = publisher_of(left) if is_near and is_later else None
    if outlet is not None and outlet == publisher_of(right):
        return f"{outlet} under a later date"
    return None
