"""The lookup keys of stored articles, computed from their texts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dedup.article import Article
from dedup.index.candidate_lookup import lookup_keys
from dedup.index.codecs.article_codec import ArticleCodec
from dedup.index.storage.protocols import HeldKeys, Record
from dedup.settings import DEFAULT_SETTINGS, FoldingSettings
from dedup.sketch.fingerprints import sketch
from dedup.sketch.packed_texts import pack_texts


def held_keys(numbers: Sequence[int], articles: Sequence[Article], settings: FoldingSettings) -> HeldKeys:
    """The keys of articles with these numbers."""
    texts = [article.text for article in articles]
    keys = lookup_keys(*sketch(pack_texts(texts, expand_umlauts=settings.expand_umlauts)))
    return HeldKeys(keys.keys, np.array(numbers, np.int64)[keys.positions])


def read_keys(records: Sequence[Record], settings: FoldingSettings = DEFAULT_SETTINGS) -> HeldKeys:
    """The keys of stored articles; DamagedDataError where a record is not what was written."""
    codec = ArticleCodec()
    return held_keys([record.number for record in records], [codec.decode(record) for record in records], settings)
