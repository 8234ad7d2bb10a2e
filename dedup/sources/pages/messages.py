"""What goes over the pipes between the program and a process that extracts pages.

A message is one byte for its kind, its length in eight bytes, and its content. To the process goes a page: what is
known of it as a line of JSON, and its bytes, unless the process can read them itself. From the process comes the
article as JSON, or the reason why there is none, or that it took too long.
"""

from __future__ import annotations

import json
from typing import IO, NamedTuple

READY, PAGE, REASON, LATE = b"!", b"P", b"R", b"L"
_LENGTH_BYTES = 8


class PageRequest(NamedTuple):
    """A page to be extracted: its bytes, or else the path of the file that holds it, packed or not.

    `url` and `charset` are what the page's container says of it.

    >>> page = PageRequest(path="in/rain.html.gz", url="https://example.org/rain")
    >>> PageRequest.from_bytes(page.to_bytes()) == page
    True
    """

    html: bytes = b""
    path: str | None = None
    url: str | None = None
    charset: str | None = None

    def to_bytes(self) -> bytes:
        """The content of a message."""
        return json.dumps([self.path, self.url, self.charset]).encode() + b"\n" + self.html

    @classmethod
    def from_bytes(cls, content: bytes) -> PageRequest:
        """The page that `to_bytes` wrote."""
        head, _, html = content.partition(b"\n")
        return cls(html, *json.loads(head))


def send(pipe: IO[bytes], kind: bytes, content: bytes) -> None:
    """Write a message."""
    pipe.write(kind + len(content).to_bytes(_LENGTH_BYTES) + content)
    pipe.flush()


def receive(pipe: IO[bytes]) -> tuple[bytes, bytes] | None:
    """The kind and content of the next message; None if the other side has ended."""
    head = pipe.read(1 + _LENGTH_BYTES)
    size = int.from_bytes(head[1:])
    content = pipe.read(size)
    return (head[:1], content) if len(head) > _LENGTH_BYTES and len(content) == size else None
