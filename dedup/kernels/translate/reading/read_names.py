"""Names: a capitalised word, a word of a script without capitals, a run of katakana, of Chinese signs.

Foreign names in Chinese are written by sound, with some four hundred signs: a run of these is a name, as it stands and
without its first or last sign, which may be a word. A Chinese person is two signs behind a family name, a place two
signs before "city", "county" or "river".
"""

from __future__ import annotations

from dedup.kernels.decorators import inlined, stage
from dedup.kernels.scalars import U, signed
from dedup.kernels.translate.key_parts import FAMILY, PLACE_SIGN, SOUND, UNCASED, UPPER, Characters
from dedup.kernels.translate.reading.found_keys import FoundKeys, put_key
from dedup.kernels.translate.reading.romanise import (
    NO_KEY,
    R,
    Text,
    W,
    WordRoom,
    key_of_classes,
    key_of_spelling,
    stem_hash,
    write_chinese_w,
    write_latin,
    write_roman,
    write_soft,
)

MAX_NAME_KEYS = 3  # of one word
MIN_NAME, MIN_UNCASED = 3, 4  # letters; of a cased name two, where both are capitals; of Hangul three
FIRST_HANGUL, LAST_ASCII = 0xAC00, 0x7F
FIRST_GREEK, LAST_GREEK = 0x370, 0x3FF
FIRST_HEBREW, LAST_HEBREW = 0x590, 0x5FF
FIRST_ARABIC, LAST_ARABIC = 0x600, 0x6FF
MU, PI, NU, TAU, GAMMA, KAPPA, ZETA, IOTA = map(ord, "μπντγκζι")
LETTER_B, LETTER_D, LETTER_G, LETTER_N, LETTER_Z = map(ord, "bdgnz")
ALEF, LAM, GHAIN = ord("ا"), ord("ل"), ord("غ")
ARABIC_VOWELS = (ord("و"), ord("ي"), ord("ى"), ord("ئ"), ord("ؤ"))
HEBREW_BET, HEBREW_VAV = ord("ב"), ord("ו")
HEBREW_PREFIXES = (ord("ב"), ord("ל"), ord("ה"), ord("מ"), ord("כ"), ord("ש"), ord("ו"))  # the last stands first only
HEBREW_VOWELS = (ord("ו"), ord("י"), ord("ה"), ord("א"), ord("ע"))
MIN_PREFIXED, MIN_TWICE_PREFIXED, MAX_BARE = 5, 6, 3  # letters; a Hebrew word of three keeps its vowels


@stage
def read_name(
    text: Text, first: int, end: int, place: int, characters: Characters, room: WordRoom, found: FoundKeys, count: int
) -> tuple[int, U]:
    """Add the keys of a word that may be a name; return how many keys there are, and the hash of its stem."""
    latin = write_latin(text, first, end, characters, room.latin)
    stem = stem_hash(room.latin, latin)
    if _is_short(text, first, end, characters):
        return count, stem
    if FIRST_HEBREW <= text[first] <= LAST_HEBREW:
        return _read_hebrew(text, first, end, place, characters, room, found, count), stem
    letters = _write_sounds(text, first, end, characters, room)
    key = key_of_classes(room.roman, letters, characters)
    soft = key if characters.classes[text[first]] & UNCASED else _soft_key(letters, key, characters, room)
    count = _put_name(min(key, soft), NO_KEY, place, found, count)
    count = _put_name(max(key, soft), min(key, soft), place, found, count)
    if text[first] <= LAST_ASCII and end - first >= MIN_NAME:
        count = put_key(found, count, key_of_spelling(room.latin, latin, characters), place)
    return count, stem


@inlined
def _is_short(text: Text, first: int, end: int, characters: Characters) -> bool:
    """Return whether a word has too few letters for a name of its script."""
    count = end - first
    if characters.classes[text[first]] & UNCASED:
        return count < (MIN_NAME if text[first] >= FIRST_HANGUL else MIN_UNCASED)
    if count == 2:
        return not (characters.classes[text[first]] & UPPER and characters.classes[text[first + 1]] & UPPER)
    return count < MIN_NAME


@inlined
def _put_name(key: int, other: int, place: int, found: FoundKeys, count: int) -> int:
    """Add a key to those found, unless it is none or another."""
    return count if key in (NO_KEY, other) else put_key(found, count, key, place)


@stage
def _soft_key(letters: int, key: int, characters: Characters, room: WordRoom) -> int:
    """Return the key of the soft form of the name that is in Latin letters, of which `key` is the key."""
    for place in range(letters):
        if room.roman[place] == R or room.roman[place] == W:
            return key_of_classes(room.soft, write_soft(room.roman, letters, room.soft), characters)
    return key


@stage
def _write_sounds(text: Text, first: int, end: int, characters: Characters, room: WordRoom) -> int:
    """Write a word with one letter a consonant, by the rules of its script; return how many letters."""
    if FIRST_GREEK <= text[first] <= LAST_GREEK:
        return write_roman(room.word, 0, _write_greek(text, first, end, characters, room.word), characters, room.roman)
    if FIRST_ARABIC <= text[first] <= LAST_ARABIC:
        return write_roman(room.word, 0, _write_arabic(text, first, end, room.word), characters, room.roman)
    return write_roman(text, first, end, characters, room.roman)


