"""A match seen from either article, and the closest of many."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.alignment.passage import Alignment, Edit, EditKind, Evidence, EvidenceKind, Passage, PassageKind
from dedup.article import Span
from dedup.comparison.match import Match, Relation
from dedup.comparison.neighbours import closest, closest_first
from dedup.runtime.lazy import Lazy


def match_of(left_id: str, right_id: str, relation: Relation, left_coverage: float, right_coverage: float) -> Match:
    return Match(left_id, right_id, relation, 0.5, 0.6, 0.7, left_coverage, right_coverage, None, "most words of both")


NEAR = match_of("a", "b", Relation.NEAR, 0.8, 0.9)
EXACT = match_of("b", "c", Relation.EXACT, 1.0, 1.0)
MENU = match_of("b", "d", Relation.BOILERPLATE, 0.9, 0.9)
EXCERPT, LONGER_EXCERPT = match_of("b", "e", Relation.EXCERPT, 0.2, 0.3), match_of("b", "f", Relation.EXCERPT, 0.4, 0.1)


spans = st.tuples(st.integers(0, 99), st.integers(0, 9)).map(lambda pair: Span(pair[0], sum(pair)))
shares = st.floats(0, 1)
edits = st.builds(Edit, st.sampled_from(EditKind), spans, spans)
passages = st.builds(
    Passage,
    spans,
    spans,
    st.just(9),
    shares,
    shares,
    st.sampled_from(PassageKind),
    st.lists(edits, max_size=2).map(tuple),
)
evidence = st.builds(Evidence, st.sampled_from(EvidenceKind), st.just("9"), spans, st.none())
alignments = st.builds(
    Alignment,
    st.lists(passages, max_size=3).map(tuple),
    st.lists(passages, max_size=1).map(tuple),
    evidence=st.lists(evidence, max_size=3).map(tuple),
)
matches = st.builds(
    Match,
    st.just("a"),
    st.just("b"),
    st.sampled_from(Relation),
    *[shares] * 5,
    st.none(),
    st.just("most words of both"),
)


@given(matches)
def test_turning_twice_is_the_match_itself(match: Match) -> None:
    turned = match.seen_from("b")
    assert (turned.left_id, turned.right_id) == ("b", "a")
    assert (turned.left_coverage, turned.right_coverage) == (match.right_coverage, match.left_coverage)
    assert (turned.left_containment, turned.right_containment) == (match.right_containment, match.left_containment)
    assert turned.seen_from("a") == match == match.seen_from("a")


@given(alignments)
def test_turning_exchanges_the_sides_of_all_that_alignment_found(alignment: Alignment) -> None:
    turned = replace(NEAR, _align=Lazy.of(alignment)).seen_from("b")
    assert sorted((passage.right, passage.left) for passage in turned.passages) == sorted(
        (passage.left, passage.right) for passage in alignment.passages
    )
    assert [(each.right, each.left) for each in turned.evidence] == [
        (each.left, each.right) for each in alignment.evidence
    ]
    once = alignment.mirrored()
    assert once.mirrored().mirrored() == once


def test_a_turned_match_is_pickled() -> None:
    turned = NEAR.seen_from("b")
    assert pickle.loads(pickle.dumps(turned)) == turned


def test_a_match_of_others_is_not_seen() -> None:
    with pytest.raises(ValueError, match="'c' is not in the match of 'a' and 'b'"):
        NEAR.seen_from("c")


def test_the_closest_comes_first_and_is_seen_from_the_article() -> None:
    found = closest_first([NEAR, EXCERPT, MENU, EXACT, LONGER_EXCERPT], "b")
    assert [match.right_id for match in found] == ["c", "a", "f", "e", "d"]
    assert [match.left_id for match in found] == ["b"] * 5
    assert found[1].left_coverage == 0.9


@pytest.mark.parametrize(("found", "article_id", "other_id"), [([NEAR, EXACT], "a", "b"), ([MENU, EXCERPT], "b", "e")])
def test_the_closest_is_one_that_shares_more_than_boilerplate(
    found: list[Match], article_id: str, other_id: str
) -> None:
    match = closest(found, article_id)
    assert match is not None
    assert match.right_id == other_id
    assert closest([MENU], article_id) is None


@given(st.permutations([NEAR, EXACT, EXCERPT, LONGER_EXCERPT]))
def test_equally_close_ones_stay_in_their_order(found: list[Match]) -> None:
    doubled = [replace(match, right_id=f"{match.right_id}{n}") for match in found if match.left_id == "b" for n in "12"]
    assert [match.right_id for match in closest_first(doubled, "b")] == ["c1", "c2", "f1", "f2", "e1", "e2"]


def test_copies_and_rewrites_are_reportable() -> None:
    found = {relation for relation in Relation if relation.is_reportable}
    assert found == {Relation.EXACT, Relation.NEAR, Relation.SYNDICATED, Relation.EXCERPT, Relation.REWRITE}
    assert [relation.rank for relation in Relation] == [*range(9)]
    assert {relation for relation in Relation if not relation.is_related} == {Relation.BOILERPLATE, Relation.DISTINCT}
