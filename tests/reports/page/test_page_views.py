"""The page in a browser: views open, filters and keys work, a link keeps the view, marks are where the spans are."""

from __future__ import annotations

import csv
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from decoded_page import blocks_of
from made_press import made_press
from made_reports import make_match
from made_translations import ENGLISH, GERMAN, RUSSIAN
from page_browser import OpenPage, links, settle, show

import dedup
from dedup import Article, Match
from dedup.comparison.match import Relation
from dedup.report import Report

VIEWS = ("overview", "stories", "clusters", "matches", "articles", "outlets", "notes")
MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)
HARBOUR = (
    "The council of Oststadt voted on Tuesday to close the old swimming hall in autumn, said mayor Ilse Brandt. "
    "Some 214 residents signed a petition against the plan, which saves 340,000 euros a year. Demolition begins in "
    "October, once the summer season ends, and a new hall is to stand in the eastern quarter within three years."
)

BATHS = (
    "עיריית חוף הים הודיעה ביום שלישי כי בריכת השחייה הישנה תיסגר בסתיו. ראשת העיר אמרה כי ההחלטה קשה אך הכרחית, "
    "וכי היא תחסוך 340 אלף אירו בשנה. תושבים רבים חתמו על עצומה נגד התוכנית."
)


def dated(name: str, text: str, hours: float | None = 0, **fields: str) -> Article:
    published = None if hours is None else MORNING + timedelta(hours=hours)
    return Article(name, text, published=published, outlet=f"{name}.example", **fields)  # type: ignore[arg-type]


def test_every_view_opens_and_leads_to_others(open_page: OpenPage, samples_page: Path) -> None:
    tab = open_page(samples_page)
    seen: set[str] = set()
    todo = [f"#/{view}" for view in VIEWS]
    while todo:
        address = todo.pop()
        if address in seen or len(seen) > 120:
            continue
        seen.add(address)
        show(tab, address)
        assert "No such" not in tab.inner_text("h1"), address
        assert tab.title().endswith("· dedup")
        todo += links(tab)
    assert len(seen) > 40


def test_the_counts_of_the_overview_are_those_of_the_report(open_page: OpenPage, samples_page: Path) -> None:
    tab = open_page(samples_page)
    index = blocks_of(samples_page.read_text("utf-8"))["index"]
    tiles = [int(text.replace(",", "")) for text in tab.locator(".tiles strong").all_inner_texts()]
    repeated = {article for article, _, _, kind, _ in index["repeats"] if index["isFault"][kind]}
    assert tiles == [
        len(index["articles"]["id"]), len(index["outlets"]), len(index["stories"]), len(index["clusters"]),
        len(index["matches"]["left"]), len(repeated),
    ]  # fmt: skip


def test_filters_leave_what_passes_and_a_link_keeps_them(open_page: OpenPage, samples_page: Path) -> None:
    tab = open_page(samples_page, "#/matches")
    rows = int(tab.locator(".list").get_attribute("aria-rowcount"))
    tab.locator(".chip", has_text="near").click()
    fewer = int(tab.locator(".list").get_attribute("aria-rowcount"))
    assert fewer < rows
    assert tab.locator(".badge", has_text="near").count() == 0
    tab.fill("#search", "ferry")
    tab.wait_for_function("() => location.hash.includes('q=ferry')")
    settle(tab)
    shown, address = tab.inner_text("h1"), tab.evaluate("() => location.hash")
    other = open_page(samples_page, address)
    assert other.inner_text("h1") == shown
    assert "off=near" in address
    assert other.locator("summary").text_content() == "Filters (2 set)"
    other.click("text=Clear filters")
    assert int(other.locator(".list").get_attribute("aria-rowcount")) == rows


