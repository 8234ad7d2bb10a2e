"""Keys, their weights and the measures of pairs are those of their twins of regular expressions and dictionaries."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterator

import measure_translations_twin as measures_twin
import numpy as np
import pytest
import read_keys_twin as twin
from hypothesis import example, given, settings
from hypothesis import strategies as st
from skeleton_twin import skeleton, soft_skeleton

from dedup.kernels.layouts import TRANSLATION
from dedup.translations.keys.key_shapes import key_weights
from dedup.translations.keys.text_keys import ArticleKeys, keys_of, read_text_keys
from dedup.translations.translation_candidates import MAX_HEAVY, heavy_keys
from dedup.translations.translation_measures import TranslationMeasures, explained, measure_keys
from dedup.translations.written_languages import written_language

PIECES = (
    # figures, and what scales them
    "0", "3", "12", "1980", "34 000", "34.000", "1.234,5", "0,125", "65.9", "3e5", "٣٤", "𝟑", "１２", "999999.5",
    "12345675", "1234565", "00.5", "7" * 40, "£", "€", "m", "bn", "TN", "million", "Mio.", "млн", "lakh", "billionen",
    "万", "億", "多", "5000", "千", "만", "½", "²",
    # days
    "May", "мая", "Mai", "12th", "3rd", "of", "de", "月", "日", "월", "일", "%", ":", "º", "er", ".",
    # names, their spellings and their clitics
    "Schmidt", "Zalewicz", "SHCH", "Ck", "Thumbnail", "Quick", "Ngo", "Angry", "Carter", "Awe", "McCc", "Acck", "A",
    "AB", "'da", "L'", "’s", "Warsaw", "United", "States", "York", "New", "Залевич", "Μπουκουρ", "Γγκο", "Ντζε",
    "ΣΑΣ", "سيارة", "الغد", "והבית", "וושלום", "カーター", "ッカ", "カ", "扎莱维奇", "胡安", "王小明", "山东省", "德国",
    "周五", "三十", "二人", "हज़ार", "서울시", "ไทย", "ქართული", "two", "Twenty", "п'ять", "zwölf", "term", "ab", "ß",
    "İ", "ﬁ", "ﷺ",
    # what parts words, and marks that combine
    " ", "  ", "\n", "\u00a0", "\u202f", ",", "-", "_", "'", "e\u0301", "\u0301", "が\u3099", "ﾊﾟ", "😀", "\ud800",
)  # fmt: skip
LANGUAGES = ("en", "de", "fr", "ru", "uk", "el", "ar", "he", "hi", "zh", "ja", "ko", "th", "xx")
texts = st.lists(st.sampled_from(PIECES) | st.characters(max_codepoint=0x30FF), max_size=25).map("".join)


@pytest.fixture(autouse=True, scope="module")
def without_readings() -> Iterator[None]:
    """Of Japanese names in signs, which no kernel reads."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dedup.translations.keys.text_keys.are_readings_known", lambda: False)
        yield


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=60, deadline=None)
@given(text=texts)
@example(text="May 12 June, of May. 3rd June 14, 2021 May, May 2021, May 9 %, 5月3日 34 000,5 £10m 3億5000万")
def test_keys_are_those_of_the_twin(language: str, text: str) -> None:
    assert keys_of(text, language) == twin.keys_of(text, language)


def test_many_texts_are_read_as_one() -> None:
    some, languages = [" ".join(PIECES[at:]) for at in range(0, len(PIECES), 9)], itertools.cycle(LANGUAGES)
    known = list(itertools.islice(languages, len(some)))
    keys = read_text_keys(some, known)
    for number, (text, language) in enumerate(zip(some, known, strict=True)):
        own = slice(keys.ends[number], keys.ends[number + 1])
        assert list(zip(keys.ids[own].tolist(), keys.places[own].tolist(), strict=True)) == keys_of(text, language)


def test_what_is_known_of_a_name_is_that_of_the_name() -> None:
    names = [
        f"{first}{vowel}{last}" for first in "BDGKLMNRSTWZ" for vowel in ("a", "ur", "ow") for last in "bdgklmnrst"
    ]
    text = " ".join(["L'Oréal Warsaw", *names, "Ankara'da", *names, "Warsaw"] * 9)
    assert keys_of(text, "fr") == twin.keys_of(text, "fr")


