"""What each number of repeats changes: the blocks of a made text, as places of the words of every occurrence.

`again` makes a text of a block, other words, and the block once more, edited.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from effect_case import Case

from dedup.alignment.repeats.blocks import find_repeats
from dedup.settings import Settings
from dedup.tokens.words import tokenize

Outcome = tuple[list[tuple[tuple[int, int], ...]], bool]


def again(length: int, *edits: tuple[int, int, int], end: str = ". ", numbers: tuple[int, ...] = ()) -> str:
    """A block of so many words, and behind others once more with edits: at word n, so many deleted, so many inserted.

    The words at `numbers` are numbers, each time other ones.
    """
    block = [f"w{n:b}".replace("0", "a").replace("1", "b") for n in range(length)]
    copy: list[str] = [str(70 + n) if n in numbers else word for n, word in enumerate(block)]
    block = [str(40 + n) if n in numbers else word for n, word in enumerate(block)]
    for at, deleted, inserted in sorted(edits, reverse=True):
        copy[at : at + deleted] = [f"x{n:b}".replace("0", "a").replace("1", "b") for n in range(inserted)]
    return f"Some{end}{' '.join(block)}{end}Others stand between{end}{' '.join(copy)}{end}End"


def slices(length: int, *parts: tuple[int, int]) -> str:
    """Parts of one row of words, a sentence each, with other words between them."""
    words = [f"w{n:b}".replace("0", "a").replace("1", "b") for n in range(length)]
    return ". ".join(
        f"{' '.join(words[first:end])}. Here {n:b}x".replace("1", "i") for n, (first, end) in enumerate(parts)
    )


def blocks(text: str) -> Callable[[Settings], Outcome]:
    """The word ranges of every block, and whether the search was complete."""

    def outcome(settings: Settings) -> Outcome:
        found = find_repeats(tokenize(text), settings)
        return [block.words for block in found.blocks], found.is_complete

    return outcome


def chance(words: int, kinds: str) -> str:
    """So many random words of a few kinds: a text that nearly repeats everywhere."""
    random = Random(1)
    return " ".join(random.choice(kinds) for _ in range(words))


def finished(text: str) -> Callable[[Settings], bool]:
    """Whether the search was complete."""
    return lambda settings: find_repeats(tokenize(text), settings).is_complete


def similarities(text: str) -> Callable[[Settings], list[float]]:
    """The similarity of every block."""
    return lambda settings: [round(block.similarity, 3) for block in find_repeats(tokenize(text), settings).blocks]


CASES = {
    "min_repeat_words": Case(value=16, outcome=blocks(again(8)), before=([((1, 9), (12, 20))], True), after=([], True)),
    "min_inline_repeat_words": Case(
        value=40, outcome=blocks(again(24, end=" ")), before=([((1, 25), (28, 52))], True), after=([], True)
    ),
    "min_edited_repeat_words": Case(
        value=24, outcome=blocks(again(13, (5, 1, 1))), before=([((1, 14), (17, 30))], True), after=([], True)
    ),
    "min_edited_repeat_run": Case(
        value=10, outcome=blocks(again(13, (5, 1, 1))), before=([((1, 14), (17, 30))], True), after=([], True)
    ),
    "min_edited_repeat_share": Case(
        value=1, outcome=blocks(again(13, (5, 1, 1))), before=([((1, 14), (17, 30))], True), after=([], True)
    ),
    "repeat_seed_words": Case(
        value=10, outcome=blocks(again(8)), before=([((1, 9), (12, 20))], True), after=([], True)
    ),
    "max_repeat_gap": Case(
        value=28, outcome=blocks(again(20, (5, 0, 15))), before=([], True), after=([((1, 21), (24, 59))], True)
    ),
    "repeat_gap_cost": Case(
        value=4, outcome=blocks(again(13, (1, 1, 1))), before=([((1, 14), (17, 30))], True), after=([], True)
    ),
    "repeat_drop": Case(
        value=10, outcome=blocks(again(16, (5, 0, 10))), before=([((1, 17), (20, 46))], True), after=([], True)
    ),
    "min_run_after_near_gap": Case(
        value=6,
        outcome=blocks(again(20, (7, 1, 1), (12, 1, 1))),
        before=([((1, 21), (24, 44))], True),
        after=([], True),
    ),
    "min_run_after_far_gap": Case(
        value=8,
        outcome=blocks(again(45, (27, 1, 14), numbers=(21, 27, 40))),
        before=([((1, 46), (49, 107))], True),
        after=([((1, 28), (49, 76))], True),
    ),
    "repeat_boundary_words": Case(
        value=6, outcome=blocks(again(13, (1, 0, 2))), before=([], True), after=([((1, 14), (17, 32))], True)
    ),
    "min_template_free_run": Case(
        value=32,
        outcome=blocks(again(30, (7, 0, 8), numbers=(9,))),
        before=([((1, 31), (34, 72))], True),
        after=([((11, 31), (52, 72))], True),
    ),
    "min_block_overlap": Case(
        value=1,
        outcome=blocks(slices(25, (3, 25), (5, 24), (3, 24))),
        before=([((0, 22), (24, 43), (45, 66))], True),
        after=([((0, 22), (45, 66)), ((2, 22), (24, 43))], True),
    ),
    "max_border_distance": Case(
        value=4,
        outcome=blocks(slices(25, (3, 25), (3, 23), (2, 24), (1, 25))),
        before=([((0, 22), (24, 44), (72, 94)), ((24, 47), (47, 72))], True),
        after=([((0, 22), (24, 44), (47, 72), (72, 94))], True),
    ),
    "max_gap_before_boundary": Case(
        value=0, outcome=blocks(again(14, (12, 0, 1))), before=([((1, 15), (18, 33))], True), after=([], True)
    ),
    "max_chance_words": Case(
        value=0,
        outcome=blocks("Some words end. " + again(12, (1, 1, 1)) + " words end. " + again(12)),
        before=([((3, 19), (34, 50)), ((4, 16), (19, 31), (50, 62))], True),
        after=([((0, 19), (31, 50)), ((4, 16), (19, 31), (50, 62))], True),
    ),
    "repeat_glue_words": Case(
        value=0,
        outcome=blocks(
            "so lateRain fell on all of the old harbour wallMenThen some more. "
            "Others stand. so earlyRain fell on all of the old harbour wallMenOther end"
        ),
        before=([((2, 9), (16, 23))], True),
        after=([], True),
    ),
    "min_repeat_work": Case(value=0, outcome=finished(chance(1000, "abc")), before=True, after=False),
    "max_near_repeat_gap": Case(
        value=8, outcome=similarities(again(30, (10, 0, 5), (13, 1, 1))), before=[0.8], after=[0.892]
    ),
    "repeat_template_numbers": Case(
        value=2,
        outcome=blocks(
            "In the spring 11 boats and 12 carts came by the harbour wall and 13 men took 40 bags of "
            "grain to the old mill while 50 women kept count of all that left. Others stand between. In "
            "the spring 11 boats and 12 carts came by the harbour wall and 13 men brought 41 bags of "
            "grain to the old mill while 51 women held count of all that left. End"
        ),
        before=([((0, 34), (37, 71))], True),
        after=([], True),
    ),
    "repeat_template_share": Case(
        value=0.97,
        outcome=blocks(
            "In the spring 11 boats and 12 carts came by the harbour wall and then 40 men took bags of "
            "grain to the old mill while 50 women kept count of all that left and 14 boys in 15 boats "
            "saw 60 birds above the grey sea that never came down before night fell. Others stand "
            "between. In the spring 11 boats and 12 carts came by the harbour wall and then 41 men took "
            "bags of grain to the old mill while 51 women kept count of all that left and 14 boys in 15 "
            "boats saw 61 birds above the grey sea that never came down before night fell. End"
        ),
        before=([((0, 54), (57, 111))], True),
        after=([], True),
    ),
    "repeat_work_per_word": Case(value=100000, outcome=finished(chance(3000, "abcd")), before=False, after=True),
    "max_groups_back": Case(
        value=1,
        outcome=blocks(slices(60, (0, 60), (0, 20), (1, 21), (2, 22), (3, 23), (4, 24), (5, 25), (0, 9))),
        before=(
            [
                ((0, 9), (194, 203)),
                ((0, 23), (62, 82), (84, 104), (106, 126), (128, 148)),
                ((4, 25), (150, 170), (172, 192)),
            ],
            True,
        ),
        after=(
            [
                ((0, 9), (194, 203)),
                ((0, 21), (62, 82), (84, 104)),
                ((2, 25), (106, 126), (128, 148), (150, 170), (172, 192)),
            ],
            True,
        ),
    ),
    "max_start_distance": Case(
        value=0,
        outcome=similarities(slices(40, (0, 40), (0, 40), (5, 40), (0, 20))),
        before=[1.0, 0.933],
        after=[1.0, 0.982],
    ),
}
