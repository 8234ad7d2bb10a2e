"""What `dedup.kernels.translate.reading.romanise` makes of words, with regular expressions."""

from __future__ import annotations

import re
from functools import cache

from anyascii import anyascii

_CLASSES = {
    letter: str(number)
    for number, letters in enumerate(("bpvfw", "dt", "szxjc", "kgqh", "lr", "mn"), 1)
    for letter in letters
}
_SPELLINGS = tuple(
    (re.compile(pattern), letters)
    for pattern, letters in (
        (r"['`’-]", ""),
        ("shch|sch|sh|ch|zh|ts|cz", "s"),
        ("th", "t"),
        ("ph", "f"),
        ("ck|qu|kh", "k"),
        ("wh", "w"),
        (r"ng(?![aeiouy])", "n"),
        (r"c(?=[aouklr]|$)", "k"),
    )
)
_SOFTENED = re.compile(r"r(?![aeiouyr])")
_SOFT_W = re.compile(r"(?<=[aeiouy])w|w(?=[aeiouy])")
_CHINESE_W = re.compile("hu(?=[aoi])")
_GREEK = (("μπ", "b"), ("ντ", "d"), ("γκ", "g"), ("γγ", "ng"), ("τζ", "z"), ("γι", "ι"))
_ARABIC_ARTICLE, _ARABIC_VOWELS = re.compile("^ال(?=...)"), re.compile("(?<=.)[ويىئؤ]")
_KANA_MARKS = str.maketrans("", "", "ッーっ")  # a doubled consonant, a long vowel: romanised as letters
_HEBREW_PREFIXES, _HEBREW_SECOND_PREFIXES = "בלהומכש", "בלהמכש"
_HEBREW_VOWELS = re.compile("(?<=.)[ויהאע](?!ו)")


@cache
def skeleton(word: str) -> str:
    """The classes of the consonants of a word, digits 1 to 6.

    >>> skeleton("Zalewicz"), skeleton("Залевич"), skeleton("Schmidt"), skeleton("Шмидт")
    ('3513', '3513', '362', '362')
    """
    return _classes(_roman(word))


@cache
def soft_skeleton(word: str) -> str:
    """The same without what scripts of syllables leave out.

    >>> soft_skeleton("Carter") == soft_skeleton("カーター")
    True
    """
    return _classes(_softened(_roman(word)))


@cache
def chinese_skeleton(word: str) -> str:
    """The soft form of a name in Chinese signs."""
    return _classes(_softened(_CHINESE_W.sub("w", _roman(word))))


@cache
def hebrew_skeletons(word: str) -> frozenset[str]:
    """The classes of a Hebrew word as it is, and without one or two particles in front; vav and yod are vowels unless
    doubled or first.
    """
    forms = {word}
    if len(word) >= 5 and word[0] in _HEBREW_PREFIXES:
        forms.add(word[1:])
        if len(word) >= 6 and word[1] in _HEBREW_SECOND_PREFIXES:
            forms.add(word[2:])
    bare = (_HEBREW_VOWELS.sub("", form.replace("וו", "ב")) if len(form) > 3 else form for form in forms)
    return frozenset(_classes(_roman(form)) for form in bare)


@cache
def latin_letters(word: str) -> str:
    """A word in lower-case ASCII."""
    romanised: str = anyascii(word)
    return romanised.lower()


def _roman(word: str) -> str:
    """A word in Latin letters, one letter a consonant."""
    if "\u0370" <= word[:1] <= "\u03ff":
        word = word.lower()
        for letters, sound in _GREEK:
            word = word.replace(letters, sound)
    elif "\u0600" <= word[:1] <= "\u06ff":
        word = _ARABIC_VOWELS.sub("", _ARABIC_ARTICLE.sub("", word).replace("غ", "g"))
    roman = latin_letters(word.translate(_KANA_MARKS))
    for pattern, letters in _SPELLINGS:
        roman = pattern.sub(letters, roman)
    return roman


def _softened(roman: str) -> str:
    return _SOFT_W.sub("", _SOFTENED.sub("", roman))


def _classes(roman: str) -> str:
    found = ""
    for letter in roman:
        sound = _CLASSES.get(letter, "")
        if sound and not found.endswith(sound):
            found += sound
    return found
