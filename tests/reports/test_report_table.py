from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from made_reports import harbour_report, make_match
from rich.console import Console

from dedup.alignment.repeats.blocks import Repeat
from dedup.article import Article, ReadWarning, Skipped, Span
from dedup.clusters.origin import Origin
from dedup.clusters.values import Cluster
from dedup.comparison.match import Relation
from dedup.report import Report, ScanStats
from dedup.reports.formats.output_format import ReportOutput
from dedup.reports.formats.table import write_report_table
from dedup.reports.terminal.report_table import print_report
from dedup.reports.view import view_report
from dedup.settings import Settings
from dedup.stories.series.series import Series
from dedup.stories.story import Story

HARBOUR_80 = """\
4 articles read, 2 skipped
2 articles with doubled blocks
3 articles in 1 cluster of copies, 1 story
1 article with boilerplate, which counts for nothing

SKIPPED  2
  path        record  reason
  feed.jsonl      12  no text
  broken.gz           the gzip stream ends early

REPEATED BLOCKS  2
  kind     block                  alike  article
  doubled  9 words, 2 times       100 %  daily/week.txt
    the page holds the block again: The harbour stays closed.
  doubled  8 words, 25,000 times  100 %  x.txt
    the page holds the block again

CLUSTERS OF COPIES  1
1  3 articles: 1 exact, 1 near
   “Harbour closed”
   origin: northwire.example (wire/harbour.txt), confidence 92 %: first appeared
      on northwire.example; earliest date northwire.example
   published (UTC)   relation    own  other  outlet            article
   2026-05-03 06:30                          northwire.examp…  wire/harbour.txt
   2026-05-03 08:30  exact     100 %  100 %  post.example      post/harbour.html
                     near       95 %   91 %  post.example      …rbour-later.html
      measured by post/harbour.html

OTHER MATCHES  1
  relation  left  right  left article    right article
  excerpt    8 %   99 %  daily/week.txt  wire/harbour.txt
    30 words in a row

STORIES  1
1  4 articles, 1 cluster of copies
   about: harbour, ferry
   “Harbour closed”
   origin: not known: the clues are weak or disagree
   published (UTC)   outlet             article
   2026-05-03 06:30  northwire.example  wire/harbour.txt
   2026-05-03 08:30  post.example       post/harbour.html
   2026-05-05 06:30  daily.example      daily/week.txt
                     post.example       post/harbour-later.html

5 pairs of articles measured
"""

HARBOUR_60_LIMIT_1 = """\
4 articles read, 2 skipped
2 articles with doubled blocks
3 articles in 1 cluster of copies, 1 story
1 article with boilerplate, which counts for nothing

SKIPPED  2
  path        record  reason
  feed.jsonl      12  no text
  ... and 1 more entry (--limit 0 shows all)

REPEATED BLOCKS  2
  kind     block             alike  article
  doubled  9 words, 2 times  100 %  daily/week.txt
    the page holds the block again: The harbour stays closed.
  ... and 1 more entry (--limit 0 shows all)

CLUSTERS OF COPIES  1
1  3 articles: 1 exact, 1 near
   “Harbour closed”
   origin: northwire.example (wire/harbour.txt), confidence
      92 %: first appeared on northwire.example; earliest
      date northwire.example
   published (UTC)   relation  own  other  outlet    article
   2026-05-03 06:30                        northwi…  …our.txt
   ... and 2 more articles (--limit 0 shows all)

OTHER MATCHES  1
  relation  left  right  left article    right article
  excerpt    8 %   99 %  daily/week.txt  wire/harbour.txt
    30 words in a row

STORIES  1
1  4 articles, 1 cluster of copies
   about: harbour, ferry
   “Harbour closed”
   origin: not known: the clues are weak or disagree
   published (UTC)   outlet             article
   2026-05-03 06:30  northwire.example  wire/harbour.txt
   ... and 3 more articles (--limit 0 shows all)

5 pairs of articles measured
"""


def printed(report: Report, width: int = 80, limit: int = 20) -> str:
    screen = io.StringIO()
    print_report(view_report(report, limit=limit), Console(file=screen, width=width, color_system=None))
    return screen.getvalue()


def empty(**found: object) -> Report:
    return replace(Report((), (), (), (), (), ()), **found)  # type: ignore[arg-type] # any field by name


def test_whole_table_at_80_columns() -> None:
    assert printed(harbour_report()) == HARBOUR_80


