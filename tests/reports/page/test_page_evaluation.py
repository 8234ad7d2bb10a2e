"""The view of an evaluation: its data are the figures, its curves stand where they say, its pairs lead to the pairs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from decoded_page import blocks_of
from page_browser import OpenPage, show
from test_page_access import RUN_AXE, TOO_WIDE, axe_script

import dedup
from dedup.evaluation.evaluate import Evaluation
from dedup.evaluation.labels import LabelledPair, Labels
from dedup.evaluation.scores import recall_of_bands
from dedup.serialization import dumps, to_builtins

SAMPLES = Path(__file__).parents[3] / "samples"
POINTS = """() => [...document.querySelectorAll('polyline')].map(line =>
    line.getAttribute('points').split(' ').map(point => point.split(',').map(Number)))"""


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Evaluation]:
    """The page of the samples, evaluated by some right labels and some wrong ones."""
    report = dedup.scan([SAMPLES])
    pairs = [LabelledPair(each.left_id, each.right_id, each.relation) for each in report.matches]
    wrong = [LabelledPair(each.left_id, each.right_id, dedup.Relation.DISTINCT) for each in pairs[:4]]
    labels = Labels(tuple(wrong + pairs[4:]), clusters=dict.fromkeys(report.clusters[0].article_ids, "one"))
    found = dedup.evaluate(report, labels)
    path = tmp_path_factory.mktemp("evaluated") / "page.html"
    found.save_page(report, path)
    return path, found


def test_the_page_holds_all_figures(evaluated: tuple[Path, Evaluation]) -> None:
    path, found = evaluated
    index = blocks_of(path.read_text("utf-8"))["index"]
    written = index["evaluation"]
    assert written.pop("bands") == [recall_of_bands(step / 50) for step in range(51)]
    ids = index["articles"]["id"]
    assert found.errors
    for each in (*written["errors"], *written["misses"], *written["others"]):
        assert (ids[each.pop("left")], ids[each.pop("right")]) == (each["left_id"], each["right_id"])
    assert written == json.loads(dumps(to_builtins(found)))


def test_curves_stand_where_the_figures_are(open_page: OpenPage, evaluated: tuple[Path, Evaluation]) -> None:
    path, found = evaluated
    tab = open_page(path, "#/evaluation")
    precision, recall, bands = tab.evaluate(POINTS)
    left, right, bottom, top = (
        tab.evaluate(f"() => Number(document.querySelector('.curves {where}').getAttribute('{name}'))")
        for where, name in (
            (".grid", "x1"), (".grid:nth-of-type(9)", "x1"), (".grid", "y1"), (".grid", "y2"),
        )
    )  # fmt: skip
    assert [x for x, _ in precision] == pytest.approx([left + each.threshold * (right - left) for each in found.curve])
    assert [y for _, y in precision] == pytest.approx(
        [bottom + each.precision * (top - bottom) for each in found.curve]
    )
    assert [y for _, y in recall] == pytest.approx([bottom + each.recall * (top - bottom) for each in found.curve])
    assert len(bands) == 51
    assert tab.locator(".point").count() == len(found.similarity_recall)


def test_a_fault_leads_to_its_pair(open_page: OpenPage, evaluated: tuple[Path, Evaluation]) -> None:
    path, found = evaluated
    tab = open_page(path, "#/evaluation")
    assert tab.locator("nav a", has_text="Evaluation").get_attribute("aria-current") == "page"
    assert f"Copies in the report, and not by the labels {len(found.errors)}" in tab.locator("h2").all_inner_texts()
    tab.locator("td a[href*='/pair/']").first.click()
    assert tab.locator(".pair").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page: OpenPage, evaluated: tuple[Path, Evaluation], scheme: str) -> None:
    tab = open_page(evaluated[0], "#/evaluation", color_scheme=scheme)
    tab.evaluate(axe_script())
    for width in (1360, 390):
        tab.set_viewport_size({"width": width, "height": 900})
        tab.evaluate("() => document.querySelectorAll('details').forEach(each => (each.open = true))")
        assert tab.evaluate(RUN_AXE) == []
        assert tab.evaluate(TOO_WIDE) == 0


def test_a_report_without_labels_has_no_such_view(open_page: OpenPage, samples_page: Path) -> None:
    tab = open_page(samples_page)
    assert "Evaluation" not in tab.locator("nav").inner_text()
    show(tab, "#/evaluation")
    assert tab.locator(".tiles").count() == 1
