"""Edits inside a passage, and which of them are called out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.alignment.edits import edits_between
from dedup.alignment.passage import Edit, EditKind, Passage, PassageKind, SensitiveChange
from dedup.article import Span
from dedup.tokens.words import tokenize


def whole(left: str, right: str) -> tuple[Edit, ...]:
    passage = Passage(Span(0, len(left)), Span(0, len(right)), 1, 0.5, 0.5, PassageKind.EDITED)
    return edits_between(tokenize(left), tokenize(right), passage)


def told(left: str, right: str) -> list[tuple[str, str, str, tuple[SensitiveChange, ...]]]:
    return [(edit.kind.value, edit.left.of(left), edit.right.of(right), edit.sensitive) for edit in whole(left, right)]


BILL, BILL_SWAPPED, BILL_RAISED = (f"It cost ${cost} billion in all." for cost in ("14.3", "13.4", "14.8"))


@pytest.mark.parametrize(
    ("left", "right", "edit"),
    [
        ("She left the town early.", "She left the town very early.", ("inserted", "", "very", ())),
        ("She left the old town early.", "She left the town early.", ("deleted", "old", "", ())),
        ("She left the town early.", "She left the city early.", ("replaced", "town", "city", ())),
        (BILL, BILL_SWAPPED, ("replaced", "14.3", "13.4", (SensitiveChange.NUMBER,))),
        (BILL, BILL_RAISED, ("replaced", "14.3", "14.8", (SensitiveChange.NUMBER,))),
        (
            "So the mayor, Anna Berg, left.",
            "So the mayor, Anna Bergh, left.",
            ("replaced", "Berg", "Bergh", (SensitiveChange.NAME,)),
        ),
        (
            "Said “a small slip” twice.",
            "Said “a big slip” twice.",
            ("replaced", "small", "big", (SensitiveChange.QUOTATION,)),
        ),
        ("Rain fell. Snow will follow.", "Rain fell. Hail will follow.", ("replaced", "Snow", "Hail", ())),
    ],
)
def test_one_edit(left: str, right: str, edit: tuple[str, str, str, tuple[SensitiveChange, ...]]) -> None:
    assert told(left, right) == [edit]


def test_edits_stand_in_order_and_folding_is_no_edit() -> None:
    left = "On Monday the “old” ferry sank near Torvik with 212 people."
    right = 'On MONDAY the "old" ferry sank slowly near Narvik, with 213 people.'
    assert told(left, right) == [
        ("inserted", "", "slowly", ()),
        ("replaced", "Torvik", "Narvik", (SensitiveChange.NAME,)),
        ("replaced", "212", "213", (SensitiveChange.NUMBER,)),
    ]


def test_only_the_passage_is_compared() -> None:
    left, right = "Alpha. The ferry sank near Torvik. Omega.", "Beta. The ferry sank off Torvik. Psi."
    passage = Passage(Span(7, 34), Span(6, 32), 5, 0.8, 0.8, PassageKind.EDITED)
    [edit] = edits_between(tokenize(left), tokenize(right), passage)
    assert (edit.left.of(left), edit.right.of(right)) == ("near", "off")


sentences = st.lists(
    st.sampled_from(["the", "a", "Berg", "14", "3", "14.3", "“said”", "ferry", "sank", "中", "文", "é"]), max_size=12
).map(" ".join)


@settings(deadline=None)
@given(sentences, sentences)
def test_mirrored_and_complete(left: str, right: str) -> None:
    """The other direction tells the same edits; what lies outside them is the same on both sides."""
    swapped = {EditKind.INSERTED: EditKind.DELETED, EditKind.DELETED: EditKind.INSERTED}
    found = whole(left, right)
    mirror = [Edit(swapped.get(e.kind, e.kind), e.right, e.left, e.sensitive) for e in whole(right, left)]
    assert list(found) == mirror
    kept = [
        [
            word
            for word, start in zip(side.hashes.tolist(), side.starts.tolist(), strict=True)
            if not any(span.start <= start < span.end for span in spans)
        ]
        for side, spans in ((tokenize(left), [e.left for e in found]), (tokenize(right), [e.right for e in found]))
    ]
    assert kept[0] == kept[1]
