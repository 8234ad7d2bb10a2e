from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

from made_reports import make_match
from rich.console import Console

from dedup.alignment.passage import Alignment, Edit, EditKind, Evidence, EvidenceKind, Passage, PassageKind
from dedup.article import Article, Span
from dedup.comparison.match import Match, Relation
from dedup.reports.comparison_view import view_comparison
from dedup.reports.terminal.comparison_lines import print_comparison

LEFT = Article(
    "wire.txt",
    "The harbour of Northport is closed until\n\nFriday, the harbour office said on Sunday after a fire on the quay.",
    "Harbour [red]closed[/red]",
    outlet="northwire.example",
    published=datetime(2026, 5, 3, 6, 30, tzinfo=UTC),
)
RIGHT = Article(
    "post\x1b[2J.txt", "Latest. The harbour of Northport stays closed until Friday, the harbour office said."
)

NARROW = """\
left   wire.txt · Harbour [red]closed[/red] · northwire.example · 2026-05-03 06:30
right  post\\x1b[2J.txt · Latest. The harbour of Northport stays closed until Friday, the …

near: the same article, edited
                             left  right
  words in shared stretches  95 %   91 %
  three-word phrases shared  90 %   85 %
  Jaccard 0.750, titles 50 % alike

EVIDENCE  1
  kind           what
  shared phrase  the harbour office said

SHARED PASSAGES  1
1  13 words, edited, 92 % alike, 1 edit
   left 0-73
   The harbour of Northport [-is-] closed until Friday, the harbour office said
   right 8-83
   The harbour of Northport {+stays+} closed until Friday, the harbour office
   said
"""

WIDE_PASSAGE = """\
SHARED PASSAGES  1
1  13 words, edited, 92 % alike, 1 edit
   left 0-73                                         right 8-83
   The harbour of Northport [-is-] closed until      The harbour of Northport {+stays+} closed until
   Friday, the harbour office said                   Friday, the harbour office said
"""

DISTINCT = """\
left   wire.txt · Harbour [red]closed[/red] · northwire.example · 2026-05-03 06:30
right  post\\x1b[2J.txt · Latest. The harbour of Northport stays closed until Friday, the …

distinct: nothing is shared
                             left  right
  words in shared stretches   0 %    0 %
  three-word phrases shared   0 %    0 %
  Jaccard 0.000
"""


def near() -> Match:
    edits = (Edit(EditKind.REPLACED, Span(25, 27), Span(33, 38)),)
    passage = Passage(Span(0, 73), Span(8, 83), 13, 0.92, 0.95, PassageKind.EDITED, edits)
    evidence = (Evidence(EvidenceKind.SHARED_PHRASE, "the harbour office\nsaid"),)
    return make_match(
        LEFT.id,
        RIGHT.id,
        title_similarity=0.5,
        reason="the same article, edited",
        alignment=Alignment((passage,), evidence=evidence),
    )


def printed(match: Match, width: int) -> str:
    screen = io.StringIO()
    print_comparison(view_comparison(match, LEFT, RIGHT), Console(file=screen, width=width, color_system=None))
    return screen.getvalue()


def test_whole_comparison_on_a_narrow_terminal() -> None:
    assert printed(near(), 80) == NARROW


def test_passages_stand_side_by_side_on_a_wide_terminal() -> None:
    assert printed(near(), 100).endswith(WIDE_PASSAGE)


def test_distinct_articles_are_told_why() -> None:
    nothing: dict[str, Any] = dict.fromkeys(
        ("jaccard", "left_containment", "right_containment", "left_coverage", "right_coverage"), 0.0
    )
    assert (
        printed(make_match(LEFT.id, RIGHT.id, Relation.DISTINCT, reason="nothing is shared", **nothing), 80) == DISTINCT
    )


def test_digests_are_told_apart_from_passages() -> None:
    digest = Passage(Span(0, 40), Span(0, 83), 7, 0.3, 0.8, PassageKind.REWORDED)
    match = make_match(LEFT.id, RIGHT.id, alignment=Alignment(summaries=(digest,)))
    assert "DIGESTS  1\n1  7 words, reworded, 30 % alike\n" in printed(match, 80)
    assert "SHARED PASSAGES" not in printed(match, 80)
