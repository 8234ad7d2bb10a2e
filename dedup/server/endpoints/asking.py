"""Questions: what an article is to the stored ones, and what is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from dedup.article import Article
from dedup.errors import InputError
from dedup.index.index import Index
from dedup.index.remote.wire_format import (
    JSON_LINES,
    article_document,
    article_of_document,
    groups_document,
)
from dedup.serialization import dumps, loads, to_builtins
from dedup.server.requests.problems import JsonAnswer, Problem
from dedup.server.requests.request_parameters import check_json, fields_of, query_parameters, truth
from dedup.server.service import Service
from dedup.settings import Settings, numbers_of

Found = TypeVar("Found")
MAX_FOUND = 1000  # articles of one search


async def query_article(request: Request) -> Response:
    """POST /v1/query: what an addition would say."""
    service: Service = request.app.state.service
    passages = truth(query_parameters(request, ("passages",)), "passages")
    check_json(request)
    async with service.bodies.read(request) as body:
        found = await service.query(partial(_answer_query, body, passages=passages))
    return Response(found, media_type="application/json")


def _answer_query(body: bytes, index: Index, *, passages: bool) -> bytes:
    """The answer to a question, which is read in the thread that finds it: each change of threads may wait."""
    article, settings = _read_query(body)
    return dumps(to_builtins(index.query(article, settings=settings), passages=passages))


def _read_query(body: bytes) -> tuple[Article, Settings | None]:
    fields = fields_of(loads(body), ("article", "settings"))
    given = fields.get("settings")
    return article_of_document(fields.get("article")), None if given is None else _settings(given)


def _settings(given: Any) -> Settings:
    """Settings by name; whole numbers may come as 4.0."""
    known = {each.name: each for each in numbers_of(Settings)}
    values: dict[str, Any] = {
        name: int(value) if type(known[name].default) is int and _is_whole(value) else value
        for name, value in fields_of(given, known).items()
    }
    return Settings(**values)


def _is_whole(value: object) -> bool:
    return isinstance(value, float) and value.is_integer()


async def _answer(request: Request, find: Callable[[Index], Any]) -> Response:
    """What a view finds, as JSON."""
    service: Service = request.app.state.service
    return JsonAnswer(await service.view(find))


def _stored(found: Found | None, name: object) -> Found:
    if found is None:
        raise Problem.not_stored(name)
    return found


def _article_id(request: Request) -> str:
    return query_parameters(request, (), ("id",))["id"]


async def list_articles(request: Request) -> Response:
    """GET /v1/articles: all articles in the order in which they were added, a line each."""
    query_parameters(request, ())
    service: Service = request.app.state.service
    return StreamingResponse(_lines(service.views), media_type=JSON_LINES)


def _lines(index: Index) -> Iterator[bytes]:
    for article in index:
        yield dumps(article_document(article)) + b"\n"


async def read_stored(request: Request) -> Response:
    """GET /v1/article: a stored article."""
    article_id = _article_id(request)

    def find(index: Index) -> Any:
        try:
            return article_document(index[article_id])
        except KeyError:
            raise Problem.not_stored(article_id) from None

    return await _answer(request, find)


async def remove_article(request: Request) -> Response:
    """DELETE /v1/article: forget an article."""
    service: Service = request.app.state.service
    article_id = _article_id(request)
    try:
        await service.ask(lambda index: index.remove(article_id))
    except KeyError:
        raise Problem.not_stored(article_id) from None
    return Response(status_code=204)


async def read_version(request: Request) -> Response:
    """GET /v1/version: the stored article with an id, or else the newest at a URL."""
    given = query_parameters(request, ("url",), ("id",))
    article = Article(given["id"], "", url=given.get("url"))
    return await _answer(request, lambda index: article_document(_stored(index.version_of(article), given["id"])))


async def read_verdict(request: Request) -> Response:
    """GET /v1/verdict: a stored article and those before it."""
    article_id = _article_id(request)
    return await _answer(request, lambda index: to_builtins(_stored(index.verdict(article_id), article_id)))


async def read_repeats(request: Request) -> Response:
    """GET /v1/repeats: the repeated blocks of a stored article."""
    article_id = _article_id(request)

    def find(index: Index) -> Any:
        try:
            return {"repeats": to_builtins(index.repeats(article_id))}
        except KeyError:
            raise Problem.not_stored(article_id) from None

    return await _answer(request, find)


async def read_groups(request: Request) -> Response:
    """GET /v1/groups: the cluster and the story of a stored article, by their ids."""
    article_id = _article_id(request)

    def find(index: Index) -> Any:
        if article_id not in index:
            raise Problem.not_stored(article_id)
        return {"cluster_id": index.cluster_id(article_id), "story_id": index.story_id(article_id)}

    return await _answer(request, find)


async def list_matches(request: Request) -> Response:
    """GET /v1/matches: all matches, or those of one article."""
    article_id = query_parameters(request, ("id",)).get("id")
    return await _answer(
        request,
        lambda index: {"matches": to_builtins(index.matches() if article_id is None else index.matches_of(article_id))},
    )


async def read_match(request: Request) -> Response:
    """GET /v1/match: the match of two stored articles."""
    given = query_parameters(request, ("passages",), ("left", "right"))
    passages = truth(given, "passages")

    def find(index: Index) -> Any:
        match = _stored(index.match(given["left"], given["right"]), f"a match of {given['left']} and {given['right']}")
        return to_builtins(match, passages=passages)

    return await _answer(request, find)


async def list_clusters(request: Request) -> Response:
    """GET /v1/clusters: all clusters of copies, without their origins."""
    query_parameters(request, ())
    return await _answer(request, lambda index: groups_document(index.clusters(), {}, origins=False))


async def read_cluster(request: Request) -> Response:
    """GET /v1/clusters/ID: one cluster of copies."""
    query_parameters(request, ())
    group = _group(request)
    return await _answer(
        request, lambda index: groups_document({group: _stored(index.cluster(group), f"cluster {group}")}, {})
    )


async def list_stories(request: Request) -> Response:
    """GET /v1/stories: all stories, without their origins."""
    query_parameters(request, ())
    return await _answer(request, lambda index: groups_document({}, index.stories(), origins=False))


async def read_story(request: Request) -> Response:
    """GET /v1/stories/ID: one story."""
    query_parameters(request, ())
    group = _group(request)
    return await _answer(
        request, lambda index: groups_document({}, {group: _stored(index.story(group), f"story {group}")})
    )


def _group(request: Request) -> int:
    given = request.path_params["group"]
    if not given.isascii() or not given.isdecimal() or len(given) > 18:
        raise InputError(f"a group is a number, not {given!r}")
    return int(given)


async def list_series(request: Request) -> Response:
    """GET /v1/series: the bulletins and columns that the last regrouping found."""
    query_parameters(request, ())
    return await _answer(request, lambda index: {"series": to_builtins(index.series())})


async def search_stored(request: Request) -> Response:
    """GET /v1/search: the newest articles that hold all words."""
    given = query_parameters(request, ("limit",), ("q",))
    limit = given.get("limit", "50")
    if not limit.isascii() or not limit.isdecimal() or not 1 <= int(limit[:9]) <= MAX_FOUND or len(limit) > 4:
        raise InputError(f"limit is a number from 1 to {MAX_FOUND}")
    return await _answer(request, lambda index: to_builtins(index.search(given["q"], int(limit)), texts=True))
