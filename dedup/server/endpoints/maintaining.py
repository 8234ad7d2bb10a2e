"""Figures, and work on the whole index."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from dedup import __version__
from dedup.errors import InputError
from dedup.index.index import Index
from dedup.serialization import loads, to_builtins, to_document
from dedup.serialization.from_plain import DocumentReader
from dedup.server.measurements import CONTENT_TYPE
from dedup.server.requests.problems import JsonAnswer
from dedup.server.requests.request_parameters import check_json, fields_of, query_parameters
from dedup.server.service import Service


@dataclass(frozen=True, slots=True)
class _Expiry:
    before: datetime


@dataclass(frozen=True, slots=True)
class _Chosen:
    article_ids: tuple[str, ...] | None


async def read_about(request: Request) -> Response:
    """GET /v1/about: what the server is, and by which settings it verifies."""
    query_parameters(request, ())
    service: Service = request.app.state.service
    articles = await service.view(len)
    settings = to_builtins(asdict(service.index.settings))
    return JsonAnswer(
        {"dedup": __version__, "articles": articles, "stories": service.finds_stories, "settings": settings}
    )


async def read_stats_of_index(request: Request) -> Response:
    """GET /v1/stats: what the index holds."""
    query_parameters(request, ())
    service: Service = request.app.state.service
    return JsonAnswer(await service.view(lambda index: to_builtins(index.stats())))


async def read_health(request: Request) -> Response:
    """GET /health: whether the index answers; for whoever watches over the server, without a token."""
    query_parameters(request, ())
    service: Service = request.app.state.service
    await service.ask(len)
    return JsonAnswer({"status": "ok"})


async def read_metrics(request: Request) -> Response:
    """GET /metrics: counters for Prometheus."""
    query_parameters(request, ())
    service: Service = request.app.state.service
    gauges = {
        "dedup_stored_articles": ("Articles in the index.", await service.view(len)),
        "dedup_waiting_articles": ("Articles that wait to be added.", service.worker.waiting_articles),
        "dedup_body_bytes": ("Bytes of bodies that are read or wait.", service.bodies.bytes_held),
    }
    return Response(service.measurements.text(gauges), headers={"Content-Type": CONTENT_TYPE})


async def _body(request: Request, *known: str) -> dict[str, Any]:
    query_parameters(request, ())
    check_json(request)
    service: Service = request.app.state.service
    async with service.bodies.read(request) as body:
        return fields_of(loads(body), known)


async def expire_articles(request: Request) -> Response:
    """POST /v1/expire: forget articles of before a date."""
    fields = await _body(request, "before")
    before = DocumentReader().document(_Expiry, fields).before
    service: Service = request.app.state.service
    return JsonAnswer({"removed": await service.ask(lambda index: index.expire(before))})


async def regroup_articles(request: Request) -> Response:
    """POST /v1/regroup: find what only all articles together show; answered when it is done."""
    stories = (await _body(request, "stories")).get("stories", True)
    if not isinstance(stories, bool):
        raise InputError("'stories' should be true or false")
    service: Service = request.app.state.service
    await service.view(lambda index: index.regroup(stories=stories))
    return JsonAnswer({})


async def read_report(request: Request) -> Response:
    """POST /v1/report: everything as one report, or some articles."""
    fields = await _body(request, "article_ids")
    chosen = DocumentReader().document(_Chosen, {"article_ids": None, **fields}).article_ids
    service: Service = request.app.state.service
    return JsonAnswer(await service.view(lambda index: _report_document(index, chosen)))


def _report_document(index: Index, chosen: tuple[str, ...] | None) -> dict[str, Any]:
    return to_document(index.export(chosen), texts=True)


async def check_index_of_server(request: Request) -> Response:
    """POST /v1/check: what is damaged."""
    await _body(request)
    service: Service = request.app.state.service
    return JsonAnswer({"faults": await service.view(lambda index: to_builtins(index.check()))})
