from __future__ import annotations

import io
import json
from dataclasses import replace

from hypothesis import given, settings
from made_reports import harbour_report, make_match, reports

from dedup.alignment.passage import (
    Alignment,
    Edit,
    EditKind,
    Evidence,
    EvidenceKind,
    Passage,
    PassageKind,
    SensitiveChange,
)
from dedup.article import Span
from dedup.report import Report, ScanStats
from dedup.reports.formats import OUTPUT_FORMATS, ReportOutput
from dedup.serialization import from_json


def written(report: Report, format_: str, passages: bool = False) -> bytes:
    out = io.BytesIO()
    write = OUTPUT_FORMATS[format_].write_report
    assert write is not None
    write(report, out, ReportOutput(limit=0, passages=passages))
    return out.getvalue()


def as_lines(report: Report, passages: bool = False) -> list[dict[str, object]]:
    return [json.loads(line) for line in written(report, "jsonl", passages).splitlines()]


def test_every_format_of_records_that_holds_passages_writes_them_and_no_other() -> None:
    evidence = Evidence(EvidenceKind.WORDING, "w")
    match = make_match("daily/week.txt", "wire/harbour.txt", alignment=Alignment(evidence=(evidence,)))
    report = replace(harbour_report(), matches=(match,))
    for name, each in OUTPUT_FORMATS.items():
        if each.write_report is not None and not each.is_table:
            assert (b"evidence" in written(report, name, passages=True)) is each.has_passages


def test_json_lines_tell_everything_in_order() -> None:
    kinds = [line["type"] for line in as_lines(harbour_report())]
    assert kinds == [
        *("stats", "boilerplate"),
        *["article"] * 4,
        *["skipped"] * 2,
        *["repeat"] * 2,
        *["match"] * 3,
        *("cluster", "story"),
    ]


def test_a_line_of_each_kind() -> None:
    lines = {str(line["type"]): line for line in reversed(as_lines(harbour_report()))}
    assert lines["stats"]["stats"] == ScanStats(articles=4, candidates=5).by_name()
    assert lines["boilerplate"] == {"type": "boilerplate", "article_id": "post/harbour.html", "spans": [[0, 10]]}
    assert lines["skipped"] == {"type": "skipped", "path": "feed.jsonl", "record_number": 12, "reason": "no text"}
    assert lines["repeat"]["spans"] == [[0, 40], [80, 120]]
    assert lines["article"]["published"] == "2026-05-05T06:30:00+00:00"
    assert lines["story"]["terms"] == ["harbour", "ferry"]
    assert "passages" not in lines["match"]


def test_passages_come_when_asked_for() -> None:
    edit = Edit(EditKind.REPLACED, Span(3, 6), Span(5, 9), (SensitiveChange.NUMBER,))
    passage = Passage(Span(0, 9), Span(2, 12), 2, 0.75, 1.0, PassageKind.EDITED, (edit,))
    report = replace(harbour_report(), matches=(make_match("a", "b", alignment=Alignment((passage,))),))
    (line,) = (line for line in as_lines(report, passages=True) if line["type"] == "match")
    assert line["passages"] == [
        {
            "left": [0, 9],
            "right": [2, 12],
            "words": 2,
            "similarity": 0.75,
            "reuse_share": 1.0,
            "kind": "edited",
            "edits": [{"kind": "replaced", "left": [3, 6], "right": [5, 9], "sensitive": ["number"]}],
        }
    ]


@settings(max_examples=50)
@given(reports())
def test_every_report_can_be_written(report: Report) -> None:
    assert as_lines(report)[0]["type"] == "stats"
    assert from_json(Report, written(report, "json", passages=True)).matches == report.matches
