"""An index that is made of a report says what an index says that was regrouped over the same articles."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_translations import ENGLISH, GERMAN
from stored_news import many, small_corpus

from dedup import Article, Index, InputError, Report, Settings, scan

CORPUS = [
    *(article for article in small_corpus() if "\udc80" not in article.id),
    *many(60, seed=3),
    Article("en", ENGLISH),
    Article("de", GERMAN),
]


@pytest.mark.parametrize("stories", [False, True])
def test_an_imported_report_is_a_regrouping(tmp_path: Path, stories: bool) -> None:
    report = scan(CORPUS, stories=stories)
    report.to_parquet(tmp_path)
    with Index("memory:") as imported, Index("memory:") as regrouped:
        imported.import_report(Report.from_parquet(tmp_path))
        regrouped.add_unverified(report.articles)
        regrouped.regroup(stories=stories)
        assert imported.export().to_json(passages=True) == regrouped.export().to_json(passages=True)
        assert imported.check() == []
        assert imported.clusters() == regrouped.clusters()
        assert imported.stories() == regrouped.stories()
        new = [Article(f"new-{article.id}", f"{article.text} One sentence more.") for article in CORPUS[:20]]
        assert [*imported.add_many(new)] == [*regrouped.add_many(new)]
        imported.regroup(stories=stories)
        regrouped.regroup(stories=stories)
        assert imported.export().to_json() == regrouped.export().to_json()


def test_what_cannot_be_imported_is_refused() -> None:
    report = scan(texts=["Rain is expected.", "RAIN is expected"])
    with Index("memory:") as index:
        with pytest.raises(InputError, match="does not know what was learned"):
            index.import_report(Report.from_json(report.to_json(texts=True)))
        index.import_report(report)
        with pytest.raises(InputError, match="into an empty index"):
            index.import_report(report)
    with (
        Index("memory:", settings=Settings(expand_umlauts=True)) as index,
        pytest.raises(InputError, match="so must the index be"),
    ):
        index.import_report(report)
