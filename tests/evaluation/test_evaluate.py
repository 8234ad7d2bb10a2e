"""Labels as people write them, every figure beside a brute-force one, the errors and misses, sheets and tuning."""

from __future__ import annotations

import csv
import io
import json
import math
import random
import shutil
import subprocess
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_news import FERRY, LIBRARY, ORCHARD, TELESCOPE, edited, paragraphs, story

import dedup
from dedup import Article, InputError, LabelledPair, Labels, Settings
from dedup.comparison.match import Relation
from dedup.evaluation.group_scores import harmonic_mean, score_groups
from dedup.evaluation.label_sheet import SHEET_COLUMNS, sample_pairs, write_label_sheet
from dedup.evaluation.scores import Share, confusion_of, curve_of, score_relation
from dedup.evaluation.tuning import halves, tune

NEWS = [
    Article("a", paragraphs(FERRY), title="Ferry"),
    Article("b", paragraphs(FERRY), title='=Ferry, "aground"'),
    Article("c", paragraphs([*FERRY[:7], "More is not known."])),
    Article("d", paragraphs([*LIBRARY[:4], *story(1, 9)])),
    Article("e", paragraphs(LIBRARY)),
    Article("f", paragraphs(ORCHARD)),
    Article("g", paragraphs(TELESCOPE)),
]


@pytest.fixture(scope="module")
def report() -> dedup.Report:
    return dedup.scan(NEWS, stories=False)


