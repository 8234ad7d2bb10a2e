"""What a plan drops and cuts, why, and what it never touches; plans as files; what is refused."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_collection import articles, day, doubled, framed
from made_news import FERRY, LIBRARY, page, paragraphs, story
from made_translations import ENGLISH, GERMAN, RUSSIAN

import dedup
from dedup import Article, CutDecision, DropDecision, InputError, Plan
from dedup.clean.decision import without_spans
from dedup.clean.sentences import Sentences
from dedup.tokens.words import tokenize


def planned(given_: Sequence[Article], **choices: object) -> Plan:
    return dedup.plan(dedup.scan(given_, stories=False), **choices)  # type: ignore[arg-type]


def dropped(plan: Plan) -> list[tuple[str, str, str]]:
    return [(each.article_id, each.kind, each.kept_id) for each in plan.decisions if isinstance(each, DropDecision)]


def cleaned(given_: Sequence[Article], plan: Plan) -> dict[str, str]:
    """The texts that a plan leaves, by id."""
    cuts: dict[str, list[dedup.Span]] = {}
    for each in plan.decisions:
        if isinstance(each, CutDecision):
            cuts.setdefault(each.article_id, []).append(each.span)
    kept = (article for article in given_ if article.id not in plan.dropped_ids)
    return {article.id: without_spans(article.text, cuts.get(article.id, [])) for article in kept}


def keys(text: str) -> list[bytes]:
    sentences = Sentences(tokenize(text))
    return [sentences.key(number) for number in range(len(sentences))]


def test_of_each_group_one_is_kept_and_of_versions_the_latest() -> None:
    assert dropped(planned(articles())) == [("a1", "exact", "a2"), ("a3", "near", "a2"), ("b1", "near", "b2")]


def test_the_policy_chooses_and_relations_that_are_not_asked_for_stay() -> None:
    plan = planned(articles(), keep="outlets=c.example", drop=["exact", "near"])
    assert dropped(plan) == [("a1", "near", "a3"), ("a2", "near", "a3"), ("b1", "near", "b2")]
    assert dropped(planned(articles(), drop=["exact"])) == [("a1", "exact", "a2")]
    assert planned(articles(), drop=[], cut=[]).decisions == ()


def test_a_decision_says_by_which_match() -> None:
    report = dedup.scan(articles(), stories=False)
    decision = next(each for each in dedup.plan(report).decisions if each.article_id == "a3")
    assert isinstance(decision, DropDecision)
    match = next(each for each in report.matches if {each.left_id, each.right_id} == set(decision.match))
    assert (decision.relation, decision.reason) == (match.relation, match.reason)
    assert decision.coverage == round(match.seen_from("a3").left_coverage, 3)
    assert (decision.words, decision.bytes) == (len(tokenize(text := articles()[2].text)), len(text.encode()))


def test_a_doubled_page_and_the_frame_of_an_outlet_are_cut() -> None:
    found = cleaned(articles(), planned(articles()))
    assert found["c1"] == paragraphs(story(3, 9))
    assert [found[f"p{n}"].strip() for n in range(4)] == [paragraphs(story(10 + n, 9)) for n in range(4)]
    assert found["s0"] == paragraphs(story(20, 9))


def test_an_edited_repeat_keeps_what_differs() -> None:
    again = [*FERRY[:3], "Captain Elna Brandvold said nothing at all about the engines this time.", *FERRY[4:]]
    article = Article("a", f"{paragraphs(FERRY)}\n\n{paragraphs(again)}")
    text = cleaned([article], planned([article]))["a"]
    assert set(keys(text)) == set(keys(article.text))
    assert len(tokenize(text)) < len(tokenize(article.text)) * 0.65


def test_an_excerpt_is_dropped_on_request_and_only_where_it_is_held() -> None:
    whole, brief = paragraphs([*FERRY, *LIBRARY]), " ".join(FERRY[:4])
    given_ = [Article("brief", brief, published=day(1)), Article("whole", whole, published=day(2))]
    assert dropped(planned(given_)) == []
    assert dropped(planned(given_, drop=["excerpt"])) == [("brief", "excerpt", "whole")]
    partly = [given_[1], Article("partly", paragraphs([*FERRY[:4], *story(5, 9)]), published=day(3))]
    assert dropped(planned(partly, drop=["excerpt"])) == []


def test_two_articles_that_one_page_carries_are_no_copies_of_each_other() -> None:
    first, second = paragraphs(story(31, 12)), paragraphs(story(32, 12))
    given_ = [
        Article("first", first, published=day(1)),
        Article("page", page(f"{first}\n\n{second}", 1), published=day(2)),
        Article("second", second, published=day(3)),
    ]
    plan = planned(given_)
    assert {"first", "second"} <= set(cleaned(given_, plan))


def test_rewrites_and_stories_are_never_dropped() -> None:
    for relation in ("rewrite", "same_story", "boilerplate", "distinct"):
        with pytest.raises(InputError, match="is not dropped: only copies and translations are"):
            planned(articles(), drop=[relation])
    with pytest.raises(InputError, match="is not cut"):
        planned(articles(), cut=["menu"])


def test_what_stands_in_a_reference_is_kept_and_not_written(tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_text(paragraphs(FERRY), encoding="utf-8")
    (tmp_path / "old.txt").write_text(paragraphs(FERRY), encoding="utf-8")
    report = dedup.scan(tmp_path / "new.txt", against=tmp_path / "old.txt", stories=False)
    plan = dedup.plan(report, keep="longest")
    assert [Path(each).name for _, _, each in dropped(plan)] == ["old.txt"]
    assert [Path(file.path).name for file in plan.files] == ["new.txt"]


def test_the_headline_of_an_article_is_no_boilerplate_of_it() -> None:
    headlines = [f"{name} opens its new bridge at last" for name in ("Torvik", "Ostermark", "Lenne", "Karsk")]
    given_ = [
        Article(
            f"p{n}",
            "\n".join(["Most read", *headlines, "", framed(story(40 + n, 9))]),
            headlines[n],
            outlet="e.example",
        )
        for n in range(4)
    ]
    found = cleaned(given_, planned(given_))
    assert all(headlines[n] in found[f"p{n}"] for n in range(4))
    assert all("Most read" not in text for text in found.values())


def test_a_plan_is_a_file_of_one_decision_a_line(tmp_path: Path) -> None:
    plan = planned(articles(), keep=["outlets=a.example", "longest"])
    plan.save(tmp_path / "plan.jsonl")
    assert Plan.load(tmp_path / "plan.jsonl") == plan
    entries = [json.loads(line) for line in (tmp_path / "plan.jsonl").read_text(encoding="utf-8").splitlines()]
    assert Counter(entry["entry"] for entry in entries) == Counter(
        ["plan", *("cut" if isinstance(each, CutDecision) else "drop" for each in plan.decisions)]
    )
    assert entries[0]["keep"] == ["outlets=a.example", "longest"]


def test_a_plan_that_was_read_is_written_as_it_was(tmp_path: Path) -> None:
    settings = dedup.Settings(max_text_memory=10**9, whole_coverage=0.75)
    plan = dedup.plan(dedup.scan(articles(), stories=False, settings=settings))
    plan.save(tmp_path / "plan.jsonl")
    Plan.load(tmp_path / "plan.jsonl").save(tmp_path / "again.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "plan.jsonl").read_bytes()


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([], "empty, no plan"),
        (['{"entry":"drop"}'], "line 1: not a plan that dedup wrote"),
        (["{"], "line 1: this is not JSON"),
        (['{"entry":"plan","version":7}'], "line 1: a plan of version 7"),
        (["HEAD", '{"entry":"drop","path":"a"}'], "line 3: the document: 'article_id' is missing"),
        (["HEAD", '{"entry":"move"}'], "line 3: neither a file nor a decision"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_with_its_line(tmp_path: Path, lines: list[str], reason: str) -> None:
    head = '# edited\n{"entry":"plan","version":1,"keep":[],"drop":[],"cut":[],"settings":{},"fields":{},"root":"."}'
    path = tmp_path / "plan.jsonl"
    path.write_text("\n".join(lines).replace("HEAD", head), encoding="utf-8")
    with pytest.raises(InputError, match=reason):
        Plan.load(path)


def test_an_edit_that_would_drop_all_copies_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.jsonl"
    planned(articles()).save(path)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    line = next(line for line in lines if '"article_id":"a1"' in line)
    swapped = line.replace('"article_id":"a1"', '"article_id":"a2"').replace('"kept_id":"a2"', '"kept_id":"a1"')
    path.write_text("".join([*lines, swapped]), encoding="utf-8")
    with pytest.raises(InputError, match="dropped itself: one article of each group is kept"):
        Plan.load(path)


SENTENCES = [*FERRY, *LIBRARY, *story(6, 6), "He said no.", "St. Mary is far.", "And then?", "***", "– 12 –"]
BREAKS = [" ", "\n", "\n\n", " \n\n\t"]


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Texts of few sentences, so that blocks stand again, with all kinds of breaks between them."""
    blocks = draw(st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5), min_size=1, max_size=4))
    chosen = draw(st.lists(st.sampled_from(blocks), min_size=1, max_size=6))
    return "".join(f"{sentence}{draw(st.sampled_from(BREAKS))}" for block in chosen for sentence in block)


