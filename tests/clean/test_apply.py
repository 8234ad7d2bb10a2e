"""A plan applied: each form of file and every other field stay, inputs are not touched, kills do no harm."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
import zstandard
from made_collection import PACKERS, Record, articles, json_lines, records, table, write_folder
from made_news import FERRY, paragraphs, story
from pyarrow import parquet

import dedup
from dedup import CutDecision, InputError, Plan
from dedup.clean.apply_plan import CleanResult
from dedup.clean.decision import without_spans

TEXT = re.compile(rb'"text": ?"(?:[^"\\]|\\.)*"')
DROPPED = {"a1", "a3", "b1"}


def planned(*paths: Path, **choices: object) -> Plan:
    return dedup.plan(dedup.scan(paths, stories=False), **choices)  # type: ignore[arg-type]


def tree(folder: Path) -> dict[str, bytes]:
    """All files of a folder but hidden ones, with their bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.relative_to(folder).parts[0].startswith(".")
    }


def expected_records(plan: Plan) -> list[Record]:
    """The records without what the plan leaves out."""
    cuts: dict[str, list[dedup.Span]] = {}
    for each in plan.decisions:
        if isinstance(each, CutDecision):
            cuts.setdefault(each.article_id, []).append(each.span)
    kept = (record for record in records() if record["id"] not in plan.dropped_ids)
    return [{**each, "text": without_spans(str(each["text"]), cuts.get(str(each["id"]), []))} for each in kept]


def unpacked(path: Path) -> bytes:
    source = path.read_bytes()
    if path.suffix == ".gz":
        return gzip.decompress(source)
    return zstandard.ZstdDecompressor().decompressobj().decompress(source) if path.suffix == ".zst" else source


def check_result(inputs: Path, plan: Plan, output: Path) -> CleanResult:
    """Apply a plan, and hold what is true of every form: inputs stay, twice changes nothing, no copy is left."""
    before = {file.path: Path(file.path).read_bytes() for file in plan.files}
    result = plan.apply(output)
    written = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in output.rglob("*.*") if path.is_file()}
    plan.apply(output)
    again = {path: path.read_bytes() for path in output.rglob("*.*") if path.is_file()}
    assert again == {path: source for path, (_, source) in written.items()}
    assert all(path.stat().st_mtime_ns == when for path, (when, _) in written.items() if path.parent.name != ".dedup")
    plan.apply(output.with_name("other"))
    assert tree(output.with_name("other")) == tree(output)
    assert before == {file.path: Path(file.path).read_bytes() for file in plan.files}
    report = dedup.scan(output, stories=False)
    assert not [match for match in report.matches if match.relation in ("exact", "near", "syndicated")]
    assert not [repeat for repeat in report.repeats if repeat.kind.is_page_fault]
    assert inputs.exists()
    return result


@pytest.mark.parametrize("packing", PACKERS)
def test_json_lines_keep_every_other_field_to_the_byte(tmp_path: Path, packing: str) -> None:
    lines = json_lines(records()).splitlines(keepends=True)
    odd = [b"\xef\xbb\xbf", b"\n", b'{"broken": \n', b"[1, 2]\n"]
    source = odd[0] + lines[0] + odd[1] + odd[2] + b"".join(lines[1:8]) + odd[3] + b"".join(lines[8:]).rstrip(b"\n")
    path = tmp_path / f"feed.jsonl{packing}"
    path.write_bytes(PACKERS[packing](source))
    plan = planned(path)
    result = check_result(path, plan, tmp_path / "out")
    assert result.not_done == () and set(plan.dropped_ids) == DROPPED
    written = unpacked(tmp_path / "out" / f"feed.jsonl{packing}")
    assert written.startswith(odd[0] + odd[1] + odd[2]) and odd[3] in written
    found = [line for line in written.removeprefix(odd[0]).splitlines(keepends=True) if line.startswith(b'{"id')]
    assert [json.loads(line) for line in found] == expected_records(plan)
    for line in found:
        before = next(each for each in lines if json.loads(each)["id"] == json.loads(line)["id"])
        assert TEXT.sub(b"", line).strip() == TEXT.sub(b"", before).strip()


@pytest.mark.parametrize(("name", "delimiter"), [("feed.csv", ","), ("feed.tsv", "\t"), ("feed.csv.gz", ";")])
def test_tables_keep_their_rows_and_their_way_of_writing(tmp_path: Path, name: str, delimiter: str) -> None:
    path = tmp_path / name
    source = table(records(), delimiter)
    path.write_bytes(gzip.compress(source) if name.endswith("gz") else source)
    plan = planned(path)
    assert check_result(path, plan, tmp_path / "out").not_done == ()
    written = unpacked(tmp_path / "out" / name).decode()
    rows = list(csv.DictReader(io.StringIO(written, newline=""), delimiter=delimiter))
    expected = [
        {key: "" if each[key] is None else str(each[key]) for key in rows[0]} for each in expected_records(plan)
    ]
    assert rows == expected
    uncut = [row for row in source.decode().split("\n") if row in written.split("\n")]
    assert len(uncut) > 30  # lines of texts that are not cut, byte by byte


