"""Quotations: which words of an article stand between quotation marks.

A mark opens before a word and closes behind one, whatever sign it is: German closes with the sign that English opens
with, Swedish has one sign for both. Where spacing says nothing (French, Chinese, tokenised text), the sign does. A
quotation ends with its paragraph, unless the next one begins with a mark: one that is never closed is none, so a stray
mark takes nothing with it.

Single marks are read apart from double ones. An apostrophe never opens a quotation, and a straight single mark only
before a letter.

A post of a social network that a page embeds has no marks. Behind it stands who wrote it: `— Name (@name)`. What
precedes the dash in its line is quoted, or the line before where the dash begins one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import flags as bits
from dedup.kernels.decorators import inlined, stage
from dedup.kernels.prepare.fold_text import decode_point
from dedup.kernels.prepare.read_articles import Scratch
from dedup.kernels.prepare.split_words import source_byte
from dedup.kernels.scalars import ONE, TWO, ZERO, U, signed

IN_QUOTATION = np.uint8(bits.IN_QUOTATION)

# What a sign does where spacing does not say it; SINGLE and STRAIGHT are added to that.
OPENS, CLOSES, SINGLE, STRAIGHT = 1, 2, 4, 8
NO_MARK, NOT_OPEN = 0, -1
DASH, BRACKET, AT = 0x2014, 0x28, 0x40
MAX_NAME_WORDS = 8  # between the dash and the account of who wrote a post
MAX_POST_WORDS = 100  # a longer line is an article without paragraphs

Bytes = NDArray[np.uint8]
Truth = np.bool_ | bool


@inlined
def _mark(point: U) -> int:
    """Return what a code point is as a quotation mark."""
    if point == U(0x22) or point == U(0xFF02):  # " ＂
        return STRAIGHT
    if point == U(0x27):
        return STRAIGHT | SINGLE
    if point < U(0xAB) or point > U(0xFF02):
        return NO_MARK
    if point == U(0xAB) or point == U(0x201C) or point == U(0x201E) or point == U(0x201F):  # « “ „ ‟
        return OPENS
    if point == U(0xBB) or point == U(0x201D):  # » ”
        return CLOSES
    if point == U(0x300C) or point == U(0x300E):  # 「 『
        return OPENS
    if point == U(0x300D) or point == U(0x300F):  # 」 』
        return CLOSES
    if point == U(0x2018) or point == U(0x201A) or point == U(0x2039):  # ‘ ‚ ‹
        return OPENS | SINGLE
    if point == U(0x2019) or point == U(0x203A):  # ’ ›
        return CLOSES | SINGLE
    return NO_MARK


@inlined
def _is_white(point: U) -> Truth:
    return point <= U(32) or point == U(0xA0) or point == U(0x202F) or point == U(0x3000)


@inlined
def _leads_to_word(point: U, is_behind_white: Truth) -> Truth:
    """Return whether a sign behind a mark, and before the next word, goes with that word: no white space and no
    punctuation; another mark where white space lies before both.
    """
    if _mark(point):
        return is_behind_white
    is_stop = point == U(0x21) or point == U(0x29) or (point >= U(0x2C) and point <= U(0x2F))  # ! ) , - . /
    is_stop |= point == U(0x3A) or point == U(0x3B) or point == U(0x3F) or point == U(0x5D)  # : ; ? ]
    is_stop |= point == U(0x2013) or point == U(0x2014) or point == U(0x2026)  # – — …
    is_stop |= (point >= U(0x3001) and point <= U(0x3002)) or point >= U(0xFF01)  # 、。！，：
    return not is_stop and not _is_white(point)


@inlined
def _role(mark: int, is_behind_white: Truth, is_at_word: Truth, is_between: Truth, is_open: Truth) -> int:
    """Return whether a mark opens or closes; NO_MARK for one that does neither.

    `is_behind_white`: white space or an opening bracket lies before it; `is_at_word`: the next word begins behind it;
    `is_between`: it is all that lies between two words of a script that has spaces, as in 5"11.
    """
    if mark & SINGLE:
        if is_behind_white and is_at_word:
            return NO_MARK if mark & CLOSES else OPENS
        return CLOSES if is_open and not is_behind_white and not is_at_word else NO_MARK
    if is_behind_white == is_at_word:
        return OPENS if is_at_word else CLOSES
    if mark & STRAIGHT:
        return NO_MARK if is_between else (CLOSES if is_open else OPENS)
    return mark


@stage
def find_quotations(buffer: Bytes, start: U, end: U, count: U, scratch: Scratch) -> None:
    """Add to the flags of the words in `scratch` whether they stand inside quotation marks.

    Only between words with more than a space between them can a mark stand; before the first word, always.
    """
    double, single, carried = NOT_OPEN, NOT_OPEN, NOT_OPEN  # the word that follows an opening mark
    line, line_before, post, dash = ZERO, ZERO, ZERO, ZERO  # their first words; a post ends where a dash follows
    g, b = ZERO, ZERO
    w = ZERO
    while w < count:
        i, b = source_byte(scratch.edges[w + w - ONE], scratch.breaks, scratch.shifts, b) if w else (ZERO, b)
        stop, b = source_byte(scratch.edges[w + w], scratch.breaks, scratch.shifts, b)
        i, stop = start + i, start + stop
        boundary = scratch.boundaries[w]
        ends_line = w > ZERO and boundary & bits.LINE != 0 and (boundary & bits.WRAPPED == 0)
        is_white, is_new_line, is_first = w == ZERO, False, True
        while i < stop:
            point, width = decode_point(buffer, i, end)
            after = i + width
            mark = _mark(point)
            if ends_line and not is_new_line and (point == U(10) or point == U(0x2028) or point == U(0x2029)):
                carried, double, single, is_new_line = double, NOT_OPEN, NOT_OPEN, True
                line_before, line = line, w
            if point == U(DASH):
                post, dash = line_before if w == line else line, w
            elif point == U(BRACKET) and after < end and buffer[after] == AT and _is_post(post, dash, w):
                _quote(scratch.flags, signed(post), signed(dash))
            if mark:
                following, _ = decode_point(buffer, after, end) if after < end else (U(32), ONE)
                is_at_word = after >= stop or _leads_to_word(following, is_white)
                if mark & SINGLE:  # the '90s
                    is_at_word = is_at_word and not (mark & STRAIGHT and buffer[stop] < 58)
                is_between = is_first and after >= stop and not is_white and buffer[stop] < 0xE0
                is_open = single != NOT_OPEN if mark & SINGLE else double != NOT_OPEN
                role = _role(mark, is_white, is_at_word, is_between, is_open)
                if role == CLOSES:
                    first = single if mark & SINGLE else double
                    if first != NOT_OPEN:
                        _quote(scratch.flags, first, signed(w))
                    single, double = (NOT_OPEN, double) if mark & SINGLE else (single, NOT_OPEN)
                elif role == OPENS and mark & SINGLE:
                    single = signed(w)
                elif role == OPENS:
                    if is_new_line and carried != NOT_OPEN:
                        _quote(scratch.flags, carried, signed(w))
                        carried = NOT_OPEN
                    if double == NOT_OPEN or boundary & bits.SENTENCE == 0:  # else the next paragraph of the same
                        double = signed(w)
            is_white = _is_white(point) or (mark != NO_MARK and is_white) or point == U(40) or point == U(91)
            i, is_first = after, False
        carried = NOT_OPEN if is_new_line else carried
        g += U(scratch.gaps[g] == w)
        w = U(scratch.gaps[g])
    if double != NOT_OPEN and count and _closes_text(buffer, start, end, count, scratch, b):
        _quote(scratch.flags, double, signed(count))


@inlined
def _is_post(first: U, dash: U, account: U) -> Truth:
    """Return whether the words before a dash can be a post, and those behind it the name of its account."""
    return account - dash <= U(MAX_NAME_WORDS) and dash - first <= U(MAX_POST_WORDS)


@stage
def _quote(flags: Bytes, first: int, end: int) -> None:
    for w in range(first, end):
        flags[w] |= IN_QUOTATION


@stage
def _closes_text(buffer: Bytes, start: U, end: U, count: U, scratch: Scratch, b: U) -> Truth:
    """Return whether a double quotation mark follows the last word."""
    i, _ = source_byte(scratch.edges[TWO * count - ONE], scratch.breaks, scratch.shifts, b)
    i += start
    while i < end:
        point, width = decode_point(buffer, i, end)
        mark = _mark(point)
        if mark and not mark & SINGLE:
            return True
        i += width
    return False
