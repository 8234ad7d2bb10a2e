"""Texts in a temporary file: the same articles, the same report, bounded memory, and nothing left behind."""

from __future__ import annotations

import copy
import gc
import pickle
import signal
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_news import FERRY, LIBRARY, ORCHARD, text

import dedup
from dedup.article import Article
from dedup.errors import InputError
from dedup.runtime import text_spill
from dedup.runtime.text_spill import SpilledArticle, keep_within, text_utf8, text_utf8_size

RAIN = Article(
    "rain",
    "Rain fell on the valley all night, and the river rose by a metre; à Gêve, l’été fut frais.",
    title="The river rose",
    outlet="example.org",
    published=datetime(2024, 3, 5, tzinfo=UTC),
    links=("https://example.org/1",),
)


def spilled(article: Article) -> Article:
    (found,) = keep_within([article], memory=0)
    assert type(found) is SpilledArticle
    return found


def test_texts_are_kept_in_memory_up_to_a_limit_and_all_spilled_beyond_it() -> None:
    articles = [replace(RAIN, id=str(number)) for number in range(4)]
    assert {type(article) for article in keep_within(articles, memory=10_000)} == {Article}
    kept = keep_within(articles, memory=sys.getsizeof(RAIN.text) * 2)
    assert {type(article) for article in kept} == {SpilledArticle}
    assert kept == articles


def test_a_spilled_article_is_an_article_in_all_that_can_be_asked() -> None:
    there = spilled(RAIN)
    assert isinstance(there, Article)
    assert there == RAIN
    assert there == RAIN
    assert spilled(RAIN) == there
    assert there != spilled(replace(RAIN, text="Snow."))
    assert {there, RAIN} == {RAIN}
    assert repr(there) == repr(RAIN)
    assert asdict(there) == asdict(RAIN)
    assert replace(there, title=None) == replace(RAIN, title=None)
    for twin in (pickle.loads(pickle.dumps(there)), copy.copy(there), copy.deepcopy(there)):
        assert type(twin) is Article
        assert twin == RAIN


@given(st.lists(st.text(st.characters()), max_size=8))  # halves of surrogate pairs among them
def test_texts_come_back_as_they_were(texts: list[str]) -> None:
    kept = keep_within([Article(str(number), text) for number, text in enumerate(texts)], memory=0)
    assert [article.text for article in kept] == texts
    assert [text_utf8(article) for article in kept] == [text_utf8(Article("", text)) for text in texts]
    assert [text_utf8_size(article) for article in kept] == [len(text_utf8(article)) for article in kept]


def test_any_number_of_threads_may_read() -> None:
    kept = keep_within([Article(str(number), f"{number} " * 1000) for number in range(100)], memory=0)
    with ThreadPoolExecutor(4) as pool:
        assert (
            list(pool.map(lambda article: article.text, kept * 5)) == [f"{article.id} " * 1000 for article in kept] * 5
        )


def test_the_report_is_the_same() -> None:
    ferry, library = text(FERRY), text(LIBRARY)
    texts = [ferry, library, f"{library}\n\n{library}", f"{text(ORCHARD)} {ferry}", ferry.upper()]
    limited = dedup.Settings(max_text_memory=len(ferry))
    report = dedup.scan(texts=texts, settings=limited)
    assert {type(article) for article in report.articles} == {SpilledArticle}
    assert len(report.matches) >= 4
    whole = replace(dedup.scan(texts=texts), settings=limited)
    assert report.to_json(texts=True, passages=True) == whole.to_json(texts=True, passages=True)
    assert report.articles == whole.articles


@pytest.mark.filterwarnings("error")
def test_the_file_is_closed_with_the_last_article_that_needs_it() -> None:
    there = spilled(RAIN)
    assert isinstance(there, SpilledArticle)
    file = there._text_file._file
    del there
    gc.collect()
    assert file.closed


def test_memory_is_bounded() -> None:
    megabyte = "rain " * 200_000
    tracemalloc.start()
    kept = keep_within((Article(str(number), megabyte + str(number)) for number in range(40)), memory=4_000_000)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 8_000_000
    assert kept[39].text.endswith("39")


@pytest.fixture
def temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    yield tmp_path
    tempfile.tempdir = None


def test_a_folder_that_cannot_be_written_is_named(temporary_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(text_spill, "TemporaryFile", refuse)
    with pytest.raises(InputError, match=f"cannot be kept in {temporary_folder}: Permission denied; allow more"):
        keep_within([RAIN], memory=0)


INSIDE = """
import sys, resource
from pathlib import Path
from dedup.article import Article
from dedup.runtime.text_spill import keep_within

kept = keep_within([Article("a", "It rained.")], memory=0)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="bounds on a file and signals are those of POSIX")
def test_a_full_disk_is_reported(temporary_folder: Path) -> None:
    program = f"""{INSIDE}
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
keep_within([Article("a", "rain " * 500_000)], memory=0)[0].text
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert f"InputError: texts beyond the memory limit cannot be kept in {temporary_folder}" in done.stderr
    assert list(temporary_folder.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="bounds on a file and signals are those of POSIX")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_process_leaves_no_file(temporary_folder: Path, sent: signal.Signals) -> None:
    program = f"""{INSIDE}
print(kept[0].text, flush=True)
sys.stdin.read()
"""
    running = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert running.stdout is not None
    assert running.stdout.readline() == b"It rained.\n"
    running.send_signal(sent)
    running.communicate()
    assert running.returncode != 0
    assert list(temporary_folder.iterdir()) == []