def test_parquet_keeps_its_schema_and_its_row_groups(tmp_path: Path) -> None:
    path = tmp_path / "feed.parquet"
    rows = [{name: value for name, value in row.items() if name != "tags"} for row in records()]
    frame = pa.Table.from_pylist(rows).replace_schema_metadata({"made": "for a test"})
    parquet.write_table(frame, path, row_group_size=4, compression="zstd")
    plan = planned(path)
    assert check_result(path, plan, tmp_path / "out").not_done == ()
    written = parquet.ParquetFile(tmp_path / "out" / "feed.parquet")
    stored = parquet.ParquetFile(path)
    assert written.schema_arrow.equals(stored.schema_arrow, check_metadata=True)
    assert written.metadata.row_group(0).column(0).compression == "ZSTD"
    assert [written.metadata.row_group(n).num_rows for n in range(written.num_row_groups)] == [1, 4, 4, 1][:4]
    expected = [{name: value for name, value in row.items() if name != "tags"} for row in expected_records(plan)]
    assert written.read().to_pylist() == expected


def test_a_folder_keeps_its_tree_its_heads_and_its_pages(tmp_path: Path) -> None:
    write_folder(tmp_path / "news")
    plan = planned(tmp_path / "news")
    result = check_result(tmp_path / "news", plan, tmp_path / "out")
    before, after = tree(tmp_path / "news"), tree(tmp_path / "out")
    gone = {"a.example/a1.txt", "c.example/a3.txt", "news.example/b1.txt", "page.example/first.html"}
    assert set(before) - set(after) == gone and set(after) <= set(before)
    assert after["s1.example/s1.txt"] == before["s1.example/s1.txt"]
    text = "\n\n".join([paragraphs(story(3, 9))])
    assert after["d.example/c1.txt"].decode() == f"Published: 2026-03-06 08:00:00+00:00\n\n{text}\n"
    assert (result.files_written, result.files_left_out) == (len(after), len(gone))


def test_pages_are_kept_or_left_out_and_their_texts_written_on_request(tmp_path: Path) -> None:
    write_folder(tmp_path / "news")
    plan = planned(tmp_path / "news", keep="outlets=page.example")
    plan.apply(tmp_path / "out")
    assert tree(tmp_path / "out")["page.example/first.html"] == tree(tmp_path / "news")["page.example/first.html"]
    plan.apply(tmp_path / "texts", pages_as_text=True)
    text = tree(tmp_path / "texts")["page.example/first.html.txt"].decode()
    assert text.split() == " ".join(story(1, 9)).split()


def test_several_inputs_in_any_order_make_one_plan(tmp_path: Path) -> None:
    lines = json_lines(records()).splitlines(keepends=True)
    for name, part in (("x.jsonl", lines[:6]), ("deep/y.jsonl", lines[6:])):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_bytes(b"".join(part))
    paths = [tmp_path / "in/x.jsonl", tmp_path / "in/deep/y.jsonl"]
    plan = planned(*paths)
    assert plan == planned(*reversed(paths)) == planned(tmp_path / "in")
    plan.apply(tmp_path / "out")
    assert set(tree(tmp_path / "out")) == {"x.jsonl", "deep/y.jsonl"}


