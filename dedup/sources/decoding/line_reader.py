"""The lines of a file of records, and what they encode: a whole file has one encoding, found from many of its lines.

The first line that is no UTF-8 makes the reader look ahead, in 4 MiB, for others: all of them together say which
encoding it is, since one line holds too few letters to tell Czech from French. Where most lines are UTF-8, those that
are not are in another encoding, and are said to be.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from dedup.sources.decoding.decode import decode_as, foreign_lines, is_mostly_utf_8, is_utf_8, line_numbers
from dedup.sources.decoding.likely_encoding import EncodingGuess, guess_encoding

_AHEAD_BYTES = 1 << 22


class LineReader:
    """Iterates over the lines of a file, as bytes, and decodes them.

    None stands for a line that is too long. `doubts` holds, at the end, what of the file was read with a doubt.
    """

    def __init__(self, lines: Iterator[bytes | None]) -> None:
        self._lines = lines
        self._ahead: deque[bytes | None] = deque()
        self._number = 0
        self._guess: EncodingGuess | None = None
        self._is_utf_8 = False
        self._foreign: list[int] = []
        self._damaged: list[int] = []

    def __iter__(self) -> Iterator[bytes | None]:
        for line in self._lines:
            self._number += 1
            yield line
            while self._ahead:  # what was looked at to decode the line
                self._number += 1
                yield self._ahead.popleft()

    def texts(self) -> Iterator[str | None]:
        """The lines as texts; a table has a score of them for each article."""
        for line in self:
            try:
                yield None if line is None else line.decode("utf-8")
            except UnicodeDecodeError:
                yield self.decode(line or b"")

    def decode(self, line: bytes) -> str:
        """The text of the line that was given last."""
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            pass
        if is_mostly_utf_8(line):
            self._damaged.append(self._number)
            return line.decode("utf-8", errors="replace")
        if self._guess is None:
            self._guess, self._is_utf_8 = self._look_ahead(line)
        if self._is_utf_8:
            self._foreign.append(self._number)
        text = decode_as(line, self._guess.encoding)
        if "\ufffd" in text:
            self._damaged.append(self._number)
        return text

    def doubts(self) -> list[str]:
        """What is doubtful about the file, one line each."""
        found = []
        if self._guess is not None and self._guess.doubt is not None:
            found.append(self._guess.doubt)
        if self._guess is not None and self._foreign:
            found.append(foreign_lines(self._foreign, self._guess.encoding))
        if self._damaged:
            found.append(f"bytes that do not fit the encoding are U+FFFD, in {line_numbers(self._damaged)}")
        return found

    def _look_ahead(self, line: bytes) -> tuple[EncodingGuess, bool]:
        """The likely encoding of what is no UTF-8 in the next lines, and whether most of them are UTF-8."""
        foreign, fitting, size = [line], 0, 0
        for following in self._lines:
            self._ahead.append(following)
            if following is None:
                continue
            size += len(following)
            if not following.isascii():
                if is_utf_8(following) or is_mostly_utf_8(following):
                    fitting += 1
                else:
                    foreign.append(following)
            if size > _AHEAD_BYTES:
                break
        return guess_encoding(b"\n".join(foreign)), fitting > len(foreign)
