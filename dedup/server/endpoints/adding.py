"""Additions: one article, many, or a stream of lines."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from dedup.article import Article
from dedup.errors import DedupError, InputError
from dedup.index.remote.wire_format import JSON, JSON_LINES, KEY_HEADER, article_of_document
from dedup.index.result import Status
from dedup.serialization import loads
from dedup.server.add_jobs import AddMode
from dedup.server.requests.problems import DuplexAnswer, JsonAnswer, Problem, problem_answer
from dedup.server.requests.request_parameters import check_json, content_type, fields_of, query_parameters, truth
from dedup.server.service import Service

STREAM_BATCH = 200  # lines of a stream that are added together, if they have come
MAX_KEY_CHARACTERS = 200
KEY_PATTERN = re.compile(f"[0-9A-Za-z_-]{{1,{MAX_KEY_CHARACTERS}}}")
CONFLICT = f'"status":"{Status.CONFLICT}"'


async def add_articles(request: Request) -> Response:
    """POST /v1/articles: add one article, many, or a stream of them."""
    service: Service = request.app.state.service
    parameters = query_parameters(request, ("mode", "passages"))
    passages = truth(parameters, "passages")
    mode = parameters.get("mode", AddMode.ADD.value)
    if mode not in [*map(str, AddMode)]:
        raise InputError(f"mode is one of {', '.join(AddMode)}, not {mode!r}")
    if content_type(request) == JSON_LINES:
        lines = _added_lines(request, service, AddMode(mode), passages)
        return DuplexAnswer(lines, JSON_LINES)
    check_json(request)
    async with service.bodies.read(request) as body:
        articles, is_one = await service.parse(_read_articles, body)
        answers = await service.add(articles, AddMode(mode), _key(request), passages=passages)
    if is_one:
        return Response(
            answers[0], 409 if CONFLICT in answers[0][:1000] and _is_conflict(answers[0]) else 200, media_type=JSON
        )
    return Response(f'{{"results":[{",".join(answers)}]}}', media_type=JSON)


async def load_articles(request: Request) -> Response:
    """POST /v1/load: store articles without verifying them."""
    service: Service = request.app.state.service
    query_parameters(request, ())
    check_json(request)
    async with service.bodies.read(request) as body:
        articles, _ = await service.parse(_read_many, body)
        try:
            return JsonAnswer({"stored": await service.ask(lambda index: index.add_unverified(articles))})
        except InputError as error:  # an id is stored
            raise Problem(409, str(error)) from error


def _is_conflict(answer: str) -> bool:
    return bool(loads(answer)["status"] == Status.CONFLICT)


def _key(request: Request) -> str | None:
    key = request.headers.get(KEY_HEADER)
    if key is not None and not KEY_PATTERN.fullmatch(key):
        raise InputError(f"{KEY_HEADER} has 1 to {MAX_KEY_CHARACTERS} letters, digits, '-' and '_'")
    return key


def _read_articles(body: bytes) -> tuple[list[Article], bool]:
    """The articles of a body, and whether it is but one."""
    document = loads(body)
    if isinstance(document, dict) and "articles" in document:
        return _articles_of(document), False
    return [article_of_document(document)], True


def _read_many(body: bytes) -> tuple[list[Article], bool]:
    return _articles_of(loads(body)), False


def _articles_of(document: Any) -> list[Article]:
    given = fields_of(document, ("articles",)).get("articles")
    if not isinstance(given, list):
        raise InputError("'articles' should be a list")
    found = []
    for place, each in enumerate(given):
        try:
            found.append(article_of_document(each))
        except InputError as error:
            raise InputError(f"articles[{place}]: {error}") from error
    return found


async def _added_lines(request: Request, service: Service, mode: AddMode, passages: bool) -> AsyncIterator[bytes]:
    """The answers to lines, a line each and in their order; a line that is no article is answered with its fault.

    What goes wrong beyond single lines ends the stream with a line of its own: the articles before it are stored.
    """
    waiting: list[bytes | Problem] = []
    try:
        async for line in service.bodies.lines(request):
            waiting.append(line)
            if len(waiting) == STREAM_BATCH:
                yield await _answered(request, waiting, service, mode, passages)
                waiting = []
        if waiting:
            yield await _answered(request, waiting, service, mode, passages)
    except (Problem, DedupError) as error:
        yield f"{_fault(request, error)}\n".encode()


async def _answered(
    request: Request, lines: list[bytes | Problem], service: Service, mode: AddMode, passages: bool
) -> bytes:
    read = [_fault(request, line) if isinstance(line, Problem) else _read_line(request, line) for line in lines]
    articles = [each for each in read if isinstance(each, Article)]
    answers = iter(await service.add(articles, mode, None, passages=passages))
    texts = (next(answers) if isinstance(each, Article) else each for each in read)
    return "".join(f"{text}\n" for text in texts).encode()


def _read_line(request: Request, line: bytes) -> Article | str:
    """The article of a line, or the answer to what is none."""
    try:
        return article_of_document(loads(line))
    except InputError as error:
        return _fault(request, error)


def _fault(request: Request, error: Problem | DedupError) -> str:
    return bytes(problem_answer(request, error).body).decode()
