"""`--html` of the verbs: a page beside the usual output, of a scan, of two articles, of an index; what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from decoded_page import blocks_of
from typer.testing import CliRunner

from dedup import scan
from dedup.cli.application import command_line

HARBOUR = "The council of Oststadt voted on Tuesday to close the old swimming hall in autumn, said mayor Ilse Brandt."


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.txt", "b.txt"):
        Path(name).write_text(f"{HARBOUR} Some 214 residents signed a petition against the plan.", "utf-8")


def run(*command: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(command_line(), command)
    return done.exit_code, done.stdout, done.stderr


def index_of(path: str) -> Any:
    return blocks_of(Path(path).read_text("utf-8"))["index"]


def test_a_scan_writes_a_page_beside_its_result() -> None:
    plain = run("scan", "a.txt", "b.txt")
    assert run("scan", "a.txt", "b.txt", "--html", "report.html") == plain
    index = index_of("report.html")
    assert (index["kind"], index["articles"]["id"]) == ("report", ["a.txt", "b.txt"])


def test_two_articles_are_a_page_too() -> None:
    code, out, _ = run("compare", "b.txt", "a.txt", "--html", "pair.html")
    assert (code, "exact" in out) == (0, True)
    index = index_of("pair.html")
    assert (index["kind"], index["articles"]["id"]) == ("pair", ["b.txt", "a.txt"])


def test_an_index_is_exported_as_a_page() -> None:
    run("index", "add", "news.dedup", "a.txt", "b.txt")
    assert run("index", "export", "news.dedup", "--html", "index.html") == (0, "", "")
    index = index_of("index.html")
    assert index["articles"]["id"] == ["a.txt", "b.txt"]
    assert index["matches"]["isAligned"] == [1]


def test_a_part_of_a_result_is_a_page() -> None:
    scan(["a.txt", "b.txt"]).to_parquet("result")
    code, out, _ = run("report", "result", "--story-of", "b.txt", "--html", "part.html")
    assert (code, "2 articles read" in out) == (0, True)
    index = index_of("part.html")
    assert index["articles"]["id"] == ["a.txt", "b.txt"]
    assert index["matches"]["isAligned"] == [1]
    nothing = "dedup: the report holds no article of nobody.example\n"
    assert run("report", "result", "--outlet", "nobody.example") == (2, "", nothing)
    code, _, errors = run("report", "elsewhere")
    assert (code, "elsewhere: no report can be read there" in errors) == (2, True)


def test_a_result_becomes_an_index() -> None:
    scan(["a.txt", "b.txt"]).to_parquet("result")
    code, out, errors = run("index", "import", "news.dedup", "result")
    assert (code, out.startswith("imported 2 articles, 1 match, 1 cluster"), errors) == (0, True, "")
    assert "1 unchanged" in run("index", "add", "news.dedup", "a.txt")[1]
    code, _, errors = run("index", "import", "news.dedup", "result")
    assert (code, "holds articles: a report is imported into an empty index" in errors) == (2, True)


def test_pairs_are_chosen() -> None:
    for choice in ("source", "3"):
        assert run("scan", "a.txt", "b.txt", "--html", "report.html", "--html-pairs", choice)[0] == 0
    code, _, errors = run("scan", "a.txt", "--html", "report.html", "--html-pairs", "some")
    assert (code, "'some' is neither all nor source nor a number from 1" in errors) == (2, True)


def test_a_page_that_cannot_be_written_is_refused_before_the_work() -> None:
    done = CliRunner().invoke(command_line(), ["scan", "a.txt", "--html", "nowhere/report.html"])
    assert done.stdout == ""
    assert "there is no folder nowhere" in f"{done.stderr}{done.exception}"