def written(folder: Path, text: str, name: str = "labels.csv") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_labels_are_pairs_or_groups_in_any_usual_form(tmp_path: Path) -> None:
    pairs = (LabelledPair("a", "b", Relation.NEAR), LabelledPair("a", "c", True), LabelledPair("b", "c", False))
    for text in (
        "left,right,label\na,b,near\na,c,yes\nb,c,0\nb,d,\n",
        "\ufeffleft_id;right_id;relation;note\na;b;Near;x\na;c;copy;\nb;c;no;y\n",
        '{"left":"a","right":"b","label":"near"}\n\n{"left":"a","right":"c","label":true}\n{"left":"b","right":"c","label":0}\n',
    ):
        assert Labels.read(written(tmp_path, text)).pairs == pairs
    assert Labels.read(written(tmp_path, "id,cluster\na,1\nb,1\nc,\n")).clusters == {"a": "1", "b": "1"}
    lines = '{"id":"a","event":7,"text":"Rain."}\n{"id":"b","event":7}\n'
    assert Labels.read(written(tmp_path, lines)).stories == {"a": "7", "b": "7"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("left,right,label\na,b,sort of\n", "row 1: 'sort_of' is no label: yes, no, or one of exact"),
        ("left,right,label\na,b,\n", "no labels: neither left, right and label, nor id and cluster or story"),
        ("{}\n[1]\n", "row 2: not an object"),
    ],
)
def test_what_is_no_label_is_refused_with_its_row(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        Labels.read(written(tmp_path, text))


def test_a_report_is_measured_by_pairs(report: dedup.Report) -> None:
    labels = Labels(
        (
            LabelledPair("b", "a", Relation.EXACT),
            LabelledPair("a", "c", Relation.EXACT),
            LabelledPair("d", "e", Relation.DISTINCT),
            LabelledPair("e", "f", Relation.NEAR),
            LabelledPair("f", "g", Relation.DISTINCT),
            LabelledPair("f", "z", Relation.DISTINCT),
        )
    )
    found = dedup.evaluate(report, labels)
    assert (found.pairs, found.unknown_ids) == (5, ("z",))
    copy = found.relations[0]
    assert (copy.precision.right, copy.precision.pairs, copy.recall.right, copy.recall.pairs) == (2, 3, 2, 3)
    assert found.figure("copy.f1") == pytest.approx(2 / 3)
    assert found.figure("exact.recall") == 0.5
    assert [(each.left_id, each.right_id, each.found) for each in found.errors] == [("d", "e", "excerpt")]
    assert [(each.left_id, each.right_id, each.labelled) for each in found.misses] == [("e", "f", "near")]
    assert found.misses[0].reason.startswith("not in the report; alone, the two are distinct")
    assert [(each.left_id, each.right_id) for each in found.others] == [("a", "c")]
    assert found.confusion is not None
    assert sum(map(sum, found.confusion.counts)) == 5
    with pytest.raises(InputError, match="no figure of these labels"):
        found.figure("stories.f1")
    with pytest.raises(InputError, match="no labelled article is in the report"):
        dedup.evaluate(report, Labels((LabelledPair("x", "y", True),)))


def test_yes_and_no_measure_copies_alone(report: dedup.Report) -> None:
    found = dedup.evaluate(report, Labels((LabelledPair("a", "b", True), LabelledPair("e", "f", False))))
    assert [each.relation for each in found.relations] == ["copy"]
    assert (found.confusion, found.figure("copy.f1")) == (None, 1.0)


def test_a_report_is_measured_by_groups(report: dedup.Report) -> None:
    found = dedup.evaluate(report, Labels(clusters={"a": "1", "b": "1", "c": "1", "e": "2", "f": "2", "z": "3"}))
    (score,) = found.groups
    assert (score.kind, score.articles) == ("clusters", 5)
    assert (score.pairwise_precision, score.pairwise_recall) == (1.0, 3 / 4)
    assert score.bcubed_recall == pytest.approx((3 * 1 + 2 * 0.5) / 5)


names = st.sampled_from("abc")


@settings(max_examples=40)
@given(st.lists(st.tuples(names, names), min_size=2, max_size=12))
def test_group_figures_are_those_of_counting(rows: list[tuple[str, str]]) -> None:
    gold = {str(n): one for n, (one, _) in enumerate(rows)}
    groups = [[str(n) for n, (_, found) in enumerate(rows) if found == name] for name in "abc"]
    score = score_groups("clusters", gold, groups)
    pairs = list(combinations(rows, 2))
    both = sum(one[0] == other[0] and one[1] == other[1] for one, other in pairs)
    for figure, side in ((score.pairwise_precision, 1), (score.pairwise_recall, 0)):
        whole = sum(one[side] == other[side] for one, other in pairs)
        assert figure == pytest.approx(both / whole if whole else 1.0)
    for figure, side in ((score.bcubed_precision, 1), (score.bcubed_recall, 0)):
        shares = []
        for row in rows:
            same = [other for other in rows if other[side] == row[side]]
            shares.append(sum(other[1 - side] == row[1 - side] for other in same) / len(same))
        assert figure == pytest.approx(sum(shares) / len(shares))
    assert score.bcubed_f1 == pytest.approx(harmonic_mean(score.bcubed_precision, score.bcubed_recall))


@given(st.integers(0, 60), st.integers(0, 60))
def test_intervals_are_those_of_wilson(right: int, wrong: int) -> None:
    share, pairs = Share.of(right, right + wrong), right + wrong
    if not pairs:
        assert math.isnan(share.value)
        return
    z, p = 1.959963984540054, right / pairs
    middle, half = p + z * z / (2 * pairs), z * math.sqrt(p * (1 - p) / pairs + z * z / (4 * pairs * pairs))
    assert share.low == pytest.approx((middle - half) / (1 + z * z / pairs), abs=1e-9)
    assert share.high == pytest.approx((middle + half) / (1 + z * z / pairs), abs=1e-9)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=20))
def test_scores_of_a_relation_are_those_of_counting(rows: list[tuple[bool, bool]]) -> None:
    score = score_relation("near", *map(list, zip(*rows, strict=True)))
    both, labelled, found = (sum(map(test, rows)) for test in (all, lambda row: row[0], lambda row: row[1]))
    assert (score.precision.right, score.precision.pairs, score.recall.pairs) == (both, found, labelled)
    assert math.isnan(score.f1) if not labelled + found else score.f1 == pytest.approx(2 * both / (labelled + found))


def test_a_curve_says_what_each_threshold_would_find() -> None:
    curve = curve_of([True, True, False, False], [1.0, 0.4, 0.6, 0.1])
    rates = {point.threshold: (point.precision, point.recall) for point in curve}
    assert rates[0.0] == (0.5, 1.0)
    assert rates[0.5] == (0.5, 0.5)
    assert rates[1.0] == (1.0, 0.5)
    assert curve_of([True], [0.5]) == ()


def test_confusion_counts_each_pair_where_it_was_labelled_and_found() -> None:
    found = confusion_of(
        [Relation.NEAR, Relation.NEAR, Relation.DISTINCT], [Relation.NEAR, Relation.DISTINCT, Relation.NEAR]
    )
    assert found.relations == ("near", "distinct")
    assert found.counts == ((1, 1), (1, 0))


