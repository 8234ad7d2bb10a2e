"""What the verbs print and how they end, with a detector that answers at once; `test_cli_program` runs the real one."""

from __future__ import annotations

import json
import logging
import sys
import warnings
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from typer.testing import CliRunner

import dedup
import dedup.detector
from dedup.article import Article, Skipped
from dedup.cli.application import command_line
from dedup.cli.named_articles import NamedArticles
from dedup.comparison.match import Match, Relation
from dedup.comparison.pair_measures import Measures
from dedup.comparison.relation_rules import RULES
from dedup.errors import InputError
from dedup.report import Report, ScanStats
from dedup.serialization import from_json
from dedup.settings import Settings, numbers_of
from dedup.sources.fields.record_parts import FieldNames

COPY = Match("a.txt", "b.txt", Relation.EXACT, 1.0, 1.0, 1.0, 1.0, 1.0, None, "the same words")
FOUND = Report(
    (Article("a.txt", "Rain."), Article("b.txt", "Rain.")), (), (COPY,), (), (), (), stats=ScanStats(articles=2)
)
NOTHING = Report((), (), (), (), (), (Skipped("a.txt", None, "empty"),))

TABLE = """\
2 articles read, 0 skipped
0 articles with doubled blocks
0 articles in 0 clusters of copies, 0 stories

OTHER MATCHES  1
  relation   left  right  left article  right article
  exact     100 %  100 %  a.txt         b.txt
    the same words
"""
EMPTY_TABLE = """\
0 articles read, 1 skipped
0 articles with doubled blocks
0 articles in 0 clusters of copies, 0 stories

SKIPPED  1
  path   record  reason
  a.txt          empty
"""
LINES = """\
{"type":"stats","version":2,"stats":{"articles":2,"reference_articles":0,"skipped":0,"candidates":0,"capped_by_band":0,\
"capped_by_group":0,"frequent_anchors":0}}
{"type":"article","id":"a.txt","title":null,"url":null,"outlet":null,"published":null,"language":null,"author":null,\
"canonical":null,"links":[]}
{"type":"article","id":"b.txt","title":null,"url":null,"outlet":null,"published":null,"language":null,"author":null,\
"canonical":null,"links":[]}
{"type":"match","left_id":"a.txt","right_id":"b.txt","relation":"exact","jaccard":1.0,"left_containment":1.0,\
"right_containment":1.0,"left_coverage":1.0,"right_coverage":1.0,"title_similarity":null,"reason":"the same words"}
"""
TABLE_OF_COMMAS = """\
"left_id","right_id","relation","left_coverage","right_coverage","left_title","right_title","left_outlet",\
"right_outlet","left_published","right_published","left_url","right_url","cluster","story","jaccard",\
"left_containment","right_containment","title_similarity","reason","passage","passage_words","left_start","left_end",\
"right_start","right_end"
"a.txt","b.txt","exact",1.0,1.0,,,,,,,,,,,1.0,1.0,1.0,,"the same words",,,,,,
"""
COMPARISON = """\
left   a.txt · Rain.
right  b.txt · Rain.

exact: the same words
                              left  right
  words in shared stretches  100 %  100 %
  three-word phrases shared  100 %  100 %
  Jaccard 1.000
"""

Scan = Callable[..., Report]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with two articles."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Rain.", encoding="utf-8")
    return tmp_path


