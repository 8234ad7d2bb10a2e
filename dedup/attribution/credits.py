"""Credits: what an article itself says about where it comes from.

Newsrooms name their sources in fixed phrases: a dateline with an agency in brackets, "Source: X", "according to X", "X
reported", "first appeared on X", the original title of a translation. `cues.json` lists the phrases of 26 languages, as
templates with the name at `{}`; `outlets.json` lists the names. A credit is a cue with a name beside it, so neither a
phrase nor a name alone is one: "according to the World Health Organization" names no outlet, and "a Fox News poll" is
not reporting.

Names outside the registry count only where the phrase leaves no doubt that an outlet follows ("Source: X", "first
appeared on X") or where the name says so itself (Oakdale Gazette, example.com), and weaken the credit.

Two kinds of credits belong to no one but their own outlet or neighbour and are dropped for an article: those that name
its own publisher, and those of a teaser at the foot of the page, told by the title that it repeats or by the heading it
stands under.

What this does not do: understand a sentence. Irony, negation and reported speech about reporting are read at face
value.
"""

from __future__ import annotations

import re

from dedup.article import Article, Span
from dedup.attribution.credit import STRENGTH, TEXT_LEVEL_KINDS, Credit
from dedup.attribution.cue_matcher import CueMatcher
from dedup.attribution.datelines import agency_sign_offs, byline_credits, copyright_credits, dateline_credits
from dedup.attribution.outlets import Outlets, name_key, shipped_outlets
from dedup.attribution.teasers import is_teaser, related_links_start
from dedup.sources.urls import host_of

__all__ = ["TEXT_LEVEL_KINDS", "Credit", "credits_of", "find_credits", "publisher_of"]


def find_credits(text: str, language: str | None = None, outlets: Outlets | None = None) -> tuple[Credit, ...]:
    """All credits in a text, in order; with `language`, only its cues and the English ones are looked for.

    >>> found = find_credits("The plant will close, according to the Financial Times.")
    >>> [(credit.kind, credit.name) for credit in found]
    [('according to', 'Financial Times')]
    """
    return tuple(_strongest_credits(CueMatcher(text, language, outlets or shipped_outlets())))


def credits_of(article: Article, outlets: Outlets | None = None, language: str | None = None) -> tuple[Credit, ...]:
    """The credits of an article: not those of its own publisher, and not those of teasers on its page.

    `language` is what the text was found to be in, where the article does not say so itself: all cues take three times
    as long.

    >>> page = Article("a", "The mayor told Fox News that he will go.", url="https://www.foxnews.com/1")
    >>> credits_of(page)
    ()
    """
    outlets = outlets or shipped_outlets()
    own = _publisher_names(article, outlets)
    phrases = CueMatcher(article.text, article.language or language, outlets)
    place = (
        article.text,
        phrases.lower_text,
        article.title or "",
        related_links_start(article.text, phrases.lower_text, phrases.languages),
    )
    found = [credit for credit in _strongest_credits(phrases) if not is_teaser(credit, *place)]
    found += _author_credits(article, outlets)
    return tuple(credit for credit in found if name_key(credit.name) not in own)


def publisher_of(article: Article, outlets: Outlets | None = None) -> str | None:
    """The name of the outlet that an article was found at: from its outlet, else its address; None when neither is
    known.
    """
    outlets = outlets or shipped_outlets()
    for place in (article.outlet, article.url):
        if place:
            entry = outlets.by_host(place) or outlets.by_name(place)
            if entry is not None:
                return entry.name
    if article.outlet:
        return article.outlet
    return host_of(article.url) if article.url else None


def _strongest_credits(phrases: CueMatcher) -> list[Credit]:
    """Credits in order of place; of two that lean on one name, the stronger."""
    text, outlets = phrases.text, phrases.outlets
    best: dict[Span, Credit] = {}
    for credit, name in (
        *phrases.credits(),
        *dateline_credits(text, outlets),
        *byline_credits(text, outlets),
        *copyright_credits(text, phrases.lower_text, outlets),
        *agency_sign_offs(text, phrases.lower_text, outlets),
    ):
        rivals = [other for other in best if other.start < name.end and name.start < other.end]
        if all(best[other].strength < credit.strength for other in rivals):
            for other in rivals:
                del best[other]
            best[name] = credit
    return [best[name] for name in sorted(best)]


def _publisher_names(article: Article, outlets: Outlets) -> set[str]:
    """Every spelling under which an article may name its own publisher."""
    names = {publisher_of(article, outlets) or ""}
    names |= {label for place in (article.outlet, article.url) if place for label in _domain_labels(place)}
    site = re.split(r"\s[|–—-]\s", article.title or "")[1:]
    names |= {entry.name for part in site if (entry := outlets.by_name(part.strip()))}
    return {name_key(name) for name in names} - {""}


def _domain_labels(place: str) -> tuple[str, ...]:
    name = host_of(place) or place
    return (name, *(label for label in name.split(".") if len(label) > 3))


def _author_credits(article: Article, outlets: Outlets) -> list[Credit]:
    parts = re.split(r"\s*[,|/(]\s*|\s+(?:for|at)\s+", article.author or "")
    entries = [entry for part in parts if (entry := outlets.by_name(part.strip(" )")))]
    return [Credit("byline", entry.name, STRENGTH["byline"], None, entry) for entry in entries]
