"""An item pipeline for Scrapy: every article is compared with all that its index holds, of this crawl or before.

    ITEM_PIPELINES = {"dedup.adapters.scrapy.DedupPipeline": 300}
    DEDUP_INDEX = "news.dedup"            # the file of the index, made if there is none; or the address of a server
                                          # (`dedup serve`) for all crawlers: "http://127.0.0.1:8080"
    DEDUP_DROP = ["exact", "unchanged"]   # the relations whose items are dropped; all others are kept
    DEDUP_FIELDS = {"text": "body"}       # the fields that do not have a usual name
    DEDUP_ALARM_SHARE = 0.2               # when a host is reported: see `dedup.adapters.extraction_alarm`
    DEDUP_ALARM_PAGES = 10
    DEDUP_CALLBACK = "news.spiders.judged"  # a function that is called with each item and its verdict

An item may be a dict, a `scrapy.Item`, a dataclass, an attrs or a pydantic object. It needs a text and a URL; its
title, outlet and date help. These fields are set, if the item can have them:

    dedup_id         its canonical URL (`dedup.article_url`), one for all forms of an address
    dedup_relation   `unchanged` or `version` if the index holds an article at this URL, with the same title, text,
                     date and author or others (`dedup.IndexResult.status`); else the relation to the closest one
                     that was indexed before: `exact`, `near`, `syndicated` or `excerpt`; None if it is no copy
    dedup_of         the canonical URL of that article
    dedup_coverage   the share of the item's words that stand there too, from 0 to 1
    dedup_story      the number of that article's story, as of the last `dedup.Index.regroup`; else None
    dedup_repeated_words  the number of words in blocks that stand in the item before

An article comes before another if it was indexed before, not published before: `Cluster.origin` says who was first.
Results are counted in the stats (`dedup/relation/near`, `dedup/dropped/exact`, `dedup/unjudged/no text`...) and
logged. An item that is no article passes through, with None in all of these fields. Articles are indexed one after the
other in a thread of their own, so that the crawl goes on meanwhile.

Each verdict is sent as the signal `article_judged`, with `item` and `verdict` (`ItemVerdict`), before the item is
dropped or handed on: `crawler.signals.connect(judged, signal=dedup.adapters.scrapy.article_judged)`. DEDUP_CALLBACK
names one such function, `judged(item, verdict)`, by its path, or is that function.
"""

from __future__ import annotations

import asyncio
import logging
import reprlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, ParamSpec, Self, TypeVar
from urllib.parse import urlsplit

from dedup import (
    Article,
    FieldNames,
    Index,
    InputError,
    MissingExtraError,
    Repeat,
    article_from_record,
    article_url,
    is_compiled,
)
from dedup.adapters.alarm_reports import AlarmReports
from dedup.adapters.extraction_alarm import ExtractionAlarm
from dedup.adapters.scrapy_options import read_pipeline_options

try:
    from itemadapter import ItemAdapter
    from scrapy import signals
    from scrapy.crawler import Crawler
    from scrapy.exceptions import DropItem, NotConfigured
    from scrapy.utils.asyncio import is_asyncio_available
    from twisted.internet.threads import deferToThread
except ImportError as missing:
    raise MissingExtraError("the pipeline needs Scrapy 2.14 or newer: pip install 'newsdedup[scrapy]'") from missing

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

ITEM_FIELDS = ("dedup_id", "dedup_relation", "dedup_of", "dedup_coverage", "dedup_story", "dedup_repeated_words")

article_judged = object()
"""The signal that is sent with each `item` that is an article, and its `verdict`."""

logger = logging.getLogger(__name__)


class UnjudgedError(InputError):
    """An item that is no article; the message says in two words what it lacks."""


class ItemVerdict(NamedTuple):
    """What an item is to the closest earlier article, or to the stored one of its address; None if it is no copy.

    `coverage` is the share of its words that the other has too; `story` is the other's, since the last regrouping.
    `repeated_words` are those in blocks that stand in the item before; `doubled` holds the heaviest block that the page
    doubled by fault.
    """

    repeated_words: int = 0
    doubled: str = ""
    relation: str | None = None
    of: str | None = None
    coverage: float | None = None
    story: int | None = None
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.relation} of {self.of} ({self.reason}; {self.coverage or 0:.0%} of its words)"


def find_and_add(index: Index, article: Article) -> ItemVerdict:
    """Say what an article is to those that were stored before it, and store it; its id is its address."""
    story_of_version = index.story_id(article.id)
    result = index.add(article)
    is_unchanged = result.status == "unchanged"  # and so are its blocks
    blocks = index.repeats(result.article_id) if is_unchanged else result.repeats
    repeated = sum(block.repeated_words for block in blocks), doubled_block(article, blocks)
    nearest = result.nearest
    if nearest is None or (not result.previous and not nearest.relation.is_copy):
        return ItemVerdict(*repeated)
    relation = str(result.status if result.previous else nearest.relation)
    story = story_of_version if result.previous else index.story_id(nearest.right_id)
    return ItemVerdict(*repeated, relation, nearest.right_id, nearest.left_coverage, story, nearest.reason)


