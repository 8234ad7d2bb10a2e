"""Votes: each text of a story votes for the outlets that it credits, and these for those that they credit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from dedup.article import Article
from dedup.attribution.names.outlet_aliases import OutletAliases
from dedup.clusters.clue_scores import any_of, clues_by_name, earliest_of, ranked
from dedup.clusters.origin import TEXT_LEVEL_CLUES, Clue, ClueKind, Origin
from dedup.clusters.origin_clues import outlet_name
from dedup.clusters.precedence import precedence_of
from dedup.settings import OriginSettings

OutletVotes = Mapping[str, Sequence[Clue]]  # the clues of one text, by the outlet that they name
CitedSources = Mapping[str, Mapping[str, float]]  # outlet -> outlets that its own text credits -> strength (0-1)


class Tally(NamedTuple):
    """The votes of each text, the sources that each outlet cites, and the score of each outlet in votes."""

    votes: Sequence[OutletVotes]
    cited: CitedSources
    scores: dict[str, float]


def votes_of_text(clues: Iterable[Clue], publishers: set[str], aliases: OutletAliases) -> OutletVotes:
    """What the copies of a text credit; their own publishers do not receive votes of it."""
    renamed = (replace(clue, name=aliases(clue.name)) for clue in clues)
    return clues_by_name(clue for clue in renamed if clue.name not in publishers)


def cited_sources(
    publishers_of_texts: Sequence[set[str]], votes_of_texts: Sequence[OutletVotes], settings: OriginSettings
) -> CitedSources:
    """For each outlet, whom a text of it credits: one that it published, or that others passed on from it."""
    cited: dict[str, dict[str, float]] = defaultdict(dict)
    for publishers, votes in zip(publishers_of_texts, votes_of_texts, strict=True):
        passed_on = {name for name, clues in votes.items() if any(clue.kind in TEXT_LEVEL_CLUES for clue in clues)}
        outlets = publishers | passed_on
        for name in votes.keys() - outlets:
            strength = any_of((clue.strength for clue in votes[name]), settings)
            for outlet in outlets:
                cited[outlet][name] = max(cited[outlet].get(name, 0.0), strength)
    return dict(cited)


def count_votes(votes: Sequence[OutletVotes], cited: CitedSources, settings: OriginSettings) -> Tally:
    """The score of each outlet. A vote for an outlet is also a weaker one for the sources that the outlet cites."""
    scores: dict[str, float] = defaultdict(float)
    for votes_of_text in votes:
        for name, clues in votes_of_text.items():
            vote = any_of((clue.strength for clue in clues), settings)
            scores[name] += vote
            for source, strength in cited.get(name, {}).items():
                if source not in votes_of_text:
                    scores[source] += settings.upstream_factor * vote * strength
    return Tally(votes, cited, dict(scores))


def prefer_earliest(
    scores: dict[str, float], articles: Sequence[Article], aliases: OutletAliases, settings: OriginSettings
) -> None:
    """Add votes for the outlet of the earliest article, if a text credits it."""
    first = precedence_of(articles, outlet_name)
    name = aliases(outlet_name(first.article)) if first is not None else None
    if name is not None and scores.get(name):
        scores[name] += settings.earliest_article_votes


def elected(
    tally: Tally, own_texts: int, articles: Sequence[Article], aliases: OutletAliases, settings: OriginSettings
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
    return Origin(source, earliest_of(source, articles, aliases), confidence, ranked(clues))


def _trace_source(name: str, tally: Tally, settings: OriginSettings) -> str:
    """The source of the source of an outlet. One with much fewer votes is credited for a fact, and is no source."""
    scores, seen = tally.scores, {name}
    while True:
        min_score = settings.min_upstream_ratio * scores[name]
        further = [each for each in tally.cited.get(name, ()) if each not in seen and scores[each] >= min_score]
        if not further:
            return name
        name = min(further, key=lambda each: (-scores[each], each))
        seen.add(name)


def _chain_clues(source: str, tally: Tally, settings: OriginSettings) -> list[Clue]:
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
        if clue.kind in TEXT_LEVEL_CLUES
    ]
