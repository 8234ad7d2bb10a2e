"""Days of a year: a day and the name of a month in either order, 5月3日, 5월 3일.

Digits are few: words are looked at from these.
"""

from __future__ import annotations

from dedup.kernels.decorators import stage
from dedup.kernels.translate.key_parts import DIGIT, LETTER, SPACE, Characters, WordTable
from dedup.kernels.translate.reading.found_keys import FoundKeys, put_key
from dedup.kernels.translate.reading.read_figures import POINT, digit_at, key_of_day
from dedup.kernels.translate.reading.romanise import Text, WordRoom, stem_hash, write_latin
from dedup.kernels.translate.reading.word_tables import is_word_edge, letters_end, value_of

MIN_MONTH = 3  # letters
PERCENT, COLON, ORDINAL = ord("%"), ord(":"), ord("º")
LETTER_D, LETTER_E, LETTER_F, LETTER_H, LETTER_N, LETTER_O, LETTER_R, LETTER_S, LETTER_T = map(ord, "defhnorst")
MONTH_SIGN, DAY_SIGN, KOREAN_MONTH, KOREAN_DAY = ord("月"), ord("日"), ord("월"), ord("일")
NO_END = -1


@stage
def find_days(
    text: Text, characters: Characters, months: WordTable, room: WordRoom, found: FoundKeys, count: int
) -> int:
    """Add the days of a text, where each begins, to the keys found; return how many they are."""
    place = digits_end = taken = 0
    while place < len(text):
        if not characters.classes[text[place]] & DIGIT:
            place += 1
            continue
        first, before = place, digits_end
        while place < len(text) and characters.classes[text[place]] & DIGIT:
            place += 1
        digits_end = place
        if first < taken:
            continue
        month, day, begin, end = 0, 0, first, first
        if place - first <= 2:
            begin = _word_before(text, before, first, characters)
            end = _day_end(text, place, characters) if taken <= begin < first else NO_END
            if end != NO_END:
                word_end = letters_end(text, begin, first, characters)
                month = _month(text, begin, word_end, characters, months, room)
                day = _number(text, first, place, characters)
        if month == 0:
            begin = max(first, place - 2)
            month, day, end = _day_before_month(text, begin, place, characters, months, room)
        if 1 <= month <= 12 and 1 <= day <= 31:
            taken = end
            count = put_key(found, count, key_of_day(month, day, room.latin, characters), begin)
    return count


@stage
def _word_before(text: Text, least: int, end: int, characters: Characters) -> int:
    """Return where the word begins that stands before a place, with spaces and perhaps a point between; the place
    itself where there is none.
    """
    place = end
    while place > least and characters.classes[text[place - 1]] & SPACE:
        place -= 1
    if place == end:
        return end
    if place > least and text[place - 1] == POINT:
        place -= 1
    first = place
    while first > least and characters.classes[text[first - 1]] & LETTER:
        first -= 1
    return first if place - first >= MIN_MONTH else end


@stage
def _day_end(text: Text, place: int, characters: Characters) -> int:
    """Return where a day ends whose digits end at a place, with st, nd, rd or th; NO_END where it is a percentage, a
    time of day, or goes on.
    """
    has_ordinal = place + 1 < len(text) and _is_english_ordinal(text[place], text[place + 1])
    if has_ordinal and is_word_edge(text, place + 1, len(text), characters):
        return _unless_marked(text, place + 2, characters)
    if is_word_edge(text, place - 1, len(text), characters):
        return _unless_marked(text, place, characters)
    return NO_END


@stage
def _unless_marked(text: Text, end: int, characters: Characters) -> int:
    place = end
    while place < len(text) and characters.classes[text[place]] & SPACE:
        place += 1
    return NO_END if place < len(text) and (text[place] == PERCENT or text[place] == COLON) else end


@stage
def _is_english_ordinal(one: int, other: int) -> bool:
    return bool(
        (one == LETTER_S and other == LETTER_T)
        or (one == LETTER_N and other == LETTER_D)
        or (one == LETTER_R and other == LETTER_D)
        or (one == LETTER_T and other == LETTER_H)
    )


@stage
def _day_before_month(
    text: Text, first: int, place: int, characters: Characters, months: WordTable, room: WordRoom
) -> tuple[int, int, int]:
    """Return the month, 0 for none, the day, and where these end, of digits that end at a place."""
    number = _number(text, first, place, characters)
    if place < len(text) and (text[place] == MONTH_SIGN or text[place] == KOREAN_MONTH):
        day, end = _day_behind_month(text, place, characters)
        return (number, day, end) if day else (0, 0, place)
    if place + 1 < len(text) and (
        _is_english_ordinal(text[place], text[place + 1]) or (text[place] == LETTER_E and text[place + 1] == LETTER_R)
    ):
        place += 2
    elif place < len(text) and text[place] == ORDINAL:
        place += 1
    if place < len(text) and text[place] == POINT:
        place += 1
    word = _spaces_end(text, place, characters)
    if word == place:
        return 0, 0, place
    if word + 1 < len(text) and (
        (text[word] == LETTER_D and text[word + 1] == LETTER_E)
        or (text[word] == LETTER_O and text[word + 1] == LETTER_F)
    ):
        behind = _spaces_end(text, word + 2, characters)
        word = behind if behind > word + 2 else word
    end = letters_end(text, word, len(text), characters)
    if end - word < MIN_MONTH:
        return 0, 0, place
    return _month(text, word, end, characters, months, room), number, end


@stage
def _day_behind_month(text: Text, place: int, characters: Characters) -> tuple[int, int]:
    """Return the day, 0 for none, behind a sign of the month, and where it ends."""
    is_korean = text[place] == KOREAN_MONTH
    first = _spaces_end(text, place + 1, characters) if is_korean else place + 1
    end = first
    while end < len(text) and end < first + 2 and characters.classes[text[end]] & DIGIT:
        end += 1
    if end == first or end == len(text) or text[end] != (KOREAN_DAY if is_korean else DAY_SIGN):
        return 0, place
    return _number(text, first, end, characters), end + 1


@stage
def _spaces_end(text: Text, place: int, characters: Characters) -> int:
    while place < len(text) and characters.classes[text[place]] & SPACE:
        place += 1
    return place


@stage
def _number(text: Text, first: int, end: int, characters: Characters) -> int:
    number = 0
    for place in range(first, end):
        number = number * 10 + digit_at(text[place], characters)
    return number


@stage
def _month(text: Text, first: int, end: int, characters: Characters, months: WordTable, room: WordRoom) -> int:
    """Return the month that a word names, 0 for none."""
    letters = write_latin(text, first, end, characters, room.latin)
    return max(0, value_of(stem_hash(room.latin, letters), months))
