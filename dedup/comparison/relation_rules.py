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
PASSAGE_WORDS = 30  # an excerpt has a passage, or a verbatim run, of so many words
PASSAGE_RUN = 10  # with a verbatim run of so many words in it
EDGE_WORDS = 12  # a page puts so many words before or behind the article; an agency's sign-off has fewer
PROSE_WORDS = 25  # fewer shared prose words than this are furniture
SAME_LINES = 3  # short lines in common that two pages of one template have
COMMON_SHINGLES = 20  # as many shared shingles or more are worth telling as boilerplate


class Circumstances(NamedTuple):
    """What is known about each pair beside its words."""

    days_apart: Shares  # nan = a date is not known
    same_outlet: Flags
    same_words: Flags  # all words, furniture and doubled blocks included


class View(NamedTuple):
    """The shares that the rules speak of."""

    measures: Measures
    circumstances: Circumstances
    low: Shares  # coverage of the side that is covered less, and of the other
    high: Shares
    shorter: Shares  # coverage of the shorter article
    words_shorter: NDArray[np.int32]
    words_longer: NDArray[np.int32]
    prose_shared: NDArray[np.int32]  # on the better side
    rarer_agree: Shares  # shared rarer words / those of the article that has fewer
    rarer_fewer: NDArray[np.int32]
    own_phrases: Shares  # share of common anchors that are not common property
    frame: Shares  # share of what is shared that stands at the edges, on the lesser side
    frame_page: Shares
    frame_inside: NDArray[np.int32]
    page: NDArray[np.int32]  # furniture words of the longer article
    rest: NDArray[np.int32]  # unshared words of the longer article, those of them that are prose,
    rest_prose: NDArray[np.int32]
    rest_page: Shares  # the share that is not,
    rest_edge: NDArray[np.int32]  # the longer piece at an edge,
    rest_edges: Shares  # the share at both edges,
    rest_both: Flags  # and whether there is some at either edge
    prose_low: Shares  # share of prose that is shared, on the lesser side


def _view(m: Measures, circumstances: Circumstances) -> View:
    left, right = m.left_coverage, m.right_coverage
    is_left = m.left_words >= m.right_words

    def longer(left_column: NDArray[np.int32], right_column: NDArray[np.int32]) -> NDArray[np.int32]:
        return np.where(is_left, left_column, right_column)

    words, shared = longer(m.left_words, m.right_words), longer(m.left_shared, m.right_shared)
    prose = longer(m.left_prose - m.left_prose_shared, m.right_prose - m.right_prose_shared)
    before, after = longer(m.left_before, m.right_before), longer(m.left_after, m.right_after)
    rest, is_any = words - shared, shared > 0
    fewer = np.minimum(m.left_rarer, m.right_rarer)
    return View(
        measures=m,
        circumstances=circumstances,
        low=np.minimum(left, right),
        high=np.maximum(left, right),
        shorter=np.where(is_left, right, left),
        words_shorter=np.minimum(m.left_words, m.right_words),
        words_longer=words,
        prose_shared=np.maximum(m.left_prose_shared, m.right_prose_shared),
        rarer_agree=np.where(fewer > 0, m.both_rarer / np.maximum(fewer, 1), 1.0),
        rarer_fewer=fewer,
        own_phrases=np.where(m.anchors >= 3, 1 - m.common_anchors / np.maximum(m.anchors, 1), 1.0),
        frame=np.minimum(_per(m.left_frame, m.left_shared), _per(m.right_frame, m.right_shared)),
        frame_page=np.minimum(_per(m.left_frame_page, m.left_frame), _per(m.right_frame_page, m.right_frame)),
        frame_inside=np.maximum(m.left_shared - m.left_frame, m.right_shared - m.right_frame),
        page=longer(m.left_page, m.right_page),
        rest=rest,
        rest_prose=prose,
        rest_page=_per(rest - prose, rest),
        rest_edge=np.where(is_any, np.maximum(before, after), 0),
        rest_edges=np.where(is_any, _per(before + after, rest), 0.0),
        rest_both=is_any & (before >= 3) & (after >= 3),
        prose_low=np.minimum(_per(m.left_prose_shared, m.left_prose), _per(m.right_prose_shared, m.right_prose)),
    )


