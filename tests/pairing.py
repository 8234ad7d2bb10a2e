"""The stages of the pipeline that pair articles, in one call, for tests of what comes before and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dedup.article import Article
from dedup.comparison.prepared import Prepared, prepare
from dedup.corpus.statistics import CorpusStatistics, learn_corpus
from dedup.corpus.stock_phrases import possible_phrases
from dedup.settings import DEFAULT_SETTINGS, Settings
from dedup.sketch.anchors import AnchorPostings, build_anchor_postings
from dedup.sketch.candidates import CandidatePairs, combine_pairs, pair_by_anchors, pair_by_bands
from dedup.sketch.fingerprints import Fingerprints, SketchedTexts, sketch
from dedup.sketch.packed_texts import pack_texts


class Paired(NamedTuple):
    """Texts, and which of them are candidates."""

    texts: SketchedTexts
    fingerprints: Fingerprints
    postings: AnchorPostings
    candidates: CandidatePairs

    def pairs(self) -> set[tuple[int, int]]:
        """The candidates, left before right."""
        return set(zip(self.candidates.left.tolist(), self.candidates.right.tolist(), strict=True))


def pair_sketches(texts: SketchedTexts, fingerprints: Fingerprints, settings: Settings = DEFAULT_SETTINGS) -> Paired:
    """Generate the candidates among sketched texts."""
    signatures, anchors = fingerprints
    banded = pair_by_bands(texts, signatures, settings)
    postings = build_anchor_postings(anchors, banded.groups)
    anchored = pair_by_anchors(banded, anchors, postings, texts.word_counts, settings)
    return Paired(texts, fingerprints, postings, combine_pairs(banded, anchored, settings))


def pair_texts(texts: Sequence[str], settings: Settings = DEFAULT_SETTINGS) -> Paired:
    """Generate the candidates among texts."""
    return pair_sketches(*sketch(pack_texts(texts)), settings)


def learn(
    articles: Sequence[Article], settings: Settings = DEFAULT_SETTINGS
) -> tuple[Prepared, CandidatePairs, CorpusStatistics]:
    """Prepare and pair articles, and learn from them."""
    prepared, fingerprints = prepare(articles, settings)
    _, _, postings, candidates = pair_sketches(prepared.texts, fingerprints, settings)
    corpus = learn_corpus(
        prepared.texts, prepared.outlets, candidates.representatives, possible_phrases(postings, settings), settings
    )
    return prepared, candidates, corpus
