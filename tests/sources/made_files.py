"""Files of every kind with known articles in them, for the tests of reading."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Mapping

RAIN = "Rain fell on the valley all night, and the river rose by a metre before the morning came."
SNOW = "Snow closed the pass on Tuesday; the road is to open again by noon, said the office."


def page(text: str = RAIN, title: str = "Rain", charset: str = "utf-8") -> bytes:
    """A page with one article."""
    head = f'<meta charset="{charset}"><title>{title}</title>' if charset != "unsaid" else f"<title>{title}</title>"
    body = f"<article><h1>{title}</h1><p>{text}</p><p>{SNOW}</p></article>"
    encoding = "cp1250" if charset == "unsaid" else charset
    return f"<!DOCTYPE html><html lang=en><head>{head}</head><body>{body}</body></html>".encode(encoding)


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return sink.getvalue()


def tarred(members: Mapping[str, bytes]) -> bytes:
    """A TAR archive."""
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w") as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return sink.getvalue()


def http(content: bytes, status: str = "200 OK", kind: str = "text/html; charset=utf-8", more: str = "") -> bytes:
    """The answer of a server."""
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + content


def record(
    kind: str,
    content: bytes,
    url: str = "https://harbour.example/1",
    media: str = "application/http; msgtype=response",
    more: str = "",
) -> bytes:
    """A record of a WARC archive."""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-03-05T08:30:00Z\r\n"
        f"Content-Type: {media}\r\n{more}Content-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


def message(text: str = RAIN, subject: str = "Rain") -> bytes:
    """A message of e-mail with a plain text."""
    head = "From: Ada Rill <ada@harbour.example>\nTo: bo@example.org\nDate: Tue, 05 Mar 2024 08:30:00 +0000\n"
    return f"{head}Subject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n{text}\n".encode()


def mailbox(*messages: bytes) -> bytes:
    """A file of messages."""
    return b"".join(b"From ada@harbour.example Tue Mar  5 08:30:00 2024\n" + each + b"\n" for each in messages)


def rss(*items: str) -> bytes:
    """A feed of items."""
    spaces = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    inner = "".join(f"<item>{item}</item>" for item in items)
    head = "<title>Harbour Post</title><link>https://harbour.example/</link><language>en</language>"
    date = "<pubDate>Wed, 06 Mar 2024 08:00:00 GMT</pubDate>"
    return f'<?xml version="1.0"?>\n<rss version="2.0" {spaces}><channel>{head}{date}{inner}</channel></rss>'.encode()