def _per(part: NDArray[np.int32], whole: NDArray[np.int32]) -> Shares:
    return part / np.maximum(whole, 1)


class Rule(NamedTuple):
    """One line of the table: when it holds, the pair is `relation`; where that is None, it is page furniture or a form:
    boilerplate if much is shared, else distinct.
    """

    reason: str
    relation: Relation | None
    holds: Callable[[View], Flags]


def _other_numbers(v: View) -> Flags:
    m = v.measures
    many = (m.other_numbers >= 3) & (m.same_numbers < m.other_numbers) & (m.run < 60)
    return many | ((m.other_numbers >= 2) & (m.same_numbers <= 2 * m.other_numbers) & (m.run < 30))


def _framed(v: View) -> Flags:
    is_page = (v.frame_page >= 0.15) | v.circumstances.same_outlet
    return (v.frame >= 0.8) & (v.frame_inside < 30) & is_page


def _outside_bodies(v: View) -> Flags:
    m = v.measures
    is_template: Flags = (m.same_lines >= SAME_LINES) | ((m.same_lines >= 1) & v.circumstances.same_outlet)
    is_apart = np.minimum(m.left_body_shared, m.right_body_shared) < PROSE_WORDS
    are_both_apart: Flags = np.maximum(m.left_body_shared, m.right_body_shared) < PROSE_WORDS
    return ((is_template & is_apart) | are_both_apart) & (v.frame > 0) & (v.high < NEAR_COVERAGE)


def _only_furniture(v: View) -> Flags:
    is_copy = (v.low >= 0.8) | ((v.high >= 0.9) & (v.measures.run >= 20))
    is_quoted_table = (v.frame == 0) & (v.measures.run >= PASSAGE_WORDS)
    held: Flags = (v.prose_shared < PROSE_WORDS) & ~is_copy & ~is_quoted_table
    return held


def _from_furniture(v: View) -> Flags:
    is_little = (v.measures.plain_shared < PROSE_WORDS) & (v.shorter < WHOLE_COVERAGE) & (v.low < 0.7)
    return is_little & (v.frame > 0)


def _short_form(v: View) -> Flags:
    short = (v.words_shorter < 40) & (v.rarer_agree < 0.7) & (v.rarer_fewer >= 2)
    return short | ((v.measures.rarer_shared < 4) & (v.high < WHOLE_COVERAGE) & (v.measures.run < 30))


def _common_phrases(v: View) -> Flags:
    m = v.measures
    is_copy: Flags = (m.other_numbers == 0) & (m.same_numbers >= 3) & (v.low >= 0.8)
    return (v.own_phrases < 0.35) & ~is_copy


def _in_its_page(v: View) -> Flags:
    m = v.measures
    has_page = v.rest + v.page >= np.maximum(10, 0.03 * v.words_longer)
    is_carried: Flags = v.rest_prose <= 1.5 * np.maximum(m.left_shared, m.right_shared)
    looks_like_page: Flags = (v.rest_page >= 0.25) | (v.rest_both & (v.rest_page >= 0.08))
    at_edges = (v.rest_edge >= EDGE_WORDS) & (v.rest_edges >= 0.5) & looks_like_page
    is_whole: Flags = (v.shorter >= WHOLE_COVERAGE) & has_page & is_carried
    return is_whole & ((v.page >= 10) | at_edges)


def _most_of_both(v: View) -> Flags:
    alike = (v.low >= 0.5) & (v.high < 0.8) & (v.words_shorter >= 0.8 * v.words_longer)
    return (v.low >= NEAR_COVERAGE) | alike


def _much_edited(v: View) -> Flags:
    same_names = (v.rarer_agree >= 0.75) & (v.rarer_fewer >= 12)
    alike = (v.words_shorter >= 0.8 * v.words_longer) & (v.low >= 0.25)
    return (v.measures.jaccard >= 0.25) & alike & same_names


