"""RSS and Atom feeds, of any version and in RDF, by feedparser: each item is a record.

The text of an item is its content, else its summary; its date, author and address are its own, and never those of the
feed. An item without an address has the title of the feed as its outlet. The id of an item counts if it is unique
outside of its feed: an address, a `tag:` or a `urn:`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

from dedup.errors import InputError
from dedup.runtime.patterns import lazy_pattern
from dedup.sources.decoding.bounded_reading import read_one_article
from dedup.sources.decoding.decode import declared_charset, decode
from dedup.sources.formats.format import BadRecord, InputFormat, OpenFile, ReadOptions, SourceRecord, SourceWarning
from dedup.sources.markup.tag_attributes import has_tag_of_attributes

_ROOT = lazy_pattern(
    rb"(?:\xef\xbb\xbf)?(?>\s+|<!--.*?-->|<\?.*?\?>|<!doctype[^\[>]*(?:\[.*?\])?\s*>)*+"
    rb"<(?P<name>[a-z][\w.-]*(?::[\w.-]+)?)",
    re.IGNORECASE | re.DOTALL,
)
_DECLARATION = lazy_pattern(r"^\s*<\?xml[^>]*>")  # names an encoding that the text has no more
_MAX_TAG_ATTRIBUTES = 500  # feedparser looks through all of a tag for each; the root of a feed has thirty
_ROOTS = (b"rss", b"feed", b"rdf")


def read_feed(file: OpenFile, options: ReadOptions) -> Iterator[SourceRecord | BadRecord | SourceWarning]:
    """The items of a feed, numbered from 1; InputError for XML that is no feed."""
    source = read_one_article(file.stream, options.limits)
    text = _DECLARATION.sub("", decode(source, options.encoding or declared_charset(source)))
    if not text.strip():
        raise InputError("empty")
    feed = _parsed(text)
    if not feed.entries and not feed.version:
        root = _ROOT.match(text.encode())
        raise InputError(f"XML that is no feed, but <{root['name'].decode()}>" if root else "not XML that can be read")
    yield from (_record(number, entry, feed.feed) for number, entry in enumerate(feed.entries, 1))
    if not feed.entries:
        yield SourceWarning("the feed has no items")
    elif _is_damaged(feed):
        yield SourceWarning(f"the XML is damaged ({feed.bozo_exception}); what could be read is read")


def _parsed(text: str) -> Any:
    import feedparser

    source = text.encode()
    if has_tag_of_attributes(source, _MAX_TAG_ATTRIBUTES):
        raise InputError(f"a tag of the feed has {_MAX_TAG_ATTRIBUTES} attributes or more")
    try:
        return feedparser.parse(BytesIO(source), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # its parser of damaged feeds raises what it happens to raise
        raise InputError(f"not a feed that can be read: {type(error).__name__}") from error


def _is_damaged(feed: Any) -> bool:
    from xml.sax import SAXException  # the name of an error; nothing is parsed with it

    return bool(feed.bozo) and isinstance(feed.bozo_exception, SAXException)


def _record(number: int, entry: Any, feed: Any) -> SourceRecord | BadRecord:
    contents = [content.get("value") or "" for content in entry.get("content", ())]
    text = max(contents, key=len, default="") or entry.get("summary")
    if not text:
        return BadRecord(number, "the item has no text, but a title" if entry.get("title") else "the item has no text")
    link, name = _address(entry, feed), entry.get("id") or ""
    values = {
        "id": name if ":" in name else None,
        "title": entry.get("title"),
        "content": text,
        "link": link,
        "outlet": None if link else feed.get("title"),
        "published": entry.get("published") or entry.get("updated"),
        "author": entry.get("author_detail", {}).get("name") or entry.get("author"),
        "language": entry.get("language") or feed.get("language"),
    }
    return SourceRecord(number, values)


def _address(entry: Any, feed: Any) -> str | None:
    """The address of an item, which may be written relative to that of the feed; feedparser takes the id for one."""
    link = entry.get("link") or ""
    try:
        address = link if link == entry.get("id") else urljoin(feed.get("link") or "", link)
    except ValueError:  # no address
        return None
    return address if link and address.startswith(("http://", "https://")) else None


def _sniff(head: bytes) -> bool:
    root = _ROOT.match(head)
    return root is not None and root["name"].lower().rpartition(b":")[2] in _ROOTS


FORMATS = (InputFormat(name="feed", endings=("rss", "atom", "rdf", "xml", "feed"), read=read_feed, sniff=_sniff),)
