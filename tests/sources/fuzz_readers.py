"""Damaged files through every reader, for as long as is given: nothing crashes, and nothing is passed over in silence.

    python tests/sources/fuzz_readers.py --minutes 10                 every kind of file below, each so long
    python tests/sources/fuzz_readers.py zip csv --minutes 1          these kinds

Hypothesis draws files of a kind (`made_files.py`), damages them (bytes and whole pieces changed, doubled,
cut out, put in; in ZIP archives and workbooks a member instead, so that they can still be opened), and reads them
through `read_articles`, each with a good article behind it. Pages are extracted in this process: starting another takes
as long as a thousand small pages, and here an error of extraction is seen. Asked of each: an article, a skipped record
or a warning comes out, unless nothing but white space is left; the good article follows unchanged; texts are not empty
and can be written as UTF-8; of JSON lines, each line that is a record is an article. Printed are, a kind: files, what
came out of them, and the first file that failed, by its bytes. Exit code 1 if one failed.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from made_files import RAIN, SNOW, http, mailbox, message, page, record, rss, tarred, zipped

from dedup.article import Article, ReadItem
from dedup.settings.limit_settings import LimitSettings
from dedup.sources.article_parts import ArticleParts
from dedup.sources.decoding.bounded_reading import read_one_article
from dedup.sources.decoding.compression import open_decompressed
from dedup.sources.pages.extraction import extract_page
from dedup.sources.pages.extractor import PageExtractor
from dedup.sources.reader import read_articles

sys.path.append(str(Path(__file__).parent.parent))
from made_workbooks import made_workbook

FILES_AN_EXAMPLE = 20  # read in one call
LIMITS = LimitSettings(max_source_bytes=1 << 20, max_page_seconds=5)

Damage = tuple[float, int, bytes, float, int]
Drawn = tuple[bytes, list[Damage], float, int]


class ExtractorHere(PageExtractor):
    """Extracts pages in this process."""

    def extract(self, page: bytes | Path, url: str | None = None, charset: str | None = None) -> ArticleParts:
        if isinstance(page, Path):
            with open_decompressed(page, LIMITS) as stream:
                page = read_one_article(stream, LIMITS)
        return ArticleParts.from_json(extract_page(page, url, charset).to_json())


def main() -> int:
    """Fuzz the kinds of files that are named, or all; 1 if one failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"of {', '.join(KINDS)}")
    parser.add_argument("--minutes", type=float, default=10, help="for each kind")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with patch("dedup.sources.pages.pool.PageExtractor", ExtractorHere):
        failed = [kind for kind in options.kinds or KINDS if not _fuzz(kind, options.minutes * 60, options.seed)]
    return int(bool(failed))


def _fuzz(kind: str, seconds: float, first_seed: int) -> bool:
    """Read damaged files of a kind for so many seconds; whether all were read as asked."""
    counts: Counter[str] = Counter()
    end = time.monotonic() + seconds
    number = first_seed
    while time.monotonic() < end:
        try:
            seed(number)(_examples(kind, counts))()
        except Exception as error:
            print(f"{kind}: FAILED with seed {number}: {type(error).__name__}: {error}", flush=True)  # noqa: T201 - what it is run for
            return False
        number += 1
    print(f"{kind}: {dict(counts)}", flush=True)  # noqa: T201 - what it is run for
    return True


def _examples(kind: str, counts: Counter[str]) -> Callable[[], None]:
    damage = st.tuples(
        st.floats(0, 1), st.integers(0, 60), st.one_of(st.sampled_from(TOKENS), st.binary(max_size=6)),
        st.floats(0, 1), st.integers(0, 200),
    )  # fmt: skip
    damages = st.lists(damage, min_size=1, max_size=5)
    file = st.tuples(st.sampled_from(KINDS[kind]), damages, st.floats(0.2, 3), st.integers(-10, 10))

    @settings(
        max_examples=20, deadline=None, database=None, print_blob=False, suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )  # fmt: skip
    @given(st.lists(file, min_size=FILES_AN_EXAMPLE, max_size=FILES_AN_EXAMPLE))
    def examples(files: list[Drawn]) -> None:
        _read_all(kind, [_damaged_file(*drawn) for drawn in files], counts)

    return examples


