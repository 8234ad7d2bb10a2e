"""One suite for every kind of data frame: what goes in, what is told of each row, and that the rest stays as it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import datasets
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from datasets import Dataset
from hypothesis import given, settings
from hypothesis import strategies as st
from made_news import FERRY, LIBRARY, ORCHARD, edited, text

import dedup
from dedup import Article, FieldNames, InputError
from dedup.adapters import frames

datasets.disable_progress_bars()


class Kind(NamedTuple):
    """How a kind of frame is made and read, in plain columns."""

    make: Callable[[Mapping[str, list[Any]]], Any]
    read: Callable[[Any], dict[str, list[Any]]]


def read_pandas(frame: pd.DataFrame) -> dict[str, list[Any]]:
    return {name: [None if pd.isna(value) else value for value in frame[name]] for name in frame.columns}


KINDS = {
    "pandas": Kind(pd.DataFrame, read_pandas),
    "polars": Kind(pl.DataFrame, lambda frame: frame.to_dict(as_series=False)),
    "pyarrow": Kind(pa.table, lambda frame: frame.to_pydict()),
    "datasets": Kind(Dataset.from_dict, lambda frame: frame.to_dict()),
}
NEWS: dict[str, list[Any]] = {
    "text": [text(FERRY), text(ORCHARD), None, edited(text(FERRY), 0.08), text(LIBRARY), "", text(LIBRARY, LIBRARY)],
    "id": [3, 1, 4, 1, 5, 9, 2],
    "seen": [0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5],
}


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    return KINDS[request.param]


def test_every_row_is_told_what_it_is(kind: Kind) -> None:
    marked = kind.read(frames.annotate(kind.make(NEWS)))
    assert {name: marked.pop(name) for name in NEWS} == NEWS
    coverage = marked.pop("dedup_coverage")
    (block,) = dedup.repeats(text(LIBRARY, LIBRARY))
    assert marked == {
        "dedup_id": ["3", "1", None, "1#2", "5", None, "2"],
        "dedup_cluster": ["3", "1", None, "3", "5", None, "5"],
        "dedup_story": ["3", "1", None, "3", "5", None, "5"],
        "dedup_of": [None, None, None, "3", None, None, "5"],
        "dedup_relation": [None, None, None, "near", None, None, "exact"],
        "dedup_is_first": [True, True, True, False, True, True, False],
        "dedup_repeated_words": [0, 0, 0, 0, 0, 0, block.words],
    }
    assert coverage == [None, None, None, pytest.approx(0.9, abs=0.05), None, None, 1]


def test_the_kind_stays(kind: Kind) -> None:
    frame = kind.make(NEWS)
    assert type(frames.annotate(frame)) is type(frames.matches(frame)) is type(frame)


def test_pairs_are_a_table_of_the_same_kind(kind: Kind) -> None:
    pairs = kind.read(frames.matches(kind.make(NEWS)))
    assert (pairs["left_id"], pairs["right_id"], pairs["relation"]) == (["1#2", "2"], ["3", "5"], ["near", "exact"])
    assert pairs["jaccard"][1] == 1
    assert pairs["title_similarity"] == [None, None]


def test_a_frame_without_rows(kind: Kind) -> None:
    empty = kind.make({"text": []})
    assert all(values == [] for values in kind.read(frames.annotate(empty)).values())
    assert list(kind.read(frames.annotate(empty))) == ["text", *frames.ANNOTATION_COLUMNS]
    assert list(kind.read(frames.matches(empty))) == list(frames.MATCH_COLUMNS)


def test_rows_without_any_text(kind: Kind) -> None:
    marked = kind.read(frames.annotate(kind.make({"text": [None, ""], "id": ["a", "b"]})))
    assert (marked["dedup_id"], marked["dedup_is_first"]) == ([None, None], [True, True])


@pytest.mark.filterwarnings("ignore:The 'future.infer_string' option")
def test_a_missing_text_is_missing_where_strings_are_objects() -> None:
    with pd.option_context("future.infer_string", False):  # as pandas 2 has it
        frame = pd.DataFrame({"text": [text(FERRY), None, float("nan"), text(LIBRARY), text(FERRY)]}, dtype=object)
        marked = KINDS["pandas"].read(frames.annotate(frame))
        pairs = KINDS["pandas"].read(frames.matches(frame))
        nothing = KINDS["pandas"].read(frames.annotate(frame[1:3]))
    assert marked["dedup_id"] == ["row-0", None, None, "row-3", "row-4"]
    assert marked["dedup_of"] == [None, None, None, None, "row-0"]
    assert (pairs["title_similarity"], nothing["dedup_id"]) == ([None], [None, None])


def test_the_first_is_what_was_published_first(kind: Kind) -> None:
    days = [None, date(2026, 3, 3), date(2026, 3, 2)]
    marked = kind.read(frames.annotate(kind.make({"body": [text(FERRY)] * 3, "date": days})))
    assert marked["dedup_cluster"] == ["row-2", "row-2", "row-2"]
    assert marked["dedup_of"] == ["row-2", "row-2", None]
    assert marked["dedup_is_first"] == [False, False, True]


def test_all_parts_of_articles_are_found(kind: Kind) -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    columns: dict[str, list[Any]] = {
        "URL": ["https://www.valley.example/ferry"],
        "headline": ["Ferry aground"],
        "body": ["It ran aground."],
        "publish_date": [noon.replace(tzinfo=None)],
        "guid": ["f-1"],
    }
    assert frames.articles(kind.make(columns)) == [
        Article(
            "f-1",
            "It ran aground.",
            title="Ferry aground",
            url="https://www.valley.example/ferry",
            outlet="valley.example",
            published=noon,
        )
    ]


def test_columns_of_other_names_are_named(kind: Kind) -> None:
    frame = kind.make({"testo": ["Il traghetto.", "La mela."], "chiave": ["t", "m"]})
    found = frames.articles(frame, FieldNames(text="testo", id="chiave"))
    assert [(article.id, article.text) for article in found] == [("t", "Il traghetto."), ("m", "La mela.")]


def test_a_scan_made_otherwise_is_shown(kind: Kind) -> None:
    frame = kind.make({"text": [text(FERRY), text(FERRY)], "dedup": [1, 2]})
    report = dedup.scan(frames.articles(frame), stories=False)
    assert kind.read(frames.annotate(frame, report=report)) == kind.read(frames.annotate(frame))
    assert kind.read(frames.matches(frame, report=report))["relation"] == ["exact"]
    with pytest.raises(InputError, match="the report is of other articles"):
        frames.annotate(frame, report=dedup.scan(texts=["The ferry is late."]))


def test_rows_are_marked_against_an_archive(kind: Kind) -> None:
    frame = kind.make({"text": [text(FERRY), text(FERRY), text(ORCHARD)]})
    archive = [Article("archive/ferry", edited(text(FERRY), 0.05)), Article("archive/library", text(LIBRARY))]
    report = dedup.scan(frames.articles(frame), against=archive)
    marked = kind.read(frames.annotate(frame, report=report))
    assert marked["dedup_of"] == ["archive/ferry", "archive/ferry", None]
    assert marked["dedup_is_first"] == [False, False, True]
    assert kind.read(frames.matches(frame, report=report))["left_id"] == ["archive/ferry", "archive/ferry"]


def test_nothing_is_overwritten(kind: Kind) -> None:
    marked = frames.annotate(kind.make({"text": ["The ferry is late."]}))
    with pytest.raises(InputError, match="has columns of these names already: dedup_id, dedup_cluster, "):
        frames.annotate(marked)


def test_a_frame_without_text_is_refused(kind: Kind) -> None:
    with pytest.raises(InputError, match=r"no column is called text.* of price, id"):
        frames.annotate(kind.make({"price": [1], "id": [2]}))
    with pytest.raises(InputError, match="the frame has no column 'corpo', 'titolo'; it has text"):
        frames.annotate(kind.make({"text": ["The ferry."]}), FieldNames(text="corpo", title="titolo"))


def test_what_is_no_text_is_refused_with_its_row(kind: Kind) -> None:
    with pytest.raises(InputError, match="row 1: the field that should hold the text holds something else"):
        frames.annotate(kind.make({"text": [None, 7]}))


ROWS = st.tuples(
    st.sampled_from([None, "", text(FERRY), edited(text(FERRY), 0.05), text(LIBRARY, LIBRARY), "...", "naïve 渡船"]),
    st.none() | st.sampled_from(["a", "b", "a#2"]),
    st.none() | st.datetimes(datetime(2026, 1, 1), datetime(2026, 1, 3)),
)


@settings(max_examples=15, deadline=None)
@given(st.lists(ROWS, max_size=6))
def test_every_kind_is_told_the_same(rows: list[tuple[str | None, str | None, datetime | None]]) -> None:
    columns = {name: [row[place] for row in rows] for place, name in enumerate(("text", "id", "date"))}
    told = [kind.read(frames.annotate(kind.make(columns))) for kind in KINDS.values()]
    marked = [{name: each[name] for name in frames.ANNOTATION_COLUMNS} for each in told]
    assert all(each == marked[0] for each in marked)
    assert [name is None for name in told[0]["dedup_id"]] == [not content for content in columns["text"]]


# --- what only one kind has --------------------------------------------------------------------------------------


def test_the_index_of_pandas_stays() -> None:
    frame = pd.DataFrame({"text": [text(FERRY), text(ORCHARD), text(FERRY)]}, index=[7, 7, 2])
    marked = frames.annotate(frame)
    assert marked.index.tolist() == [7, 7, 2]
    assert marked["dedup_of"].isna().tolist() == [True, True, False]
    assert list(frame.columns) == ["text"]


def test_a_named_index_of_pandas_holds_ids() -> None:
    frame = pd.DataFrame({"text": [text(FERRY), text(FERRY)]}, index=pd.Index(["a", "b"], name="id"))
    marked = frames.annotate(frame)
    assert marked.dedup_id.tolist() == marked.index.tolist() == ["a", "b"]


def test_cells_of_pandas_may_hold_anything() -> None:
    keys = [UUID(int=7), np.int64(3), 2.0, None, float("nan"), pd.NaT]
    texts = [["It rained."], np.array(["It rained", "again."]), "It snowed.", "It blew.", float("nan"), pd.NA]
    frame = pd.DataFrame({"id": pd.Series(keys, dtype=object), "text": pd.Series(texts, dtype=object)})
    assert [(article.id, article.text) for article in frames.articles(frame)] == [
        (str(UUID(int=7)), "It rained."),
        ("3", "It rained\nagain."),
        ("2", "It snowed."),
        ("row-3", "It blew."),
    ]


def test_columns_of_pandas_need_no_names_of_text() -> None:
    marked = frames.annotate(pd.DataFrame([[1, "The ferry is late."]], columns=[0, "text"]))
    assert list(marked.columns) == [0, "text", *frames.ANNOTATION_COLUMNS]


def test_a_dataset_keeps_its_features_format_and_picked_rows() -> None:
    features = datasets.Features(
        {"text": datasets.Value("large_string"), "label": datasets.ClassLabel(names=["no", "yes"])}
    )
    whole = Dataset.from_dict({"text": [text(ORCHARD), text(FERRY), text(FERRY)], "label": [0, 1, 1]}, features)
    marked = frames.annotate(whole.select([2, 1]).with_format("numpy"))
    assert {name: marked.features[name] for name in features} == features
    assert marked.format["type"] == "numpy"
    assert marked.with_format(None)["dedup_of"][:] == [None, "row-0"]


@pytest.mark.parametrize(
    "frame",
    [
        pl.LazyFrame({"text": ["The ferry."]}),
        datasets.DatasetDict({"train": Dataset.from_dict({"text": ["The ferry."]})}),
        pd.DataFrame([["The ferry.", "The bus."]], columns=["text", "text"]),
        ["The ferry."],
    ],
    ids=["lazy", "splits", "twice", "list"],
)
def test_what_is_no_data_frame_is_refused(frame: object) -> None:
    with pytest.raises(InputError, match=rf"is needed, not this {type(frame).__name__}: "):
        frames.annotate(frame)
