"""Origins: the likely source of a cluster of copies, and of a story.

Clues are what the articles credit, where their pages point (canonical URL, links), when they appeared, and which text
is contained in another. They are weighted by how unlikely they are without cause. A credit outweighs a link, a link
outweighs a date. Being contained is hardly a clue, because it mostly means "is shorter": in a test set, 53 of 57
plagiarised answers were contained in their sources, and 51 of the 57 were simply shorter.

*Copies* share one text. What they credit in common is one clue: the strongest of each kind counts, and the strengths
are combined like probabilities of independent events. *Stories* consist of several texts. Each text votes for the
outlets that it credits, all copies of a text together once. A source is traced upstream: if A is taken from B, and B
(or A's own text) credits C, then the origin of the story is C. A text that says it is translated votes for the outlet
whose articles may be its original, and who published nothing but translations is no origin (`translated_origins`).

An outlet has several names; `OutletAliases` maps them to one. An origin need not be among the articles. Weak or
contradicting clues name none. A date alone is none (`dedup.clusters.precedence`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dedup.article import Article
from dedup.attribution.credits import CountText, CreditReader
from dedup.attribution.names.outlet_aliases import OutletAliases
from dedup.clusters.clue_scores import any_of, clues_by_name, earliest_of, odds, ranked, strongest_of_each_kind
from dedup.clusters.origin import Origin
from dedup.clusters.origin_clues import (
    article_clues,
    containment_clues,
    credit_clues,
    date_clues,
    link_clues,
    outlet_name,
    outlets_passing_on,
    translation_clues,
)
from dedup.clusters.story_votes import cited_sources, count_votes, elected, prefer_earliest, votes_of_text
from dedup.clusters.translated_origins import find_translated_texts
from dedup.comparison.match import Match
from dedup.settings import Settings


def cluster_origin(
    articles: Sequence[Article], matches: Sequence[Match], counted: CountText, settings: Settings
) -> Origin | None:
    """The likely source of the copies of one text; None if the clues are weak or contradict each other.

    `matches` are those between the articles, `counted` gives their counted text.

    >>> from dedup.attribution.credits import whole_text
    >>> from dedup.settings import DEFAULT_SETTINGS
    >>> copies = [
    ...     Article("a", "BERLIN (dpa) - The bridge is closed.", outlet="one.example"),
    ...     Article("b", "The bridge is closed.", outlet="two.example"),
    ... ]
    >>> origin = cluster_origin(copies, [], whole_text, DEFAULT_SETTINGS)
    >>> origin.name, origin.article_id, str(origin.clues[0].kind)
    ('dpa', None, 'dateline')
    """
    credited = CreditReader(articles, counted, settings).read_all(articles)
    clues = [
        clue for article, own in zip(articles, credited, strict=True) for clue in article_clues(article, own, settings)
    ]
    clues += link_clues(articles, settings)
    clues += date_clues([counted(article) for article in articles], matches, clues, settings)
    clues += containment_clues(articles, matches, settings)
    aliases = OutletAliases([*map(outlet_name, articles), *(clue.name for clue in clues)])
    by_name = clues_by_name(replace(clue, name=aliases(clue.name)) for clue in clues)
    scores = {name: any_of(strongest_of_each_kind(found), settings) for name, found in by_name.items()}
    if not scores:
        return None
    best, *others = sorted(scores, key=lambda name: (-scores[name], name))
    rival = scores[others[0]] if others else 0.0
    if scores[best] < settings.min_origin_confidence or odds(scores[best]) < settings.min_origin_ratio * odds(rival):
        return None
    confidence = scores[best] * (1 - settings.rival_discount * rival)
    return Origin(best, earliest_of(best, articles, aliases), round(confidence, 4), ranked(by_name[best]))


def story_origin(texts: Sequence[Sequence[Article]], read: CreditReader, settings: Settings) -> Origin | None:
    """The likely source of a story of several texts; None if the clues are weak or contradict each other.

    Each text is given as the articles that are its copies; `read` reads the credits of all of them.

    >>> from dedup.attribution.credits import CreditReader, whole_text
    >>> from dedup.settings import DEFAULT_SETTINGS
    >>> story = [
    ...     [Article("a", "The firm is for sale, according to TechCrunch.")],
    ...     [Article("b", "Who buys the firm? Source: TechCrunch")],
    ...     [Article("c", "TechCrunch reported that buyers are wanted.")],
    ... ]
    >>> read = CreditReader([article for text in story for article in text], whole_text, DEFAULT_SETTINGS)
    >>> origin = story_origin(story, read, DEFAULT_SETTINGS)
    >>> origin.name, len(origin.clues)
    ('TechCrunch', 3)
    """
    articles = [article for text in texts for article in text]
    translated = find_translated_texts(texts, outlet_name, settings)
    found = iter(read.read_all(articles))
    credited = [[clue for article in text for clue in credit_clues(article, next(found))] for text in texts]
    passing_on = outlets_passing_on(texts, credited)
    for clues, originals in zip(credited, translated.originals, strict=True):
        clues += translation_clues((each for each in originals if each.outlet not in passing_on), settings)
    aliases = OutletAliases([*map(outlet_name, articles), *(clue.name for clues in credited for clue in clues)])
    publishers = [{aliases(outlet_name(article)) for article in text} for text in texts]
    votes = [votes_of_text(clues, own, aliases) for clues, own in zip(credited, publishers, strict=True)]
    tally = count_votes(votes, cited_sources(publishers, votes, settings), settings)
    prefer_earliest(tally.scores, articles, aliases, settings)
    for name in translated.translators(publishers):
        tally.scores.pop(name, None)
    return elected(tally, len(texts) - sum(translated.is_translated), articles, aliases, settings)
