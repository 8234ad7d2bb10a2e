"""Keys survive translation: figures by value, days, places, names in any script; and they know where they stand."""

from __future__ import annotations

import pytest

from dedup.kernels.translate.key_parts import DAY, FIRST_NAME, SHAPE_SHIFT
from dedup.translations.keys.composed_text import composed_text
from dedup.translations.keys.japanese_readings import are_readings_known
from dedup.translations.keys.key_shapes import place_key
from dedup.translations.keys.text_keys import keys_of, read_text_keys


def found(text: str, language: str) -> set[int]:
    return {key for key, _ in keys_of(text, language)}


def names(text: str, language: str) -> set[int]:
    return {key for key in found(text, language) if key >> SHAPE_SHIFT >= FIRST_NAME}


def figure_key(value: float) -> int:
    """The key of a value as English writes it."""
    (key,) = found(f"{value:g}" if value < 1e5 else f"{value:.0f}", "en")
    return key


def day_key(month: int, day: int) -> int:
    """The key of a day as Chinese writes it."""
    (key,) = (key for key in found(f"{month}月{day}日", "zh") if key >> SHAPE_SHIFT == DAY)
    return key


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("34,000 cars", "en", 34e3),
        ("34.000 Autos", "de", 34e3),
        ("34 000 voitures", "fr", 34e3),
        ("34\u00a0000 voitures", "fr", 34e3),
        ("34 тысячи машин", "ru", 34e3),
        ("3.4万辆汽车", "zh", 34e3),
        ("3万4000台", "ja", 34e3),
        ("3만4000대", "ko", 34e3),
        ("３４０００台", "ja", 34e3),
        ("2 lakh homes", "en", 2e5),
        ("٣٤ سيارة", "ar", 34.0),
        ("𝟑𝟒 cars", "en", 34.0),
        ("6,5 Zentimeter", "de", 6.5),
        ("6.5 centimetres", "en", 6.5),
        ("3,2 Mio. Euro", "de", 3.2e6),
        ("3,2 млн евро", "ru", 3.2e6),
        ("赔偿 300 万英镑", "zh", 3e6),
        ("1000多万人", "zh", 1e7),
        ("a £10m fund", "en", 1e7),
        ("worth $2.5bn", "en", 2.5e9),
        ("10m long", "en", 10.0),
    ],
)
def test_figures_have_the_key_of_their_value(text: str, language: str, value: float) -> None:
    assert figure_key(value) in found(text, language)


def test_digits_grouped_by_spaces_are_one_figure() -> None:
    keys = [key for key, _ in keys_of("34 000 et 5", "fr")]
    assert keys == [figure_key(34000.0), figure_key(5.0)]


def test_a_point_parts_decimals_in_one_language_and_thousands_in_another() -> None:
    assert found("1.234", "en") == {figure_key(1.234)}
    assert found("1.234", "de") == {figure_key(1234)}


def test_a_scaled_decimal_is_the_whole_number_that_it_says() -> None:
    assert found("65.9 million", "en") == found("65,900,000", "en")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("on May 12", "en"),
        ("am 12. Mai", "de"),
        ("vom 12. Mai", "de"),
        ("since 12 May", "en"),
        ("le 12 mai", "fr"),
        ("12 мая", "ru"),
        ("5月12日", "zh"),
        ("5월 12일", "ko"),
    ],
)
def test_days_are_known_by_the_month(text: str, language: str) -> None:
    assert day_key(5, 12) in found(text, language)


def test_each_digits_are_of_one_day() -> None:
    keys = [key for key, _ in keys_of("May 12 June, of May. 3rd June 14, 2021 May, May 2021, May 9 %", "en")]
    days = [key for key in keys if key >> SHAPE_SHIFT == DAY]
    assert days == [day_key(5, 12), day_key(5, 3), day_key(6, 14), day_key(5, 21)]


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [("Three men", "en", 3), ("Zwölf Boote", "de", 12), ("П'ять днів", "uk", 5), ("他们三十人", "zh", 30)],
)
def test_figures_written_as_words_have_the_key_of_their_value(text: str, language: str, value: float) -> None:
    assert figure_key(value) in found(text, language)
    assert figure_key(value) not in found(f"a{text.lower()}", "en")


def test_days_of_the_week_are_no_figures() -> None:
    assert figure_key(5) not in found("周五和星期五", "zh")


@pytest.mark.parametrize(
    ("text", "language", "place"),
    [("in Germany", "en", "DE"), ("in Deutschland", "de", "DE"), ("в Германии", "ru", "DE"), ("在德国", "zh", "DE"),
     ("à Varsovie", "fr", "Warsaw"), ("w Warszawie", "pl", "Warsaw"), ("United States", "en", "US")],
)  # fmt: skip
def test_places_are_known_in_any_language(text: str, language: str, place: str) -> None:
    assert place_key(place) in found(text, language)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Zalewicz", "pl"), ("Залевич", "ru")),
        (("Schmidt", "de"), ("Шмидт", "ru")),
        (("Carter", "en"), ("カーター", "ja")),
        (("Rotterdam", "en"), ("Ρότερνταμ", "el")),
        (("Nordhaus", "de"), ("诺德豪斯公司", "zh")),
        (("Solvang", "en"), ("סולבנג", "he")),
        (("Kestrel", "en"), ("كيسترل", "ar")),
    ],
)
def test_a_name_has_a_common_key_in_two_scripts(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert names(*one) & names(*other)


def test_short_words_and_particles_are_no_names() -> None:
    assert names("A B", "en") == set()
    assert names("L'Élysée", "fr") & names("Élysée", "fr")
    assert names("Aeiou", "en") == set()


def test_places_are_code_points_of_the_original_text() -> None:
    text = "Cafe\u0301 「１２３ Skarrow"
    keys = {place: key for key, place in keys_of(text, "en")}
    assert keys[text.index("１")] == figure_key(123.0)
    assert text.index("Skarrow") in keys
    assert composed_text("abc").places is None


def test_texts_stand_end_to_end() -> None:
    keys = read_text_keys(["Skarrow 214", "", "214"], ["en", "", "de"])
    assert keys.sizes.tolist() == [11, 0, 3]
    assert keys.ends.tolist()[2:] == [keys.ends[1], keys.ends[1] + 1]
    assert len(keys) == 3


@pytest.mark.skipif(not are_readings_known(), reason="the extra `japanese` is not installed")
def test_japanese_names_in_signs_are_keys_as_they_are_read() -> None:
    text = "昨日、石巻市と神戸市で\n岸田さんが会見した。"
    keys = {place: key for key, place in keys_of(text, "ja") if key >> SHAPE_SHIFT >= FIRST_NAME}
    for signs, name in (("石巻", "Ishinomaki"), ("神戸", "Kobe"), ("岸田", "Kishida")):
        assert keys[text.index(signs)] in names(name, "en")


def test_japanese_is_read_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dedup.translations.keys.text_keys.are_readings_known", lambda: False)
    assert names("石巻市のカーター氏", "ja") == names("カーター", "ja")
