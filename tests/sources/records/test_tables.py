"""Tables as programs and people write them: every row is read or named as lost, whatever the rows beside it are."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.article import Article, ReadItem, ReadWarning, Skipped
from dedup.settings.limit_settings import LimitSettings
from dedup.sources.fields.record_parts import FieldNames
from dedup.sources.formats.records.table_dialect import Dialect, Marks, find_start, rows_by_any_means
from dedup.sources.formats.records.table_rows import TableRows
from dedup.sources.reader import read_articles

RAIN = "Rain fell on the valley all night, and the river rose by a metre."
SNOW = "Snow closed the pass on Tuesday; the road is to open again by noon."
PLAIN = "Rain fell on the valley all night"


def read_back(content: str | bytes, name: str = "a.csv", fields: FieldNames | None = None) -> list[ReadItem]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return list(read_articles(path, fields or FieldNames()))


def articles(found: list[ReadItem]) -> list[Article]:
    return [item for item in found if isinstance(item, Article)]


def skipped(found: list[ReadItem]) -> list[str]:
    return [item.reason for item in found if isinstance(item, Skipped)]


TABLES: dict[str, tuple[str, str | bytes]] = {
    "commas": ("a.csv", f'id,title,text\na,Rain,"{RAIN}"\nb,Snow,{SNOW}\n'),
    "semicolons": ("a.csv", f'id;title;text\na;Rain;{RAIN}\nb;Snow;"{SNOW}"\n'),
    "tabs": ("a.tsv", f"id\ttitle\ttext\na\tRain\t{RAIN}\nb\tSnow\t{SNOW}\n"),
    "tabs in a CSV": ("a.csv", f"id\ttitle\ttext\na\tRain\t{RAIN}\nb\tSnow\t{SNOW}\n"),
    "pipes": ("a.csv", f"id|title|text\na|Rain|{RAIN}\nb|Snow|{SNOW}\n"),
    "commas in a TSV": ("a.tsv", f'id,title,text\na,Rain,"{RAIN}"\nb,Snow,{SNOW}\n'),
    "Excel's line": ("a.csv", f'sep=;\r\nid;title;text\r\na;Rain;{RAIN}\r\nb;Snow;"{SNOW}"\r\n'),
    "Excel's line with a pipe": ("a.csv", f'"sep=|"\nid|title|text\na|Rain|{RAIN}\nb|Snow|{SNOW}\n'),
    "spaces behind commas": ("a.csv", f'id, title, text\na, Rain, "{RAIN}"\nb, Snow, "{SNOW}"\n'),
    "byte order mark": ("a.csv", f'\ufeffid,title,text\na,Rain,"{RAIN}"\nb,Snow,{SNOW}\n'),
    "names in quotation marks": ("a.csv", f'"id","title","text"\n"a","Rain","{RAIN}"\n"b","Snow","{SNOW}"\n'),
    "names with spaces": ("a.csv", f' id , Title ,"text "\na,Rain,"{RAIN}"\nb,Snow,{SNOW}\n'),
    "carriage returns": ("a.csv", f'id,title,text\ra,Rain,"{RAIN}"\rb,Snow,{SNOW}\r'),
    "both ends of lines": ("a.csv", f'id,title,text\r\na,Rain,"{RAIN}"\r\nb,Snow,{SNOW}'),
    "doubled carriage returns": ("a.csv", f'id,title,text\r\r\na,Rain,"{RAIN}"\r\r\nb,Snow,{SNOW}\r\r\n'),
    "empty lines": ("a.csv", f'\n\nid,title,text\n\na,Rain,"{RAIN}"\n\n\nb,Snow,{SNOW}\n\n'),
    "names of rows": ("a.csv", f'id,title,text\n1,a,Rain,"{RAIN}"\n2,b,Snow,{SNOW}\n'),
    "a column without a name": ("a.csv", f',id,title,text\n1,a,Rain,"{RAIN}"\n2,b,Snow,{SNOW}\n'),
    "commas at the ends": ("a.csv", f'id,title,text\na,Rain,"{RAIN}",\nb,Snow,{SNOW},,\n'),
    "two columns of one name": ("a.csv", f'id,title,text,text\na,Rain,"{RAIN}",\nb,Snow,,{SNOW}\n'),
    "UTF-16": ("a.csv", f"id\ttitle\ttext\r\na\tRain\t{RAIN}\r\nb\tSnow\t{SNOW}\r\n".encode("utf-16")),
}


@pytest.mark.parametrize("kind", TABLES)
def test_two_rows_are_two_articles(kind: str) -> None:
    name, content = TABLES[kind]
    found = read_back(content, name)
    assert [(item.id, item.title, item.text) for item in articles(found)] == [("a", "Rain", RAIN), ("b", "Snow", SNOW)]
    assert len(found) == 2


TEXTS = {
    "a quotation mark is a letter behind tabs": (
        "a.tsv",
        'id\ttext\n1\t"Rain, said he.\n2\tSnow.\n',
        ['"Rain, said he.'],
    ),
    "a phrase in a TSV": ("a.tsv", 'id\ttext\n1\tHe said "rain" and left\n2\tSnow.\n', ['He said "rain" and left']),
    "a TSV in quotation marks": (
        "a.tsv",
        'id\ttext\n1\t"Rain ""fell""\tat\nnight"\n2\tSnow.\n',
        ['Rain "fell"\tat\nnight'],
    ),
    "marks within": ("a.csv", 'id,text\n1,"He said ""rain"", and left"\n2,Snow.\n', ['He said "rain", and left']),
    "marks not doubled": (
        "a.csv",
        'id,text\n1,"He said "rain" and left, then"\n2,Snow.\n',
        ['He said "rain" and left, then'],
    ),
    "marks not doubled before a comma": (
        "a.csv",
        '"id","text"\n"1","He said "rain", and left"\n"2","Snow."\n',
        ['He said "rain", and left'],
    ),
    "inches": ("a.csv", 'id,text\n1,A nail of 5" length\n2,Snow.\n', ['A nail of 5" length']),
    "backslashes": ("a.csv", 'id,text\n1,"He said \\"rain\\", and left"\n2,Snow.\n', ['He said "rain", and left']),
    "a path": ("a.csv", 'id,text\n1,"In C:\\new, it rained"\n2,Snow.\n', ["In C:\\new, it rained"]),
    "line feeds and nulls of a dump": (
        "a.csv",
        'id,title,text\n1,\\N,"He said \\"rain\\".\\r\\nIt rained in C:\\\\new."\n2,"b","Snow."\n',
        ['He said "rain".\r\nIt rained in C:\\new.'],
    ),
    "a backslash before a line feed": (
        "a.csv",
        'id,text\n1,"He \\"said\\" so,\\\nand left"\n2,Snow.\n',
        ['He "said" so,\nand left'],
    ),
    "escapes of databases": (
        "a.tsv",
        "id\ttitle\ttext\n1\t\\N\tRain.\\n\\nThen\\tsnow \\\\.\n2\t\\N\tSnow.\n",
        ["Rain.\n\nThen\tsnow \\."],
    ),
    "a path behind tabs": ("a.tsv", "id\ttext\n1\tIn C:\\dir\\x it rained\n2\tSnow.\n", ["In C:\\dir\\x it rained"]),
    "line feeds": ("a.csv", 'id,text\n1,"Rain.\n\nMore, rain.\n"\n2,Snow.\n', ["Rain.\n\nMore, rain.\n"]),
    "one column": ("a.csv", "text\nRain, and more rain; and so on\nSnow.\n", ["Rain, and more rain; and so on"]),
    "one column in quotation marks": ("a.csv", 'text\n"Rain, and ""more"""\nSnow.\n', ['Rain, and "more"']),
    "a carriage return in a field": ("a.csv", "id,text\n1,Rain\rfell\n2,Snow.\n", ["Rain\rfell"]),
}


