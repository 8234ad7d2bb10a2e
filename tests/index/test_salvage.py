"""The way out works: nothing is lost that is whole, whatever else is damaged, and what is lost has its name."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from other_processes import die, needs_fork, start
from small_segments import small_index
from stored_news import many

from dedup import Article, DamagedDataError, Index, InputError
from dedup.errors import LostChangesWarning
from dedup.index.storage.sqlite.schema import PAGE_BYTES

ARTICLES = many(80, seed=7)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index with segments, clusters and stories, in one closed file."""
    path = tmp_path_factory.mktemp("whole") / "news.dedup"
    with small_index(path, 30) as index:
        list(index.add_many(ARTICLES, batch=7))
        index.regroup()
    return path


@pytest.fixture
def path(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(whole, tmp_path / "news.dedup"))


def overwrite(path: Path, place: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(place)
        file.write(data)


def groups_of(index: Index) -> list[dict[int, tuple[str, ...]]]:
    return [{group: each.article_ids for group, each in found.items()} for found in (index.clusters(), index.stories())]


def test_every_byte_of_the_header_may_be_damaged(whole: Path, tmp_path: Path) -> None:
    with Index(whole) as index:
        expected = groups_of(index)
    for place in range(0, 100, 4):
        path = Path(shutil.copy(whole, tmp_path / "news.dedup"))
        overwrite(path, place, bytes(byte ^ 0x15 for byte in path.read_bytes()[place : place + 1]))
        try:
            with Index(path) as index:
                is_whole = index.check() == []
        except (DamagedDataError, InputError):
            is_whole = False
        if not is_whole:
            assert Index.rebuild_file(path) == []
        with Index(path) as index:
            assert (list(index), groups_of(index), index.check()) == (ARTICLES, expected, [])


@pytest.mark.parametrize(
    "word", [b"CREATE TABLE articles", b"articles_id", b"body BLOB", b"notes", b"groups", b"PRIMARY"]
)
def test_a_damaged_schema_is_noticed_and_mended(word: bytes, path: Path) -> None:
    place = path.read_bytes().index(word)
    overwrite(path, place, bytes([word[0] ^ 1]))
    with pytest.raises(DamagedDataError, match="rebuild"):
        Index(path)
    assert Index.rebuild_file(path) == []
    with Index(path) as index:
        assert list(index) == ARTICLES
        assert index.check() == []
    assert {file.name for file in path.parent.iterdir()} <= {"news.dedup", "news.dedup-witness"}


def test_a_head_of_nothing_but_noise_is_mended_if_anything_says_that_it_is_an_index(path: Path) -> None:
    overwrite(path, 16, bytes(84))
    assert Index.rebuild_file(path) == []
    with Index(path) as index:
        assert list(index) == ARTICLES


def test_the_log_of_a_file_that_does_not_open_is_read(tmp_path: Path) -> None:
    path, copy = tmp_path / "news.dedup", tmp_path / "copy.dedup"
    with Index(path) as index:
        list(index.add_many(ARTICLES[:10]))
        index._store.database.query("PRAGMA wal_checkpoint")  # type: ignore[attr-defined]
        list(index.add_many(ARTICLES[10:20]))
        shutil.copy(path, copy)
        shutil.copy(f"{path}-wal", f"{copy}-wal")
    overwrite(copy, 0, b"NoLite")
    with pytest.raises(DamagedDataError):
        Index(copy)
    assert Index.rebuild_file(copy) == []
    with Index(copy) as index:
        assert list(index) == ARTICLES[:20]


def test_what_is_no_index_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "letters"
    path.write_bytes(b"Dear Sir or Madam, " * 10_000)
    with pytest.raises(InputError, match="not an index"):
        Index.rebuild_file(path)
    assert path.read_bytes() == b"Dear Sir or Madam, " * 10_000
    assert [file.name for file in tmp_path.iterdir()] == ["letters"]


def edit(path: Path, *statements: str) -> None:
    """Change rows behind the back of their checksums and indexes."""
    with sqlite3.connect(path) as db:
        for statement in statements:
            db.execute(statement)
    db.close()


def test_a_flipped_id_of_a_row_is_read_from_the_index(path: Path) -> None:
    data = path.read_bytes()
    places = [place for place in range(len(data)) if data.startswith(b"n17", place)]
    is_named: list[bool] = []
    for place in places:
        path.write_bytes(data)
        overwrite(path, place, b"m")
        with Index(path) as index:
            faults = index.check()
            if not faults:
                continue
            lost = [fault.article_id for fault in index.rebuild() if fault.article_id]
            is_named.append(lost in ([], ["n17"]))
            assert list(index) == [article for article in ARTICLES if article.id not in lost]
            assert index.check() == []
    assert len(is_named) > 1
    assert all(is_named)


def test_a_row_that_is_gone_is_named_by_what_is_left_of_it(path: Path) -> None:
    """The whole page of some articles is noise: the index says which they were."""
    data = path.read_bytes()
    pages = [data[start : start + PAGE_BYTES] for start in range(0, len(data), PAGE_BYTES)]
    leaf = next(PAGE_BYTES * number for number, page in enumerate(pages) if page[0] == 13 and b"n17" in page)
    overwrite(path, leaf, bytes(PAGE_BYTES))
    with Index(path) as index:
        named = {fault.article_id for fault in index.check() if fault.article_id}
        lost = {fault.article_id for fault in index.rebuild() if fault.article_id}
        assert "n17" in lost
        assert lost <= named
        assert list(index) == [article for article in ARTICLES if article.id not in lost]
        assert index.check() == []


def test_a_damaged_page_above_the_rows_loses_none(path: Path) -> None:
    data = path.read_bytes()
    assert data[PAGE_BYTES] == 5  # the root of the table of articles is an interior page
    overwrite(path, PAGE_BYTES, bytes(64))
    with Index(path) as index:
        assert index.check() != []
        assert index.rebuild() == []
        assert list(index) == ARTICLES
        assert index.check() == []


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE runs SET first = first + 1", "segment"),
        ("UPDATE runs SET number_bits = 'x'", "segment"),
        ("UPDATE matches SET older = older + 1000", "match"),
        ("UPDATE stories SET story = story + 1000", "story"),
        ("UPDATE notes SET body = x'00' WHERE name = CAST('regrouped' AS BLOB)", "settings"),
        ("UPDATE notes SET body = 7 WHERE name = CAST('learned' AS BLOB)", "learned"),
        ("UPDATE state SET changes = 'x'", "counters"),
    ],
)
def test_check_names_every_kind_of_row(statement: str, fault: str, path: Path) -> None:
    edit(path, statement)
    with Index(path) as index:
        assert fault in " ".join(each.description for each in index.check())
        index.rebuild()
        index.regroup()
        assert list(index) == ARTICLES
        assert index.check() == []