@stage
def _write_greek(text: Text, first: int, end: int, characters: Characters, word: Text) -> int:
    """Write a Greek word with one letter for what two letters sound like; return how many letters."""
    total, place = 0, first
    while place < end and total + 2 <= len(word):
        letter = signed(text[place]) + characters.lower[text[place]]
        after = signed(text[place + 1]) + characters.lower[text[place + 1]] if place + 1 < end else 0
        third = signed(text[place + 2]) + characters.lower[text[place + 2]] if place + 2 < end else 0
        sound = 0
        if letter == MU and after == PI:
            sound = LETTER_B
        elif letter == NU and after == TAU:
            sound = LETTER_D
        elif letter == GAMMA and after == KAPPA:
            sound = LETTER_G
        elif letter == TAU and after == ZETA:
            sound = LETTER_Z
        elif letter == GAMMA and after == IOTA:
            sound = IOTA
        elif letter == GAMMA and after == GAMMA and third != KAPPA:
            word[total] = LETTER_N
            total, sound = total + 1, LETTER_G
        word[total] = sound if sound else letter
        total += 1
        place += 2 if sound else 1
    return total


@stage
def _write_arabic(text: Text, first: int, end: int, word: Text) -> int:
    """Write a word in Arabic letters without the article and the vowels; return how many letters."""
    if end - first >= MIN_PREFIXED and text[first] == ALEF and text[first + 1] == LAM:
        first += 2
    total = 0
    for place in range(first, end):
        letter = signed(text[place])
        is_vowel = False
        for vowel in ARABIC_VOWELS:
            is_vowel |= letter == vowel
        if total < len(word) and (place == first or not is_vowel):
            word[total] = LETTER_G if letter == GHAIN else letter
            total += 1
    return total


@stage
def _read_hebrew(
    text: Text, first: int, end: int, place: int, characters: Characters, room: WordRoom, found: FoundKeys, count: int
) -> int:
    """Add the keys of a Hebrew word, as it is and without one or two particles; return how many keys there are."""
    whole = _hebrew_key(text, first, end, characters, room)
    once = twice = whole
    if end - first >= MIN_PREFIXED and _is_one_of(text[first], HEBREW_PREFIXES, len(HEBREW_PREFIXES)):
        once = _hebrew_key(text, first + 1, end, characters, room)
        if end - first >= MIN_TWICE_PREFIXED and _is_one_of(text[first + 1], HEBREW_PREFIXES, len(HEBREW_PREFIXES) - 1):
            twice = _hebrew_key(text, first + 2, end, characters, room)
    least, most = min(whole, once, twice), max(whole, once, twice)
    middle = whole + once + twice - least - most
    count = _put_name(least, NO_KEY, place, found, count)
    count = _put_name(middle, least, place, found, count)
    return _put_name(most, middle, place, found, count)


@stage
def _is_one_of(letter: int, letters: tuple[int, ...], count: int) -> bool:
    found = False
    for k in range(count):
        found |= letter == letters[k]
    return found


@stage
def _hebrew_key(text: Text, first: int, end: int, characters: Characters, room: WordRoom) -> int:
    """Return the key of a Hebrew word: vav and yod are vowels unless doubled or first."""
    word, total, place = room.word, 0, first
    while place < end and total < len(word):
        is_doubled = end - first > MAX_BARE and place + 1 < end and text[place] == HEBREW_VAV
        is_doubled = is_doubled and text[place + 1] == HEBREW_VAV
        word[total] = HEBREW_BET if is_doubled else text[place]
        total += 1
        place += 2 if is_doubled else 1
    kept = total
    if end - first > MAX_BARE:
        kept = 0
        for k in range(total):
            letter, is_vowel = signed(word[k]), False
            for vowel in HEBREW_VOWELS:
                is_vowel |= letter == vowel
            if k == 0 or not is_vowel or (k + 1 < total and word[k + 1] == HEBREW_VAV):
                word[kept] = letter
                kept += 1
    return key_of_classes(room.roman, write_roman(word, 0, kept, characters, room.roman), characters)


@stage
def read_katakana(
    text: Text, first: int, end: int, characters: Characters, room: WordRoom, found: FoundKeys, count: int
) -> int:
    """Add the key of a run of katakana; return how many keys there are."""
    letters = write_roman(text, first, end, characters, room.roman)
    letters = write_soft(room.roman, letters, room.soft)
    return _put_name(key_of_classes(room.soft, letters, characters), NO_KEY, first, found, count)


@stage
def read_chinese(
    text: Text, first: int, end: int, characters: Characters, room: WordRoom, found: FoundKeys, count: int
) -> int:
    """Add the keys of names in a run of Chinese signs; return how many keys there are."""
    place = first
    while place < end:
        last = place
        while last < end and characters.classes[text[last]] & SOUND:
            last += 1
        if last - place >= 2:
            count = _put_sounds(text, place, last, characters, room, found, count)
        if last - place >= 3:
            count = _put_sounds(text, place + 1, last, characters, room, found, count)
            count = _put_sounds(text, place, last - 1, characters, room, found, count)
        place = max(last, place + 1)
    for place in range(first, end):
        if characters.classes[text[place]] & FAMILY and place + 2 < end:
            count = _put_signs(text, place + 1, place, characters, room, found, count)
        if characters.classes[text[place]] & PLACE_SIGN and place - first >= 2:
            count = _put_signs(text, place - 2, place - 2, characters, room, found, count)
    return count


@stage
def _put_sounds(
    text: Text, first: int, end: int, characters: Characters, room: WordRoom, found: FoundKeys, count: int
) -> int:
    letters = write_chinese_w(room.roman, write_roman(text, first, end, characters, room.roman))
    letters = write_soft(room.roman, letters, room.soft)
    return _put_name(key_of_classes(room.soft, letters, characters), NO_KEY, first, found, count)


@stage
def _put_signs(
    text: Text, first: int, place: int, characters: Characters, room: WordRoom, found: FoundKeys, count: int
) -> int:
    """Add the key of two signs, standing at a place."""
    letters = write_roman(text, first, first + 2, characters, room.roman)
    return _put_name(key_of_classes(room.roman, letters, characters), NO_KEY, place, found, count)
