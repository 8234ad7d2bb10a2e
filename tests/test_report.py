"""A report and its parts show themselves in one short line, and as a table in a notebook."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from made_reports import harbour_report, make_match

import dedup
from dedup import Repeat, Report, Span
from dedup.clusters.values import Cluster
from dedup.notebook import html_table
from dedup.stories.story import Story


def test_a_report_in_one_line() -> None:
    report = "Report(4 articles, 3 matches, 1 cluster, 1 story, 0 series, 2 repeats, 2 skipped)"
    assert repr(harbour_report()) == report


def test_a_cluster_and_a_story_in_one_line() -> None:
    report = harbour_report()
    assert repr(report.clusters[0]) == (
        "Cluster(3 articles: 'post/harbour-later.html', 'post/harbour.html', 'wire/harbour.txt')"
    )
    assert repr(replace(report.stories[0], article_ids=("a", "b"))) == (
        "Story(2 articles: 'a', 'b'; 'harbour', 'ferry')"
    )
    assert repr(Cluster(tuple("abcdefghijkl"), ())) == (
        "Cluster(12 articles: 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j' and 2 more)"
    )


def test_a_match_in_one_line() -> None:
    match = harbour_report().matches[0]
    assert repr(match) == "Match('daily/week.txt', 'wire/harbour.txt': excerpt, 8% and 100% covered)"
    assert "<caption>Match: excerpt</caption><tr><th>articles</th><td>daily/week.txt</td>" in match._repr_html_()


def test_html_escapes_what_strangers_wrote() -> None:
    shown = Story(("<script>",), (), ("a & b", "\ud800"))._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    assert "a &amp; b, \\ud800" in shown
    shown.encode()


def test_html_of_a_report_lists_its_largest_clusters() -> None:
    shown = harbour_report()._repr_html_()
    assert shown.startswith("<table><caption>Report(4 articles, ")
    assert "post/harbour-later.html" in shown


def test_html_of_a_cluster_lists_its_matches() -> None:
    shown = harbour_report().clusters[0]._repr_html_()
    row = "<th>exact</th><td>post/harbour.html</td><td>wire/harbour.txt</td><td>100%</td><td>100%</td>"
    assert f"<tr>{row}</tr>" in shown


def test_long_cells_are_cut() -> None:
    assert f"<td>{'x' * 199}\N{HORIZONTAL ELLIPSIS}</td>" in html_table("t", [("id", "x" * 500)])


def test_a_repeated_block_in_one_line_and_as_a_table() -> None:
    block, _ = harbour_report().repeats
    assert repr(block) == "Repeat('daily/week.txt': doubled, 9 words, 2 times, 'The harbour stays closed.')"
    assert "<tr><th>places</th><td>0-40, 80-120</td></tr>" in block._repr_html_()


def test_a_value_of_any_size_takes_some_kilobytes() -> None:
    name = "https://example.org/" + "a" * 1_000_000
    ids = tuple(f"{name}{number}" for number in range(400))
    matches = [make_match(left, right, reason=name) for left, right in pairwise(ids)]
    cluster = Cluster(ids, matches)
    story = Story(ids, (cluster,) * 400, ids)
    block = Repeat(name, (Span(0, 1),) * 100_000, 8, 1.0, excerpt=name)
    report = Report([], [block] * 400, matches, [cluster] * 400, [story] * 400, [])
    for value in (cluster, story, block, report, matches[0]):
        assert "\n" not in repr(value)
        assert len(repr(value)) < 2_000
        assert len(value._repr_html_()) < 10_000
        assert "href" not in value._repr_html_()


def test_sequences_of_matches_and_settings_show_themselves_in_one_line() -> None:
    report = dedup.scan(texts=["The ferry is late again.", "THE FERRY IS LATE AGAIN"])
    assert repr(report.matches) == "<StoryMatches of 1>"
    assert repr(report.settings) == "Settings()"
