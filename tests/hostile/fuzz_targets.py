"""What is fuzzed: functions of bytes that a stranger made up, each with a corpus of seeds that is made here.

A target raises what nobody foresaw, and AssertionError where a promise is broken; an error that it may answer with is
an answer. `fuzz.py` runs the targets for minutes, `test_fuzzing.py` for a moment.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from unittest.mock import patch

import httpx
import numpy as np
import zstandard
from fuzz_readers import KINDS as FILES
from fuzz_readers import ExtractorHere
from hostile_texts import KINDS, PROSE, hostile_text
from made_files import RAIN, page
from text_functions import FUNCTIONS

from dedup.alignment.passage import Alignment
from dedup.alignment.repeats.blocks import repeats
from dedup.article import Article, Skipped, Span
from dedup.attribution.credits import CreditReader, whole_text
from dedup.clean.plan import plan
from dedup.clean.plan_file import plan_lines, read_plan
from dedup.corpus.statistics import CorpusStatistics
from dedup.detector import compare, scan
from dedup.errors import DamagedDataError, InputError
from dedup.index.codecs.article_codec import ArticleCodec, line_of_fields, record_checksum
from dedup.index.codecs.checksums import with_checksum
from dedup.index.codecs.corpus_codec import decode_corpus, encode_corpus
from dedup.index.codecs.match_codec import decode_match, decode_story, match_place, match_row
from dedup.index.codecs.series_codec import decode_series, encode_series
from dedup.index.codecs.term_codec import (
    TermBatch,
    decode_batch,
    decode_story_corpus,
    encode_batch,
    encode_story_corpus,
)
from dedup.index.index import Index
from dedup.index.storage.protocols import MatchRow, Record
from dedup.report import Report
from dedup.runtime.lazy import Lazy
from dedup.server.http_application import make_application
from dedup.server.service import Service
from dedup.settings import DEFAULT_SETTINGS
from dedup.settings.limit_settings import LimitSettings
from dedup.sources.pages.extraction import extract_page
from dedup.sources.reader import read_articles
from dedup.stories.linking.story_links import no_corpus
from dedup.stories.series.series import Series
from dedup.stories.terms import read_terms
from dedup.tokens.words import tokenize
from dedup.translations.keys.text_keys import read_text_keys
from dedup.translations.translation_candidates import heavy_keys

LIMITS = LimitSettings(max_source_bytes=1 << 20, max_page_seconds=5)
GOOD = Article("good", PROSE * 3)
UNFORESEEN = re.compile(r"cannot be read: (?!MemoryError)[A-Za-z]+(Error|Exception|Warning|Exit): ")
NUMBERS = (7, 3)  # of two stored articles
DIVIDER = b"\n\0\n"  # between the parts of what a target is given


class Target(NamedTuple):
    """A function of bytes, and the bytes that mutation begins with."""

    run: Callable[[bytes], object]
    seeds: Callable[[], Sequence[bytes]]


def text_of(data: bytes) -> str:
    """Bytes as a text: what is no UTF-8 becomes lone surrogates."""
    return data.decode("utf-8", "surrogateescape")


def _numbered(seeds: Iterable[tuple[int, bytes]]) -> list[bytes]:
    return [bytes([number]) + seed for number, seed in seeds]


def _hostile_seeds() -> list[bytes]:
    texts = [RAIN * 3, f"{PROSE}\n\n{PROSE}", "雨が降った。川が上がった。" * 4, "OAKDALE, May 3 (AFP) - It rains."]
    return [text.encode() for text in (*texts, *(hostile_text(kind, 60) for kind in KINDS))]


# Files of every kind, by their endings.
ENDINGS = [*FILES]


@cache
def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="fuzz-")  # it goes when the process ends


def _read_file(data: bytes) -> None:
    if not data:
        return
    path = Path(_folder().name) / f"a.{ENDINGS[data[0] % len(ENDINGS)]}"
    path.write_bytes(data[1:])
    with patch("dedup.sources.pages.pool.PageExtractor", ExtractorHere):
        *found, good = read_articles([path, GOOD], limits=LIMITS)
    assert good == GOOD
    for item in found:
        if isinstance(item, Article):
            assert item.text.strip()
            item.text.encode()
        else:
            assert item.reason
            assert not (isinstance(item, Skipped) and UNFORESEEN.match(item.reason)), item.reason


def _file_seeds() -> list[bytes]:
    plain = _numbered((number, file) for number, name in enumerate(ENDINGS) for file in FILES[name])
    return [*plain, *(seed[:1] + gzip.compress(seed[1:]) for seed in plain[::4])]


def _extract(data: bytes) -> None:
    try:
        parts = extract_page(data)
    except InputError as error:
        assert str(error)
    else:
        parts.to_json()


def _page_seeds() -> list[bytes]:
    texts = [hostile_text(kind, 200) for kind in KINDS]
    heads = (
        '<meta property="article:published_time" content="2024-03-05T08:30:00Z"><link rel=canonical href=/a>',
        '<script type="application/ld+json">{"@type":"NewsArticle","author":[{"name":"Ada Rill"}]}</script>',
    )
    pages = [page().replace(b"<title>", head.encode() + b"<title>") for head in heads]
    return [*FILES["html"], *pages, *(page(text) for text in texts)]


def _check_spans(spans: Iterable[Span | None], text: str) -> None:
    assert all(0 <= span.start < span.end <= len(text) for span in spans if span)


def _fold(data: bytes) -> None:
    text = text_of(data)
    words = tokenize(text)
    starts, ends = words.starts, words.ends
    assert (starts < ends).all()
    assert (ends[:-1] <= starts[1:]).all()
    assert not len(words) or (starts[0] >= 0 and ends[-1] <= len(text))
    assert len(words.boundaries) == len(words) + 1
    assert not len(words) or words.lines.ends_at_word[-1] == len(words)
    upper = tokenize(text.swapcase()) if text.isascii() else words
    assert np.array_equal(upper.hashes, words.hashes)


@cache
def _credit_reader(language: str) -> CreditReader:
    return CreditReader([Article("a", PROSE, language=language or None)], whole_text, DEFAULT_SETTINGS)


def _credit(data: bytes) -> None:
    text = text_of(data)
    for language in ("", "en", "zh"):
        found = _credit_reader(language)(Article("a", text, language=language or None), language)
        _check_spans((credit.span for credit in found), text)
        for credit in found:
            credit.credited_span(text)


def _compare(data: bytes) -> None:
    left, _, right = data.partition(DIVIDER)
    texts = text_of(left), text_of(right)
    match = compare(*texts)
    for side, text in zip(("left", "right"), texts, strict=True):
        _check_spans((getattr(passage, side) for passage in (*match.passages, *match.summaries)), text)
    for passage in match.passages:
        assert all(edit.left or edit.right for edit in passage.edits)
    assert match.relation == compare(*texts[::-1]).relation
    match.to_html()


def _compare_seeds() -> list[bytes]:
    others = [hostile_text(kind, 300) for kind in KINDS]
    pairs = [(f"{PROSE * 3}{other}", f"{other}{PROSE * 2}It went on.") for other in others]
    return [DIVIDER.join((left.encode(), right.encode())) for left, right in (*pairs, (RAIN * 2, RAIN), (RAIN, ""))]


def _repeat(data: bytes) -> None:
    text = text_of(data)
    for repeat in repeats(text):
        _check_spans(repeat.spans, text)
        assert len(repeat.spans) > 1
        assert 0 <= repeat.similarity <= 1


def _repeat_seeds() -> list[bytes]:
    return [f"{text}\n\n{PROSE}{text}".encode() for text in (PROSE, RAIN, *(hostile_text(kind, 200) for kind in KINDS))]


def _plan(data: bytes) -> None:
    path = Path(_folder().name) / "plan.jsonl"
    path.write_bytes(data)
    try:
        found = read_plan(path)
    except InputError as error:
        assert "\n" not in str(error)
        return
    path.write_bytes(b"".join(plan_lines(found)))
    assert read_plan(path) == found
    found.amounts()


def _plan_seeds() -> list[bytes]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        for number, text in enumerate((PROSE * 3, PROSE * 3, PROSE * 2 + RAIN, f"{PROSE * 2}\n{PROSE * 2}")):
            (folder / f"{number}.txt").write_text(text, encoding="utf-8")
        found = plan(scan(folder))
        assert found.decisions
        return [b"".join(plan_lines(found)).replace(name.encode(), b"news"), b"# a comment\n\n"]


def _stored_article(body: bytes) -> None:
    packed = zstandard.ZstdCompressor().compress(body)
    columns = 7, b"a", None, 0, packed
    ArticleCodec().decode(Record(*columns, record_checksum(*columns)))


def _stored_match(body: bytes) -> None:
    row = MatchRow(*NUMBERS, with_checksum(body, match_place(*NUMBERS)))
    decode_match(row, ("a", "b"), Lazy(Alignment), Lazy(tuple))


ROWS: tuple[Callable[[bytes], object], ...] = (
    _stored_article,
    _stored_match,
    lambda body: decode_story(1, with_checksum(body, b"1")),
    lambda body: decode_corpus(with_checksum(body)),
    lambda body: decode_series(with_checksum(body)),
    lambda body: decode_batch(with_checksum(body)),
    lambda body: decode_story_corpus(with_checksum(body)),
)


def _stored_row(data: bytes) -> None:
    """A row whose checksum is right, and whose content need not be."""
    if not data:
        return
    try:
        ROWS[data[0] % len(ROWS)](data[1:])
    except DamagedDataError as error:
        assert str(error)


def _row_seeds() -> list[bytes]:
    article = Article("a", RAIN, title="Rain", url="https://e.example/a", links=("https://e.example/b",))
    terms = read_terms([article], DEFAULT_SETTINGS)
    keys = heavy_keys(read_text_keys([RAIN], ["en"]))
    batch = TermBatch(np.array([7]), np.array([9], np.uint64), np.array([0.5], np.float32), keys, terms)
    corpus = CorpusStatistics(boilerplate_lines=np.array([3, 5], np.uint64))
    bodies = (
        line_of_fields(article) + b"\n" + RAIN.encode(),
        match_row(compare(RAIN, RAIN), *NUMBERS).body[:-4],
        b'[null,["rain"]]',
        encode_corpus(corpus)[:-4],
        encode_series([Series(("a", "b", "c"), "Lotto")])[:-4],
        encode_batch(batch)[:-4],
        encode_story_corpus(no_corpus())[:-4],
    )
    return _numbered(enumerate(bodies))


# What a body is sent to, and what it says that it is.
JSON, LINES = "application/json", "application/x-ndjson"
REQUESTS = (
    ("POST", "/v1/articles", JSON),
    ("POST", "/v1/articles", LINES),
    ("POST", "/v1/query", JSON),
    ("POST", "/v1/load", JSON),
    ("POST", "/v1/expire", JSON),
    ("POST", "/v1/report", JSON),
    ("POST", "/v1/regroup", JSON),
)


async def _posted(place: int, body: bytes) -> list[httpx.Response]:
    """The answers of a server over an empty index to a body that comes twice, without a network."""
    method, path, kind = REQUESTS[place % len(REQUESTS)]
    index = Index("memory:")
    service = Service(index, index)
    try:
        transport = httpx.ASGITransport(make_application(service))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return [await client.request(method, path, content=body, headers={"content-type": kind}) for _ in range(2)]
    finally:
        service.close()


def _serve(data: bytes) -> None:
    if not data:
        return
    for answer in asyncio.run(_posted(data[0], data[1:])):
        assert answer.status_code < 500, answer.text
        for line in answer.text.splitlines() if answer.headers["content-type"] == LINES else [answer.text]:
            document = json.loads(line)
            assert answer.status_code < 400 or document["message"]


def _request_seeds() -> list[bytes]:
    article = {
        "id": "a",
        "text": RAIN,
        "title": "Rain",
        "published": "2026-01-01T00:00:00Z",
        "links": ["https://e.example"],
    }
    other = {
        "id": "b",
        "text": f"{RAIN} Nobody knows why.",
        "language": "en",
        "outlet": "Oak",
        "url": "https://e.example/a",
    }
    many = {"articles": [article, other]}
    bodies: dict[int, list[Any]] = {
        0: [article, many],
        2: [{"article": article, "settings": {"near_coverage": 0.5, "min_tile_words": 4.0}}],
        3: [many],
        4: [{"before": "2020-01-01T00:00:00Z"}],
        5: [{}],
        6: [{}],
    }
    lines = b"\n".join(json.dumps(each).encode() for each in (article, other))
    each_body = [(place, json.dumps(body).encode()) for place, given in bodies.items() for body in given]
    return _numbered([(1, lines), *each_body])


def _text_function(data: bytes) -> None:
    """One of the functions whose time is measured (`text_functions.py`)."""
    if data:
        [*FUNCTIONS.values()][data[0] % len(FUNCTIONS)](data[1:].decode(errors="replace"))


def _function_seeds() -> list[bytes]:
    kinds = [*KINDS]
    texts = [hostile_text(kinds[number % len(kinds)], 80) for number in range(len(FUNCTIONS))]
    return _numbered((number, text.encode()) for number, text in enumerate(texts))


def _report(data: bytes) -> None:
    """A report that was written as JSON."""
    try:
        found = Report.from_json(data)
    except InputError as error:
        assert str(error)
        return
    assert Report.from_json(found.to_json()) == found


def _report_seeds() -> list[bytes]:
    articles = [Article(name, f"{PROSE * 3}{RAIN * number}", title="Rain") for number, name in enumerate("abc")]
    return [scan([*articles, Article("d", f"{RAIN}\n" * 2)]).to_json().encode(), b'{"dedup":"report","version":2}']


TARGETS: dict[str, Target] = {
    "readers": Target(_read_file, _file_seeds),
    "pages": Target(_extract, _page_seeds),
    "folding": Target(_fold, _hostile_seeds),
    "credits": Target(_credit, _hostile_seeds),
    "compare": Target(_compare, _compare_seeds),
    "repeats": Target(_repeat, _repeat_seeds),
    "plans": Target(_plan, _plan_seeds),
    "rows": Target(_stored_row, _row_seeds),
    "bodies": Target(_serve, _request_seeds),
    "reports": Target(_report, _report_seeds),
    "texts": Target(_text_function, _function_seeds),
}
