"""What a repeated block is: a fault of the page, or what articles repeat without fault; and how repeats are ranked."""

from __future__ import annotations

import pytest

import dedup
from dedup import Article, RepeatKind, Span, repeats
from dedup.alignment.repeats.blocks import Repeat
from dedup.alignment.repeats.repeat_kind import REASONS

LEAD = "The cable car above Brannoch stands still until a new rope has been drawn over its nine pylons."
SECOND = (
    "Inspectors found forty broken wires on Tuesday. The company had driven the old rope three years longer than its "
    "maker allows, and the canton now wants to see every protocol since then."
)
THIRD = (
    "Guests of the mountain hotel were flown down in the evening, eleven at a time. The cook stayed above with two "
    "cats and flour for a fortnight, and says that he has seldom slept so well."
)
FOURTH = "A bus runs to the middle station meanwhile. From there the path takes good walkers an hour and a half."
QUOTE = (
    "We were told for three summers that this rope would outlive us all, and whoever asked for the protocols of the "
    "inspectors was sent from one office to the next"
)
LINK = "Report: https://canton.example/ropes/reports/2031/may/brannoch/protocols-all.pdf"
REFRAIN = "Haul her up and let her go,\nNine tall pylons in the snow."
GAUGE = (
    "The snow gauge at the upper station of {} showed in the early hours of {} a depth of {} centimetres of snow, "
    "which is more by {} centimetres of snow than the day before and the most that has been read at this place in "
    "March since the gauge was put up by the canton in 1974."
)


def kinds(text: str) -> list[str]:
    return [str(repeat.kind) for repeat in repeats(text)]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("doubled", f"{LEAD}\n\n{SECOND}\n\n{SECOND}\n\n{THIRD}"),
        ("doubled", f"{LEAD}\n\n{SECOND}\n\n{THIRD}\n\n{FOURTH}\n\n{SECOND}"),
        ("doubled", f"{LEAD} {SECOND} {SECOND} {THIRD}"),
        ("doubled", f"{SECOND} {THIRD} {FOURTH} {SECOND} {THIRD} {FOURTH}"),
        ("doubled", f"{LEAD}\n\n{QUOTE}. — Ina Furrer (@furrer) 3 May 2031 {QUOTE}. So far the post. {THIRD}"),
        ("teaser", f"{LEAD}\n\n{SECOND}\n\n{LEAD} Nobody was hurt. {THIRD}"),
        ("teaser", f"No rope\n\n{LEAD}\n\n{LEAD} Nobody was hurt. {THIRD}"),
        ("pull quote", f"{SECOND}\n\n{FOURTH}\n\nFrom there the path takes good walkers an hour and a half\n\n{THIRD}"),
        ("caption", f"{SECOND}\n\nThe old rope is wound up at the lower station in Brannoch. Photo: Furrer\n\n{THIRD}"
                    f"\n\nThe old rope is wound up at the lower station in Brannoch. Photo: Furrer\n\n{FOURTH}"),
        ("question", f"{LEAD}\n\nWould you still ride up there in this winter?\n\nYes, at once.\n\n{THIRD}\n\n"
                     "Would you still ride up there in this winter?\n\nNever again, says the postman."),
        ("quotation", f"{SECOND} “{QUOTE},” the hotelier says. {THIRD} She repeats: “{QUOTE}.” {FOURTH}"),
        ("restated", f"{SECOND} One must know that the rope had been greased with the wrong oil for years. {THIRD} "
                     f"Again: one must know that the rope had been greased with the wrong oil for years. {FOURTH}"),
        ("refrain", f"{LEAD}\n\n{REFRAIN}\n\n{SECOND}\n\n{REFRAIN}\n\n{THIRD}"),
        ("link", f"{SECOND}\n\n{LINK}\n\n{THIRD}\n\n{LINK}"),
        ("form", f"{LEAD}\n\n{GAUGE.format('Brannoch', 'Monday', 112, 14)}\n\n{THIRD}\n\n"
                 f"{GAUGE.format('Pellhorn', 'Tuesday', 87, 9)}"),
    ],
)  # fmt: skip
def test_a_block_is_named_as_what_it_is(kind: str, text: str) -> None:
    assert kinds(text) == [kind]
    (repeat,) = repeats(text)
    assert repeat.reason == REASONS[repeat.kind]
    assert repeat.kind.is_page_fault == (kind in ("doubled", "teaser"))


@pytest.mark.parametrize(
    "form",
    [
        "{} and {} were married on Saturday in the chapel of {}. The couple will live in {}.",
        "For sale in {}: a house of four rooms near {}, garden, cellar, no lift. Ask for {} at the office in {}.",
        "Court list: {} of {} is said to have driven without lights near {}. The case is heard by {} on Friday.",
        "{} (defender) began well and tired late; moved to {} by {}, and that was that. Marked by {}.",
        "Peel the carrots for {}, add two spoons of {} and stir with {}. Serve with {} and bread.",
    ],
)
def test_notices_with_other_names_are_no_doubled_blocks(form: str) -> None:
    names = [["Ilka Doren", "Oskar Bly", "Pell", "Marrick"], ["Ruth Amsel", "Henrik Sallow", "Brannoch", "Skarrow"]]
    assert repeats(f"{form.format(*names[0])}\n\n{THIRD}\n\n{form.format(*names[1])}") == []


def test_every_kind_has_its_reason() -> None:
    assert list(REASONS) == list(RepeatKind)


def test_the_words_of_a_long_block_stand_without_their_middle() -> None:
    (repeat,) = repeats("\n\n".join([LEAD, SECOND, THIRD, FOURTH] * 2))
    assert repeat.excerpt.startswith("The cable car above") and repeat.excerpt.endswith("an hour and a half.")
    assert " … " in repeat.excerpt and len(repeat.excerpt) < 410
    assert repeats(f"{LEAD}\n\n{SECOND}\n\n{SECOND}")[0].excerpt == SECOND


def test_a_report_ranks_faults_of_pages_first_and_adjacent_blocks_before_equally_long_ones() -> None:
    apart = Article("apart", f"{LEAD}\n\n{SECOND}\n\n{FOURTH}\n\n{SECOND}")
    adjacent = Article("next", f"{FOURTH}\n\n{SECOND}\n\n{SECOND}\n\n{LEAD}")
    quoted = Article("quoted", f"“{QUOTE},” she says. {THIRD} She repeats: “{QUOTE}.” {FOURTH}")
    found = dedup.scan([quoted, apart, adjacent]).repeats
    assert [(repeat.article_id, repeat.kind.is_page_fault) for repeat in found] == [
        ("next", True),
        ("apart", True),
        ("quoted", False),
    ]


def test_rank_orders_by_weight() -> None:
    spans = (Span(0, 1), Span(2, 3))
    heavy, light = Repeat("b", spans, 30, 1.0), Repeat("a", spans, 20, 1.0)
    near = Repeat("c", spans, 20, 1.0, is_adjacent=True)
    assert sorted([light, heavy, near], key=lambda repeat: repeat.rank) == [near, heavy, light]
