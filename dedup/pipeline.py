"""The pipeline: from articles to everything that is found among them. `scan` and `Index.regroup` call it; the stages
that two articles need are in `pair_pipeline`, too.

    prepare   articles             -> Prepared, Fingerprints    each article by itself
    pair      Fingerprints         -> AnchorPostings,           the only place where all articles meet
                                      CandidatePairs
    learn     Prepared, postings   -> CorpusStatistics          boilerplate, stubs, frequent words, stock phrases
    verify    candidates           -> VerifiedPairs             measures, rules, relations
    cluster   VerifiedPairs        -> clusters                  copies of one text
    stories   VerifiedPairs        -> stories, series,          articles on one event, bulletins and columns
                                      all matches
              all of it            -> Findings

Each stage is a function of values, in the room of its subject; no value changes once it is made. What is large and
needed once (signatures, anchors, postings) is dropped here, as soon as the next stage has used it. The findings do not
depend on the number of threads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article, Place, ReadWarning, Skipped
from dedup.clusters.clusters import find_clusters
from dedup.clusters.values import Cluster
from dedup.comparison.counted_text import BoilerplateSpans
from dedup.comparison.match import Match
from dedup.comparison.prepared import Prepared, learn_stubs, prepare
from dedup.comparison.verification import verify_pairs
from dedup.corpus.statistics import CorpusStatistics, learn_corpus
from dedup.corpus.stock_phrases import possible_phrases
from dedup.report import Report, ScanStats
from dedup.runtime.progress import Progress, Stage, no_progress, one_step
from dedup.settings import Settings
from dedup.sketch.anchors import build_anchor_postings
from dedup.sketch.candidates import PAIRING_STEPS, CandidatePairs, combine_pairs, pair_by_anchors, pair_by_bands
from dedup.stories.linking.story_links import link_articles
from dedup.stories.series.series import Series
from dedup.stories.story import LinkArticles, Story
from dedup.stories.story_matches import add_story_matches

ChoosePairs = Callable[[CandidatePairs], tuple[NDArray[np.int64], NDArray[np.int64]]]


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """What the pipeline found among articles, and what it learned from them."""

    prepared: Prepared
    corpus: CorpusStatistics
    matches: Sequence[Match]
    clusters: Sequence[Cluster]
    stories: Sequence[Story]
    series: Sequence[Series]
    stats: ScanStats
    settings: Settings

    def report(self, skipped: Sequence[Skipped] = (), warnings: Sequence[ReadWarning] = ()) -> Report:
        """The findings as a report, with what could not be read, or was read with a doubt."""
        return Report(
            articles=self.prepared.articles,
            repeats=tuple(sorted(chain.from_iterable(self.prepared.repeats), key=lambda repeat: repeat.rank)),
            matches=self.matches,
            clusters=tuple(self.clusters),
            stories=tuple(self.stories),
            series=tuple(self.series),
            skipped=tuple(skipped),
            warnings=(*warnings, *_stub_warnings(self.prepared, self.corpus)),
            boilerplate=BoilerplateSpans(self.prepared, self.corpus),
            stats=self.stats + ScanStats(skipped=len(skipped)),
            settings=self.settings,
            _learned=self.corpus,
        )


def all_pairs(candidates: CandidatePairs) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Choose every candidate."""
    return candidates.left, candidates.right


def run(
    articles: Sequence[Article],
    settings: Settings,
    *,
    stories: bool = True,
    choose_pairs: ChoosePairs = all_pairs,
    link: LinkArticles = link_articles,
    threads: int = 1,
    progress: Progress = no_progress,
) -> Findings:
    """Find repeated blocks, matches, clusters and stories among articles, which are in order of their ids.

    Without `stories`, only copies are looked for. `choose_pairs` may restrict or extend the candidates; `link` may
    know the story terms of articles from before.
    """
    prepared, (signatures, anchors) = prepare(articles, settings, threads=threads, progress=progress)

    banded = pair_by_bands(prepared.texts, signatures, settings, threads, progress)
    del signatures
    postings = build_anchor_postings(anchors, banded.groups)
    anchored = pair_by_anchors(banded, anchors, postings, prepared.texts.word_counts, settings)
    del anchors
    progress(Stage.PAIR, PAIRING_STEPS - 1, PAIRING_STEPS)
    candidates = combine_pairs(banded, anchored, settings)
    del banded, anchored
    progress(Stage.PAIR, PAIRING_STEPS, PAIRING_STEPS)

    with one_step(progress, Stage.LEARN):
        groups = candidates.representatives
        phrases = possible_phrases(postings, settings)
        corpus = learn_corpus(prepared.texts, prepared.outlets, groups, phrases, settings, threads)
        corpus = learn_stubs(corpus, prepared, settings)
    del postings
    left, right = choose_pairs(candidates)
    verified = verify_pairs(prepared, corpus, left, right, settings, threads=threads, progress=progress)
    with one_step(progress, Stage.GROUP):
        clusters = find_clusters(verified, settings)
    stats = _stats(prepared, candidates)
    if not stories:
        return Findings(prepared, corpus, verified.matches(), clusters, (), (), stats, settings)
    found = add_story_matches(verified, clusters, settings, link, progress)
    return Findings(prepared, corpus, found.matches, clusters, found.stories, found.series, stats, settings)


def _stub_warnings(prepared: Prepared, corpus: CorpusStatistics) -> Iterator[ReadWarning]:
    """A warning for each text that is no article, at the first of those that hold it."""
    hashes = prepared.texts.content_hashes
    for stub in corpus.stub_texts:
        holders = np.flatnonzero(hashes == stub).tolist()
        if holders:
            first = prepared.articles[holders[0]]
            path, number = first.place or Place(first.id)
            reason = f"the text is no article: it stands under {len(holders)} titles, and is a copy of no other"
            yield ReadWarning(path, number, reason)


def _stats(prepared: Prepared, candidates: CandidatePairs) -> ScanStats:
    return ScanStats(
        articles=len(prepared),
        candidates=len(candidates.left),
        capped_by_band=candidates.capped_by_band,
        capped_by_group=candidates.capped_by_group,
        frequent_anchors=candidates.frequent_anchors,
    )
