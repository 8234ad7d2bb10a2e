"""Signals that ask a program to end: it ends as it does after an interrupt, and leaves no half-written file."""

from __future__ import annotations

import signal
from types import FrameType

_SIGNALS = ("SIGTERM", "SIGHUP")
_BY_SIGNAL = 128  # what a shell adds to the number of a signal


class Ended(KeyboardInterrupt):
    """The program was asked to end."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.exit_code = _BY_SIGNAL + number


def heed_signals() -> None:
    """Raise `Ended` where a program would end at once; what is ignored, as under `nohup`, stays so."""
    for name in _SIGNALS:
        number = getattr(signal, name, None)  # Windows knows no SIGHUP
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)


def _end(number: int, _: FrameType | None) -> None:
    signal.signal(number, signal.SIG_DFL)  # who asks twice does not wait
    raise Ended(number)
