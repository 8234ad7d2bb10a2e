"""The relation of a pair: a table of rules over its measures; the first rule that applies decides.

Coverage alone makes every bond issue a copy of the last one. A copy differs from a template that was filled in again by
what stands in the gaps: other numbers, other names. A copy differs from two pages of one layout by where the shared
words stand, and by whether they read like prose. The rules were chosen on newswire and on planted copies. Each has a
reason in words, which the report shows. Its numbers are `VerificationSettings`, or stand beside the condition.

The conditions stand in `comparison.rules`, by subject. Rules are evaluated for all pairs at once, on columns. Credits
and direction say who was first, not what two articles are to each other. A date tells a state of an article from the
next filling of a form, and a title what either is about.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.comparison.match import Relation
from dedup.comparison.rules.copy_rules import (
    any_pair,
    has_excerpt,
    is_embedded_whole,
    is_much_edited,
    is_one_article_in_two_pages,
    shares_most_of_both,
)
from dedup.comparison.rules.frame_rules import (
    frames_column,
    runs_on_from_boilerplate,
    shares_only_boilerplate,
    shares_only_layout,
    shares_outside_bodies,
    shares_stock_phrases,
)
from dedup.comparison.rules.identity_rules import (
    has_identical_words,
    has_no_words,
    has_same_words,
    is_identical_in_a_page,
    is_mostly_notice,
    is_nearly_stub,
    is_notice,
    is_stub,
)
from dedup.comparison.rules.pair_features import Condition, PairFeatures
from dedup.comparison.rules.quotation_rules import shares_only_quotations, shares_quoted_block
from dedup.comparison.rules.short_text_rules import is_edited_brief, is_short_excerpt
from dedup.comparison.rules.standing_rules import (
    shares_card,
    shares_frame,
    shares_list,
    shares_passage_of_outlet,
    shares_recurring_passage,
    shares_standing_background,
    shares_standing_passage,
    shares_words_about_outlet,
)
from dedup.comparison.rules.state_rules import grows_on_one_page, is_one_headline, is_one_page
from dedup.comparison.rules.template_rules import (
    has_other_names,
    has_other_numbers,
    has_other_subjects,
    is_of_another_day,
    is_of_series,
    is_other_filling,
    is_short_template,
)
from dedup.settings import VerificationSettings


class Rule(NamedTuple):
    """One line of the table: where `applies` holds and no earlier rule did, the pair is `relation`.

    None stands for no copy: boilerplate where much is shared, else distinct. `shows_form`: the two are fillings of one
    form, or no articles at all: no evidence makes them reports of one event. The other rules say only that too little
    is shared for a copy.
    """

    reason: str
    relation: Relation | None
    applies: Condition
    shows_form: bool = False


RULES = (
    Rule("a text without words matches nothing", Relation.DISTINCT, has_no_words),
    Rule("one is a notice, no article", None, is_notice, shows_form=True),
    Rule("one is no article: other titles of its outlet stand over its text", None, is_stub, shows_form=True),
    Rule("the same words", Relation.EXACT, has_same_words),
    Rule("the same words, in a page of its own", Relation.SYNDICATED, is_identical_in_a_page),
    Rule("the same words, repeated blocks and boilerplate set aside", Relation.EXACT, has_identical_words),
    Rule("one is a notice with a few words of an article", None, is_mostly_notice, shows_form=True),
    Rule("no article: two titles of the outlet, of which it says nothing, stand over it", None, is_nearly_stub, True),
    Rule("both quote the same words", Relation.DISTINCT, shares_only_quotations),
    Rule("two states of one page", Relation.NEAR, is_one_page),
    Rule("one state of a page stands in the other", Relation.EXCERPT, grows_on_one_page),
    Rule("two states of one article: the same outlet and headline, hours apart", Relation.NEAR, is_one_headline),
    Rule("a template filled in again: other numbers", None, has_other_numbers, shows_form=True),
    Rule("a column on two days: what is shared opens and closes it", None, frames_column, shows_form=True),
    Rule("what is shared only frames the articles", None, shares_only_layout),
    Rule("what is shared stands outside the bodies of the articles", None, shares_outside_bodies),
    Rule("a template filled in again: the titles name other subjects", None, has_other_subjects, shows_form=True),
    Rule("a template filled in again: other names", None, has_other_names, shows_form=True),
    Rule("the same template on another day", None, is_of_another_day, shows_form=True),
    Rule("the outlet prints it on other days too, with other names", None, is_of_series, shows_form=True),
    Rule("a form that a third article fills in, too", None, is_other_filling, shows_form=True),
    Rule("a short template, other names or figures", None, is_short_template),
    Rule("phrases that many unlike articles share", None, shares_stock_phrases),
    Rule("what is shared runs on from boilerplate", None, runs_on_from_boilerplate),
    Rule(
        "what is shared closes or opens articles that have nothing else in common",
        None,
        shares_standing_passage,
        shows_form=True,
    ),
    Rule("a short text, corrected", Relation.NEAR, is_edited_brief),
    Rule("a short text stands whole in the other", Relation.EXCERPT, is_short_excerpt),
    Rule("only boilerplate is shared", None, shares_only_boilerplate),
    Rule("one carries the other whole, inside its own page", Relation.SYNDICATED, is_embedded_whole),
    Rule("most words of both", Relation.NEAR, shares_most_of_both),
    Rule("the same informative words in the same order, much edited", Relation.NEAR, is_much_edited),
    Rule("each carries the same article inside its own page", Relation.SYNDICATED, is_one_article_in_two_pages),
    Rule("the passage stands in a third article of the outlet", None, shares_recurring_passage),
    Rule("a card of another article of the outlet", None, shares_card),
    Rule("both quote the same block", None, shares_quoted_block),
    Rule("a list that whoever reports the event prints", None, shares_list),
    Rule("background that is printed on several days", None, shares_standing_background),
    Rule("a passage of the outlet, and nothing else in common", None, shares_passage_of_outlet),
    Rule("what the outlet says of itself, under a heading beside either article", None, shares_words_about_outlet),
    Rule(
        "what is shared opens and closes articles that have nothing else in common",
        None,
        shares_frame,
        shows_form=True,
    ),
    Rule("a passage of the one stands in the other", Relation.EXCERPT, has_excerpt),
    Rule("scattered phrases", None, any_pair),
)

RELATIONS = tuple(Relation)
_ROUNDS = (6, 30)  # rules of the same words, rules down to copies, and those of parts; a round costs as much as a rule
_SHOWS_FORM = np.array([rule.shows_form for rule in RULES])


class Verdicts(NamedTuple):
    """What the rules say of each pair."""

    relation_indexes: NDArray[np.int64]  # places in RELATIONS
    rule_indexes: NDArray[np.int64]  # places in RULES
    shows_form: NDArray[np.bool_]  # two fillings of one form, or no articles; or a standing passage beside the rule

    def relation(self, pair: int) -> Relation:
        """The relation of one pair."""
        return RELATIONS[int(self.relation_indexes[pair])]

    def reason(self, pair: int) -> str:
        """The reason of the rule that decided on one pair."""
        return RULES[int(self.rule_indexes[pair])].reason


def classify_pairs(features: PairFeatures, settings: VerificationSettings) -> Verdicts:
    """The relation of every pair, and the rule that decided it."""
    measures, context = features.measures, features.context
    first = _first_rules(features, settings)
    containment = np.maximum(measures.left_containment, measures.right_containment)
    shares_much = (measures.jaccard >= settings.min_boilerplate_share) | (containment >= settings.min_boilerplate_share)
    is_scattered = first == len(RULES) - 1
    is_template = ~is_scattered & (measures.both_shingles >= settings.min_boilerplate_shingles)
    no_copy = np.where(
        shares_much | is_template, relation_index(Relation.BOILERPLATE), relation_index(Relation.DISTINCT)
    )
    decided = _DECIDED[first]
    stands = shares_standing_passage(features, settings) | context.is_stock_sentence
    return Verdicts(np.where(decided < 0, no_copy, decided), first, _SHOWS_FORM[first] | stands)


def _first_rules(features: PairFeatures, settings: VerificationSettings) -> NDArray[np.int64]:
    """The first rule that applies to each pair, (pairs,): asked in rounds, and none that all pairs stand before."""
    first = np.full(len(features.min_coverage), len(RULES))
    for start, end in pairwise((0, *_ROUNDS, len(RULES))):
        applies = np.array([rule.applies(features, settings) for rule in RULES[start:end]])
        first = np.minimum(first, np.where(applies.any(axis=0), start + applies.argmax(axis=0), len(RULES)))
        if (first < end).all():
            break
    return first


def relation_index(relation: Relation) -> int:
    """The place of a relation in `RELATIONS`."""
    return RELATIONS.index(relation)


_DECIDED = np.array([-1 if rule.relation is None else relation_index(rule.relation) for rule in RULES])
