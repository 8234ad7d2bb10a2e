"""A job on Spark makes the report of `dedup.scan`, whatever the order, the partitions, and where it stopped."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from spark_session import spark as spark
from spark_session import table
from stored_news import many, small_corpus
from typer.testing import CliRunner

from dedup import Article, InputError, MissingExtraError, Report, Settings, read_articles, scan
from dedup.adapters.spark import scan as scan_on_spark
from dedup.cli.application import command_line
from dedup.serialization import dumps, to_builtins
from dedup.settings import DEFAULT_SETTINGS
from dedup.spark import stages
from dedup.spark.job import Job, scan_source
from dedup.spark.rows.sources import kind_of_table, open_table
from dedup.spark.session import INSTALL_JAVA, check_java

SAMPLES = Path(__file__).parents[2] / "samples"
TIGHT = Settings(
    max_band_neighbours=2,
    max_anchor_groups=3,
    max_pairs_per_group_pair=4,
    min_stock_phrase_groups=3,
    df_sample_articles=50,
)  # so that every cap counts


def plain(report: Report) -> Any:
    """The report but for what says where articles were read."""
    document = json.loads(report.to_json())
    return {name: value for name, value in document.items() if name not in ("warnings", "skipped")}


def test_the_samples_have_one_report_and_a_stopped_job_goes_on(spark: Any, tmp_path: Path) -> None:
    articles = [item for item in read_articles(SAMPLES) if isinstance(item, Article)]
    expected = plain(scan(articles))
    assert "translation" in {match["relation"] for match in expected["matches"]}
    frame = table(spark, Random(3).sample(articles, len(articles)), parts=3)
    assert plain(scan_on_spark(frame, str(tmp_path), parts=3)) == expected
    assert (tmp_path / "stages" / "terms" / "_SUCCESS").exists()
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / "stages").glob("*/_SUCCESS")}
    shutil.rmtree(tmp_path / "stages" / "measured")
    (tmp_path / "stages" / "joined" / "_SUCCESS").unlink()  # as if it had stopped while it wrote
    assert plain(scan_on_spark(frame, str(tmp_path), parts=5)) == expected
    made = {path.parent.name for path, time in kept.items() if path.stat().st_mtime_ns != time}
    assert made == {"measured", "joined"}
    with pytest.raises(InputError, match="another job"):
        scan_on_spark(frame, str(tmp_path), settings=replace(DEFAULT_SETTINGS, near_coverage=0.7))


def test_caps_bite_and_the_report_is_the_same(spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "PAIRS_A_BIN", 16)
    known = [each for each in small_corpus() if each.text.strip() and "\udc80" not in each.id]
    copies = [Article(f"copy-{n:02}", known[4].text, outlet=f"outlet{n % 3}.example") for n in range(12)]
    articles = [*known, *copies, *many(150, seed=4)]
    expected = scan(articles, settings=TIGHT)
    stats = expected.stats
    assert min(stats.capped_by_band, stats.capped_by_group, stats.frequent_anchors) > 0
    frame = table(spark, articles[::-1], parts=4)
    report = scan_on_spark(frame, str(tmp_path), settings=TIGHT, parts=2)
    assert plain(report) == plain(expected)
    report.to_parquet(tmp_path)
    assert Report.from_parquet(tmp_path).to_json(texts=True) == report.to_json(texts=True)


def test_umlauts_are_expanded_in_every_stage(spark: Any, tmp_path: Path) -> None:
    known = many(40, seed=5)
    marked = [replace(each, text=each.text.replace("u", "ü")) for each in known]
    spelled_out = [replace(each, id=f"{each.id}-plain", text=each.text.replace("u", "ue")) for each in known[:12]]
    settings = replace(DEFAULT_SETTINGS, expand_umlauts=True)
    expected = scan([*marked, *spelled_out], settings=settings)
    assert sum(str(match.relation) == "exact" for match in expected.matches) >= 12
    frame = table(spark, [*spelled_out, *marked], parts=3)
    assert plain(scan_on_spark(frame, str(tmp_path), settings=settings, parts=2)) == plain(expected)


def test_what_is_no_article_is_skipped_and_what_is_odd_is_read(spark: Any) -> None:
    rows = [
        {"id": 7, "body": "The ferry is late again, and nobody knows why."},
        {"id": 8, "body": "THE FERRY IS LATE AGAIN, and nobody knows why"},
        {"id": 9, "body": None},
        {"id": 10, "body": "... !"},
        {"id": None, "body": "A row without an id."},
    ]
    report = scan_on_spark(spark.createDataFrame(pa.Table.from_pylist(rows)), stories=False)
    assert [(match.left_id, match.right_id, match.relation) for match in report.matches] == [("7", "8", "exact")]
    assert [article.id for article in report.articles] == ["10", "7", "8"]
    assert [(each.path, each.reason) for each in report.skipped] == [
        ("", "the row has no id"),
        ("9", "no field holds a text (text, body, content...)"),
    ]


def test_an_empty_table_has_an_empty_report(spark: Any) -> None:
    empty = pa.table({"id": pa.array([], pa.string()), "text": pa.array([], pa.string())})
    assert len(scan_on_spark(spark.createDataFrame(empty)).articles) == 0


def test_a_table_that_is_not_understood_is_refused(spark: Any) -> None:
    twice = pa.table({"id": ["a", "b", "a"], "text": ["Rain.", "Snow.", "Hail."]})
    with pytest.raises(InputError, match="two articles have the id 'a'"):
        scan_on_spark(spark.createDataFrame(twice))
    with pytest.raises(InputError, match="no column is called id"):
        scan_on_spark(spark.createDataFrame(pa.table({"text": ["Rain."]})))


def test_a_missing_java_is_named_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(MissingExtraError, match=INSTALL_JAVA):
        check_java()


def test_the_command_writes_what_scan_finds_and_adds_to_it(spark: Any, tmp_path: Path) -> None:  # noqa: ARG001  # the session is used
    result = tmp_path / "result"
    done = CliRunner().invoke(command_line(), ["spark", str(SAMPLES), str(result), "--no-stories"])
    assert done.exit_code == 0, done.output
    report, expected = Report.from_parquet(result), scan(SAMPLES, stories=False)
    assert plain(report) == plain(expected)
    assert report.skipped == tuple(expected.skipped)
    assert [each.reason for each in report.warnings] == [each.reason for each in expected.warnings]
    written = f"written to {result}; `dedup.Report.from_parquet` reads it"
    assert done.stdout == f"{', '.join(expected.counts())}\n{written}\n"

    copied = [replace(each, id=f"again-{each.id}") for each in list(expected.articles)[::3]]
    lines = [dumps(to_builtins(each, texts=True)) for each in copied]
    later = tmp_path / "later.jsonl"
    later.write_bytes(b"\n".join([*lines, b'{"id": "empty", "text": null}']))
    added = ["spark", str(later), str(tmp_path / "both"), "--no-stories", "--add-to", str(result)]
    assert CliRunner().invoke(command_line(), added).exit_code == 0
    report, expected = Report.from_parquet(tmp_path / "both"), scan([SAMPLES, later], stories=False)
    assert plain(report) == plain(expected)
    assert len(report.skipped) == len(expected.skipped) > 0
    assert report.stats == expected.stats


def test_articles_are_added_to_an_earlier_job(spark: Any, tmp_path: Path) -> None:
    articles = [item for item in read_articles(SAMPLES) if isinstance(item, Article)]
    mixed = Random(8).sample(articles, len(articles))
    first, second = tmp_path / "first", tmp_path / "second"
    scan_on_spark(table(spark, mixed[::2]), str(first), stories=False, parts=3)
    assert plain(scan_on_spark(table(spark, mixed[1::2]), str(second), parts=2, add_to=str(first))) == plain(
        scan(articles)
    )
    with pytest.raises(InputError, match=r"settings differ.*scan all again"):
        scan_on_spark(table(spark, mixed[:1]), str(tmp_path / "third"), add_to=str(second), settings=TIGHT)
    with pytest.raises(InputError, match="two articles have the id"):
        scan_on_spark(table(spark, mixed[:1]), str(tmp_path / "third"), add_to=str(second))
    shutil.rmtree(second / "stages" / "articles")
    with pytest.raises(InputError, match="no articles of an earlier job"):
        scan_on_spark(table(spark, mixed[:1]), str(tmp_path / "fourth"), add_to=str(second))
    assert not (tmp_path / "fourth").exists()


def test_what_spark_reads_is_known_by_its_ending(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.parquet", "c/part-0.snappy.parquet", "c/_SUCCESS", "d/page.html", "d/e.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    kinds = {name: kind_of_table(str(tmp_path / name)) for name in ("a.jsonl", "b.parquet", "c", "d")}
    assert kinds == {"a.jsonl": "json", "b.parquet": "parquet", "c": "parquet", "d": None}
    assert kind_of_table("s3a://news/2026") == "parquet"
    with pytest.raises(InputError, match="no such file or folder"):
        kind_of_table(str(tmp_path / "missing"))


@pytest.mark.parametrize(
    ("source", "kind", "reason"),
    [
        ("nowhere", "table", "TABLE_OR_VIEW_NOT_FOUND"),
        ("no such table", "table", "PARSE_SYNTAX_ERROR"),
        ("/nowhere/a.parquet", "parquet", "PATH_NOT_FOUND"),
        ("/dev/null", "parquet", "UNABLE_TO_INFER_SCHEMA"),
        ("s3a://nowhere/a", "json", "S3AFileSystem not found"),
    ],
)
def test_what_spark_cannot_open_is_one_line(spark: Any, source: str, kind: str, reason: str) -> None:
    with pytest.raises(InputError, match=rf"^{source}: .*{reason}.*\Z"):
        open_table(spark, source, kind)


def test_an_input_without_articles_is_no_job(spark: Any, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    with pytest.raises(InputError, match=r"^nothing could be read; .*empty\.txt: empty\Z"):
        scan_source(spark, str(tmp_path), str(tmp_path / "out"), Job(DEFAULT_SETTINGS))


def test_spark_is_not_started_for_an_input_that_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("dedup.spark.open_session", lambda *_: pytest.fail("it was started"))
    done = CliRunner().invoke(command_line(), ["spark", str(tmp_path / "nowhere"), str(tmp_path / "out")])
    (line,) = done.stderr.splitlines()
    assert (done.exit_code, line.startswith(f"dedup: {tmp_path / 'nowhere'}: no such file or folder")) == (2, True)
    assert not (tmp_path / "out").exists()
