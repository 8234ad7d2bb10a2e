"""Figures by their value: 34 000, 34.000, 34 thousand and 3.4万 are one.

A value is a whole number times a power of ten, without zeros at its end; the key is that of its first six digits, the
last one rounded, half to even.
"""

from __future__ import annotations

from dedup.kernels.decorators import inlined, stage
from dedup.kernels.scalars import signed
from dedup.kernels.translate.key_parts import (
    CURRENCY,
    DAY,
    DECIMAL,
    DIGIT,
    FIGURE_MARK,
    OTHER_FIGURE,
    ROUND_FIGURE,
    SHAPE_SHIFT,
    SIGNIFICANT,
    SMALL_FIGURE,
    SPACE,
    YEAR_FIGURE,
    Characters,
    KeyTraits,
    WordTable,
)
from dedup.kernels.translate.reading.romanise import Letters, Text, checksum
from dedup.kernels.translate.reading.word_tables import is_word_edge, letters_end, lower_value

MAX_DIGITS = 18  # of a number of 64 bits; a longer one counts as its first ones
MAX_POWER = 100  # digits by the hundred are no figure, and beyond any number
KEY_DIGITS, MIN_PLAIN_POWER = 6, -4
FIRST_YEAR, LAST_YEAR = 1980, 2035
POINT, COMMA, ARABIC_POINT, ARABIC_COMMA = ord("."), ord(","), 0x66B, 0x66C
BLANK, NO_BREAK, NARROW_NO_BREAK, MINUS, ZERO_DIGIT, PLUS, LETTER_E = 0x20, 0xA0, 0x202F, ord("-"), ord("0"), 43, 101
MAX_GROUP, GROUP = 3, 4  # digits before groups that plain spaces part; a space and three digits
TEN, HUNDRED, THOUSAND, MYRIAD, MYRIAD_OLD = ord("十"), ord("百"), ord("千"), ord("万"), ord("萬")
HUNDRED_MILLION, HUNDRED_MILLION_CHINESE, BILLIONS = ord("億"), ord("亿"), ord("兆")
KOREAN_MYRIAD, KOREAN_HUNDRED_MILLION, KOREAN_BILLIONS = ord("만"), ord("억"), ord("조")
MORE_SIGNS = (ord("多"), ord("余"), ord("餘"))  # "and more"
LETTER_B, LETTER_K, LETTER_M, LETTER_N, LETTER_T = (ord(letter) for letter in "bkmnt")


@stage
def digits_end(text: Text, first: int, characters: Characters) -> int:
    """Return where digits end that begin at a place, with the marks between them."""
    found, place = first + 1, first + 1
    while place < len(text) and characters.classes[text[place]] & (DIGIT | FIGURE_MARK):
        place += 1
        if characters.classes[text[place - 1]] & DIGIT:
            found = place
    return found


@stage
def grouped_end(text: Text, first: int, end: int, characters: Characters) -> int:
    """Return where digits end that plain spaces group: "34 000"."""
    if end - first <= MAX_GROUP:
        while _is_group(text, end, characters):
            end += GROUP
    return end


@stage
def _is_group(text: Text, first: int, characters: Characters) -> bool:
    """Return whether a space and exactly three digits stand at a place."""
    if first + GROUP > len(text) or text[first] != BLANK:
        return False
    for place in range(first + 1, first + GROUP):
        if not characters.classes[text[place]] & DIGIT:
            return False
    return not (first + GROUP < len(text) and characters.classes[text[first + GROUP]] & DIGIT)


@inlined
def digit_at(code: int, characters: Characters) -> int:
    """Return the value of a digit."""
    return signed(characters.letters[characters.roman[code] >> 8]) - ZERO_DIGIT


@inlined
def plain_mark(code: int) -> int:
    """Return the point or comma that a mark is, or 0 for another."""
    if code in (POINT, ARABIC_POINT):
        return POINT
    return COMMA if code in (COMMA, ARABIC_COMMA) else 0


