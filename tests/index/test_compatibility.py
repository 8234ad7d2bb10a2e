"""A file of each released format opens, and says what it said."""

from __future__ import annotations

import shutil
import zlib
from pathlib import Path

import pytest
from made_news import FERRY, ORCHARD, text
from stored_news import small_corpus

from dedup import Article, Index
from dedup.index.candidate_lookup import lookup_keys
from dedup.sketch.fingerprints import sketch
from dedup.sketch.packed_texts import pack_texts

FILES = sorted(Path(__file__).parent.glob("format-*.dedup"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_of_each_format_opens(file: Path, tmp_path: Path) -> None:
    with Index(shutil.copy(file, tmp_path)) as index:
        assert list(index) == small_corpus()
        assert index.check() == []
        assert (index.stats().segments, index.stats().changes) == (1, 0)
        assert [cluster.article_ids for cluster in index.clusters().values()] == [
            ("courier-ferry", "edited", "page", "wire"),
            ("again", "once", "tripled"),
        ]
        assert "wire" in {match.right_id for match in index.add(Article("new", text(FERRY))).matches}
        assert index.rebuild() == []
        assert index.check() == []


def test_the_keys_of_a_text_stay_what_they_are() -> None:
    """If they change, nothing that is stored is found any more: raise `formats.KEYS`, then pin the new ones."""
    asked = lookup_keys(*sketch(pack_texts([text(ORCHARD)]))).sorted_by_key()
    assert (len(asked.keys), zlib.crc32(asked.keys.astype("<u8").tobytes())) == (64, 2085892451)
