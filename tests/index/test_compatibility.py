"""A file of each released format opens, or is made anew from its texts when it is asked for, and says what it said."""

from __future__ import annotations

import shutil
import zlib
from pathlib import Path

import pytest
from made_news import FERRY, ORCHARD, text
from stored_news import small_corpus

from dedup import Article, Index, SettingsError
from dedup.index.candidate_lookup import lookup_keys
from dedup.sketch.fingerprints import sketch
from dedup.sketch.packed_texts import pack_texts

FILES = sorted(Path(__file__).parent.glob("format-*.dedup"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_of_other_keys_is_refused_and_loses_nothing_when_it_is_made_anew(file: Path, tmp_path: Path) -> None:
    copy = shutil.copy(file, tmp_path)
    with pytest.raises(
        SettingsError,
        match=r"built with format 1 \(here 2\), keys 1 \(here 3\); `dedup index rebuild .*` makes it anew",
    ):
        Index(copy)
    assert Index.rebuild_file(copy) == []
    with Index(copy) as index:
        assert list(index) == small_corpus()
        assert index.check() == []
        index.regroup()
        assert [cluster.article_ids for cluster in index.clusters().values()] == [
            ("courier-ferry", "edited", "page", "wire"),
            ("again", "once", "tripled"),
        ]
        assert "wire" in {match.right_id for match in index.add(Article("new", text(FERRY))).matches}
        assert index.rebuild() == []
        assert index.check() == []


def test_the_keys_of_a_text_stay_what_they_are() -> None:
    """If they change, nothing that is stored is found any more: raise `fingerprints.KEYS`, then pin the new ones."""
    asked = lookup_keys(*sketch(pack_texts([text(ORCHARD)]))).sorted_by_key()
    assert (len(asked.keys), zlib.crc32(asked.keys.astype("<u8").tobytes())) == (64, 2085892451)
