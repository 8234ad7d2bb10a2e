"""What each number of verification changes: a verdict on measures that are given, or a measure of two made texts.

`verdict` takes the measures that differ from those of two articles of 300 words of prose that share nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np
from effect_case import Case
from made_news import FERRY, LIBRARY, ORCHARD, text

import dedup
from dedup.article import Article
from dedup.comparison.pair_measures import Measures, measure_candidates
from dedup.comparison.prepared import prepare
from dedup.comparison.relation_rules import classify_pairs
from dedup.comparison.rules.pair_features import PairContext, features_of
from dedup.comparison.versions import version_reason
from dedup.corpus.statistics import CorpusStatistics
from dedup.settings import Settings
from dedup.tokens.words import tokenize

UNRELATED = dict.fromkeys(Measures._fields, 0) | {
    "left_words": 300,
    "right_words": 300,
    "left_shingles": 298,
    "right_shingles": 298,
    "left_prose": 300,
    "right_prose": 300,
}
QUOTED = {  # two articles that quote the same forty words
    "left_unquoted": 240,
    "right_unquoted": 240,
    "longest_run": 35,
    "left_shared": 40,
    "right_shared": 40,
    "left_prose_shared": 40,
    "longest_passage": 40,
}
NOTE = {  # two articles of unlike words, with the same forty behind them
    "longest_run": 40,
    "left_shared": 40,
    "right_shared": 40,
    "left_prose_shared": 40,
    "longest_passage": 40,
    "left_shared_at_edges": 40,
    "right_shared_at_edges": 40,
    "left_rest_informative": 80,
    "right_rest_informative": 80,
    "right_shared_body_prose": 40,
    "shared_prose_in_body": 40,
}
BRIEF = {  # twenty words that stand in an article
    "left_words": 20,
    "longest_run": 15,
    "left_shared": 20,
    "right_shared": 20,
    "left_prose": 20,
    "left_prose_shared": 20,
    "right_prose_shared": 20,
    "informative_in_stretches": 8,
    "left_informative": 8,
    "right_informative": 90,
    "both_informative": 8,
}
MENU, FOOTER = ["Home", "Sign in or subscribe", "Most read today"], ["About us", "Back to top"]
OPENING = "the ferry to the island "
LATE = OPENING + "is late again this morning said the harbour master"
PRICES = (
    "The price of diesel at the harbour stood at {} crowns on Monday, and that of petrol at {} crowns, said the "
    "harbour master. A ferry ticket for a car costs {} crowns, for a bicycle {} crowns, for a family {} crowns."
)
ONCE_MORE = "".join(f"{OPENING}number{n} " for n in range(40)) + LATE
EARLY, LATER = (datetime(2026, 3, day, tzinfo=UTC) for day in (2, 3))


def verdict(
    *, days: float | None = None, outlet: bool = False, address: bool = False, third: bool = False, **measures: int
) -> Callable[[Settings], tuple[str, str]]:
    """The relation and the rule for a pair with these measures, `days` apart, perhaps of one `outlet` or `address`."""
    columns = Measures(*(np.array([(UNRELATED | measures)[name]], np.int32) for name in Measures._fields))
    no = np.array([False])
    is_apart = np.array([np.nan if days is None else days])
    context = PairContext(
        is_apart,
        np.array([outlet]),
        same_address=np.array([address]),
        is_other_edition=no,
        has_third=np.array([third]),
        is_series=np.array([False]),
        recurs=no,
        is_card=no,
        is_background=no,
        is_quoted_block=no,
        is_list=no,
        is_stock_sentence=no,
        same_words=no,
        is_notice=no,
        is_stub=no,
        is_hidden=no,
    )

    def outcome(settings: Settings) -> tuple[str, str]:
        verdicts = classify_pairs(features_of(columns, context, settings), settings)
        return str(verdicts.relation(0)), verdicts.reason(0)

    return outcome


def of_measures(measures: dict[str, int]) -> Callable[[Settings], tuple[str, str]]:
    """The same for measures that several cases share."""
    return lambda settings: verdict(outlet=False, address=False, third=False, days=None, **measures)(settings)


def one_headline(days: float) -> Callable[[Settings], tuple[str, str]]:
    """Two articles of one outlet that share half, and three of the five words of their headlines."""
    return verdict(
        days=days,
        outlet=True,
        longest_run=59,
        left_shared=165,
        right_shared=165,
        left_title_words=5,
        right_title_words=5,
        both_title_words=3,
    )


def both_ends(passage: int, prose: int, days: float | None = None) -> Callable[[Settings], tuple[str, str]]:
    """Two articles of one outlet that share half, at their edges."""
    return verdict(
        days=days,
        outlet=True,
        both_shingles=100,
        longest_run=35,
        left_shared=165,
        right_shared=165,
        right_prose_shared=prose,
        longest_passage=passage,
        shared_prose_in_body=100,
        left_shared_at_edges=165,
        right_shared_at_edges=165,
    )


def measure_of(name: str, left: str, right: str, boilerplate: str = "") -> Callable[[Settings], int]:
    """One measure of two texts, where some lines are known as boilerplate."""

    def outcome(settings: Settings) -> int:
        prepared, _ = prepare([Article("a", left), Article("b", right)], settings)
        corpus = CorpusStatistics(boilerplate_lines=np.unique(tokenize(boilerplate).lines.keys))
        sides = np.array([0]), np.array([1])
        measures = measure_candidates(prepared.measured(), corpus, *sides, settings)
        return int(getattr(measures, name)[0])

    return outcome


def version_of(jaccard: float, title_similarity: float) -> Callable[[Settings], str | None]:
    """Why two articles of one outlet under two dates are versions."""
    left, right = (
        Article(name, "Rain.", outlet="post.example", published=day) for name, day in (("a", EARLY), ("b", LATER))
    )
    return lambda settings: version_reason(left, right, jaccard, title_similarity, settings)


def listed_forms(settings: Settings) -> list[str]:
    """What is listed of two forms that were filled in with other figures on two days."""
    articles = [
        Article(f"a{day}", PRICES.format(*range(day, 10 * day, day)), published=datetime(2026, 3, day, tzinfo=UTC))
        for day in (3, 7)
    ]
    return [str(match.relation) for match in dedup.scan(articles, stories=False, settings=settings).matches]


CASES = {
    "min_counted_words": Case(
        value=5, outcome=measure_of("left_words", text(MENU, FERRY[0][:60]), "", text(MENU)), before=19, after=11
    ),
    "min_tile_words": Case(
        value=5,
        outcome=measure_of("longest_run", "one two three four five", "zero one two three four"),
        before=4,
        after=0,
    ),
    "max_tile_tries": Case(value=64, outcome=measure_of("longest_run", LATE, ONCE_MORE), before=9, after=14),
    "max_stretch_gap": Case(
        value=1,
        outcome=measure_of(
            "left_shared",
            "one two three four x y z five six seven eight nine",
            "one two three four u v w five six seven eight nine",
        ),
        before=12,
        after=0,
    ),
    "min_stretch_words": Case(
        value=4,
        outcome=measure_of("left_shared", "one two three four five", "zero one two three four"),
        before=0,
        after=4,
    ),
    "min_stretch_equal_share": Case(
        value=0.9,
        outcome=measure_of(
            "longest_passage",
            "It was all that he had for the boat and we took it to them in it.",
            "It was all that you give them the boat and we took him there on in it.",
        ),
        before=12,
        after=0,
    ),
    "max_layout_line_words": Case(
        value=2, outcome=measure_of("shared_layout_lines", text(MENU, FERRY), text(MENU, LIBRARY)), before=3, after=1
    ),
    "min_framed_prose": Case(
        value=1000,
        outcome=measure_of("left_shared_at_edges", text(MENU, ORCHARD, FOOTER), text(MENU, LIBRARY, FOOTER)),
        before=8,
        after=0,
    ),
    "max_stray_prose": Case(
        value=1000,
        outcome=measure_of(
            "left_shared_at_edges", text(ORCHARD[:3], FERRY[1], ORCHARD[3:]), text(LIBRARY[:3], FERRY[1], LIBRARY[3:])
        ),
        before=0,
        after=14,
    ),
    "min_boilerplate_shingles": Case(
        value=40,
        outcome=verdict(both_shingles=24),
        before=("boilerplate", "a short template, other names or figures"),
        after=("distinct", "a short template, other names or figures"),
    ),
    "min_boilerplate_share": Case(
        value=0.625,
        outcome=verdict(left_shingles=18, both_shingles=9, differing_numbers=3),
        before=("boilerplate", "a template filled in again: other numbers"),
        after=("distinct", "a template filled in again: other numbers"),
    ),
    "min_listed_boilerplate_run": Case(value=0, outcome=listed_forms, before=[], after=["boilerplate"]),
    "template_numbers": Case(
        value=6,
        outcome=verdict(longest_run=30, differing_numbers=4),
        before=("distinct", "a template filled in again: other numbers"),
        after=("excerpt", "a passage of the one stands in the other"),
    ),
    "template_run": Case(
        value=120,
        outcome=verdict(right_words=1000, both_shingles=180, longest_run=80, differing_numbers=4),
        before=("excerpt", "a passage of the one stands in the other"),
        after=("boilerplate", "a template filled in again: other numbers"),
    ),
    "short_template_numbers": Case(
        value=4,
        outcome=verdict(third=True, both_shingles=196, left_shared=245, right_shared=245, differing_numbers=2),
        before=("boilerplate", "a template filled in again: other numbers"),
        after=("boilerplate", "a form that a third article fills in, too"),
    ),
    "short_template_number_ratio": Case(
        value=4,
        outcome=verdict(
            third=True,
            both_shingles=216,
            right_shared=270,
            right_prose_shared=216,
            equal_numbers=9,
            differing_numbers=3,
            left_boilerplate_words=30,
        ),
        before=("syndicated", "one carries the other whole, inside its own page"),
        after=("boilerplate", "a template filled in again: other numbers"),
    ),
    "short_template_run": Case(
        value=60,
        outcome=verdict(both_shingles=55, longest_run=35),
        before=("excerpt", "a passage of the one stands in the other"),
        after=("boilerplate", "a short template, other names or figures"),
    ),
    "template_names": Case(
        value=4,
        outcome=verdict(both_shingles=240, left_shared=300, right_shared=300, left_informative=7, right_informative=40),
        before=("near", "most words of both"),
        after=("boilerplate", "a template filled in again: other names"),
    ),
    "template_agreement": Case(
        value=0.5,
        outcome=verdict(
            left_words=100,
            right_words=100,
            longest_run=35,
            left_shared=65,
            right_shared=65,
            left_informative=11,
            right_informative=11,
            both_informative=5,
        ),
        before=("near", "most words of both"),
        after=("distinct", "a template filled in again: other names"),
    ),
    "template_coverage": Case(
        value=0.2,
        outcome=verdict(
            both_shingles=90, longest_run=59, left_shared=90, right_shared=90, left_informative=11, right_informative=13
        ),
        before=("excerpt", "a passage of the one stands in the other"),
        after=("boilerplate", "a template filled in again: other names"),
    ),
    "template_days": Case(
        value=12,
        outcome=verdict(days=7, longest_run=55, equal_numbers=20, differing_numbers=5),
        before=("distinct", "the same template on another day"),
        after=("excerpt", "a passage of the one stands in the other"),
    ),
    "short_template_words": Case(
        value=80,
        outcome=verdict(left_words=60, longest_run=54, left_shared=54, left_informative=3, right_informative=7),
        before=("excerpt", "a passage of the one stands in the other"),
        after=("distinct", "a short template, other names or figures"),
    ),
    "short_template_agreement": Case(
        value=0.875,
        outcome=verdict(
            left_words=20,
            right_words=20,
            left_shared=18,
            right_shared=18,
            left_informative=11,
            right_informative=11,
            both_informative=8,
        ),
        before=("near", "most words of both"),
        after=("distinct", "a short template, other names or figures"),
    ),
    "short_template_names": Case(
        value=4,
        outcome=verdict(
            left_words=20, right_words=20, left_shared=18, right_shared=18, left_informative=9, right_informative=2
        ),
        before=("distinct", "a short template, other names or figures"),
        after=("near", "most words of both"),
    ),
    "min_informative_in_stretches": Case(
        value=8,
        outcome=verdict(
            both_shingles=67, left_shared=225, right_shared=225, right_prose_shared=67, informative_in_stretches=4
        ),
        before=("near", "most words of both"),
        after=("boilerplate", "a short template, other names or figures"),
    ),
    "max_changed_words": Case(
        value=1,
        outcome=measure_of(
            "changed_numbers",
            "the ferry to the island carried 300 tired hungry cold wet old merry loud people with bags over the bay",
            "the ferry to the island carried 450 rested sated warm dry young sad silent people with bags over the bay",
        ),
        before=1,
        after=0,
    ),
    "state_coverage": Case(
        value=0.6,
        outcome=verdict(address=True, longest_run=59, left_shared=165, right_shared=165),
        before=("near", "two states of one page"),
        after=("near", "most words of both"),
    ),
    "state_days": Case(
        value=2,
        outcome=one_headline(1),
        before=("near", "most words of both"),
        after=("near", "two states of one article: the same outlet and headline, hours apart"),
    ),
    "state_title_words": Case(
        value=4,
        outcome=one_headline(0.1),
        before=("near", "two states of one article: the same outlet and headline, hours apart"),
        after=("near", "most words of both"),
    ),
    "state_title_share": Case(
        value=0.8,
        outcome=one_headline(0.1),
        before=("near", "two states of one article: the same outlet and headline, hours apart"),
        after=("near", "most words of both"),
    ),
    "max_words_a_figure": Case(
        value=30,
        outcome=verdict(days=1, both_shingles=196, left_shared=245, right_shared=245, differing_numbers=6),
        before=("boilerplate", "a template filled in again: other numbers"),
        after=("near", "most words of both"),
    ),
    "min_other_names": Case(
        value=5,
        outcome=verdict(both_shingles=196, left_shared=245, right_shared=245, changed_numbers=6, other_names=3),
        before=("boilerplate", "a template filled in again: other numbers"),
        after=("near", "most words of both"),
    ),
    "replaced_title_share": Case(
        value=0.9,
        outcome=verdict(
            both_shingles=196,
            left_shared=245,
            right_shared=245,
            left_title_in_text=4,
            right_title_in_text=4,
            own_title_in_text=4,
            left_title_replaced=2,
            right_title_replaced=2,
        ),
        before=("boilerplate", "a template filled in again: the titles name other subjects"),
        after=("near", "most words of both"),
    ),
    "min_body_passage": Case(
        value=120,
        outcome=both_ends(80, 100),
        before=("near", "most words of both"),
        after=("boilerplate", "what is shared only frames the articles"),
    ),
    "min_body_share": Case(
        value=0.9,
        outcome=both_ends(50, 160),
        before=("near", "most words of both"),
        after=("boilerplate", "what is shared only frames the articles"),
    ),
    "max_column_share": Case(
        value=0.4,
        outcome=both_ends(80, 160, days=1),
        before=("boilerplate", "a column on two days: what is shared opens and closes it"),
        after=("near", "most words of both"),
    ),
    "edge_share": Case(
        value=0.4,
        outcome=verdict(
            outlet=True,
            left_words=35,
            longest_run=35,
            left_shared=35,
            left_shared_at_edges=17,
            right_shared_at_edges=17,
        ),
        before=("excerpt", "a passage of the one stands in the other"),
        after=("distinct", "what is shared only frames the articles"),
    ),
    "edge_non_prose": Case(
        value=0.075,
        outcome=verdict(
            both_shingles=81,
            left_shared=270,
            right_shared=270,
            left_shared_at_edges=270,
            left_shared_at_edges_non_prose=54,
            right_shared_at_edges=270,
            right_shared_at_edges_non_prose=27,
        ),
        before=("near", "most words of both"),
        after=("boilerplate", "what is shared only frames the articles"),
    ),
    "max_inside_edges": Case(
        value=60,
        outcome=verdict(
            outlet=True,
            both_shingles=67,
            left_shared=225,
            right_shared=225,
            right_prose_shared=67,
            left_shared_at_edges=191,
            right_shared_at_edges=225,
            informative_in_stretches=4,
        ),
        before=("near", "most words of both"),
        after=("boilerplate", "what is shared only frames the articles"),
    ),
    "min_shared_layout_lines": Case(
        value=6,
        outcome=verdict(
            both_shingles=108,
            longest_run=80,
            right_prose_shared=108,
            shared_prose_in_body=108,
            left_shared_at_edges=67,
            right_shared_at_edges=135,
            shared_layout_lines=5,
            right_shared_body_prose=26,
        ),
        before=("boilerplate", "what is shared stands outside the bodies of the articles"),
        after=("excerpt", "a passage of the one stands in the other"),
    ),
    "min_shared_prose": Case(
        value=50,
        outcome=verdict(
            right_words=60, both_shingles=39, longest_run=25, right_shared=49, right_prose_shared=49, longest_passage=49
        ),
        before=("excerpt", "a passage of the one stands in the other"),
        after=("boilerplate", "only boilerplate is shared"),
    ),
    "prose_free_coverage": Case(
        value=1,
        outcome=verdict(right_words=1000, both_shingles=270, left_shared=900, right_shared=900),
        before=("near", "most words of both"),
        after=("boilerplate", "only boilerplate is shared"),
    ),
    "prose_free_high_coverage": Case(
        value=1,
        outcome=verdict(
            left_words=60, longest_run=54, left_shared=54, left_shared_at_edges=54, right_shared_at_edges=54
        ),
        before=("excerpt", "a passage of the one stands in the other"),
        after=("distinct", "only boilerplate is shared"),
    ),
    "prose_free_run": Case(
        value=40,
        outcome=verdict(right_words=35, both_shingles=28, longest_run=25, right_shared=35, longest_passage=35),
        before=("excerpt", "a passage of the one stands in the other"),
        after=("boilerplate", "only boilerplate is shared"),
    ),
    "run_on_coverage": Case(
        value=0.875,
        outcome=verdict(
            both_shingles=67,
            left_shared=225,
            right_shared=225,
            right_prose_shared=67,
            left_shared_at_edges=191,
            right_shared_at_edges=225,
            informative_in_stretches=4,
        ),
        before=("near", "most words of both"),
        after=("boilerplate", "what is shared runs on from boilerplate"),
    ),
    "min_anchors_classified": Case(
        value=6,
        outcome=verdict(
            both_shingles=24,
            longest_run=30,
            right_prose_shared=30,
            shared_prose_in_body=30,
            shared_anchors=3,
            stock_phrase_anchors=2,
        ),
        before=("boilerplate", "phrases that many unlike articles share"),
        after=("excerpt", "a passage of the one stands in the other"),
    ),
    "min_specific_anchors": Case(
        value=0.438,
        outcome=verdict(longest_run=30, equal_numbers=4, shared_anchors=10, stock_phrase_anchors=6),
        before=("excerpt", "a passage of the one stands in the other"),
        after=("distinct", "phrases that many unlike articles share"),
    ),
    "stock_phrase_numbers": Case(
        value=6,
        outcome=verdict(
            both_shingles=81,
            left_shared=270,
            right_shared=270,
            equal_numbers=4,
            shared_anchors=10,
            stock_phrase_anchors=7,
            left_boilerplate_words=11,
        ),
        before=("syndicated", "one carries the other whole, inside its own page"),
        after=("boilerplate", "phrases that many unlike articles share"),
    ),
    "stock_phrase_coverage": Case(
        value=1,
        outcome=verdict(
            both_shingles=81,
            left_shared=270,
            right_shared=270,
            equal_numbers=4,
            shared_anchors=10,
            stock_phrase_anchors=7,
            left_boilerplate_words=11,
        ),
        before=("syndicated", "one carries the other whole, inside its own page"),
        after=("boilerplate", "phrases that many unlike articles share"),
    ),
    "near_coverage": Case(
        value=0.75,
        outcome=verdict(right_words=400, longest_run=59, left_shared=245, right_shared=245),
        before=("near", "most words of both"),
        after=("excerpt", "a passage of the one stands in the other"),
    ),
    "near_low_coverage": Case(
        value=0.625,
        outcome=verdict(longest_run=59, left_shared=165, right_shared=165),
        before=("near", "most words of both"),
        after=("excerpt", "a passage of the one stands in the other"),
    ),
    "near_high_coverage": Case(
        value=0.4,
        outcome=verdict(longest_run=59, left_shared=165, right_shared=165),
        before=("near", "most words of both"),
        after=("excerpt", "a passage of the one stands in the other"),
    ),
    "near_length_ratio": Case(
        value=0.64,
        outcome=verdict(right_words=400, longest_run=59, left_shared=225, right_shared=225),
        before=("excerpt", "a passage of the one stands in the other"),
        after=("near", "most words of both"),
    ),
    "edited_agreement": Case(
        value=0.938,
        outcome=verdict(
            right_shingles=248,
            both_shingles=112,
            longest_run=112,
            left_shared=112,
            right_shared=112,
            left_informative=40,
            right_informative=40,
            both_informative=32,
        ),
        before=("near", "the same informative words in the same order, much edited"),
        after=("excerpt", "a passage of the one stands in the other"),
    ),
    "edited_names": Case(
        value=0,
        outcome=verdict(
            left_words=100,
            right_words=100,
            left_shingles=98,
            right_shingles=98,
            both_shingles=45,
            longest_run=45,
            left_shared=45,
            right_shared=45,
        ),
        before=("excerpt", "a passage of the one stands in the other"),
        after=("near", "the same informative words in the same order, much edited"),
    ),
    "edited_coverage": Case(
        value=0.4,
        outcome=verdict(
            right_shingles=248,
            both_shingles=112,
            longest_run=112,
            left_shared=112,
            right_shared=112,
            left_informative=40,
            right_informative=40,
            both_informative=32,
        ),
        before=("near", "the same informative words in the same order, much edited"),
        after=("excerpt", "a passage of the one stands in the other"),
    ),
    "edited_jaccard": Case(
        value=0,
        outcome=verdict(
            left_words=1000,
            right_words=1000,
            longest_run=35,
            left_shared=300,
            right_shared=300,
            right_prose=1000,
            left_informative=13,
            right_informative=13,
            both_informative=10,
        ),
        before=("excerpt", "a passage of the one stands in the other"),
        after=("near", "the same informative words in the same order, much edited"),
    ),
    "whole_coverage": Case(
        value=1,
        outcome=verdict(both_shingles=81, left_shared=270, right_shared=270),
        before=("near", "most words of both"),
        after=("boilerplate", "a short template, other names or figures"),
    ),
    "min_page_words": Case(
        value=20,
        outcome=verdict(left_boilerplate_words=11, is_identical=1),
        before=("syndicated", "the same words, in a page of its own"),
        after=("exact", "the same words, repeated blocks and boilerplate set aside"),
    ),
    "min_page_share": Case(
        value=0.037,
        outcome=verdict(left_shared=300, right_shared=300, left_boilerplate_words=11),
        before=("syndicated", "one carries the other whole, inside its own page"),
        after=("near", "most words of both"),
    ),
    "max_page_prose_ratio": Case(
        value=1.875,
        outcome=verdict(
            left_words=100,
            longest_run=90,
            left_shared=90,
            right_prose=250,
            right_prose_shared=90,
            right_boilerplate_words=30,
        ),
        before=("excerpt", "a passage of the one stands in the other"),
        after=("syndicated", "one carries the other whole, inside its own page"),
    ),
    "min_page_non_prose": Case(
        value=0.2,
        outcome=verdict(
            left_shared=270, right_shared=270, left_prose=240, left_prose_shared=216, left_unshared_lead=30
        ),
        before=("near", "most words of both"),
        after=("syndicated", "one carries the other whole, inside its own page"),
    ),
    "min_page_non_prose_around": Case(
        value=0,
        outcome=verdict(
            left_shared=270, right_shared=270, left_prose_shared=270, left_unshared_lead=3, left_unshared_tail=27
        ),
        before=("near", "most words of both"),
        after=("syndicated", "one carries the other whole, inside its own page"),
    ),
    "min_page_edge_piece": Case(
        value=6,
        outcome=verdict(
            left_shared=250,
            right_shared=250,
            left_prose=120,
            left_prose_shared=75,
            left_unshared_lead=5,
            left_unshared_tail=22,
        ),
        before=("syndicated", "one carries the other whole, inside its own page"),
        after=("near", "most words of both"),
    ),
    "min_page_edge_words": Case(
        value=24,
        outcome=verdict(
            left_shared=250,
            right_shared=250,
            left_prose=120,
            left_prose_shared=75,
            left_unshared_lead=5,
            left_unshared_tail=22,
        ),
        before=("syndicated", "one carries the other whole, inside its own page"),
        after=("near", "most words of both"),
    ),
    "min_page_edge_share": Case(
        value=0.625,
        outcome=verdict(
            left_shared=250,
            right_shared=250,
            left_prose=120,
            left_prose_shared=75,
            left_unshared_lead=5,
            left_unshared_tail=22,
        ),
        before=("syndicated", "one carries the other whole, inside its own page"),
        after=("near", "most words of both"),
    ),
    "two_pages_prose_coverage": Case(
        value=0.6,
        outcome=verdict(longest_run=59, left_prose=30, right_prose=100, left_prose_shared=30, right_prose_shared=60),
        before=("excerpt", "a passage of the one stands in the other"),
        after=("syndicated", "each carries the same article inside its own page"),
    ),
    "two_pages_shared_prose": Case(
        value=120,
        outcome=verdict(longest_run=59, left_prose=100, right_prose=100, left_prose_shared=100, right_prose_shared=100),
        before=("syndicated", "each carries the same article inside its own page"),
        after=("excerpt", "a passage of the one stands in the other"),
    ),
    "two_pages_non_prose": Case(
        value=1,
        outcome=verdict(longest_run=90, left_prose=120, right_prose=100, left_prose_shared=90, right_prose_shared=90),
        before=("syndicated", "each carries the same article inside its own page"),
        after=("excerpt", "a passage of the one stands in the other"),
    ),
    "min_excerpt_words": Case(
        value=60,
        outcome=verdict(longest_run=31),
        before=("excerpt", "a passage of the one stands in the other"),
        after=("distinct", "only boilerplate is shared"),
    ),
    "min_excerpt_run": Case(
        value=20,
        outcome=verdict(right_words=60, longest_run=19, right_shared=60, right_prose_shared=48, longest_passage=60),
        before=("excerpt", "a passage of the one stands in the other"),
        after=("distinct", "scattered phrases"),
    ),
    "excerpt_coverage": Case(
        value=0,
        outcome=verdict(longest_run=19, right_prose_shared=60, longest_passage=22, informative_in_stretches=6),
        before=("distinct", "scattered phrases"),
        after=("excerpt", "a passage of the one stands in the other"),
    ),
    "short_excerpt_words": Case(
        value=40,
        outcome=verdict(left_words=60, longest_run=12, left_shared=54, right_prose_shared=54, longest_passage=28),
        before=("excerpt", "a passage of the one stands in the other"),
        after=("distinct", "scattered phrases"),
    ),
    "short_excerpt_prose": Case(
        value=20,
        outcome=verdict(
            right_words=20,
            right_shingles=18,
            both_shingles=20,
            longest_run=20,
            right_shared=20,
            right_prose_shared=20,
            longest_passage=20,
        ),
        before=("boilerplate", "scattered phrases"),
        after=("excerpt", "a passage of the one stands in the other"),
    ),
    "max_outlet_rest_agreement": Case(
        value=0.2,
        outcome=verdict(
            outlet=True,
            longest_run=40,
            left_prose_shared=40,
            shared_prose_in_body=40,
            right_shared_body_prose=40,
            left_rest_informative=80,
            right_rest_informative=80,
            left_rest_agreeing=8,
        ),
        before=("excerpt", "a passage of the one stands in the other"),
        after=("distinct", "a passage of the outlet, and nothing else in common"),
    ),
    "min_quotation_words": Case(
        value=60,
        outcome=of_measures(QUOTED),
        before=("distinct", "both quote the same words"),
        after=("excerpt", "a passage of the one stands in the other"),
    ),
    "min_words_beyond_quotation": Case(
        value=4,
        outcome=of_measures(QUOTED | {"unquoted_run": 6}),
        before=("distinct", "both quote the same words"),
        after=("excerpt", "a passage of the one stands in the other"),
    ),
    "max_unquoted_agreement": Case(
        value=1,
        outcome=of_measures(
            QUOTED | {"left_unquoted": 30, "left_unquoted_shared": 16, "right_unquoted_shared": 16, "left_words": 70}
        ),
        before=("excerpt", "a passage of the one stands in the other"),
        after=("distinct", "both quote the same words"),
    ),
    "min_account_words": Case(
        value=80,
        outcome=of_measures(QUOTED | {"left_unquoted": 60}),
        before=("distinct", "both quote the same words"),
        after=("excerpt", "a passage of the one stands in the other"),
    ),
    "min_account_share": Case(
        value=0.4,
        outcome=of_measures(QUOTED | {"left_unquoted": 60}),
        before=("distinct", "both quote the same words"),
        after=("excerpt", "a passage of the one stands in the other"),
    ),
    "min_rest_words": Case(
        value=40,
        outcome=of_measures(NOTE | {"left_rest_informative": 30}),
        before=("distinct", "what is shared closes or opens articles that have nothing else in common"),
        after=("excerpt", "a passage of the one stands in the other"),
    ),
    "max_rest_agreement": Case(
        value=0.05,
        outcome=of_measures(NOTE | {"left_rest_agreeing": 8}),
        before=("distinct", "what is shared closes or opens articles that have nothing else in common"),
        after=("excerpt", "a passage of the one stands in the other"),
    ),
    "min_brief_words": Case(
        value=30,
        outcome=of_measures(BRIEF),
        before=("excerpt", "a short text stands whole in the other"),
        after=("distinct", "only boilerplate is shared"),
    ),
    "short_excerpt_coverage": Case(
        value=0.6,
        outcome=of_measures(BRIEF | {"left_shared": 15, "left_unshared_lead": 2}),
        before=("distinct", "only boilerplate is shared"),
        after=("excerpt", "a short text stands whole in the other"),
    ),
    "min_version_title_similarity": Case(
        value=0.5, outcome=version_of(0.8, 0.7), before=None, after="post.example under a later date"
    ),
    "min_version_jaccard": Case(
        value=0.3, outcome=version_of(0.4, 1.0), before=None, after="post.example under a later date"
    ),
}
