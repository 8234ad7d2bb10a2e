"""JSON as people have it: wherever the records are in a value, however values stand in a file, each is read once."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.article import Article, ReadItem, Skipped
from dedup.sources.fields.record_parts import FieldNames
from dedup.sources.formats.format import SourceRecord
from dedup.sources.formats.records.json_shapes import records_in
from dedup.sources.formats.records.json_values import all_values, parse_json
from dedup.sources.reader import read_articles

RAIN = "Rain fell on the valley all night, and the river rose by a metre."
SNOW = "Snow closed the pass on Tuesday; the road is to open again by noon."
LONG = f"{RAIN} {SNOW}"
A, B = {"id": "a", "title": "Rain", "text": RAIN}, {"id": "b", "title": "Snow", "text": SNOW}

ARRAYS: dict[str, Any] = {
    "array": [A, B],
    "JSON Feed": {"version": "1", "title": "Orre Post", "description": "News of Orre", "items": [A, B]},
    "answer": {"status": "ok", "message": "Success", "totalResults": 2, "articles": [A, B]},
    "Elasticsearch": {"took": 3, "hits": {"total": {"value": 2}, "hits": [{"_source": A}, {"_source": B}]}},
    "Solr": {"responseHeader": {"params": {"q": "text"}}, "response": {"numFound": 2, "docs": [A, B]}},
    "Guardian": {"response": {"status": "ok", "results": [{"id": "a", "fields": {"bodyText": RAIN}}, B]}},
    "GraphQL": {"data": {"posts": {"edges": [{"node": A}, {"node": B}], "pageInfo": {"endCursor": "x"}}}},
    "CouchDB": {"total_rows": 2, "rows": [{"id": "a", "key": "a", "doc": A}, {"id": "b", "key": "b", "doc": B}]},
    "pages of answers": [{"page": 1, "articles": [A]}, {"page": 2, "articles": [B]}],
    "parts of a data set": {"train": [A], "test": [B]},
    "records": {"tags": [{"name": "rain"}], "records": [A, B]},
    "columns": {"id": {"0": "a", "1": "b"}, "text": {"0": RAIN, "1": SNOW}},
    "index": {"0": A, "1": B},
    "split": {"columns": ["id", "text"], "index": [0, 1], "data": [["a", RAIN], ["b", SNOW]]},
    "table": {"schema": {"fields": [{"name": "id"}], "primaryKey": ["index"]}, "data": [A, B]},
    "values": [["id", "text"], ["a", RAIN], ["b", SNOW]],
    "list": {"id": ["a", "b"], "text": [RAIN, SNOW]},
    "by id": {"a": {"title": "Rain", "text": RAIN}, "b": {"title": "Snow", "text": SNOW}},
    "texts by id": {"a": LONG, "b": f"{LONG} {RAIN}"},
    "Spring page": {"content": [A, B], "pageable": {"size": 2}, "totalElements": 2},
}
ONE: dict[str, Any] = {
    "an article with comments": {**A, "comments": [B, B]},
    "an article in paragraphs": {"id": "a", "title": "Rain", "content": [{"type": "p", "text": RAIN}]},
    "an article with related ones": {"id": "a", "content": [RAIN], "related": [{"title": "Snow", "text": SNOW}]},
    "an article of WordPress": {"id": "a", "title": {"rendered": "Rain"}, "content": {"rendered": RAIN}},
    "an entry of feedparser": {"id": "a", "content": [{"value": RAIN}], "links": [{"href": "x"}]},
    "paragraphs": {"id": "a", "text": [RAIN, SNOW], "authors": ["Ada"]},
}


def texts(value: object) -> list[str]:
    return [str(record.values) for record in records_in(value, FieldNames()) if isinstance(record, SourceRecord)]


def read_back(name: str, content: str | bytes, fields: FieldNames | None = None) -> list[ReadItem]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return list(read_articles(path, fields or FieldNames()))


def articles(found: list[ReadItem]) -> list[Article]:
    return [item for item in found if isinstance(item, Article)]


@pytest.mark.parametrize("shape", ARRAYS)
@pytest.mark.parametrize(("name", "indent"), [("a.json", None), ("a.json", 2), ("a.jsonl", None), ("a.jsonl", 1)])
def test_two_records_are_two_articles(shape: str, name: str, indent: int | None) -> None:
    if shape == "values" and (name, indent) == ("a.jsonl", 1):
        return  # every line is a text
    found = articles(read_back(name, json.dumps(ARRAYS[shape], indent=indent)))
    assert len(found) == 2
    assert [article.text[:4] for article in found] == ["Rain", "Rain" if shape == "texts by id" else "Snow"]
    if shape not in ("JSON Feed", "texts by id"):
        assert all(article.title in (None, "Rain", "Snow") for article in found)
    if name == "a.json" and shape not in ("values",):
        assert [article.id for article in found] == ["a", "b"]


@pytest.mark.parametrize("shape", ONE)
@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_a_record_is_not_taken_for_what_is_in_it(shape: str, name: str) -> None:
    (article,) = read_back(name, json.dumps(ONE[shape]))
    assert isinstance(article, Article)
    assert (article.id, article.text[:4]) == ("a", "Rain")


def test_strings_are_texts() -> None:
    assert [item.text for item in articles(read_back("a.json", json.dumps([RAIN, SNOW])))] == [RAIN, SNOW]
    assert [item.text for item in articles(read_back("a.json", json.dumps({"texts": [RAIN, SNOW]})))] == [RAIN, SNOW]
    assert [item.text for item in articles(read_back("a.jsonl", f"{json.dumps(RAIN)}\n{json.dumps(SNOW)}\n"))] == [
        RAIN,
        SNOW,
    ]
    fields = FieldNames(text="corpo")
    assert [item.text for item in articles(read_back("a.json", json.dumps([RAIN]), fields))] == [RAIN]


@pytest.mark.parametrize(
    "content", ['{"text": {}}', '{"text": []}', "{1: 'a', 'text': 'Rain.'}", "[[]]", "[[], []]", "{}"]
)
def test_what_holds_nothing_is_no_crash(content: str) -> None:
    assert all(isinstance(item, Article) or item.reason for item in read_back("a.json", content))


def test_rows_without_names_are_told() -> None:
    found = read_back("a.json", json.dumps([["a", RAIN], ["b", SNOW]]))
    assert [item.reason for item in found if isinstance(item, Skipped)] == [
        "a row without the names of its columns",
        "a row without the names of its columns",
    ]


def test_named_fields_lead_to_the_records() -> None:
    fields = FieldNames(text="corpo.testo")
    value = {"pagina": 1, "voci": [{"corpo": {"testo": RAIN}}, {"corpo": {"testo": SNOW}}]}
    assert [item.text for item in articles(read_back("a.json", json.dumps(value), fields))] == [RAIN, SNOW]


ONE_LINE = json.dumps(A), json.dumps(B)
PRETTY = json.dumps(A, indent=2), json.dumps(B, indent=2)
SPELLINGS = {
    "JSON lines": "\n".join(ONE_LINE),
    "carriage returns": "\r\n".join(ONE_LINE) + "\r\n",
    "commas": ",\n".join(ONE_LINE) + ",\n",
    "commas in front": "\n,".join(ONE_LINE),
    "an array, a record a line": f"[{ONE_LINE[0]},\n{ONE_LINE[1]}]\n",
    "an array around lines": f"[\n{ONE_LINE[0]},\n{ONE_LINE[1]}\n]\n",
    "an array on one line": f"[{ONE_LINE[0]}, {ONE_LINE[1]}]",
    "an array a line": f"[{ONE_LINE[0]}]\n[{ONE_LINE[1]}]\n",
    "behind each other": "".join(ONE_LINE),
    "behind each other, with a space": " ".join(ONE_LINE),
    "pretty": "\n".join(PRETTY),
    "pretty, with commas": ",\n".join(PRETTY),
    "pretty, not parted": "".join(PRETTY),
    "pretty array": json.dumps([A, B], indent=2),
    "pretty array in lines": f"[\n{PRETTY[0]},\n{PRETTY[1]}\n]",
    "not indented": json.dumps([A, B], indent=0),
    "byte order mark": "\ufeff" + "\n".join(ONE_LINE),
    "JSON text sequence": "".join(f"\x1e{line}\n" for line in ONE_LINE),
    "empty lines": "\n\n".join(ONE_LINE),
    "trailing commas": "\n".join(line[:-1] + ",}" for line in ONE_LINE),
    "comments": "\n".join(f"{line} // one" for line in ONE_LINE),
    "an object around": f'{{"articles": [\n{ONE_LINE[0]},\n{ONE_LINE[1]}\n]}}',
    "Python": f"{A}\n{ {**B, 'score': None, 'seen': True} }",
    "NaN": "\n".join(json.dumps({**each, "score": float("nan")}) for each in (A, B)),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_values_are_read_however_they_stand(spelling: str, name: str) -> None:
    found = read_back(name, SPELLINGS[spelling])
    assert [(item.id, item.title, item.text) for item in articles(found)] == [("a", "Rain", RAIN), ("b", "Snow", SNOW)]
    assert len(found) == 2


BROKEN = {
    "cut off": (f'{ONE_LINE[0]}\n{{"text": "cut\n{ONE_LINE[1]}', 1),
    "cut off in an array": (f'{ONE_LINE[0]}\n{{"text": "cut", "tags": [\n{ONE_LINE[1]}\n{ONE_LINE[1]}', 1),
    "cut off behind a colon": (f'{ONE_LINE[0]}\n{{"text":\n{ONE_LINE[1]}', 1),
    "no bracket": (f"{ONE_LINE[0]}\n{ONE_LINE[0][:-1]}\n{ONE_LINE[1]}", 1),
    "a word": (f"{ONE_LINE[0]}\nhello\n{ONE_LINE[1]}", 1),
    "pretty, one of them broken": ("\n".join([PRETTY[0], '{\n  "text": "a" "b"\n}', PRETTY[1]]), 1),
    "pretty, one of them empty": ("\n".join([PRETTY[0], "{}", PRETTY[1]]), 1),
    "pretty, one of them never closed": ("\n".join([PRETTY[0], PRETTY[0][:-2], PRETTY[0], PRETTY[1]]), 1),
    "an array that was cut off": (f'[{ONE_LINE[0]}, {ONE_LINE[1]}, {{"text": "cut', 1),
    "an object that was cut off": (f'{{"n": 3, "articles": [{ONE_LINE[0]}, {ONE_LINE[1]}, {{"text": "cut', 1),
}


@pytest.mark.parametrize("fault", BROKEN)
@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_a_bad_record_costs_itself(fault: str, name: str) -> None:
    content, bad = BROKEN[fault]
    found = read_back(name, content)
    assert {item.text for item in articles(found)} == {RAIN, SNOW}
    assert len([item for item in found if isinstance(item, Skipped)]) == bad


def test_one_value_may_be_lenient_json() -> None:
    assert parse_json("{'a': 1, // one\n 'b': [1, 2,],}") == {"a": 1, "b": [1, 2]}
    assert parse_json('{"a": "x\ny"}') == {"a": "x\ny"}
    assert all_values('{"a": 1}, {"a": 2}]').values == [{"a": 1}, {"a": 2}]


members = st.sampled_from(
    [json.dumps(A), json.dumps(B), json.dumps(A, indent=1), '{"text": "', "}", "{", "[", ",", "7"]
)


@given(st.lists(members, max_size=12), st.sampled_from(["a.json", "a.jsonl"]))
def test_whole_records_on_lines_of_their_own_are_never_lost(lines: list[str], name: str) -> None:
    whole = [line for line in lines if line in (json.dumps(A), json.dumps(B))]
    found = read_back(name, "\n".join(lines))
    assert len(articles(found)) >= len(whole)
    assert all(isinstance(item, Article) or item.reason for item in found)
