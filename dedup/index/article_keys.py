"""The lookup keys of stored articles, computed from their texts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dedup.article import Article
from dedup.index.candidate_lookup import lookup_keys
from dedup.index.codecs.article_codec import ArticleCodec
from dedup.index.storage.protocols import HeldKeys, Record
from dedup.sketch.fingerprints import sketch
from dedup.sketch.packed_texts import pack_texts


def held_keys(numbers: Sequence[int], articles: Sequence[Article]) -> HeldKeys:
    """The keys of articles with these numbers."""
    keys = lookup_keys(*sketch(pack_texts([article.text for article in articles])))
    return HeldKeys(keys.keys, np.array(numbers, np.int64)[keys.positions])


def read_keys(records: Sequence[Record]) -> HeldKeys:
    """The keys of stored articles; DamagedDataError where a record is not what was written."""
    codec = ArticleCodec()
    return held_keys([record.number for record in records], [codec.decode(record) for record in records])