def doubled_block(article: Article, blocks: Sequence[Repeat]) -> str:
    """The heaviest block that an article's page doubled by fault; empty if there is no such block."""
    faults = [block for block in blocks if block.kind.is_page_fault]
    return min(faults, key=lambda block: block.rank).spans[0].of(article.text) if faults else ""


class DedupPipeline:
    """The pipeline to set in ITEM_PIPELINES; its settings stand at the head of this module.

    NotConfigured without DEDUP_INDEX. SettingsError if a setting is wrong, StorageError if the index cannot be opened:
    then no crawl begins.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._options = read_pipeline_options(crawler.settings)
        if self._options.index is None:
            raise NotConfigured("DEDUP_INDEX should name the file of an index, new or old, or a server: news.dedup")
        self._place = self._options.index
        self._stats = crawler.stats
        self._signals = crawler.signals
        self._alarm = AlarmReports(ExtractionAlarm(self._options.alarm_share, self._options.alarm_pages), crawler.stats)
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(self._alarm.see_response, signal=signal)
        if self._options.callback:
            crawler.signals.connect(self._options.callback, signal=article_judged, weak=False)
        self._untagged: set[tuple[type, str]] = set()
        self._opened = ExitStack()  # Scrapy closes what it could not open, too
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="dedup")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """How Scrapy makes its pipelines."""
        return cls(crawler)

    async def open_spider(self) -> None:
        """Open the index."""
        if isinstance(self._place, Path) and not is_compiled():
            logger.info("Compiling for this machine: this happens once, and the first article waits a minute for it")
        self._index = await self._in_worker(Index, self._place)
        self._opened.callback(self._index.close)

    async def close_spider(self) -> None:
        """Close the index, after all waiting items."""
        self._alarm.end()
        await self._in_worker(self._opened.close)
        self._worker.shutdown()

    async def process_item(self, item: Any) -> Any:
        """Compare and index an item; set its fields and hand it on, or drop it, as the settings say."""
        try:
            article = article_of_item(item, self._options.fields)
            verdict = await self._in_worker(find_and_add, self._index, article)
        except Exception as error:  # whatever one item brings, the crawl goes on
            self._pass_unjudged(item, error)
            return item
        self._alarm.count(_site(article.id), article.url or article.id, item, verdict.doubled)
        self._stats.inc_value(f"dedup/relation/{verdict.relation or 'none'}")
        self._signals.send_catch_log(article_judged, item=item, verdict=verdict)
        if verdict.relation in self._options.drop:
            self._stats.inc_value(f"dedup/dropped/{verdict.relation}")
            raise DropItem(f"{article.url or article.id}: {verdict}")
        if verdict.relation:
            logger.info("%s: %s", article.url or article.id, verdict)
        nearest = (verdict.relation, verdict.of, verdict.coverage, verdict.story)
        self._set_fields(item, (article.id, *nearest, verdict.repeated_words))
        return item

    async def _in_worker(
        self, work: Callable[Parameters, Result], *given: Parameters.args, **named: Parameters.kwargs
    ) -> Result:
        """Call `work` in the one thread that uses the index, while the crawl goes on."""
        waiting = self._worker.submit(work, *given, **named)
        if is_asyncio_available():
            return await asyncio.wrap_future(waiting)
        return await deferToThread(waiting.result)

    def _pass_unjudged(self, item: Any, error: Exception) -> None:
        """Log why an item is not indexed, and set its fields to None: files of rows need every field in each item."""
        lacks_something = isinstance(error, UnjudgedError)
        self._stats.inc_value(f"dedup/unjudged/{error if lacks_something else type(error).__name__}")
        level = logging.INFO if lacks_something else logging.ERROR
        logger.log(level, "Passed on unjudged, %s: %s", error, reprlib.repr(item))
        if ItemAdapter.is_item(item):
            self._set_fields(item, (None,) * len(ITEM_FIELDS))

    def _set_fields(self, item: Any, values: Sequence[object]) -> None:
        adapter = ItemAdapter(item)
        for name, value in zip(ITEM_FIELDS, values, strict=True):
            try:
                adapter[name] = value
            except (KeyError, AttributeError, TypeError, ValueError) as error:  # no such field, frozen, of another type
                self._stats.inc_value(f"dedup/untagged/{name}")
                if (type(item), name) not in self._untagged:
                    self._untagged.add((type(item), name))
                    logger.warning("%s cannot take %s: %s", type(item).__qualname__, name, error)


def article_of_item(item: Any, fields: FieldNames) -> Article:
    """The article in an item, with its canonical URL as id; UnjudgedError if the item lacks a text or a URL.

    >>> item = {"link": "http://www.example.org/rain?utm_source=feed", "body": "Rain is expected."}
    >>> article_of_item(item, FieldNames()).id
    'https://example.org/rain'
    """
    if not ItemAdapter.is_item(item):
        raise UnjudgedError("no item")
    try:
        article = article_from_record(dict(ItemAdapter(item)), fields)
    except InputError as error:
        raise UnjudgedError("no text") from error
    if not article.text.strip():
        raise UnjudgedError("no text")
    url = article_url(article) or ""
    if not _site(url):
        raise UnjudgedError("no address")
    return replace(article, id=url)


def _site(url: str) -> str:
    """The host and port of a URL; empty if it has none."""
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""
