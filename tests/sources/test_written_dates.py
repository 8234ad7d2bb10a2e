"""Dates in many forms and languages: the one moment or none, never another; and any text at all, which is no crash."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_dates import DAY_FORMS, MORNING_FORMS, NO_DATES

from dedup.sources.dates import bounds, by_dateparser, calendars, digits, month_names, time_zones, written
from dedup.sources.dates.read_date import read_date

DAY = datetime(2025, 3, 4, tzinfo=UTC)
MORNING = DAY + timedelta(hours=8, minutes=30)
ABSENT: tuple[object, ...] = (None, "", [], "null", "0000-00-00 00:00:00")


@pytest.mark.parametrize(("form", "language"), MORNING_FORMS)
def test_a_moment_is_read_in_all_its_forms(form: object, language: str | None) -> None:
    assert read_date(form, language) == (MORNING, None)


@pytest.mark.parametrize(("form", "language"), DAY_FORMS)
def test_a_day_is_read_in_all_its_forms(form: object, language: str | None) -> None:
    assert read_date(form, language) == (DAY, None)


@pytest.mark.parametrize(("form", "language"), NO_DATES)
def test_what_is_ambiguous_or_implausible_is_no_date_and_says_so(form: object, language: str | None) -> None:
    moment, problem = read_date(form, language)
    assert moment is None
    assert (problem is None) == (form in ABSENT)
    assert problem is None or ("the date " in problem and problem.endswith(": no date") and "\n" not in problem)


@pytest.mark.parametrize(
    ("form", "language", "problem"),
    [
        ("03/04/2025", None, "is ambiguous: which number is the day, which the month"),
        ("4 listopad 2025", None, "is ambiguous: its month is another one in another language"),
        ("4 March 2025 10:30 IST", None, "IST is the name of several time zones"),
        ("31 February 2025", "en", "names no day of the calendar"),
        ("2611-09-22", None, "lies in the future"),
        ("0001-01-01", None, "lies before the first newspaper"),
        ("1970-01-01", None, "is what programs write in place of a date"),
        ("45720", None, "is a number of no plausible moment"),
        ("2025-03-04, 2025-03-06", None, "names several days"),
        ("2 hours ago", "en", "is not understood"),
    ],
)
def test_the_reason_is_told(form: str, language: str | None, problem: str) -> None:
    assert read_date(form, language).problem == f"the date {form!r} {problem}: no date"


def test_what_is_ambiguous_in_general_is_none_where_the_language_settles_it() -> None:
    assert read_date("03/04/2025", "de").moment == datetime(2025, 4, 3, tzinfo=UTC)
    assert read_date("4 listopad 2025", "pl").moment == datetime(2025, 11, 4, tzinfo=UTC)
    assert read_date("4 listopada 2025", "hr").moment == datetime(2025, 10, 4, tzinfo=UTC)
    assert read_date("12/25/2025", "en").moment == datetime(2025, 12, 25, tzinfo=UTC)
    assert read_date("25/12/2025").moment == datetime(2025, 12, 25, tzinfo=UTC)


@pytest.mark.parametrize("day", ["1987-02-26", "1931-10-01", "26 February 1987", "26.02.1987", 19870226, "19870226"])
def test_an_old_date_that_is_written_out_is_one(day: object) -> None:
    assert read_date(day).moment is not None


TAGS = "en en-US en-GB de fr es pt it nl pl cs ru uk tr el ro hu fi sv da nb zh ja ko ar fa hi th vi he"
LANGUAGES = st.none() | st.sampled_from(TAGS.split())
MOMENTS = st.datetimes(datetime(1990, 1, 2), datetime(2026, 10, 1)).map(lambda moment: moment.replace(microsecond=0))


@settings(deadline=None)
@given(MOMENTS, st.data(), LANGUAGES)
def test_a_form_of_a_moment_gives_it_or_none(moment: datetime, data: st.DataObject, language: str | None) -> None:
    moment = moment.replace(tzinfo=UTC)
    separator = data.draw(st.sampled_from(["/", ".", "-", " "]))
    day = data.draw(st.sampled_from(["%d{0}%m{0}%Y", "%Y{0}%m{0}%d", "%d {0}%B{0} %Y", "%B %d, %Y", "%Y年%m月%d日"]))
    clock = data.draw(st.sampled_from(["%H:%M:%S", "%I:%M:%S %p", "%H時%M分%S秒", "%H:%M:%S UTC", "%H:%M:%S+00:00"]))
    text = moment.strftime(data.draw(st.sampled_from([f"{day} {clock}", f"{clock} {day}", f"{day}, {clock}"])))
    found, problem = read_date(text.format(separator), language)
    assert (found is None) == (problem is not None)
    assert found in (None, moment)


@settings(deadline=None)
@given(MOMENTS, st.sampled_from([1, 10**3, 10**6, 10**9]), st.booleans())
def test_a_number_gives_its_moment(moment: datetime, unit: int, is_text: bool) -> None:
    moment = moment.replace(tzinfo=UTC)
    number = int(moment.timestamp()) * unit
    expected = None if unit == 10**9 and number < 10**18 else moment
    assert read_date(str(number) if is_text else number).moment == expected


@settings(deadline=None)
@given(st.dates(date(1700, 1, 1), date(2026, 10, 1)), st.sampled_from(sorted(month_names._stored())))
def test_the_name_of_a_month_is_read_in_each_language(day: date, language: str) -> None:
    words = month_names.date_words(language)
    assert words is not None
    for name in (name for name, month in words.months.items() if month == day.month):
        moment = read_date(f"{day.day} {name} {day.year}", language).moment
        assert moment is None or moment.date() == day


PARTS = "0 1 4 12 2025 25 : - / . , T Z March märz 年 月 日 at pm CET +01:00 ( ) ٣ Tue de"
PIECES = st.sampled_from(PARTS.split())


@settings(deadline=None)
@given(st.lists(PIECES | st.text(max_size=3), max_size=30), LANGUAGES)
def test_no_text_is_a_crash(pieces: list[str], language: str | None) -> None:
    for text in ("".join(pieces), " ".join(pieces)):
        moment, problem = read_date(text, language)
        assert moment is None or problem is None
        assert moment is None or (moment.tzinfo is not None and bounds.EARLIEST_YEAR <= moment.year < 2030)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.binary(max_size=4),
    lambda inner: st.lists(inner, max_size=9) | st.dictionaries(st.sampled_from(["$date", "value", "x"]), inner),
)


@settings(deadline=None)
@given(VALUES, LANGUAGES)
def test_no_value_is_a_crash(value: object, language: str | None) -> None:
    moment, problem = read_date(value, language)
    assert moment is None or problem is None


def test_the_calendar_of_iran_agrees_with_known_days() -> None:
    known = {(1399, 12, 30): (2021, 3, 20), (1400, 1, 1): (2021, 3, 21), (1357, 11, 22): (1979, 2, 11)}
    for (year, month, day), western in known.items():
        found = calendars.gregorian_day(year, month, day, is_thai=False, is_iranian=True)
        assert (found.year, found.month, found.day) == western


def test_names_of_months_are_those_of_the_library() -> None:
    words = month_names.date_words("pl")
    assert words is not None
    assert (words.month("marca"), words.month("mar"), words.month("sierpnia")) == (3, 3, 8)
    assert month_names.date_words("xx") is None


def test_zones_follow_summer_time_where_their_name_leaves_it_open() -> None:
    assert read_date("4 July 2025 9:30 PM ET").moment == datetime(2025, 7, 5, 1, 30, tzinfo=UTC)
    assert read_date("4 March 2025 9:30 PM ET").moment == datetime(2025, 3, 5, 2, 30, tzinfo=UTC)
    with pytest.raises(time_zones.ZoneError):
        time_zones.read_zone("IST", 0, None)


def test_dateparser_is_asked_for_what_is_left() -> None:
    assert by_dateparser.moment_by_dateparser("4 de marzo del año 2025", "es") == DAY
    assert by_dateparser.moment_by_dateparser("3-5 March 2025", "en") is None
    assert by_dateparser.moment_by_dateparser("02 01 2000 00:00:00", "en") is None
    assert by_dateparser.moment_by_dateparser("02 01 2000 02:30", "en") is None
    assert by_dateparser.moment_by_dateparser("4 de marzo del año 2025 a las 8:30", "es") == MORNING
    assert digits.moment_of_digits("2025030408") is None
    assert written.read_written("soon", "en") is None
