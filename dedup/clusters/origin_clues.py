"""Clues to an origin: what an article credits and states, and what several show beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dedup.article import Article
from dedup.attribution.credit import Credit
from dedup.attribution.names.outlets import name_key, publisher_of, shipped_outlets
from dedup.clusters.origin import TEXT_LEVEL_CLUES, Clue, ClueKind
from dedup.clusters.precedence import is_source, precedence_of
from dedup.clusters.translated_origins import StatedOriginal
from dedup.comparison.match import Match, Relation
from dedup.settings import OriginSettings
from dedup.sources.urls.canonical_url import host_of

# Of one article


def article_clues(article: Article, credited: Iterable[Credit], settings: OriginSettings) -> list[Clue]:
    """What an article credits, and the canonical URL of another outlet that it states."""
    found = credit_clues(article, credited)
    clues = [replace(clue, strength=_text_level_strength(clue, settings)) for clue in found]
    canonical = _outlet_of_url(article.canonical)
    if canonical is not None and _is_elsewhere(article):
        clues.append(Clue(ClueKind.CANONICAL_URL, canonical, settings.canonical_url_strength, article.id))
    return clues


def _is_elsewhere(article: Article) -> bool:
    """Whether the canonical URL of an article is another outlet's. Without a fetched URL it is that of the page itself,
    unless the registry knows its outlet.
    """
    if not article.canonical or not (article.url or shipped_outlets().by_host(article.canonical)):
        return False
    own = {name_key(name) for name in (publisher_of(article) or "", article.url or "", article.outlet or "")}
    stated = {name_key(_outlet_of_url(article.canonical) or ""), name_key(article.canonical)}
    return (own - {""}).isdisjoint(stated)


def credit_clues(article: Article, credited: Iterable[Credit]) -> list[Clue]:
    """The credits of an article that name an outlet."""
    return [
        Clue(ClueKind(credit.kind.value), credit.name, credit.strength, article.id, credit.span)
        for credit in credited
        if credit.names_outlet
    ]


def _text_level_strength(clue: Clue, settings: OriginSettings) -> float:
    """How much a credit says about the whole text."""
    return clue.strength if clue.kind in TEXT_LEVEL_CLUES else clue.strength * settings.fact_credit_factor


def _outlet_of_url(url: str | None) -> str | None:
    if not url:
        return None
    entry = shipped_outlets().by_host(url)
    return entry.name if entry else host_of(url)


def outlet_name(article: Article) -> str:
    """The outlet that published an article; its id where that is not known."""
    return publisher_of(article) or _outlet_of_url(article.canonical) or article.id


def outlets_passing_on(texts: Sequence[Sequence[Article]], credited: Sequence[Sequence[Clue]]) -> set[str]:
    """The outlets that credit another with a whole text: whoever translates it has it from that one."""
    return {
        outlet_name(article)
        for text, clues in zip(texts, credited, strict=True)
        if any(clue.kind in TEXT_LEVEL_CLUES for clue in clues)
        for article in text
    }


def translation_clues(originals: Iterable[StatedOriginal], settings: OriginSettings) -> list[Clue]:
    """What a text says of being a translation: its note, and the address of its original."""
    return [
        Clue(
            ClueKind.CANONICAL_URL if original.by_address else ClueKind.TRANSLATED,
            original.outlet,
            settings.canonical_url_strength if original.by_address else settings.translation_note_strength,
            original.article_id,
            original.span,
        )
        for original in originals
    ]


# Of several articles


def date_clues(
    copies: Sequence[Article], matches: Sequence[Match], others: Iterable[Clue], settings: OriginSettings
) -> list[Clue]:
    """The outlet that was first, if other clues name it or more than its date says that it is the source."""
    first = precedence_of(copies, outlet_name)
    if first is None:
        return []
    name = outlet_name(first.article)
    is_named = name_key(name) in {name_key(clue.name) for clue in others}
    if not is_named and not is_source(first, copies, matches, settings):
        return []
    return [Clue(ClueKind.EARLIEST, name, settings.earliest_date_strength, first.article.id)]


def link_clues(articles: Sequence[Article], settings: OriginSettings) -> list[Clue]:
    """The outlets of articles to which others of them link."""
    by_url = {article.url: article for article in articles if article.url}
    return [
        Clue(ClueKind.LINK, outlet_name(by_url[link]), settings.link_strength, article.id)
        for article in articles
        for link in sorted(set(article.links))
        if link in by_url and by_url[link] is not article
    ]


def containment_clues(articles: Sequence[Article], matches: Sequence[Match], settings: OriginSettings) -> list[Clue]:
    """The outlets of articles that another one carries whole."""
    by_id = {article.id: article for article in articles}
    contained = {
        match.left_id if match.left_containment > match.right_containment else match.right_id
        for match in matches
        if match.relation is Relation.SYNDICATED
    }
    return [
        Clue(ClueKind.CONTAINED, outlet_name(by_id[article_id]), settings.contained_strength, article_id)
        for article_id in sorted(contained & by_id.keys())
    ]