def test_whole_table_at_60_columns_with_limit() -> None:
    assert printed(harbour_report(), width=60, limit=1) == HARBOUR_60_LIMIT_1


def test_limit_0_shows_all() -> None:
    assert printed(harbour_report(), limit=0) == HARBOUR_80


def test_a_series_is_one_line() -> None:
    monday = datetime(2026, 3, 2, 18, tzinfo=UTC)
    lotto = Series(("a", "b", "c"), "Lotto: … numbers", "post.example", monday, monday + timedelta(days=2))
    lines = printed(empty(series=(lotto, Series(("d", "e", "f"), "Gold at …")))).splitlines()
    assert lines[2] == "0 articles in 0 clusters of copies, 0 stories, 2 series"
    assert lines[-3:] == [
        "  articles  from        to          outlet        series",
        "         3  2026-03-02  2026-03-04  post.example  Lotto: … numbers",
        "         3                                        Gold at …",
    ]


def test_boilerplate_is_shown_on_request() -> None:
    found = make_match("daily/week.txt", "wire/harbour.txt", Relation.BOILERPLATE)
    report = replace(harbour_report(), matches=(found,), clusters=(), stories=())
    assert "OTHER MATCHES" not in printed(report)
    assert "1 pair shares only boilerplate or a form (--boilerplate lists all of these)\n" in printed(report)
    assert "boilerplate  " in printed(replace(report, settings=Settings(min_listed_boilerplate_run=0)))


def test_a_story_that_is_one_cluster_is_listed_once() -> None:
    report = harbour_report()
    same = Story(report.clusters[0].article_ids, tuple(report.clusters), ("harbour",))
    found = printed(replace(report, stories=(same, *report.stories)))
    assert "3 articles in 1 cluster of copies, 2 stories (1 of one cluster)\n" in found
    assert "STORIES  1\n2  4 articles" in found


def test_an_article_without_a_title_goes_by_its_first_words() -> None:
    text = "\n The ferry Brightling lies still in Skarrow, and nobody on the quay knows when it will sail.\nMore."
    copies = (Article("a", text), Article("b", text))
    match = make_match("a", "b")
    found = printed(empty(articles=copies, matches=(match,), clusters=(Cluster(("a", "b"), (match,)),)))
    assert "   “The ferry Brightling lies still in Skarrow, and nobody on the quay …”\n" in found


def test_a_block_without_spaces_shows_its_beginning() -> None:
    block = Repeat("a", (Span(0, 90), Span(90, 180)), 60, 1.0, excerpt="港口因风暴关闭至星期五早晨" * 7)
    assert "    the page holds the block again: 港口因风暴关闭" in printed(empty(repeats=(block,)))


def test_blocks_stand_longest_first() -> None:
    blocks = [Repeat("a", (Span(0, 9), Span(9, 18)), words, 1.0, is_adjacent=words < 70) for words in (59, 72, 226)]
    shown = printed(empty(repeats=blocks)).splitlines()
    assert [line.split()[1] for line in shown if "2 times" in line] == ["226", "72", "59"]


def test_counters_say_what_they_count() -> None:
    stats = ScanStats(candidates=1, capped_by_band=1200, capped_by_group=2, frequent_anchors=1)
    assert printed(empty(stats=stats)).splitlines()[-4:] == [
        "1 pair of articles measured",
        "1,200 pairs not measured: too many texts are alike (max_band_neighbours)",
        "2 pairs not measured: their two groups of copies have others (max_pairs_per_group_pair)",
        "1 phrase not followed: too many texts hold it (max_anchor_groups)",
    ]


def test_articles_of_a_reference_are_counted_apart() -> None:
    report = replace(
        harbour_report(), reference_ids=["wire/harbour.txt"], stats=ScanStats(articles=3, reference_articles=1200)
    )
    assert printed(report).splitlines()[:2] == [
        "3 articles read, 2 skipped",
        "1,200 articles of the reference, 1 alike",
    ]


def test_warnings_are_counted_and_cut() -> None:
    report = empty(
        warnings=[ReadWarning("feed.jsonl", number, "the date '03/04/2024' is ambiguous") for number in (7, 8)]
    )
    shown = printed(report, limit=1).splitlines()
    assert shown[0] == "0 articles read, 0 skipped, 2 warnings"
    assert shown[-4:] == [
        "WARNINGS  2",
        "  path        record  reason",
        "  feed.jsonl       7  the date '03/04/2024' is ambiguous",
        "  ... and 1 more entry (--limit 0 shows all)",
    ]


