"""What is planted is what the corpus says is planted."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest
from furniture import MAX_LINES, MIN_LINES, Outlet, expand, make_outlets, page
from planting import MAKERS, Corpus, needed, plant
from wire import Wire, containment, mutually_unrelated, plain_words, shingles

PER_KIND, ARTICLES = 2, 80
VERBATIM = ("exact", "doubled", "wrapped", "first half", "shuffled", "60 words quoted", "update")
EDITED = {"edited 5 %": 0.05, "edited 10 %": 0.1, "edited 20 %": 0.2, "wrapped, edited 5 %": 0.05}


def invented_report(seed: int) -> str:
    """Six paragraphs of words that no other seed uses."""
    random = Random(seed)
    ending = "".join("klmnopqrst"[int(digit)] for digit in str(seed))
    words = ["".join(random.choices("abcdefghij", k=6)) + ending for _ in range(180)]
    paragraphs = [words[at : at + 30] for at in range(0, len(words), 30)]
    return "\n    ".join(" ".join(paragraph).capitalize() + "." for paragraph in paragraphs)


@pytest.fixture(scope="module")
def bases() -> list[str]:
    return [invented_report(seed) for seed in range(needed(ARTICLES, PER_KIND))]


@pytest.fixture(scope="module")
def corpus(bases: list[str]) -> Corpus:
    return plant(bases, ARTICLES, PER_KIND, seed=1)


def words_of(text: str) -> list[str]:
    return plain_words(text)


def test_the_same_seed_plants_the_same_corpus(bases: list[str], corpus: Corpus) -> None:
    assert plant(bases, ARTICLES, PER_KIND, seed=1) == corpus


def test_another_seed_plants_another_corpus(bases: list[str], corpus: Corpus) -> None:
    assert plant(bases, ARTICLES, PER_KIND, seed=2).texts != corpus.texts


def test_each_kind_is_planted_as_often_as_asked(corpus: Corpus) -> None:
    assert len(corpus.texts) == ARTICLES
    for kind in MAKERS:
        assert sum(planted.kind == kind for planted in corpus.planted) == PER_KIND


def test_pieces_are_what_the_articles_hold(corpus: Corpus) -> None:
    for planted in corpus.planted:
        assert corpus.texts[planted.copy_id] == planted.piece.text
        assert planted.pair == tuple(sorted((planted.base_id, planted.copy_id)))


@pytest.mark.parametrize("kind", VERBATIM)
def test_spans_slice_to_the_planted_text(corpus: Corpus, kind: str) -> None:
    for planted in (one for one in corpus.planted if one.kind == kind):
        base, copy, piece = corpus.texts[planted.base_id], corpus.texts[planted.copy_id], planted.piece
        for in_base, in_copy in zip(piece.in_base, piece.in_copy, strict=True):
            assert base[slice(*in_base)] == copy[slice(*in_copy)] != ""
        for again in piece.in_copy_again:
            assert copy[slice(*again)] == base[slice(*piece.in_base[0])]


def test_restyling_changes_characters_but_no_word(corpus: Corpus) -> None:
    for planted in (one for one in corpus.planted if one.kind == "restyled"):
        base, copy = corpus.texts[planted.base_id], corpus.texts[planted.copy_id]
        assert base != copy
        assert words_of(base) == words_of(copy)


@pytest.mark.parametrize(("kind", "share"), EDITED.items())
def test_edits_change_the_share_of_words_that_is_claimed(corpus: Corpus, kind: str, share: float) -> None:
    for planted in (one for one in corpus.planted if one.kind == kind):
        [place] = planted.piece.in_copy
        base, copy = words_of(corpus.texts[planted.base_id]), words_of(planted.piece.text[slice(*place)])
        kept = len(set(base) & set(copy)) / len(set(base))
        # An edit that puts a word in loses none: of ten edits eight do.
        assert 1 - share <= kept <= 1 - 0.5 * share


def test_a_quotation_is_sixty_words_in_another_story(corpus: Corpus) -> None:
    for planted in (one for one in corpus.planted if one.kind == "60 words quoted"):
        [place] = planted.piece.in_base
        base, copy = corpus.texts[planted.base_id], corpus.texts[planted.copy_id]
        assert len(base[slice(*place)].split()) == 60
        assert set(words_of(copy)) - set(words_of(base))


def test_pages_of_one_outlet_pair_up_and_copies_do_not(corpus: Corpus) -> None:
    pairs = corpus.furniture_pairs()
    assert len(pairs) >= PER_KIND
    assert not pairs & {planted.pair for planted in corpus.planted}
    assert all(left < right and corpus.outlets[left] == corpus.outlets[right] for left, right in pairs)


@pytest.fixture(scope="module")
def outlets() -> list[Outlet]:
    return make_outlets(200, Random(7))


def test_outlets_have_names_and_lines_of_their_own(outlets: list[Outlet]) -> None:
    assert len({outlet.name for outlet in outlets}) == 200
    layouts = {outlet.above + outlet.below for outlet in outlets}
    assert len(layouts) == 200
    assert all(MIN_LINES <= len(outlet.above) + len(outlet.below) <= MAX_LINES for outlet in outlets)


def test_a_page_shows_the_body_where_it_says(outlets: list[Outlet]) -> None:
    random = Random(3)
    for outlet in outlets:
        made = page(outlet, "The body.\nAll of it.", random)
        assert made.text[made.body_start : made.body_end] == "The body.\nAll of it."
        assert "{" not in made.text
        assert "[" not in made.text


def test_pages_share_lines_with_their_own_outlet_and_hardly_with_others(outlets: list[Outlet]) -> None:
    random = Random(3)
    own, other = [], []
    for outlet in outlets[:60]:
        left, right = (shingles(plain_words(page(outlet, "", random).text)) for _ in range(2))
        own.append(containment(left, right))
        other.append(containment(left, shingles(plain_words(page(outlets[-1], "", random).text))))
    assert sum(own) / len(own) > 0.4
    assert sum(other) / len(other) < 0.1


def test_expanding_chooses_and_fills_in() -> None:
    assert expand("[a|b] {name}", {"name": "x"}, Random(1)) in ("a x", "b x")


def test_unrelated_reports_are_kept_and_relatives_dropped() -> None:
    texts = [invented_report(1), invented_report(1) + " And more.", invented_report(2), invented_report(2)[:200]]
    kept = [wire.id for wire in mutually_unrelated(Wire(str(place), "", text) for place, text in enumerate(texts))]
    assert kept == ["0", "2"]


def test_bases_of_the_corpus_stay_unrelated_once_planted(corpus: Corpus) -> None:
    copies = {planted.copy_id for planted in corpus.planted}
    originals = [
        shingles(words_of(text)) for name, text in corpus.texts.items() if name not in copies | set(corpus.outlets)
    ]
    assert all(containment(left, right) < 0.1 for left, right in combinations(originals, 2))
