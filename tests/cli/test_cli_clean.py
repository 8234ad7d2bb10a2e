"""`dedup clean`: what it prints, what it writes, what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_news import FERRY, LIBRARY, paragraphs
from typer.testing import CliRunner

from dedup.cli.application import command_line

DRY = """\
  reason  articles  words       text
  exact          1    134  762 bytes

LEFT OUT  1
  reason   held  left out    for
  exact   100 %  news/b.txt  news/a.txt

"""
WRITTEN = """\
2 files written, 1 left out
  reason  articles  words       text
  exact          1    134  762 bytes

Every decision: clean/.dedup/removed.jsonl
"""


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "news"
    folder.mkdir()
    for name, sentences in (("a", FERRY), ("b", FERRY), ("c", LIBRARY)):
        (folder / f"{name}.txt").write_text(paragraphs(sentences), encoding="utf-8")
    return folder


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(command_line(), ["clean", *arguments])
    return done.exit_code, done.stdout, done.stderr


def test_a_plan_is_shown_written_and_carried_out(news: Path) -> None:
    assert run("news", "--dry-run") == (0, DRY, "")
    assert not (news.parent / "clean").exists()
    assert run("news", "--plan", "plan.jsonl") == (0, DRY, "")
    assert run("--apply", "plan.jsonl", "--output", "clean") == (0, WRITTEN, "")
    assert sorted(path.name for path in (news.parent / "clean").glob("*.txt")) == ["a.txt", "c.txt"]
    assert run("news", "--output", "clean") == (0, WRITTEN, "")


@pytest.mark.usefixtures("news")
def test_the_policy_and_the_relations_are_options() -> None:
    assert "news/a.txt  news/b.txt" in run("news", "--dry-run", "--keep", "id=news/b.txt", "--keep", "longest")[1]
    assert run("news", "--dry-run", "--drop", "near", "--cut", "none") == (0, "Nothing is left out.\n", "")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([], "name either inputs or, with --apply, a plan"),
        (["news", "--apply", "plan.jsonl"], "name either inputs or, with --apply, a plan"),
        (["news"], "--output names the new folder for the copies"),
        (["-", "--dry-run"], "standard input cannot be cleaned"),
        (["olds", "--dry-run"], "olds: no such file or folder"),
        (["news", "--output", "news"], "news: not an empty folder"),
        (["news", "--dry-run", "--drop", "rewrite"], "'rewrite' is not dropped"),
        (["news", "--dry-run", "--keep", "newest"], "'newest' does not say which copy is kept"),
        (["--apply", "news/a.txt", "--output", "clean"], "news/a.txt, line 1: this is not JSON"),
    ],
)
def test_wrong_use_is_refused_in_one_line(news: Path, arguments: list[str], reason: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert reason in err
    assert news.is_dir()


def test_a_changed_input_is_named(news: Path) -> None:
    run("news", "--plan", "plan.jsonl")
    (news / "c.txt").write_text("It rained.", encoding="utf-8")
    code, _, err = run("--apply", "plan.jsonl", "--output", "clean")
    assert code == 2
    assert err.startswith("dedup: changed since the plan was made: news/c.txt (10 bytes, not ")
