from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from made_reports import alignments, harbour_report, make_match, matches, reports

from dedup.alignment.passage import Alignment, SensitiveChange
from dedup.comparison.match import Match
from dedup.errors import InputError
from dedup.report import Report
from dedup.runtime.lazy import Lazy
from dedup.serialization import from_document, from_json, loads, to_document, to_json
from dedup.settings import Settings

SOME = hypothesis_settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SOME
@given(reports())
def test_report_comes_back_as_it_was(report: Report) -> None:
    read = from_json(Report, to_json(report, texts=True, passages=True))
    assert read == report
    assert [match._align() for match in read.matches] == [match._align() for match in report.matches]


@SOME
@given(reports())
def test_what_is_read_is_written_as_it_stood(report: Report) -> None:
    written = to_json(report)
    assert to_json(from_json(Report, written)) == written


@given(matches("a", "b"))
def test_match_comes_back_as_it_was(match: Match) -> None:
    read = from_json(Match, to_json(match, passages=True))
    assert read == match
    assert (read.passages, read.summaries) == (match.passages, match.summaries)


@SOME
@given(reports(), st.randoms())
def test_equal_reports_are_written_alike(report: Report, random: Any) -> None:
    ids = list(report.boilerplate)
    random.shuffle(ids)
    shuffled = replace(report, boilerplate={article_id: report.boilerplate[article_id] for article_id in ids})
    assert to_json(shuffled) == to_json(report)


def test_a_report_of_version_1_is_read() -> None:
    """Before version 2, some fields had other names, and reports had no settings."""
    report = replace(harbour_report(), settings=None)
    document = to_document(report, texts=True, passages=True)
    del document["settings"]
    document["version"] = 1
    document["furniture"] = document.pop("boilerplate")
    document["reference"] = document.pop("reference_ids")
    document["stats"] = {"articles": 4, "candidates": 5, "pairs beyond reach": 0}
    for skipped in document["skipped"]:
        skipped["record"] = skipped.pop("record_number")
    for match in document["matches"]:
        match["digests"] = match.pop("summaries")
    assert from_document(Report, document) == report
    document["matches"][0]["passages"] = [
        {"left": [0, 9], "right": [3, 9], "words": 2, "similarity": 0.5, "reused": 0.75, "kind": "edited"}
        | {"edits": [{"kind": "replaced", "left": [0, 3], "right": [3, 6], "changed": ["name"]}]}
    ]
    (passage,) = from_document(Report, document).matches[0].passages
    assert passage.reuse_share == 0.75
    assert passage.edits[0].sensitive == (SensitiveChange.NAME,)


def test_a_report_knows_by_which_settings_it_was_made() -> None:
    settings = Settings(min_core_coverage=0.75)
    written = to_document(replace(harbour_report(), settings=settings))
    assert written["settings"]["min_core_coverage"] == 0.75
    assert from_document(Report, written).settings == settings
    del written["settings"]["max_band_neighbours"]  # as if the setting had come later
    assert from_document(Report, written).settings == settings


def test_a_report_from_before_there_were_references_is_read() -> None:
    document = to_document(harbour_report())
    assert document.pop("reference_ids") == []
    assert from_json(Report, json.dumps(document)).reference_ids == ()


def test_texts_and_passages_are_written_only_when_asked_for() -> None:
    def align() -> Alignment:
        raise AssertionError("nobody asked")

    assert "passages" not in to_document(replace(make_match("a", "b"), _align=Lazy(align)))
    assert "text" not in to_document(harbour_report())["articles"][0]
    assert from_json(Report, to_json(harbour_report())).articles[0].text == ""


def test_asking_for_passages_that_were_not_written_is_told() -> None:
    read = from_json(Match, to_json(make_match("a", "b")))
    with pytest.raises(InputError, match="passages=True"):
        _ = read.passages


