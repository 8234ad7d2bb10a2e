"""How much clues say together, and which article an outlet published first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from dedup.article import Article
from dedup.attribution.names.outlet_aliases import OutletAliases
from dedup.clusters.origin import Clue
from dedup.clusters.origin_clues import outlet_name
from dedup.settings import OriginSettings


def clues_by_name(clues: Iterable[Clue]) -> dict[str, list[Clue]]:
    """The clues to each outlet."""
    by_name: dict[str, list[Clue]] = defaultdict(list)
    for clue in clues:
        by_name[clue.name].append(clue)
    return dict(by_name)


def strongest_of_each_kind(clues: Iterable[Clue]) -> list[float]:
    """The strength of the strongest clue of each kind."""
    strongest: dict[str, float] = defaultdict(float)
    for clue in clues:
        strongest[clue.kind] = max(strongest[clue.kind], clue.strength)
    return list(strongest.values())


def any_of(strengths: Iterable[float], settings: OriginSettings) -> float:
    """The probability that at least one of some independent clues is right."""
    none_right = 1.0
    for strength in strengths:
        none_right *= 1.0 - min(strength, settings.max_clue_strength)
    return min(settings.max_clue_strength, 1.0 - none_right)


def odds(probability: float) -> float:
    """The odds of a probability below 1."""
    return probability / (1.0 - probability)


def ranked(clues: Iterable[Clue]) -> tuple[Clue, ...]:
    """The clues, the strongest first."""

    def order(clue: Clue) -> tuple[float, str, int, str]:
        return -clue.strength, clue.article_id, clue.span.start if clue.span else -1, clue.kind

    return tuple(sorted(clues, key=order))


def earliest_of(name: str, articles: Iterable[Article], aliases: OutletAliases) -> str | None:
    """The earliest article that an outlet published itself."""
    published_by = [article for article in articles if aliases(outlet_name(article)) == name]
    undated = [article.id for article in published_by if article.published is None]
    dated = [(article.published, article.id) for article in published_by if article.published is not None]
    return min(dated)[1] if dated else min(undated, default=None)
