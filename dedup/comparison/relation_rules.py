"""The relation of a pair: a table of rules over its measures; the first rule that applies decides.

Coverage alone makes every bond issue a copy of the last one. A copy differs from a template that was filled in again by
what stands in the gaps: other numbers, other names. A copy differs from two pages of one layout by where the shared
words stand, and by whether they read like prose. The rules were chosen on newswire and on planted copies. Each has a
reason in words, which the report shows, and every number in it is one of `VerificationSettings`.

Rules are evaluated for all pairs at once, on columns. Dates, credits and direction say who was first, not what two
articles are to each other; only a template on another day with other figures needs its date.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.comparison.match import Relation
from dedup.comparison.pair_measures import Measures
from dedup.settings import VerificationSettings

Flags = NDArray[np.bool_]
Shares = NDArray[np.float64]
Counts = NDArray[np.int32]


class PairContext(NamedTuple):
    """What is known about each pair beside its words."""

    days_apart: Shares  # nan where a date is not known
    same_outlet: Flags
    same_words: Flags  # of all words, boilerplate and repeated blocks included
    is_notice: Flags  # whether either text is no article but a notice: a cookie wall, an error page, a captcha
    is_hidden: Flags  # whether either text is hardly more than a notice, with a few words of an article


class PairFeatures(NamedTuple):
    """The measures of each pair as the rules need them, the same whichever article is left.

    The longer article is the one with more counted words, the left one of equals.
    """

    measures: Measures
    context: PairContext
    min_coverage: Shares
    max_coverage: Shares
    shorter_coverage: Shares
    shorter_words: Counts
    longer_words: Counts
    max_shared_prose: Counts
    min_informative: Counts  # distinct informative words of the article that has fewer
    informative_agreement: Shares  # how many of those the other has; 1 where there are none
    specific_anchor_share: Shares  # of the shared anchors, those that are no stock phrases; 1 where few are shared
    min_edge_share: Shares  # of the shared words, those at the edges of the article
    min_edge_non_prose_share: Shares  # of the shared words at the edges, those that are no prose
    max_shared_inside: Counts  # shared words that stand at no edge
    longer_boilerplate: Counts  # words left out as boilerplate
    longer_unshared: Counts
    longer_unshared_prose: Counts
    longer_unshared_non_prose_share: Shares
    longer_unshared_edge: Counts  # unshared words before the first stretch or behind the last, whichever are more
    longer_unshared_edge_share: Shares  # of the unshared words, those at both edges
    longer_unshared_at_both_edges: Flags
    min_prose_coverage: Shares  # of the prose, what is shared


def features_of(m: Measures, context: PairContext, settings: VerificationSettings) -> PairFeatures:
    """The features of every pair, in the order of the measures."""
    left, right = m.left_coverage, m.right_coverage
    is_left = m.left_words >= m.right_words

    def longer(left_column: Counts, right_column: Counts) -> Counts:
        return np.where(is_left, left_column, right_column)

    words, shared = longer(m.left_words, m.right_words), longer(m.left_shared, m.right_shared)
    prose = longer(m.left_prose - m.left_prose_shared, m.right_prose - m.right_prose_shared)
    lead = longer(m.left_unshared_lead, m.right_unshared_lead)
    tail = longer(m.left_unshared_tail, m.right_unshared_tail)
    unshared, is_any = words - shared, shared > 0
    informative = np.minimum(m.left_informative, m.right_informative)
    piece = settings.min_page_edge_piece
    return PairFeatures(
        measures=m,
        context=context,
        min_coverage=np.minimum(left, right),
        max_coverage=np.maximum(left, right),
        shorter_coverage=np.where(is_left, right, left),
        shorter_words=np.minimum(m.left_words, m.right_words),
        longer_words=words,
        max_shared_prose=np.maximum(m.left_prose_shared, m.right_prose_shared),
        min_informative=informative,
        informative_agreement=np.where(informative > 0, _share(m.both_informative, informative), 1.0),
        specific_anchor_share=_specific_anchor_share(m, settings.min_anchors_classified),
        min_edge_share=np.minimum(
            _share(m.left_shared_at_edges, m.left_shared), _share(m.right_shared_at_edges, m.right_shared)
        ),
        min_edge_non_prose_share=np.minimum(
            _share(m.left_shared_at_edges_non_prose, m.left_shared_at_edges),
            _share(m.right_shared_at_edges_non_prose, m.right_shared_at_edges),
        ),
        max_shared_inside=np.maximum(m.left_shared - m.left_shared_at_edges, m.right_shared - m.right_shared_at_edges),
        longer_boilerplate=longer(m.left_boilerplate_words, m.right_boilerplate_words),
        longer_unshared=unshared,
        longer_unshared_prose=prose,
        longer_unshared_non_prose_share=_share(unshared - prose, unshared),
        longer_unshared_edge=np.where(is_any, np.maximum(lead, tail), 0),
        longer_unshared_edge_share=np.where(is_any, _share(lead + tail, unshared), 0.0),
        longer_unshared_at_both_edges=is_any & (lead >= piece) & (tail >= piece),
        min_prose_coverage=np.minimum(
            _share(m.left_prose_shared, m.left_prose), _share(m.right_prose_shared, m.right_prose)
        ),
    )


def _specific_anchor_share(m: Measures, min_anchors: int) -> Shares:
    return np.where(m.shared_anchors >= min_anchors, 1 - _share(m.stock_phrase_anchors, m.shared_anchors), 1.0)


def _share(part: Counts, whole: Counts) -> Shares:
    return part / np.maximum(whole, 1)


# --- the conditions ----------------------------------------------------------------------------------------------

Condition = Callable[[PairFeatures, VerificationSettings], Flags]


def _no_words(f: PairFeatures, _: VerificationSettings) -> Flags:
    is_empty: Flags = f.shorter_words == 0
    return is_empty


def _notice(f: PairFeatures, _: VerificationSettings) -> Flags:
    return f.context.is_notice


def _hidden_article(f: PairFeatures, _: VerificationSettings) -> Flags:
    return f.context.is_hidden


def _same_words(f: PairFeatures, _: VerificationSettings) -> Flags:
    return f.context.same_words


def _identical_in_a_page(f: PairFeatures, s: VerificationSettings) -> Flags:
    m = f.measures
    page_words = abs(m.left_boilerplate_words - m.right_boilerplate_words)
    is_in_page: Flags = (m.is_identical == 1) & (page_words >= s.min_page_words)
    return is_in_page


def _identical(f: PairFeatures, _: VerificationSettings) -> Flags:
    is_identical: Flags = f.measures.is_identical == 1
    return is_identical


def _template_with_other_numbers(f: PairFeatures, s: VerificationSettings) -> Flags:
    m = f.measures
    many = (
        (m.differing_numbers >= s.template_numbers)
        & (m.equal_numbers < m.differing_numbers)
        & (m.longest_run < s.template_run)
    )
    few = (
        (m.differing_numbers >= s.short_template_numbers)
        & (m.equal_numbers <= s.short_template_number_ratio * m.differing_numbers)
        & (m.longest_run < s.short_template_run)
    )
    is_template: Flags = many | few
    return is_template


def _only_layout_shared(f: PairFeatures, s: VerificationSettings) -> Flags:
    is_layout = (f.min_edge_non_prose_share >= s.edge_non_prose) | f.context.same_outlet
    return (f.min_edge_share >= s.edge_share) & (f.max_shared_inside < s.max_inside_edges) & is_layout


def _shared_outside_bodies(f: PairFeatures, s: VerificationSettings) -> Flags:
    m = f.measures
    lines = m.shared_layout_lines
    is_layout: Flags = (lines >= s.min_shared_layout_lines) | ((lines >= 1) & f.context.same_outlet)
    is_outside_one = np.minimum(m.left_shared_body_prose, m.right_shared_body_prose) < s.min_shared_prose
    is_outside_both: Flags = np.maximum(m.left_shared_body_prose, m.right_shared_body_prose) < s.min_shared_prose
    is_outside = (is_layout & is_outside_one) | is_outside_both
    return is_outside & (f.min_edge_share > 0) & (f.max_coverage < s.near_coverage)


def _template_with_other_names(f: PairFeatures, s: VerificationSettings) -> Flags:
    has_other_names = (f.min_informative >= s.template_names) & (f.informative_agreement < s.template_agreement)
    is_short: Flags = f.measures.longest_run < s.template_run
    return has_other_names & (f.min_coverage >= s.template_coverage) & is_short


def _template_of_another_day(f: PairFeatures, s: VerificationSettings) -> Flags:
    m = f.measures
    is_short: Flags = m.longest_run < s.template_run
    return (m.differing_numbers >= 1) & (f.context.days_apart > s.template_days) & is_short


def _short_template(f: PairFeatures, s: VerificationSettings) -> Flags:
    m = f.measures
    has_other_names = f.informative_agreement < s.short_template_agreement
    is_brief = (
        (f.shorter_words < s.short_template_words) & has_other_names & (f.min_informative >= s.short_template_names)
    )
    says_little: Flags = (
        (m.informative_in_stretches < s.min_informative_in_stretches)
        & (f.max_coverage < s.whole_coverage)
        & (m.longest_run < s.short_template_run)
    )
    return is_brief | says_little


def _stock_phrases(f: PairFeatures, s: VerificationSettings) -> Flags:
    m = f.measures
    is_copy: Flags = (
        (m.differing_numbers == 0)
        & (m.equal_numbers >= s.stock_phrase_numbers)
        & (f.min_coverage >= s.stock_phrase_coverage)
    )
    return (f.specific_anchor_share < s.min_specific_anchors) & ~is_copy


def _runs_on_from_boilerplate(f: PairFeatures, s: VerificationSettings) -> Flags:
    is_little = (
        (f.measures.shared_prose_in_body < s.min_shared_prose)
        & (f.shorter_coverage < s.whole_coverage)
        & (f.min_coverage < s.run_on_coverage)
    )
    return is_little & (f.min_edge_share > 0)


def _only_boilerplate(f: PairFeatures, s: VerificationSettings) -> Flags:
    run = f.measures.longest_run
    is_copy = (f.min_coverage >= s.prose_free_coverage) | (
        (f.max_coverage >= s.prose_free_high_coverage) & (run >= s.prose_free_run)
    )
    is_quoted_table = (f.min_edge_share == 0) & (run >= s.min_excerpt_words)
    is_boilerplate: Flags = (f.max_shared_prose < s.min_shared_prose) & ~is_copy & ~is_quoted_table
    return is_boilerplate


def _embedded_whole(f: PairFeatures, s: VerificationSettings) -> Flags:
    m = f.measures
    page_words = f.longer_unshared + f.longer_boilerplate
    has_page = page_words >= np.maximum(s.min_page_words, s.min_page_share * f.longer_words)
    is_most: Flags = f.longer_unshared_prose <= s.max_page_prose_ratio * np.maximum(m.left_shared, m.right_shared)
    non_prose = f.longer_unshared_non_prose_share
    looks_like_page: Flags = (non_prose >= s.min_page_non_prose) | (
        f.longer_unshared_at_both_edges & (non_prose >= s.min_page_non_prose_around)
    )
    is_at_edges = (
        (f.longer_unshared_edge >= s.min_page_edge_words)
        & (f.longer_unshared_edge_share >= s.min_page_edge_share)
        & looks_like_page
    )
    is_whole: Flags = (f.shorter_coverage >= s.whole_coverage) & has_page & is_most
    return is_whole & ((f.longer_boilerplate >= s.min_page_words) | is_at_edges)


def _most_of_both(f: PairFeatures, s: VerificationSettings) -> Flags:
    is_like_length = f.shorter_words >= s.near_length_ratio * f.longer_words
    is_half: Flags = (f.min_coverage >= s.near_low_coverage) & (f.max_coverage < s.near_high_coverage) & is_like_length
    return (f.min_coverage >= s.near_coverage) | is_half


def _much_edited(f: PairFeatures, s: VerificationSettings) -> Flags:
    has_same_names = (f.informative_agreement >= s.edited_agreement) & (f.min_informative >= s.edited_names)
    is_alike = (f.shorter_words >= s.near_length_ratio * f.longer_words) & (f.min_coverage >= s.edited_coverage)
    return (f.measures.jaccard >= s.edited_jaccard) & is_alike & has_same_names


def _one_article_in_two_pages(f: PairFeatures, s: VerificationSettings) -> Flags:
    shares_prose = (f.min_prose_coverage >= s.two_pages_prose_coverage) & (
        f.max_shared_prose >= s.two_pages_shared_prose
    )
    return shares_prose & (f.longer_unshared_non_prose_share >= s.two_pages_non_prose)


def _excerpt(f: PairFeatures, s: VerificationSettings) -> Flags:
    m = f.measures
    has_run = m.longest_run >= s.min_excerpt_run
    is_long = (m.longest_passage >= s.min_excerpt_words) & has_run
    is_much = (
        (f.max_coverage >= s.excerpt_coverage)
        & has_run
        & (m.longest_passage >= s.short_excerpt_words)
        & (f.max_shared_prose >= s.short_excerpt_prose)
    )
    is_excerpt: Flags = is_long | (m.longest_run >= s.min_excerpt_words) | is_much
    return is_excerpt


def _anything(f: PairFeatures, _: VerificationSettings) -> Flags:
    return f.shorter_words >= 0


# --- the table ---------------------------------------------------------------------------------------------------


class Rule(NamedTuple):
    """One line of the table: where `applies` holds and no earlier rule did, the pair is `relation`.

    None stands for no copy: boilerplate where much is shared, else distinct.
    """

    reason: str
    relation: Relation | None
    applies: Condition


RULES = (
    Rule("a text without words matches nothing", Relation.DISTINCT, _no_words),
    Rule("one is a notice, no article", None, _notice),
    Rule("the same words", Relation.EXACT, _same_words),
    Rule("the same words, in a page of its own", Relation.SYNDICATED, _identical_in_a_page),
    Rule("the same words, repeated blocks and boilerplate set aside", Relation.EXACT, _identical),
    Rule("one is a notice with a few words of an article", None, _hidden_article),
    Rule("a template filled in again: other numbers", None, _template_with_other_numbers),
    Rule("what is shared only frames the articles", None, _only_layout_shared),
    Rule("what is shared stands outside the bodies of the articles", None, _shared_outside_bodies),
    Rule("a template filled in again: other names", None, _template_with_other_names),
    Rule("the same template on another day, other figures", None, _template_of_another_day),
    Rule("a short template, other names or figures", None, _short_template),
    Rule("phrases that many unlike articles share", None, _stock_phrases),
    Rule("what is shared runs on from boilerplate", None, _runs_on_from_boilerplate),
    Rule("only boilerplate is shared", None, _only_boilerplate),
    Rule("one carries the other whole, inside its own page", Relation.SYNDICATED, _embedded_whole),
    Rule("most words of both", Relation.NEAR, _most_of_both),
    Rule("the same informative words in the same order, much edited", Relation.NEAR, _much_edited),
    Rule("each carries the same article inside its own page", Relation.SYNDICATED, _one_article_in_two_pages),
    Rule("a passage of the one stands in the other", Relation.EXCERPT, _excerpt),
    Rule("scattered phrases", None, _anything),
)

RELATIONS = tuple(Relation)


class Verdicts(NamedTuple):
    """What the rules say of each pair."""

    relation_indexes: NDArray[np.int64]  # places in RELATIONS
    rule_indexes: NDArray[np.int64]  # places in RULES

    def relation(self, pair: int) -> Relation:
        """The relation of one pair."""
        return RELATIONS[int(self.relation_indexes[pair])]

    def reason(self, pair: int) -> str:
        """The reason of the rule that decided on one pair."""
        return RULES[int(self.rule_indexes[pair])].reason


def classify_pairs(measures: Measures, context: PairContext, settings: VerificationSettings) -> Verdicts:
    """The relation of every pair, and the rule that decided it."""
    features = features_of(measures, context, settings)
    first = np.array([rule.applies(features, settings) for rule in RULES]).argmax(axis=0)
    containment = np.maximum(measures.left_containment, measures.right_containment)
    shares_much = (measures.jaccard >= settings.min_boilerplate_share) | (containment >= settings.min_boilerplate_share)
    is_scattered = first == len(RULES) - 1
    is_template = ~is_scattered & (measures.both_shingles >= settings.min_boilerplate_shingles)
    no_copy = np.where(
        shares_much | is_template, relation_index(Relation.BOILERPLATE), relation_index(Relation.DISTINCT)
    )
    decided = np.array([-1 if rule.relation is None else relation_index(rule.relation) for rule in RULES])[first]
    return Verdicts(np.where(decided < 0, no_copy, decided), first)


def relation_index(relation: Relation) -> int:
    """The place of a relation in `RELATIONS`."""
    return RELATIONS.index(relation)
