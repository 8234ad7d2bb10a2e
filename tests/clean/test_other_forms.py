"""A plan applied to JSON, feeds, mailboxes and archives: what is kept stays as it is written."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from made_collection import Record, articles, json_lines, records, table
from test_apply import DROPPED, check_result, expected_records, planned, tree

import dedup

SHAPES: dict[str, Callable[[list[Record]], object]] = {
    "an array": list,
    "an array in an object": lambda rows: {"count": len(rows), "items": rows, "next": None},
    "an array far inside": lambda rows: {"data": {"posts": {"edges": rows}}, "é": ["]", "}"]},
}


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("shape", SHAPES)
def test_json_keeps_what_is_around_its_records(tmp_path: Path, shape: str, indent: int | None) -> None:
    path = tmp_path / "list.json"
    source = json.dumps(SHAPES[shape](records()), ensure_ascii=indent is None, indent=indent)
    path.write_text(source, "utf-8")
    plan = planned(path)
    assert check_result(path, plan, tmp_path / "out").not_done == () and set(plan.dropped_ids) == DROPPED
    written = (tmp_path / "out/list.json").read_text("utf-8")
    expected = SHAPES[shape](expected_records(plan))
    if isinstance(expected, dict) and "count" in expected:
        expected["count"] = len(records())
    assert json.loads(written) == expected
    again = json.dumps(json.loads(written), ensure_ascii=indent is None, indent=indent)
    assert written == again  # no comma, no line and no space too many


def test_json_of_one_article_is_cut(tmp_path: Path) -> None:
    record = next(each for each in records() if each["id"] == "c1")
    (tmp_path / "one.json").write_text(json.dumps(record, indent=1), "utf-8")
    plan = planned(tmp_path / "one.json")
    plan.apply(tmp_path / "out")
    written = json.loads((tmp_path / "out/one.json").read_text("utf-8"))
    assert written == {**record, "text": str(record["text"])[: len(str(record["text"])) // 2 - 1]}


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({name: [row[name] for row in records()] for name in ("id", "text")}, "not the members of one array"),
        ({"a": records()[:6], "b": records()[6:]}, "not the members of one array"),
    ],
)
def test_json_of_other_shapes_is_not_written(tmp_path: Path, value: object, reason: str) -> None:
    (tmp_path / "list.json").write_text(json.dumps(value), "utf-8")
    result = planned(tmp_path / "list.json").apply(tmp_path / "out")
    assert reason in result.problems[0].reason and tree(tmp_path / "out") == {}


def rss(text: str = "description") -> str:
    items = "".join(
        f'\n  <item><guid isPermaLink="false">urn:{each.id}</guid><title>{each.title or each.id}</title>'
        f"<!-- </item> --><{text}>{escape(each.text)}</{text}><x><![CDATA[<item>]]></x></item>"
        for each in articles()
    )
    return f'<?xml version="1.0"?>\n<rss version="2.0"><channel><title>Made</title>{items}\n</channel></rss>\n'


@pytest.mark.parametrize(("name", "source"), [("feed.rss", rss()), ("feed.xml", rss().replace("\n", "\r\n"))])
def test_a_feed_keeps_its_other_items(tmp_path: Path, name: str, source: str) -> None:
    (tmp_path / name).write_bytes(source.encode())
    plan = planned(tmp_path / name, cut=[])
    assert len(plan.dropped_ids) == 3
    plan.apply(tmp_path / "out")
    head, *items = source.split("  <item>")
    expected = "  <item>".join([head, *(each for each in items if not is_dropped(each, plan))])
    assert (tmp_path / "out" / name).read_bytes().decode() == expected


def is_dropped(item: str, plan: dedup.Plan) -> bool:
    return any(item.startswith(f'<guid isPermaLink="false">{name}<') for name in plan.dropped_ids)


def mailbox() -> bytes:
    out = io.BytesIO()
    for number, each in enumerate(articles()):
        message = EmailMessage()
        message["Subject"], message["From"] = each.title or each.id, "desk@example.org"
        message["Date"] = each.published
        message.set_content(each.text)
        out.write(b"From desk@example.org Mon Mar  2 08:%02d:00 2026\n" % number + message.as_bytes() + b"\n\n")
    return out.getvalue()


def test_a_mailbox_keeps_its_other_messages(tmp_path: Path) -> None:
    (tmp_path / "news.mbox").write_bytes(mailbox())
    plan = planned(tmp_path / "news.mbox", cut=[])
    dropped = {each.record for each in plan.decisions}
    assert len(dropped) == 3
    plan.apply(tmp_path / "out")
    messages = mailbox().split(b"From desk@example.org Mon")[1:]
    kept = [each for number, each in enumerate(messages, 1) if number not in dropped]
    assert (tmp_path / "out/news.mbox").read_bytes() == b"".join(b"From desk@example.org Mon" + each for each in kept)


def members() -> dict[str, bytes]:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("c/d1.txt", articles()[2].text)
    return {
        "folder/feed.jsonl": json_lines(records()[1:8]),
        "table.csv": table(records()[8:]),
        "first.txt": articles()[0].text.encode(),
        "inner.zip": inner.getvalue(),
        "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(20),
    }


def write_archive(path: Path) -> None:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.comment = b"made for a test"
            for name, source in members().items():
                archive.writestr(zipfile.ZipInfo(name, (2026, 3, 2, 8, 0, 0)), source, zipfile.ZIP_DEFLATED)
        return
    with tarfile.open(path, "w:gz") as tar:
        for name, source in members().items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime, info.mode = len(source), 1_772_000_000, 0o640
            tar.addfile(info, io.BytesIO(source))


def unpacked_archive(path: Path) -> dict[str, bytes]:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    with tarfile.open(path) as tar:
        return {info.name: tar.extractfile(info).read() for info in tar}  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["crawl.zip", "crawl.tar.gz"])
def test_an_archive_keeps_its_other_members(tmp_path: Path, name: str) -> None:
    write_archive(tmp_path / name)
    plan = planned(tmp_path / name)
    result = check_result(tmp_path / name, plan, tmp_path / "out")
    assert result.problems == ()
    written = unpacked_archive(tmp_path / "out" / name)
    assert [*written] == ["folder/feed.jsonl", "table.csv", "inner.zip", "picture.png"]  # the first text is a copy
    assert written["picture.png"] == members()["picture.png"]
    with zipfile.ZipFile(io.BytesIO(written["inner.zip"])) as inner:
        assert inner.namelist() == []
    assert len(written["folder/feed.jsonl"].splitlines()) == 5
    if name.endswith("gz"):
        with tarfile.open(tmp_path / "out" / name) as tar:
            assert {(info.mtime, info.mode) for info in tar} == {(1_772_000_000, 0o640)}
    else:
        with zipfile.ZipFile(tmp_path / "out" / name) as archive:
            assert archive.comment == b"made for a test"
            assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_DEFLATED}


def test_an_archive_is_not_written_where_a_member_cannot_be(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "crawl.zip", "w") as archive:
        archive.writestr("wide.csv", table(records()).decode().encode("utf-16"))
    result = planned(tmp_path / "crawl.zip").apply(tmp_path / "out")
    assert result.problems[0].reason == "wide.csv: a table in UTF-16; as UTF-8 it could be written"
    assert tree(tmp_path / "out") == {}
