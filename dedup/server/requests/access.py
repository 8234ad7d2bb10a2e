"""Who may ask: whoever has a token, or else this machine alone.

A token comes as `Authorization: Bearer TOKEN`, or as the password of Basic, for which browsers ask. Without tokens the
server is bound to this machine, and answers to its names only: a page of another site that a browser shows cannot reach
it under a name of its own. Bodies must say that they are JSON, which no form of another site can.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from dedup.server.requests.problems import JsonAnswer

OPEN_PATHS = frozenset({"/health"})
OWN_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
CHALLENGE = 'Basic realm="dedup", charset="UTF-8", Bearer realm="dedup"'


class AccessControl:
    """Answers 401 to whoever has no token, where there are any, and 403 to other names of this machine otherwise."""

    def __init__(self, app: ASGIApp, tokens: Sequence[str] = ()) -> None:
        self._app = app
        self._tokens = [token.encode() for token in tokens]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] != "http" or scope["path"] in OPEN_PATHS:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if self._tokens:
            if self._is_known(_given_token(headers.get("authorization", ""))):
                await self._app(scope, receive, send)
                return
            refusal = JsonAnswer(
                {"error": "InputError", "message": "a token is needed"}, 401, {"WWW-Authenticate": CHALLENGE}
            )
        elif _host_name(headers.get("host", "")) in OWN_NAMES:
            await self._app(scope, receive, send)
            return
        else:
            refusal = JsonAnswer({"error": "InputError", "message": "not by this name without a token"}, 403)
        await refusal(scope, receive, send)

    def _is_known(self, given: bytes) -> bool:
        """Whether a token is one of ours; all are compared, so that time tells nothing of which."""
        return sum(hmac.compare_digest(given, token) for token in self._tokens) > 0


def _given_token(authorization: str) -> bytes:
    r"""The token in a header; empty where there is none.

    >>> _given_token("Bearer secret"), _given_token("Basic OnNlY3JldA==")
    (b'secret', b'secret')
    """
    scheme, _, credentials = authorization.partition(" ")
    credentials = credentials.strip()
    match scheme.lower():
        case "bearer":
            return credentials.encode("latin-1", "replace")
        case "basic":
            try:
                return base64.b64decode(credentials, validate=True).partition(b":")[2]
            except (binascii.Error, ValueError):
                return b""
        case _:
            return b""


def _host_name(host: str) -> str:
    """A host without its port.

    >>> _host_name("localhost:8080"), _host_name("[::1]:8080")
    ('localhost', '[::1]')
    """
    return host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0].lower()