def test_a_sheet_goes_through_a_spreadsheet_and_back(tmp_path: Path, report: dedup.Report) -> None:
    path = tmp_path / "sheet.csv"
    assert write_label_sheet(report, path, 8) == 8
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    assert tuple(rows[0]) == SHEET_COLUMNS
    assert {row["found"] for row in rows} >= {"exact", "near", "excerpt", "distinct"}
    assert all(row["shared"] for row in rows if row["found"] != "distinct")
    with pytest.raises(InputError, match="no labels"):
        Labels.read(path)
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    frame["label"] = frame["found"]
    frame.to_csv(path, index=False)
    found = dedup.evaluate(report, path)
    assert (found.pairs, found.figure("copy.f1"), found.errors, found.misses) == (8, 1.0, (), ())


def test_a_sample_takes_all_relations_alike_and_is_drawn_again_alike(report: dedup.Report) -> None:
    assert sample_pairs(report, 5) == sample_pairs(report, 5)
    assert any(sample_pairs(report, 6, seed=seed) != sample_pairs(report, 6) for seed in range(1, 20))
    found = [pair.found for pair in sample_pairs(report, 4)]
    assert len(set(found)) == len({match.relation for match in report.matches} | {Relation.DISTINCT})
    assert sample_pairs(dedup.scan(texts=["Rain."]), 5) == []


def tuned(values: dict[str, Sequence[float]]) -> tuple[dict[str, float], float, float]:
    """Edited copies that the default takes for no copies, and others: the best of some values, before and after."""
    copies = [
        Article(f"{n}{side}", edited(paragraphs(story(n, 12)), side * 0.3, n)) for n in range(8) for side in (0, 1)
    ]
    labels = Labels(tuple(LabelledPair(f"{n}0", f"{n}1", Relation.NEAR) for n in range(8)))
    found = tune(lambda tried: dedup.scan(copies, stories=False, settings=tried), labels, "near.f1", values, Settings())
    return dict(found.changes), found.before.figure("near.f1"), found.after.figure("near.f1")


def test_settings_are_chosen_on_one_half_and_measured_on_the_other() -> None:
    changes, before, after = tuned({"near_coverage": [0.6, 0.2]})
    assert after >= before
    assert set(changes) <= {"near_coverage"}
    assert tuned({"near_coverage": [0.6]}) == ({}, before, before)


@given(st.lists(st.tuples(names, names, st.booleans()), min_size=4, max_size=30))
def test_halves_hold_all_labels_and_part_no_copies(rows: list[tuple[str, str, bool]]) -> None:
    labels = Labels(
        tuple(LabelledPair(f"{one}{n}", f"{other}{n + 1}", is_copy) for n, (one, other, is_copy) in enumerate(rows)),
        clusters={f"k{n}": one for n, (one, _, _) in enumerate(rows)},
    )
    one, other = halves(labels)
    assert sorted([*one.pairs, *other.pairs], key=str) == sorted(labels.pairs, key=str)
    assert {**one.clusters, **other.clusters} == labels.clusters
    assert set(one.clusters.values()).isdisjoint(other.clusters.values())
    copies = [
        {article_id for pair in half.pairs if pair.is_copy for article_id in (pair.left_id, pair.right_id)}
        for half in (one, other)
    ]
    assert copies[0].isdisjoint(copies[1])


def test_an_evaluation_is_plain_data(report: dedup.Report) -> None:
    from dedup.serialization import dumps, to_builtins

    found = dedup.evaluate(report, Labels((LabelledPair("a", "b", Relation.EXACT),), {"a": "1"}, {"a": "1"}))
    document = json.loads(dumps(to_builtins(found)))
    assert document["relations"][0]["precision"]["value"] == 1.0
    assert [group["kind"] for group in document["groups"]] == ["clusters", "stories"]


# --- intervals of groups, and pictures ---------------------------------------------------------------------------


def groups_by_chance(seed: int, groups: int) -> tuple[dict[str, str], list[list[str]]]:
    """Labelled groups of which one in three is found in two halves."""
    chance = random.Random(seed)
    labelled: dict[str, str] = {}
    found: list[list[str]] = []
    for group in range(groups):
        ids = [f"{group}-{member}" for member in range(chance.randint(2, 6))]
        labelled |= dict.fromkeys(ids, str(group))
        found += [ids[:1], ids[1:]] if chance.random() < 1 / 3 else [ids]
    return labelled, found


