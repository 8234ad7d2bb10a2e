"""What each number of attribution changes: the credits of a text, as kind, name and strength."""

from __future__ import annotations

from collections.abc import Callable

from effect_case import Case

from dedup.article import Article
from dedup.attribution.credits import CreditReader, find_credits, whole_text
from dedup.attribution.names.outlet_matcher import OutletMatcher
from dedup.attribution.names.outlets import shipped_outlets
from dedup.settings import Settings

Rows = list[tuple[str, str, float]]

TEASED = """Ferry Aurora runs aground

The ferry Aurora ran aground in fog on Monday. All passengers are safe, the coast guard said. The post Ferry Aurora
runs aground first appeared on Harbour Daily.

Seven recipes for quick summer salads that your guests will love. The post Seven recipes for quick summer salads first
appeared on Kitchen Gazette.
"""
ABOVE_HEADING = "The bridge is closed, said the police. Nobody knows yet why it is, and nobody knows for how long.\n"
FERRY, SALADS = ("first appeared on", "Harbour Daily", 0.7), ("first appeared on", "Kitchen Gazette", 0.7)


def credits_in(text: str) -> Callable[[Settings], Rows]:
    """All credits in a text."""

    def outcome(settings: Settings) -> Rows:
        found = find_credits(text, "", OutletMatcher(shipped_outlets(), settings), settings)
        return [(credit.kind.value, credit.name, round(credit.strength, 4)) for credit in found]

    return outcome


def credits_of(article: Article, *others: Article) -> Callable[[Settings], Rows]:
    """The credits of the first of some articles."""

    def outcome(settings: Settings) -> Rows:
        found = CreditReader([article, *others], whole_text, settings)(article)
        return [(credit.kind.value, credit.name, round(credit.strength, 4)) for credit in found]

    return outcome


def strength(text: str, kind: str, name: str, default: float) -> Case:
    """A case in which one credit becomes weaker."""
    return Case(value=0.5, outcome=credits_in(text), before=[(kind, name, default)], after=[(kind, name, 0.5)])


CASES = {
    "first_appeared_strength": strength("It first appeared on Axios.", "first appeared on", "Axios", 1.0),
    "dateline_strength": strength("OSLO (Reuters) - The quay is closed.", "dateline", "Reuters", 0.9),
    "source_line_strength": strength("Source: Axios", "source line", "Axios", 0.9),
    "sign_off_strength": strength("(Reporting by Ann Lee; Editing by Bo Ek)", "agency tail", "Reuters", 0.9),
    "original_title_strength": strength(
        "Original title: The quay is closed", "original title", "The quay is closed", 0.9
    ),
    "copyright_strength": strength("Copyright 2026 The Associated Press.", "copyright", "Associated Press", 0.8),
    "byline_strength": strength("By Ann Lee, Associated Press\nIt rains.", "byline", "Associated Press", 0.8),
    "via_strength": strength("The quay is closed (via TechCrunch).", "via", "TechCrunch", 0.7),
    "contributed_strength": strength("Axios contributed to this report.", "contributed", "Axios", 0.6),
    "according_to_strength": strength("It rained, according to Reuters.", "according to", "Reuters", 0.6),
    "reported_strength": strength("Bloomberg reported on Tuesday that it rained.", "reported", "Bloomberg", 0.6),
    "statement_strength": strength('"It rained," the mayor told the BBC on Friday.', "told", "BBC", 0.6),
    "unlisted_outlet_factor": Case(
        value=0.5,
        outcome=credits_in("Source: Oakdale Gazette"),
        before=[("source line", "Oakdale Gazette", 0.63)],
        after=[("source line", "Oakdale Gazette", 0.45)],
    ),
    "max_outlet_name_words": Case(
        value=2,
        outcome=credits_in("It rained, according to the Wall Street Journal."),
        before=[("according to", "Wall Street Journal", 0.6)],
        after=[],
    ),
    "max_outlet_name_characters": Case(
        value=10,
        outcome=credits_in("The Wall Street Journal reported that it rained."),
        before=[("reported", "Wall Street Journal", 0.6)],
        after=[],
    ),
    "max_name_ending_letters": Case(
        value=1,
        outcome=credits_in("Reutersin mukaan satoi."),
        before=[("reported", "Reuters", 0.6)],
        after=[],
    ),
    "min_inflected_name_letters": Case(
        value=8,
        outcome=credits_in("Reutersin mukaan satoi."),
        before=[("reported", "Reuters", 0.6)],
        after=[],
    ),
    "min_domain_label_letters": Case(
        value=12,
        outcome=credits_of(
            Article("a", "The firm is for sale, according to Harbour Bits."),
            Article("b", "The firm is for sale.", outlet="harbourbits.example"),
        ),
        before=[("according to", "Harbour Bits", 0.6)],
        after=[],
    ),
    "min_publisher_label_letters": Case(
        value=7,
        outcome=credits_of(Article("a", "The quay is closed.\nSource: Herald", outlet="herald.oakdaletown.example")),
        before=[],
        after=[("source line", "Herald", 0.63)],
    ),
    "dateline_characters": Case(
        value=5,
        outcome=credits_in("OSLO (Reuters) - The quay is closed."),
        before=[("dateline", "Reuters", 0.9)],
        after=[],
    ),
    "max_subject_distance": Case(
        value=3,
        outcome=credits_in("ロイター通信は、雨が降ったと報じた。"),
        before=[("reported", "Reuters", 0.6)],
        after=[],
    ),
    "max_closing_distance": Case(
        value=5,
        outcome=credits_in("Es regnet, wie die FAZ am Montag in ihrer Ausgabe schon berichtet."),
        before=[("according to", "Frankfurter Allgemeine Zeitung", 0.6)],
        after=[],
    ),
    "max_results_distance": Case(
        value=5,
        outcome=credits_in("The New York Times reported a profit of 80 million dollars."),
        before=[],
        after=[("reported", "New York Times", 0.6)],
    ),
    "max_teaser_title_distance": Case(
        value=20, outcome=credits_of(Article("a", TEASED)), before=[FERRY], after=[FERRY, SALADS]
    ),
    "min_teaser_title_characters": Case(
        value=60, outcome=credits_of(Article("a", TEASED)), before=[FERRY], after=[FERRY, SALADS]
    ),
    "teaser_head_characters": Case(value=0, outcome=credits_of(Article("a", TEASED)), before=[FERRY], after=[]),
    "min_teaser_title_share": Case(
        value=0, outcome=credits_of(Article("a", TEASED)), before=[FERRY], after=[FERRY, SALADS]
    ),
    "max_related_heading_characters": Case(
        value=5,
        outcome=credits_of(Article("a", ABOVE_HEADING + "Related articles\nSource: Reuters\n")),
        before=[],
        after=[("source line", "Reuters", 0.9)],
    ),
    "max_related_heading_extra": Case(
        value=20,
        outcome=credits_of(Article("a", ABOVE_HEADING + "Related articles you may like\nSource: Reuters\n")),
        before=[("source line", "Reuters", 0.9)],
        after=[],
    ),
}
