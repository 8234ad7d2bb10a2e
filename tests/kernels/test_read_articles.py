"""The fast path is the plain one, on any text and any bytes."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import numpy as np
import pytest
import read_articles_twin as twin
from datasketch import MinHash
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dedup.sketch.fingerprints import NUM_BANDS, band_keys, sketch
from dedup.sketch.packed_texts import PackedTexts, pack_texts
from dedup.tokens.look_alikes import in_one_script
from dedup.tokens.words import LINE, tokenize, tokenize_texts

UNUSUAL = "é\u0301ß\u00ad\u200b“”’ İıΣς中国々한글각กเไทยかが가３٣ﬁ½ﷺ😀\ufe0f\u0640\x00\t\n .,-'。！？…»\u2028\u00a0żŽž"
VOCABULARY = """
    the of and is a Council ferry harbour 3 1999 2026 19th 20km January Monday updated comments said it on by to
    der die und nicht les des est Å Žena že łódź Это не так было 中国 日本語 ไทย เมื่อ στην Ωδή القاهرة אור हिंदी
    extraordinarilylongwords
"""
SPACES = [
    " ", "  ", "\n", "\n\n", "\n  ", ".\n", ". ", "! ", '." ', "…) ",
    "。", "？\n", "\r\n", ".", "\u2028", ", ", "-",
]  # fmt: skip

plain_line = st.lists(st.sampled_from(VOCABULARY.split()), min_size=1, max_size=60).map(" ".join)
printed = st.lists(st.tuples(plain_line, st.sampled_from(SPACES)), max_size=12).map(
    lambda lines: "".join(line + space for line, space in lines)
)
strewn = st.lists(st.tuples(st.sampled_from(VOCABULARY.split()), st.sampled_from(SPACES)), max_size=80).map(
    lambda lines: "".join(word + space for word, space in lines)
)
anything = st.one_of(
    st.text(max_size=60),
    st.text(UNUSUAL, max_size=60),
    st.text("ab c", max_size=300),
    st.just("ha " * 40),
    printed,
    strewn,
)
text = st.lists(anything, max_size=3).map("".join)


def shingles(article: str) -> list[int]:
    return twin.shingles([word.hash for word in twin.words(article)])


def part(ends: np.ndarray, article: int) -> slice:
    return slice(ends[article - 1] if article else 0, ends[article])


@settings(max_examples=500, deadline=None)
@given(text)
def test_an_article_is_read_as_its_twin_reads_it(article: str) -> None:
    read, words = tokenize(article), [*twin.words(article)]
    assert read.hashes.tolist() == [word.hash for word in words]
    assert read.stems.tolist() == [word.stem for word in words]
    assert [*zip(read.starts.tolist(), read.ends.tolist(), strict=True)] == [(word.start, word.end) for word in words]
    assert read.boundaries.tolist() == twin.borders(article, words)
    assert read.flags.tolist() == [twin.kind(word) for word in words]
    units = twin.units(read.hashes.tolist(), read.boundaries.tolist(), read.flags.tolist())
    assert read.lines.ends_at_word.tolist() == [unit.end for unit in units]
    assert read.lines.keys.tolist() == [unit.key for unit in units]
    assert read.lines.is_prose.tolist() == [unit.prose for unit in units]


@settings(max_examples=300, deadline=None)
@given(st.lists(text, max_size=4))
def test_articles_that_are_read_together_are_read_as_each_alone(articles: list[str]) -> None:
    together = tokenize_texts(articles)
    for number, article in enumerate(articles):
        read, alone = together[number], tokenize(article)
        assert (read.text, len(read)) == (alone.text, len(alone))
        for name in ("hashes", "stems", "starts", "ends", "boundaries", "flags"):
            assert getattr(read, name).tolist() == getattr(alone, name).tolist()
        assert [column.tolist() for column in read.lines] == [column.tolist() for column in alone.lines]


@settings(max_examples=300, deadline=None)
@given(st.lists(text, min_size=1, max_size=5))
def test_articles_are_sketched_as_their_twins_are(articles: list[str]) -> None:
    sketched, (signatures, anchors) = sketch(pack_texts(articles))
    lines = sketched.lines
    for a, article in enumerate(articles):
        hashes = [word.hash for word in twin.words(article)]
        signature, grams = twin.signature(twin.shingles(hashes)), twin.grams(twin.shingles(hashes))
        assert sketched.word_counts[a] == len(hashes)
        assert sketched.content_hashes[a] == twin.text_hash(hashes)
        assert signatures[a].tolist() == signature
        assert [int(band_keys(signatures, band)[a]) for band in range(NUM_BANDS)] == twin.band_keys(signature)
        assert sketched.may_repeat[a] == (len(set(grams)) < len(grams))
        assert anchors.values[part(anchors.ends, a)].tolist() == twin.anchors(grams)
        units = tokenize(article).lines
        assert (lines.keys[part(lines.ends, a)] == units.keys).all()
        assert (lines.is_prose[part(lines.ends, a)] == units.is_prose).all()
        lengths = np.minimum(np.diff(units.ends_at_word, prepend=0), 255)
        assert (lines.word_counts[part(lines.ends, a)] == lengths).all()


@settings(max_examples=1000, deadline=None)
@given(text)
def test_signatures_are_those_of_datasketch(article: str) -> None:
    oracle = MinHash(128, seed=1, scheme="affine32", hashfunc=lambda shingle: shingle)
    oracle.update_batch([shingle >> 32 for shingle in shingles(article)])
    assert (sketch(pack_texts([article]))[1].signatures[0] == oracle.hashvalues).all()


@settings(max_examples=300, deadline=None)
@given(st.lists(st.binary(max_size=400), min_size=1, max_size=4))
def test_damaged_utf8_stays_inside_its_article(articles: list[bytes]) -> None:
    together, (signatures, anchors) = sketch(end_to_end(articles))
    for a, article in enumerate(articles):
        alone, (alone_signatures, alone_anchors) = sketch(end_to_end([article]))
        assert alone.word_counts[0] == together.word_counts[a]
        assert (alone_signatures[0] == signatures[a]).all()
        assert (alone_anchors.values == anchors.values[part(anchors.ends, a)]).all()
        assert (alone.lines.keys == together.lines.keys[part(together.lines.ends, a)]).all()


def end_to_end(articles: list[bytes]) -> PackedTexts:
    return PackedTexts(np.frombuffer(b"".join(articles), np.uint8), np.cumsum([0, *map(len, articles)]))


@settings(max_examples=300, deadline=None)
@given(text)
def test_unicode_forms_have_the_same_words(article: str) -> None:
    """Of words in two scripts, accents and capitals may say to which they belong."""
    again = " ".join(word.folded for word in twin.words(article))
    forms = article, unicodedata.normalize("NFD", article), again
    assume(all(in_one_script(form) == form for form in forms))
    composed, decomposed = (tokenize(unicodedata.normalize(form, article)) for form in ("NFC", "NFD"))
    assert (composed.hashes == decomposed.hashes).all()
    assert (tokenize(again).hashes == tokenize(article).hashes).all()


@pytest.mark.parametrize(
    ("piece", "times", "words", "units"),
    [
        ("word ", 2_000_000, 2_000_000, 1),
        ("Rain fell again on the old harbour. ", 300_000, 2_100_000, 300_000),
        ("One line.\n", 1_000_000, 2_000_000, 1_000_000),
        ("中", 3_333_333, 3_333_333, 1),
        ("é", 5_000_000, 1, 1),
        ("\u0301", 5_000_000, 0, 0),
        ("x", 10_000_000, 1, 1),
    ],
)
def test_ten_megabytes_in_one_article(piece: str, times: int, words: int, units: int) -> None:
    read = tokenize(piece * times)
    sketched, (signatures, _) = sketch(pack_texts(["before", piece * times, "behind"]))
    assert len(read) == sketched.word_counts[1] == words
    assert len(read.lines.ends_at_word) == units
    assert (read.lines.keys == sketched.lines.keys[part(sketched.lines.ends, 1)]).all()
    assert (signatures[2] == sketch(pack_texts(["behind"]))[1].signatures[0]).all()


@pytest.mark.parametrize(
    "continued", ["boats", "élan", "žena", "że", "łódź", "ơn", "ấm", "ferry", "ώρα", "όχι", "ещё", "ґрунт", "երեկ"]
)
def test_a_line_that_goes_on_in_small_letters_is_wrapped(continued: str) -> None:
    assert tokenize(f"Ferries\n{continued}").boundaries[1] == 0
    assert tokenize(f"Ferries\n{continued.capitalize()}").boundaries[1] == LINE


@pytest.mark.parametrize("head", ["中国", "ორი", "القاهرة", "עיר", "हिंदी", "3 boats"])
def test_a_line_in_a_script_without_small_letters_is_a_line(head: str) -> None:
    assert tokenize(f"Ferries\n{head}").boundaries[1] == LINE


def lines_of(text: str) -> list[str]:
    """The units of a text, but for those of a long line."""
    words = tokenize(text)
    starts = [0, *words.lines.ends_at_word.tolist()]
    return [words.span(first, end).of(text) for first, end in pairwise(starts)]


WRAPPED = """The harbour board met for six hours on Monday night and
Tuesday morning to settle who will pay for the new quay, and
did so without a vote; its chairman, who had asked for one,
Then left the hall by the back door, and would say no more."""

HEADLINES = """Harbour board settles who pays for the new quay after six hours
Chairman leaves the hall by the back door and will say no more
Ferries to the islands run again from Friday if the wind drops"""


def test_lines_that_mostly_go_on_in_small_letters_are_one() -> None:
    assert lines_of(WRAPPED) == [WRAPPED.removesuffix(".")]


def test_lines_that_all_begin_with_capitals_are_a_list() -> None:
    assert lines_of(HEADLINES) == HEADLINES.split("\n")


@given(st.lists(st.sampled_from([*WRAPPED.split("\n"), *HEADLINES.split("\n"), "", "Ferries", "x " * 60]), max_size=9))
def test_wraps_are_those_of_the_twin(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert tokenize(text).boundaries.tolist() == twin.borders(text, [*twin.words(text)])
