"""The application: its routes, and what stands before them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import NamedTuple

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dedup.errors import DedupError
from dedup.server.description.open_api import description
from dedup.server.endpoints import adding, asking, maintaining, pages
from dedup.server.requests.access import AccessControl
from dedup.server.requests.problems import JsonAnswer, Problem, problem_answer
from dedup.server.service import Service

Handler = Callable[[Request], Awaitable[Response]]


class Endpoint(NamedTuple):
    """A path, what it answers to, and whether the answer may take as long as it takes."""

    method: str
    path: str
    handler: Handler
    is_long: bool = False


async def read_description(_: Request) -> Response:
    """GET /openapi.json: the description of the API."""
    return JsonAnswer(description())


ENDPOINTS = (
    Endpoint("POST", "/v1/articles", adding.add_articles),
    Endpoint("GET", "/v1/articles", asking.list_articles, is_long=True),
    Endpoint("POST", "/v1/load", adding.load_articles, is_long=True),
    Endpoint("POST", "/v1/query", asking.query_article),
    Endpoint("GET", "/v1/article", asking.read_stored),
    Endpoint("DELETE", "/v1/article", asking.remove_article),
    Endpoint("GET", "/v1/version", asking.read_version),
    Endpoint("GET", "/v1/verdict", asking.read_verdict),
    Endpoint("GET", "/v1/repeats", asking.read_repeats),
    Endpoint("GET", "/v1/groups", asking.read_groups),
    Endpoint("GET", "/v1/search", asking.search_stored),
    Endpoint("GET", "/v1/matches", asking.list_matches, is_long=True),
    Endpoint("GET", "/v1/match", asking.read_match),
    Endpoint("GET", "/v1/clusters", asking.list_clusters, is_long=True),
    Endpoint("GET", "/v1/clusters/{group}", asking.read_cluster),
    Endpoint("GET", "/v1/stories", asking.list_stories, is_long=True),
    Endpoint("GET", "/v1/stories/{group}", asking.read_story),
    Endpoint("GET", "/v1/series", asking.list_series),
    Endpoint("POST", "/v1/expire", maintaining.expire_articles, is_long=True),
    Endpoint("POST", "/v1/regroup", maintaining.regroup_articles, is_long=True),
    Endpoint("POST", "/v1/report", maintaining.read_report, is_long=True),
    Endpoint("POST", "/v1/check", maintaining.check_index_of_server, is_long=True),
    Endpoint("GET", "/v1/stats", maintaining.read_stats_of_index, is_long=True),
    Endpoint("GET", "/v1/about", maintaining.read_about),
    Endpoint("GET", "/health", maintaining.read_health),
    Endpoint("GET", "/metrics", maintaining.read_metrics),
    Endpoint("GET", "/openapi.json", read_description),
    Endpoint("GET", "/", pages.show_front),
    Endpoint("GET", "/search", pages.show_search),
    Endpoint("GET", "/article", pages.show_article),
    Endpoint("GET", "/cluster", pages.show_cluster),
    Endpoint("GET", "/story", pages.show_story),
)


def make_application(service: Service, tokens: Sequence[str] = ()) -> Starlette:
    """The application over one service, which it closes when it ends."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await asyncio.to_thread(service.close)

    application = Starlette(
        routes=[
            Route(each.path, _timed(each, service.limits.answer_seconds), methods=[each.method]) for each in ENDPOINTS
        ],
        middleware=[Middleware(RequestCounter, service=service), Middleware(AccessControl, tokens=tokens)],
        exception_handlers={HTTPException: problem_answer, DedupError: problem_answer, Exception: problem_answer},
        lifespan=lifespan,
    )
    application.state.service = service
    return application


def _timed(endpoint: Endpoint, seconds: float) -> Handler:
    async def answer(request: Request) -> Response:
        if endpoint.is_long:
            return await endpoint.handler(request)
        try:
            async with asyncio.timeout(seconds):
                return await endpoint.handler(request)
        except TimeoutError:
            raise Problem.late() from None

    return answer


class RequestCounter:
    """Counts requests by route and status, and how long they took until the answer began."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self._app = app
        self._measurements = service.measurements

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, and count it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                route = _route(scope["path"])
                method = scope["method"] if scope["method"] in _METHODS else "other"
                self._measurements.count_request(route, method, message["status"], time.perf_counter() - began)
            await send(message)

        await self._app(scope, receive, counted)


def _route(path: str) -> str:
    """The route of a path, which is a group's where only a number follows; unknown paths are one."""
    parent = path.rpartition("/")[0]
    return path if path in _PATHS else f"{parent}/{{group}}" if f"{parent}/{{group}}" in _PATHS else "other"


_PATHS = {each.path for each in ENDPOINTS}
_METHODS = {"HEAD", *(each.method for each in ENDPOINTS)}
