"""Letters exchanged for their look-alikes hide no copy; words in one script stay as they are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_news import FERRY, text

import dedup
from dedup.tokens.look_alikes import in_one_script, mend_look_alikes

RUSSIAN = (
    "Паводок в долине разрушил два моста, сообщили в понедельник спасатели. Жители трёх посёлков остались без света, "
    "а дорога к перевалу закрыта до конца недели. Власти района обещают временную переправу."
)
EXCHANGED = str.maketrans("aeopcxyACEHKMOPTXB", "аеорсхуАСЕНКМОРТХВ")
TO_GREEK = str.maketrans("oivABEZ", "οινΑΒΕΖ")


@pytest.mark.parametrize("exchanges", [{ord("a"): "а"}, EXCHANGED, TO_GREEK, {ord("o"): "օ"}, {ord("g"): "ɡ"}])
def test_a_copy_with_look_alikes_is_a_copy(exchanges: dict[int, str | int]) -> None:
    plain = text(FERRY)
    changed = plain.translate(exchanges)
    assert changed != plain
    assert dedup.compare(plain, changed).relation in ("exact", "near")


@pytest.mark.parametrize("letters", ["а", "ао", "аоес"])
def test_so_is_a_russian_one_with_latin_letters(letters: str) -> None:
    latin = {"а": "a", "о": "o", "е": "e", "с": "c"}
    changed = RUSSIAN.translate({ord(letter): latin[letter] for letter in letters})
    assert dedup.compare(RUSSIAN, changed).relation == "exact"


@pytest.mark.parametrize(
    ("mixed", "plain"),
    [
        ("p\u0430nel", "panel"),
        ("\u0441\u0430n\u0430l", "canal"),
        ("Moсква и река", "Москва и река"),
        ("Mо\u0441\u043aва, нa юге", "Москва, на юге"),
        ("a b\u0430d d\u0430y, \u0430 long week", "a bad day, a long week"),
        ("b\u0430d news from Москва", "bad news from Москва"),
        ("закон и euroблок", "закон и euroблок"),
        ("IT-компания, iPhone'ы", "IT-компания, iPhone'ы"),
        ("5 μm, 3 μg", "5 μm, 3 μg"),
        ("Τhe cat; ο καιρός", "The cat; ο καιρός"),
    ],
)
def test_letters_are_those_of_their_word(mixed: str, plain: str) -> None:
    assert in_one_script(mixed) == plain


@settings(deadline=None)
@given(st.lists(st.text("aboc де οβ. é1\u0300\u0345À\u0370\nfлφ"), max_size=4))
def test_places_stay_and_packing_does_what_is_defined(texts: list[str]) -> None:
    assert [len(in_one_script(each)) for each in texts] == [len(each) for each in texts]
    for each, mended in zip(texts, mend_look_alikes([each.encode() for each in texts]), strict=True):
        assert mended.decode() == in_one_script(each)
