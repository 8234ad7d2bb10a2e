"""The samples are what their gold file says, and a scan of them finds what it says."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import dedup

SAMPLES = Path(__file__).parent.parent / "samples"
GOLD: dict[str, Any] = json.loads((SAMPLES / "gold.json").read_text(encoding="utf-8"))


def body(name: str) -> str:
    """The text of a text file, behind its header."""
    return (SAMPLES / name).read_text(encoding="utf-8").partition("\n\n")[2]


def test_the_gold_file_names_every_sample() -> None:
    assert GOLD["files"] == sorted(path.relative_to(SAMPLES).as_posix() for path in SAMPLES.glob("*/*"))


@pytest.mark.parametrize(
    ("name", "spans"), [(name, spans) for name, groups in GOLD["repeats"].items() for spans in groups]
)
def test_the_gold_repeats_are_the_same_words_each_time(name: str, spans: list[list[int]]) -> None:
    assert len(spans) > 1
    assert len({body(name)[start:end] for start, end in spans}) == 1


def test_the_gold_furniture_stands_in_every_page_of_its_outlet() -> None:
    for outlet, lines in GOLD["furniture"].items():
        for path in SAMPLES.glob(f"{outlet}/*.txt"):
            assert set(lines) <= set(body(path.relative_to(SAMPLES).as_posix()).splitlines())


@cache
def scanned() -> dedup.Report:
    return dedup.scan([str(SAMPLES / name) for name in GOLD["files"]])


def name_of(article_id: str) -> str:
    return Path(article_id).relative_to(SAMPLES).as_posix()


def names_of(article_ids: Iterable[str]) -> list[str]:
    return sorted(name_of(article_id) for article_id in article_ids)


def relations() -> dict[tuple[str, str], str]:
    return {(name_of(match.left_id), name_of(match.right_id)): match.relation.value for match in scanned().matches}


def test_every_sample_is_read() -> None:
    assert names_of(article.id for article in scanned().articles) == GOLD["files"]
    assert list(scanned().skipped) == []


def test_the_doubled_blocks_are_found_to_the_character() -> None:
    found: dict[str, list[list[list[int]]]] = {}
    for repeat in scanned().repeats:
        found.setdefault(name_of(repeat.article_id), []).append([[span.start, span.end] for span in repeat.spans])
    assert found == GOLD["repeats"]


def test_every_copy_is_found_and_rightly_named() -> None:
    found = relations()
    wrong = [pair for pair in GOLD["copies"] if found.get((pair["left"], pair["right"])) not in pair["relations"]]
    assert wrong == []


def test_nothing_else_is_called_a_copy() -> None:
    copies = {(pair["left"], pair["right"]) for pair in GOLD["copies"]}
    assert {pair for pair, relation in relations().items() if dedup.Relation(relation).is_copy} == copies


def test_the_copies_form_one_cluster_that_the_agency_began() -> None:
    clusters = scanned().clusters
    assert [names_of(cluster.article_ids) for cluster in clusters] == GOLD["clusters"]
    origin = clusters[0].origin
    assert origin is not None
    assert origin.name == GOLD["origin"]["name"]
    assert origin.article_id is not None
    assert name_of(origin.article_id) == GOLD["origin"]["article"]


def test_every_rewrite_is_found() -> None:
    found = relations()
    wrong = [pair for pair in GOLD["rewrites"] if found.get((pair["left"], pair["right"])) not in pair["relations"]]
    assert wrong == []


def test_the_report_in_german_is_a_translation_of_the_agency_and_its_copies() -> None:
    found = relations()
    wrong = [pair for pair in GOLD["translations"] if found.get((pair["left"], pair["right"])) not in pair["relations"]]
    assert wrong == []


def test_one_story_is_told_and_the_agency_had_it_first() -> None:
    stories = scanned().stories
    assert [names_of(story.article_ids) for story in stories] == GOLD["stories"]
    origin = stories[0].origin
    assert origin is not None
    assert origin.name == GOLD["origin"]["name"]
    assert origin.article_id is not None
    assert name_of(origin.article_id) == GOLD["origin"]["article"]


def test_other_matters_are_in_no_story() -> None:
    told = {name_of(each) for story in scanned().stories for each in story.article_ids}
    assert told.isdisjoint(GOLD["elsewhere"])


def test_recurring_lines_of_an_outlet_are_furniture() -> None:
    article = next(each for each in scanned().articles if each.id.endswith("lowmarshgazette.example/ferry-seal.txt"))
    shown = " ".join(span.of(article.text) for span in scanned().boilerplate[article.id])
    assert [line for line in GOLD["furniture"]["lowmarshgazette.example"] if line not in shown] == []
