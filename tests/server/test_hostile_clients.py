"""Clients that are slow, huge, broken or strangers: each is answered or cut off, and others are served meanwhile."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterator
from typing import cast

import httpx
import pytest
from serve_process import connected, exchange, received
from served import serving
from starlette.requests import Request

from dedup import Article, Index, InputError
from dedup.server.requests.limits import ServerLimits
from dedup.server.requests.request_body import BodyReader
from dedup.server.serving import bind_socket, check_tokens

LIMITS = ServerLimits(head_seconds=0.5, body_seconds=0.5, max_body_bytes=10_000, max_connections=40)
MAX_LINE_SECONDS = 20.0  # of CPU: it takes one
TOKEN = "a-secret-of-this-test"
LARGE_BYTES = 24_000_000  # more than the buffers of two sockets hold
OTHER = "another-secret-of-it"
JSON = {"Content-Type": "application/json"}
HEAD = b"POST /v1/articles HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("served") / "news.dedup", limits=LIMITS) as address:
        yield address


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("guarded") / "news.dedup", tokens=(OTHER, TOKEN)) as address:
        yield address


@pytest.mark.parametrize("sent", [b"", b"GET /hea", HEAD], ids=["nothing", "half a line", "half a head"])
def test_whoever_does_not_end_his_request_is_cut_off(url: str, sent: bytes) -> None:
    with connected(url) as slow:
        slow.sendall(sent)
        assert httpx.get(f"{url}/health").status_code == 200
        assert received(slow) == b""


def test_one_letter_at_a_time_is_too_slow_too(url: str) -> None:
    with connected(url) as slow, pytest.raises(OSError):
        for letter in HEAD * 100:
            slow.sendall(bytes([letter]))
            time.sleep(0.02)


def test_a_second_request_on_a_connection_has_its_own_time(url: str) -> None:
    with connected(url) as slow:
        for _ in range(2):
            slow.sendall(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            found = b""
            while b"ok" not in found:
                found += slow.recv(1 << 16)
            time.sleep(1.2 * LIMITS.head_seconds)
        slow.sendall(b"GET /hea")
        assert received(slow) == b""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of large answers, whose clients have to receive at once."""
    path = tmp_path_factory.mktemp("large") / "news.dedup"
    with Index(path) as index:
        index.add_unverified(Article(f"a{number}", "Rain. " * (LARGE_BYTES // 6 // 40)) for number in range(40))
    with serving(path, limits=ServerLimits(reader_seconds=0.5)) as address:
        yield address


@pytest.mark.parametrize("path", ["/v1/articles", "/v1/search?q=rain"], ids=["a stream", "one piece"])
def test_whoever_does_not_receive_his_answer_is_cut_off(large: str, path: str) -> None:
    with connected(large) as slow:
        slow.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        time.sleep(2)
        assert httpx.get(f"{large}/health").status_code == 200
        assert 0 < len(received(slow)) < LARGE_BYTES / 2


def test_an_answer_may_be_received_slowly(large: str) -> None:
    with connected(large) as slow:
        slow.sendall(b"GET /v1/search?q=rain HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        count = 0
        while piece := slow.recv(1 << 20):
            count += len(piece)
            time.sleep(0.1)
        assert count > LARGE_BYTES


def test_a_body_that_does_not_come_is_not_waited_for(url: str) -> None:
    answer = exchange(url, HEAD + b"Connection: close\r\nContent-Length: 100\r\n\r\n{")
    assert answer.startswith(b"HTTP/1.1 408")


def test_a_body_that_is_too_large_is_refused_before_it_is_read(url: str) -> None:
    answer = exchange(url, HEAD + b"Connection: close\r\nContent-Length: 99999999999\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 413")

    def pieces() -> Iterator[bytes]:
        for _ in range(30):
            yield b" " * 1000

    assert httpx.post(f"{url}/v1/articles", content=pieces(), headers=JSON).status_code == 413


def test_a_line_that_is_too_large_is_answered_and_ends_no_other(url: str) -> None:
    def pieces() -> Iterator[bytes]:
        yield b'before\n{"id": "large'
        for _ in range(30):
            yield b" " * 1000
        yield b'"}\n\nbehind'

    answer = httpx.post(f"{url}/v1/articles", content=pieces(), headers={"Content-Type": "application/x-ndjson"})
    before, large, behind = (json.loads(line)["message"] for line in answer.text.splitlines())
    assert large == "a body may have 10,000 bytes"
    assert before == behind != large


def test_a_line_in_many_pieces_is_joined_once() -> None:
    class Pieces:
        async def stream(self) -> AsyncIterator[bytes]:
            for _ in range(20_000):
                yield b"a" * 500  # joined to the line at each piece, they would be copied for minutes

    async def lengths() -> list[int]:
        lines = BodyReader(ServerLimits()).lines(cast(Request, Pieces()))
        return [len(line) async for line in lines if isinstance(line, bytes)]

    start = time.process_time()
    assert asyncio.run(lengths()) == [10_000_000]
    assert time.process_time() - start < MAX_LINE_SECONDS


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[" * 9000,
        b'{"id": "a"}',
        b'{"id": 7, "text": "x"}',
        b'{"id": "a", "text": "x", "published": "yesterday"}',
        b'{"id": "a", "text": "x", "published": "2026-01-01T00:00:00"}',
        b'{"id": "a", "text": "x", "colour": "red"}',
        b'{"articles": {"id": "a"}}',
        b'{"articles": [{"id": "a", "text": "x"}, 7]}',
        b'{"id": "a", "text": "x", "links": [1]}',
        b'\xff\xfe{"id": "a"}',
        b"NaN",
    ],
)
def test_a_body_that_is_no_article_is_refused_and_stores_nothing(url: str, body: bytes) -> None:
    answer = httpx.post(f"{url}/v1/articles", content=body, headers=JSON)
    assert (answer.status_code, answer.json()["error"]) == (400, "InputError")
    assert httpx.get(f"{url}/v1/about").json()["articles"] == 0


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/article", 400),
        ("/v1/article?id=%ff", 400),
        ("/v1/article?id=a&id=b", 400),
        ("/v1/article?id=a", 404),
        ("/v1/article?id=a&colour=red", 400),
        ("/v1/match?left=a&right=b&passages=perhaps", 400),
        ("/v1/clusters/x", 400),
        ("/v1/clusters/99999999999999999999", 400),
        ("/v1/clusters/7", 404),
        ("/v1/search?q=a&limit=0", 400),
        ("/story?id=9", 404),
        ("/article?id=%3Cscript%3E", 404),
        ("/nowhere", 404),
        ("/v1/%2e%2e/about", 404),
    ],
)
def test_a_question_that_is_not_understood_is_told_why(url: str, path: str, status: int) -> None:
    answer = httpx.get(f"{url}{path}")
    assert (answer.status_code, set(answer.json())) == (status, {"error", "message"})


def test_what_is_no_http_is_answered_so(url: str) -> None:
    assert exchange(url, b"\x16\x03\x01\x02\x00 hello\r\n\r\n").startswith(b"HTTP/1.1 400")
    assert exchange(url, b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 20_000).startswith(b"HTTP/1.1 400")


def test_a_body_must_say_that_it_is_json(url: str) -> None:
    """So no form on a page of another site can add an article."""
    body = '{"id": "a", "text": "x"}'
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        assert httpx.post(f"{url}/v1/articles", content=body, headers={"Content-Type": kind}).status_code == 415


def test_without_tokens_only_names_of_this_machine_are_answered(url: str) -> None:
    port = url.rpartition(":")[2]
    for host, status in (("evil.example", 403), (f"localhost:{port}", 200), ("127.0.0.1", 200), ("", 403)):
        assert httpx.get(f"{url}/v1/about", headers={"Host": host}).status_code == status


def test_of_too_many_connections_the_last_are_turned_away(url: str) -> None:
    idle = [connected(url) for _ in range(LIMITS.max_connections)]
    opened = [each.__enter__() for each in idle]
    try:
        assert httpx.get(f"{url}/health").status_code == 503
    finally:
        for each in opened:
            each.close()
    time.sleep(0.1)
    assert httpx.get(f"{url}/health").status_code == 200


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"Authorization": "Bearer"},
        {"Authorization": f"Bearer {TOKEN}x"},
        {"Authorization": f"Bearer {TOKEN[:-1]}"},
        {"Authorization": f"Digest {TOKEN}"},
        {"Authorization": "Basic !!!"},
        {"Authorization": "Basic Og=="},
    ],
)
def test_without_a_token_nothing_is_answered_but_health(guarded: str, given: dict[str, str]) -> None:
    for path in ("/", "/v1/about", "/metrics", "/openapi.json", "/nowhere"):
        answer = httpx.get(f"{guarded}{path}", headers=given)
        assert (answer.status_code, "Basic" in answer.headers["WWW-Authenticate"]) == (401, True)
    assert httpx.get(f"{guarded}/health", headers=given).status_code == 200


