"""The labels of languages that records and pages write, as tags; and labels that name none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.article import Article, ReadWarning
from dedup.sources.languages import language_problem, language_tag
from dedup.sources.reader import read_articles

LABELS = {
    "de": [
        "de",
        "DE",
        " de ",
        "ger",
        "deu",
        "German",
        "GERMAN",
        "german",
        "Deutsch",
        "allemand",
        "Alemán",
        "German / Deutsch",
    ],
    "de-DE": ["de-de", "de_DE", "de_DE.UTF-8", "de_DE@euro", "DE-de", "ger-DE", "German (Germany)"],
    "en": ["eng", "English", "anglais", "英語", "lang_en", "English, English"],
    "en-US": [
        "en-us",
        "en_US",
        "EN-us",
        "English (US)",
        "English (United States)",
        "American English",
        "en-US,en;q=0.9",
    ],
    "en-GB": ["en-gb", "en-UK", "English (UK)", "British English", "English (United Kingdom)"],
    "pt-BR": ["pt-br", "Portuguese (Brazil)", "Brazilian Portuguese"],
    "zh-Hans": ["zh-hans", "Chinese (Simplified)", "Simplified Chinese", "zh-cmn-Hans"],
    "zh": ["chi", "zho", "cmn", "Chinese", "中文", "cn"],
    "ja": ["jpn", "Japanese", "日本語", "jp"],
    "he": ["iw", "heb", "Hebrew", "עברית"],
    "id": ["in", "ind", "Indonesian", "Bahasa Indonesia"],
    "el": ["gre", "ell", "Greek", "Ελληνικά"],
    "tr": ["Türkçe", "turkce", "Turkish"],
    "fa": ["per", "fas", "Persian", "Farsi"],
    "es": ["Spanish; Castilian", "Español", "espanol", "spa"],
    "yue": ["yue", "Cantonese"],
}


@pytest.mark.parametrize(("label", "tag"), [(label, tag) for tag, labels in LABELS.items() for label in labels])
def test_a_label_is_the_tag_of_its_language(label: str, tag: str) -> None:
    assert language_tag(label) == tag
    assert language_problem(label) is None
    assert language_tag(tag) == tag


@pytest.mark.parametrize("label", ["Elvish", "qqq", "en, fr", "English/French", "1033", "C", "x" * 300, "\ud800"])
def test_a_label_of_no_known_language_is_none_and_says_so(label: str) -> None:
    assert language_tag(label) is None
    assert str(language_problem(label)).endswith("is not known: no language")


@pytest.mark.parametrize("label", [None, "", " ", "und", "mul", "unknown", "None", "N/A", "x-default"])
def test_where_no_language_is_stated_nothing_is_said(label: str | None) -> None:
    assert language_tag(label) is None
    assert language_problem(label) is None


@pytest.mark.parametrize("label", ["Mehrsprachig", "bilinmeyen dil", "multilingue"])
def test_a_name_of_no_language_or_of_several_is_none(label: str) -> None:
    assert language_tag(label) is None


@pytest.mark.parametrize("label", ["twi", "tw", "aam", "sh", "tl"])
def test_the_tag_of_an_old_code_is_a_tag_itself(label: str) -> None:
    tag = language_tag(label)
    assert tag is not None and language_tag(tag) == tag


@given(st.text(max_size=30))
def test_no_label_is_a_crash(label: str) -> None:
    tag = language_tag(label)
    assert tag is None or language_tag(tag) == tag


def test_every_reader_gives_tags_and_warns_of_labels_that_are_none(tmp_path: Path) -> None:
    labels = ["German", "de_DE", "Elvish"]
    lines = [json.dumps({"text": f"Es regnet {label}.", "language": label}) for label in labels]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "b.txt").write_text("Title: Rain\nLanguage: English\n\nIt rained.", encoding="utf-8")
    read = list(read_articles(tmp_path))
    assert [item.language for item in read if isinstance(item, Article)] == ["de", "de-DE", None, "en"]
    (warning,) = (item for item in read if isinstance(item, ReadWarning))
    assert (warning.record_number, warning.reason) == (3, "the language 'Elvish' is not known: no language")
