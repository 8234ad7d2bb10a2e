from __future__ import annotations

import numpy as np
import pytest

from dedup.article import Article
from dedup.errors import InputError
from dedup.runtime.text_spill import keep_within
from dedup.sketch.packed_texts import PackedTexts, pack_texts, text_source
from dedup.tokens.words import MAX_ARTICLE_BYTES


def test_strings_lie_end_to_end() -> None:
    texts = pack_texts(["Rain", "", "Schnee fällt", "雪"])
    assert texts.buffer.tobytes() == "RainSchnee fällt雪".encode()
    assert texts.offsets.tolist() == [0, 4, 4, 17, 20]
    assert len(texts) == 4


def test_a_lone_surrogate_ends_nothing() -> None:
    assert pack_texts(["a\ud800b"]).offsets.tolist() == [0, 5]


def test_no_texts_are_texts() -> None:
    assert len(pack_texts([])) == 0


@pytest.mark.parametrize("offsets", [[], [0, 5], [3, 1, 2], [-1, 1]])
def test_offsets_outside_the_buffer_are_refused(offsets: list[int]) -> None:
    with pytest.raises(InputError, match="offsets of texts must rise"):
        PackedTexts(np.zeros(3, np.uint8), np.array(offsets, np.int64))


def test_arrays_of_another_kind_are_refused() -> None:
    with pytest.raises(InputError, match="uint8"):
        PackedTexts(np.zeros(3, np.int8), np.array([0, 3]))


def test_an_endless_article_is_refused() -> None:
    size = MAX_ARTICLE_BYTES + 1
    with pytest.raises(InputError, match="text 1 has 16,777,217 bytes"):
        PackedTexts(np.zeros(size + 4, np.uint8), np.array([0, 4, size + 4]))


def test_texts_in_a_file_are_taken_like_texts_in_memory() -> None:
    articles = [Article(str(number), text) for number, text in enumerate(["Rain", "", "Schnee fällt", "雨\ud800"])]
    in_memory, spilled = (
        text_source(each, expand_umlauts=False) for each in (articles, keep_within(articles, memory=0))
    )
    places = np.array([3, 1, 0, 2, 2])
    expected, found = in_memory.pack_some(places), spilled.pack_some(places)
    assert bytes(found.buffer) == bytes(expected.buffer)
    assert found.offsets.tolist() == expected.offsets.tolist()
    assert spilled.sizes.tolist() == [4, 0, 13, 6]
    assert len(spilled) == 4
