"""The whole machine: what goes in, what comes out, and what must not matter."""

from __future__ import annotations

import pickle
import threading
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import made_news as news
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_news import FERRY, LIBRARY, ORCHARD, TELESCOPE, text

import dedup
from dedup import (
    Article,
    Index,
    InputError,
    Match,
    Plan,
    Relation,
    Report,
    Settings,
    SettingsError,
    fingerprint,
    plan,
    repeats,
)
from dedup.alignment.passage import Evidence
from dedup.runtime.progress import Stage

MENU = ["Home | News | Sport | Weather", "Sign in or register", "Most read this week"]
FOOTER = ["Contact the editors", "© 2026 Valley Courier"]


def corpus() -> list[Article]:
    """A site's pages, a wire story and its copies, a tripled page, an excerpt, and things that have no copy."""
    site = [
        Article(f"courier-{n}", text(MENU, news.story(n, 9), FOOTER), outlet="courier.example", title=f"Story {n}")
        for n in range(4)
    ]
    return [
        *site,
        Article("wire", text(FERRY), published=datetime(2026, 3, 2, 9, tzinfo=UTC), outlet="wire.example"),
        Article("courier-ferry", text(MENU, FERRY, FOOTER), outlet="courier.example"),
        Article("page", news.page(text(FERRY), 7)),
        Article("edited", news.edited(text(FERRY), 0.08)),
        Article("tripled", "".join(text(LIBRARY) for _ in range(3))),
        Article("once", text(LIBRARY)),
        Article("again", text(LIBRARY).upper()),
        Article("quoting", text(TELESCOPE[:3], FERRY[2:5], TELESCOPE[3:])),
        Article("alone", text(ORCHARD)),
        Article("empty", ""),
        Article("marks", "... !"),
    ]


@pytest.fixture(scope="module")
def report() -> Report:
    return dedup.scan(corpus())


def test_clusters_are_the_copies_of_each_text(report: Report) -> None:
    assert [cluster.article_ids for cluster in report.clusters] == [
        ("courier-ferry", "edited", "page", "wire"),
        ("again", "once", "tripled"),
    ]


def test_every_match_is_reported_in_order_of_ids(report: Report) -> None:
    found = {(match.left_id, match.right_id): str(match.relation) for match in report.matches}
    assert list(found) == sorted(found)
    assert found["courier-ferry", "wire"] == "syndicated"
    assert found["page", "wire"] == "syndicated"
    assert found["edited", "wire"] == "near"
    assert found["quoting", "wire"] == "excerpt"
    assert found["again", "once"] == found["once", "tripled"] == "exact"
    assert not {"alone", "empty", "marks"} & {article for pair in found for article in pair}


def test_a_tripled_page_counts_once(report: Report) -> None:
    (repeat,) = report.repeats
    assert (repeat.article_id, len(repeat.spans)) == ("tripled", 3)
    match = next(match for match in report.matches if (match.left_id, match.right_id) == ("once", "tripled"))
    assert (match.jaccard, match.left_containment, match.right_containment) == (1, 1, 1)
    assert (match.left_coverage, match.right_coverage) == (1, 1)


def test_boilerplate_is_whole_lines(report: Report) -> None:
    texts = {article.id: article.text for article in report.articles}
    assert {name for name in report.boilerplate if name.startswith("courier")} == {
        "courier-0", "courier-1", "courier-2", "courier-3", "courier-ferry",
    }  # fmt: skip
    for name, spans in report.boilerplate.items():
        lines = [line for span in spans for line in span.of(texts[name]).split("\n")]
        assert lines == [*MENU, *FOOTER]


def test_what_was_counted(report: Report) -> None:
    assert report.stats.articles == len(corpus()) == len(report.articles)
    assert report.stats.skipped == len(report.skipped) == 0


# --- what must not matter ----------------------------------------------------------------------------------------


@settings(max_examples=12, deadline=None)
@given(st.permutations(corpus()), st.integers(1, 4))
def test_neither_order_nor_threads_matter(articles: list[Article], threads: int) -> None:
    expected = dedup.scan(corpus()).to_json(texts=True, passages=True)
    assert dedup.scan(articles, threads=threads).to_json(texts=True, passages=True) == expected


def test_many_megabytes_are_the_same_with_any_number_of_threads() -> None:
    """More than one chunk of text, so that threads have something to share."""
    articles = [Article(f"{n:04}", text(news.story(n % 900, 12))) for n in range(1000)]
    one = dedup.scan(articles).to_json()
    assert dedup.scan(reversed(articles), threads=3).to_json() == one
    assert one.count('"exact"') == 100


