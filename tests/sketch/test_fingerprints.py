from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.sketch.fingerprints import minhash_signatures, sketch
from dedup.sketch.packed_texts import TextSource, pack_texts
from dedup.tokens.words import tokenize

ARTICLES = [f"{n} Artikel über {n * n} Dinge, 中文 und {'mehr ' * (n % 700)}.\nZweite Zeile {n}." for n in range(3000)]


def arrays(texts: TextSource, threads: int) -> list[NDArray[np.generic]]:
    sketched, (signatures, anchors) = sketch(texts, threads)
    lines = sketched.lines
    by_article = sketched.word_counts, sketched.content_hashes, sketched.may_repeat, signatures
    return [*by_article, anchors.ends, anchors.values, lines.ends, lines.keys, lines.is_prose, lines.word_counts]


def test_any_number_of_threads_gives_the_same_arrays() -> None:
    texts = pack_texts(ARTICLES)
    for left, right in zip(arrays(texts, threads=1), arrays(texts, threads=3), strict=True):
        assert (left == right).all()


def test_signatures_alone_are_the_same() -> None:
    texts = pack_texts([*ARTICLES, "", "one", "two words"])
    assert (minhash_signatures(texts) == sketch(texts)[1].signatures).all()
    assert (minhash_signatures(texts, threads=3) == minhash_signatures(texts)).all()
    assert minhash_signatures(pack_texts([])).shape == (0, 128)


def test_neighbours_change_nothing() -> None:
    """Chunks, and what stands before and behind an article in the buffer, leave its fingerprint alone."""
    together, (signatures, _) = sketch(pack_texts(ARTICLES))
    for article in (0, 1, 1499, 2999):
        alone, (alone_signatures, _) = sketch(pack_texts([ARTICLES[article]]))
        assert (alone_signatures[0] == signatures[article]).all()
        assert alone.content_hashes[0] == together.content_hashes[article]
        begin = together.lines.ends[article - 1] if article else 0
        assert (alone.lines.keys == together.lines.keys[begin : together.lines.ends[article]]).all()


def test_every_article_is_reported_once_with_whether_it_may_repeat() -> None:
    reported: list[int] = []
    flags: list[bool] = []

    def on_chunk(done: slice, may_repeat: np.ndarray) -> None:
        reported.extend(range(done.start, done.stop))
        flags.extend(may_repeat.tolist())

    sketched, _ = sketch(pack_texts(ARTICLES), threads=2, on_chunk=on_chunk)
    assert reported == [*range(len(ARTICLES))]
    assert flags == sketched.may_repeat.tolist()


def test_no_articles_have_no_fingerprints() -> None:
    nothing, (signatures, anchors) = sketch(pack_texts([]))
    assert len(nothing) == len(signatures) == len(anchors.values) == len(nothing.lines.keys) == 0


def test_the_content_hash_is_of_words_in_their_order() -> None:
    sketched, _ = sketch(pack_texts(["Rain, then snow", "rain then SNOW!", "snow then rain", "rain then", ""]))
    assert sketched.content_hashes[0] == sketched.content_hashes[1]
    assert len(np.unique(sketched.content_hashes)) == 4


def test_lines_are_those_of_the_tokenizer() -> None:
    sketched, _ = sketch(pack_texts(ARTICLES[:1]))
    lines = tokenize(ARTICLES[0]).lines
    assert (sketched.lines.keys == lines.keys).all()
    assert (sketched.lines.is_prose == lines.is_prose).all()


def test_five_words_that_occur_twice_are_noticed() -> None:
    line = "the ferry left the harbour at noon"
    sketched, _ = sketch(pack_texts([line, f"{line} and {line}", "ha " * 40]))
    assert sketched.may_repeat.tolist() == [False, True, True]
