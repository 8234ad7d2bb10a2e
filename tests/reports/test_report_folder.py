"""A report is written as a folder of Parquet files, and read from it."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from dedup import Article, InputError, Report, scan
from dedup.reports.parquet_folder.report_folder import KINDS

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, Path]:
    """A report, and where it is written."""
    report, folder = scan(SAMPLES), tmp_path_factory.mktemp("result")
    report.to_parquet(folder)
    return report, folder


def test_a_report_comes_back_as_it_was(samples: tuple[Report, Path]) -> None:
    report, folder = samples
    again = Report.from_parquet(folder)
    assert again.to_json(texts=True) == report.to_json(texts=True)
    assert again.settings == report.settings
    written = {path.stem for path in folder.glob("*.parquet")}
    assert written == {*KINDS, "boilerplate", "learned"}
    matches = pq.read_table(folder / "matches.parquet")
    assert matches.num_rows == len(report.matches)
    assert str(matches.schema.field("left_coverage").type) == "double"


def test_passages_are_found_again_in_the_texts(samples: tuple[Report, Path]) -> None:
    report, folder = samples
    again = Report.from_parquet(folder)
    assert again.to_json(passages=True) == report.to_json(passages=True)
    assert again.to_html() == report.to_html()


def test_what_a_report_of_json_has_not_learned_is_not_written(tmp_path: Path) -> None:
    Report.from_json(scan(texts=["Rain.", "RAIN"]).to_json(texts=True)).to_parquet(tmp_path)
    (match,) = Report.from_parquet(tmp_path).matches
    with pytest.raises(InputError, match="written without its passages"):
        _ = match.passages


def test_the_part_of_a_story_is_read_alone(samples: tuple[Report, Path]) -> None:
    report, folder = samples
    (story,) = report.stories
    part = Report.from_parquet(folder, story_of=story.article_ids[3])
    assert tuple(article.id for article in part.articles) == story.article_ids
    assert (*part.stories,) == (story,)
    assert (*part.clusters,) == tuple(story.clusters)
    inside = set(story.article_ids)
    assert (*part.matches,) == tuple(m for m in report.matches if {m.left_id, m.right_id} <= inside)
    assert part.boilerplate == {name: tuple(spans) for name, spans in report.boilerplate.items() if name in inside}
    assert part.stats.articles == len(inside)
    assert (part.skipped, part.warnings) == ((), ())
    assert part.matches[0].passages == next(m for m in report.matches if m == part.matches[0]).passages


def test_the_part_of_an_outlet_holds_what_its_articles_match(tmp_path: Path) -> None:
    text = " ".join(f"The council of Oststadt met for the {n}th time and spoke of hall {n}." for n in range(12))
    articles = [
        Article("a", text, outlet="one.example"),
        Article("b", text, outlet="two.example"),
        Article("c", text, outlet="three.example"),
        Article("d", "Rain is expected in the valley.", outlet="one.example"),
        Article("e", "Snow is expected on the hills.", outlet="two.example"),
        Article("f", "SNOW is expected on the hills", outlet="three.example"),
    ]
    scan(articles, stories=False).to_parquet(tmp_path)
    part = Report.from_parquet(tmp_path, outlet="one.example")
    assert [article.id for article in part.articles] == ["a", "b", "c", "d"]
    assert [cluster.article_ids for cluster in part.clusters] == [("a", "b", "c")]
    assert [(match.left_id, match.right_id) for match in part.matches] == [("a", "b"), ("a", "c"), ("b", "c")]
    assert [article.id for article in Report.from_parquet(tmp_path, story_of="f").articles] == ["e", "f"]
    assert [article.id for article in Report.from_parquet(tmp_path, story_of="d").articles] == ["d"]
    with pytest.raises(InputError, match=r"no article of four\.example"):
        Report.from_parquet(tmp_path, outlet="four.example")
    with pytest.raises(InputError, match="no article with the id x"):
        Report.from_parquet(tmp_path, story_of="x")
    with pytest.raises(InputError, match="not of both"):
        Report.from_parquet(tmp_path, story_of="x", outlet="one.example")


def test_a_folder_without_a_report_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no report can be read there"):
        Report.from_parquet(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()