@pytest.mark.parametrize("kind", TEXTS)
def test_a_text_is_read_as_it_was_meant(kind: str) -> None:
    name, content, expected = TEXTS[kind]
    found = read_back(content, name)
    assert [item.text for item in articles(found)] == [*expected, "Snow."]
    assert len(found) == 2


def test_a_mark_that_is_never_closed_costs_its_row_at_most() -> None:
    rows = [f"{n},{PLAIN} {n}" for n in range(50)]
    rows[7] = f'7,"{PLAIN} 7'
    found = read_back("id,text\n" + "\n".join(rows) + "\n")
    assert [item.id for item in articles(found)] == [str(n) for n in range(50)]
    found = read_back('id,text,note\n1,"Rain, and so on,x\n2,Snow.,"y"\n3,Sleet.,z\n')
    assert [item.id for item in articles(found)] == ["2", "3"]
    assert len(skipped(found)) == 1


def test_rows_that_were_swallowed_are_read() -> None:
    found = read_back('id\ttitle\ttext\n1\t"Rain\tOne.\n2\tSnow\tTwo.\n3\tSleet"\tThree.\n4\tHail\tFour.\n', "a.tsv")
    assert [item.text for item in articles(found)] == ["One.", "Two.", "Three.", "Four."]


def test_rows_with_commas_that_are_not_quoted_are_named() -> None:
    found = read_back(f"id,text,date\n1,Rain, and more rain,2024-03-05\n2,{PLAIN},2024-03-05\n3,Snow.\n")
    assert [item.id for item in articles(found)] == ["2"]
    assert skipped(found) == ["the row has 4 fields, the header names 3", "the row has 2 fields, the header names 3"]


def test_a_table_without_names_has_its_longest_column_for_the_text() -> None:
    found = read_back(f'7,Rain,"{RAIN} {SNOW}"\n8,Snow,"{SNOW} {RAIN}"\n')
    assert [item.text for item in articles(found)] == [f"{RAIN} {SNOW}", f"{SNOW} {RAIN}"]
    assert [item.reason for item in found if isinstance(item, ReadWarning)] == [
        "the table names no columns: column 3, the longest, is read as the text"
    ]


