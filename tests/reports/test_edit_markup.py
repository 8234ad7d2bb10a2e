"""How an editor reads a passage: real passages of two texts, as they stand on a screen."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

import dedup
from dedup.article import Article
from dedup.reports.comparison_view import view_comparison
from dedup.reports.terminal.comparison_lines import print_comparison

LEFT = """\
The harbour office of Northport closed the old quay on Sunday after a fire in which 14.3 tonnes of rope were lost, the
harbour master, Edda Grue, told the council. “We heard the bells at four,” she said, “and ran.” The quay had been built
for the herring fleet a hundred and twelve years ago, and was to be taken down in the autumn anyway, when the new pier
beyond the lighthouse is finished. Until then the mail boat lands at the fish market, and the ferry to the islands
leaves from the yard of the rope works, where a second watchman has been hired. Nobody was seriously hurt.
"""
RIGHT = LEFT.replace("14.3", "13.4").replace("Edda Grue", "Edda Gruen").replace("bells", "sirens")
RIGHT = RIGHT.replace("second ", "").replace("new pier", "new and longer pier")

MARKED = """\
1  110 words, edited, 95 % alike, 5 edits
   left 0-578
   The harbour office of Northport closed the old quay on Sunday after a fire in
   which [-14.3-] tonnes of rope were lost, the harbour master, Edda [-Grue-],
   told the council. “We heard the [-bells-] at four,” she said, “and ran.” The
   quay had been built for the herring fleet a hundred and twelve years ago, and
   was to be taken down in the autumn anyway, when the new pier beyond the
   lighthouse is finished. Until then the mail boat lands at the fish market,
   and the ferry to the islands leaves from the yard of the rope works, where a
   [-second-] watchman has been hired. Nobody was seriously hurt
   right 0-584
   The harbour office of Northport closed the old quay on Sunday after a fire in
   which {+13.4+} tonnes of rope were lost, the harbour master, Edda {+Gruen+},
   told the council. “We heard the {+sirens+} at four,” she said, “and ran.” The
   quay had been built for the herring fleet a hundred and twelve years ago, and
   was to be taken down in the autumn anyway, when the new {+and longer+} pier
   beyond the lighthouse is finished. Until then the mail boat lands at the fish
   market, and the ferry to the islands leaves from the yard of the rope works,
   where a watchman has been hired. Nobody was seriously hurt
   changed numbers: 14.3 -> 13.4
   changed names: Grue -> Gruen
   changed inside quotations: bells -> sirens
"""


def passage(left: str, right: str, width: int = 80, color_system: str | None = None) -> str:
    """What is shown of the only passage."""
    screen = io.StringIO()
    console = Console(file=screen, width=width, color_system=color_system, force_terminal=bool(color_system))  # type: ignore[arg-type]
    sides = Article("left", left), Article("right", right)
    print_comparison(view_comparison(dedup.compare(*sides), *sides), console)
    return screen.getvalue().partition("SHARED PASSAGES  1")[2].partition("\n")[2]


def test_edits_are_marked_and_the_weighty_ones_called_out() -> None:
    assert passage(LEFT, RIGHT) == MARKED


def test_the_other_way_round_the_marks_change_sides() -> None:
    swapped = passage(RIGHT, LEFT)
    assert "[-13.4-]" in swapped
    assert "{+second+}" in swapped
    assert "changed numbers: 13.4 -> 14.3\n" in swapped


def test_colours_take_the_place_of_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    shown = passage(LEFT, RIGHT, color_system="standard")
    assert "\x1b[9;31m14.3\x1b[0m" in shown
    assert "\x1b[32m13.4\x1b[0m" in shown
    assert "[-" not in shown
    monkeypatch.setenv("NO_COLOR", "1")
    assert "[-14.3-]" in passage(LEFT, RIGHT, color_system="standard")


def test_side_by_side_no_line_ends_in_a_space() -> None:
    lines = passage(LEFT, RIGHT, 120).splitlines()
    assert [line for line in lines if line != line.rstrip() or len(line) > 120] == []


def test_both_sides_leave_out_the_same_words() -> None:
    """The right side has nothing to mark where the left one lost a word, and is shortened there all the same."""
    words = [f"word{number}" for number in range(120)]
    left, right = " ".join([*words[:60], "lost", *words[60:]]), " ".join(words)
    left_side, _, right_side = passage(left, right).partition("right 0-")
    left_words, right_words = left_side.partition("left 0-")[2].split(), right_side.split()
    assert "[-lost-]" in left_words
    assert [word for word in left_words[1:] if word != "[-lost-]"] == right_words[1:]
    assert right_words.count("…") == 2


def test_text_without_spaces_is_shortened_too() -> None:
    left = "港口管理处星期日说由于码头发生火灾旧码头关闭" * 2 + "".join(
        chr(0x4E00 + 7 * number) for number in range(200)
    )
    shown = passage(left, left)
    assert shown.count("…") == 2
    assert len(shown) < 300


def test_what_an_editor_must_explain_may_be_there_on_one_side_only() -> None:
    shown = passage(LEFT, LEFT.replace(" of rope", " of rope worth 90 crowns"))
    assert "changed numbers: (nothing) -> worth 90 crowns\n" in shown


SHORTENED = """\
1  110 words, verbatim, 100 % alike
   left 0-578
   The harbour office of Northport closed the old quay on Sunday after a … where
   a second watchman has been hired. Nobody was seriously hurt
   right 0-578
   The harbour office of Northport closed the old quay on Sunday after a … where
   a second watchman has been hired. Nobody was seriously hurt
"""


def test_a_doubled_block_is_no_edit_and_a_long_stretch_loses_its_middle() -> None:
    assert passage(LEFT, f"{LEFT}\n{LEFT}") == SHORTENED
