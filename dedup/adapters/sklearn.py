"""Estimators of scikit-learn over texts: MinHash signatures for the next step of a pipeline, and clusters of copies.

Both take an iterable of texts, as `CountVectorizer` does, and raise InputError, a ValueError, for anything else.
`check_estimator` passes, but leaves out checks for which it has no texts. With its numbers written out as words these
pass too, except that near numbers are other words and form no clusters.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from joblib import effective_n_jobs
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, ClusterMixin, TransformerMixin
from sklearn.utils import Tags

from dedup import Article, InputError, Settings, scan, signatures_of_texts

_SIGNATURE_VALUES = 128


class _OverTexts(BaseEstimator):
    """An estimator whose input is one text a sample."""

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags


class MinHashTransformer(ClassNamePrefixFeaturesOutMixin, TransformerMixin, _OverTexts):
    """Texts to MinHash signatures, (n, 128) of uint32.

    The share of equal values in two rows estimates the Jaccard similarity of their texts, so that the metric "hamming"
    is one minus it. `n_jobs` is the number of threads, `expand_umlauts` the setting of that name.

    >>> from sklearn.neighbors import NearestNeighbors
    >>> from sklearn.pipeline import make_pipeline
    >>> texts = ["The ferry is late again.", "Frost has ruined the apples.", "THE FERRY IS LATE AGAIN"]
    >>> signatures = MinHashTransformer().fit_transform(texts)
    >>> NearestNeighbors(metric="hamming", radius=0.5).fit(signatures).radius_neighbors(signatures[:1])[1][0].tolist()
    [0, 2]
    """

    _n_features_out = _SIGNATURE_VALUES  # for get_feature_names_out

    def __init__(self, *, expand_umlauts: bool = False, n_jobs: int | None = None) -> None:
        self.expand_umlauts = expand_umlauts
        self.n_jobs = n_jobs

    def fit(self, X: Iterable[str], y: object = None) -> MinHashTransformer:  # noqa: ARG002, N803 (of scikit-learn)
        """Check that these are texts; there is nothing to learn."""
        _texts(X)
        return self

    def transform(self, X: Iterable[str]) -> NDArray[np.uint32]:  # noqa: N803
        """The signature of each text."""
        threads = effective_n_jobs(self.n_jobs)
        return signatures_of_texts(_texts(X), threads, expand_umlauts=self.expand_umlauts)

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.requires_fit = False
        tags.transformer_tags.preserves_dtype = []
        return tags


class CopyClusterer(ClusterMixin, _OverTexts):
    """Clusters of copies among texts or, with `stories`, of reports on one event.

    `labels_` number the clusters in the order of their first texts. A text without copies is a cluster of its own:
    a score that compares labels would take a shared -1 for one large cluster. The first text of each cluster is at
    `np.unique(labels_, return_index=True)[1]`. `settings` are those of `dedup.scan`; `n_jobs` is the number of threads.

    >>> CopyClusterer().fit(["The ferry is late.", "Frost has ruined the apples.", "THE FERRY IS LATE"]).labels_
    array([0, 1, 0])
    """

    def __init__(self, *, stories: bool = False, settings: Settings | None = None, n_jobs: int | None = None) -> None:
        self.stories = stories
        self.settings = settings
        self.n_jobs = n_jobs

    def fit(self, X: Iterable[str], y: object = None) -> CopyClusterer:  # noqa: ARG002, N803
        """Find the clusters among all these texts."""
        articles = [Article(str(number), text) for number, text in enumerate(_texts(X))]
        threads = effective_n_jobs(self.n_jobs)
        report = scan(articles, stories=self.stories, settings=self.settings or Settings(), threads=threads)
        groups = report.stories if self.stories else report.clusters
        firsts = np.arange(len(articles))
        for group in groups:
            members = [int(article_id) for article_id in group.article_ids]
            firsts[members] = min(members)
        self.labels_ = np.unique(firsts, return_inverse=True)[1]
        return self


def _texts(given: Any) -> list[str]:
    """A list of the texts; InputError for anything else."""
    if isinstance(given, str) or len(getattr(given, "shape", "n")) != 1:
        raise InputError("texts are needed, one a sample: not one string, nor a table; give its column of texts")
    texts = list(given)
    for number, text in enumerate(texts):
        if not isinstance(text, str):
            raise InputError(f"sample {number}: a text is needed, not {type(text).__name__}")
    return texts
