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

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from dedup.article import Article, Span
from dedup.attribution.credit import TEXT_LEVEL_KINDS
from dedup.attribution.credits import CountText, CreditReader
from dedup.attribution.names.outlet_aliases import OutletAliases
from dedup.attribution.names.outlets import name_key, publisher_of, shipped_outlets
from dedup.clusters.precedence import is_source, precedence_of
from dedup.clusters.translated_origins import StatedOriginal, find_translated_texts
from dedup.comparison.match import Match, Relation
from dedup.settings import OriginSettings, Settings
from dedup.sources.urls.canonical_url import host_of


class ClueKind(StrEnum):
    """What kind of sign says where a text comes from: a credit in the text, or a fact about the articles."""

    FIRST_APPEARED = "first appeared on"
    DATELINE = "dateline"
    SOURCE_LINE = "source line"
    SIGN_OFF = "agency tail"
    COPYRIGHT = "copyright"
    BYLINE = "byline"
    VIA = "via"
    CONTRIBUTED = "contributed"
    ACCORDING_TO = "according to"
    REPORTED = "reported"
    STATEMENT = "told"
    CANONICAL_URL = "canonical address"  # the page states another URL as its original
    EARLIEST = "earliest date"
    LINK = "link"  # another article of the group links to it
    CONTAINED = "contained in others"  # its text is contained in another's
    TRANSLATED = "translated"  # it says that it is a translation, and articles of one outlet may be its original
    CHAIN = "chain"  # an outlet that is credited credits the origin itself


_TEXT_LEVEL_KINDS = frozenset(ClueKind(kind.value) for kind in TEXT_LEVEL_KINDS)


@dataclass(frozen=True, slots=True)
class Clue:
    """One sign of where a text comes from.

    `name`: the outlet that it names. `strength`: 0-1. `article_id`: the article that gives the clue. `span`: where it
    stands in the text of that article, if it does.
    """

    kind: ClueKind
    name: str
    strength: float
    article_id: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """The likely source of a group: an outlet or agency.

    `article_id`: the earliest article that the outlet published itself; None if there is none. `confidence`: 0-1.
    `clues`: strongest first.
    """

    name: str
    article_id: str | None
    confidence: float
    clues: tuple[Clue, ...]


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
    read = CreditReader(articles, counted, settings)
    clues = [clue for article in articles for clue in _article_clues(article, read, settings)]
    clues += _link_clues(articles, settings)
    clues += _date_clues([counted(article) for article in articles], matches, clues, settings)
    clues += _containment_clues(articles, matches, settings)
    aliases = OutletAliases([*map(_outlet_name, articles), *(clue.name for clue in clues)])
    by_name = _clues_by_name(replace(clue, name=aliases(clue.name)) for clue in clues)
    scores = {name: _any_of(_strongest_of_each_kind(found), settings) for name, found in by_name.items()}
    if not scores:
        return None
    best, *others = sorted(scores, key=lambda name: (-scores[name], name))
    rival = scores[others[0]] if others else 0.0
    if scores[best] < settings.min_origin_confidence or _odds(scores[best]) < settings.min_origin_ratio * _odds(rival):
        return None
    confidence = scores[best] * (1 - settings.rival_discount * rival)
    return Origin(best, _article_of(best, articles, aliases), round(confidence, 4), _ranked(by_name[best]))


def story_origin(texts: Sequence[Sequence[Article]], counted: CountText, settings: Settings) -> Origin | None:
    """The likely source of a story of several texts; None if the clues are weak or contradict each other.

    Each text is given as the articles that are its copies; `counted` gives their counted text.

    >>> from dedup.attribution.credits import whole_text
    >>> from dedup.settings import DEFAULT_SETTINGS
    >>> story = [
    ...     [Article("a", "The firm is for sale, according to TechCrunch.")],
    ...     [Article("b", "Who buys the firm? Source: TechCrunch")],
    ...     [Article("c", "TechCrunch reported that buyers are wanted.")],
    ... ]
    >>> origin = story_origin(story, whole_text, DEFAULT_SETTINGS)
    >>> origin.name, len(origin.clues)
    ('TechCrunch', 3)
    """
    articles = [article for text in texts for article in text]
    read = CreditReader(articles, counted, settings)
    translated = find_translated_texts(texts, _outlet_name, settings)
    credited = [[clue for article in text for clue in _credit_clues(article, read)] for text in texts]
    passing_on = _outlets_passing_on(texts, credited)
    for clues, originals in zip(credited, translated.originals, strict=True):
        clues += _translation_clues((each for each in originals if each.outlet not in passing_on), settings)
    aliases = OutletAliases([*map(_outlet_name, articles), *(clue.name for clues in credited for clue in clues)])
    publishers = [{aliases(_outlet_name(article)) for article in text} for text in texts]
    votes = [_votes_of_text(clues, own, aliases) for clues, own in zip(credited, publishers, strict=True)]
    tally = _count_votes(votes, _cited_sources(publishers, votes, settings), settings)
    _prefer_earliest(tally.scores, articles, aliases, settings)
    for name in translated.translators(publishers):
        tally.scores.pop(name, None)
    return _elected(tally, len(texts) - sum(translated.is_translated), articles, aliases, settings)


