"""An article is checked whole when it is made: whatever holds one may rely on its types."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any

import pytest

from dedup import Article, InputError


class NoOffset(tzinfo):
    """A time zone that does not say how far it is from UTC."""

    def utcoffset(self, _: datetime | None) -> timedelta | None:
        return None

    dst = utcoffset

    def tzname(self, _: datetime | None) -> str | None:
        return None


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"title": 7}, "strings or None, not int"),
        ({"url": b"https://a.example/"}, "strings or None, not bytes"),
        ({"outlet": ["a.example"]}, "strings or None, not list"),
        ({"author": ("A", "B")}, "strings or None, not tuple"),
        ({"canonical": 1.5}, "strings or None, not float"),
        ({"published": "2025-03-04"}, "datetime with a time zone, not str"),
        ({"published": datetime(2025, 3, 4)}, "needs a time zone"),
        ({"published": datetime(2025, 3, 4, tzinfo=NoOffset())}, "needs a time zone"),
        ({"published": datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))}, "outside the years 1 to 9999"),
        ({"published": datetime.max.replace(tzinfo=timezone(-timedelta(hours=12)))}, "outside the years"),
        ({"language": "x" * 300}, "the language is a tag"),
        ({"language": "../../secret"}, "the language is a tag"),
        ({"language": ""}, "the language is a tag"),
        ({"language": 5}, "strings or None, not int"),
        ({"links": None}, "links are a tuple of strings"),
        ({"links": "https://a.example/"}, "links are a tuple of strings"),
        ({"links": ("https://a.example/", 3)}, "links are a tuple of strings"),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value)),
)
def test_a_field_of_another_kind_is_refused_by_its_name(fields: dict[str, Any], reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        Article("a", "Rain.", **fields)


def test_what_is_too_large_to_be_stored_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dedup.article._MAX_TEXT_CHARACTERS", 10)
    with pytest.raises(InputError, match="at most 10 characters"):
        Article("a", "Rain is expected.")


@pytest.mark.parametrize("language", ["en", "pt_BR", "zh-Hans-CN", "English (UK)", "Bokmål", "de-DE,de;q=0.9", "中文"])
def test_a_tag_or_the_name_of_a_language_is_taken(language: str) -> None:
    assert Article("a", "Rain.", language=language).language == language


def test_a_list_of_links_becomes_a_tuple_and_the_ends_of_time_are_kept() -> None:
    links: Any = ["https://a.example/"]
    first = datetime(1, 1, 1, tzinfo=UTC)
    assert Article("a", "Rain.", links=links, published=first).links == ("https://a.example/",)
