from __future__ import annotations

from dataclasses import astuple

import numpy as np

from dedup.sketch.fingerprints import minhash_signatures, sketch
from dedup.sketch.packed_texts import pack_texts
from dedup.tokens.words import tokenize

ARTICLES = [f"{n} Artikel über {n * n} Dinge, 中文 und {'mehr ' * (n % 700)}.\nZweite Zeile {n}." for n in range(3000)]


def test_any_number_of_threads_gives_the_same_arrays() -> None:
    texts = pack_texts(ARTICLES)
    one, three = sketch(texts), sketch(texts, threads=3)
    assert all((left == right).all() for left, right in zip(astuple(one), astuple(three), strict=True))


def test_signatures_alone_are_the_same() -> None:
    texts = pack_texts([*ARTICLES, "", "one", "two words"])
    assert (minhash_signatures(texts) == sketch(texts).signatures).all()
    assert (minhash_signatures(texts, threads=3) == minhash_signatures(texts)).all()
    assert minhash_signatures(pack_texts([])).shape == (0, 128)


def test_neighbours_change_nothing() -> None:
    """Chunks, and what stands before and behind an article in the buffer, leave its fingerprint alone."""
    together = sketch(pack_texts(ARTICLES))
    for article in (0, 1, 1499, 2999):
        alone = sketch(pack_texts([ARTICLES[article]]))
        assert (alone.signatures[0] == together.signatures[article]).all()
        assert alone.content_hashes[0] == together.content_hashes[article]
        begin = together.line_ends[article - 1] if article else 0
        assert (alone.line_keys == together.line_keys[begin : together.line_ends[article]]).all()


def test_every_article_is_told_once_with_whether_it_recurs() -> None:
    told: list[int] = []
    found: list[bool] = []

    def tell(done: slice, recurring: np.ndarray) -> None:
        told.extend(range(done.start, done.stop))
        found.extend(recurring.tolist())

    sketches = sketch(pack_texts(ARTICLES), threads=2, on_chunk=tell)
    assert told == [*range(len(ARTICLES))]
    assert found == sketches.may_repeat.tolist()


def test_no_articles_have_no_fingerprints() -> None:
    nothing = sketch(pack_texts([]))
    assert len(nothing) == len(nothing.anchors) == len(nothing.line_keys) == 0


def test_identity_is_of_words_in_their_order() -> None:
    identities = sketch(
        pack_texts(["Rain, then snow", "rain then SNOW!", "snow then rain", "rain then", ""])
    ).content_hashes
    assert identities[0] == identities[1]
    assert len(np.unique(identities)) == 4


def test_units_are_those_that_reading_finds() -> None:
    sketches = sketch(pack_texts(ARTICLES[:1]))
    units = tokenize(ARTICLES[0]).lines
    assert (sketches.line_keys == units.keys).all()
    assert (sketches.line_is_prose == units.is_prose).all()


def test_five_words_that_stand_twice_are_noticed() -> None:
    line = "the ferry left the harbour at noon"
    assert sketch(pack_texts([line, f"{line} and {line}", "ha " * 40])).may_repeat.tolist() == [False, True, True]