def test_intervals_of_groups_hold_the_true_figure() -> None:
    true = score_groups("stories", *groups_by_chance(0, 3000)).bcubed_f1
    scores = [score_groups("stories", *groups_by_chance(seed, 60)) for seed in range(1, 41)]
    assert sum(each.f1_interval.low <= true <= each.f1_interval.high for each in scores) >= 34
    assert all(each.f1_interval.low <= each.bcubed_f1 <= each.f1_interval.high for each in scores)
    wide, narrow = scores[0].f1_interval, score_groups("stories", *groups_by_chance(1, 600)).f1_interval
    assert narrow.high - narrow.low < (wide.high - wide.low) / 2
    assert score_groups("stories", {"a": "1", "b": "1"}, [["a", "b"]]).f1_interval == (0.0, 1.0)


def test_figures_have_their_intervals(report: dedup.Report) -> None:
    clusters = {"a": "1", "b": "1", "c": "1", "e": "2", "f": "2"}
    found = dedup.evaluate(report, Labels((LabelledPair("a", "b", True), LabelledPair("e", "f", False)), clusters))
    assert found.interval("copy.precision") == pytest.approx((0.2065, 1.0), abs=1e-3)
    assert found.interval("clusters.bcubed_f1") == found.groups[0].f1_interval
    assert found.interval("copy.f1") is None and found.interval("clusters.pairwise_f1") is None


def test_recall_by_similarity_is_told_beside_that_of_bands(report: dedup.Report) -> None:
    pairs = (LabelledPair("a", "b", True), LabelledPair("a", "c", True), LabelledPair("a", "f", True))
    points = dedup.evaluate(report, Labels(pairs)).similarity_recall
    assert sum(point.found.pairs for point in points) == 3
    assert (points[0].found.value, points[-1].found.value) == (0.0, 1.0)
    assert points[0].by_bands < 0.01 < 0.99 < points[-1].by_bands


@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
def test_an_evaluation_is_drawn(report: dedup.Report, tmp_path: Path, ending: str) -> None:
    pairs = (LabelledPair("a", "b", True), LabelledPair("a", "c", True), LabelledPair("e", "f", False))
    found = dedup.evaluate(report, Labels(pairs))
    found.save_picture(tmp_path / f"curves.{ending}")
    picture = (tmp_path / f"curves.{ending}").read_bytes()
    begins = {"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF"}
    assert picture.startswith(begins[ending])
    if ending == "svg":
        assert b"bands alone (LSH), expected" in picture
        found.save_picture(tmp_path / "again.svg")
        assert (tmp_path / "again.svg").read_bytes() == picture


def test_what_cannot_be_drawn_is_refused(report: dedup.Report, tmp_path: Path) -> None:
    found = dedup.evaluate(report, Labels(clusters={"a": "1", "b": "1"}))
    with pytest.raises(InputError, match="these labels are groups"):
        found.save_picture(tmp_path / "curves.svg")
    with pytest.raises(InputError, match=r"a picture ends in \.svg, \.png, \.pdf"):
        found.save_picture(tmp_path / "curves.jpg")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_sheet_goes_through_libreoffice_and_back(report: dedup.Report, tmp_path: Path) -> None:
    write_label_sheet(report, tmp_path / "sheet.csv", 6)
    utf8 = "Text - txt - csv (StarCalc):44,34,76,1"
    for source, target, folder in (("sheet.csv", "ods", "."), ("sheet.ods", f"csv:{utf8}", "back")):
        read_as = [f"--infilter={utf8}"] if source.endswith("csv") else []
        command = ["soffice", "--headless", *read_as, "--convert-to", target, "--outdir", str(tmp_path / folder)]
        subprocess.run([*command, str(tmp_path / source)], check=True, capture_output=True, timeout=120)
    before, after = (
        [*csv.DictReader(io.StringIO((tmp_path / name).read_text(encoding="utf-8-sig"), newline=""))]
        for name in ("sheet.csv", "back/sheet.csv")
    )
    for rows in (before, after):
        for row in rows:
            row["score"] = f"{float(row['score']):.3f}"  # a number, however it is written
    assert after == before and len(after) == 6