def test_paths_texts_and_articles_are_read_alike(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    named = {"a.txt": text(FERRY), "b.txt": news.page(text(FERRY), 3), "c.txt": text(ORCHARD)}
    for name, content in named.items():
        (folder / name).write_text(content, encoding="utf-8")
    from_path = dedup.scan(folder)
    from_texts = dedup.scan(texts=named.values())
    from_articles = dedup.scan([Article(name, content) for name, content in named.items()])
    kinds = [
        [(match.relation, match.jaccard, match.reason) for match in report.matches]
        for report in (from_path, from_texts, from_articles)
    ]
    assert kinds[0] == kinds[1] == kinds[2] != []
    assert [article.id for article in from_texts.articles] == ["text-0", "text-1", "text-2"]
    assert [Path(article.id).name for article in from_path.articles] == list(named)
    assert dedup.scan(str(folder)).to_json() == from_path.to_json()


def test_one_text_alone() -> None:
    (article,) = dedup.scan(texts=["The ferry is late again."]).articles
    assert article == Article("text-0", "The ferry is late again.")


def test_what_cannot_be_read_is_listed(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    report = dedup.scan(empty, texts=["The ferry is late.", "the ferry is late"])
    assert [skipped.path for skipped in report.skipped] == [str(empty)]
    assert [str(match.relation) for match in report.matches] == ["exact"]


def test_a_path_that_names_nothing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.txt: no such file or folder"):
        dedup.scan([tmp_path / "nowhere.txt"])


def test_ids_are_made_unique() -> None:
    report = dedup.scan([Article("a", text(FERRY)), Article("a", text(FERRY))])
    assert [article.id for article in report.articles] == ["a", "a#2"]
    assert [cluster.article_ids for cluster in report.clusters] == [("a", "a#2")]


@pytest.mark.parametrize("threads", [1, 3])
def test_progress_covers_every_stage_in_its_order(threads: int) -> None:
    steps: dict[str, list[tuple[int, int | None]]] = {}
    callers = set()

    def note(stage: str, done: int, total: int | None) -> None:
        steps.setdefault(stage, []).append((done, total))
        callers.add(threading.current_thread())

    dedup.scan(corpus(), progress=note, threads=threads)
    steps.pop(Stage.COMPILE, None)
    of_others = (Stage.COMPILE, Stage.ALIGN, Stage.WRITE, Stage.ADD)
    assert list(steps) == [stage for stage in Stage if stage not in of_others]
    assert callers == {threading.current_thread()}
    for reports in steps.values():
        assert reports == sorted(reports, key=lambda report: report[0])
        done, total = reports[-1]
        assert total in (None, done)
    assert steps[Stage.FINGERPRINT][-1] == (len(corpus()), len(corpus()))


# --- short texts -------------------------------------------------------------------------------------------------

TWINS: dict[str, tuple[str, str]] = {
    "one word": ("Rain.", "«RAIN»"),
    "one ideograph": ("雨", "雨。"),
    "two words": ("Heavy rain", "heavy  RAIN!"),
    "eight words": ("Trains run late after rain in the valley", "Trains run late after rain in the Valley."),
    "Chinese": ("港口因风暴关闭。", "港口 因风暴关闭"),
    "Japanese": ("港は嵐で閉鎖された。", "港は嵐で閉鎖された"),
    "half-width kana": ("ﾌｪﾘｰは遅れています", "フェリーは遅れています"),
    "Korean": ("항구가 폭풍으로 폐쇄되었다", unicodedata.normalize("NFD", "항구가 폭풍으로 폐쇄되었다.")),
    "Thai": ("เรือข้ามฟากหยุดวิ่งเพราะพายุ", "«เรือข้ามฟากหยุดวิ่งเพราะพายุ»"),
    "Arabic": ("أغلق الميناء بسبب العاصفة", "أُغْلِقَ المِينَاءُ بِسَبَبِ العَاصِفَة"),
    "Hebrew": ("הנמל נסגר בגלל הסערה", "הַנָּמֵל נִסְגַּר בִּגְלַל הַסְּעָרָה"),
    "Cyrillic": ("Порт закрыт из-за шторма", "ПОРТ ЗАКРЫТ ИЗ-ЗА ШТОРМА"),
    "Greek": ("Το λιμάνι έκλεισε", "ΤΟ ΛΙΜΑΝΙ ΕΚΛΕΙΣΕ"),
    "Hindi": ("तूफ़ान से बंदरगाह बंद", unicodedata.normalize("NFD", "तूफ़ान से बंदरगाह बंद")),
    "accents composed or not": ("Café fermé à l’été", unicodedata.normalize("NFD", "CAFÉ FERMÉ À L’ÉTÉ")),
    "full width": ("Ｆｅｒｒｙ　１２ late", "Ferry 12 late"),
    "soft hyphens": ("The har\u00adbour is clo\u00adsed", "The harbour is closed"),
    "typographic quotes": ("“It's over,” he said", "\"It’s over,\" he said"),
    "ligatures": ("The ﬁrst ﬂoor", "The first floor"),
    "sharp s": ("Straße gesperrt", "STRASSE GESPERRT"),
}  # fmt: skip


@pytest.mark.parametrize("name", TWINS)
def test_the_shortest_text_finds_its_twin(name: str) -> None:
    left, right = (Article(side, words) for side, words in zip("ab", TWINS[name], strict=True))
    others = [Article("other", text(ORCHARD)), Article("none", ""), Article("more", "Heavy snow in the mountains")]
    (match,) = dedup.scan([left, *others, right], stories=False).matches
    assert (match.left_id, match.right_id, match.relation) == ("a", "b", Relation.EXACT)
    assert (match.jaccard, match.left_coverage, match.right_coverage) == (1, 1, 1)
    alone = dedup.compare(left, right)
    assert alone == replace(match, reason=alone.reason)


@pytest.mark.parametrize("name", TWINS)
def test_passages_are_stretches_of_the_original(name: str) -> None:
    """Ten words round it, so that there is a passage; what is cut out folds to the same words."""
    before, after = "On Monday the mayor of the old town told reporters: ", " and left by the back door at noon."
    left, right = (before + words.rstrip(".。!") + after for words in TWINS[name])
    (passage,) = dedup.compare(left, right).passages
    assert (passage.left.of(left), passage.right.of(right)) == (left.rstrip("."), right.rstrip("."))
    assert (passage.similarity, passage.reuse_share) == (1, 1)


@pytest.mark.parametrize("nothing", ["", " ", "\n\n", "...", "\u00ad", "\0", "—", "\u0301", "\ufeff"])
def test_nothing_matches_nothing(nothing: str) -> None:
    assert dedup.compare(nothing, nothing).relation is Relation.DISTINCT
    assert dedup.compare(nothing, "Rain").relation is Relation.DISTINCT
    articles = [Article(str(n), given) for n, given in enumerate([nothing, nothing, "", "Rain"])]
    assert dedup.scan(articles).matches == ()


# --- comparing two -----------------------------------------------------------------------------------------------

sentence = st.sampled_from([*FERRY, *LIBRARY, *MENU, "港口因风暴关闭渡轮停运三天", "Паром не может войти в порт"])
article_text = st.lists(st.tuples(sentence, st.sampled_from(["\n", "\n\n", " "])), max_size=14).map(
    lambda lines: "".join(line + end for line, end in lines)
)


def mirrored(match: Match) -> Match:
    return replace(
        match,
        left_id=match.right_id,
        right_id=match.left_id,
        left_containment=match.right_containment,
        right_containment=match.left_containment,
        left_coverage=match.right_coverage,
        right_coverage=match.left_coverage,
    )


def mirrored_evidence(match: Match) -> list[Evidence]:
    return [each.mirrored() for each in match.evidence]


@settings(max_examples=150, deadline=None)
@given(article_text, article_text, st.booleans())
def test_the_other_way_round_all_is_mirrored(left: str, right: str, is_edited: bool) -> None:
    one = Article("a", left, title="Ferry aground", published=datetime(2026, 3, 2, tzinfo=UTC))
    other = Article("b", news.edited(left, 0.1) if is_edited else right, title="Ferry runs aground", outlet="b.example")
    match, back = dedup.compare(one, other), dedup.compare(other, one)
    assert back == mirrored(match)
    assert list(back.evidence) == mirrored_evidence(match)
    sides = [(passage.left, passage.right, passage.words, passage.kind) for passage in match.passages]
    sides_back = [(passage.right, passage.left, passage.words, passage.kind) for passage in back.passages]
    assert sorted(sides) == sorted(sides_back)


@settings(max_examples=60, deadline=None)
@given(st.lists(article_text, min_size=2, max_size=2), st.sampled_from(["\n", " ", "\n\n"]))
def test_the_same_words_in_other_lines_are_mirrored_too(parts: list[str], gap: str) -> None:
    """Doubled blocks may be found on one side only, where only one has line ends: same words, unlike own words."""
    left = parts[0] + gap + parts[1] + gap + parts[0]
    right = " ".join(left.split())
    match, back = (
        dedup.compare(Article("a", one), Article("b", other)) for one, other in ((left, right), (right, left))
    )
    assert mirrored(back) == replace(match, left_id="b", right_id="a")
    assert match.relation is (Relation.EXACT if left.split() else Relation.DISTINCT)


def test_texts_get_the_ids_of_their_sides() -> None:
    match = dedup.compare("Rain.", "rain")
    assert (match.left_id, match.right_id) == ("left", "right")


# --- many copies, and what is no cluster ---------------------------------------------------------------------------


def quoting(number: int, quoted: list[str]) -> Article:
    """A story of its own that quotes another."""
    return Article(f"quote-{number:02}", text(news.story(1000 + number, 5), quoted, news.story(2000 + number, 5)))


def test_a_thousand_copies_do_not_hide_forty_quotations() -> None:
    """A word of the story stands in a thousand articles, and is a rare word all the same."""
    story = news.story(1, 40)
    shares = np.random.default_rng(5).choice([0, 0.01, 0.03], 1000).tolist()
    copies = [Article(f"copy-{n:04}", news.edited(text(story), share, seed=n)) for n, share in enumerate(shares)]
    quotes = [quoting(n, story[2 * (n % 20) :][:2]) for n in range(40)]
    report = dedup.scan(copies + quotes, stories=False)
    found = {match.right_id for match in report.matches if match.relation is Relation.EXCERPT}
    assert found == {article.id for article in quotes}
    (cluster,) = report.clusters
    assert cluster.article_ids == tuple(article.id for article in copies)


def test_boilerplate_without_a_passage_to_show_is_listed_on_request() -> None:
    form = (
        "The price of diesel at the harbour stood at {} crowns on Monday, and that of petrol at {} crowns, said the "
        "harbour master. A ferry ticket for a car costs {} crowns, one for a bicycle {} crowns for a family."
    )
    forms = [Article(str(day), form.format(*range(40 * day, 44 * day, day))) for day in (3, 7, 9)]
    assert not dedup.scan(forms, stories=False).matches
    matches = dedup.scan(forms, stories=False, boilerplate=True).matches
    assert [match.relation for match in matches] == [Relation.BOILERPLATE] * 3


def test_what_many_quote_is_a_stock_phrase() -> None:
    """Nothing tells a passage that forty unlike articles hold from a formula: it is found, and called boilerplate."""
    story = news.story(1, 14)
    quotes = [quoting(n, story[4:8]) for n in range(40)]
    report = dedup.scan([Article("a", text(story)), *quotes], stories=False)
    found = [match for match in report.matches if match.left_id == "a"]
    assert len(found) == 40
    assert {(match.relation, match.reason) for match in found} == {
        (Relation.BOILERPLATE, "phrases that many unlike articles share")
    }


def test_digests_of_whole_briefs_bind_nothing() -> None:
    briefs = [text(news.story(n, 3)) for n in range(30)]
    alone = [Article(f"brief-{n}-{copy}", briefs[n]) for n in range(30) for copy in range(2)]
    digests = [
        Article(f"digest-{n}", news.page("\n\n".join(briefs[m % 30] for m in range(4 * n, 4 * n + 10)), n))
        for n in range(6)
    ]
    report = dedup.scan(alone + digests, stories=False)
    assert {cluster.article_ids for cluster in report.clusters} == {(f"brief-{n}-0", f"brief-{n}-1") for n in range(30)}
    carried = {
        match.relation
        for match in report.matches
        if match.left_id.startswith("brief") and match.right_id.startswith("digest")
    }
    assert Relation.EXCERPT in carried
    assert carried <= {Relation.EXCERPT, Relation.BOILERPLATE}


def test_a_drifting_story_is_no_monster() -> None:
    """Each version keeps four fifths of the one before: after five, nothing is left."""
    versions = []
    sentences = news.story(50, 10)
    for n in range(8):
        versions.append(Article(f"version-{n}", text(sentences)))
        sentences = sentences[2:] + news.story(60 + n, 2)
    report = dedup.scan(versions, stories=False)
    neighbours = {
        match.relation for match in report.matches if abs(number(match.left_id) - number(match.right_id)) == 1
    }
    assert neighbours == {Relation.NEAR}
    assert 2 <= max(len(cluster.article_ids) for cluster in report.clusters) <= 5


def number(version: str) -> int:
    return int(version.removeprefix("version-"))


def test_the_ends_of_a_chain_are_no_copies() -> None:
    """A ~ B ~ C: B is half of either."""
    first, last = news.story(70, 12), news.story(71, 12)
    articles = [
        Article("a", text(first)),
        Article("b", text(first[4:], last[:8])),
        Article("c", text(last)),
    ]
    report = dedup.scan(articles, stories=False)
    relations = {(match.left_id, match.right_id): match.relation for match in report.matches}
    assert relations == {("a", "b"): Relation.EXCERPT, ("b", "c"): Relation.EXCERPT}
    assert report.clusters == ()


# --- odd input -----------------------------------------------------------------------------------------------------

ODD: dict[str, Callable[[], list[str]]] = {
    "one word each": lambda: ["rain"] * 1000,
    "all empty": lambda: [""] * 3000,
    "all equal": lambda: [text(FERRY)] * 500,
    "a hundred thousand lines": lambda: [
        "\n".join(f"line {n} of the list" for n in range(100_000)),
        "\n".join(f"line {n} of the list" for n in range(50_000, 150_000)),
    ],
    "thirty thousand equal lines": lambda: ["no more rain\n" * 30_000, "no more rain\n" * 20_000],
    "NUL characters": lambda: [text(FERRY).replace(" ", "\0"), text(FERRY)],
    "lone surrogates": lambda: [text(FERRY).replace("ferry", "fer\ud800ry \udc00"), text(FERRY), "\ud800", "\udfff"],
    "one endless word": lambda: ["x" * 1_000_000, "x" * 1_000_000],
    "beyond the last plane used": lambda: ["\U0010ffff" * 100, "\U000e0001 rain \U0010ffff", "rain"],
}


@pytest.mark.parametrize("name", ODD)
def test_odd_input_ends_nothing(name: str) -> None:
    articles = [Article(f"{n:04}", given) for n, given in enumerate(ODD[name]())]
    report = dedup.scan(articles)
    assert len(report.articles) == len(articles)
    assert Report.from_json(report.to_json(texts=True)).to_json(texts=True) == report.to_json(texts=True)
    expected = {"all empty": 0, "one word each": len(articles), "all equal": len(articles)}
    if name in expected:
        assert sum(len(cluster.article_ids) for cluster in report.clusters) == expected[name]


def test_settings_that_make_no_sense_are_refused_all_at_once() -> None:
    with pytest.raises(SettingsError) as raised:
        Settings(max_band_neighbours=0, max_anchor_groups=1, min_shared_anchors=0, min_core_coverage=-1)
    for name in ("max_band_neighbours", "max_anchor_groups", "min_shared_anchors", "min_core_coverage"):
        assert name in str(raised.value)


def test_settings_take_effect() -> None:
    versions = [Article("a", text(FERRY)), Article("b", text(FERRY[:6], ORCHARD[:2]))]
    assert len(dedup.scan(versions).clusters) == 1
    assert dedup.scan(versions, settings=Settings(min_core_coverage=0.95)).clusters == ()


def test_a_report_can_be_pickled() -> None:
    report = dedup.scan([Path(__file__).parent.parent / "samples"])
    again = pickle.loads(pickle.dumps(report))
    assert again == report
    assert [match.passages for match in again.matches] == [match.passages for match in report.matches]
    assert [match.evidence for match in again.matches] == [match.evidence for match in report.matches]
    assert [story.origin for story in again.stories] == [story.origin for story in report.stories]
    assert dict(again.boilerplate) == dict(report.boilerplate)


@pytest.mark.parametrize("value", [None, 7, b"x", ["a text"], object()], ids=lambda value: type(value).__name__)
def test_what_is_no_article_is_refused_at_the_door(value: Any) -> None:
    for call in (
        lambda: dedup.compare(value, "It rains."),
        lambda: dedup.compare("It rains.", value),
        lambda: dedup.scan(texts=["It rains."], settings=value),
        lambda: dedup.compare("It rains.", "It rains.", settings=value),
        lambda: repeats(value),
        lambda: fingerprint(value),
        lambda: plan(value),
        lambda: plan(dedup.scan(texts=["It rains."]), keep=[value]),
    ):
        with pytest.raises(TypeError, match=f"not {type(value).__name__}"):
            call()


@pytest.mark.parametrize("name", ["a\0b.html", "\ud800.html"], ids=ascii)
def test_a_name_that_no_file_can_have_is_an_input_error(name: str) -> None:
    with pytest.raises(InputError, match="no file can have this name"):
        dedup.scan(texts=["It rains."]).to_html(name)
    with pytest.raises(InputError, match=r"\.html'"):
        Plan.load(name)
    with pytest.raises(InputError, match="no file can have this name"):
        Index(name)