def _passage(v: View) -> Flags:
    m = v.measures
    long = (m.passage >= PASSAGE_WORDS) & (m.run >= PASSAGE_RUN)
    much = (v.high >= 0.5) & (m.run >= PASSAGE_RUN) & (m.passage >= 20) & (v.prose_shared >= 40)
    return long | (m.run >= PASSAGE_WORDS) | much


RULES = (
    Rule("a text without words matches nothing", Relation.DISTINCT, lambda v: v.words_shorter == 0),
    Rule("the same words", Relation.EXACT, lambda v: v.circumstances.same_words),
    Rule(
        "the same words, in a page of its own",
        Relation.SYNDICATED,
        lambda v: (v.measures.same_own == 1) & (abs(v.measures.left_page - v.measures.right_page) >= 10),
    ),
    Rule(
        "the same words, doubled blocks and page furniture set aside",
        Relation.EXACT,
        lambda v: v.measures.same_own == 1,
    ),
    Rule("a form filled in again: other numbers", None, _other_numbers),
    Rule("what is shared only frames the articles", None, _framed),
    Rule("what is shared stands outside the bodies of the articles", None, _outside_bodies),
    Rule(
        "a form filled in again: other names",
        None,
        lambda v: (v.rarer_fewer >= 8) & (v.rarer_agree < 0.4) & (v.low >= 0.4) & (v.measures.run < 60),
    ),
    Rule(
        "the same form on another day, other figures",
        None,
        lambda v: (v.measures.other_numbers >= 1) & (v.circumstances.days_apart > 3) & (v.measures.run < 60),
    ),
    Rule("a short form, other names or figures", None, _short_form),
    Rule("phrases that many unlike articles share", None, _common_phrases),
    Rule("what is shared runs on from page furniture", None, _from_furniture),
    Rule("only page furniture is shared", None, _only_furniture),
    Rule("one carries the other whole, inside its own page", Relation.SYNDICATED, _in_its_page),
    Rule("most words of both", Relation.NEAR, _most_of_both),
    Rule("the same rarer words in the same order, much edited", Relation.NEAR, _much_edited),
    Rule(
        "each carries the same article inside its own page",
        Relation.SYNDICATED,
        lambda v: (v.prose_low >= 0.75) & (v.prose_shared >= 60) & (v.rest_page >= 0.4),
    ),
    Rule("a passage of the one stands in the other", Relation.EXCERPT, _passage),
)
SCATTERED = Rule("scattered phrases", None, lambda v: v.words_shorter >= 0)  # what is left, when no rule holds

RELATIONS = tuple(Relation)


class Verdicts(NamedTuple):
    """What the rules say of each pair: the place of its relation in `RELATIONS`, and of the rule in `RULES`."""

    relations: NDArray[np.int64]
    rules: NDArray[np.int64]

    def relation(self, pair: int) -> Relation:
        """The relation of one pair."""
        return RELATIONS[int(self.relations[pair])]

    def reason(self, pair: int) -> str:
        """The rule that decided on one pair, in words."""
        return (*RULES, SCATTERED)[self.rules[pair]].reason


def judge(measures: Measures, circumstances: Circumstances) -> Verdicts:
    """Decide the relation of every pair."""
    view = _view(measures, circumstances)
    rules = (*RULES, SCATTERED)
    first = np.array([rule.holds(view) for rule in rules]).argmax(axis=0)
    containment = np.maximum(measures.left_containment, measures.right_containment)
    is_half = (measures.jaccard >= 0.5) | (containment >= 0.5)
    is_form = (first < len(RULES)) & (measures.both_shingles >= COMMON_SHINGLES)
    unrelated = np.where(is_half | is_form, code(Relation.BOILERPLATE), code(Relation.DISTINCT))
    decided = np.array([-1 if rule.relation is None else code(rule.relation) for rule in rules])[first]
    return Verdicts(np.where(decided < 0, unrelated, decided), first)


def code(relation: Relation) -> int:
    """The place of a relation in `RELATIONS`."""
    return RELATIONS.index(relation)
