"""`dedup index`: what its verbs print, how they end, and what is remembered whatever happens."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from made_news import FERRY, LIBRARY, ORCHARD, edited, story, text
from typer.testing import CliRunner

from dedup import Article, Index, Settings, scan
from dedup.article import Place
from dedup.cli.application import command_line
from dedup.cli.inputs import stable_id
from dedup.index.maintenance import compatibility
from dedup.index.result import IndexResult, Status
from dedup.reports.terminal.index_tables import group_change_lines

SMALL_BATCHES = """
from functools import partialmethod
from dedup import Index
Index.ingest = partialmethod(Index.ingest, batch=5, max_delay_seconds=1e9)
"""
RUN = "from dedup.cli import main; main()"

ADDED = """\
relation      own  other  article                     of
near        100 %  100 %  news/edited.txt             news/a-wire.txt
exact       100 %  100 %  news/same.txt               news/a-wire.txt
skipped                   news/z.txt: empty

4 articles read, 1 skipped
4 added, 0 new versions, 0 unchanged
2 articles like one before: 1 exact, 1 near
"""
AGAIN = """\
relation      own  other  article                     of
version     100 %   71 %  news/other.txt              news/other.txt
skipped                   news/z.txt: empty

4 articles read, 1 skipped
0 added, 1 new version, 3 unchanged
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with a folder of four articles and an empty file."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    write(tmp_path, "news/a-wire.txt", text(FERRY))
    write(tmp_path, "news/edited.txt", edited(text(FERRY), 0.05))
    write(tmp_path, "news/same.txt", text(FERRY).upper())
    write(tmp_path, "news/other.txt", text(LIBRARY))
    write(tmp_path, "news/z.txt", "")
    return tmp_path