# Clues of one article


def _article_clues(article: Article, read: CreditReader, settings: OriginSettings) -> list[Clue]:
    credited = _credit_clues(article, read)
    clues = [replace(clue, strength=_text_level_strength(clue, settings)) for clue in credited]
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


def _credit_clues(article: Article, read: CreditReader) -> list[Clue]:
    return [
        Clue(ClueKind(credit.kind.value), credit.name, credit.strength, article.id, credit.span)
        for credit in read(article)
        if credit.names_outlet
    ]


def _text_level_strength(clue: Clue, settings: OriginSettings) -> float:
    """How much a credit says about the whole text."""
    return clue.strength if clue.kind in _TEXT_LEVEL_KINDS else clue.strength * settings.fact_credit_factor


def _outlet_of_url(url: str | None) -> str | None:
    if not url:
        return None
    entry = shipped_outlets().by_host(url)
    return entry.name if entry else host_of(url)


def _outlet_name(article: Article) -> str:
    return publisher_of(article) or _outlet_of_url(article.canonical) or article.id


def _outlets_passing_on(texts: Sequence[Sequence[Article]], credited: Sequence[Sequence[Clue]]) -> set[str]:
    """The outlets that credit another with a whole text: whoever translates it has it from that one."""
    return {
        _outlet_name(article)
        for text, clues in zip(texts, credited, strict=True)
        if any(clue.kind in _TEXT_LEVEL_KINDS for clue in clues)
        for article in text
    }


def _translation_clues(originals: Iterable[StatedOriginal], settings: OriginSettings) -> list[Clue]:
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


# Clues between articles


def _date_clues(
    copies: Sequence[Article], matches: Sequence[Match], others: Iterable[Clue], settings: OriginSettings
) -> list[Clue]:
    """The outlet that was first, if other clues name it or more than its date says that it is the source."""
    first = precedence_of(copies, _outlet_name)
    if first is None:
        return []
    name = _outlet_name(first.article)
    is_named = name_key(name) in {name_key(clue.name) for clue in others}
    if not is_named and not is_source(first, copies, matches, settings):
        return []
    return [Clue(ClueKind.EARLIEST, name, settings.earliest_date_strength, first.article.id)]


def _link_clues(articles: Sequence[Article], settings: OriginSettings) -> list[Clue]:
    by_url = {article.url: article for article in articles if article.url}
    return [
        Clue(ClueKind.LINK, _outlet_name(by_url[link]), settings.link_strength, article.id)
        for article in articles
        for link in sorted(set(article.links))
        if link in by_url and by_url[link] is not article
    ]


def _containment_clues(articles: Sequence[Article], matches: Sequence[Match], settings: OriginSettings) -> list[Clue]:
    by_id = {article.id: article for article in articles}
    contained = {
        match.left_id if match.left_containment > match.right_containment else match.right_id
        for match in matches
        if match.relation is Relation.SYNDICATED
    }
    return [
        Clue(ClueKind.CONTAINED, _outlet_name(by_id[article_id]), settings.contained_strength, article_id)
        for article_id in sorted(contained & by_id.keys())
    ]


# Scores


def _clues_by_name(clues: Iterable[Clue]) -> dict[str, list[Clue]]:
    by_name: dict[str, list[Clue]] = defaultdict(list)
    for clue in clues:
        by_name[clue.name].append(clue)
    return dict(by_name)


def _strongest_of_each_kind(clues: Iterable[Clue]) -> list[float]:
    strongest: dict[str, float] = defaultdict(float)
    for clue in clues:
        strongest[clue.kind] = max(strongest[clue.kind], clue.strength)
    return list(strongest.values())


def _any_of(strengths: Iterable[float], settings: OriginSettings) -> float:
    """The probability that at least one of some independent clues is right."""
    none_right = 1.0
    for strength in strengths:
        none_right *= 1.0 - min(strength, settings.max_clue_strength)
    return min(settings.max_clue_strength, 1.0 - none_right)


def _odds(probability: float) -> float:
    return probability / (1.0 - probability)


def _ranked(clues: Iterable[Clue]) -> tuple[Clue, ...]:
    def order(clue: Clue) -> tuple[float, str, int, str]:
        return -clue.strength, clue.article_id, clue.span.start if clue.span else -1, clue.kind

    return tuple(sorted(clues, key=order))


def _article_of(name: str, articles: Iterable[Article], aliases: OutletAliases) -> str | None:
    """The earliest article that an outlet published itself."""
    published_by = [article for article in articles if aliases(_outlet_name(article)) == name]
    undated = [article.id for article in published_by if article.published is None]
    dated = [(article.published, article.id) for article in published_by if article.published is not None]
    return min(dated)[1] if dated else min(undated, default=None)


# Votes of the texts of a story

