"""`dedup eval`: what it prints and writes, and what it refuses."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from made_news import FERRY, LIBRARY, ORCHARD, paragraphs, story
from typer.testing import CliRunner

from dedup.cli.application import command_line

SHOWN = """\
5 labelled pairs, 1 labelled id not read

relation  precision       95 %  pairs  recall       95 %  pairs     F1
copy          0.667  0.21-0.94      3   1.000  0.34-1.00      2  0.800

shared words  precision  recall
"""


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "news"
    folder.mkdir()
    texts = {
        "a": FERRY,
        "b": FERRY,
        "c": LIBRARY,
        "d": [*LIBRARY[:6], "No more."],
        "e": ORCHARD,
        "f": [*ORCHARD[:4], *story(1, 9)],
    }
    for name, sentences in texts.items():
        (folder / f"{name}.txt").write_text(paragraphs(sentences), encoding="utf-8")
    rows = ["a,b,yes", "c,d,yes", "e,f,no", "a,c,no", "b,e,no", "x,a,yes"]
    lines = [",".join([*(f"news/{each}.txt" for each in row.split(",")[:2]), row.split(",")[2]]) for row in rows]
    (tmp_path / "labels.csv").write_text("\n".join(["left,right,label", *lines, ""]), encoding="utf-8")
    return folder


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(command_line(), ["eval", *arguments])
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.usefixtures("news")
def test_figures_and_faults_are_shown() -> None:
    code, out, err = run("labels.csv", "news", "--no-stories", "--curve")
    assert (code, err) == (0, "")
    assert out.startswith(SHOWN.partition("shared words")[0])
    assert "COPIES IN THE REPORT ALONE  1\n  distinct, found excerpt" in out
    assert "shared words  precision  recall\n" in out
    assert "COPIES IN THE LABELS ALONE" not in out
    document = json.loads(run("labels.csv", "news", "--no-stories", "--format", "json")[1])
    assert document["relations"][0]["recall"]["value"] == 1.0


@pytest.mark.usefixtures("news")
def test_the_page_of_the_report_shows_the_figures() -> None:
    assert run("labels.csv", "news", "--no-stories", "--html", "page.html")[0] == 0
    assert 'id="data-index"' in Path("page.html").read_text("utf-8")


def test_a_sheet_is_drawn_and_read_back(news: Path) -> None:
    code, out, _ = run("--sample", "6", "news", "--no-stories", "--output", "sheet.csv")
    assert (code, out) == (0, "6 pairs to label: sheet.csv\n")
    assert "no labels" in run("sheet.csv", "news")[2]
    assert len((news.parent / "sheet.csv").read_text(encoding="utf-8-sig").splitlines()) == 7


def test_settings_are_chosen_and_written(news: Path) -> None:
    code, out, err = run(
        "labels.csv", "news", "--no-stories", "--tune", "min_excerpt_words=30,500", "--output", "best.toml"
    )
    assert (code, err) == (0, "")
    assert "min_excerpt_words     30" in out
    assert "copy.f1 on the other half: " in out
    settings = tomllib.loads((news.parent / "best.toml").read_text(encoding="utf-8"))
    assert settings["min_excerpt_words"] in (30, 500)
    assert run("labels.csv", "news", "--no-stories", "--settings", "best.toml")[0] == 0


@pytest.mark.usefixtures("news")
@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["labels.csv"], "name the file of labels, then what is to be scanned"),
        (["labels.csv", "olds"], "olds: no such file or folder"),
        (["--sample", "5", "news"], "--output names the file of the sheet"),
        (["labels.csv", "news", "--html", "p.html", "--tune", "near_coverage=.5"], "--html shows figures"),
        (["labels.csv", "news", "--format", "xml"], "'xml' is neither table nor json"),
        (["labels.csv", "news", "--tune", "near_coverage"], "names no values of a setting"),
        (["labels.csv", "news", "--tune", "near_cover=.5"], "there is no setting near_cover"),
    ],
)
def test_wrong_use_is_refused_in_one_line(arguments: list[str], reason: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert reason in err
