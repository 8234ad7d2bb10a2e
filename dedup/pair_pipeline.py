"""The pipeline of two articles, with nothing learned: `compare` and the index call it, and load little for it."""

from __future__ import annotations

import numpy as np

from dedup.article import Article
from dedup.comparison.match import Match
from dedup.comparison.prepared import learn_stubs, prepare
from dedup.comparison.verification import verify_pairs
from dedup.corpus.statistics import CorpusStatistics, with_notice_lines
from dedup.settings import Settings


def run_pair(left: Article, right: Article, settings: Settings, corpus: CorpusStatistics) -> Match:
    """Compare two articles, given what is known from others: the match of `left` with `right`, whatever it is."""
    prepared, _ = prepare((left, right), settings)
    corpus = learn_stubs(with_notice_lines(corpus, prepared.texts), prepared, settings)
    verified = verify_pairs(prepared, corpus, np.array([0]), np.array([1]), settings)
    (match,) = verified.all_matches()
    if match.relation.is_copy:
        return match
    from dedup.stories.story_matches import match_pair  # a fifth of a start, and copies need none

    return match_pair(match, verified)