OutletVotes = Mapping[str, Sequence[Clue]]  # the clues of one text, by the outlet that they name
CitedSources = Mapping[str, Mapping[str, float]]  # outlet -> outlets that its own text credits -> strength (0-1)


class _Tally(NamedTuple):
    """The votes of each text, the sources that each outlet cites, and the score of each outlet in votes."""

    votes: Sequence[OutletVotes]
    cited: CitedSources
    scores: dict[str, float]


def _votes_of_text(clues: Iterable[Clue], publishers: set[str], aliases: OutletAliases) -> OutletVotes:
    """What the copies of a text credit; their own publishers do not receive votes of it."""
    renamed = (replace(clue, name=aliases(clue.name)) for clue in clues)
    return _clues_by_name(clue for clue in renamed if clue.name not in publishers)


def _cited_sources(
    publishers_of_texts: Sequence[set[str]], votes_of_texts: Sequence[OutletVotes], settings: OriginSettings
) -> CitedSources:
    """For each outlet, whom a text of it credits: one that it published, or that others passed on from it."""
    cited: dict[str, dict[str, float]] = defaultdict(dict)
    for publishers, votes in zip(publishers_of_texts, votes_of_texts, strict=True):
        passed_on = {name for name, clues in votes.items() if any(clue.kind in _TEXT_LEVEL_KINDS for clue in clues)}
        outlets = publishers | passed_on
        for name in votes.keys() - outlets:
            strength = _any_of((clue.strength for clue in votes[name]), settings)
            for outlet in outlets:
                cited[outlet][name] = max(cited[outlet].get(name, 0.0), strength)
    return dict(cited)


def _count_votes(votes: Sequence[OutletVotes], cited: CitedSources, settings: OriginSettings) -> _Tally:
    """The score of each outlet. A vote for an outlet is also a weaker one for the sources that the outlet cites."""
    scores: dict[str, float] = defaultdict(float)
    for votes_of_text in votes:
        for name, clues in votes_of_text.items():
            vote = _any_of((clue.strength for clue in clues), settings)
            scores[name] += vote
            for source, strength in cited.get(name, {}).items():
                if source not in votes_of_text:
                    scores[source] += settings.upstream_factor * vote * strength
    return _Tally(votes, cited, dict(scores))


def _prefer_earliest(
    scores: dict[str, float], articles: Sequence[Article], aliases: OutletAliases, settings: OriginSettings
) -> None:
    """Add votes for the outlet of the earliest article, if a text credits it."""
    first = precedence_of(articles, _outlet_name)
    name = aliases(_outlet_name(first.article)) if first is not None else None
    if name is not None and scores.get(name):
        scores[name] += settings.earliest_article_votes


def _elected(
    tally: _Tally, own_texts: int, articles: Sequence[Article], aliases: OutletAliases, settings: OriginSettings
) -> Origin | None:
    """The source of the outlet with the most votes, unless these are too few or too close to a rival's.

    `own_texts` are those that are no translations: one of these is a text of its own no more than a copy is.
    """
    scores = tally.scores
    if not scores:
        return None
    leader = min(scores, key=lambda name: (-scores[name], name))
    source = _trace_source(leader, tally, settings)
    rivals = [score for name, score in scores.items() if not {source, leader} & {name, *tally.cited.get(name, ())}]
    rival = max(rivals, default=0.0)
    min_votes = min(settings.min_story_votes, settings.min_votes_per_text * max(1, own_texts))
    if scores[leader] < min_votes or scores[leader] < settings.min_origin_ratio * rival:
        return None
    clues = [clue for votes in tally.votes for clue in votes.get(source, ())] + _chain_clues(source, tally, settings)
    share = scores[leader] / (scores[leader] + rival + settings.unknown_rival_votes)
    confidence = round(min(settings.max_clue_strength, share), 4)
    return Origin(source, _article_of(source, articles, aliases), confidence, _ranked(clues))


def _trace_source(name: str, tally: _Tally, settings: OriginSettings) -> str:
    """The source of the source of an outlet. One with much fewer votes is credited for a fact, and is no source."""
    scores, seen = tally.scores, {name}
    while True:
        min_score = settings.min_upstream_ratio * scores[name]
        further = [each for each in tally.cited.get(name, ()) if each not in seen and scores[each] >= min_score]
        if not further:
            return name
        name = min(further, key=lambda each: (-scores[each], each))
        seen.add(name)


def _chain_clues(source: str, tally: _Tally, settings: OriginSettings) -> list[Clue]:
    """Clues for outlets that a text is taken from and that cite the source: "Quantum Bits → TechCrunch"."""
    return [
        replace(
            clue,
            kind=ClueKind.CHAIN,
            name=f"{name} → {source}",
            strength=settings.upstream_factor * clue.strength * tally.cited[name][source],
        )
        for votes in tally.votes
        for name, clues in votes.items()
        if source in tally.cited.get(name, ())
        for clue in clues
        if clue.kind in _TEXT_LEVEL_KINDS
    ]
