"""The option by which "Mueller" is "Müller": both spellings give the same words, places and fingerprints."""

from __future__ import annotations

import sys
import unicodedata

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import dedup
from dedup import Article, Relation, Settings
from dedup.tokens.folding import MAX_GROWTH, fold_char
from dedup.tokens.language import languages_of
from dedup.tokens.umlauts import fold_expanded, folding_table_of
from dedup.tokens.words import function_word_table, number_words, tokenize, tokenize_texts

EXPANDED = Settings(expand_umlauts=True)
SPELLED_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae", "ß": "ss"}
SPELLED_OUT |= {"Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Ø": "Oe", "Å": "Aa", "Æ": "Ae"}
GERMAN = (
    "Köln (dpa) - Der Bürgermeister von Grünhain hat am Dienstag den Bau der neuen Brücke über die Mühle verteidigt. "
    "„Für die Fußgänger wird es künftig größere Wege geben“, sagte Jörg Müller aktuell vor fünfzehn Zuhörern. "
    "Die Änderung kostet zwölf Millionen Euro, erklärte die Behörde. Überdies müssen Bäume gefällt werden."
)


def spelled_out(text: str) -> str:
    return "".join(SPELLED_OUT.get(char, char) for char in text)


def words_of(text: str) -> list[int]:
    return [*map(int, tokenize(text, expand_umlauts=True).hashes)]


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("Müller", "Mueller"),
        ("KÖLN", "Koeln"),
        ("Straße", "Strasse"),
        ("grösste", "groesste"),  # as the Swiss write it
        ("Århus", "Aarhus"),
        ("København", "Koebenhavn"),
        ("Tromsø", "TROMSOE"),
        ("Æbler", "Aebler"),
        ("Übung", "Uebung"),
        ("Mu\u0308ller", "Mueller"),  # the trema behind its letter
        ("A\u030arhus", "Aarhus"),
        ("\u212bngstro\u0308m", "Aangstroem"),  # the sign of the unit
    ],
)
def test_both_spellings_are_one_word(marked: str, plain: str) -> None:
    assert words_of(marked) == words_of(plain)


@pytest.mark.parametrize(("one", "other"), [("neue", "neu"), ("Bauer", "Baur"), ("Müller", "Muller"), ("Poet", "Pot")])
def test_nothing_is_contracted(one: str, other: str) -> None:
    assert words_of(one) != words_of(other)


def test_other_words_and_marks_stay_what_they_are() -> None:
    text = "Die neue Bäuerin, aktuell in Noël, Zoë, naïve, señor, Łódź, Győr, 中国 und Москва".replace("ä", "a")
    assert words_of(text) == [*map(int, tokenize(text).hashes)]


@given(st.text(max_size=20))
@example("ǖ ṻ ǟ ǻ ǿ ạ\u0308")
def test_unicode_forms_give_the_same_words(text: str) -> None:
    composed, apart = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert words_of(composed) == words_of(apart)


def test_every_code_point_folds_as_defined() -> None:
    table = folding_table_of(expand_umlauts=True)
    rows = table.rows.view(np.uint8).reshape(-1, 256, 16)[table.blocks].reshape(-1, 16)
    plain = folding_table_of(expand_umlauts=False)
    plain_rows = plain.rows.view(np.uint8).reshape(-1, 256, 16)[plain.blocks].reshape(-1, 16)
    changed = {chr(point) for point in np.flatnonzero((rows != plain_rows).any(axis=1))}
    expanded = {char for char in map(chr, range(sys.maxunicode + 1)) if fold_expanded(char) != fold_char(char)}
    assert changed == expanded > set("äöüøåÄÖÜØÅ")
    for char in changed:
        row = rows[ord(char)].tobytes()
        assert row[: row[15]].decode() == fold_expanded(char)
        assert row[15] <= MAX_GROWTH * len(char.encode())
        assert "".join(map(fold_expanded, fold_expanded(char))) == fold_expanded(char)


@given(st.lists(st.sampled_from(GERMAN.split()), min_size=1, max_size=60), st.data())
def test_either_spelling_has_the_same_words_at_its_own_places(chosen: list[str], data: st.DataObject) -> None:
    texts = [" ".join(spelled_out(word) if data.draw(st.booleans()) else word for word in chosen) for _ in range(2)]
    first, second = (tokenize(text, expand_umlauts=True) for text in texts)
    for name in ("hashes", "stems", "flags", "boundaries"):
        assert np.array_equal(getattr(first, name), getattr(second, name)), name
    for words in (first, second):
        for number in range(len(words)):
            word = words.span(number, number + 1).of(words.text)
            assert words_of(word) == [words.hashes[number]]
            assert word.isalnum()


def test_a_pair_in_two_spellings_is_one_text_to_the_character() -> None:
    article, plain = Article("marked", f"{GERMAN}\n"), Article("plain", spelled_out(GERMAN))
    for left, right in ((article, plain), (plain, article)):
        match = dedup.compare(left, right, settings=EXPANDED)
        assert match.relation is Relation.EXACT
        (passage,) = match.passages
        for span, side in ((passage.left, left), (passage.right, right)):
            assert span.of(side.text) == side.text.rstrip(".\n")
        assert passage.edits == ()
    assert dedup.compare(article, plain).relation is not Relation.EXACT


def test_a_block_in_two_spellings_is_a_repeat() -> None:
    (repeat,) = dedup.repeats(f"{GERMAN}\n\n{spelled_out(GERMAN)}", EXPANDED)
    assert repeat.similarity == 1
    assert dedup.repeats(f"{GERMAN}\n\n{spelled_out(GERMAN)}") == []


def test_function_words_and_numbers_are_known_in_either_spelling() -> None:
    marked, plain = (tokenize(text, expand_umlauts=True) for text in (GERMAN, spelled_out(GERMAN)))
    assert np.array_equal(marked.flags, plain.flags)
    assert np.isin(words_of("fünf fuenf"), number_words(expand_umlauts=True)).all()
    assert not np.array_equal(function_word_table(expand_umlauts=True), function_word_table(expand_umlauts=False))
    settings = Settings(min_function_word_share=0.3)
    text = "Für die Bäume über der Mühle können wir später nichts mehr tun, während sie fällt."
    for each in (text, spelled_out(text)):
        words = tokenize_texts([each], expand_umlauts=True)
        assert languages_of([Article("a", each)], words, settings) == ["de"]


def test_a_scan_finds_copies_in_two_spellings() -> None:
    more = "Der Fluss steigt weiter, und die Bürger füllen Säcke mit Sand, während der Regen über Nacht nicht aufhört."
    texts = {"a": f"{GERMAN} {more}", "b": spelled_out(f"{more} {GERMAN}"), "c": spelled_out(f"{GERMAN} {more}")}
    report = dedup.scan(texts=texts, settings=EXPANDED)
    assert {(match.left_id, match.right_id): str(match.relation) for match in report.matches}["a", "c"] == "exact"
    assert [cluster.article_ids for cluster in report.clusters] == [("a", "b", "c")]


def test_a_scan_with_the_option_off_is_the_scan_of_before() -> None:
    texts = {"a": GERMAN, "b": spelled_out(GERMAN)}
    assert dedup.scan(texts=texts).matches == dedup.scan(texts=texts, settings=Settings(expand_umlauts=False)).matches
    assert "exact" not in {str(match.relation) for match in dedup.scan(texts=texts).matches}