def test_nothing_is_cut_where_there_is_no_width(monkeypatch: pytest.MonkeyPatch) -> None:
    path = f"{'long/' * 40}a.txt"
    copies = (Article(path, "text", outlet="o"), Article("b", "text", outlet="p"))
    match = make_match(path, "b")
    cluster = Cluster((path, "b"), (match,), lambda: Origin("o", path, 0.9, ()))
    report = empty(articles=copies, clusters=[cluster], skipped=[Skipped(path, None, "empty")])

    def written() -> str:
        out = io.BytesIO()
        write_report_table(report, out, ReportOutput(20, False))
        return out.getvalue().decode()

    monkeypatch.setenv("COLUMNS", "80")
    assert path not in written()
    monkeypatch.delenv("COLUMNS")
    assert written().count(path) == 3


def test_nothing_found() -> None:
    assert (
        printed(empty())
        == "0 articles read, 0 skipped\n0 articles with doubled blocks\n0 articles in 0 clusters of copies, 0 stories\n"
    )


@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_ends_in_a_space(width: int) -> None:
    assert all(line == line.rstrip() for line in printed(harbour_report(), width).splitlines())


@pytest.mark.parametrize("width", [80, 120])
def test_lines_of_known_parts_fit(width: int) -> None:
    assert max(map(len, printed(harbour_report(), width).splitlines())) <= width


def test_a_stranger_does_not_reach_the_terminal() -> None:
    title = "[bold red]\x1b[2J\x1b]0;owned\x07[/] :boom: [link=http://x.example]x[/link]"
    articles = tuple(Article(f"{name}\x1b[31m\r\u202e.txt", "text", title, None, "\x9b31mo.example") for name in "ab")
    left_id, right_id = (article.id for article in articles)
    match = make_match(left_id, right_id, reason="\x1b[0m")
    found = printed(
        empty(
            articles=articles,
            matches=(match,),
            clusters=(Cluster((left_id, right_id), (match,)),),
            repeats=(Repeat(left_id, (Span(0, 1), Span(1, 2)), 8, 1.0, excerpt="\x1b[2J"),),
        )
    )
    assert all(line.isprintable() for line in found.splitlines())
    assert "“[bold red]\\x1b[2J\\x1b]0;owned\\x07[/] :boom: [link=http://x.example]x[/link]”" in found
    assert "a\\x1b[31m\\r\\u202e.txt" in found


def test_paths_keep_their_ends_and_wide_letters_count_twice() -> None:
    articles = (
        Article("a/" * 60 + "left.txt", "text", outlet="漢字新聞"),
        Article("b/" * 60 + "right.txt", "text", outlet="o"),
    )
    match = make_match(articles[0].id, articles[1].id)
    found = printed(
        empty(articles=articles, matches=(match,), clusters=(Cluster((match.left_id, match.right_id), (match,)),))
    )
    first, second = found.splitlines()[-2:]
    assert first.endswith("  漢字新聞  …a/a/a/a/a/a/a/a/a/left.txt")
    assert second.endswith("  o         …/b/b/b/b/b/b/b/b/right.txt")


def test_matches_between_one_article_and_all_copies_are_told_once() -> None:
    report = harbour_report()
    second = make_match("daily/week.txt", "post/harbour.html", Relation.EXCERPT)
    found = printed(replace(report, matches=(*report.matches, second)))
    assert "OTHER MATCHES  1\n" in found
    assert "    30 words in a row; 1 more pair of their copies alike\n" in found


def test_only_what_is_shown_is_looked_at() -> None:
    def cluster(number: int) -> Cluster:
        ids = (f"{number:06}-a", f"{number:06}-b")
        return Cluster(ids, (make_match(*ids),) if number < 3 else ())  # without a match, a row could not be made

    clusters = [cluster(number) for number in range(100_000)]
    articles = tuple(Article(name, "text") for group in clusters[:3] for name in group.article_ids)
    found = printed(empty(articles=articles, clusters=clusters), limit=3)
    assert found.endswith("  ... and 99,997 more groups (--limit 0 shows all)\n")
    assert len(found.splitlines()) < 30


def test_colours_are_for_terminals_only() -> None:
    screen = io.StringIO()
    console = Console(file=screen, width=80, force_terminal=True, color_system="standard")
    print_report(view_report(harbour_report(), limit=20), console)
    assert "\x1b[1mCLUSTERS OF COPIES  1\x1b[0m" in screen.getvalue()
    assert "\x1b" not in printed(harbour_report())
