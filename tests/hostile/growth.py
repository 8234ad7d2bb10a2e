"""How the CPU time of a function grows when its text is twice as long.

Measured are CPU seconds of this thread at two lengths that differ by a factor of 4: the least of several calls of each,
in turns, since a loaded machine only ever adds to them. What is within the noise of a measurement at the greater length
is linear. What is not is measured from the greater length on, too: a cache that overflows, or another way that is taken
from some length on, is one step, and what comes behind it is linear. Only what grows too much both times is a fault.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

MAX_GROWTH = 2.6  # a doubling; 2 is linear, 4 quadratic
DOUBLINGS = 2
NOISE_SECONDS = 0.004
MAX_SECONDS = 20.0  # of one call: what takes longer is not measured again, nor at greater lengths
ATTEMPTS = 4


class Growth(NamedTuple):
    """CPU seconds at the two lengths, and the growth at a doubling."""

    short: float
    long: float
    a_doubling: float


def growth_of(function: Callable[[str], object], text_of: Callable[[int], str], characters: int) -> Growth:
    """How a function grows from texts of so many characters to four times as many, or from there on if that is less."""
    found = _measured(function, text_of, characters)
    if found.a_doubling <= MAX_GROWTH or found.long > MAX_SECONDS:
        return found
    behind = _measured(function, text_of, characters << DOUBLINGS)
    return min(found, behind, key=lambda each: each.a_doubling)


def _measured(function: Callable[[str], object], text_of: Callable[[int], str], characters: int) -> Growth:
    short = long = float("inf")
    for _ in range(ATTEMPTS):
        long = min(long, _seconds(function, text_of(characters << DOUBLINGS)))
        if long <= MAX_GROWTH**DOUBLINGS * NOISE_SECONDS:
            return Growth(0.0, long, 0.0)
        short = min(short, _seconds(function, text_of(characters)))
        found = Growth(short, long, (long / max(short, NOISE_SECONDS)) ** (1 / DOUBLINGS))
        if found.a_doubling <= MAX_GROWTH or long > MAX_SECONDS:
            break
    return found


def _seconds(function: Callable[[str], object], text: str) -> float:
    least = float("inf")
    for _ in range(3):
        start = time.thread_time()
        function(text)
        least = min(least, time.thread_time() - start)
        if least < NOISE_SECONDS or least > 1.0:
            break
    return least
