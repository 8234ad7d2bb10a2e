"""Tables of a report: each row holds what the report says; what is written, read by its own tool, is the table."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pandas
import polars
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from made_reports import harbour_report, make_match, reports

import dedup
from dedup import Article, InputError, Report, Span
from dedup.alignment.passage import Alignment, Passage, PassageKind
from dedup.reports.formats import OUTPUT_FORMATS, ReportOutput
from dedup.reports.formats import xlsx as workbooks
from dedup.reports.tables.report_tables import table_of
from dedup.reports.tables.row_kinds import Rows

SAMPLES = Path(__file__).parents[2] / "samples"
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", '=HYPERLINK("http://evil.example")', "{=1}"]
ODD = [
    *("</script>", "javascript:alert(1)", "\u202egpj.exe", "\udc80", 'ship\'s "seal"', "a;=1+1", "tab\there"),
    *(
        "<!-- --",
        "]]>",
        "nul\x00",
        "line\u2028end",
        "https://evil.example/\u202e",
        "'; DROP TABLE a; --",
        "../../passwd",
        "cmd|' /C calc'!A0",
    ),
    *(
        "\ud83d",
        "%s%n",
        "two\nlines",
        "",
        " ",
        "0123",
        "1e5",
        "2026-05-03",
        "TRUE",
        "港口因风暴关闭",
        "المرفأ",
        "🚢" * 20,
        "_x0041_",
    ),
]


@pytest.fixture(scope="module")
def samples() -> Report:
    return dedup.scan([SAMPLES])


@pytest.fixture(scope="module")
def hostile() -> Report:
    """Two articles of one text for each odd name, which is in each of their fields."""
    names = [*dict.fromkeys([*FORMULAS, *ODD, *(f"{start}{name}" for start in FORMULAS for name in ODD)])]
    assert len(names) >= 300
    text = "The ferry Brightling lies still in Skarrow until a seal comes from the maker."
    moment = datetime(2026, 5, 3, 6, 30, tzinfo=UTC)
    articles = [
        Article(f"{name}{side}", text, name, name, name, moment, author=name) for name in names for side in (1, 2)
    ]
    return replace(
        harbour_report(),
        articles=articles,
        matches=[make_match(f"{name}1", f"{name}2", reason=name) for name in names],
        repeats=[],
        clusters=[],
        stories=[],
    )


def written(report: Report, format_: str, **options: Any) -> bytes:
    out = io.BytesIO()
    write = OUTPUT_FORMATS[format_].write_report
    assert write is not None
    write(report, out, ReportOutput(passages=True, **options))
    return out.getvalue()


def expected(report: Report, rows: str) -> list[dict[str, Any]]:
    table = table_of(report, rows)
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def plain(record: dict[str, Any]) -> dict[str, Any]:
    """A record as a reader gives it: nothing for what is not known, times in UTC."""
    return {name: _plain(value) for name, value in record.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, pandas.Timestamp | datetime):
        time = value.to_pydatetime() if isinstance(value, pandas.Timestamp) else value
        return None if pandas.isna(time) else time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    return None if not isinstance(value, str) and pandas.isna(value) else value


def as_times(record: dict[str, Any]) -> dict[str, Any]:
    """A record of a format without times."""
    times = [name for name in record if name.endswith("published") and record[name]]
    return {**record, **{name: datetime.fromisoformat(record[name]) for name in times}}


def as_in_a_workbook(record: dict[str, Any]) -> dict[str, Any]:
    """A record with numbers of fifteen digits, which are all that a workbook keeps."""
    return {name: float(f"{value:.14g}") if isinstance(value, float) else value for name, value in record.items()}


# --- what a row holds --------------------------------------------------------------------------------------------


def test_a_row_of_matches_holds_what_is_known_of_both_articles() -> None:
    passage = Passage(Span(4, 21), Span(4, 21), 3, 1.0, 1.0, PassageKind.VERBATIM, ())
    shorter = Passage(Span(0, 3), Span(0, 3), 1, 1.0, 1.0, PassageKind.VERBATIM, ())
    report = harbour_report()
    exact = make_match("post/harbour.html", "wire/harbour.txt", alignment=Alignment((shorter, passage)))
    row = expected(replace(report, matches=[exact]), "matches")[0]
    assert row == {
        "left_id": "post/harbour.html",
        "right_id": "wire/harbour.txt",
        "relation": "near",
        "left_coverage": 0.95,
        "right_coverage": 0.912,
        "left_title": None,
        "right_title": "Harbour closed",
        "left_outlet": "post.example",
        "right_outlet": "northwire.example",
        "left_published": datetime(2026, 5, 3, 8, 30, tzinfo=UTC),
        "right_published": datetime(2026, 5, 3, 6, 30, tzinfo=UTC),
        "left_url": None,
        "right_url": None,
        "cluster": 1,
        "story": 1,
        "jaccard": 0.75,
        "left_containment": 0.9,
        "right_containment": 0.85,
        "title_similarity": None,
        "reason": "at least 60 % of both articles stands in shared stretches",
        "passage": "harbour is closed",
        "passage_words": 3,
        "left_start": 4,
        "left_end": 21,
        "right_start": 4,
        "right_end": 21,
    }


def test_the_groups_of_a_match_are_those_of_both_articles() -> None:
    excerpt, near, exact = expected(harbour_report(), "matches")
    assert [(row["cluster"], row["story"]) for row in (excerpt, near, exact)] == [(None, 1), (1, 1), (1, 1)]


def test_a_row_of_articles_names_the_closest_before_it_and_the_origin() -> None:
    columns = [
        "cluster",
        "story",
        "is_first",
        "closest_earlier",
        "relation",
        "coverage",
        "origin",
        "repeated_words",
        "doubled_words",
    ]
    rows = {row["id"]: [row[name] for name in columns] for row in expected(harbour_report(), "articles")}
    assert rows == {
        "daily/week.txt": [None, 1, True, "wire/harbour.txt", "excerpt", 0.08, None, 9, 9],
        "post/harbour-later.html": [1, 1, False, "post/harbour.html", "near", 0.95, "northwire.example", 0, 0],
        "post/harbour.html": [1, 1, False, "wire/harbour.txt", "exact", 1.0, "northwire.example", 0, 0],
        "wire/harbour.txt": [1, 1, True, None, None, None, "northwire.example", 0, 0],
    }


def test_a_row_of_repeats_holds_the_whole_block(samples: Report) -> None:
    articles = {article.id: article for article in samples.articles}
    rows = expected(samples, "repeats")
    assert len(rows) == len(samples.repeats) > 0
    for row, repeat in zip(rows, samples.repeats, strict=True):
        assert row["text"] == repeat.spans[0].of(articles[repeat.article_id].text)
        assert (row["words"], row["times"], row["kind"]) == (repeat.words, len(repeat.spans), repeat.kind)
        assert row["places"].split() == [f"{span.start}-{span.end}" for span in repeat.spans]


def test_matches_of_the_samples_are_those_of_the_report(samples: Report) -> None:
    for row, match in zip(expected(samples, "matches"), samples.matches, strict=True):
        assert (row["left_id"], row["right_id"], row["relation"]) == (match.left_id, match.right_id, match.relation)
        assert row["passage_words"] == max((passage.words for passage in match.passages), default=None)


def test_a_report_that_was_written_without_texts_and_passages_has_empty_cells(samples: Report) -> None:
    read = Report.from_json(samples.to_json())
    assert {row["passage"] for row in expected(read, "matches")} == {None}
    assert [row["text"] for row in expected(read, "repeats")] == [repeat.excerpt for repeat in samples.repeats]


def test_other_rows_are_refused() -> None:
    with pytest.raises(InputError, match="rows: one of matches, articles, repeats, outlets, not 'pages'"):
        harbour_report().to_pandas("pages")


# --- outlets -----------------------------------------------------------------------------------------------------


def test_an_outlet_carries_the_closest_article_before_its_own() -> None:
    links = harbour_report().outlets()
    assert [(link.carrier, link.source, link.relation, link.articles) for link in links] == [
        ("daily.example", "northwire.example", "excerpt", 1),
        ("post.example", "northwire.example", "exact", 1),
    ]
    assert [(link.median_lag_hours, link.share) for link in links] == [(48.0, 1.0), (2.0, 0.5)]


def test_nobody_carries_what_came_in_the_same_minute() -> None:
    report = harbour_report()
    moment = datetime(2026, 5, 3, 6, 30, tzinfo=UTC)
    assert replace(report, articles=[replace(each, published=moment) for each in report.articles]).outlets() == []


def test_outlets_of_the_samples(samples: Report) -> None:
    links = samples.outlets()
    later = {link.carrier for link in links if link.source == "meridiannewsagency.example"}
    assert {"tidewaterpost.example", "skarrowherald.example", "lowmarshgazette.example"} <= later
    assert all(0 < link.share <= 1 and link.median_lag_hours > 0 for link in links)


# --- what is written is the table --------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", Rows)
def test_csv_is_the_table_in_pandas_and_polars(samples: Report, rows: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(written(samples, "csv", rows=rows))
    in_pandas = pandas.read_csv(path, dtype_backend="numpy_nullable").to_dict("records")
    in_polars = polars.read_csv(path, infer_schema_length=None).to_dicts()
    assert [plain(as_times(plain(record))) for record in in_pandas] == expected(samples, rows)
    assert [plain(as_times(record)) for record in in_polars] == expected(samples, rows)


@pytest.mark.parametrize("rows", Rows)
def test_parquet_is_the_table_in_pyarrow_polars_and_pandas(samples: Report, rows: str, tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    path.write_bytes(written(samples, "parquet", rows=rows))
    assert pyarrow.parquet.read_table(path).equals(samples.to_arrow(rows))
    assert polars.read_parquet(path).equals(samples.to_polars(rows))
    assert [plain(record) for record in pandas.read_parquet(path).to_dict("records")] == expected(samples, rows)


@pytest.mark.parametrize("rows", Rows)
def test_a_workbook_is_the_table_in_openpyxl_and_pandas(samples: Report, rows: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(samples, "xlsx", rows=rows)))
    head, *cells = book[rows].iter_rows(values_only=True)
    table = [as_in_a_workbook(row) for row in expected(samples, rows)]
    assert [as_in_a_workbook(plain(dict(zip(head, row, strict=True)))) for row in cells] == table
    in_pandas = pandas.read_excel(io.BytesIO(written(samples, "xlsx", rows=rows)), dtype=object, engine="openpyxl")
    assert [as_in_a_workbook(plain(record)) for record in in_pandas.to_dict("records")] == table


@pytest.mark.parametrize("rows", Rows)
def test_json_lines_are_the_table(samples: Report, rows: str) -> None:
    lines = written(samples, "jsonl", rows=rows).splitlines()
    assert [as_times(json.loads(line)) for line in lines] == expected(samples, rows)


@pytest.mark.parametrize("rows", Rows)
def test_frames_are_the_table(samples: Report, rows: str) -> None:
    assert [plain(record) for record in samples.to_pandas(rows).to_dict("records")] == expected(samples, rows)
    assert samples.to_polars(rows).to_dicts() == expected(samples, rows)
    assert samples.to_arrow(rows).to_pylist() == expected(samples, rows)


def test_without_passages_nothing_is_aligned(samples: Report) -> None:
    frame = samples.to_polars(passages=False)
    assert frame["passage"].null_count() == len(samples.matches)


def test_a_workbook_holds_a_sheet_for_each_table(samples: Report) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(samples, "xlsx")))
    assert book.sheetnames == ["matches", "articles", "repeats", "outlets"]


def test_a_long_table_goes_on_on_the_next_sheet(samples: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MAX_SHEET_ROWS", 8)
    book = openpyxl.load_workbook(io.BytesIO(written(samples, "xlsx", rows="articles")))
    assert book.sheetnames == ["articles", "articles 2", "articles 3"]
    ids = [row[0] for sheet in book for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert ids == [article.id for article in samples.articles]


@pytest.mark.parametrize("format_", ["csv", "jsonl", "parquet", "xlsx"])
def test_equal_reports_are_equal_files(format_: str) -> None:
    assert written(harbour_report(), format_) == written(harbour_report(), format_)


@pytest.mark.parametrize("format_", ["csv", "jsonl", "parquet", "xlsx"])
def test_an_empty_table_has_its_columns(format_: str) -> None:
    empty = Report((), (), (), (), (), ())
    data = written(empty, format_, rows="outlets")
    readers: dict[str, Callable[[Any], Any]] = {
        "csv": pandas.read_csv,
        "xlsx": partial(pandas.read_excel, engine="openpyxl"),
    }
    readers["parquet"] = pandas.read_parquet
    if format_ in readers:
        frame = readers[format_](io.BytesIO(data))
        assert (list(frame.columns), len(frame)) == (list(table_of(empty, "outlets").columns), 0)


@settings(max_examples=8)
@given(reports())
def test_every_report_is_a_table(report: Report) -> None:
    for rows in Rows:
        assert report.to_polars(rows).to_dicts() == expected(report, rows)
        for format_ in ("csv", "jsonl", "parquet", "xlsx"):
            assert written(report, format_, rows=rows) is not None


# --- hostile texts -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", ["matches", "articles"])
def test_csv_starts_no_formula_and_loses_no_word(hostile: Report, rows: str) -> None:
    table = expected(hostile, rows)
    lines = [*csv.DictReader(io.StringIO(written(hostile, "csv", rows=rows).decode(), newline=""))]
    for row, line in zip(table, lines, strict=True):
        for name, cell in row.items():
            if isinstance(cell, str):
                assert line[name] == (f"'{cell}" if cell.startswith(tuple("=+-@\t\r\n＝＋－＠")) else cell)


@pytest.mark.parametrize("rows", ["matches", "articles"])
def test_a_workbook_starts_no_formula_and_follows_no_link(hostile: Report, rows: str) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(written(hostile, "xlsx", rows=rows)))[rows]
    head = [cell.value for cell in sheet[1]]
    for row, cells in zip(expected(hostile, rows), sheet.iter_rows(min_row=2), strict=True):
        for name, cell in zip(head, cells, strict=True):
            if isinstance(row[name], str):
                assert cell.data_type in ("s", "inlineStr") or cell.value is None
                assert cell.hyperlink is None
                assert cell.quotePrefix == row[name].startswith(tuple("=+-@\t\r\n＝＋－＠"))


def test_a_title_of_a_megabyte_fits_a_cell(hostile: Report) -> None:
    report = replace(hostile, articles=[replace(hostile.articles[0], title="=" + "🚢" * 500_000)], matches=[])
    sheet = openpyxl.load_workbook(io.BytesIO(written(report, "xlsx", rows="articles")))["articles"]
    assert 16_000 < len(sheet["B2"].value) < 32_768


@pytest.mark.parametrize("rows", ["matches", "articles"])
def test_frames_and_parquet_hold_every_text(hostile: Report, rows: str) -> None:
    assert hostile.to_polars(rows).to_dicts() == expected(hostile, rows)
    read = polars.read_parquet(io.BytesIO(written(hostile, "parquet", rows=rows)))
    assert read.to_dicts() == expected(hostile, rows)


def test_excel_knows_that_the_csv_is_in_utf_8(hostile: Report) -> None:
    data = written(hostile, "csv", excel=True)
    assert data == b"\xef\xbb\xbf" + written(hostile, "csv")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_reads_the_same_cells(hostile: Report, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_bytes(written(hostile, "csv", rows="articles", excel=True))
    (tmp_path / "book.xlsx").write_bytes(written(hostile, "xlsx", rows="articles"))
    utf8 = "--infilter=Text - txt - csv (StarCalc):44,34,76,1"
    for name, read_as in (("table.csv", [utf8]), ("book.xlsx", [])):
        command = ["soffice", "--headless", *read_as, "--convert-to", "xlsx", "--outdir", str(tmp_path / "read")]
        subprocess.run([*command, str(tmp_path / name)], check=True, capture_output=True, timeout=120)
        sheet = openpyxl.load_workbook(tmp_path / "read" / name.replace(".csv", ".xlsx")).active
        assert sheet is not None and sheet.max_row == len(hostile.articles) + 1
        odd = {cell.value for row in sheet.iter_rows() for cell in row if cell.data_type in ("f", "e")}
        assert odd <= {"=TRUE()", "=FALSE()"}  # as LibreOffice writes what is true or false