def test_ids_of_groups_that_could_not_be_kept_are_listed(path: Path) -> None:
    with Index(path) as index:
        (group, cluster), *_ = index.clusters().items()
        number = index._transactions.number_of(cluster.article_ids[0])
    data = path.read_bytes()
    edit(path, f'UPDATE groups SET "group" = 99 WHERE kind = 0 AND number = {number}')
    moved = path.read_bytes()
    leaf = 8 * PAGE_BYTES  # the table of groups; its index, one page behind, is put back as it was
    path.write_bytes(
        moved[: leaf + PAGE_BYTES] + data[leaf + PAGE_BYTES : leaf + 2 * PAGE_BYTES] + moved[leaf + 2 * PAGE_BYTES :]
    )
    with Index(path) as index:
        assert index.check() != []
        (fault,) = [fault for fault in index.rebuild() if "cluster" in fault.description]
        assert fault.article_id == cluster.article_ids[0]
        assert index.check() == []
        index.regroup()
        assert index.clusters()[group].article_ids == cluster.article_ids


def test_leftovers_of_a_killed_rebuild_are_cleared_by_the_next_opening(path: Path) -> None:
    for end in ("-rebuild", "-rebuild-wal", "-rebuild-shm", "-salvage-journal", "-salvage", "-salvage-wal", "-cells"):
        Path(f"{path}{end}").write_bytes(b"left")
    with Index(path) as index:
        assert len(index) == len(ARTICLES)
    assert {file.name for file in path.parent.iterdir()} <= {"news.dedup", "news.dedup-witness"}