def test_a_filter_leaves_the_articles_of_one_language(open_page: OpenPage) -> None:
    texts = {"en": ENGLISH, "de": GERMAN, "ru": RUSSIAN}
    report = dedup.scan([dated(name, text, hour) for hour, (name, text) in enumerate(texts.items())])
    tab = open_page(report, "#/articles")
    options = tab.locator("select[aria-label=Language] option").all_inner_texts()
    assert options == ["All languages", "English (1)", "German (1)", "Russian (1)"]
    tab.select_option("select[aria-label=Language]", label="German (1)")
    settle(tab)
    assert tab.inner_text("h1") == "Articles 1"
    assert tab.locator("summary").first.text_content() == "Filters (1 set)"
    tab.click("text=Clear filters")
    show(tab, "#/stories")
    tab.locator(".rows a").first.click()
    tab.wait_for_selector(".timeline svg")
    lanes = tab.locator(".timeline .outlet").all_text_contents()
    assert lanes == ["en.example English", "de.example German", "ru.example Russian"]
    assert "3 languages (English, German, Russian)" in tab.locator("article.group p.quiet").first.inner_text()


def test_a_report_in_one_language_has_no_filter_by_language(open_page: OpenPage) -> None:
    tab = open_page(dedup.scan([dated("a", HARBOUR), dated("b", HARBOUR)]))
    assert tab.locator("select[aria-label=Language]").count() == 0


def test_texts_are_searched_when_asked_to(open_page: OpenPage) -> None:
    report = dedup.scan([dated("a", HARBOUR), dated("b", HARBOUR + " Nothing else.", 1), dated("c", "Rain falls.")])
    tab = open_page(report, "#/articles?q=petition")
    assert tab.inner_text("h1") == "Articles 0"
    tab.check("label.check input")
    tab.wait_for_function("() => document.querySelector('h1').textContent === 'Articles 2'")


def test_at_the_lowest_threshold_the_clusters_are_those_of_the_report(open_page: OpenPage) -> None:
    report = made_press(210)
    tab = open_page(report)
    clusters = len(report.clusters)
    assert tab.inner_text(".outcome").startswith(f"{clusters} clusters of 210 articles, the largest of 7")
    tab.focus(".threshold")
    tab.keyboard.press("ArrowRight")
    settle(tab)
    assert f"{clusters} clusters of 210 articles" in tab.inner_text(".outcome")
    tab.evaluate(DRAG, 90)
    settle(tab)
    expected = connected_parts(report, 0.9)
    assert f"{len(expected)} clusters of {sum(expected)} articles" in tab.inner_text(".outcome")


DRAG = """value => {
  const slider = document.querySelector(".threshold");
  slider.value = value;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
}"""


def connected_parts(report: Report, least: float) -> list[int]:
    """Sizes of what hangs together by matches of which both shares reach a threshold, as the page rounds them."""
    root = {article.id: article.id for article in report.articles}

    def find(name: str) -> str:
        while root[name] != name:
            name = root[name]
        return name

    for match in report.matches:
        if round(min(match.left_coverage, match.right_coverage) * 1000) >= least * 1000:
            root[find(match.left_id)] = find(match.right_id)
    heads = [find(name) for name in root]
    return [size for head in set(heads) if (size := heads.count(head)) > 1]


def test_keys_go_through_lists_pairs_and_changes(open_page: OpenPage, samples_page: Path) -> None:
    tab = open_page(samples_page)
    tab.keyboard.press("4")
    tab.wait_for_selector(".rows .row")
    for _ in range(3):
        tab.keyboard.press("j")
    tab.keyboard.press("k")
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".pair")
    settle(tab)
    assert tab.inner_text(".crumb").startswith("Matches / 2 of ")
    assert tab.evaluate("() => document.activeElement.tagName") == "H1"
    tab.keyboard.press("t")
    tab.wait_for_selector(".tracked")
    tab.keyboard.press("j")
    tab.wait_for_function("() => document.querySelector('.crumb').textContent.startsWith('Matches / 3 of ')")
    tab.keyboard.press("u")
    tab.wait_for_selector(".rows .row")
    tab.wait_for_function("() => document.activeElement.closest('.row')?.dataset.place === '2'")
    tab.keyboard.press("/")
    assert tab.evaluate("() => document.activeElement.id") == "search"
    tab.keyboard.press("Escape")
    tab.keyboard.press("?")
    tab.wait_for_selector("kbd")