def test_match_in_json() -> None:
    assert json.loads(to_json(make_match("a", "b"), passages=True)) == {
        "dedup": "match",
        "version": 2,
        "left_id": "a",
        "right_id": "b",
        "relation": "near",
        "jaccard": 0.75,
        "left_containment": 0.9,
        "right_containment": 0.85,
        "left_coverage": 0.95,
        "right_coverage": 0.912,
        "title_similarity": None,
        "reason": "at least 60 % of both articles stands in shared stretches",
        "passages": [],
        "summaries": [],
        "evidence": [],
    }


def test_groups_name_what_the_report_holds() -> None:
    document = to_document(harbour_report())
    assert document["clusters"][0]["matches"] == [
        ["post/harbour.html", "wire/harbour.txt"],
        ["post/harbour-later.html", "post/harbour.html"],
    ]
    assert document["stories"][0]["clusters"] == [["post/harbour-later.html", "post/harbour.html", "wire/harbour.txt"]]


@pytest.mark.parametrize(
    ("path", "wrong", "message"),
    [
        (["dedup"], "match", "this is not a report that dedup wrote: its head does not say so"),
        (["version"], 3, "this report is of version 3; this dedup reads versions up to 2"),
        (["articles"], {}, "articles: should be a list, not an object"),
        (["articles", 0, "id"], None, "articles[0].id: should be a text, not nothing"),
        (
            ["articles", 0, "published"],
            "today",
            "articles[0].published: should be a date and time in ISO 8601, not 'today'",
        ),
        (
            ["articles", 0, "published"],
            "2026-01-01T00:00:00",
            "articles[0]: article 'daily/week.txt': published needs a time zone",
        ),
        (["articles", 0, "size"], 1, "articles[0]: 'size' is unknown"),
        (["repeats", 0, "words"], True, "repeats[0].words: should be a whole number, not true or false"),
        (["repeats", 0, "spans", 1], [5], "repeats[0].spans[1]: should be a span: [start, end]"),
        (["repeats", 0, "spans", 1], [5, 4], "repeats[0].spans[1]: a span needs 0 <= start <= end, not 5 and 4"),
        (["matches", 1, "relation"], "same", "matches[1].relation: should be one of exact, near, syndicated"),
        (["matches", 1, "jaccard"], float("inf"), "matches[1].jaccard: should be a finite number, not inf"),
        (["matches", 1, "jaccard"], 10**400, "matches[1].jaccard: int too large"),
        (["matches", 1, "passages"], [], "matches[1]: 'evidence' is missing"),
        (
            ["clusters", 0, "matches", 0],
            ["a", "b"],
            "clusters[0]: matches names ['a', 'b'], which the report does not hold",
        ),
        (["clusters", 0, "matches"], None, "clusters[0].matches: should be a list, not nothing"),
        (["settings", "min_core_coverage"], 2, "settings: min_core_coverage must lie between 0 and 1, not at 2"),
        (["settings", "reach"], 2, "settings: 'reach' is unknown"),
        (["stats", "articles"], "4", "stats.articles: should be a whole number, not a text"),
    ],
)
def test_faults_are_told_with_their_place(path: list[Any], wrong: object, message: str) -> None:
    document = to_document(harbour_report())
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = wrong
    with pytest.raises(InputError) as fault:
        from_document(Report, document)
    assert str(fault.value).startswith(message)


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, b"\xff"])
def test_what_is_not_json_is_told(text: str | bytes) -> None:
    with pytest.raises(InputError, match="this is not JSON"):
        loads(text)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=9,
    )
)
def test_any_other_document_is_refused(document: object) -> None:
    with pytest.raises(InputError):
        from_document(Report, document)


@given(alignments)
def test_passages_read_back_are_constants(alignment: Alignment) -> None:
    read = from_json(Match, to_json(make_match("a", "b", alignment=alignment), passages=True))
    assert read._align() is read._align()
    assert read._align() == alignment
