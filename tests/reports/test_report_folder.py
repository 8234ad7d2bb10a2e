"""A report is written as a folder of Parquet files, and read from it."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from dedup import InputError, Report, scan
from dedup.reports.report_folder import KINDS

SAMPLES = Path(__file__).parents[2] / "samples"


def test_a_report_comes_back_as_it_was(tmp_path: Path) -> None:
    report = scan(SAMPLES)
    report.to_parquet(tmp_path / "result")
    again = Report.from_parquet(tmp_path / "result")
    assert again.to_json(texts=True) == report.to_json(texts=True)
    assert again.settings == report.settings
    written = {path.stem for path in (tmp_path / "result").glob("*.parquet")}
    assert written == {*KINDS, "boilerplate"}
    matches = pq.read_table(tmp_path / "result" / "matches.parquet")
    assert matches.num_rows == len(report.matches)
    assert str(matches.schema.field("left_coverage").type) == "double"


def test_a_folder_without_a_report_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no report can be read there"):
        Report.from_parquet(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()
