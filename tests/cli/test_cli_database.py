"""`dedup index` and `dedup serve` over an index in PostgreSQL: the URL of its database stands for a file."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from made_news import FERRY, LIBRARY, edited, text
from postgres_server import PostgresServer, schema_of
from typer.testing import CliRunner, Result

from dedup import Article, Index
from dedup.cli.application import command_line


@pytest.fixture
def url(postgres: PostgresServer, tmp_path: Path) -> str:
    """A database, with a password that nothing may show: the server asks for none."""
    user, host = postgres.url.split("@")
    return f"{user}:secret@{host}?schema={schema_of(tmp_path)}"


def run(*arguments: str) -> Result:
    done = CliRunner().invoke(command_line(), arguments)
    assert "secret" not in done.output + done.stderr
    return done


def test_the_verbs_take_the_url_of_a_database(url: str, tmp_path: Path) -> None:
    wire, copy = tmp_path / "wire.txt", tmp_path / "copy.txt"
    wire.write_text(text(FERRY))
    copy.write_text(edited(text(FERRY), 0.05))
    assert "1 added" in run("index", "add", url, str(wire), "--quiet").stdout
    assert "near        100 %" in run("index", "query", url, str(copy), "--quiet").stdout
    assert "1 added" in run("index", "add", url, str(copy), "--quiet").stdout
    assert run("index", "regroup", url, "--quiet").exit_code == 0
    assert run("index", "stats", url).exit_code == 0
    assert run("index", "check", url, "--quiet").stdout == "2 articles, all as written\n"
    assert run("index", "rebuild", url, "--quiet").stdout == "2 articles restored, 0 losses\n"
    assert run("index", "export", url, "--quiet").stdout.count("\n") == 2
    missing = run("index", "remove", url, str(wire), "none")
    assert (missing.exit_code, missing.stdout) == (2, "1 article removed, 1 left\n")
    assert "none: no such article in postgresql://dedup@127" in missing.stderr
    assert run("index", "expire", url, "--before", "0h").stdout.endswith("removed, 0 left\n")


def test_articles_in_a_database_are_a_reference_and_are_compared_by_their_ids(url: str, tmp_path: Path) -> None:
    copy, plan = tmp_path / "copy.txt", tmp_path / "plan.json"
    copy.write_text(edited(text(FERRY), 0.05))
    with Index(url) as index:
        list(index.add_many([Article("feed:1/a", text(FERRY)), Article("b", text(LIBRARY))]))
    found = run("scan", str(copy), "--against", url, "--quiet", "--format", "json")
    report = json.loads(found.stdout)
    assert (report["reference_ids"], report["stats"]["reference_articles"]) == (["feed:1/a"], 2)
    assert [(match["left_id"], match["relation"]) for match in report["matches"]] == [(str(copy), "near")]
    assert run("clean", str(copy), "--against", url, "--plan", str(plan), "--dry-run", "--quiet").exit_code == 0
    assert "feed:1/a" in plan.read_text()
    for names in ((str(copy), f"{url}:feed:1/a"), (f"{url}:feed:1/a", f"{url}:b"), ("feed:1/a", "b", "--in", url)):
        assert run("compare", *names, "--format", "json").stdout.count("feed:1/a") > 0
        assert run("explain", *names).exit_code == 0
    missing = run("compare", str(copy), f"{url}:none")
    assert (missing.exit_code, missing.stdout) == (2, "")
    assert ":none: no such article; an article of an index is named postgresql://dedup@127" in missing.stderr


def test_a_database_that_is_not_there_is_told() -> None:
    refused = run("index", "stats", "postgresql://me:secret@127.0.0.1:1/news")
    assert refused.exit_code != 0
    assert "postgresql://me@127.0.0.1:1/news: connection failed" in refused.stderr


def test_a_server_holds_an_index_in_a_database(url: str) -> None:
    command = [sys.executable, "-m", "dedup", "serve", url, "--bind", "127.0.0.1:0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr is not None
            said = server.stderr.readline()
            found = re.fullmatch(r"dedup serves postgresql://dedup@\S+ at (http://\S+)\n", said)
            assert found, said
            with Index(found[1]) as index:
                assert str(index.add(Article("a", text(FERRY))).status) == "new"
            server.terminate()
            assert server.wait(30) == 0
        finally:
            server.kill()
    with Index(url) as index:
        assert [article.id for article in index] == ["a"]
