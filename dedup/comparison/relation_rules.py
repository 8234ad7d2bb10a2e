"""The relation of a pair: a table of rules over exact measures, the first that holds decides.

Coverage alone makes every bond issue a copy of the last one. What tells a copy from a form filled in again is what
stands in the gaps: other numbers, other names. What tells a copy from two pages of one template is where the shared
words stand and whether they read like prose. The rules below were chosen on newswire and on planted copies; each has a
reason in words, which is what a reader of the report sees.

Rules are evaluated for all pairs at once, on columns. Dates, credits and direction decide who was first, not what two
articles are to each other; only a form on another day with other figures is told by its date.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.comparison.match import Relation
from dedup.comparison.pair_measures import Measures

Flags = NDArray[np.bool_]
Shares = NDArray[np.float64]

NEAR_COVERAGE = 0.6  # of both sides: the same article
WHOLE_COVERAGE = 0.8  # of the shorter side: it is carried whole
MIN_EXCERPT_WORDS = 30  # an excerpt has a passage, or a verbatim run, of so many words
MIN_EXCERPT_RUN = 10  # with a verbatim run of so many words in it
MIN_EDGE_WORDS = 12  # a page puts so many words before or behind the article; an agency's sign-off has fewer
MIN_SHARED_PROSE = 25  # fewer shared prose words than this are furniture
MIN_SHARED_LAYOUT_LINES = 3  # short lines in common that two pages of one template have
MIN_BOILERPLATE_SHINGLES = 20  # as many shared shingles or more are worth telling as boilerplate


class PairContext(NamedTuple):
    """What is known about each pair beside its words."""

    days_apart: Shares  # nan = a date is not known
    same_outlet: Flags
    same_words: Flags  # all words, furniture and doubled blocks included


class PairFeatures(NamedTuple):
    """The shares that the rules speak of."""

    measures: Measures
    context: PairContext
    min_coverage: Shares  # coverage of the side that is covered less, and of the other
    max_coverage: Shares
    shorter_coverage: Shares  # coverage of the shorter article
    shorter_words: NDArray[np.int32]
    longer_words: NDArray[np.int32]
    max_shared_prose: NDArray[np.int32]  # on the better side
    informative_agreement: Shares  # shared rarer words / those of the article that has fewer
    min_informative: NDArray[np.int32]
    specific_anchor_share: Shares  # share of common anchors that are not common property
    min_edge_share: Shares  # share of what is shared that stands at the edges, on the lesser side
    min_edge_non_prose_share: Shares
    max_shared_inside: NDArray[np.int32]
    longer_boilerplate: NDArray[np.int32]  # furniture words of the longer article
    longer_unshared: NDArray[np.int32]  # unshared words of the longer article, those of them that are prose,
    longer_unshared_prose: NDArray[np.int32]
    longer_unshared_non_prose_share: Shares  # the share that is not,
    longer_unshared_edge: NDArray[np.int32]  # the longer piece at an edge,
    longer_unshared_edge_share: Shares  # the share at both edges,
    longer_unshared_at_both_edges: Flags  # and whether there is some at either edge
    min_prose_coverage: Shares  # share of prose that is shared, on the lesser side


def _features(m: Measures, context: PairContext) -> PairFeatures:
    left, right = m.left_coverage, m.right_coverage
    is_left = m.left_words >= m.right_words

    def longer(left_column: NDArray[np.int32], right_column: NDArray[np.int32]) -> NDArray[np.int32]:
        return np.where(is_left, left_column, right_column)

    words, shared = longer(m.left_words, m.right_words), longer(m.left_shared, m.right_shared)
    prose = longer(m.left_prose - m.left_prose_shared, m.right_prose - m.right_prose_shared)
    before, after = (
        longer(m.left_unshared_lead, m.right_unshared_lead),
        longer(m.left_unshared_tail, m.right_unshared_tail),
    )
    rest, is_any = words - shared, shared > 0
    fewer = np.minimum(m.left_informative, m.right_informative)
    return PairFeatures(
        measures=m,
        context=context,
        min_coverage=np.minimum(left, right),
        max_coverage=np.maximum(left, right),
        shorter_coverage=np.where(is_left, right, left),
        shorter_words=np.minimum(m.left_words, m.right_words),
        longer_words=words,
        max_shared_prose=np.maximum(m.left_prose_shared, m.right_prose_shared),
        informative_agreement=np.where(fewer > 0, m.both_informative / np.maximum(fewer, 1), 1.0),
        min_informative=fewer,
        specific_anchor_share=np.where(
            m.shared_anchors >= 3, 1 - m.stock_phrase_anchors / np.maximum(m.shared_anchors, 1), 1.0
        ),
        min_edge_share=np.minimum(
            _share(m.left_shared_at_edges, m.left_shared), _share(m.right_shared_at_edges, m.right_shared)
        ),
        min_edge_non_prose_share=np.minimum(
            _share(m.left_shared_at_edges_non_prose, m.left_shared_at_edges),
            _share(m.right_shared_at_edges_non_prose, m.right_shared_at_edges),
        ),
        max_shared_inside=np.maximum(m.left_shared - m.left_shared_at_edges, m.right_shared - m.right_shared_at_edges),
        longer_boilerplate=longer(m.left_boilerplate_words, m.right_boilerplate_words),
        longer_unshared=rest,
        longer_unshared_prose=prose,
        longer_unshared_non_prose_share=_share(rest - prose, rest),
        longer_unshared_edge=np.where(is_any, np.maximum(before, after), 0),
        longer_unshared_edge_share=np.where(is_any, _share(before + after, rest), 0.0),
        longer_unshared_at_both_edges=is_any & (before >= 3) & (after >= 3),
        min_prose_coverage=np.minimum(
            _share(m.left_prose_shared, m.left_prose), _share(m.right_prose_shared, m.right_prose)
        ),
    )


def _share(part: NDArray[np.int32], whole: NDArray[np.int32]) -> Shares:
    return part / np.maximum(whole, 1)


class Rule(NamedTuple):
    """One line of the table: when it holds, the pair is `relation`; where that is None, it is page furniture or a form:
    boilerplate if much is shared, else distinct.
    """

    reason: str
    relation: Relation | None
    applies: Callable[[PairFeatures], Flags]


def _template_with_other_numbers(v: PairFeatures) -> Flags:
    m = v.measures
    many = (m.differing_numbers >= 3) & (m.equal_numbers < m.differing_numbers) & (m.longest_run < 60)
    return many | ((m.differing_numbers >= 2) & (m.equal_numbers <= 2 * m.differing_numbers) & (m.longest_run < 30))


def _only_layout_shared(v: PairFeatures) -> Flags:
    is_page = (v.min_edge_non_prose_share >= 0.15) | v.context.same_outlet
    return (v.min_edge_share >= 0.8) & (v.max_shared_inside < 30) & is_page


def _shared_outside_bodies(v: PairFeatures) -> Flags:
    m = v.measures
    is_template: Flags = (m.shared_layout_lines >= MIN_SHARED_LAYOUT_LINES) | (
        (m.shared_layout_lines >= 1) & v.context.same_outlet
    )
    is_apart = np.minimum(m.left_shared_body_prose, m.right_shared_body_prose) < MIN_SHARED_PROSE
    are_both_apart: Flags = np.maximum(m.left_shared_body_prose, m.right_shared_body_prose) < MIN_SHARED_PROSE
    return ((is_template & is_apart) | are_both_apart) & (v.min_edge_share > 0) & (v.max_coverage < NEAR_COVERAGE)


def _only_boilerplate(v: PairFeatures) -> Flags:
    is_copy = (v.min_coverage >= 0.8) | ((v.max_coverage >= 0.9) & (v.measures.longest_run >= 20))
    is_quoted_table = (v.min_edge_share == 0) & (v.measures.longest_run >= MIN_EXCERPT_WORDS)
    held: Flags = (v.max_shared_prose < MIN_SHARED_PROSE) & ~is_copy & ~is_quoted_table
    return held


def _runs_on_from_boilerplate(v: PairFeatures) -> Flags:
    is_little = (
        (v.measures.shared_prose_in_body < MIN_SHARED_PROSE)
        & (v.shorter_coverage < WHOLE_COVERAGE)
        & (v.min_coverage < 0.7)
    )
    return is_little & (v.min_edge_share > 0)


def _short_template(v: PairFeatures) -> Flags:
    short = (v.shorter_words < 40) & (v.informative_agreement < 0.7) & (v.min_informative >= 2)
    return short | (
        (v.measures.informative_in_stretches < 4) & (v.max_coverage < WHOLE_COVERAGE) & (v.measures.longest_run < 30)
    )


def _stock_phrases(v: PairFeatures) -> Flags:
    m = v.measures
    is_copy: Flags = (m.differing_numbers == 0) & (m.equal_numbers >= 3) & (v.min_coverage >= 0.8)
    return (v.specific_anchor_share < 0.35) & ~is_copy


def _embedded_whole(v: PairFeatures) -> Flags:
    m = v.measures
    has_page = v.longer_unshared + v.longer_boilerplate >= np.maximum(10, 0.03 * v.longer_words)
    is_carried: Flags = v.longer_unshared_prose <= 1.5 * np.maximum(m.left_shared, m.right_shared)
    looks_like_page: Flags = (v.longer_unshared_non_prose_share >= 0.25) | (
        v.longer_unshared_at_both_edges & (v.longer_unshared_non_prose_share >= 0.08)
    )
    at_edges = (v.longer_unshared_edge >= MIN_EDGE_WORDS) & (v.longer_unshared_edge_share >= 0.5) & looks_like_page
    is_whole: Flags = (v.shorter_coverage >= WHOLE_COVERAGE) & has_page & is_carried
    return is_whole & ((v.longer_boilerplate >= 10) | at_edges)


def _most_of_both(v: PairFeatures) -> Flags:
    alike = (v.min_coverage >= 0.5) & (v.max_coverage < 0.8) & (v.shorter_words >= 0.8 * v.longer_words)
    return (v.min_coverage >= NEAR_COVERAGE) | alike


def _much_edited(v: PairFeatures) -> Flags:
    same_names = (v.informative_agreement >= 0.75) & (v.min_informative >= 12)
    alike = (v.shorter_words >= 0.8 * v.longer_words) & (v.min_coverage >= 0.25)
    return (v.measures.jaccard >= 0.25) & alike & same_names


def _excerpt(v: PairFeatures) -> Flags:
    m = v.measures
    long = (m.longest_passage >= MIN_EXCERPT_WORDS) & (m.longest_run >= MIN_EXCERPT_RUN)
    much = (
        (v.max_coverage >= 0.5)
        & (m.longest_run >= MIN_EXCERPT_RUN)
        & (m.longest_passage >= 20)
        & (v.max_shared_prose >= 40)
    )
    return long | (m.longest_run >= MIN_EXCERPT_WORDS) | much


RULES = (
    Rule("a text without words matches nothing", Relation.DISTINCT, lambda v: v.shorter_words == 0),
    Rule("the same words", Relation.EXACT, lambda v: v.context.same_words),
    Rule(
        "the same words, in a page of its own",
        Relation.SYNDICATED,
        lambda v: (
            (v.measures.is_identical == 1)
            & (abs(v.measures.left_boilerplate_words - v.measures.right_boilerplate_words) >= 10)
        ),
    ),
    Rule(
        "the same words, doubled blocks and page furniture set aside",
        Relation.EXACT,
        lambda v: v.measures.is_identical == 1,
    ),
    Rule("a form filled in again: other numbers", None, _template_with_other_numbers),
    Rule("what is shared only frames the articles", None, _only_layout_shared),
    Rule("what is shared stands outside the bodies of the articles", None, _shared_outside_bodies),
    Rule(
        "a form filled in again: other names",
        None,
        lambda v: (
            (v.min_informative >= 8)
            & (v.informative_agreement < 0.4)
            & (v.min_coverage >= 0.4)
            & (v.measures.longest_run < 60)
        ),
    ),
    Rule(
        "the same form on another day, other figures",
        None,
        lambda v: (v.measures.differing_numbers >= 1) & (v.context.days_apart > 3) & (v.measures.longest_run < 60),
    ),
    Rule("a short form, other names or figures", None, _short_template),
    Rule("phrases that many unlike articles share", None, _stock_phrases),
    Rule("what is shared runs on from page furniture", None, _runs_on_from_boilerplate),
    Rule("only page furniture is shared", None, _only_boilerplate),
    Rule("one carries the other whole, inside its own page", Relation.SYNDICATED, _embedded_whole),
    Rule("most words of both", Relation.NEAR, _most_of_both),
    Rule("the same rarer words in the same order, much edited", Relation.NEAR, _much_edited),
    Rule(
        "each carries the same article inside its own page",
        Relation.SYNDICATED,
        lambda v: (
            (v.min_prose_coverage >= 0.75) & (v.max_shared_prose >= 60) & (v.longer_unshared_non_prose_share >= 0.4)
        ),
    ),
    Rule("a passage of the one stands in the other", Relation.EXCERPT, _excerpt),
)
FALLBACK = Rule("scattered phrases", None, lambda v: v.shorter_words >= 0)  # what is left, when no rule holds

RELATIONS = tuple(Relation)


class Verdicts(NamedTuple):
    """What the rules say of each pair: the place of its relation in `RELATIONS`, and of the rule in `RULES`."""

    relation_indexes: NDArray[np.int64]
    rule_indexes: NDArray[np.int64]

    def relation(self, pair: int) -> Relation:
        """The relation of one pair."""
        return RELATIONS[int(self.relation_indexes[pair])]

    def reason(self, pair: int) -> str:
        """The rule that decided on one pair, in words."""
        return (*RULES, FALLBACK)[self.rule_indexes[pair]].reason


def classify_pairs(measures: Measures, context: PairContext) -> Verdicts:
    """Decide the relation of every pair."""
    features = _features(measures, context)
    rules = (*RULES, FALLBACK)
    first = np.array([rule.applies(features) for rule in rules]).argmax(axis=0)
    containment = np.maximum(measures.left_containment, measures.right_containment)
    is_half = (measures.jaccard >= 0.5) | (containment >= 0.5)
    is_form = (first < len(RULES)) & (measures.both_shingles >= MIN_BOILERPLATE_SHINGLES)
    unrelated = np.where(is_half | is_form, relation_index(Relation.BOILERPLATE), relation_index(Relation.DISTINCT))
    decided = np.array([-1 if rule.relation is None else relation_index(rule.relation) for rule in rules])[first]
    return Verdicts(np.where(decided < 0, unrelated, decided), first)


def relation_index(relation: Relation) -> int:
    """The place of a relation in `RELATIONS`."""
    return RELATIONS.index(relation)
