"""Translations are found among articles in several languages, whole and in part, and what looks like one is none."""

from __future__ import annotations

import re

import pytest
from made_translations import ENGLISH, GERMAN, RUSSIAN

import dedup
from dedup import Article, Relation, Report, Settings
from dedup.alignment.passage import PassageKind
from dedup.translations.sentence_pairs import WrittenText, translated_passages

OTHERS = [
    "Die Bücherei von Eichental öffnet vom 3. Mai an auch sonntags, beschloss der Rat mit 18 zu 7 "
    "Stimmen. Leiterin Petra "
    "Hagen sagte, es fehlten noch zwei Stellen und rund 40.000 Euro für die Heizung des Lesesaals.",
    "The council of Oakdale will close the Riverside pool for repairs until June 9. Mayor Ted Barlow "
    "said that the roof, "
    "which is 31 years old, leaks in 12 places, and that schools would be given hours in Millbrook.",
]


def scanned(*texts: str, settings: Settings | None = None) -> Report:
    return dedup.scan(texts=[*texts, *OTHERS], settings=settings or Settings())


def relations(report: Report) -> dict[tuple[str, str], Relation]:
    return {(match.left_id, match.right_id): match.relation for match in report.matches}


def relation(left: str, right: str) -> Relation:
    return dedup.compare(left, right).relation


def test_translations_are_found_and_make_one_story() -> None:
    report = scanned(ENGLISH, GERMAN, RUSSIAN)
    assert set(relations(report).values()) == {Relation.TRANSLATION}
    assert len(report.matches) == 3
    (story,) = report.stories
    assert len(story.article_ids) == 3
    assert report.clusters == ()


def test_a_match_says_why_and_which_sentences_are_translated() -> None:
    match = dedup.compare(ENGLISH, GERMAN)
    assert match.relation is Relation.TRANSLATION
    assert re.fullmatch(
        r"the same in another language: \d+ names and figures in the same order, lengths as usual between English and "
        r"German",
        match.reason,
    )
    assert {passage.kind for passage in match.passages} == {PassageKind.TRANSLATED}
    first = match.passages[0]
    assert first.left.of(ENGLISH).startswith("The ferry Brightling struck")
    assert first.right.of(GERMAN).startswith("Die Fähre Brightling ist")
    assert len(match.passages) == 7
    assert not any(passage.edits for passage in match.passages)


def test_a_sentence_in_signs_may_be_longer_than_usual() -> None:
    english = "The council will meet again next week and decide what is to be done with the old building by the river."
    chinese = (
        "市议会下周将再次开会，讨论并决定究竟应当如何处置河边那座早已无人使用的旧楼，"
        "届时有关各方都会派代表前来出席会议并发表意见。"
    )
    (passage,) = translated_passages(WrittenText(english, "en"), WrittenText(chinese, "zh"))
    assert passage.right.of(chinese) == chinese
    unlike = chinese.replace("旧楼", "旧楼" * 20)
    assert translated_passages(WrittenText(english, "en"), WrittenText(unlike, "zh")) == ()


def test_swapping_two_articles_mirrors_the_match() -> None:
    match, turned = dedup.compare(RUSSIAN, GERMAN), dedup.compare(GERMAN, RUSSIAN)
    assert (turned.relation, turned.reason) == (match.relation, match.reason)
    assert turned.left_coverage == pytest.approx(match.right_coverage)
    assert [(passage.right, passage.left) for passage in turned.passages] == [
        (passage.left, passage.right) for passage in match.passages
    ]


def test_a_cut_translation_is_known_by_its_coverage() -> None:
    match = dedup.compare(ENGLISH, GERMAN[: GERMAN.index("Die Reparatur")])
    assert match.relation is Relation.TRANSLATION
    assert match.reason.startswith("a part of one in another language")
    assert match.right_coverage > 0.9
    assert 0.4 < match.left_coverage < 0.8


def test_a_translation_is_no_copy() -> None:
    assert not Relation.TRANSLATION.is_copy
    assert Relation.TRANSLATION.is_related
    assert not Relation.TRANSLATION.is_reportable
    assert Relation.SAME_STORY.rank < Relation.TRANSLATION.rank < Relation.BOILERPLATE.rank


def test_the_setting_turns_translations_off() -> None:
    assert (
        Relation.TRANSLATION not in relations(scanned(ENGLISH, GERMAN, settings=Settings(translations=False))).values()
    )


def test_articles_of_one_language_are_not_read_for_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("keys were read")

    monkeypatch.setattr("dedup.translations.find_translations.read_text_keys", fail)
    dedup.scan(texts=[ENGLISH, OTHERS[1]])
    dedup.scan(texts=[ENGLISH, OTHERS[1], "Der Kurs:\nder 17. April 0,5698/05\nund die 3 anderen 0,7076/81"])
    with pytest.raises(AssertionError, match="keys were read"):
        dedup.scan(texts=[ENGLISH, GERMAN])


def changed_figures(text: str, every: int) -> str:
    """The text with one figure of so many changed."""
    numbers = iter(range(1, 1000))

    def change(match: re.Match[str]) -> str:
        return str(int(match.group()) * 3 + 11) if next(numbers) % every == 0 else match.group()

    return re.sub(r"\d+", change, text)


def test_a_figure_in_ten_may_differ() -> None:
    assert relation(ENGLISH, changed_figures(GERMAN, 10)) is Relation.TRANSLATION