def test_a_table_without_names_may_show_a_title_and_a_url() -> None:
    found = read_back(f'"3","https://example.org/a","Rain at the weir","{RAIN} {SNOW}"\n4,,Snow,"{SNOW} {RAIN}"\n')
    assert [(item.title, item.url) for item in articles(found)] == [
        ("Rain at the weir", "https://example.org/a"),
        ("Snow", None),
    ]
    assert [item.reason for item in found if isinstance(item, ReadWarning)] == [
        "the table names no columns: column 4, the longest, is read as the text, column 3 as the title, "
        "column 2 as the url"
    ]


def test_names_that_are_not_known_are_shown() -> None:
    content = f'nr,sagan\n1,"{RAIN}"\n'
    assert skipped(read_back(content)) == ["no column holds a text (text, body, content...): nr, sagan"]
    assert skipped(read_back(content, fields=FieldNames(text="testo"))) == ["no column 'testo'; there are: nr, sagan"]
    assert [item.text for item in articles(read_back(content, fields=FieldNames(text="sagan")))] == [RAIN]


def test_what_stands_above_the_names_is_passed_over_and_counted() -> None:
    found = read_back(f'Export of March\n# made by hand\n\nid,text\n1,"{RAIN}"\n')
    assert [item.text for item in articles(found)] == [RAIN]
    assert skipped(found) == ["no rows, but what stands above the names of the columns: 3 lines"]


def test_a_list_or_object_in_a_table_is_read_as_such() -> None:
    source = io.StringIO()
    rows = csv.writer(source)
    rows.writerows([["content", "source", "author"], [[{"value": RAIN}], {"id": None, "name": "Orre Post"}, ["Ada"]]])
    (article,) = articles(read_back(source.getvalue()))
    assert (article.text, article.outlet, article.author) == (RAIN, "Orre Post", "Ada")


def test_rows_of_delimiters_are_passed_over_as_empty_lines_are() -> None:
    table = f'text,title\n"{RAIN}",Rain\n,\n\n"",""\n,,\n{SNOW},Snow\n' + ",\n" * 1_000
    found = read_back(table)
    assert [article.text for article in articles(found)] == [RAIN, SNOW]
    assert len(found) == 2


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ('"He said "no" and left", "x" ,y', ['He said "no" and left', "x", "y"]),
        ('"a "b",c,"d', ['a "b', "c", '"d']),
        ('"a,"b,"c', ['"a', '"b', '"c']),
    ],
)
def test_a_mark_within_marks_is_a_letter(line: str, fields: list[str]) -> None:
    assert rows_by_any_means(line, Dialect(",", Marks.QUOTES), 3) == fields


def test_an_open_mark_in_a_long_table_does_not_fill_memory() -> None:
    limits = LimitSettings(max_source_bytes=2000)
    lines = iter([f'1,"{PLAIN}\n', *(f"{n},{PLAIN}\n" for n in range(2, 200))])
    start = find_start(["id,text\n", "1,x\n"], FieldNames())
    rows = list(TableRows(lines, start.dialect, 2, limits))
    assert len(rows) == 199
    assert all(isinstance(row, list) for row in rows)


@pytest.mark.parametrize(
    ("lines", "delimiter", "marks"),
    [
        (["a,text\n", '1,"x"\n'], ",", Marks.QUOTES),
        (["a;text\n", "1;x, y\n"], ";", Marks.QUOTES),
        (["a\ttext\n", '1\t"x\n', '2\ty "z\n'], "\t", Marks.LETTERS),
        (["a,text\n", '1,"x \\"y\\" z"\n'], ",", Marks.BACKSLASHES),
        (["a\ttext\n", "1\tx\\ny\n"], "\t", Marks.ESCAPES),
    ],
)
def test_the_way_of_writing_is_found(lines: list[str], delimiter: str, marks: Marks) -> None:
    dialect = find_start(lines, FieldNames()).dialect
    assert (dialect.delimiter, dialect.marks) == (delimiter, marks)


cells = st.text(st.sampled_from("ab,;\t|\"\\\n\r '1"), min_size=1, max_size=12).map(lambda text: f"x{text}y")


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=6), st.sampled_from(",;\t|"))
def test_what_the_csv_module_writes_is_read(rows: list[tuple[str, str]], delimiter: str) -> None:
    table = io.StringIO(newline="")
    csv.writer(table, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([("title", "text"), *rows])
    assert [item.text for item in articles(read_back(table.getvalue()))] == [text for _, text in rows]


damage = st.sampled_from(['"', ",", "\n", "\r", "\\", "\t", "", '""', '",'])


@given(st.integers(1, 8), st.integers(0, 400), damage)
def test_damage_in_one_place_loses_no_other_row(size: int, place: int, inserted: str) -> None:
    rows = [f'{n},Title {n},"{PLAIN} {n}, and more."\n' for n in range(size)]
    source = "".join(rows)
    place = min(place, len(source))
    found = read_back("id,title,text\n" + source[:place] + inserted + source[place:])
    hit = len("".join(rows)[:place].splitlines())
    read = {item.text for item in articles(found)}
    lost = [n for n in range(size) if f"{PLAIN} {n}, and more." not in read and abs(n + 1 - hit) > 1]
    assert lost == []
    assert len(found) >= size - 1
