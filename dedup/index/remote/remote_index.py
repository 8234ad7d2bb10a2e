"""An index that a server holds: `Index("http://127.0.0.1:8080")`.

Texts are sent, verdicts come back; this process reads no text and needs no compiled code. Whatever is asked of a match
or a group later (passages, origins) is asked of the server then. An addition whose answer gets lost is repeated under
the same key, and answered as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn, TypeVar
from uuid import uuid4

from dedup.alignment.passage import Alignment
from dedup.alignment.repeats.blocks import Repeat
from dedup.article import Article, ReadItem
from dedup.clusters.origin import Origin
from dedup.clusters.values import Cluster
from dedup.comparison.match import Match
from dedup.errors import InputError, SettingsError
from dedup.index.index import Index
from dedup.index.ingest import INGEST_BATCH
from dedup.index.maintenance.integrity import Fault
from dedup.index.maintenance.overview import IndexOverview, SearchResult
from dedup.index.maintenance.stats import IndexStats
from dedup.index.operations.additions import ADD_BATCH
from dedup.index.remote.connection import NotStoredError, ServerConnection, TooLargeError
from dedup.index.remote.wire_format import (
    GroupsDocument,
    alignment_of,
    article_batch,
    article_document,
    article_of_document,
)
from dedup.index.result import IndexResult
from dedup.index.storage.protocols import Store
from dedup.index.transactions import Note, PartItem
from dedup.report import Report
from dedup.runtime.lazy import Lazy
from dedup.runtime.progress import Progress, ProgressGiven, Stage, Steps
from dedup.runtime.progress_line import begin_progress
from dedup.serialization import loads, to_builtins
from dedup.serialization.from_plain import LookupReader
from dedup.settings import DEFAULT_SETTINGS, Settings
from dedup.sources.urls.canonical_url import article_url
from dedup.stories.series.series import Series
from dedup.stories.story import Story

Kind = TypeVar("Kind")
MAX_REQUEST_ARTICLES = 1000  # which a busy server that finds stories adds well within the time of an answer


class RemoteIndex(Index):
    """The interface of `Index` over HTTP. Settings are those of the server; SettingsError where others are asked for.

    `settings.index_lock_seconds` is how long a server that does not answer, or is busy, is asked again.
    """

    def __init__(
        self, url: str | Path | Store, *, stories: bool = False, settings: Settings = DEFAULT_SETTINGS
    ) -> None:
        self.settings = settings
        self._server = ServerConnection(str(url), settings.index_lock_seconds)
        self._name = self._server.name
        about = self._server.get("/v1/about")
        if stories and not about["stories"]:
            self.close()
            raise SettingsError(f"{self._name}: finds no stories; `dedup serve --stories` does")
        served = self._reader().document(Settings, about["settings"])
        if _beside_patience(settings) not in (DEFAULT_SETTINGS, _beside_patience(served)):
            self.close()
            raise SettingsError(f"{self._name}: the settings are those of the server: `dedup serve --set NAME=VALUE`")

    def close(self) -> None:
        """Close the connections."""
        self._server.close()

    # Articles

    def __len__(self) -> int:
        return int(self._server.get("/v1/about")["articles"])

    def __contains__(self, article_id: object) -> bool:
        return isinstance(article_id, str) and self._groups_of(article_id) is not None

    def __getitem__(self, article_id: str) -> Article:
        try:
            return article_of_document(self._server.get("/v1/article", id=article_id))
        except NotStoredError:
            raise KeyError(article_id) from None

    def __iter__(self) -> Iterator[Article]:
        for line in self._server.lines("/v1/articles"):
            yield article_of_document(loads(line))

    def version_of(self, article: Article) -> Article | None:
        """The stored article with the id of this one, or else the newest at its URL; None if there is neither."""
        url = article_url(article)
        try:
            return article_of_document(self._server.get("/v1/version", id=article.id, **({"url": url} if url else {})))
        except NotStoredError:
            return None

    def repeats(self, article_id: str) -> list[Repeat]:
        """The repeated blocks of a stored article."""
        try:
            return self._list(Repeat, self._server.get("/v1/repeats", id=article_id)["repeats"])
        except NotStoredError:
            raise KeyError(article_id) from None

    # Adding and asking

    def add(self, article: Article) -> IndexResult:
        """Verify an article against all that came before, and store it: see `Index.add`."""
        return self._result(self._server.post("/v1/articles", article_document(article), key=_new_key()))

    def add_noted(self, articles: Iterable[Article], note: Note, *, batch: int = ADD_BATCH) -> Iterator[IndexResult]:
        """InputError: the server keeps its own answers."""
        _refuse("answers")

    def read_ahead(self, articles: Sequence[Article]) -> None:
        """Nothing: the server prepares its articles."""

    def answers(self) -> dict[str, str]:
        """InputError: the server keeps its own answers."""
        _refuse("answers")

    def _parts_of(self, batch: Sequence[ReadItem], *, skips: bool) -> Sequence[Sequence[PartItem]]:
        """A batch in requests that are answered soon: the server sets versions apart, and cuts its own transactions."""
        return [batch[start : start + MAX_REQUEST_ARTICLES] for start in range(0, len(batch), MAX_REQUEST_ARTICLES)]

    def _added(
        self, articles: Sequence[Article], *, is_update: bool = False, note: Note | None = None
    ) -> list[IndexResult]:
        """The results of some articles; in halves, where the server takes no request as large as all."""
        try:
            answer = self._server.post("/v1/articles", article_batch(articles), key=_new_key())
        except TooLargeError:
            if len(articles) == 1:
                raise
            middle = len(articles) // 2
            return self._added(articles[:middle]) + self._added(articles[middle:])
        return [self._result(each) for each in answer["results"]]

    def update(self, article: Article, *, note: Note | None = None) -> IndexResult:
        """Put an article in place of the one with its id, or else of the newest one at its URL: see `Index.update`."""
        path = "/v1/articles?mode=update"
        return self._result(self._server.post(path, article_document(article), key=_new_key()))

    def query(self, article: Article, *, settings: Settings | None = None) -> IndexResult:
        """What `add` would say of an article; nothing is stored."""
        asked: dict[str, object] = {"article": article_document(article)}
        if settings is not None:
            asked["settings"] = to_builtins(settings)
        whole = Lazy(self._server.post, "/v1/query?passages=true", asked)
        return self._result(self._server.post("/v1/query", asked), partial(_align_within, whole), {article.id: article})

    def add_unverified(
        self, articles: Iterable[Article], *, batch: int = INGEST_BATCH, progress: ProgressGiven = False
    ) -> int:
        """Store articles without verifying them; how many. InputError for an id that is stored."""
        steps = Steps(self._begin(progress), Stage.ADD, articles)
        count, waiting = 0, iter(articles)
        while chunk := list(islice(waiting, batch)):
            count += int(self._server.change("POST", "/v1/load", body=article_batch(chunk))["stored"])
            steps.add(len(chunk))
        steps.end()
        return count

    def import_report(self, report: Report, *, progress: ProgressGiven = False) -> None:
        """InputError: a report is imported where the file of the index is."""
        _refuse("importing a report")

    def remove(self, article_id: str) -> None:
        """Delete an article; KeyError if it is not stored."""
        try:
            self._server.change("DELETE", "/v1/article", {"id": article_id})
        except NotStoredError:
            raise KeyError(article_id) from None

    def expire(self, before: datetime) -> int:
        """Delete all articles published before a date, or added before it where their date is not known; how many."""
        if before.tzinfo is None:
            raise InputError(f"expire: the date must know its time zone: {before.isoformat()}")
        return int(self._server.change("POST", "/v1/expire", body={"before": before.isoformat()})["removed"])

    # Results

    def matches(self) -> list[Match]:
        """All matches, in order of ids; left is the lower one."""
        return self._list(Match, self._server.ask("GET", "/v1/matches", seconds=None)["matches"])

    def matches_of(self, article_id: str) -> list[Match]:
        """All matches of a stored article, seen from it; closest first."""
        return self._list(Match, self._server.get("/v1/matches", id=article_id)["matches"])

    def match(self, left_id: str, right_id: str) -> Match | None:
        """The match of two stored articles; None if they are none."""
        try:
            found = self._server.get("/v1/match", left=left_id, right=right_id)
        except NotStoredError:
            return None
        return self._reader().document(Match, found)

    def verdict(self, article_id: str) -> IndexResult | None:
        """What is known of a stored article and those before it, as if it were new; None if it is not stored."""
        try:
            return self._result(self._server.get("/v1/verdict", id=article_id))
        except NotStoredError:
            return None

    def clusters(self) -> dict[int, Cluster]:
        """The clusters of copies by their ids; largest first, then by the articles' ids."""
        found = self._groups("/v1/clusters", None)
        each = zip(found.cluster_ids, found.clusters, strict=False)
        return {number: replace(group, _find_origin=Lazy(_origin_of, self.cluster, number)) for number, group in each}

    def cluster(self, cluster_id: int) -> Cluster | None:
        """One cluster as it is now; None when fewer than two articles are left of it."""
        try:
            return self._groups(f"/v1/clusters/{cluster_id}").clusters[0]
        except NotStoredError:
            return None

    def stories(self) -> dict[int, Story]:
        """The stories by their ids; largest first, then by the articles' ids."""
        found = self._groups("/v1/stories", None)
        each = zip(found.story_ids, found.stories, strict=True)
        return {number: replace(group, _find_origin=Lazy(_origin_of, self.story, number)) for number, group in each}

    def story(self, story_id: int) -> Story | None:
        """One story as it is now; None when fewer than two articles are left of it."""
        try:
            return self._groups(f"/v1/stories/{story_id}").stories[0]
        except NotStoredError:
            return None

    def series(self) -> list[Series]:
        """The bulletins and columns that the last regrouping found."""
        return self._list(Series, self._server.get("/v1/series")["series"])

    def cluster_id(self, article_id: str) -> int | None:
        """The cluster of copies that an article belongs to; None if to none."""
        return (self._groups_of(article_id) or {}).get("cluster_id")

    def story_id(self, article_id: str) -> int | None:
        """The story that an article belongs to; None if to none."""
        return (self._groups_of(article_id) or {}).get("story_id")

    def overview(self, count: int = 20) -> IndexOverview:
        """InputError: the server shows it on its pages."""
        _refuse("the overview")

    def search(self, words: str, limit: int = 50) -> SearchResult:
        """The newest articles that hold all words; looks through as many as two seconds allow."""
        found = self._server.get("/v1/search", q=words, limit=str(limit))
        return SearchResult(
            tuple(article_of_document(each) for each in found["articles"]), found["searched"], found["is_complete"]
        )

    # Maintenance

    def stats(self) -> IndexStats:
        """What the index holds, and by which settings it was regrouped."""
        return IndexStats(**self._server.get("/v1/stats"))

    def regroup(self, *, stories: bool = True, progress: ProgressGiven = False) -> None:
        """Compute matches, clusters and stories anew; the server does it, and nothing is known of its progress."""
        self._server.change("POST", "/v1/regroup", body={"stories": stories})

    def export(self, article_ids: Collection[str] | None = None) -> Report:
        """Everything as one report, or some articles."""
        asked = {} if article_ids is None else {"article_ids": sorted(article_ids)}
        document = self._server.post("/v1/report", asked, seconds=None)
        fields = {name: value for name, value in document.items() if name not in ("dedup", "version")}
        return self._reader().document(Report, fields)

    def check(self) -> list[Fault]:
        """Everything that is not as it was written, by article; empty when all is well."""
        return self._list(Fault, self._server.post("/v1/check", {}, seconds=None)["faults"])

    def rebuild(self) -> list[Fault]:
        """InputError: an index is rebuilt where its file is."""
        _refuse("rebuilding")

    def _begin(self, progress: ProgressGiven) -> Progress:
        """What is to be called; nothing is compiled for a server."""
        return begin_progress(progress, lambda: True)

    # Reading answers

    def _reader(self) -> LookupReader:
        return LookupReader(self._align_ids, self.__getitem__)

    def _list(self, kind: type[Kind], data: Sequence[Any]) -> list[Kind]:
        reader = self._reader()
        return [reader.document(kind, each) for each in data]

    def _result(self, data: dict[str, Any], align: Any = None, known: dict[str, Article] | None = None) -> IndexResult:
        articles = known or {}
        reader = LookupReader(align or self._align_ids, lambda name: articles.get(name) or self[name])
        found = reader.document(IndexResult, data)
        values = {each: getattr(found, each) for each in data}
        return IndexResult(**values, _find_cluster=self.cluster, _find_story=self.story)

    def _align_ids(self, left_id: str, right_id: str) -> Alignment:
        try:
            found = self._server.get("/v1/match", left=left_id, right=right_id, passages="true")
        except NotStoredError as error:
            raise InputError(f"passages: {error}") from error
        return alignment_of(self._reader().document(Match, found))

    def _groups_of(self, article_id: str) -> dict[str, Any] | None:
        try:
            found: dict[str, Any] = self._server.get("/v1/groups", id=article_id)
        except NotStoredError:
            return None
        return found

    def _groups(self, path: str, seconds: float | None = 120.0) -> GroupsDocument:
        return self._reader().document(GroupsDocument, self._server.ask("GET", path, seconds=seconds))


def _align_within(answer: Lazy[Any], left_id: str, right_id: str) -> Alignment:
    """The passages of a match in an answer that has them."""
    reader = LookupReader(lambda *_: Alignment(), lambda _: Article("", ""))
    found = reader.document(IndexResult, answer())
    matches = (match for match in (*found.matches, found.previous) if match is not None)
    return alignment_of(next(match for match in matches if (match.left_id, match.right_id) == (left_id, right_id)))


def _origin_of(read: Callable[[int], Cluster | Story | None], group: int) -> Origin | None:
    found = read(group)
    return None if found is None else found.origin


def _beside_patience(settings: Settings) -> Settings:
    """Settings but for the one that is the client's own."""
    return replace(settings, index_lock_seconds=DEFAULT_SETTINGS.index_lock_seconds)


def _new_key() -> str:
    return uuid4().hex


def _refuse(what: str) -> NoReturn:
    raise InputError(f"{what}: not over the network; the server's machine has the file")
