"""WARC: what a crawler stored, record by record; and ARC, which was before it. Read with warcio.

Articles are the HTML pages that a server gave with status 200, the pages that were stored without their answer
(`resource`), and the plain texts of a WET file (`conversion`). All other records are counted by what they are. The date
of a record is that of the crawl and says nothing about publication. A record that cannot be read costs itself: the next
one begins with the next line that says `WARC/1`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from io import BufferedReader, BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from dedup.errors import InputError
from dedup.runtime.patterns import lazy_pattern
from dedup.sources.article_parts import ArticleParts
from dedup.sources.decoding.decode import decode
from dedup.sources.files.passed_over import PassedOverKind
from dedup.sources.formats.format import (
    BadRecord,
    InputFormat,
    NotRead,
    OpenFile,
    ReadOptions,
    SourceDocument,
    SourcePage,
)

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

_Item = SourcePage | SourceDocument | BadRecord | NotRead
_BEGINNING = lazy_pattern(rb"WARC/[01]\.\d+\r?\n|filedesc://")
_ARC = b"filedesc://"
_MAX_LINE_BYTES = 1 << 16  # of a header: the longest address
_HTML_TYPES = ("text/html", "application/xhtml+xml")
_ENCODINGS_OF_WARCIO = ("", "identity", "gzip", "deflate")
_CUT_OFF = "the file ends within this record: it was cut off"
_CHARSET = lazy_pattern(r"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)


def read_warc(file: OpenFile, options: ReadOptions) -> Iterator[_Item]:
    """The pages and texts in an archive; their numbers count all records."""
    number = 0
    for number, record in enumerate(_records(file.stream), 1):
        if isinstance(record, str):
            yield BadRecord(number, record)
            continue
        try:
            yield _item(number, record, options.limits.max_source_bytes)
        except InputError as error:
            yield BadRecord(number, str(error))
        except Exception as error:  # whatever headers and chunks raise that a server or a crawler got wrong
            yield BadRecord(number, _fault(error))
    if number == 0:
        raise InputError("empty")


def _records(stream: BufferedReader) -> Iterator[ArcWarcRecord | str]:
    """The records of an archive; what is said of one that cannot be read."""
    from warcio.recordloader import ArcWarcRecordLoader

    logging.getLogger("warcio").setLevel(logging.ERROR)  # spaces in addresses are no news
    loader = ArcWarcRecordLoader(verify_http=False, arc2warc=True)
    is_arc = stream.peek().startswith(_ARC)
    in_order = True
    while line := stream.readline(_MAX_LINE_BYTES):
        if not line.strip():
            continue
        if not is_arc and not _BEGINNING.match(line):
            if in_order:
                yield "not a record: what stands here is damaged"
            in_order = False
            continue
        try:
            record = loader.parse_record_stream(stream, statusline=line, known_format=None if is_arc else "warc")
        except EOFError:
            yield _CUT_OFF
            return
        except (OSError, InputError):
            raise
        except Exception as error:  # warcio raises what its parsing happens to raise
            yield _fault(error)
            in_order = False
            continue
        in_order = True
        yield record
        while record.raw_stream.read(_MAX_LINE_BYTES):
            pass
        if getattr(record.raw_stream, "limit", 0):
            yield _CUT_OFF


def _fault(error: Exception) -> str:
    """What is said of a record; that warcio misses what each record must say shows as an error of Python's."""
    said = "its head is incomplete" if isinstance(error, AttributeError | TypeError) else error
    return f"not a record that can be read: {said}"


def _item(number: int, record: ArcWarcRecord, max_bytes: int) -> _Item:
    kind = _kind_of_other(record)
    if kind is not None:
        return NotRead(PassedOverKind.RECORD, kind)
    content_type = _content_type(record)
    content = _content(record, max_bytes)
    address = record.rec_headers.get_header("WARC-Target-URI")
    cut_off = record.rec_headers.get_header("WARC-Truncated")
    stated = ArticleParts("", warnings=(f"the crawler stored a part of the page: {cut_off}",)) if cut_off else None
    if record.rec_type == "conversion":
        return SourceDocument(number, ArticleParts(decode(content), url=address))
    charset = _CHARSET.search(content_type)
    return SourcePage(number, content, address, charset[1] if charset else None, stated)


def _kind_of_other(record: ArcWarcRecord) -> str | None:
    """What a record is that holds no article; None for a page or a text."""
    kind, media_type = record.rec_type or "unknown", _media_type(record)
    if kind == "conversion":
        return None if media_type == "text/plain" else f"conversion {media_type}"
    if kind not in ("response", "resource"):
        return str(kind)
    if media_type == "application/http":
        raise InputError("the answer of the server is damaged")
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    if status != "200":
        return f"status {status}" if status.isdigit() else "without a status"
    if media_type not in _HTML_TYPES:
        return media_type
    path = urlsplit(record.rec_headers.get_header("WARC-Target-URI") or "").path
    return "robots.txt" if path == "/robots.txt" else None


def _content_type(record: ArcWarcRecord) -> str:
    headers = record.http_headers or record.rec_headers
    return str(headers.get_header("Content-Type") or "")


def _media_type(record: ArcWarcRecord) -> str:
    return _content_type(record).partition(";")[0].strip().lower() or "without a type"


def _content(record: ArcWarcRecord, max_bytes: int) -> bytes:
    """What a record holds, as the server meant it; InputError if it is too much, or packed in a way not known."""
    content: bytes = _content_stream(record, max_bytes).read(max_bytes + 1)
    if len(content) > max_bytes:
        raise InputError(f"larger than {max_bytes:,} bytes, too long for one article")
    if not content:
        raise InputError("empty")
    return content


def _content_stream(record: ArcWarcRecord, max_bytes: int) -> Any:
    """The content of a record, unpacked; warcio knows gzip and deflate."""
    header = record.http_headers.get_header("Content-Encoding") if record.http_headers else None
    encoding = (header or "identity").strip().lower()
    if encoding in _ENCODINGS_OF_WARCIO:
        return record.content_stream()
    record.http_headers.remove_header("Content-Encoding")
    packed = record.content_stream()
    if encoding == "br":
        return BytesIO(_without_brotli(packed.read(max_bytes), max_bytes))
    if encoding == "zstd":
        from zstandard import ZstdDecompressor

        return ZstdDecompressor().stream_reader(packed, read_across_frames=True)
    raise InputError(f"the page is packed as {encoding!r}, which is not read")


def _without_brotli(packed: bytes, max_bytes: int) -> bytes:
    try:
        from brotli import Decompressor
    except ImportError as error:
        raise InputError("the page is packed with Brotli: pip install 'newsdedup[warc]'") from error
    content: bytes = Decompressor().process(packed, output_buffer_limit=max_bytes + 1)
    return content


def _sniff(head: bytes) -> bool:
    return _BEGINNING.match(head) is not None


FORMATS = (InputFormat(name="warc", endings=("warc", "wet", "arc"), read=read_warc, sniff=_sniff),)
