"""Where the next word begins in the midst of another: text of which a space was lost."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import flags as bits
from dedup.kernels.decorators import kernel, stage

LOWER, UPPER, ACCENT, DIGIT = (
    np.uint8(bits.GLUE_LOWER),
    np.uint8(bits.GLUE_UPPER),
    np.uint8(bits.GLUE_ACCENT),
    np.uint8(bits.GLUE_DIGIT),
)
END_MARK, CLOSING, OPENING = np.uint8(bits.GLUE_END_MARK), np.uint8(bits.GLUE_CLOSING), np.uint8(bits.GLUE_OPENING)

Points = NDArray[np.uint32]
Classes = NDArray[np.uint8]


@kernel
def find_glue(points: Points, classes: Classes, cuts: NDArray[np.int64]) -> int:
    """Write where a word begins in the midst of another; return how many do.

    `points` are code points; `classes` says what each may be, its last entry what all further ones are. Words are
    glued where a capital follows a small letter (endNext), or an end mark behind one, with closing and opening signs
    between (end.”“Next: the closing ones stay), or where the capital of a capitalised word follows a digit or two
    capitals.
    """
    last, total = np.uint32(len(classes) - 1), 0
    for place in range(len(points)):
        if classes[min(points[place], last)] & UPPER == 0:
            continue
        before = _skip_back(points, classes, place, ACCENT) - 1
        is_glued = before >= 0 and _is(points, classes, before, LOWER)
        if not is_glued:
            is_glued = _is_capitalised(points, classes, place) and _ends_capitals(points, classes, place)
        cut = place if is_glued else _behind_mark(points, classes, place)
        cuts[total] = cut
        total += cut > 0
    return total


@stage
def _is(points: Points, classes: Classes, place: int, kinds: np.uint8) -> bool:
    return bool(classes[min(points[place], np.uint32(len(classes) - 1))] & kinds != 0)


@stage
def _skip_back(points: Points, classes: Classes, place: int, kinds: np.uint8) -> int:
    """Return where the signs of some kinds begin that end before a place."""
    while place > 0 and _is(points, classes, place - 1, kinds):
        place -= 1
    return place


@stage
def _is_capitalised(points: Points, classes: Classes, place: int) -> bool:
    """Return whether a small letter follows a capital and its accents."""
    place += 1
    while place < len(points) and _is(points, classes, place, ACCENT):
        place += 1
    return place < len(points) and _is(points, classes, place, LOWER)


@stage
def _ends_capitals(points: Points, classes: Classes, place: int) -> bool:
    """Return whether a digit stands before a place, or two capitals."""
    if place > 0 and _is(points, classes, place - 1, DIGIT):
        return True
    for _ in range(2):
        place = _skip_back(points, classes, place, ACCENT) - 1
        if place < 0 or not _is(points, classes, place, UPPER):
            return False
    return True


@stage
def _behind_mark(points: Points, classes: Classes, place: int) -> int:
    """Return the end of a sentence that a capital follows without a space: behind its closing signs; or 0."""
    mark = _skip_back(points, classes, _skip_back(points, classes, place, OPENING), CLOSING) - 1
    if mark < 1 or not _is(points, classes, mark, END_MARK):
        return 0
    letter = _skip_back(points, classes, mark, ACCENT) - 1
    if letter < 0 or not _is(points, classes, letter, LOWER):
        return 0
    cut = mark + 1
    while cut < place and _is(points, classes, cut, CLOSING):
        cut += 1
    return cut
