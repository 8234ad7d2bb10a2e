"""Folders of all that people have, drawn at random: articles, skipped and passed over are what was there."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_files import RAIN, http, mailbox, message, page, record, rss, tarred, zipped

from dedup.article import Article, ReadWarning, Skipped
from dedup.sources.reader import read_articles

SLOW = settings(deadline=None, max_examples=15, suppress_health_check=list(HealthCheck))
LINE = f'{{"text": "{RAIN}"}}\n'.encode()
BINARY = bytes(range(32)) * 9


@dataclass(frozen=True)
class Kind:
    """A kind of file: its content for so many articles; how many are read of one, and what else is counted."""

    ending: str
    content: Callable[[int], bytes]
    articles: Callable[[int], int] = lambda count: count
    skipped: Callable[[int], int] = lambda count: 0  # noqa: ARG005
    passed_over: Callable[[int], int] = lambda count: 0  # noqa: ARG005


def one(_: int) -> int:
    return 1


def none(_: int) -> int:
    return 0


def empty(count: int) -> int:
    """A file without an article is skipped, and said to be empty."""
    return int(count == 0)


def crawl(count: int) -> bytes:
    return b"".join([record("request", b"GET"), *[record("response", http(page()))] * count])


KINDS = [
    Kind(".txt", lambda _: RAIN.encode(), one),
    Kind("", lambda _: RAIN.encode(), one),
    Kind(".html", lambda _: page(), one),
    Kind(".php", lambda _: page(), one),
    Kind(".html.1", lambda _: page(), one),
    Kind(".jsonl", lambda count: LINE * count, skipped=empty),
    Kind(".jl.gz", lambda count: gzip.compress((LINE + b"{broken\n") * count), skipped=lambda count: max(count, 1)),
    Kind(
        ".csv",
        lambda count: b"text\n" + RAIN.replace(",", "").encode() * (count > 0) + b"\n",
        lambda count: min(count, 1),
        skipped=empty,
    ),
    Kind(".rss", lambda count: rss(*[f"<description>{RAIN}</description>"] * count)),
    Kind(".mbox", lambda count: mailbox(*[message()] * (count + 1)), lambda count: count + 1),
    Kind(".eml", lambda _: message(), one),
    Kind(".warc", crawl, passed_over=one),
    Kind(".warc.gz", lambda count: gzip.compress(crawl(count)), passed_over=one),
    Kind(
        ".zip",
        lambda count: zipped(
            {f"{n}.txt": RAIN.encode() for n in range(count)} | {"a.png": b"x", ".b": b"x", "c.txt": b""}
        ),
        skipped=one,
        passed_over=lambda _: 2,
    ),
    Kind(
        ".tar",
        lambda count: tarred({"in.zip": zipped({f"{n}.txt": RAIN.encode() for n in range(count)})}),
        skipped=empty,
    ),
    Kind(".txt", lambda _: b"", none, skipped=one),
    Kind(".xml", lambda _: b"<nitf/>", none, skipped=one),
    Kind(".zip", lambda _: b"PK\x03\x04 cut off", none, skipped=one),
    Kind(".docx", lambda _: b"PK", none, passed_over=one),
    Kind(".jpg", lambda _: BINARY, none, passed_over=one),
    Kind(".nfo", lambda _: b"x", none, passed_over=one),
    Kind("", lambda _: BINARY, none, passed_over=one),
]
files = st.tuples(
    st.sampled_from(KINDS), st.integers(0, 3), st.sampled_from(["", "a/", "a/b/", "2024/"]), st.booleans()
)


@SLOW
@given(st.lists(files, max_size=12))
def test_articles_and_skipped_and_passed_over_are_what_was_there(found: list[tuple[Kind, int, str, bool]]) -> None:
    expected = [0, 0, 0]
    with TemporaryDirectory() as place:
        root = Path(place) / "in"
        root.mkdir()
        for number, (kind, count, folder, is_hidden) in enumerate(found):
            path = root / folder / f"{'.' * is_hidden}{number}x{kind.ending}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(kind.content(count))
            counts = (0, 0, 1) if is_hidden else (kind.articles(count), kind.skipped(count), kind.passed_over(count))
            expected = [sum(pair) for pair in zip(expected, counts, strict=True)]
        read = list(read_articles(root))
        again = list(read_articles([root, *sorted(root.rglob("[!.]*.txt")), root]))
    counted = sum(int(clause) for item in read if isinstance(item, ReadWarning) for clause in totals(item.reason))
    empty = not found
    assert [
        sum(isinstance(item, Article) for item in read),
        sum(isinstance(item, Skipped) for item in read),
        counted - empty,
    ] == expected
    assert [item for item in again if isinstance(item, Article)] == [item for item in read if isinstance(item, Article)]


def totals(line: str) -> list[str]:
    """The number at the beginning of each clause of a line that says what was passed over."""
    return re.findall(r"(?:^|; )(\d+) (?:file|hidden|empty|record)", line)


@SLOW
@given(
    st.sampled_from([kind for kind in KINDS if kind.articles(3)]),
    st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=9), st.integers(0, 40)), min_size=1, max_size=4),
)
def test_what_is_damaged_ends_nothing(kind: Kind, damages: list[tuple[float, bytes, int]]) -> None:
    source = bytearray(kind.content(3))
    for share, inserted, removed in damages:
        at = int(len(source) * share)
        source[at : at + removed] = inserted
    with TemporaryDirectory() as place:
        path = Path(place) / f"a{kind.ending}"
        path.write_bytes(source)
        (Path(place) / "b.txt").write_text(RAIN)
        *before, last = [item for item in read_articles(place) if not isinstance(item, ReadWarning)]
        by_name = list(read_articles(path))
    assert isinstance(last, Article)
    assert last.text == RAIN
    assert by_name or kind.ending == ".jsonl"
    assert all(item.text for item in before if isinstance(item, Article))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.ending or "no ending")
def test_every_beginning_of_a_file_is_read_or_said(kind: Kind, tmp_path: Path) -> None:
    whole = kind.content(2)
    for size in range(0, len(whole), max(1, len(whole) // 8)):
        path = tmp_path / f"a{kind.ending}"
        path.write_bytes(whole[:size])
        found = list(read_articles(path))
        assert found or "j" in kind.ending, size  # a feed of lines may have nothing to say today