@settings(max_examples=40)
@given(st.lists(texts(), min_size=1, max_size=6))
def test_no_sentence_that_stood_once_is_lost(found: list[str]) -> None:
    given_ = [Article(f"a{n}", text, outlet=f"o{n % 2}.example", published=day(1)) for n, text in enumerate(found)]
    plan = planned(given_, drop=["exact"])
    left = cleaned(given_, plan)
    standing = Counter(key for text in found for key in set(keys(text)))
    before = {article.id: set(keys(article.text)) for article in given_}
    after = {key for text in left.values() for key in keys(text)}
    assert {key for key, count in standing.items() if count == 1} <= after
    for article_id, text in left.items():
        assert set(keys(text)) <= before[article_id]  # no sentence is torn
    cut_doubles = cleaned(given_, planned(given_, drop=[], cut=["doubled"]))
    assert all(set(keys(cut_doubles[article.id])) == before[article.id] for article in given_)


@settings(max_examples=10)
@given(st.permutations(articles()), st.sampled_from(["earliest", "longest", "origin", "canonical"]))
def test_a_plan_does_not_depend_on_the_order_of_inputs(shuffled: list[Article], keep: str) -> None:
    assert planned(shuffled, keep=keep) == planned(articles(), keep=keep)


def test_a_text_that_is_all_boilerplate_stays() -> None:
    given_ = [*articles(), Article("empty", framed([]), outlet="example.press", published=day(9))]
    assert cleaned(given_, planned(given_, drop=[]))["empty"] == framed([])
    assert doubled(story(3, 9)) == articles()[5].text


def test_translations_are_dropped_only_where_that_is_asked_for() -> None:
    given_ = [Article("en", ENGLISH, language="en"), Article("de", GERMAN, language="de")]
    report = dedup.scan(given_)
    assert dropped(dedup.plan(report)) == []
    plan = dedup.plan(report, drop=["exact", "translation"], keep="language=de")
    assert dropped(plan) == [("en", "translation", "de")]


def test_of_three_languages_one_is_kept_in_the_order_that_is_asked_for() -> None:
    texts = {"de": GERMAN, "en": ENGLISH, "en-copy": ENGLISH, "ru": RUSSIAN}
    report = dedup.scan([Article(name, text) for name, text in texts.items()])
    for order in ("de,en,ru", "ru,de,en", "en,ru,de"):
        for languages in (order, "fr," + order):
            plan = dedup.plan(report, drop=["exact", "translation"], keep=f"languages={languages}")
            assert texts.keys() - plan.dropped_ids == {order[:2]}