def write(folder: Path, name: str, content: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(content, encoding="utf-8")


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error."""
    done = CliRunner().invoke(command_line(), ["index", *arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


def records(*arguments: str) -> list[dict[str, object]]:
    code, out, err = run(*arguments, "--format", "jsonl")
    assert (code, err) == (0, "")
    return [json.loads(line) for line in out.splitlines()]


def feed(*articles: Mapping[str, object]) -> str:
    """A file of JSON lines, always of the same name."""
    lines = "".join(json.dumps(article) + "\n" for article in articles)
    Path("feed.jsonl").write_text(lines, encoding="utf-8")
    return "feed.jsonl"


@pytest.mark.usefixtures("folder")
class TestAdd:
    def test_each_article_that_matches_is_a_line(self) -> None:
        assert run("add", "i.dedup", "news") == (0, ADDED, "")

    def test_the_same_folder_again(self, folder: Path) -> None:
        run("add", "i.dedup", "news")
        write(folder, "news/other.txt", text(LIBRARY[:-2]))
        assert run("add", "i.dedup", "news") == (0, AGAIN, "")
        with Index("i.dedup") as index:
            assert len(index) == 4
            assert index["news/other.txt"].text == text(LIBRARY[:-2])

    def test_notes_are_cut(self) -> None:
        for name in ("y.txt", "x.txt"):
            Path("news", name).write_text("", encoding="utf-8")
        shown = run("add", "i.dedup", "news", "--limit", "1")[1].splitlines()
        assert [line for line in shown if line.startswith("skipped")] == ["skipped                   news/x.txt: empty"]
        assert "  ... and 2 more skipped (--limit 0 shows all)" in shown
        assert "4 articles read, 3 skipped" in shown

    def test_json_lines_tell_of_every_article(self) -> None:
        wire, near, *_, skipped, stats = records("add", "i.dedup", "news")
        assert (wire["article_id"], wire["status"], wire["relation"], wire["matches"]) == (
            "news/a-wire.txt",
            "new",
            None,
            [],
        )
        assert (near["relation"], near["of"], near["cluster_id"]) == ("near", "news/a-wire.txt", 1)
        assert skipped == {"type": "skipped", "path": "news/z.txt", "record_number": None, "reason": "empty"}
        assert stats["stats"] == {
            "articles": 4,
            "skipped": 1,
            "warnings": 0,
            "new": 4,
            "version": 0,
            "unchanged": 0,
            "exact": 1,
            "near": 1,
            "doubled": 0,
            "not_measured": 0,
        }

    def test_limits_are_settings_here_too(self) -> None:
        code, out, _ = run("add", "i.dedup", "news/a-wire.txt", "--set", "max_article_bytes=10")
        assert (code, "the text is longer than 10 bytes" in out) == (2, True)

    def test_passages_are_written_when_asked_for(self) -> None:
        run("add", "i.dedup", "news/a-wire.txt")
        (judged, _) = records("add", "i.dedup", "news/same.txt", "--passages")
        matches = judged["matches"]
        assert isinstance(matches, list)
        assert [passage["kind"] for passage in matches[0]["passages"]] == ["verbatim"]

    def test_a_table_of_commas(self) -> None:
        code, out, err = run("add", "i.dedup", "news", "--format", "csv")
        assert (code, err) == (0, "dedup: skipped news/z.txt: empty\n")
        header, _, same = out.splitlines()
        assert header == '"article_id","relation","of","own_coverage","other_coverage","reason","cluster_id","story_id"'
        assert same == '"news/same.txt","exact","news/a-wire.txt",1.0,1.0,"the same words",1,'

    def test_stories_are_found_when_asked_for(self) -> None:
        run("add", "i.dedup", "news/a-wire.txt", "--stories")
        (judged, _) = records("add", "i.dedup", "news/same.txt", "--stories")
        assert (judged["relation"], judged["cluster_id"], judged["story_id"]) == ("exact", 2, 1)
        (asked, _) = records("query", "i.dedup", "news/same.txt")
        assert asked["story_id"] == 1

    def test_fail_on_match(self) -> None:
        assert run("add", "i.dedup", "news/a-wire.txt", "news/other.txt", "--fail-on-match")[0] == 0
        assert run("add", "i.dedup", "news/a-wire.txt", "--fail-on-match")[0] == 0
        assert run("add", "i.dedup", "news/same.txt", "--fail-on-match")[0] == 1

    def test_records_without_ids_go_by_their_addresses_or_texts(self) -> None:
        first = {"text": text(FERRY), "url": "http://www.one.example/a?utm_id=3"}
        run("add", "i.dedup", feed(first, {"text": text(LIBRARY)}))
        later = {"text": text(FERRY[1:]), "url": "https://one.example/a"}
        found = records("add", "i.dedup", feed({"text": text(ORCHARD)}, {"text": text(LIBRARY)}, later))[:-1]
        assert [record["status"] for record in found] == ["new", "unchanged", "version"]
        assert found[2]["of"] == "https://one.example/a"

    def test_another_article_of_the_same_name_takes_nobody_s_place(self, folder: Path) -> None:
        run("add", "i.dedup", "news/other.txt")
        write(folder, "news/other.txt", text(ORCHARD))
        code, out, err = run("add", "i.dedup", "news")
        assert (code, err) == (0, "")
        assert "skipped                   news/other.txt: another article has this id in the index" in out
        with Index("i.dedup") as index:
            assert index["news/other.txt"].text == text(LIBRARY)

    def test_nothing_that_could_be_read(self) -> None:
        code, _, err = run("add", "i.dedup", "news/z.txt")
        assert (code, err) == (2, "dedup: nothing could be read in news/z.txt\n")


@pytest.mark.usefixtures("folder")
class TestQuery:
    def test_it_remembers_nothing(self) -> None:
        run("add", "i.dedup", "news/a-wire.txt", "news/other.txt")
        asked = """\
relation      own  other  article                     of
unchanged   100 %  100 %  news/a-wire.txt             news/a-wire.txt
near        100 %  100 %  news/edited.txt             news/a-wire.txt
unchanged   100 %  100 %  news/other.txt              news/other.txt
exact       100 %  100 %  news/same.txt               news/a-wire.txt
skipped                   news/z.txt: empty

4 articles read, 1 skipped
2 not in the index, 0 new versions, 2 unchanged
2 articles like one before: 1 exact, 1 near
"""
        assert run("query", "i.dedup", "news") == (0, asked, "")
        assert run("query", "i.dedup", "news") == (0, asked, "")

    def test_fail_on_match(self, folder: Path) -> None:
        run("add", "i.dedup", "news/other.txt")
        write(folder, "late.txt", text(ORCHARD))
        assert run("query", "i.dedup", "late.txt", "--fail-on-match")[0] == 0
        assert run("query", "i.dedup", "news/other.txt", "--fail-on-match")[0] == 1


@pytest.mark.usefixtures("folder")
class TestForgetting:
    def test_remove_by_id_and_address(self) -> None:
        run("add", "i.dedup", "news")
        run("add", "i.dedup", feed({"id": "7", "text": text(ORCHARD), "url": "https://one.example/7"}))
        missing = "dedup: gone.txt: no such article in i.dedup\n"
        given = ("news/same.txt", "gone.txt", "http://www.one.example/7?utm_id=1")
        assert run("remove", "i.dedup", *given) == (2, "2 articles removed, 3 left\n", missing)
        assert run("remove", "i.dedup", "news/edited.txt") == (0, "1 article removed, 2 left\n", "")

    def test_expire(self) -> None:
        dates = ("2025-12-31T23:59:00Z", "2026-01-01T00:00:00Z", "2026-02-01")
        news = [{"id": date, "text": text(story(place)), "date": date} for place, date in enumerate(dates)]
        run("add", "i.dedup", feed(*news))
        told = "1 article of before 2026-01-01 00:00 UTC removed, 2 left\n"
        assert run("expire", "i.dedup", "--before", "2026-01-01") == (0, told, "")
        assert run("expire", "i.dedup", "--before", "500000w")[0] == 2
        assert run("expire", "i.dedup", "--before", "1h")[1].endswith(", 0 left\n")

    @pytest.mark.parametrize("before", ["soon", "90x", "03/04/2026"])
    def test_what_is_no_date(self, before: str) -> None:
        code, out, err = run("expire", "i.dedup", "--before", before)
        assert (code, out) == (2, "")
        assert f"{before!r} is no date such as 2026-01-31, and no age such as 90d, 12w or 36h" in " ".join(err.split())


@pytest.mark.usefixtures("folder")
class TestTheWhole:
    def test_regroup_tells_what_changed(self, folder: Path) -> None:
        write(folder, "news/told.txt", text([FERRY[place] for place in (6, 3, 0)]))
        run("add", "i.dedup", "news")
        clusters = "1 cluster of copies: 0 new, 0 changed, 0 gone\n"
        story = "  2  new, 4 articles: news/a-wire.txt, news/edited.txt, news/same.txt, news/tol…\n"
        assert run("regroup", "i.dedup") == (0, f"{clusters}1 story: 1 new, 0 changed, 0 gone\n{story}", "")
        assert run("regroup", "i.dedup") == (0, f"{clusters}1 story: 0 new, 0 changed, 0 gone\n", "")
        story = "  2  gone: news/a-wire.txt, news/edited.txt, news/same.txt, news/told.txt\n"
        told = f"{clusters}0 stories: 0 new, 0 changed, 1 gone\n{story}"
        assert run("regroup", "i.dedup", "--no-stories") == (0, told, "")

    def test_stats(self) -> None:
        run("add", "i.dedup", "news")
        code, out, err = run("stats", "i.dedup")
        assert (code, err) == (0, "")
        assert [" ".join(line.split()) for line in out.splitlines() if not line.startswith("size")] == [
            "articles 4",
            "clusters of copies 1",
            "stories 0",
            "not yet regrouped 4 articles added or removed",
            "built with format 2, keys 3, scheme affine32, values 128, seed 1, bands 32",
        ]
        code, out, err = run("stats", "i.dedup", "--format", "json")
        assert (code, err, json.loads(out)["articles"], json.loads(out)["built"]["bands"]) == (0, "", 4, 32)

    def test_stats_say_by_which_settings_groups_were_made(self) -> None:
        run("add", "i.dedup", "news")
        run("regroup", "i.dedup")
        assert "regrouped with      the default settings\n" in run("stats", "i.dedup")[1]
        with Index("i.dedup", settings=Settings(min_core_coverage=0.7)) as index:
            index.regroup()
        assert "regrouped with      min_core_coverage 0.7\n" in run("stats", "i.dedup")[1]

    def test_check_names_damaged_articles_and_rebuild_restores_the_others(self) -> None:
        run("add", "i.dedup", "news")
        assert run("check", "i.dedup") == (0, "4 articles, all as written\n", "")
        database = sqlite3.connect("i.dedup")
        database.execute("UPDATE articles SET body = zeroblob(9) WHERE id = CAST('news/other.txt' AS BLOB)")
        database.commit()
        database.close()
        damage = "news/other.txt: its text, or what is known of it, is damaged\n"
        hint = "dedup: damaged; `dedup index rebuild i.dedup` restores what can be restored\n"
        assert run("check", "i.dedup") == (1, f"{damage}4 articles should be there, 3 can be read\n", hint)
        assert run("rebuild", "i.dedup") == (1, f"{damage}3 articles restored, 1 loss\n", "")
        assert run("check", "i.dedup") == (0, "3 articles, all as written\n", "")
        assert run("rebuild", "i.dedup") == (0, "3 articles restored, 0 losses\n", "")

    def test_what_is_exported_is_read_again(self) -> None:
        page = {"id": "7", "text": text(FERRY[1:]), "url": "https://one.example/7", "date": "2026-03-02T09:00:00+01:00"}
        run("add", "i.dedup", "news", feed(page | {"title": "On a sandbank", "links": ["https://two.example/"]}))
        run("regroup", "i.dedup")
        code, exported, err = run("export", "i.dedup")
        assert (code, err) == (0, "")
        first, *_, last = map(json.loads, exported.splitlines())
        assert (first["id"], first["text"], first["cluster_id"]) == ("news/a-wire.txt", text(FERRY), 1)
        assert (last["published"], last["links"], last["cluster_id"]) == (page["date"], ["https://two.example/"], 1)
        assert run("export", "i.dedup", "--output", "all.jsonl") == (0, "", "")
        assert Path("all.jsonl").read_text(encoding="utf-8") == exported
        run("add", "again.dedup", "all.jsonl")
        run("regroup", "again.dedup")
        with Index("i.dedup") as index, Index("again.dedup") as again:
            assert list(again) == list(index)
            assert list(again.clusters().values()) == list(index.clusters().values())
        assert "0 added, 0 new versions, 5 unchanged" in run("add", "i.dedup", "all.jsonl")[1]


VERBS = {
    "add": ["news"],
    "query": ["news"],
    "remove": ["x"],
    "expire": ["--before", "9d"],
    "regroup": [],
    "stats": [],
    "check": [],
    "export": [],
    "rebuild": [],
    "import": ["result"],
}


@pytest.mark.usefixtures("folder")
class TestWrongUse:
    @pytest.mark.parametrize("verb", VERBS)
    def test_every_verb_explains_itself(self, verb: str) -> None:
        code, out, err = run(verb, "--help")
        assert (code, err) == (0, "")
        assert out.startswith(f"Usage: dedup index {verb} [OPTIONS]")

    @pytest.mark.parametrize("verb", [verb for verb in VERBS if verb not in ("add", "import")])
    def test_only_add_and_import_make_an_index(self, verb: str) -> None:
        message = "dedup: i.dedup: no such index; `dedup index add i.dedup PATHS` makes one\n"
        assert run(verb, "i.dedup", *VERBS[verb]) == (2, "", message)
        assert not Path("i.dedup").exists()

    @pytest.mark.parametrize("verb", VERBS)
    def test_what_is_no_index(self, verb: str) -> None:
        told = "not an index that dedup made; the index is named first"
        assert run(verb, "news/same.txt", *VERBS[verb]) == (2, "", f"dedup: news/same.txt: {told}\n")
        told = "a folder, not an index; the index is named first"
        assert run(verb, "news", *VERBS[verb]) == (2, "", f"dedup: news: {told}\n")
        database = sqlite3.connect("other.db")
        database.execute("CREATE TABLE mine(x)")
        database.close()
        told = "a database, but not an index that dedup made"
        scan(texts=["Rain."]).to_parquet("result")
        assert run(verb, "other.db", *VERBS[verb]) == (2, "", f"dedup: other.db: {told}\n")

    def test_add_makes_no_folder(self) -> None:
        message = "dedup: gone/i.dedup: cannot be written: there is no folder gone\n"
        assert run("add", "gone/i.dedup", "news") == (2, "", message)

    def test_nothing_is_made_where_there_is_nothing_to_add(self) -> None:
        assert run("add", "i.dedup", "gone") == (2, "", "dedup: gone: no such file or folder\n")
        assert run("add", "i.dedup", "news", "--passages")[0] == 2
        assert not Path("i.dedup").exists()

    def test_an_index_of_another_version(self, monkeypatch: pytest.MonkeyPatch) -> None:
        run("add", "i.dedup", "news")
        monkeypatch.setitem(compatibility.BUILD_PARAMETERS, "keys", 4)
        message = "built with keys 3 (here 4); `dedup index rebuild i.dedup` makes it anew from the texts in it"
        assert run("query", "i.dedup", "news") == (2, "", f"dedup: i.dedup: {message}\n")
        assert run("rebuild", "i.dedup")[0] == 0
        assert run("query", "i.dedup", "news/same.txt")[0] == 0

    def test_an_index_that_another_process_writes(self) -> None:
        run("add", "i.dedup", "news")
        other = sqlite3.connect("i.dedup", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        message = "dedup: i.dedup: another process has been writing for 0 seconds\n"
        added = run("add", "i.dedup", feed({"text": text(ORCHARD)}), "--set", "index_lock_seconds=0.1")
        assert added == (2, "", message)
        other.close()


def start(*arguments: str, program: str = RUN, cwd: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "COLUMNS": "80", "PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.Popen(
        [sys.executable, "-c", program, "index", *arguments],
        cwd=cwd,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def lines_of(count: int, prefix: str = "n") -> str:
    """A feed in which every article after the first copies it."""
    return "".join(json.dumps({"id": f"{prefix}{n}", "text": text(FERRY)}) + "\n" for n in range(count))


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT])
def test_what_was_told_is_remembered(ending: signal.Signals, tmp_path: Path) -> None:
    program = start("add", "i.dedup", "-", "--format", "jsonl", program=SMALL_BATCHES + RUN, cwd=tmp_path)
    assert program.stdin is not None
    assert program.stdout is not None
    program.stdin.write(lines_of(14))
    program.stdin.flush()
    told = [json.loads(program.stdout.readline())["article_id"] for _ in range(10)]
    program.send_signal(ending)
    _, err = program.communicate()
    if ending == signal.SIGINT:
        assert (program.returncode, err) == (130, "dedup: interrupted: 10 articles were added before, and are kept\n")
    with Index(tmp_path / "i.dedup") as index:
        assert [article.id for article in index] == told == [f"n{n}" for n in range(10)]
        assert index.check() == []


def test_two_add_at_once(tmp_path: Path) -> None:
    """Both bring the same ten articles, and each ten of its own: every one is there once, and one alone came first."""
    programs = []
    for prefix in "ab":
        (tmp_path / f"{prefix}.jsonl").write_text(lines_of(10) + lines_of(10, prefix), encoding="utf-8")
        arguments = ("add", "i.dedup", f"{prefix}.jsonl", "--format", "jsonl")
        programs.append(start(*arguments, program=SMALL_BATCHES + RUN, cwd=tmp_path))
    ended = [program.communicate() for program in programs]
    assert [(program.returncode, err) for program, (_, err) in zip(programs, ended, strict=True)] == [(0, ""), (0, "")]
    told = [json.loads(line) for out, _ in ended for line in out.splitlines()]
    judged = [record for record in told if record["type"] == "judged"]
    assert len([record for record in judged if record["relation"] is None]) == 1
    assert sorted(record["article_id"] for record in judged if record["status"] == "new") == sorted(
        f"{prefix}{n}" for prefix in "nab" for n in range(10)
    )
    with Index(tmp_path / "i.dedup") as index:
        assert len(index) == 30
        assert index.check() == []


def test_a_reader_that_has_seen_enough_does_not_end_the_work(tmp_path: Path) -> None:
    (tmp_path / "feed.jsonl").write_text(lines_of(40), encoding="utf-8")
    program = start("add", "i.dedup", "feed.jsonl", program=SMALL_BATCHES + RUN, cwd=tmp_path)
    assert program.stdout is not None
    assert program.stderr is not None
    assert program.stdout.readline().startswith("relation")
    program.stdout.close()
    assert (program.stderr.read(), program.wait()) == ("", 0)
    with Index(tmp_path / "i.dedup") as index:
        assert len(index) == 40


def test_what_became_of_groups() -> None:
    before = {1: ["a", "b"], 2: ["c", "d"], 3: ["e", "f"], 5: ["g", "h"]}
    after = {1: ["a", "x"], 2: ["c", "d"], 4: ["y", "z\x1b"]}
    assert [line.plain for line in group_change_lines(("story", "stories"), before, after, width=60, limit=3)] == [
        "3 stories: 1 new, 1 changed, 2 gone",
        "  1  changed, 2 articles: with x; without b",
        "  4  new, 2 articles: y, z\\x1b",
        "  3  gone: e, f",
        "  ... and 1 more group (--limit 0 shows all)",
    ]


def test_another_process_was_faster(tmp_path: Path) -> None:
    """An article that is added by somebody else after it was looked for is judged as what comes again."""
    ferry, library = Article("ferry", text(FERRY)), Article("library", text(LIBRARY))
    with Index(tmp_path / "i.dedup") as index, Index(tmp_path / "i.dedup") as other:

        def meanwhile() -> Iterator[Article]:
            yield ferry
            other.add(ferry)
            yield library

        told = [each.status for batch in index.ingest(meanwhile()) for each in batch if isinstance(each, IndexResult)]
        assert told == [Status.UNCHANGED, Status.NEW]


def test_a_question_about_another_version(tmp_path: Path) -> None:
    with Index(tmp_path / "i.dedup") as index:
        index.add(Article("ferry", text(FERRY)))
        asked = index.query(Article("ferry", text(FERRY[:-1])))
        assert (asked.status, asked.nearest and asked.nearest.right_id) == (Status.VERSION, "ferry")
        asked = index.query(Article("ferry", text(ORCHARD)))
        assert (asked.status, asked.nearest) == (Status.CONFLICT, None)


@pytest.mark.parametrize(
    ("article_id", "url", "place", "expected"),
    [
        ("a.txt", "https://one.example/a", Place("a.txt"), "a.txt"),
        ("7", "https://one.example/a", Place("feed.jsonl", 3), "7"),
        ("feed.jsonl:3", "https://one.example/a", None, "feed.jsonl:3"),
        ("feed.jsonl:3", "https://one.example/a", Place("other.jsonl", 1), "feed.jsonl:3"),
        ("-:3", "http://one.example/a", Place("-", 3), "https://one.example/a"),
        ("-", None, Place("-"), "-:012c398eb8a9b09c"),
    ],
)
def test_ids_that_stay_the_same(article_id: str, url: str | None, place: Place | None, expected: str) -> None:
    assert stable_id(Article(article_id, "Rain.", url=url, place=place), Counter()) == expected


@pytest.mark.usefixtures("folder")
def test_records_that_say_the_same_are_copies() -> None:
    """In one feed, without ids and addresses, from one outlet or two; but tomorrow they are known."""
    copies = feed(*({"text": text(FERRY), "outlet": outlet} for outlet in ("one", "one", "two")))
    assert [record["relation"] for record in records("add", "i.dedup", copies)[:-1]] == [None, "exact", "exact"]
    assert [record["status"] for record in records("add", "i.dedup", copies)[:-1]] == ["unchanged"] * 3


def test_a_damaged_head_is_told_and_mended(folder: Path) -> None:
    run("add", "i.dedup", "news")
    data = (folder / "i.dedup").read_bytes()
    (folder / "i.dedup").write_bytes(b"NoLite" + data[6:])
    code, out, err = run("check", "i.dedup")
    assert (code, "rebuild" in err, "i.dedup" in out) == (1, True, True)
    code, out, _ = run("rebuild", "i.dedup")
    assert (code, out) == (0, "4 articles restored, 0 losses\n")
    assert run("check", "i.dedup")[0] == 0


def test_an_older_copy_in_place_of_the_index_is_told(folder: Path) -> None:
    run("add", "i.dedup", "news/same.txt")
    older = (folder / "i.dedup").read_bytes()
    run("add", "i.dedup", "news")
    (folder / "i.dedup").write_bytes(older)
    said = "4 additions and removals were acknowledged, 1 are there"
    assert said in run("stats", "i.dedup")[2]
    code, out, _ = run("check", "i.dedup")
    assert (code, said in out) == (1, True)
    run("add", "i.dedup", "news")
    assert said not in run("rebuild", "i.dedup")[2]
    assert run("check", "i.dedup")[0] == 0


def test_export_writes_all_that_is_whole_and_names_the_rest(folder: Path) -> None:
    run("add", "i.dedup", "news")
    database = sqlite3.connect("i.dedup")
    with database:
        database.execute("UPDATE articles SET body = x'00' WHERE id = ?", (b"news/same.txt",))
    database.close()
    code, out, err = run("export", "i.dedup")
    assert (code, len(out.splitlines()), "news/same.txt" in err) == (2, 3, True)
    assert run("export", "i.dedup", "--output", "out.jsonl")[0] == 2
    assert len((folder / "out.jsonl").read_bytes().splitlines()) == 3