@stage
def read_value(text: Text, first: int, end: int, has_point: bool, characters: Characters) -> tuple[int, int]:
    """Return the value of digits and marks, as a number and a power of ten: one mark with three digits behind it
    groups, unless the language writes decimals with that mark.
    """
    marks, last_mark, last_place, leading, behind = 0, 0, end, 0, 0
    for place in range(first, end):
        if characters.classes[text[place]] & DIGIT:
            leading += marks == 0
            behind += 1
        elif plain_mark(text[place]):
            marks, last_mark, last_place, behind = marks + 1, plain_mark(text[place]), place, 0
    if marks:
        is_single = marks == 1 and last_mark == (POINT if has_point else COMMA)
        is_decimal = has_point or leading > MAX_GROUP or digit_at(text[first], characters) == 0
        if behind == MAX_GROUP and not (is_single and is_decimal):
            last_place = end
    number, power, digits = 0, 0, 0
    for place in range(first, end):
        if characters.classes[text[place]] & DIGIT:
            if digits < MAX_DIGITS:
                number = number * 10 + digit_at(text[place], characters)
                digits += number > 0
                power -= place > last_place
            else:
                power += place < last_place
    return number, power


@stage
def scaled_value(
    text: Text, first: int, end: int, traits: KeyTraits, characters: Characters, scales: WordTable
) -> tuple[int, int, int]:
    """Return the value of digits with what scales them, as a number and a power, and where these end."""
    text_end = len(text)
    number, power = read_value(text, first, end, traits.has_point, characters)
    if first > 0 and characters.classes[text[first - 1]] & CURRENCY:
        scale, scale_end = _money_scale(text, end, text_end, characters)
        if scale:
            return number, power + scale, scale_end
    scale, scale_end = _sign_scales(text, end, text_end)
    if scale:
        number, power, end = _with_more(text, scale_end, text_end, number, power + scale, characters)
        return number, power, end
    first = end
    if first < text_end and _parts_word(text[first], characters):
        first += 1
    word_end = letters_end(text, first, text_end, characters)
    if word_end > first:
        scale = lower_value(text, first, word_end, characters, scales)
        if scale > 0:
            return number, power + scale, word_end
    return number, power, end


@inlined
def _parts_word(code: int, characters: Characters) -> bool:
    return bool(characters.classes[code] & SPACE) or code == MINUS


@stage
def _money_scale(text: Text, first: int, end: int, characters: Characters) -> tuple[int, int]:
    """Return the power of ten behind a sum of money, 0 for none, and where it ends: £10m, €2.5bn."""
    if first >= end:
        return 0, first
    letter = signed(text[first]) + characters.lower[text[first]]
    scale = 3 * (letter == LETTER_K) + 6 * (letter == LETTER_M) + 9 * (letter == LETTER_B) + 12 * (letter == LETTER_T)
    after = signed(text[first + 1]) + characters.lower[text[first + 1]] if first + 1 < end else 0
    if scale > 3 and after == LETTER_N and is_word_edge(text, first + 1, end, characters):
        return scale, first + 2
    if scale and letter != LETTER_T and is_word_edge(text, first, end, characters):
        return scale, first + 1
    return 0, first


@stage
def _sign_power(code: int) -> int:
    """Return the power of ten that a sign scales by; 0 for none."""
    if code in (MYRIAD, MYRIAD_OLD, KOREAN_MYRIAD):
        return 4
    if code in (HUNDRED_MILLION, HUNDRED_MILLION_CHINESE, KOREAN_HUNDRED_MILLION):
        return 8
    if code in (BILLIONS, KOREAN_BILLIONS):
        return 12
    return 1 * (code == TEN) + 2 * (code == HUNDRED) + 3 * (code == THOUSAND)


@stage
def _sign_scales(text: Text, first: int, end: int) -> tuple[int, int]:
    """Return the power of ten of the signs behind a figure, 0 for none, and where they end: 300 万, 1000多万."""
    place, scale = first, 0
    if place < end and (text[place] == BLANK or text[place] == NO_BREAK):
        place += 1
    if place < end and (text[place] == MORE_SIGNS[0] or text[place] == MORE_SIGNS[1] or text[place] == MORE_SIGNS[2]):
        place += 1
    while place < end and _sign_power(text[place]):
        scale += _sign_power(text[place])
        place += 1
    return (scale, place) if scale else (0, first)


@stage
def _with_more(
    text: Text, first: int, end: int, number: int, power: int, characters: Characters
) -> tuple[int, int, int]:
    """Return a value with the figure that goes on behind a scale, and where it ends: 3億5000万."""
    more, place = 0, first
    while place < end and place < first + 4 and characters.classes[text[place]] & DIGIT:
        more = more * 10 + digit_at(text[place], characters)
        place += 1
    if place == first:
        return number, power, first
    more_power = 0
    if place < end:
        code = text[place]
        if code in (MYRIAD, THOUSAND, HUNDRED, HUNDRED_MILLION, HUNDRED_MILLION_CHINESE):
            more_power = _sign_power(code)
        place += more_power > 0
    number, power = _added(number, power, more, more_power)
    return number, power, place