def _damaged_file(source: bytes, damages: Sequence[Damage], kept: float, member: int) -> bytes:
    """A file damaged as a whole, or, if it is a ZIP archive and `member` is not negative, in that of its members."""
    if member < 0 or not source.startswith(b"PK\3\4"):
        return _damaged(source, damages, kept)
    with zipfile.ZipFile(io.BytesIO(source)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = [*members][member % len(members)]
    return zipped(members | {name: _damaged(members[name], damages, kept)})


def _damaged(source: bytes, damages: Sequence[Damage], kept: float) -> bytes:
    """The file with pieces removed, put in and doubled; cut off where less than all is kept."""
    content = bytearray(source)
    for share, removed, inserted, copied_share, copied in damages:
        at, copied_at = int(len(content) * share), int(len(content) * copied_share)
        content[at : at + removed] = inserted + content[copied_at : copied_at + copied]
    return bytes(content[: int(len(content) * kept)])


def _read_all(kind: str, sources: Sequence[bytes], counts: Counter[str]) -> None:
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.{kind}" for number in range(len(sources))]
        for path, source in zip(paths, sources, strict=True):
            path.write_bytes(source)
        markers = [Article(f"behind {path.name}", RAIN) for path in paths]
        items = read_articles((item for pair in zip(paths, markers, strict=True) for item in pair), limits=LIMITS)
        for source, marker, read in zip(sources, markers, _parted(items, markers), strict=True):
            _check(kind, source, read)
            counts.update(["files", *(type(item).__name__ for item in read)])
            assert marker


def _parted(items: Iterator[ReadItem], markers: Sequence[Article]) -> Iterator[list[ReadItem]]:
    """What stands before each of the markers."""
    for marker in markers:
        read: list[ReadItem] = []
        for item in items:
            if item == marker:
                break
            read.append(item)
        else:
            raise AssertionError(f"{marker.id} did not follow")
        yield read


def _check(kind: str, source: bytes, read: Sequence[ReadItem]) -> None:
    assert read or not source.strip(), f"nothing came of {source!r}"
    for item in read:
        if isinstance(item, Article):
            assert item.text.strip(), f"an article without a text came of {source!r}"
            item.text.encode()
        else:
            assert item.reason, f"no reason for {source!r}"
    if kind == "jsonl" and b"\0" not in source and source.startswith(b"{"):
        texts = {item.text for item in read if isinstance(item, Article)}
        lost = {RAIN, SNOW}.intersection(map(_text_of_line, source.split(b"\n"))) - texts
        assert not lost, f"a line whose record is whole was not read: {source!r}"


def _text_of_line(line: bytes) -> object:
    try:
        value = json.loads(line)
    except ValueError:
        return None
    return value.get("text") if isinstance(value, dict) else None


def _parquet() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = io.BytesIO()
    pq.write_table(pa.table({"text": [RAIN, SNOW], "title": ["Rain", None], "published": [1709627400, 0]}), sink)
    return sink.getvalue()


LETTER = (
    b"From: a <a@b>\nTo: c\nSubject: =?utf-8?q?R=C3=A4?=\nDate: Tue, 05 Mar 2024 08:30:00 +0000\nMIME-Version: 1.0\n"
    b"Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n"
    b"Content-Transfer-Encoding: quoted-printable\n\nRain =C3=A4 fell.\n--b\nContent-Type: text/html\n"
    b"Content-Transfer-Encoding: base64\n\nPHA+UmFpbjwvcD4=\n--b--\n"
)
RECORDS = [
    {"id": "1", "text": RAIN, "title": "Rain", "published": "2024-03-05"},
    {"text": SNOW, "url": "https://a.example/2"},
]
CONTENT_ITEM = (
    "<title>T</title><link>https://h.example/1</link><content:encoded><![CDATA[<p>Rain &amp; x</p>]]></content:encoded>"
)
CRAWL = (
    record("request", b"GET") + record("response", http(page()))
    + record("conversion", RAIN.encode(), media="text/plain")
    + record("response", http(gzip.compress(page()), more="Content-Encoding: gzip\r\n"))
    + record("response", http(b"3\r\nabc\r\n0\r\n\r\n", more="Transfer-Encoding: chunked\r\n"))
)  # fmt: skip
KINDS: dict[str, list[bytes]] = {
    "txt": [RAIN.encode(), f"Title: Rain\nDate: 2024-03-05\n\n{RAIN}".encode(), f"{RAIN} à Gêve".encode("cp1252")],
    "md": [f"---\ntitle: Rain\ndate: 2024-03-05\n---\n# Rain\n\n{RAIN} [a](https://a.example)\n".encode()],
    "html": [page(), page(charset="unsaid"), page(RAIN * 20)],
    "json": [
        json.dumps(RECORDS).encode(), json.dumps({"items": RECORDS}, indent=1).encode(),
        json.dumps({"text": {"0": RAIN, "1": SNOW}}).encode(), json.dumps([RAIN, SNOW]).encode(),
    ],
    "jsonl": [b"".join(json.dumps(each).encode() + b"\n" for each in RECORDS * 2)],
    "csv": [
        f'id,text,published\n1,"{RAIN}",2024-03-05\n2,"{SNOW}",\n'.encode(),
        f"text;title\n{RAIN};Rain\n{SNOW};Snow\n".encode(), f"sep=|\ntext|title\n{RAIN}|Rain\n".encode(),
    ],
    "tsv": [f"text\ttitle\n{RAIN}\tRain\n{SNOW}\tSnow\n".encode()],
    "parquet": [_parquet()],
    "xlsx": [
        made_workbook({"News": [["text", "title", "published"], [RAIN, "Rain", 45356.5], [SNOW, "", "2024-03-05"]]}),
        made_workbook({"Notes": [["a note"]], "News": [["News of March"], [], ["Title", "Body"], ["Rain", RAIN]]}),
    ],
    "rss": [
        rss(f"<description>{RAIN}</description>", CONTENT_ITEM),
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">x</title><content type="xhtml">'
        b'<div xmlns="http://www.w3.org/1999/xhtml"><p>y</p></div></content></entry></feed>',
    ],
    "eml": [message(), LETTER],
    "mbox": [mailbox(message(), LETTER)],
    "mhtml": [b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://h.example/\r\n" + LETTER],
    "warc": [CRAWL],
    "warc.gz": [gzip.compress(CRAWL)],
    "wacz": [zipped({"archive/a.warc": CRAWL, "pages/p.jsonl": b"{}"})],
    "zip": [zipped({"a.txt": RAIN.encode(), "b/c.jsonl": b'{"text":"x"}\n', "in.zip": zipped({"x.txt": b"y"})})],
    "tar": [tarred({"a.txt": RAIN.encode(), "b.txt": SNOW.encode()})],
}  # fmt: skip
TOKENS = [
    b"", b"\0", b"\xff", b"\r\n", b"\n\n", b"<", b">", b"&", b"&#x110000;", b"&x;", b"<![CDATA[", b"]]>", b"<!--",
    b"--b", b"--b--", b"=?utf-8?B?w?=", b"Content-Length: -5\r\n", b"Content-Length: 99999999999\r\n",
    b"PK\3\4", b"PK\1\2",
    b"WARC/1.0\r\n", b"From a Tue Mar 5 08:30:00 2024\n", b"{", b"[" * 40, b'"', b"\\ud800", b"1e999", b"\xef\xbb\xbf",
    b"\xff\xfe", b"9" * 30, b'<!DOCTYPE x [<!ENTITY a "b">]>', b"---\n", b"'", b";", b"\x1f\x8b", b"\xed\xa0\x80",
]  # fmt: skip

if __name__ == "__main__":
    sys.exit(main())
