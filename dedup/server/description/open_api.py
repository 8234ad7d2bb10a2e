"""The description of the API, in the form of OpenAPI 3.1, made of a table of its operations and of our values."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from dedup import __version__
from dedup.alignment.repeats.blocks import Repeat
from dedup.article import Article
from dedup.comparison.match import Match
from dedup.index.maintenance.integrity import Fault
from dedup.index.maintenance.overview import SearchResult
from dedup.index.maintenance.stats import IndexStats
from dedup.index.remote.wire_format import JSON, JSON_LINES, KEY_HEADER, GroupsDocument
from dedup.index.result import IndexResult
from dedup.server.description.json_schema import Schema, SchemaMaker
from dedup.settings import Number, Settings, numbers_of
from dedup.settings.number import MAX_VALUE
from dedup.stories.series.series import Series

STRING: Schema = {"type": "string"}
BOOLEAN: Schema = {"type": "string", "enum": ["true", "false"], "default": "false"}
PROBLEM: Schema = {
    "type": "object",
    "properties": {"error": STRING, "message": STRING},
    "required": ["error", "message"],
}
ALWAYS = {
    400: "Something that was given is not understood.",
    401: "A token is needed.",
    403: "Without a token, the server answers to names of its own machine only.",
    429: "Too much waits; try again.",
    500: "The index is damaged, or the server is at fault.",
    503: "The index cannot be read or written now; try again.",
}
WITH_BODY = {408: "The body came too slowly.", 413: "The body is too large.", 415: "The body is not JSON."}
NOT_STORED = {404: "Nothing of this name is stored."}


class Parameter(NamedTuple):
    """A parameter of an address."""

    name: str
    description: str
    schema: Schema = STRING
    required: bool = False
    place: str = "query"

    def plain(self) -> Schema:
        """Its description."""
        found = {"name": self.name, "in": self.place, "description": self.description, "schema": self.schema}
        return {**found, "required": self.required}


ID = Parameter("id", "The id of an article.", required=True)
GROUP = Parameter("group", "The id of a group.", {"type": "integer", "minimum": 0, "maximum": 10**18 - 1}, True, "path")
PASSAGES = Parameter("passages", "Whether matches come with their passages.", BOOLEAN)
MODE = Parameter(
    "mode",
    "What becomes of an article whose id is stored: `add`, a version of it takes its place, and another article is a "
    "conflict; `update`, it takes its place; `once`, the same text gets the same verdict again, another is a conflict.",
    {"type": "string", "enum": ["add", "update", "once"], "default": "add"},
)
KEY = Parameter(
    KEY_HEADER,
    "A name of this request. Sent again under the same name, it is answered as it was, also after a restart.",
    {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[0-9A-Za-z_-]+$"},
    place="header",
)


class Operation(NamedTuple):
    """What the server answers to at one path."""

    method: str
    path: str
    summary: str
    answer: Schema | str  # a schema of JSON, or a media type
    parameters: tuple[Parameter, ...] = ()
    body: dict[str, Schema] | None = None  # by media type
    more: dict[int, str] = {}  # noqa: RUF012 - other answers, by status; never changed
    status: int = 200


def _object(**properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }


def _optional(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _settings() -> Schema:
    """Settings by name, those that are not given have their defaults."""
    return _optional(**{each.name: _number(each) for each in numbers_of(Settings)})


def _number(number: Number) -> Schema:
    if number.is_switch:
        return {"type": "boolean"}
    kind = "integer" if isinstance(number.default, int) else "number"
    low = -MAX_VALUE if number.low is None else number.low
    return {"type": kind, "minimum": low, "maximum": MAX_VALUE if number.high is None else number.high}


def _list(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def operations(make: SchemaMaker) -> list[Operation]:
    """All operations of the API."""
    return [*_additions(make), *_look_ups(make), *_lists(make), *_maintenance(make)]


def _additions(make: SchemaMaker) -> list[Operation]:
    article, result = make.of(Article), make.of(IndexResult)
    many = _object(articles=_list(article))
    one_or_many = {"anyOf": [article, many]}
    results = {"anyOf": [result, _object(results=_list(result))]}
    query = {
        **_object(article=article, settings={"anyOf": [{"type": "null"}, _settings()]}),
        "required": ["article"],
    }
    return [
        Operation(
            "post",
            "/v1/articles",
            "Verify one article or many against all before, and store them. Lines of JSON are answered line by line.",
            results,
            (MODE, PASSAGES, KEY),
            {JSON: one_or_many},
            {409: "The one article is in conflict with a stored one."},
        ),
        Operation(
            "post", "/v1/load", "Store articles without verifying them.", _object(stored={"type": "integer"}), (),
            {JSON: many}, {409: "An id is stored."},
        ),
        Operation("post", "/v1/query", "What an addition would say.", result, (PASSAGES,), {JSON: query}),
    ]  # fmt: skip


def _look_ups(make: SchemaMaker) -> list[Operation]:
    article, group = make.of(Article), {"anyOf": [{"type": "integer"}, {"type": "null"}]}
    sides = Parameter("left", "The id of one article.", required=True), Parameter("right", "The other.", required=True)
    url = Parameter("url", "The URL of an article.")
    groups = make.of(GroupsDocument)
    return [
        Operation("get", "/v1/article", "A stored article.", article, (ID,), more=NOT_STORED),
        Operation("delete", "/v1/article", "Forget an article.", "", (ID,), more=NOT_STORED, status=204),
        Operation("get", "/v1/version", "What is stored under an id, or else at a URL.", article, (ID, url), more=NOT_STORED),
        Operation("get", "/v1/verdict", "A stored article and those before it.", make.of(IndexResult), (ID,), more=NOT_STORED),
        Operation("get", "/v1/repeats", "The repeated blocks of an article.", _object(repeats=_list(make.of(Repeat))), (ID,), more=NOT_STORED),
        Operation("get", "/v1/groups", "The cluster and the story of an article.", _object(cluster_id=group, story_id=group), (ID,), more=NOT_STORED),
        Operation("get", "/v1/match", "The match of two articles.", make.of(Match), (*sides, PASSAGES), more=NOT_STORED),
        Operation("get", "/v1/clusters/{group}", "One cluster of copies.", groups, (GROUP,), more=NOT_STORED),
        Operation("get", "/v1/stories/{group}", "One story.", groups, (GROUP,), more=NOT_STORED),
    ]  # fmt: skip


def _lists(make: SchemaMaker) -> list[Operation]:
    words = Parameter("q", "Words that an article holds.", required=True)
    limit = Parameter("limit", "How many.", {"type": "integer", "minimum": 1, "maximum": 1000, "default": 50})
    groups, one = make.of(GroupsDocument), ID._replace(required=False)
    return [
        Operation("get", "/v1/articles", "All articles, a line each, in the order in which they were added.", JSON_LINES),
        Operation("get", "/v1/search", "The newest articles that hold all words.", make.of(SearchResult), (words, limit)),
        Operation("get", "/v1/matches", "All matches, or those of one article.", _object(matches=_list(make.of(Match))), (one,)),
        Operation("get", "/v1/clusters", "All clusters of copies, without origins.", groups),
        Operation("get", "/v1/stories", "All stories, without origins.", groups),
        Operation("get", "/v1/series", "Bulletins and columns.", _object(series=_list(make.of(Series)))),
    ]  # fmt: skip


def _maintenance(make: SchemaMaker) -> list[Operation]:
    about = _object(
        dedup=STRING, articles={"type": "integer"}, stories={"type": "boolean"}, settings={"type": "object"}
    )
    before = _object(before={"type": "string", "format": "date-time"})
    ids = {"anyOf": [{"type": "null"}, _list(STRING)]}
    return [
        Operation("get", "/v1/about", "What the server is.", about),
        Operation("get", "/v1/stats", "What the index holds.", make.of(IndexStats)),
        Operation("post", "/v1/expire", "Forget articles of before a date.", _object(removed={"type": "integer"}), (), {JSON: before}),
        Operation("post", "/v1/regroup", "Find what only all articles together show.", {"type": "object"}, (), {JSON: _optional(stories={"type": "boolean"})}),
        Operation("post", "/v1/report", "Everything as one report, or some articles.", {"type": "object"}, (), {JSON: _optional(article_ids=ids)}),
        Operation("post", "/v1/check", "What is damaged.", _object(faults=_list(make.of(Fault))), (), {JSON: _optional()}),
        Operation("get", "/health", "Whether the index answers; needs no token.", _object(status=STRING)),
        Operation("get", "/metrics", "Counters for Prometheus.", "text/plain"),
        Operation("get", "/openapi.json", "This description.", {"type": "object"}),
    ]  # fmt: skip


@cache
def description() -> dict[str, Any]:
    """The whole description."""
    make = SchemaMaker()
    paths: dict[str, dict[str, Any]] = {}
    for each in operations(make):
        paths.setdefault(each.path, {})[each.method] = _described(each)
    return {
        "openapi": "3.1.0",
        "info": {"title": "dedup", "version": __version__, "description": "An index of news articles over HTTP."},
        "paths": paths,
        "components": {
            "schemas": {**make.schemas, "Problem": PROBLEM},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"token": []}, {}],
    }


def _described(operation: Operation) -> dict[str, Any]:
    problem = {"content": {JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    statuses = {**ALWAYS, **(WITH_BODY if operation.body else {}), **operation.more}
    responses = {str(status): {"description": words, **problem} for status, words in sorted(statuses.items())}
    if operation.path == "/v1/articles" and operation.body:  # a verdict, too
        responses["409"]["content"] = {JSON: {"schema": operation.answer}}
    found: dict[str, Any] = {
        "summary": operation.summary,
        "parameters": [parameter.plain() for parameter in operation.parameters],
        "responses": {str(operation.status): _answer(operation), **responses},
    }
    if operation.body:
        content = {kind: {"schema": schema} for kind, schema in operation.body.items()}
        found["requestBody"] = {"required": True, "content": content}
    return found


def _answer(operation: Operation) -> dict[str, Any]:
    if isinstance(operation.answer, dict):
        content = {JSON: {"schema": operation.answer}}
        return {"description": "The answer.", "content": content}
    return {"description": "The answer.", **({"content": {operation.answer: {}}} if operation.answer else {})}