def test_texts_that_share_only_small_figures_are_none() -> None:
    german = (
        "Am Montag kamen 3 Züge zu spät, 5 fielen aus, und 12 fuhren nach Plan. Im Winter waren es 7 von 9 gewesen."
    )
    english = (
        "The recipe takes 3 eggs, 5 spoons of sugar and 12 nuts. Bake it for 7 to 9 minutes, and let it cool then."
    )
    assert relation(german, english) is Relation.DISTINCT


def test_bulletins_of_two_days_are_none() -> None:
    monday = (
        "Die Messstelle Harrow Quay zeichnete am Montag 74 Mikrogramm Feinstaub je Kubikmeter auf, die in "
        "Belling Cross 57. "
        "Der Grenzwert von 50 wurde 14 Stunden lang überschritten. Das Umweltamt von Leiterin Paula Lindner "
        "rät bis Mittwoch "
        "von Sport im Freien ab; die Busse der Linien 31 und 84 sind kostenlos."
    )
    tuesday = (
        "The measuring post at Harrow Quay recorded 61 micrograms of fine dust per cubic metre on Tuesday, "
        "the one at Belling "
        "Cross 48. The limit of 50 was exceeded for 19 hours. The environment office of director Paula Lindner advises "
        "against sport in the open until Thursday; buses on lines 31 and 84 are free of charge."
    )
    assert relation(monday, tuesday) is not Relation.TRANSLATION


def test_another_report_of_a_running_affair_is_none() -> None:
    later = (
        "Drei Wochen nach dem Unglück im Hafen von Skarrow streiten Reederei und Versicherung. Helena Duarte "
        "legte am Freitag "
        "einen Bericht von 88 Seiten vor, in dem 9 Mängel stehen. Tomasz Wilkow weist den Vorwurf zurück, er "
        "habe gewarnt "
        "werden müssen. Die Lowmarsh Lines verlor seither 61 Prozent ihrer Buchungen, und Ingrid Solvang "
        "rechnet für den "
        "Hafen mit Ausfällen von 740.000 Euro. Ein Gericht in Rotterdam verhandelt am 19. Juni über 23 Klagen."
    )
    assert relation(ENGLISH, later) is not Relation.TRANSLATION


def test_an_english_page_with_russian_teasers_is_none() -> None:
    teasers = "\n\n".join(
        [OTHERS[1], "Паром врезался в пирс гавани Скарроу, пострадали 17 человек", "Погода на 12 мая"]
    )
    assert relation(teasers, RUSSIAN) is not Relation.TRANSLATION


def test_a_line_beside_a_whole_report_is_none() -> None:
    assert relation("Ferry strikes pier in Skarrow, 17 hurt", GERMAN) is not Relation.TRANSLATION


def test_lists_of_quotations_are_none() -> None:
    english = "\n".join(
        f'"We have never seen the like of it," said {name}.' for name in ("Ann Berg", "Jo Klein", "Lu Roth")
    )
    german = "\n".join(
        f"„So haben wir das nicht gewollt“, sagte {name}." for name in ("Lu Roth", "Ann Berg", "Jo Klein")
    )
    assert relation(english, german) is not Relation.TRANSLATION


def test_a_page_in_two_languages_is_a_copy_of_its_half_and_a_translation_of_no_part_of_itself() -> None:
    report = scanned(f"{ENGLISH}\n\n{GERMAN}", GERMAN)
    assert {match.relation.is_copy for match in report.matches} == {True}
    assert report.repeats == ()


def test_parts_in_another_order_are_a_translation_of_a_part_at_least() -> None:
    first, second, third, fourth = GERMAN.split("\n\n")
    assert relation(ENGLISH, "\n\n".join([third, fourth, first, second])) is Relation.TRANSLATION


def test_copies_of_a_translation_are_translations_too() -> None:
    copy = f"{GERMAN}\n\nMehr dazu lesen Sie morgen in unserer gedruckten Ausgabe."
    found = relations(scanned(ENGLISH, GERMAN, copy))
    assert sorted(found.values()) == [Relation.NEAR, Relation.TRANSLATION, Relation.TRANSLATION]


def test_the_order_of_articles_changes_nothing() -> None:
    articles = [Article(str(number), text) for number, text in enumerate([ENGLISH, GERMAN, RUSSIAN, *OTHERS])]
    assert dedup.scan(articles).to_json() == dedup.scan(articles[::-1]).to_json()


def test_a_report_with_translations_is_read_again() -> None:
    report = scanned(ENGLISH, GERMAN)
    again = Report.from_json(report.to_json(passages=True))
    assert list(again.matches) == list(report.matches)
    assert again.matches[0].passages == report.matches[0].passages


def test_an_article_whose_language_is_in_doubt_is_no_translation() -> None:
    table = "Skarrow Lines Inc\nShr 34 cts vs 1.19 dlrs\nNet 3.2 mln vs 11.4 mln\nRevs 214.5 mln vs 198.3 mln"
    other = "Skarrow Lines SA\nOper shr 34 cts vs 1.19 dlrs\nNet 3.2 mln vs 11.4 mln\nRevs 214.5 mln vs 198.3 mln"
    articles = [Article("a", table, language="es"), Article("b", other), Article("c", ENGLISH), Article("d", GERMAN)]
    found = relations(dedup.scan(articles))
    assert [pair for pair, relation in found.items() if relation is Relation.TRANSLATION] == [("c", "d")]
