"""Estimators over texts: what they give, and that they behave as scikit-learn asks of every estimator."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from made_news import FERRY, LIBRARY, ORCHARD, edited, text
from numpy.typing import NDArray
from sklearn.base import clone
from sklearn.cluster import DBSCAN
from sklearn.compose import ColumnTransformer
from sklearn.metrics import adjusted_rand_score
from sklearn.pipeline import make_pipeline
from sklearn.utils import Tags
from sklearn.utils.estimator_checks import check_estimator
from sklearn.utils.validation import validate_data

import dedup
from dedup import InputError, Settings
from dedup.adapters.sklearn import CopyClusterer, MinHashTransformer

SAMPLES = Path(__file__).parents[2] / "samples"
TEXTS = [text(FERRY), text(ORCHARD), edited(text(FERRY), 0.05), "", text(LIBRARY), text(ORCHARD).upper(), ""]
COPIES = [0, 1, 0, 2, 3, 1, 4]


def test_signatures_are_fingerprints() -> None:
    signatures = MinHashTransformer().fit_transform(TEXTS)
    assert (signatures.shape, signatures.dtype) == ((len(TEXTS), 128), np.uint32)
    assert all((row == dedup.fingerprint(content).values).all() for row, content in zip(signatures, TEXTS, strict=True))
    assert (MinHashTransformer(n_jobs=2).transform(TEXTS) == signatures).all()


def test_each_text_without_copies_has_a_label_of_its_own() -> None:
    clusterer = CopyClusterer(n_jobs=-1)
    assert clusterer.fit_predict(TEXTS).tolist() == clusterer.labels_.tolist() == COPIES
    assert np.unique(clusterer.labels_, return_index=True)[1].tolist() == [0, 1, 3, 4, 6]
    assert adjusted_rand_score(COPIES, clusterer.labels_) == 1


def test_stories_are_wider_than_copies() -> None:
    texts = [article.text for article in dedup.scan(SAMPLES, stories=False).articles]
    copies, stories = CopyClusterer().fit_predict(texts), CopyClusterer(stories=True).fit_predict(texts)
    assert len(set(stories)) < len(set(copies)) < len(texts)
    assert len({*zip(copies, stories, strict=True)}) == len(set(copies))  # no cluster is torn by a story


def test_no_texts_have_no_labels() -> None:
    assert CopyClusterer().fit_predict([]).tolist() == []
    assert MinHashTransformer().fit_transform([]).shape == (0, 128)


def test_settings_are_those_of_scan() -> None:
    clusterer = CopyClusterer(settings=Settings(max_band_neighbours=1), stories=True)
    copied = clone(clusterer)
    assert copied.get_params() == clusterer.get_params()
    assert copied.get_params()["settings"] == Settings(max_band_neighbours=1)
    assert copied.set_params(stories=False).fit_predict(TEXTS).tolist() == COPIES


def test_in_a_pipeline_and_a_column_of_a_table() -> None:
    pipeline = make_pipeline(MinHashTransformer(), DBSCAN(eps=0.5, min_samples=1, metric="hamming"))
    assert pipeline.fit_predict(TEXTS[:3]).tolist() == [0, 1, 0]
    table = pd.DataFrame({"body": TEXTS, "price": 1.0}).set_index(np.arange(7, 0, -1))
    columns = ColumnTransformer([("signature", MinHashTransformer(), "body")]).set_output(transform="pandas")
    found = columns.fit_transform(table)
    assert found.index.tolist() == table.index.tolist()
    assert found.columns[[0, -1]].tolist() == [
        "signature__minhashtransformer0",
        "signature__minhashtransformer127",
    ]


def test_what_is_fitted_can_be_stored() -> None:
    stored = pickle.loads(pickle.dumps(CopyClusterer().fit(TEXTS)))
    assert stored.labels_.tolist() == COPIES


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("The ferry is late.", "not one string"),
        (pd.DataFrame({"text": TEXTS}), "nor a table"),
        (np.zeros((3, 2)), "nor a table"),
        (["The ferry is late.", None], "sample 1: a text is needed, not NoneType"),
        (pd.Series(["The ferry is late.", float("nan")]), "sample 1: a text is needed, not float"),
    ],
    ids=["string", "frame", "numbers", "none", "nan"],
)
@pytest.mark.parametrize("estimator", [MinHashTransformer(), CopyClusterer()], ids=["transformer", "clusterer"])
def test_what_is_no_texts_is_refused(estimator: MinHashTransformer | CopyClusterer, given: Any, told: str) -> None:
    with pytest.raises(InputError, match=told):
        estimator.fit(given)


# --- the checks of scikit-learn: written for numbers, so numbers are written out as words -------------------------


def as_texts(rows: NDArray[np.generic]) -> list[str]:
    return [" ".join(f"w{value}" for value in row) for row in rows]


class OfNumbers:
    """Says that it takes arrays of numbers, and takes them."""

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()  # type: ignore[misc] # of the estimator that it stands before
        tags.input_tags.two_d_array, tags.input_tags.string = True, False
        return tags

    def fit(self, X: Any, y: object = None) -> Any:  # noqa: N803
        return super().fit(as_texts(validate_data(self, X)), y)  # type: ignore[misc]


class TransformerOfNumbers(OfNumbers, MinHashTransformer):
    def transform(self, X: Any) -> NDArray[np.uint32]:  # noqa: N803
        return super().transform(as_texts(validate_data(self, X, reset=False)))


class ClustererOfNumbers(OfNumbers, CopyClusterer):
    pass


CANNOT_PASS = {"check_clustering": "asks for clusters of near numbers; other numbers are other words"}


@pytest.mark.filterwarnings("ignore:Can't test estimator")
@pytest.mark.parametrize("estimator", [MinHashTransformer(), CopyClusterer()], ids=["transformer", "clusterer"])
def test_the_checks_for_texts_pass(estimator: MinHashTransformer | CopyClusterer) -> None:
    check_estimator(estimator)


@pytest.mark.parametrize("estimator", [TransformerOfNumbers(), ClustererOfNumbers()], ids=["transformer", "clusterer"])
def test_the_checks_for_numbers_pass_once_numbers_are_words(estimator: MinHashTransformer | CopyClusterer) -> None:
    results = check_estimator(estimator, expected_failed_checks=CANNOT_PASS, on_skip=None)
    assert len(results) > 40
    assert {result["check_name"] for result in results if result["status"] == "xfail"} <= set(CANNOT_PASS)