ARABIC = (
    "أعلن مجلس مدينة الميناء الجديد يوم الثلاثاء إغلاق المسبح القديم مع حلول الخريف بسبب ارتفاع تكاليف التدفئة. "
    "وقالت رئيسة البلدية ليلى حداد إن 214 شخصا وقعوا عريضة ضد القرار. "
    "وستبدأ أعمال الهدم في شهر أكتوبر المقبل بعد انتهاء الموسم الصيفي."
)
CHINESE = (
    "港口新城市议会周二投票决定，由于取暖费用上涨，旧游泳馆将于秋季关闭。"
    "市长李梅表示，共有214人签署了反对请愿书。拆除工程将在夏季结束后的十月开始。"
)
SCRIPTS = {
    "latin": (HARBOUR, HARBOUR.replace("214", "241").replace("Brandt", "Brand")),
    "arabic": (ARABIC, ARABIC.replace("214", "241")),
    "chinese": (CHINESE, CHINESE.replace("214", "241")),
    "beyond the first plane": ("🏊‍♀️🚢 " + HARBOUR, "👩‍👩‍👧‍👦 𝔑𝔢𝔴 " + HARBOUR.replace("214", "𝟚𝟜𝟙")),
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_marks_of_a_pair_are_its_spans_to_the_character(open_page: OpenPage, name: str) -> None:
    one, other = SCRIPTS[name]
    left, right = dated("left", one), dated("right", other, 1)
    match = dedup.compare(left, right)
    tab = open_page(match.to_html())
    for side, text in (("left", left.text), ("right", right.text)):
        pane = ".pane:first-child" if side == "left" else ".pane:last-child"
        marked = tab.eval_on_selector_all(f"{pane} mark.passage", MARKED)
        assert marked == [getattr(each, side).of(text) for each in match.passages]
        tag = "del" if side == "left" else "ins"
        edited = tab.eval_on_selector_all(f"{pane} {tag}.edit", "all => all.map(mark => mark.textContent)")
        spans = [getattr(edit, side) for passage in match.passages for edit in passage.edits]
        assert edited == [span.of(text) for span in sorted(spans) if span.start < span.end]
    assert len(match.passages) > 0


MARKED = """all => all.map(mark => {
  const copy = mark.cloneNode(true);
  copy.querySelectorAll(".tag, .block-tag").forEach(tag => tag.remove());
  return copy.textContent;
})"""


def test_the_panes_and_the_callouts_lead_to_each_other(open_page: OpenPage) -> None:
    left, right = dated("left", HARBOUR), dated("right", HARBOUR.replace("214", "241"), 1)
    tab = open_page(dedup.compare(left, right).to_html())
    assert tab.locator("nav[aria-label=Views] a").all_inner_texts() == ["Pair", "About"]
    assert tab.inner_text(".callout.is-number ul") == "214 → 241"
    tab.click(".callout.is-number button")
    assert tab.inner_text("#live") == "Change 1 of 1: left out 214, put in 241"
    tab.click("text=Tracked changes")
    settle(tab)
    assert tab.eval_on_selector_all(".tracked del, .tracked ins", "all => all.map(mark => mark.textContent)") == [
        "214",
        "241",
    ]


def test_a_pair_without_passages_says_so(open_page: OpenPage) -> None:
    articles = [dated(name, HARBOUR + f" Edition {name}.", hour) for hour, name in enumerate("abc")]
    report = dedup.scan(articles)
    tab = open_page(report.to_html(pairs="source"), "#/notes")
    assert "The passages of 1 pair were not looked for: 1 near" in tab.inner_text(
        ".left-out"
    ) or "1 exact" in tab.inner_text(".left-out")


def test_a_doubled_block_goes_to_the_clipboard(open_page: OpenPage) -> None:
    report = dedup.scan([dated("a", f"Opening words stand here.\n\n{HARBOUR}\n\n{HARBOUR}")])
    tab = open_page(report, "#/articles", permissions=["clipboard-read", "clipboard-write"])
    tab.click(".rows a")
    tab.wait_for_selector(".blocks")
    tab.click(".blocks >> text=Copy")
    tab.wait_for_selector(".blocks >> text=Copied")
    [repeat] = report.repeats
    assert tab.evaluate("() => navigator.clipboard.readText()") == repeat.spans[0].of(report.articles[0].text)
    assert tab.locator(".repeated.is-again").count() == 1


def test_selected_matches_are_saved_as_csv_without_formulas(open_page: OpenPage, tmp_path: Path) -> None:
    titles = ["=HYPERLINK(1)", "+1", "-1", '@"x"', "plain, title"]
    articles = [dated(f"a{n}", HARBOUR, n, title=title) for n, title in enumerate(titles)]
    tab = open_page(dedup.scan(articles), "#/matches")
    all_rows = saved_rows(tab, tmp_path)
    assert len(all_rows) == 10
    tab.locator("input[data-pair]").first.check()
    tab.keyboard.press("j")
    rows = saved_rows(tab, tmp_path)
    assert len(rows) == 1
    cells = [cell for row in all_rows for cell in row.values()]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    assert {row["earlier_title"] for row in all_rows} | {row["later_title"] for row in all_rows} == {
        "'=HYPERLINK(1)", "'+1", "'-1", "'@\"x\"", "plain, title",
    }  # fmt: skip


def saved_rows(tab: object, folder: Path) -> list[dict[str, str]]:
    with tab.expect_download() as started:  # type: ignore[attr-defined]
        tab.click(".list-tools .button")  # type: ignore[attr-defined]
    started.value.save_as(folder / "matches.csv")
    with (folder / "matches.csv").open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_a_reference_is_told_apart(open_page: OpenPage) -> None:
    old = [dated("old", HARBOUR), dated("other", "Rain is expected at the coast until Thursday evening.")]
    report = dedup.scan([dated("new", HARBOUR + " The hall is closed.", 9)], against=old)
    tab = open_page(report)
    assert "Judged against a reference, of which 1 article matches." in tab.inner_text(".lead")
    assert tab.inner_text(".tiles li:first-child").split() == ["1", "new", "article"]
    show(tab, "#/articles?side=reference")
    assert tab.inner_text("h1") == "Articles 1"
    assert "reference" in tab.inner_text(".rows .row")


def test_a_story_of_thousands_has_only_the_rows_on_the_screen(open_page: OpenPage) -> None:
    report = made_press(2100, words=20)
    everything = tuple(sorted(article.id for article in report.articles))
    story = dedup.Story(everything, tuple(report.clusters), ("harbour",))
    tab = open_page(replace(report, stories=(story,)), "#/stories")
    tab.click(".rows a")
    tab.wait_for_selector(".of-members .row")
    settle(tab)
    assert tab.locator(".of-members").get_attribute("aria-rowcount") == "2101"
    assert tab.locator(".of-members .rows .row").count() < 60
    tab.keyboard.press("k")
    settle(tab)
    assert tab.evaluate("() => document.activeElement.closest('.row').dataset.place") == "2099"


def test_an_empty_report_says_what_is_missing(open_page: OpenPage) -> None:
    tab = open_page(dedup.scan([dated("a", "Rain is expected at the coast until Thursday evening.")]))
    assert "0\u202f% of the text is redundant" in tab.inner_text(".headline")
    assert tab.locator(".threshold").count() == 0
    show(tab, "#/matches")
    assert "No match passes the filters." in tab.inner_text("main")
    show(tab, "#/pair/aaaaaaaa.bbbbbbbb")
    assert tab.inner_text("h1") == "No such pair"


def network(seed: int = 5) -> Report:
    """Articles of six outlets, some without a date, an outlet or a minute of their own, related in every way."""
    chance = random.Random(seed)
    articles = [
        Article(
            f"{number:03}",
            HARBOUR,
            outlet=chance.choice([*"abcdef", None]),
            published=chance.choice([None, *(MORNING + timedelta(minutes=7 * place) for place in range(20))]),
        )
        for number in range(120)
    ]
    ids = [article.id for article in articles]
    pairs = sorted({tuple(sorted(chance.sample(ids, 2))) for _ in range(500)})
    matches = [
        make_match(left, right, chance.choice([*Relation][:-1]), left_coverage=chance.random()) for left, right in pairs
    ]
    return Report(articles, (), matches, (), (), (), reference_ids=ids[80:])


def rows_of_links(tab: Any) -> list[list[str]]:
    """The table of who carries whom, cell by cell."""
    rows = tab.locator("section", has_text="How much, and how late").last.locator("tbody tr")
    return [[cell.strip() for cell in row.split("\t")] for row in rows.all_inner_texts()]


def delay(minutes: int) -> str:
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"


def test_the_outlets_of_the_page_are_those_of_the_report(open_page: OpenPage) -> None:
    report = network()
    tab = open_page(report, "#/outlets")
    tab.click("text=Show all")
    found = report.outlets()
    assert len(found) > 40
    assert rows_of_links(tab) == [
        [
            link.carrier,
            link.source,
            link.relation.replace("_", " "),
            str(link.articles),
            f"{int(link.share * 100 + 0.5)}\u202f%",
            delay(int(link.median_lag_hours * 60 + 0.5)),
        ]
        for link in found
    ]


def test_who_carries_whom_leads_to_the_matches(open_page: OpenPage) -> None:
    report = dedup.scan([dated("wire", HARBOUR), dated("post", HARBOUR + " Our reporter was there.", 3)])
    tab = open_page(report, "#/outlets")
    assert tab.inner_text(".matrix td a") == "1"
    assert rows_of_links(tab) == [["post.example", "wire.example", "near", "1", "100\u202f%", "3 h 00 min"]]
    for link in (".matrix td a", ".plain-table .number a"):
        show(tab, "#/outlets")
        tab.click(link)
        tab.wait_for_selector(".of-matches")
        assert tab.inner_text("h1") == "Matches 1"


def test_a_tag_turns_no_line_of_hebrew_around(open_page: OpenPage) -> None:
    report = dedup.scan([dated("hebrew", f"{BATHS}\n\n{BATHS}")])
    tab = open_page(report, "#/articles")
    tab.click(".of-articles a")
    tab.wait_for_selector(".block-tag")
    line, tag = tab.locator(".text").bounding_box(), tab.locator(".block-tag").first.bounding_box()
    assert tag["x"] > line["x"] + line["width"] / 2  # at the beginning of the line, which is right


def test_the_bar_of_a_passage_stays_on_the_right_of_hebrew_over_blank_lines(open_page: OpenPage) -> None:
    text = BATHS.replace(". ", ".\n\n")
    tab = open_page(dedup.scan([dated("wire", text), dated("post", f"{text} עוד לא ידוע.", 1)]), "#/matches")
    tab.locator(".rows a").first.click()
    tab.wait_for_selector("mark.passage")
    rights = tab.evaluate("() => [...document.querySelector('mark.passage').getClientRects()].map(box => box.right)")
    assert len(rights) > text.count("\n")
    assert max(rights) - min(rights) < 3


def test_days_without_an_hour_stand_over_the_whole_timeline(open_page: OpenPage) -> None:
    copies = [dated(f"day{day}", HARBOUR, 24 * day) for day in range(4)]
    tab = open_page(dedup.scan(copies), "#/clusters")
    tab.locator(".rows a").first.click()
    tab.wait_for_selector(".timeline svg")
    marks = tab.evaluate("() => [...document.querySelectorAll('.target')].map(mark => Number(mark.getAttribute('cx')))")
    width = tab.evaluate("() => Number(document.querySelector('.timeline svg').getAttribute('width'))")
    assert marks[-1] > 0.9 * width
    assert [later - earlier for earlier, later in pairwise(marks)] == pytest.approx([(marks[3] - marks[0]) / 3] * 3)
    assert tab.locator(".timeline .cut").count() == 0


def test_a_span_over_two_years_names_both(open_page: OpenPage) -> None:
    late = dated("late", HARBOUR, 24 * 365)
    tab = open_page(dedup.scan([dated("wire", HARBOUR), late]), "#/clusters")
    assert "2026-03-02 to 2027-03-02" in tab.inner_text("main")
    tab = open_page(dedup.scan([dated("wire", HARBOUR), dated("post", HARBOUR, 30)]), "#/clusters")
    assert "2026-03-02 to 03-03" in tab.inner_text("main")


def test_a_match_of_a_report_is_a_page_of_its_own(open_page: OpenPage) -> None:
    report = dedup.scan([dated("wire", HARBOUR), dated("post", HARBOUR.replace("214", "241"), 3)])
    [match] = report.matches
    tab = open_page(match.to_html())
    assert tab.locator(".pane").count() == 2
    show(tab, "#/notes")
    assert tab.inner_text("h1") == "About this report"
    tab.click(".brand")
    tab.wait_for_selector(".panes")
    assert isinstance(match, Match)