@pytest.fixture
def detector(monkeypatch: pytest.MonkeyPatch) -> Callable[[Scan], None]:
    def answer(scan: Scan) -> None:
        monkeypatch.setattr(dedup.detector, "scan", scan)

    monkeypatch.setattr(dedup.detector, "scan", lambda *_, **__: FOUND)
    monkeypatch.setattr(dedup.detector, "compare", lambda *_, **__: COPY)
    return answer


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error."""
    done = CliRunner().invoke(command_line(), arguments)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.usefixtures("folder", "detector")
class TestScan:
    def test_table(self) -> None:
        assert run("scan", "a.txt", "b.txt") == (0, TABLE, "")

    def test_json_lines(self) -> None:
        assert run("scan", ".", "--format", "jsonl") == (0, LINES, "")

    def test_csv(self) -> None:
        assert run("scan", ".", "--format", "csv") == (0, TABLE_OF_COMMAS, "")

    @pytest.mark.parametrize(
        ("name", "whole"), [("m.csv", TABLE_OF_COMMAS), ("M.JSONL", LINES), ("m.txt", TABLE), ("m", TABLE)]
    )
    def test_the_ending_of_the_output_chooses_the_format(self, folder: Path, name: str, whole: str) -> None:
        assert run("scan", ".", "--output", name) == (0, "", "")
        assert (folder / name).read_text(encoding="utf-8") == whole

    def test_rows_of_articles(self) -> None:
        code, out, err = run("scan", ".", "--format", "jsonl", "--rows", "articles")
        assert (code, err) == (0, "")
        assert [json.loads(line)["closest_earlier"] for line in out.splitlines()] == [None, "a.txt"]

    def test_a_mark_for_excel(self, folder: Path) -> None:
        assert run("scan", ".", "--output", "m.csv", "--excel") == (0, "", "")
        assert (folder / "m.csv").read_text(encoding="utf-8-sig") == TABLE_OF_COMMAS
        assert (folder / "m.csv").read_bytes().startswith(b"\xef\xbb\xbf")

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            (("--rows", "articles"), "--rows belongs to csv, jsonl, parquet and xlsx, not to table"),
            (("--rows", "articles", "--format", "json"), "--rows belongs to csv, jsonl, parquet and xlsx, not to json"),
            (("--excel", "--output", "m.xlsx"), "--excel belongs to csv, not to xlsx"),
            (("--output", "m.toml"), "m.toml: this result is not written as toml"),
        ],
    )
    def test_what_a_format_cannot_hold_is_refused_before_the_work(
        self, detector: Callable[[Scan], None], options: tuple[str, ...], message: str
    ) -> None:
        detector(lambda *_, **__: pytest.fail("the work has begun"))
        code, out, err = run("scan", ".", *options)
        assert (code, out) == (2, "")
        assert message in err

    @pytest.mark.parametrize("package", ["pyarrow", "xlsxwriter"])
    def test_a_missing_package_is_noticed_before_the_work(
        self, detector: Callable[[Scan], None], monkeypatch: pytest.MonkeyPatch, package: str
    ) -> None:
        detector(lambda *_, **__: pytest.fail("the work has begun"))
        monkeypatch.setitem(sys.modules, package, None)
        code, _, err = run("scan", ".", "--format", "parquet" if package == "pyarrow" else "xlsx")
        assert code == 2
        assert "pip install 'newsdedup[" in err

    def test_json_is_read_back(self) -> None:
        code, out, err = run("scan", ".", "--format", "json")
        assert (code, err, from_json(Report, out).matches) == (0, "", FOUND.matches)

    @pytest.mark.parametrize(("format_", "whole"), [("table", TABLE), ("csv", TABLE_OF_COMMAS), ("jsonl", LINES)])
    def test_output_goes_to_a_file(self, folder: Path, format_: str, whole: str) -> None:
        assert run("scan", ".", "--format", format_, "--output", "report") == (0, "", "")
        assert (folder / "report").read_text(encoding="utf-8") == whole

    def test_fail_on_match(self) -> None:
        assert run("scan", ".", "--fail-on-match") == (1, TABLE, "")

    @pytest.mark.parametrize(
        ("relation", "code"), [("excerpt", 1), ("rewrite", 1), ("same_story", 0), ("boilerplate", 0)]
    )
    def test_what_counts_as_a_match(self, detector: Callable[[Scan], None], relation: str, code: int) -> None:
        found = replace(FOUND, matches=(replace(COPY, relation=Relation(relation)),))
        detector(lambda *_, **__: found)
        assert run("scan", ".", "--fail-on-match")[0] == code

    def test_options_reach_the_reader_and_the_detector(
        self, detector: Callable[[Scan], None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen: dict[str, Any] = {}

        def scan(read: dict[str, Any], **options: Any) -> Report:
            seen.update(options, read=read)
            return FOUND

        def read_articles(inputs: list[Path], **options: Any) -> dict[str, Any]:
            return {"inputs": inputs, **options}

        detector(scan)
        monkeypatch.setattr("dedup.sources.reader.read_articles", read_articles)
        fields = ("text", "title", "url", "outlet", "published", "id")
        given = [part for name in fields for part in (f"--{name}-field", f"my-{name}")]
        changed = ("--set", "min_core_coverage=.7")
        files = ("--include", "*.txt", "--include", "2024", "--exclude", "drafts", "--encoding", "cp1250")
        work = ("--no-stories", "--jobs", "3", "--memory", "1.5 gb")
        assert run("scan", "-", "a.txt", *work, *given, *changed, *files)[0] == 0
        settings = Settings(min_core_coverage=0.7, max_text_memory=1_500_000_000)
        progress = seen.pop("progress")
        assert progress("articles", 1, None) is None
        assert seen == {
            "read": {
                "inputs": [Path("-"), Path("a.txt")],
                "fields": FieldNames(**{name: f"my-{name}" for name in fields}),
                "limits": settings,
                "processes": 3,
                "include": ("*.txt", "2024"),
                "exclude": ("drafts",),
                "encoding": "cp1250",
            },
            "against": None,
            "stories": False,
            "threads": 3,
            "settings": settings,
        }

    def test_files_and_indexes_are_references(self, detector: Callable[[Scan], None], folder: Path) -> None:
        seen: list[str] = []

        def scan(_: Iterable[Article], *, against: Iterable[Article], **__: Any) -> Report:
            seen.extend(article.id for article in against)
            return FOUND

        detector(scan)
        with dedup.Index(folder / "old.dedup") as index:
            index.add(Article("old", "Rain."))
        assert run("scan", "a.txt", "--against", "b.txt", "--against", "old.dedup") == (0, TABLE, "")
        assert seen == ["b.txt", "old"]

    def test_nothing_that_could_be_read_is_bad_input(self, detector: Callable[[Scan], None]) -> None:
        detector(lambda *_, **__: NOTHING)
        assert run("scan", "a.txt") == (2, EMPTY_TABLE, "dedup: nothing could be read in a.txt\n")

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["a.txt", "gone\x1b[2J.txt"], "gone\\x1b[2J.txt: no such file or folder"),
            (["a.txt", "--against", "gone"], "gone: no such file or folder"),
            (["a.txt", "--output", "gone/x"], "gone/x: cannot be written: there is no folder gone"),
            (["a.txt", "--passages"], "--passages needs another --format than table, which has no place for them"),
        ],
    )
    def test_wrong_use_is_one_line(self, arguments: list[str], message: str) -> None:
        assert run("scan", *arguments) == (2, "", f"dedup: {message}\n")

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ([""], "the name of a file or folder is empty"),
            (["a.txt", ""], "the name of a file or folder is empty"),
            (["https://example.org/a.html"], "a web address; files are read"),
        ],
    )
    def test_a_name_of_no_path_is_wrong_use(self, arguments: list[str], message: str) -> None:
        code, output, error = run("scan", *arguments)
        assert (code, output) == (2, "") and message in " ".join(error.replace("│", " ").split())

    @pytest.mark.parametrize(
        ("name", "message"),
        [("", "the name of a file or folder is empty"), ("http://db.example", "a web address; files are read")],
    )
    def test_what_is_scanned_against_has_a_name(self, name: str, message: str) -> None:
        code, output, error = run("scan", "a.txt", "--against", name)
        assert (code, output) == (2, "") and message in error

    @pytest.mark.parametrize(
        "arguments",
        [
            [],
            ["a.txt", "--limit", "-1"],
            ["a.txt", "--jobs", "0"],
            ["a.txt", "--format", "x"],
            ["a.txt", "--memory", "much"],
        ],
    )
    def test_options_out_of_range(self, arguments: list[str]) -> None:
        code, out, err = run("scan", *arguments)
        assert (code, out) == (2, "")
        assert "Try 'dedup scan -" in err

    @pytest.mark.parametrize(
        "error", [dedup.InputError, dedup.SettingsError, dedup.DamagedDataError, dedup.MissingExtraError]
    )
    def test_every_deliberate_error_is_one_line(self, detector: Callable[[Scan], None], error: type[Exception]) -> None:
        def scan(*_: Any, **__: Any) -> Report:
            raise error("too\nbad")

        detector(scan)
        assert run("scan", "a.txt") == (2, "", "dedup: too bad\n")

    def test_interrupt(self, detector: Callable[[Scan], None], folder: Path) -> None:
        def scan(*_: Any, **__: Any) -> Report:
            raise KeyboardInterrupt

        detector(scan)
        assert run("scan", "a.txt", "--output", "report") == (130, "", "dedup: interrupted\n")
        assert sorted(path.name for path in folder.iterdir()) == ["a.txt", "b.txt"]

    def test_noise_does_not_reach_the_result(self, detector: Callable[[Scan], None]) -> None:
        def scan(*_: Any, **__: Any) -> Report:
            print("loading a model")  # noqa: T201 - what other packages do
            warnings.warn("old", DeprecationWarning, stacklevel=1)
            logging.getLogger("noisy").error("cannot parse")
            return FOUND

        detector(scan)
        code, out, err = run("scan", "a.txt")
        assert (code, out) == (0, TABLE)
        assert "cannot parse" not in err


@pytest.mark.usefixtures("folder", "detector")
class TestCompare:
    def test_table(self) -> None:
        assert run("compare", "a.txt", "b.txt") == (0, COMPARISON, "")

    def test_json(self) -> None:
        code, out, err = run("compare", "a.txt", "b.txt", "--format", "json")
        assert (code, err) == (0, "")
        assert json.loads(out)["passages"] == []
        assert from_json(Match, out) == COPY

    def test_fail_on_match(self) -> None:
        assert run("compare", "a.txt", "b.txt", "--fail-on-match") == (1, COMPARISON, "")

    def test_output_goes_to_a_file(self, folder: Path) -> None:
        assert run("compare", "a.txt", "b.txt", "--output", "verdict") == (0, "", "")
        assert (folder / "verdict").read_text(encoding="utf-8") == COMPARISON

    def test_a_missing_file(self) -> None:
        assert run("compare", "a.txt", "gone.txt") == (
            2,
            "",
            "dedup: gone.txt: no such file or folder; an id is looked up in what --in PATH names\n",
        )

    def test_more_than_two_articles(self, folder: Path) -> None:
        (folder / "feed.jsonl").write_text('{"text": "Rain."}\n{"text": "Snow."}\n', encoding="utf-8")
        message = "dedup: feed.jsonl: more than one record; one of them is named as a scan does: feed.jsonl:2\n"
        assert run("compare", "feed.jsonl", "b.txt") == (2, "", message)


class TestNamedArticles:
    @pytest.fixture(autouse=True)
    def feeds(self, folder: Path) -> None:
        lines = ('{"text": "Rain fell."}', '{"text": "Rain fell again.", "id": "again"}', "{", '{"text": "Snow."}')
        (folder / "feed.jsonl").write_text("\n".join(lines), encoding="utf-8")
        (folder / "a:b.txt").write_text("Hail.", encoding="utf-8")
        (folder / "other.csv").write_text("sagan,id\nFog.,7\n", encoding="utf-8")
        with ZipFile(folder / "all.zip", "w") as archive:
            archive.write("feed.jsonl", "deep/feed.jsonl")
            archive.write("a.txt", "deep/1:2.txt")

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("a.txt", "Rain."),
            ("a:b.txt", "Hail."),
            ("feed.jsonl:1", "Rain fell."),
            ("feed.jsonl:2", "Rain fell again."),
            ("feed.jsonl:4", "Snow."),
            ("all.zip/deep/feed.jsonl:4", "Snow."),
            ("all.zip/deep/1:2.txt", "Rain."),
        ],
    )
    def test_a_name_that_a_scan_prints_is_one_article(self, name: str, text: str) -> None:
        found = NamedArticles(FieldNames(), None).find((name, "b.txt"))
        assert [article.text for article in found] == [text, "Rain."]

    def test_an_id_of_a_record_behind_its_file(self) -> None:
        found = NamedArticles(FieldNames(text="sagan"), None).find(("other.csv:7", "other.csv:1"))
        assert [article.text for article in found] == ["Fog.", "Fog."]

    def test_ids_are_looked_up_in_a_folder_a_file_or_an_index(self) -> None:
        with dedup.Index("news.dedup") as index:
            index.add(Article("wire:1", "Rain is expected at the coast.", url="https://wire.example/1?utm_source=feed"))
        names = NamedArticles(FieldNames(), None, [Path("feed.jsonl"), Path("news.dedup")])
        found = names.find(("again", "wire:1", "https://wire.example/1", "a.txt"))
        coast = "Rain is expected at the coast."
        assert [article.text for article in found] == ["Rain fell again.", coast, coast, "Rain."]
        code, out, _ = run("compare", "news.dedup:wire:1", "wire:1", "--in", "news.dedup")
        assert (code, out.splitlines()[0]) == (0, "left   wire:1 · Rain is expected at the coast.")

    @pytest.mark.parametrize("name", ["news.dedup", "news.dedup:gone"])
    def test_an_index_is_no_article(self, name: str) -> None:
        dedup.Index("news.dedup").close()
        with pytest.raises(InputError, match=r"an article of an index is named news\.dedup:ID"):
            NamedArticles(FieldNames(), None).find((name,))

    def test_two_records_of_one_file(self) -> None:
        found = NamedArticles(FieldNames(), None).find(("feed.jsonl:4", "feed.jsonl:1"))
        assert [article.text for article in found] == ["Snow.", "Rain fell."]

    def test_every_name_of_a_scan_is_understood(self) -> None:
        report = dedup.scan(".")
        assert len(report.articles) == 10
        for article in report.articles:
            if article.place is not None:
                assert NamedArticles(FieldNames(), None).find((str(article.place),))[0].text == article.text

    def test_fields_have_names_of_their_own(self) -> None:
        code, out, _ = run("compare", "other.csv:1", "b.txt", "--text-field", "sagan")
        assert (code, out.splitlines()[0]) == (0, "left   7 · Fog.")

    @pytest.mark.parametrize(
        ("name", "message"),
        [
            ("feed.jsonl:9", "feed.jsonl:9: no such record among the 4 in feed.jsonl"),
            ("feed.jsonl:3", "feed.jsonl:3: not JSON"),
            ("gone.jsonl:1", "gone.jsonl:1: no such file or folder"),
            ("all.zip/gone.html", "all.zip/gone.html: no such record among the 5 in all.zip"),
            ("all.zip", "all.zip: more than one record; one of them is named as a scan does: "),
            (".", ".: a folder; what is compared is a file or a record"),
        ],
    )
    def test_a_name_without_an_article_is_an_error(self, name: str, message: str) -> None:
        code, out, err = run("compare", name, "b.txt")
        assert (code, out) == (2, "")
        assert err.startswith(f"dedup: {message}")


@pytest.mark.usefixtures("folder")
class TestExplain:
    def test_the_rule_that_decides_is_marked(self) -> None:
        code, out, err = run("explain", "a.txt", "b.txt")
        assert (code, err) == (0, "")
        assert "  -> true   exact                    the same words\n" in out
        assert out.count("-> ") == 1

    def test_json_holds_every_measure_every_rule_and_the_settings(self) -> None:
        code, out, err = run("explain", "a.txt", "b.txt", "--format", "json", "--set", "near_coverage=.75")
        document = json.loads(out)
        assert (code, err, document["relation"]) == (0, "", "exact")
        assert set(Measures._fields) <= set(document["measures"])
        assert [rule["reason"] for rule in document["rules"]] == [rule.reason for rule in RULES]
        assert document["settings"] == asdict(Settings(near_coverage=0.75))


@pytest.mark.usefixtures("folder")
class TestSettings:
    def test_the_table_names_every_setting_and_marks_what_is_no_default(self) -> None:
        code, out, err = run("settings", "--set", "near_coverage=.75")
        assert (code, err) == (0, "")
        assert all(number.name in out for number in numbers_of(Settings))
        (line,) = (line for line in out.splitlines() if line.startswith("  near_coverage "))
        assert line.split()[:3] == ["near_coverage", "*0.75", "0.6"]

    def test_json_tells_everything_of_a_setting(self) -> None:
        code, out, err = run("settings", "--format", "json")
        assert (code, err) == (0, "")
        (near,) = (each for each in json.loads(out) if each["name"] == "near_coverage")
        assert set(near) == {"name", "group", "value", "default", "unit", "low", "high", "effect"}

    def test_toml_is_read_again(self, folder: Path) -> None:
        changed = ("--set", "near_coverage=.75", "--set", "max_band_neighbours=80")
        code, out, _ = run("settings", "--format", "toml", *changed, "--output", "mine.toml")
        assert (code, out) == (0, "")
        assert run("settings", "--settings", "mine.toml") == run("settings", *changed)
        (folder / "pyproject.toml").write_text("[tool.dedup]\nnear_coverage = 0.75\nmax_band_neighbours = 80\n")
        assert run("settings") == run("settings", *changed)

    @pytest.mark.parametrize("verb", [["scan", "a.txt"], ["compare", "a.txt", "b.txt"], ["index", "add", "i", "a.txt"]])
    def test_a_wrong_setting_is_one_line(self, verb: list[str]) -> None:
        message = "dedup: there is no setting near_cover; did you mean near_coverage?; "
        wrong = ("--set", "near_cover=.7", "--set", "whole_coverage=2")
        message += "whole_coverage must lie between 0 and 1, not at 2.0\n"
        assert run(*verb, *wrong) == (2, "", message)


def test_version() -> None:
    assert run("--version") == (0, f"dedup {dedup.__version__}\n", "")


@pytest.mark.parametrize("verb", ["scan", "compare", "explain", "settings"])
def test_every_verb_explains_itself(verb: str) -> None:
    code, out, err = run(verb, "--help")
    assert (code, err) == (0, "")
    assert out.startswith(f"Usage: dedup {verb} [OPTIONS]")