@stage
def _added(number: int, power: int, more: int, more_power: int) -> tuple[int, int]:
    """Return the sum of two values; of what is too small to show in the first, nothing."""
    while power > more_power and number < 10**14:
        number, power = number * 10, power - 1
    while more_power > power and more < 10**14:
        more, more_power = more * 10, more_power - 1
    return (number + more, power) if power == more_power else (number, power)


@stage
def key_of_figure(number: int, power: int, digits: Letters, characters: Characters) -> int:
    """Return the key of a value."""
    if number == 0:
        power = 0
    while number and number % 10 == 0:
        number, power = number // 10, power + 1
    significant = _digits_of(number)
    top = significant - 1 + power
    if top >= MAX_POWER:
        number, power, significant, top = 1, MAX_POWER, 1, MAX_POWER
    written = _write_digits(number, significant, top, digits)
    return _figure_shape(number, power, significant, top, written) << SHAPE_SHIFT | checksum(
        digits, written, characters
    )


@stage
def _digits_of(number: int) -> int:
    digits = 1
    while number >= 10:
        number, digits = number // 10, digits + 1
    return digits


@stage
def _figure_shape(number: int, power: int, significant: int, top: int, written: int) -> int:
    if power < 0:
        return DECIMAL + min(4, max(2, written - 1)) - 2
    if top < 4:
        whole: int = number * 10**power
        if whole <= 31:
            return SMALL_FIGURE + (whole > 12)
        if FIRST_YEAR <= whole <= LAST_YEAR:
            return YEAR_FIGURE
        if whole < 100:
            return ROUND_FIGURE if whole % 10 == 0 else OTHER_FIGURE
    return SIGNIFICANT + min(5, significant)


@stage
def _write_digits(number: int, significant: int, top: int, digits: Letters) -> int:
    """Write a value with six digits as C's %g does; return how many characters."""
    while significant > KEY_DIGITS + 1:  # all but one digit more: 0 or 5 count as more where anything follows
        rest = number % 10
        number, significant = number // 10, significant - 1
        if rest and number % 5 == 0:
            number += 1
    if significant > KEY_DIGITS:
        rest = number % 10
        number //= 10
        number += rest > 5 or (rest == 5 and number % 2 == 1)
        significant -= 1
        if number == 10**KEY_DIGITS:
            top += 1
    while number and number % 10 == 0:
        number //= 10
    significant = _digits_of(number)
    if top < MIN_PLAIN_POWER or top >= KEY_DIGITS:
        return _write_scientific(number, significant, top, digits)
    total = 0
    if top < 0:
        digits[0], digits[1] = ZERO_DIGIT, POINT
        total = 2
        for _ in range(-top - 1):
            digits[total] = ZERO_DIGIT
            total += 1
    for place in range(max(significant, top + 1)):
        if place == top + 1 and top >= 0:
            digits[total] = POINT
            total += 1
        digits[total] = ZERO_DIGIT + (_digit(number, significant, place) if place < significant else 0)
        total += 1
    return total


@stage
def _digit(number: int, significant: int, place: int) -> int:
    """Return a digit of a number that has so many, counted from the left."""
    for _ in range(significant - 1 - place):
        number //= 10
    return number % 10


@stage
def _write_scientific(number: int, significant: int, top: int, digits: Letters) -> int:
    total = 0
    for place in range(significant):
        if place == 1:
            digits[total] = POINT
            total += 1
        digits[total] = ZERO_DIGIT + _digit(number, significant, place)
        total += 1
    digits[total], digits[total + 1] = LETTER_E, PLUS if top >= 0 else MINUS
    return total + 2 + write_number(abs(top), 2, digits[total + 2 :])


@stage
def write_number(number: int, least: int, digits: Letters) -> int:
    """Write a number with so many digits at least; return how many."""
    count = max(least, _digits_of(number))
    for place in range(count):
        digits[place] = ZERO_DIGIT + _digit(number, count, place)
    return count


@stage
def key_of_day(month: int, day: int, digits: Letters, characters: Characters) -> int:
    """Return the key of a day of a year."""
    count = write_number(month, 1, digits)
    digits[count] = MINUS
    count += 1 + write_number(day, 1, digits[count + 1 :])
    return DAY << SHAPE_SHIFT | checksum(digits, count, characters)
