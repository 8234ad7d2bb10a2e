"""Parquet: columns of any kind become articles, faults become reasons, and what no article can use is not read."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from dedup.article import Article, Skipped
from dedup.sources.fields.record_parts import FieldNames
from dedup.sources.reader import read_articles

pyarrow: Any = pytest.importorskip("pyarrow")
parquet: Any = pytest.importorskip("pyarrow.parquet")

RAIN = "Rain fell on the valley all night, and the river rose by a metre; à Gêve, l’été fut frais."
SNOW = "Snow closed the pass on Tuesday; the road is to open again by noon."


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    yield


def written(columns: dict[str, Any], **options: object) -> Path:
    path = Path("feed.parquet")
    parquet.write_table(pyarrow.table(columns), path, **options)
    return path


def test_rows_become_articles() -> None:
    path = written(
        {
            "Headline": pyarrow.array(["The river", None]).dictionary_encode(),
            "body": pyarrow.array([RAIN, SNOW], pyarrow.large_string()),
            "id": [7, 8],
            "date": pyarrow.array([date(2024, 3, 5), None]),
            "source": [{"name": "The Example", "id": 1}, {"name": "The Other", "id": 2}],
            "authors": [["Ada Rill", "Bo"], []],
        }
    )
    assert list(read_articles(path)) == [
        Article(
            "7",
            RAIN,
            title="The river",
            outlet="The Example",
            published=datetime(2024, 3, 5, tzinfo=UTC),
            author="Ada Rill, Bo",
        ),
        Article("8", SNOW, outlet="The Other"),
    ]


def test_a_row_without_a_text_is_skipped_and_the_next_is_read() -> None:
    path = written(
        {
            "text": [RAIN, None, " ", SNOW],
            "published": pyarrow.array([1709627400 + n for n in range(4)], pyarrow.timestamp("s")),
        }
    )
    assert [item.id if isinstance(item, Article) else item for item in read_articles(path)] == [
        "feed.parquet:1",
        Skipped("feed.parquet", 2, "no field holds a text (text, body, content...)"),
        Skipped("feed.parquet", 3, "empty"),
        "feed.parquet:4",
    ]


def test_many_rows_keep_their_numbers() -> None:
    path = written({"text": [f"{RAIN} {number}" for number in range(700)]}, row_group_size=300)
    assert [item.id for item in read_articles(path) if isinstance(item, Article)] == [
        f"feed.parquet:{number}" for number in range(1, 701)
    ]


def test_paragraphs_are_a_text() -> None:
    assert list(read_articles(written({"text": [["One.", "Two."]]}))) == [Article("feed.parquet:1", "One.\nTwo.")]


@pytest.mark.parametrize("kind", ["string", "large_string"])
def test_damaged_utf_8_ends_nothing(kind: str) -> None:
    texts = pyarrow.array([RAIN.encode() + b"\xff", None, SNOW.encode()], pyarrow.binary())
    column = texts.cast(pyarrow.large_binary()) if kind == "large_string" else texts
    path = written({"text": column.view(getattr(pyarrow, kind)()), "id": ["a", "b", "c"]})
    assert [item.text for item in read_articles(path) if isinstance(item, Article)] == [RAIN + "\ufffd", SNOW]


def test_fields_can_be_named() -> None:
    path = written({"text": ["an abstract"], "corpo": [RAIN]})
    assert [item.text for item in read_articles(path, FieldNames(text="corpo")) if isinstance(item, Article)] == [RAIN]


def test_names_may_lead_into_columns() -> None:
    path = written({"id": ["a"], "corpo": [{"testo": RAIN, "lingua": "it"}], "fonte": [{"nome": "Orre Post", "n": 1}]})
    (article,) = read_articles(path, FieldNames(text="corpo.testo", outlet="fonte.nome"))
    assert isinstance(article, Article)
    assert (article.id, article.text, article.outlet) == ("a", RAIN, "Orre Post")
    path = written({"_id": ["a"], "_source": [{"body": RAIN, "title": "Rain"}]})
    assert list(read_articles(path)) == [Article("a", RAIN, title="Rain")]


def test_what_is_no_parquet_is_skipped() -> None:
    path = written({"headline": ["Rain"], "id": [1]})
    assert list(read_articles(path)) == [
        Skipped("feed.parquet", None, "no column holds a text (text, body, content...): headline, id")
    ]
    path.write_bytes(b"PAR1, and no more")
    (item,) = read_articles(path)
    assert isinstance(item, Skipped)
    assert item.reason.startswith("not Parquet that can be read: ")
    whole = written({"text": [RAIN] * 50}).read_bytes()
    path.write_bytes(whole[:200] + whole[-200:])
    assert all(isinstance(item, Skipped) for item in read_articles(path))


def test_without_pyarrow_the_reason_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    path = written({"text": [RAIN]})
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert list(read_articles(path)) == [
        Skipped("feed.parquet", None, "Parquet is read with pyarrow: pip install 'newsdedup[parquet]'")
    ]
