"""How the CPU time of a function grows when its text is twice as long.

Measured are CPU seconds of this thread, the least of three, at two lengths that differ by a factor of 4. What is within
the noise of a measurement at the greater one is linear. What seems not to be is measured again, and is a fault only if
it is so each time.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

MAX_GROWTH = 2.6  # a doubling; 2 is linear, 4 quadratic
DOUBLINGS = 2
NOISE_SECONDS = 0.004
MAX_SECONDS = 20.0  # of one call: what takes longer is not measured again
ATTEMPTS = 4


class Growth(NamedTuple):
    """CPU seconds at the two lengths, and the growth at a doubling."""

    short: float
    long: float
    a_doubling: float


def growth_of(function: Callable[[str], object], text_of: Callable[[int], str], characters: int) -> Growth:
    """How a function grows from texts of so many characters to four times as many."""
    found = Growth(0.0, 0.0, float("inf"))
    for _ in range(ATTEMPTS):
        long = _seconds(function, text_of(characters << DOUBLINGS))
        if long <= MAX_GROWTH**DOUBLINGS * NOISE_SECONDS:
            return Growth(0.0, long, 0.0)
        short = _seconds(function, text_of(characters))
        now = Growth(short, long, (long / max(short, NOISE_SECONDS)) ** (1 / DOUBLINGS))
        found = min(found, now, key=lambda each: each.a_doubling)
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
