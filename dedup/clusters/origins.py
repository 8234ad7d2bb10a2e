"""Who had it first: the likely source of copies of one text, and of a story.

Clues are what the articles say (credits), where their pages point (canonical address, links), when they appeared, and
which text lies whole inside another. They are ranked by how hard they are to come by without cause: a credit outweighs
a link, a link outweighs a date, and being contained is hardly a clue (it mostly says "is shorter": 53 of 57 plagiarised
answers of a test set lay in their sources, and 51 of the 57 were simply shorter).

*Copies* share one text, so what they say in common is one clue, not many: the strongest of each kind counts, and
strengths are joined as independent chances. *Stories* consist of texts, so every text that names an outlet is a voice
for it, and copies of one text are one voice. A source is followed upstream: where A is taken from B, and B (or A's own
text) credits C, the story is C's.

An outlet has many names; they are brought to one spelling first (`dedup.attribution.outlet_aliases`).

A source need not be among the articles. Weak or contradicting clues name nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from dedup.article import Article
from dedup.attribution.credits import TEXT_LEVEL_KINDS, Credit, credits_of, publisher_of
from dedup.attribution.outlet_aliases import OutletAliases
from dedup.attribution.outlets import shipped_outlets
from dedup.clusters.values import Clue, ClueKind, Origin
from dedup.comparison.match import Match, Relation
from dedup.sources.urls import host_of

ReadCredits = Callable[[Article], Sequence[Credit]]

CANONICAL_STRENGTH = 0.8  # the page itself names another address as its original
EARLIEST_STRENGTH = 0.5  # alone with the earliest date: clocks and time zones of pages are often wrong
LINK_STRENGTH = 0.4  # another of the articles links to it
CONTAINED_STRENGTH = 0.15  # its text lies whole inside another's
FACT_FACTOR = 0.4  # what a credit for a fact ("told X") is worth as a credit for the whole text
MAX_STRENGTH = 0.97  # no clue is beyond doubt
MIN_CONFIDENCE = 0.5  # a score below names nobody
MIN_ODDS_RATIO = 2.0  # the odds (copies) or voices (stories) of the best against the next
MIN_STORY_VOTES = 1.5  # for stories of three texts and more
MIN_VOTES_PER_TEXT = 0.5  # for smaller ones
EARLIEST_VOTES = 0.5  # voices that the earliest article speaks with for its own outlet
UPSTREAM_FACTOR = 0.8  # what is left of a voice that names its source's source


def cluster_origin(
    articles: Sequence[Article], matches: Sequence[Match] = (), read_credits: ReadCredits = credits_of
) -> Origin | None:
    """The likely source of copies of one text; None when the clues are weak or disagree.

    >>> copies = [
    ...     Article("a", "BERLIN (dpa) - The bridge is closed.", outlet="one.example"),
    ...     Article("b", "The bridge is closed.", outlet="two.example"),
    ... ]
    >>> found = origin(copies)
    >>> found.name, found.article_id, found.clues[0].kind
    ('dpa', None, 'dateline')
    """
    clues = [clue for article in articles for clue in _article_clues(article, read_credits)]
    clues += [*_date_clues(articles), *_link_clues(articles), *_containment_clues(articles, matches)]
    spelling = OutletAliases([*map(_outlet_name, articles), *(clue.name for clue in clues)])
    by_name = _clues_by_name(replace(clue, name=spelling(clue.name)) for clue in clues)
    scores = {name: _any_probability(_strongest_of_kind(found)) for name, found in by_name.items()}
    if not scores:
        return None
    best, *others = sorted(scores, key=lambda name: (-scores[name], name))
    rival = scores[others[0]] if others else 0.0
    if scores[best] < MIN_CONFIDENCE or _odds(scores[best]) < MIN_ODDS_RATIO * _odds(rival):
        return None
    confidence = scores[best] * (1 - rival / 2)
    return Origin(best, _article_of(best, articles, spelling), round(confidence, 4), _ranked(by_name[best]))


def story_origin(texts: Sequence[Sequence[Article]], read_credits: ReadCredits = credits_of) -> Origin | None:
    """The likely source of a story told in several texts, each given as the articles that carry it.

    >>> story = [
    ...     [Article("a", "The firm is for sale, according to TechCrunch.")],
    ...     [Article("b", "Who buys the firm? Source: TechCrunch")],
    ...     [Article("c", "TechCrunch reported that buyers are wanted.")],
    ... ]
    >>> found = story_origin(story)
    >>> found.name, len(found.clues)
    ('TechCrunch', 3)
    """
    articles = [article for text in texts for article in text]
    spoken = [[clue for article in text for clue in _credit_clues(article, read_credits)] for text in texts]
    spelling = OutletAliases([*map(_outlet_name, articles), *(clue.name for clues in spoken for clue in clues)])
    tellers = [{spelling(_outlet_name(article)) for article in text} for text in texts]
    voices = [_votes_of_text(clues, own, spelling) for clues, own in zip(spoken, tellers, strict=True)]
    upstream = _cited_sources(tellers, voices)
    scores = _score_outlets(voices, upstream)
    first = _earliest(articles)
    if first is not None and scores.get(name := spelling(_outlet_name(first)), 0):
        scores[name] += EARLIEST_VOTES
    if not scores:
        return None
    leader = min(scores, key=lambda name: (-scores[name], name))
    source = _trace_source(leader, scores, upstream)
    rivals = [score for name, score in scores.items() if not {source, leader} & {name, *upstream.get(name, ())}]
    rival = max(rivals, default=0.0)
    if (
        scores[leader] < min(MIN_STORY_VOTES, MIN_VOTES_PER_TEXT * len(texts))
        or scores[leader] < MIN_ODDS_RATIO * rival
    ):
        return None
    clues = [clue for voice in voices for clue in voice.get(source, ())]
    clues += _chain_clues(source, voices, upstream)
    confidence = min(MAX_STRENGTH, scores[leader] / (scores[leader] + rival + 0.5))
    return Origin(source, _article_of(source, articles, spelling), round(confidence, 4), _ranked(clues))


# Clues of one article


def _article_clues(article: Article, read_credits: ReadCredits) -> list[Clue]:
    clues = [replace(clue, strength=_text_level_strength(clue)) for clue in _credit_clues(article, read_credits)]
    canonical = _named_by(article.canonical)
    if (
        canonical is not None
        and canonical != publisher_of(article)
        and host_of(article.canonical or "") != host_of(article.url or "")
    ):
        clues.append(Clue(ClueKind.CANONICAL_URL, canonical, CANONICAL_STRENGTH, article.id))
    return clues


def _credit_clues(article: Article, read_credits: ReadCredits) -> list[Clue]:
    return [
        Clue(ClueKind(credit.kind), credit.name, credit.strength, article.id, credit.span)
        for credit in read_credits(article)
        if credit.kind != "original title"
    ]


def _text_level_strength(credit: Clue) -> float:
    return credit.strength if credit.kind in TEXT_LEVEL_KINDS else credit.strength * FACT_FACTOR


def _named_by(address: str | None) -> str | None:
    if not address:
        return None
    entry = shipped_outlets().by_host(address)
    return entry.name if entry else host_of(address)


# Clues between articles


def _date_clues(articles: Sequence[Article]) -> list[Clue]:
    first = _earliest(articles)
    return [] if first is None else [Clue(ClueKind.EARLIEST, _outlet_name(first), EARLIEST_STRENGTH, first.id)]


def _earliest(articles: Sequence[Article]) -> Article | None:
    """The article that appeared before all others; None unless all are dated and one alone is first."""
    dated = sorted((article.published, article.id, article) for article in articles if article.published is not None)
    if len(dated) < max(2, len(articles)) or dated[0][0] == dated[1][0]:
        return None
    return dated[0][2]


def _link_clues(articles: Sequence[Article]) -> list[Clue]:
    by_address = {article.url: article for article in articles if article.url}
    return [
        Clue(ClueKind.LINK, _outlet_name(by_address[link]), LINK_STRENGTH, article.id)
        for article in articles
        for link in sorted(set(article.links))
        if link in by_address and by_address[link] is not article
    ]


def _containment_clues(articles: Sequence[Article], matches: Sequence[Match]) -> list[Clue]:
    by_id = {article.id: article for article in articles}
    contained = {
        match.left_id if match.left_containment > match.right_containment else match.right_id
        for match in matches
        if match.relation is Relation.SYNDICATED
    }
    return [
        Clue(ClueKind.CONTAINED, _outlet_name(by_id[each]), CONTAINED_STRENGTH, each)
        for each in sorted(contained & by_id.keys())
    ]


def _outlet_name(article: Article) -> str:
    return publisher_of(article) or article.id


def _article_of(name: str, articles: Iterable[Article], spelling: OutletAliases) -> str | None:
    """The earliest of the articles that the named outlet published itself."""
    own = [article for article in articles if spelling(_outlet_name(article)) == name]
    undated = [article.id for article in own if article.published is None]
    dated = [(article.published, article.id) for article in own if article.published is not None]
    return min(dated)[1] if dated else min(undated, default=None)


# Copies: chances


def _clues_by_name(clues: Iterable[Clue]) -> dict[str, list[Clue]]:
    by_name: dict[str, list[Clue]] = defaultdict(list)
    for clue in clues:
        by_name[clue.name].append(clue)
    return by_name


def _strongest_of_kind(clues: Iterable[Clue]) -> list[float]:
    strongest: dict[str, float] = defaultdict(float)
    for clue in clues:
        strongest[clue.kind] = max(strongest[clue.kind], clue.strength)
    return list(strongest.values())


def _any_probability(strengths: Iterable[float]) -> float:
    """The chance that at least one of independent clues is right."""
    doubt = 1.0
    for strength in strengths:
        doubt *= 1.0 - min(strength, MAX_STRENGTH)
    return min(MAX_STRENGTH, 1.0 - doubt)


def _odds(chance: float) -> float:
    return chance / (1.0 - chance)


def _ranked(clues: Iterable[Clue]) -> tuple[Clue, ...]:
    return tuple(
        sorted(
            clues, key=lambda clue: (-clue.strength, clue.article_id, clue.span.start if clue.span else -1, clue.kind)
        )
    )


# Stories: voices

OutletVotes = dict[str, list[Clue]]  # what one text says, by the outlet that it names


def _votes_of_text(clues: Iterable[Clue], own: set[str], spelling: OutletAliases) -> OutletVotes:
    """What a text says, through all articles that carry it; outlets that carry it do not speak for themselves."""
    spelled = (replace(clue, name=spelling(clue.name)) for clue in clues)
    return dict(_clues_by_name(clue for clue in spelled if clue.name not in own))


def _cited_sources(tellers_of: Sequence[set[str]], voices: Sequence[OutletVotes]) -> dict[str, dict[str, float]]:
    """For each outlet, whom its own text credits: as published by it among the articles, or as passed on by others."""
    sources: dict[str, dict[str, float]] = defaultdict(dict)
    for carriers, voice in zip(tellers_of, voices, strict=True):
        tellers = carriers | {
            name for name, clues in voice.items() if any(clue.kind in TEXT_LEVEL_KINDS for clue in clues)
        }
        for teller in tellers:
            for name, clues in voice.items():
                if name not in tellers:
                    sources[teller][name] = max(
                        sources[teller].get(name, 0.0), _any_probability(clue.strength for clue in clues)
                    )
    return dict(sources)


def _score_outlets(voices: Sequence[OutletVotes], upstream: dict[str, dict[str, float]]) -> dict[str, float]:
    """How many voices each outlet has; a voice for an outlet is also one, weaker, for that outlet's own source."""
    scores: dict[str, float] = defaultdict(float)
    for voice in voices:
        for name, clues in voice.items():
            chance = _any_probability(clue.strength for clue in clues)
            scores[name] += chance
            for source, strength in upstream.get(name, {}).items():
                if source not in voice:
                    scores[source] += UPSTREAM_FACTOR * chance * strength
    return dict(scores)


def _trace_source(name: str, scores: dict[str, float], upstream: dict[str, dict[str, float]]) -> str:
    """The source of a source, as long as it has half as many voices: whom a fact is credited to is no source."""
    seen = {name}
    while True:
        further = [each for each in upstream.get(name, ()) if each not in seen and 2 * scores[each] >= scores[name]]
        if not further:
            return name
        name = min(further, key=lambda each: (-scores[each], each))
        seen.add(name)


def _chain_clues(source: str, voices: Sequence[OutletVotes], upstream: dict[str, dict[str, float]]) -> list[Clue]:
    """Clues for an outlet that a text was taken from and that leads on to the source: "Quantum Bits → TechCrunch"."""
    return [
        Clue(
            ClueKind.CHAIN,
            f"{name} → {source}",
            UPSTREAM_FACTOR * clue.strength * upstream[name][source],
            clue.article_id,
            clue.span,
        )
        for voice in voices
        for name, clues in voice.items()
        if source in upstream.get(name, ())
        for clue in clues
        if clue.kind in TEXT_LEVEL_KINDS
    ]