def test_a_name_in_two_scripts_has_one_skeleton() -> None:
    assert skeleton("Zalewicz") == skeleton("Залевич") == "3513"
    assert skeleton("Schmidt") == skeleton("Шмидт") == "362"
    assert soft_skeleton("Carter") == soft_skeleton("カーター")


shapes = st.sampled_from([0, 1, 3, 7, 11, 13, 14, 15, 18, 19, 20, 21, 22])
numbers = st.builds(lambda shape, value: shape << 27 | value << 18 | value, shapes, st.integers(0, 2))
keyed = st.lists(st.tuples(numbers, st.integers(0, 40)), max_size=60)


def packed(sides: list[list[tuple[int, int]]]) -> ArticleKeys:
    ordered = [sorted(side, key=lambda entry: entry[1]) for side in sides]
    entries = [entry for side in ordered for entry in side]
    ends = np.cumsum([0, *map(len, ordered)]).astype(np.int64)
    ids, places = np.array([key for key, _ in entries], np.uint32), np.array([place for _, place in entries], np.uint16)
    order = [place for side in ordered for place in sorted(range(len(side)), key=[key for key, _ in side].__getitem__)]
    return ArticleKeys(ends, ids, places, np.array(order, np.uint16), np.array([41, 60], np.int32), ("en", "de"))


@settings(max_examples=200, deadline=None)
@given(sides=st.tuples(keyed, keyed).map(list))
def test_measures_are_those_of_the_twin(sides: list[list[tuple[int, int]]]) -> None:
    keys = packed(sides)
    found = explained(measure_keys(keys, np.array([0]), np.array([1]))[0])
    texts = [
        measures_twin.KeyedText(sorted(side, key=lambda entry: entry[1]), size, written_language(language).letters)
        for side, size, language in zip(sides, (41, 60), ("en", "de"), strict=True)
    ]
    expected = measures_twin.measure_translation(*texts)
    surely = ("evidence", "share", "share_longer", "ratio", "telling", "names", "figures", "words", "agreement")
    assert [getattr(found, name) for name in surely] == pytest.approx([getattr(expected, name) for name in surely])


def test_measures_of_a_chain_are_those_of_the_twin() -> None:
    """Of random texts several chains may weigh as much as the heaviest: which is taken is not said."""
    text = (
        "Ingrid Solvang saw 214 boats in Skarrow on May 12, of which 17 sank off Rotterdam at 4.5 metres, said Wilkow. "
    )
    keys = read_text_keys([text * 2, "Vorher. " + text.replace("boats", "Boote") + text[:60]], ["en", "de"])
    sides = [
        list(zip(keys.ids[first:end].tolist(), keys.places[first:end].tolist(), strict=True))
        for first, end in itertools.pairwise(keys.ends.tolist())
    ]
    expected = measures_twin.measure_translation(
        *(measures_twin.KeyedText(side, int(size), written_language(language).letters)
          for side, size, language in zip(sides, keys.sizes, keys.languages, strict=True))
    )  # fmt: skip
    found = explained(measure_keys(keys, np.array([0]), np.array([1]))[0])
    assert found == pytest.approx(expected)


def test_measures_have_the_names_of_the_columns() -> None:
    assert TRANSLATION._fields == TranslationMeasures._fields


@given(sides=st.tuples(keyed, keyed).map(list))
def test_weights_are_those_of_counted_keys(sides: list[list[tuple[int, int]]]) -> None:
    keys = heavy_keys(packed(sides))
    for number, side in enumerate(sides):
        counts = Counter(key for key, _ in side)
        weights = {key: key_weights()[key >> 27] * (1 + math.log(count)) for key, count in counts.items()}
        own = slice(keys.ends[number], keys.ends[number + 1])
        assert keys.norms[number] == pytest.approx(max(1e-3, 1024 * math.hypot(*weights.values())), rel=1e-5)
        heaviest = sorted(sorted(weights, key=lambda key: (-weights[key], key))[:MAX_HEAVY])
        assert keys.ids[own].tolist() == heaviest
        assert keys.weights[own].tolist() == [int(weights[key] * 1024 + 0.5) for key in heaviest]
