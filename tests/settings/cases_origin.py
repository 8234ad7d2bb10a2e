"""What each number of origins changes: the outlet that is named for some articles, and the confidence in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from effect_case import Case

from dedup.article import Article
from dedup.attribution.credits import CreditReader, whole_text
from dedup.clusters.origin import Origin
from dedup.clusters.origins import cluster_origin, story_origin
from dedup.comparison.match import Match, Relation
from dedup.settings import Settings

Named = tuple[str, float] | None

MONDAY, TUESDAY = datetime(2026, 5, 4, 8, tzinfo=UTC), datetime(2026, 5, 5, 8, tzinfo=UTC)


def copy(name: str, text: str = "The bridge is closed.", **facts: object) -> Article:
    return Article(name, text, outlet=f"{name}.example", **facts)  # type: ignore[arg-type]


def named(origin: Origin | None) -> Named:
    return (origin.name, origin.confidence) if origin else None


def of_copies(*articles: Article, matches: Sequence[Match] = ()) -> Callable[[Settings], Named]:
    return lambda settings: named(cluster_origin(articles, matches, whole_text, settings))


def of_story(*articles: Article) -> Callable[[Settings], Named]:
    def find(settings: Settings) -> Named:
        read = CreditReader(articles, whole_text, settings)
        return named(story_origin([[article] for article in articles], read, settings))

    return find


DATED = (copy("a", published=TUESDAY), copy("b", published=MONDAY))
EDITED = (copy("a", "The bridge is shut.", published=TUESDAY), DATED[1])
CONTRADICTING = (copy("a", "OSLO (Reuters) - It rains."), copy("b", "It rains.\nCopyright 2026 Associated Press."))
CREDITED = (
    copy("a", "The firm is for sale, according to TechCrunch."),
    copy("b", "Who buys the firm? Source: TechCrunch"),
    copy("c", "TechCrunch reported that buyers are wanted."),
)
CREDITED_BY_TWO = (CREDITED[0], copy("b", "Who buys the firm?"), CREDITED[2])
CHAIN = (
    copy("a", "Talks have failed. Source: Quantum Bits"),
    copy("b", "Talks have failed, we hear. Source: Quantum Bits"),
    copy("c", "According to TechCrunch, talks have failed. Source: Quantum Bits"),
)
WITH_FIRST = (
    Article("a", "The firm is for sale.", outlet="techcrunch.com", published=MONDAY),
    copy("b", "Who buys the firm? Source: TechCrunch", published=TUESDAY),
)
TRANSLATED = (
    copy("a", "The bridge over the river stays closed until autumn, and the district has no money for it."),
    copy(
        "b",
        "Die Brücke über den Fluss bleibt bis zum Herbst gesperrt, und dem Kreis fehlt das Geld dafür.\n\n"
        "Aus dem Englischen von Anna Berg",
    ),
)
CONTAINING = Match("a", "b", Relation.SYNDICATED, 0.5, 0.6, 1.0, 0.6, 1.0, 0.0, "")
NEAR = Match("a", "b", Relation.NEAR, 0.5, 0.6, 0.6, 0.9, 0.7, 0.0, "")

CASES = {
    "canonical_url_strength": Case(
        value=0.4,
        outcome=of_copies(copy("a", canonical="https://www.reuters.com/1"), copy("b")),
        before=("Reuters", 0.8),
        after=None,
    ),
    "translation_note_strength": Case(
        value=0.4, outcome=of_story(*TRANSLATED), before=("a.example", 0.6154), after=None
    ),
    "earliest_date_strength": Case(
        value=0.6, outcome=of_copies(*DATED), before=("b.example", 0.5), after=("b.example", 0.6)
    ),
    "min_head_start_days": Case(value=0.5, outcome=of_copies(*EDITED), before=None, after=("b.example", 0.5)),
    "min_held_share": Case(
        value=0.8, outcome=of_copies(*EDITED, matches=[NEAR]), before=None, after=("b.example", 0.5)
    ),
    "link_strength": Case(
        value=0.6,
        outcome=of_copies(copy("a", url="https://a.example/1"), copy("b", links=("https://a.example/1",))),
        before=None,
        after=("a.example", 0.6),
    ),
    "contained_strength": Case(
        value=0.3,
        outcome=of_copies(*DATED, matches=[CONTAINING]),
        before=("b.example", 0.575),
        after=("b.example", 0.65),
    ),
    "fact_credit_factor": Case(value=1, outcome=of_copies(CREDITED[0]), before=None, after=("TechCrunch", 0.6)),
    "max_clue_strength": Case(
        value=0.9,
        outcome=of_copies(copy("a", "It first appeared on Axios.")),
        before=("Axios", 0.97),
        after=("Axios", 0.9),
    ),
    "min_origin_confidence": Case(value=0.6, outcome=of_copies(*DATED), before=("b.example", 0.5), after=None),
    "min_origin_ratio": Case(value=3, outcome=of_copies(*CONTRADICTING), before=("Reuters", 0.54), after=None),
    "rival_discount": Case(
        value=0, outcome=of_copies(*CONTRADICTING), before=("Reuters", 0.54), after=("Reuters", 0.9)
    ),
    "min_story_votes": Case(value=1, outcome=of_story(*CREDITED_BY_TWO), before=None, after=("TechCrunch", 0.7059)),
    "min_votes_per_text": Case(
        value=0.25, outcome=of_story(*CREDITED_BY_TWO[:2]), before=None, after=("TechCrunch", 0.5455)
    ),
    "earliest_article_votes": Case(value=0, outcome=of_story(*WITH_FIRST), before=("TechCrunch", 0.7368), after=None),
    "upstream_factor": Case(
        value=0, outcome=of_story(*CHAIN), before=("TechCrunch", 0.8438), after=("Quantum Bits", 0.7105)
    ),
    "min_upstream_ratio": Case(value=0.9, outcome=of_story(*CHAIN), before=("TechCrunch", 0.8438), after=None),
    "unknown_rival_votes": Case(
        value=1, outcome=of_story(*CREDITED), before=("TechCrunch", 0.8077), after=("TechCrunch", 0.6774)
    ),
}