def test_a_journal_alone_is_cleared_too(path: Path) -> None:
    """A process may die before the new file has a log: a run of a thousand kills found it."""
    Path(f"{path}-rebuild-journal").write_bytes(b"left")
    Index(path).close()
    assert {file.name for file in path.parent.iterdir()} <= {"news.dedup", "news.dedup-witness"}


def test_a_salvaged_file_takes_its_place_though_its_process_was_killed(path: Path) -> None:
    shutil.copy(path, f"{path}-salvaged")
    overwrite(path, 0, b"NoLite")
    Path(f"{path}-wal").write_bytes(b"a log of the old file")
    with Index(path) as index:
        assert list(index) == ARTICLES
        assert index.check() == []


def test_a_failed_opening_keeps_no_lock(path: Path) -> None:
    edit(path, "UPDATE notes SET body = x'7b' WHERE name = CAST('built' AS BLOB)")
    try:
        Index(path)
    except DamagedDataError as error:
        kept = error  # and with it every frame and cursor
    assert Index.rebuild_file(path) == []
    assert "damaged" in str(kept)


def test_a_bit_of_the_log_is_flipped_and_what_was_acknowledged_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "news.dedup"
    with Index(path) as index:
        for article in ARTICLES[:30]:
            index.add(article)
        log = Path(f"{path}-wal").read_bytes()
        files = {file.name: file.read_bytes() for file in tmp_path.iterdir() if not file.name.endswith("-shm")}
    folder = tmp_path / "cut"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    overwrite(folder / "news.dedup-wal", len(log) // 2, bytes([log[len(log) // 2] ^ 1]))
    with (
        pytest.warns(LostChangesWarning, match="30 additions and removals were acknowledged, ") as warned,
        Index(folder / "news.dedup") as index,
    ):
        left = len(index)
        assert 0 < left < 30
        assert f"{left} are there" in str(warned[0].message)
        assert "were acknowledged" in " ".join(fault.description for fault in index.check())
        for article in ARTICLES[left:40]:
            index.add(article)
        assert f"make the last {30 - left} again" in " ".join(fault.description for fault in index.check())
        assert index.rebuild() == []
        assert index.check() == []
        assert list(index) == ARTICLES[:40]
    with Index(folder / "news.dedup") as index:
        index.add(Article("more", "One more text that is new to all."))
        assert index.check() == []


def test_another_index_at_the_same_path_is_not_held_to_the_witness_of_the_first(tmp_path: Path) -> None:
    path = tmp_path / "news.dedup"
    with Index(path) as index:
        list(index.add_many(ARTICLES[:5]))
    path.unlink()
    with Index(path) as index:
        assert index.check() == []


@needs_fork
def test_a_rebuild_that_is_killed_leaves_an_index_that_opens(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def work(tell: Callable[[str], None]) -> None:
        monkeypatch.setattr("dedup.index.maintenance.rebuild._copy_results", lambda *_: die())
        with Index(path) as index:
            index.rebuild()
        tell("not killed")

    assert start(work).lines() == []
    assert Path(f"{path}-rebuild").exists()
    with Index(path) as index:
        assert list(index) == ARTICLES
        assert index.check() == []
    assert not list(path.parent.glob("*-rebuild*"))


def test_iteration_gives_all_that_is_whole_and_names_the_rest(path: Path) -> None:
    edit(path, "UPDATE articles SET body = x'00' WHERE number IN (5, 70)")
    edit(path, "UPDATE articles SET moment = 'x' WHERE number = 9")
    with Index(path) as index:
        whole_ones: list[Article] = []
        with pytest.raises(DamagedDataError, match="3 damaged and left out: n4, n8, n69; `rebuild` keeps all others"):
            whole_ones.extend(index)
        assert whole_ones == [article for article in ARTICLES if article.id not in ("n4", "n8", "n69")]
        with pytest.raises(DamagedDataError, match="article b'n4'"):
            index.export()


def test_iteration_goes_on_behind_a_damaged_page(path: Path) -> None:
    overwrite(path, PAGE_BYTES, bytes(64))  # above all rows
    with Index(path) as index:
        assert list(index) == ARTICLES
