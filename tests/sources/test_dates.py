"""Dates as files and pages write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from dedup.sources.dates.parse_date import parse_date
from dedup.sources.dates.read_date import DateReading, read_date

DAY = datetime(2024, 3, 5, tzinfo=UTC)
MORNING = datetime(2024, 3, 5, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2024-03-05", DAY),
        ("20240305", DAY),
        ("March 5, 2024 8:30 p.m.", MORNING + timedelta(hours=12)),
        ("5 Mar 2024 12:30 AM", DAY + timedelta(minutes=30)),
        ("Sept 31, 2024", None),
        (" 2024-03-05T08:30:00Z ", MORNING),
        ("2024-03-05 08:30:00.000+00:00", MORNING),
        ("2024-03-05T09:30:00+0100", MORNING),
        ("Tue, 05 Mar 2024 08:30:00 GMT", MORNING),
        ("Tue, 5 Mar 2024 03:30:00 EST", MORNING),
        ("Tue, 05 Mar 2024 08:30:00 -0000", MORNING),
        ("March 5, 2024", DAY),
        ("Mar. 5, 2024, 8:30 AM", MORNING),
        ("Tuesday, March 5th, 2024 at 08:30", MORNING),
        ("5 March 2024", DAY),
        ("5-MAR-2024 08:30:00.00", MORNING),
        ("1709627400", MORNING),
        ("1709627400000", MORNING),
        (1709627400, MORNING),
        (1709627400.0, MORNING),
        (1709627400000, MORNING),
        (MORNING, MORNING),
        (MORNING.replace(tzinfo=None), MORNING),
        ("05/03/2024", None),
        ("2024", None),
        ("today", None),
        ("", None),
        ("9" * 400, None),
        (1e300, None),
        (float("nan"), None),
        (True, None),
        (None, None),
        (["2024-03-05"], DAY),
        (["2024-03-05", "2024-03-06"], None),
        (date(2024, 3, 5), DAY),
    ],
)
def test_parse_date(written: object, moment: datetime | None) -> None:
    assert parse_date(written) == moment


def test_the_zone_is_kept() -> None:
    found = parse_date("2024-03-05T10:30:00+02:00")
    assert found is not None
    assert found.tzinfo == timezone(timedelta(hours=2))


def test_what_is_no_date_has_a_reason_and_what_is_absent_has_none() -> None:
    assert read_date("2024-03-05") == DateReading(DAY)
    assert read_date("soon").problem == "the date 'soon' is not understood: no date"
    assert [read_date(absent) for absent in (None, "", " ", "null", "N/A")] == [DateReading(None)] * 5