def test_an_edited_plan_is_carried_out_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "feed.jsonl"
    path.write_bytes(json_lines(records()))
    planned(path).save(tmp_path / "plan.jsonl")
    lines = (tmp_path / "plan.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    edited = [line for line in lines if '"article_id":"a1"' not in line and '"entry":"cut"' not in line]
    (tmp_path / "plan.jsonl").write_text("".join(edited), encoding="utf-8")
    Plan.load(tmp_path / "plan.jsonl").apply(tmp_path / "out")
    kept = [line for line in json_lines(records()).splitlines() if json.loads(line)["id"] not in DROPPED - {"a1"}]
    assert (tmp_path / "out/feed.jsonl").read_bytes().splitlines() == kept


def same_size(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"a1"', b'"z9"'))


def longer(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


@pytest.mark.parametrize(
    ("change", "what"),
    [(same_size, "other content"), (longer, "bytes, not"), (Path.unlink, "gone")],
)
def test_an_input_that_changed_is_refused_by_name(tmp_path: Path, change: Callable[[Path], None], what: str) -> None:
    for name in ("x.jsonl", "y.jsonl"):
        (tmp_path / name).write_bytes(json_lines(records()))
    plan = planned(tmp_path / "x.jsonl", tmp_path / "y.jsonl")
    change(tmp_path / "y.jsonl")
    with pytest.raises(
        InputError, match=rf"^changed since the plan was made: \S+y.jsonl \({'.*' if what[0] == 'b' else ''}.*{what}"
    ):
        plan.apply(tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_holds_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "feed.jsonl"
    path.write_bytes(json_lines(records()))
    plan = planned(path)
    with pytest.raises(InputError, match="not an empty folder"):
        plan.apply(tmp_path)
    plan.apply(tmp_path / "out")
    with pytest.raises(InputError, match="holds what another plan left"):
        planned(path, keep="longest").apply(tmp_path / "out")


def test_what_cannot_be_written_is_said_with_its_reason(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("c.txt", paragraphs(story(50, 9)))
    (tmp_path / "wide.csv").write_bytes(table(records()).decode().encode("utf-16"))
    columns = {name: [row[name] for row in records()] for name in ("id", "text")}
    (tmp_path / "frame.json").write_text(json.dumps(columns), encoding="utf-8")
    result = planned(tmp_path, drop=["exact"], cut=[]).apply(tmp_path.with_name("out"))
    reasons = {Path(each.path).name: each.reason for each in result.problems}
    assert reasons == {
        "frame.json": "its records are not the members of one array",
        "wide.csv": "a table in UTF-16; as UTF-8 it could be written",
    }
    assert set(tree(tmp_path.with_name("out"))) == {"other.zip"}


def test_a_text_that_is_marked_up_in_its_field_stays_and_is_said_to(tmp_path: Path) -> None:
    body = "".join(f"<p>{sentence}</p>" for sentence in [*FERRY, *FERRY])
    path = tmp_path / "feed.jsonl"
    path.write_text(json.dumps({"id": "a", "text": body}) + "\n", encoding="utf-8")
    plan = planned(path)
    result = plan.apply(tmp_path / "out")
    assert [reason.partition(":")[0] for _, reason in result.not_done] == [
        "the text does not stand in the file as it was read"
    ]
    assert (tmp_path / "out/feed.jsonl").read_bytes() == path.read_bytes()
    assert result.amounts == {}
    entry = json.loads(result.log.read_text(encoding="utf-8").splitlines()[0])
    assert entry["article_id"] == "a" and "marked up" in entry["not_done"]


def test_articles_that_were_not_read_from_files_have_a_plan_and_no_copies(tmp_path: Path) -> None:
    plan = dedup.plan(dedup.scan(articles(), stories=False))
    assert plan.dropped_ids == DROPPED
    with pytest.raises(InputError, match="was not read from a file"):
        plan.apply(tmp_path / "out")


def test_the_bytes_do_not_depend_on_the_number_of_threads(tmp_path: Path) -> None:
    rng = random.Random(1)
    large: list[Record] = [
        {"id": f"l{n}", "text": paragraphs(story(50 + n, 9)), "data": rng.randbytes(1 << 21).hex()} for n in range(5)
    ]
    (tmp_path / "in").mkdir()
    made = {"large": [*records(), *large], **{f"small{n}": records() for n in range(6)}}
    for name, rows in made.items():
        (tmp_path / "in" / f"{name}.jsonl.zst").write_bytes(zstandard.compress(json_lines(rows)))
    (tmp_path / "in" / "page.html").write_text("<p>" + paragraphs(story(70, 9)), encoding="utf-8")
    plan = planned(tmp_path / "in")
    results = [plan.apply(tmp_path / f"out{n}", threads=n, pages_as_text=True) for n in (1, 2, 5)]
    assert len({(each.files_written, each.files_left_out, *each.amounts.items()) for each in results}) == 1
    one, *others = (tree(tmp_path / f"out{n}") for n in (1, 2, 5))
    assert len(one) == 8
    assert others == [one, one]
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "out5").rglob("*.zst")} == {0o666 & ~mask()}


def mask() -> int:
    """The mask of permissions of this process."""
    value = os.umask(0)
    os.umask(value)
    return value


APPLY = "import sys, dedup; dedup.Plan.load(sys.argv[1]).apply(sys.argv[2])"


def test_a_killed_run_goes_on_and_leaves_no_half_file(tmp_path: Path) -> None:
    rng, kills = random.Random(1), 0
    for n in range(12):
        (tmp_path / f"in{n}").mkdir()
        slow = json_lines(
            [{"id": f"s{n}", "text": paragraphs(story(100 + n, 9)), "data": rng.randbytes(1 << 20).hex()}]
        )
        (tmp_path / f"in{n}" / f"feed{n}.jsonl.gz").write_bytes(gzip.compress(json_lines(records()) + slow))
    plan = planned(*(tmp_path / f"in{n}" for n in range(12)), drop=["exact"], root=tmp_path)
    plan.save(tmp_path / "plan.jsonl")
    plan.apply(tmp_path / "whole")
    whole = tree(tmp_path / "whole")
    command = [sys.executable, "-c", APPLY, str(tmp_path / "plan.jsonl"), str(tmp_path / "out")]
    for _ in range(5):
        run = subprocess.Popen(command)
        while run.poll() is None and not (tmp_path / "out" / ".dedup").exists():
            time.sleep(0.005)
        time.sleep(rng.random() * 0.4)
        run.send_signal(signal.SIGKILL)
        kills += run.wait() == -signal.SIGKILL
        found = tree(tmp_path / "out")
        halves = [name for name in found if name.rpartition("/")[2].startswith(".dedup-")]
        assert {name: found[name] for name in found if name not in halves}.items() <= whole.items()
    assert kills > 0
    subprocess.run(command, check=True)
    assert tree(tmp_path / "out") == whole
