from __future__ import annotations

from dataclasses import astuple

import numpy as np

from dedup.sketch.fingerprints import signatures, sketch
from dedup.sketch.packed_texts import pack
from dedup.tokens.words import read_words

ARTICLES = [f"{n} Artikel über {n * n} Dinge, 中文 und {'mehr ' * (n % 700)}.\nZweite Zeile {n}." for n in range(3000)]


def test_any_number_of_threads_gives_the_same_arrays() -> None:
    texts = pack(ARTICLES)
    one, three = sketch(texts), sketch(texts, threads=3)
    assert all((left == right).all() for left, right in zip(astuple(one), astuple(three), strict=True))


def test_signatures_alone_are_the_same() -> None:
    texts = pack([*ARTICLES, "", "one", "two words"])
    assert (signatures(texts) == sketch(texts).signatures).all()
    assert (signatures(texts, threads=3) == signatures(texts)).all()
    assert signatures(pack([])).shape == (0, 128)


def test_neighbours_change_nothing() -> None:
    """Chunks, and what stands before and behind an article in the buffer, leave its fingerprint alone."""
    together = sketch(pack(ARTICLES))
    for article in (0, 1, 1499, 2999):
        alone = sketch(pack([ARTICLES[article]]))
        assert (alone.signatures[0] == together.signatures[article]).all()
        assert alone.identities[0] == together.identities[article]
        begin = together.unit_ends[article - 1] if article else 0
        assert (alone.unit_keys == together.unit_keys[begin : together.unit_ends[article]]).all()


def test_every_article_is_told_once_with_whether_it_recurs() -> None:
    told: list[int] = []
    found: list[bool] = []

    def tell(done: slice, recurring: np.ndarray) -> None:
        told.extend(range(done.start, done.stop))
        found.extend(recurring.tolist())

    sketches = sketch(pack(ARTICLES), threads=2, tell=tell)
    assert told == [*range(len(ARTICLES))]
    assert found == sketches.recurring.tolist()


def test_no_articles_have_no_fingerprints() -> None:
    nothing = sketch(pack([]))
    assert len(nothing) == len(nothing.anchors) == len(nothing.unit_keys) == 0


def test_identity_is_of_words_in_their_order() -> None:
    identities = sketch(pack(["Rain, then snow", "rain then SNOW!", "snow then rain", "rain then", ""])).identities
    assert identities[0] == identities[1]
    assert len(np.unique(identities)) == 4


def test_units_are_those_that_reading_finds() -> None:
    sketches = sketch(pack(ARTICLES[:1]))
    units = read_words(ARTICLES[0]).units
    assert (sketches.unit_keys == units.keys).all()
    assert (sketches.unit_prose == units.prose).all()


def test_five_words_that_stand_twice_are_noticed() -> None:
    line = "the ferry left the harbour at noon"
    assert sketch(pack([line, f"{line} and {line}", "ha " * 40])).recurring.tolist() == [False, True, True]
