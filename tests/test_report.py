"""A report and its parts show themselves in one short line, and as a table in a notebook."""

from __future__ import annotations

from dataclasses import replace

from made_reports import harbour_report

import dedup
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
    assert "a &amp; b, ?" in shown
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


def test_sequences_of_matches_and_settings_show_themselves_in_one_line() -> None:
    report = dedup.scan(texts=["The ferry is late again.", "THE FERRY IS LATE AGAIN"])
    assert repr(report.matches) == "<StoryMatches of 1>"
    assert repr(report.settings) == "Settings()"
