"""Articles that say that they are translated, and sentences about translations that say no such thing."""

from __future__ import annotations

import pytest

from dedup import Article
from dedup.attribution.credits import CreditReader, whole_text
from dedup.attribution.translation_notes import translation_note
from dedup.settings import DEFAULT_SETTINGS

BODY = "The bridge over the Aller stays closed until autumn.\n\nThe district has no money for it."


def language(line: str) -> str | None:
    note = translation_note(Article("a", f"{BODY}\n\n{line}"))
    return None if note is None else note.language


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("Aus dem Englischen von Anna Berg", "en"),
        ("(Aus dem Französischen übersetzt)", "fr"),
        ("Übersetzung: Anna Berg", ""),
        ("Übersetzt aus dem Russischen", "ru"),
        ("Translated from the German by Ann Bell.", "de"),
        ("Translation: Ann Bell", ""),
        ("Traduit de l’anglais par Marie Duval", "en"),
        ("Traduit de l'anglais (États-Unis) par Marie Duval", "en"),
        ("Traduction : Marie Duval", ""),
        ("Traducción de Lucía Ferrer", ""),
        ("Traducido del alemán por Lucía Ferrer", "de"),
        ("Tradução do inglês: Rita Moura", "en"),
        ("Traduzione di Carla Neri", ""),
        ("Tradotto dall'inglese da Carla Neri", "en"),
        ("Vertaald uit het Duits door Jan de Wit", "de"),
        ("Z angielskiego przełożyła Ewa Lis", "en"),
        ("Překlad: Jana Malá", ""),
        ("Översättning: Karin Lund", ""),
        ("Çeviri: Ayşe Demir", ""),
        ("Перевод с английского: Анна Белова", "en"),
        ("Перевод с английского", "en"),
        ("Перевод: Анна Белова", ""),
        ("Переклад з німецької — Олена Коваль", "de"),
        ("ترجمة: سارة حداد", ""),
        ("翻訳：山田花子", ""),
        ("（英語からの翻訳）", "en"),
        ("编译：李明", ""),
        ("（翻译：李明）", ""),
        ("번역: 김민지", ""),
    ],
)
def test_a_line_of_its_own_says_so(line: str, source: str) -> None:
    assert language(line) == source


@pytest.mark.parametrize(
    "line",
    [
        "ÜBERSETZUNG AUS DEM ENGLISCHEN",
        "Tłum. Ewa Lis",
        "Przekład: Ewa Lis",
        "Tłumaczenie z angielskiego",
        "Przetłumaczyła Ewa Lis",
        "Přeložila Jana Malá",
        "Översatt från engelska",
        "İngilizceden çeviren: Ayşe Demir",
        "Перевела Анна Белова",
        "Переклала Олена Коваль",
        "ترجمه عن الإنجليزية: سارة حداد",
        "翻訳者 山田花子",
        "译者：李明",
        "（譯自英文）",
        "옮긴이: 김민지",
    ],
)
def test_notes_are_looked_for_by_their_signs(line: str) -> None:
    """A pattern is tried where a line has one of its signs: each form of a note has one."""
    assert language(line) is not None


@pytest.mark.parametrize(
    "line",
    [
        "Der Roman wurde aus dem Englischen von Anna Berg übersetzt und für den Preis vorgeschlagen.",
        "Aus dem Englischen kommt das Wort, und von Anna Berg stammt das Buch.",
        "Traducción de Lorca gana un premio en Berlín",
        "Traduction : le gouvernement cède",
        "Translation by machines is getting better",
        "Translated from the page to the screen",
        "Translated from the page",
        "Übersetzung: ein Beruf ohne Zukunft",
        "Перевод денег за границу подорожал",
        "翻訳は機械に取って代わられるのか、と同社は問う。",
        "编译器的新版本发布",
        "Le livre a été traduit par Marie Duval.",
        "Перевод: как отправить деньги за границу",
    ],
)
def test_a_sentence_on_translations_is_no_note(line: str) -> None:
    assert language(line) is None


def test_the_author_field_and_the_first_lines_may_say_so() -> None:
    by_author = translation_note(Article("a", BODY, author="Traduit de l’anglais par Marie Duval"))
    assert by_author is not None
    assert (by_author.span, by_author.language) == (None, "en")
    text = f"Die Brücke\nAus dem Englischen von Anna Berg\n{BODY}"
    note = translation_note(Article("a", text))
    assert note is not None
    assert note.span is not None
    assert note.span.of(text) == "Aus dem Englischen von Anna Berg"


def test_a_line_in_the_middle_is_no_note() -> None:
    filling = "\n".join(f"Satz {number}." for number in range(9))
    assert translation_note(Article("a", f"{filling}\nÜbersetzung: Anna Berg\n{filling}")) is None


@pytest.mark.parametrize(
    ("line", "outlets"),
    [
        ("Translated from the German by Ann Bell.", []),
        ("Translated from Le Monde", ["Le Monde"]),
        ("Source: Le Monde, translated by Ann Bell", ["Le Monde"]),
        ("编译自《卫报》", ["The Guardian"]),
    ],
)
def test_who_translated_is_no_outlet(line: str, outlets: list[str]) -> None:
    article = Article("a", f"{BODY}\n\n{line}")
    read = CreditReader([article], whole_text, DEFAULT_SETTINGS)
    assert [credit.name for credit in read(article, "zh" if "编译" in line else None)] == outlets
