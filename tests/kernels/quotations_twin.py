"""What `dedup.kernels.prepare.find_quotations` marks, as plainly as possible."""

from __future__ import annotations

from dataclasses import dataclass

from dedup.tokens.words import LINE, SENTENCE, WRAPPED, Words

STRAIGHT, STRAIGHT_SINGLE = '"＂', "'"
OPENING, CLOSING = "«“„‟「『", "»”」』"
OPENING_SINGLE, CLOSING_SINGLE = "‘‚‹", "’›"
MARKS = STRAIGHT + STRAIGHT_SINGLE + OPENING + CLOSING + OPENING_SINGLE + CLOSING_SINGLE
SINGLE = STRAIGHT_SINGLE + OPENING_SINGLE + CLOSING_SINGLE
STOPS = "!),-./:;?]–—…、。"
WHITE = "\u00a0\u202f\u3000"
NEWLINES = "\n\u2028\u2029"
MAX_NAME_WORDS, MAX_POST_WORDS = 8, 100


def is_white(char: str) -> bool:
    return char <= " " or char in WHITE


def leads_to_word(char: str, is_behind_white: bool) -> bool:
    if char in MARKS:
        return is_behind_white
    return not (char in STOPS or char >= "\uff01" or is_white(char))


def role(mark: str, behind_white: bool, at_word: bool, between: bool, is_open: bool) -> str:
    """ "opens", "closes" or neither."""
    if mark in SINGLE:
        if behind_white and at_word:
            return "" if mark in CLOSING_SINGLE else "opens"
        return "closes" if is_open and not behind_white and not at_word else ""
    if behind_white == at_word:
        return "opens" if at_word else "closes"
    if mark in STRAIGHT:
        return "" if between else "closes" if is_open else "opens"
    return "opens" if mark in OPENING else "closes"


@dataclass
class Reading:
    """What is open while a text is read, and which words were found to be quoted."""

    words: Words
    quoted: list[bool]
    double: int | None = None  # the first word behind an opening mark
    single: int | None = None
    carried: int | None = None  # the same of a double mark that the paragraph before left open
    lines: tuple[int, int] = (0, 0)  # the first words of the line before and of this one
    post: tuple[int, int] = (0, 0)  # the words before the last dash

    def quote(self, first: int | None, end: int) -> None:
        if first is not None:
            self.quoted[first:end] = [True] * (end - first)

    def end_line(self, word: int) -> None:
        self.carried, self.double, self.single = self.double, None, None
        self.lines = (self.lines[1], word)

    def meets_dash(self, word: int) -> None:
        before, line = self.lines
        self.post = (before if word == line else line, word)

    def meets_account(self, word: int) -> None:
        """`(@` before a word: who wrote the post that ends with the last dash, if that is near."""
        start, end = self.post
        if word - end <= MAX_NAME_WORDS and end - start <= MAX_POST_WORDS:
            self.quote(start, end)

    def opens(self, mark: str, word: int) -> None:
        if mark in SINGLE:
            self.single = word
            return
        self.quote(self.carried, word)
        self.carried = None
        if self.double is None or not self.words.boundaries[word] & SENTENCE:
            self.double = word

    def closes(self, mark: str, word: int) -> None:
        if mark in SINGLE:
            self.quote(self.single, word)
            self.single = None
        else:
            self.quote(self.double, word)
            self.double = None

    def meets(self, place: int, word: int, *, behind_white: bool) -> None:
        """A mark before a word."""
        text, stop = self.words.text, int(self.words.starts[word])
        mark, is_last = text[place], place + 1 == stop
        at_word = is_last or leads_to_word(text[place + 1], behind_white)
        if mark == STRAIGHT_SINGLE and text[stop] < ":":
            at_word = False
        is_first = place == (int(self.words.ends[word - 1]) if word else 0)
        between = is_first and is_last and not behind_white and text[stop] < "\u0800"
        is_open = (self.single if mark in SINGLE else self.double) is not None
        what = role(mark, behind_white, at_word, between, is_open)
        if what == "opens":
            self.opens(mark, word)
        elif what == "closes":
            self.closes(mark, word)


def quoted(words: Words) -> list[bool]:
    """Which words stand inside quotation marks."""
    reading, text = Reading(words, [False] * len(words)), words.text
    starts, ends = words.starts.tolist(), words.ends.tolist()
    for word, stop in enumerate(starts):
        boundary = int(words.boundaries[word])
        may_end_line = word > 0 and boundary & LINE != 0 and not boundary & WRAPPED
        behind_white = word == 0
        for place in range(ends[word - 1] if word else 0, stop):
            if may_end_line and text[place] in NEWLINES:
                reading.end_line(word)
                may_end_line = False
            if text[place] == "—":
                reading.meets_dash(word)
            elif text[place : place + 2] == "(@":
                reading.meets_account(word)
            if text[place] in MARKS:
                reading.meets(place, word, behind_white=behind_white)
            behind_white = is_white(text[place]) or (text[place] in MARKS and behind_white) or text[place] in "(["
        reading.carried = None
    if len(words) and any(char in MARKS and char not in SINGLE for char in text[ends[-1] :]):
        reading.quote(reading.double, len(words))
    return reading.quoted
