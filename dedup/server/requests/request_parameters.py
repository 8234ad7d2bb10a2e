"""Reads parameters and bodies of requests: what is not understood is a Problem or an InputError, never a fault."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from dedup.errors import InputError
from dedup.index.remote.wire_format import JSON
from dedup.server.requests.problems import Problem

BOOLEANS = {"true": True, "false": False}


def query_parameters(request: Request, known: Collection[str], needed: Collection[str] = ()) -> dict[str, str]:
    """The parameters of an address, each at most once; lone surrogates come as the bytes that they stand for."""
    try:
        given = parse_qsl(
            request.url.query, keep_blank_values=True, encoding="utf-8", errors="surrogatepass", max_num_fields=20
        )
    except ValueError as error:
        raise InputError(f"the parameters are not understood: {error}") from error
    found = dict(given)
    if len(found) < len(given):
        raise InputError("a parameter is given twice")
    if unknown := sorted(found.keys() - {*known, *needed}):
        raise InputError(f"no such parameter: {', '.join(unknown)}")
    if missing := sorted({*needed} - found.keys()):
        raise InputError(f"a parameter is missing: {', '.join(missing)}")
    return found


def truth(parameters: dict[str, str], name: str) -> bool:
    """A parameter that is true or false; false where it is not given."""
    given = parameters.get(name, "false")
    if given not in BOOLEANS:
        raise InputError(f"{name} is true or false, not {given!r}")
    return BOOLEANS[given]


def content_type(request: Request) -> str:
    """What a body says that it is, without parameters such as charset."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def check_json(request: Request) -> None:
    """Problem unless the body says that it is JSON."""
    if content_type(request) != JSON:
        raise Problem(415, f"the body should be {JSON}")


def fields_of(document: Any, known: Collection[str]) -> dict[str, Any]:
    """The fields of an object; InputError for what is none, or has others."""
    if not isinstance(document, dict):
        raise InputError("the body should be an object")
    if unknown := sorted(document.keys() - {*known}):
        raise InputError(f"{unknown[0]!r} is unknown")
    return document
