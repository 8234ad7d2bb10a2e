r"""An article as one record, and back.

The body is the article's other fields as one line of JSON, a newline, and the text in UTF-8, compressed together with
zstd: about half of the text's bytes. Ids and URLs are stored as bytes, for a file's name need not be UTF-8 and comes
with lone surrogates.

The checksum is a CRC-32 over everything that the record holds, its number included: any damage of up to 32 bits in a
row is detected with certainty, any other with all but one chance in four thousand million.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Any

import zstandard

from dedup.article import Article
from dedup.errors import DamagedDataError
from dedup.index.storage.protocols import Record
from dedup.serialization import dumps, loads
from dedup.sources.urls.canonical_url import article_url
from dedup.tokens.words import encode_utf8

LEVEL = 1  # of zstd: 11 us for 3 kB; level 3 gains nothing on news, and costs 17
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
STORED_FIELDS = ("title", "url", "outlet", "published", "language", "author", "canonical", "links")
"""The fields of an article in its line of JSON, in order: the stored format."""
PUBLISHED = STORED_FIELDS.index("published")
_stored_values = attrgetter(*STORED_FIELDS)


class ArticleCodec:
    """Encodes articles as records and decodes them; for one thread at a time.

    >>> codec = ArticleCodec()
    >>> article = Article("a", "Rain is expected.", url="https://www.example.org/rain?utm_source=feed")
    >>> record = codec.encode(article, encode_utf8(article.text), 7, EPOCH)
    >>> record.id, record.url, codec.decode(record) == article
    (b'a', b'https://example.org/rain', True)
    """

    def __init__(self) -> None:
        self._compress = zstandard.ZstdCompressor(level=LEVEL).compress
        self._decompress = zstandard.ZstdDecompressor().decompress

    def encode(self, article: Article, text: bytes, number: int, added: datetime) -> Record:
        """The record of an article and its encoded text."""
        body = self._compress(line_of_fields(article) + b"\n" + text)
        timestamp = to_microseconds(article.published or added)
        columns = number, encode_utf8(article.id), encoded_url(article), timestamp, body
        return Record(*columns, record_checksum(*columns))

    def decode(self, record: Record) -> Article:
        """The article of a record; DamagedDataError where the record is not what was written."""
        if not is_record_valid(record):
            raise DamagedDataError(f"article {record.id!r}: its record is damaged; `check` lists all that are")
        try:
            line, _, text = self._decompress(record.body).partition(b"\n")
            return article_of_fields(record.id, text, line)
        except (ValueError, TypeError, zstandard.ZstdError) as error:
            raise DamagedDataError(f"article {record.id!r}: its record is no article: {error}") from error


def article_of_fields(article_id: bytes, text: bytes, line: bytes) -> Article:
    """The article with an id, a text and its other fields as `line_of_fields` writes them."""
    values = dict(zip(STORED_FIELDS, loads(line), strict=True))
    return _article(decode_id(article_id), text.decode("utf-8", "surrogatepass"), values)


def _article(article_id: str, text: str, values: Mapping[str, Any]) -> Article:
    """The article with the stored values, but for those that no article can have: older versions stored any."""
    try:
        return Article(article_id, text, **_decoded(values))
    except (ValueError, TypeError):
        readable = {name: value for name, value in values.items() if _is_readable({name: value})}
        return Article(article_id, text, **_decoded(readable))


def _decoded(values: Mapping[str, Any]) -> dict[str, Any]:
    """Stored values as the fields of an article."""
    decoded = dict(values)
    if decoded.get("published") is not None:
        decoded["published"] = datetime.fromisoformat(decoded["published"])
    if "links" in decoded:
        decoded["links"] = tuple(decoded["links"])
    return decoded


def _is_readable(values: Mapping[str, Any]) -> bool:
    try:
        Article("", "", **_decoded(values))
    except (ValueError, TypeError):
        return False
    return True


def line_of_fields(article: Article) -> bytes:
    """The stored fields of an article, all but its id and text, as JSON without a newline."""
    values = list(_stored_values(article))
    if article.published is not None:
        values[PUBLISHED] = article.published.isoformat()
    return dumps(values)


def decode_id(name: bytes) -> str:
    """An id or URL as it was given."""
    return name.decode("utf-8", "surrogatepass")


def encoded_url(article: Article) -> bytes | None:
    """The canonical URL of an article, as it is stored."""
    url = article_url(article)
    return encode_utf8(url) if url else None


def to_microseconds(date: datetime) -> int:
    """Microseconds since 1970.

    >>> to_microseconds(datetime(1970, 1, 1, 0, 1, tzinfo=UTC))
    60000000
    """
    return (date - EPOCH) // MICROSECOND


def is_record_valid(record: Record) -> bool:
    """Whether a record is what was written; a damaged one may hold values of any type."""
    try:
        columns = record.number, record.id, record.url, record.timestamp_us, record.body
        return record_checksum(*columns) == record.checksum
    except TypeError:
        return False


def record_checksum(number: int, article_id: bytes, url: bytes | None, timestamp_us: int, body: bytes) -> int:
    """The CRC-32 of what a record holds."""
    head = b"%d %d %d %d " % (number, timestamp_us, len(article_id), len(url or b""))
    return zlib.crc32(body, zlib.crc32(head + article_id + (url or b"")))