def test_with_a_token_all_is_answered(guarded: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for token in (TOKEN, OTHER):
        assert httpx.get(f"{guarded}/v1/about", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    assert httpx.get(guarded, auth=("anybody", TOKEN), headers={"Host": "news.example"}).status_code == 200
    with Index(guarded.replace("//", f"//{TOKEN}@")) as index:
        index.add(Article("a", "Rain."))
        assert TOKEN not in repr(index)
    with pytest.raises(InputError, match="a token is needed"):
        Index(guarded)
    monkeypatch.setenv("DEDUP_TOKEN", OTHER)
    with Index(guarded) as index:
        assert "a" in index


def test_other_machines_need_a_token() -> None:
    with bind_socket("0.0.0.0:0") as open_to_all, bind_socket("127.0.0.1:0") as own:
        check_tokens(own, [])
        check_tokens(open_to_all, [TOKEN])
        with pytest.raises(InputError, match="--token-file FILE is needed"):
            check_tokens(open_to_all, [])
        with pytest.raises(InputError, match="16 characters"):
            check_tokens(own, ["short"])
        with pytest.raises(InputError, match="already in use"):
            bind_socket(f"127.0.0.1:{own.getsockname()[1]}")
    for address in ("8080", "127.0.0.1:", "127.0.0.1:99999", ":80"):
        with pytest.raises(InputError, match="HOST:PORT"):
            bind_socket(address)
