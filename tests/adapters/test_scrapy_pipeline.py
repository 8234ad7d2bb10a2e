"""The Scrapy pipeline, item by item: what it says of each kind, and that nothing is lost or said silently."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("scrapy")

import attrs
import pydantic
import scrapy
from scrapy.exceptions import DropItem, NotConfigured
from scrapy.utils.test import get_crawler
from served import serving

from dedup import Index, SettingsError, StorageError
from dedup.adapters import scrapy as pipelines
from dedup.adapters.extraction_alarm import ExtractionAlarm
from dedup.adapters.scrapy import DedupPipeline, ItemVerdict, article_judged
from dedup.adapters.scrapy_options import RELATIONS

FERRY = (
    "The ferry Brightling was late again on Monday because a seal in its engine had failed, the line said. Some two "
    "hundred passengers waited on the quay at Skarrow for a coach that came at midnight. The mayor asked for a plan."
)
BRIDGE = (
    "Engineers closed the old harbour bridge to lorries after a survey had found rust in eleven of its forty hangers. "
    "Cars may cross in one lane until new hangers arrive from the foundry in June, the roads office announced."
)
MORE = "On Tuesday it lay still: the line waits for a seal from the maker, who has none before the end of the week."


@dataclass
class DataclassItem:
    url: str
    text: str
    dedup_id: str | None = None
    dedup_relation: str | None = None
    dedup_of: str | None = None
    dedup_coverage: float | None = None
    dedup_story: int | None = None
    dedup_repeated_words: int | None = None


@attrs.define
class AttrsItem:
    url: str
    text: str
    dedup_id: str | None = None
    dedup_relation: str | None = None
    dedup_of: str | None = None
    dedup_coverage: float | None = None
    dedup_story: int | None = None
    dedup_repeated_words: int | None = None


class PydanticItem(pydantic.BaseModel):
    url: str
    text: str
    dedup_id: str | None = None
    dedup_relation: str | None = None
    dedup_of: str | None = None
    dedup_coverage: float | None = None
    dedup_story: int | None = None
    dedup_repeated_words: int | None = None


class ScrapyItem(scrapy.Item):
    url = scrapy.Field()
    text = scrapy.Field()
    dedup_id = scrapy.Field()
    dedup_relation = scrapy.Field()
    dedup_of = scrapy.Field()
    dedup_coverage = scrapy.Field()
    dedup_story = scrapy.Field()
    dedup_repeated_words = scrapy.Field()


@dataclass(frozen=True)
class FrozenItem:
    url: str
    text: str


@dataclass
class Crawl:
    """What came out of the pipeline, and what the stats say."""

    items: list[Any] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    stats: dict[str, Any] = field(default_factory=dict)


def crawl(path: Path, items: list[Any], *, watch: Callable[..., None] | None = None, **settings: object) -> Crawl:
    """Send items through a pipeline, one after the other; `watch` is connected to the signal of verdicts."""
    crawler = get_crawler(settings_dict={"DEDUP_INDEX": str(path / "news.dedup"), **settings})
    if watch is not None:
        crawler.signals.connect(watch, signal=article_judged)
    found = Crawl()

    async def run() -> None:
        pipeline = DedupPipeline.from_crawler(crawler)
        await pipeline.open_spider()
        for item in items:
            try:
                found.items.append(await pipeline.process_item(item))
            except DropItem as drop:
                found.dropped.append(str(drop))
        await pipeline.close_spider()

    asyncio.run(run())
    found.stats = {name: value for name, value in crawler.stats.get_stats().items() if name.startswith("dedup/")}
    return found


@pytest.mark.parametrize("kind", [dict, DataclassItem, AttrsItem, PydanticItem, ScrapyItem])
def test_every_kind_of_item_is_tagged(kind: type, tmp_path: Path) -> None:
    first = kind(url="https://example.org/ferry", text=FERRY)
    found = crawl(tmp_path, [first, kind(url="http://www.other.example/1/", text=f"{FERRY} {MORE}")])
    tags = [(item if kind in (dict, ScrapyItem) else vars_of(item)) for item in found.items]
    assert [(tag["dedup_relation"], tag["dedup_of"], tag["dedup_story"]) for tag in tags] == [
        (None, None, None),
        ("near", "https://example.org/ferry", None),
    ]
    assert [tag["dedup_id"] for tag in tags] == ["https://example.org/ferry", "https://other.example/1"]
    assert tags[0]["dedup_coverage"] is None
    assert 0.6 < tags[1]["dedup_coverage"] < 0.9
    assert found.items[0] is first
    assert found.stats == {"dedup/relation/none": 1, "dedup/relation/near": 1}


def test_a_server_takes_the_place_of_the_file(tmp_path: Path) -> None:
    doubled = f"{BRIDGE}\n{MORE}\n{BRIDGE}"
    texts = {"a/1": FERRY, "b/1": f"{FERRY} {MORE}", "a/1?utm_source=x": FERRY, "a/1#top": MORE + FERRY, "c/1": doubled}
    items = [{"url": f"https://www.{place.replace('/', '.example/')}", "text": text} for place, text in texts.items()]
    by_file = crawl(tmp_path, [*map(dict, [*items, items[-1]])])
    with serving(tmp_path / "served.dedup") as url:
        by_server = crawl(tmp_path, [*map(dict, [*items, items[-1]])], DEDUP_INDEX=url)
    assert (by_server.items, by_server.stats) == (by_file.items, by_file.stats)
    assert [item["dedup_relation"] for item in by_file.items] == [
        None,
        "near",
        "unchanged",
        "version",
        None,
        "unchanged",
    ]
    assert [item["dedup_repeated_words"] > 0 for item in by_file.items[-2:]] == [True, True]


def vars_of(item: Any) -> dict[str, Any]:
    return {name: getattr(item, name) for name in DataclassItem.__dataclass_fields__}


def test_the_same_address_again_is_no_copy(tmp_path: Path) -> None:
    address = "https://example.org/ferry"
    later = f"{FERRY} {MORE}"
    items = [
        {"url": address, "text": FERRY},
        {"url": "http://www.example.org/amp/ferry?utm_source=feed", "text": FERRY},
        {"url": f"{address}?utm_source=feed", "text": FERRY, "title": "No engine, no ferry"},
        {"url": f"{address}#top", "text": later},
        {"url": "https://other.example/1", "text": later},
    ]
    found = crawl(tmp_path, items)
    assert [(item["dedup_relation"], item["dedup_of"]) for item in found.items] == [
        (None, None),
        ("unchanged", address),
        ("version", address),
        ("version", address),
        ("exact", address),
    ]
    assert [item["dedup_coverage"] for item in found.items[1:3]] == [1, 1]
    assert 0.6 < found.items[3]["dedup_coverage"] < 0.9
    with Index(tmp_path / "news.dedup") as index:
        assert [(article.id, article.text) for article in index] == [
            (address, later),
            ("https://other.example/1", later),
        ]


def test_a_copy_belongs_to_the_story_of_what_it_copies(tmp_path: Path) -> None:
    retold = (
        "Two hundred people stood on the quay at Skarrow until midnight on Monday, when a coach came: the ferry "
        "Brightling lay in port with a failed seal in its engine. The mayor wants a plan from the line."
    )
    crawl(
        tmp_path, [{"url": f"https://{name}.example/1", "text": text} for name, text in [("a", FERRY), ("b", retold)]]
    )
    with Index(tmp_path / "news.dedup") as index:
        index.regroup()
        (story,) = index.stories()
    found = crawl(
        tmp_path,
        [{"url": "https://c.example/1", "text": FERRY}, {"url": "https://b.example/1", "text": f"{retold} {MORE}"}],
    )
    assert [(item["dedup_relation"], item["dedup_story"]) for item in found.items] == [
        ("exact", story),
        ("version", story),
    ]


def test_a_page_that_names_its_original_elsewhere_is_a_copy_of_it(tmp_path: Path) -> None:
    original = "https://example.org/ferry"
    items = [{"url": original, "text": FERRY}, {"url": "https://b.example/1", "canonical": original, "text": FERRY}]
    found = crawl(tmp_path, [*items, {"url": original, "text": FERRY}])
    assert [item["dedup_relation"] for item in found.items] == [None, "exact", "unchanged"]


def test_items_are_dropped_by_relation_with_the_reason(tmp_path: Path) -> None:
    items = [
        {"url": f"https://{name}.example/1", "text": text} for name, text in [("a", FERRY), ("b", FERRY), ("c", BRIDGE)]
    ]
    found = crawl(tmp_path, [*items, {"url": "http://c.example/1/", "text": BRIDGE}], DEDUP_DROP="exact,unchanged")
    assert [item["url"] for item in found.items] == ["https://a.example/1", "https://c.example/1"]
    assert found.dropped == [
        "https://b.example/1: exact of https://a.example/1 (the same words; 100% of its words)",
        "http://c.example/1/: unchanged of https://c.example/1 (the same article; 100% of its words)",
    ]
    assert found.stats == {
        "dedup/relation/none": 2,
        "dedup/relation/exact": 1,
        "dedup/relation/unchanged": 1,
        "dedup/dropped/exact": 1,
        "dedup/dropped/unchanged": 1,
    }


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ({"url": "https://example.org/gallery"}, "no text"),
        ({"url": "https://example.org/gallery", "text": " \n"}, "no text"),
        ({"url": "https://example.org/gallery", "text": {"pages": 3}}, "no text"),
        ({"text": FERRY}, "no address"),
        ({"url": "see below", "text": FERRY}, "no address"),
        ({"url": "http://[::1/a", "text": FERRY}, "no address"),
        ("no item at all", "no item"),
    ],
)
def test_what_cannot_be_judged_passes_through(
    item: object, reason: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", logger="dedup"):
        found = crawl(tmp_path, [item])
    assert found.items == [item]
    assert not isinstance(item, dict) or [item[tag] for tag in pipelines.ITEM_FIELDS] == [None] * 6
    assert found.stats == {f"dedup/unjudged/{reason}": 1}
    assert f"Passed on unjudged, {reason}" in caplog.text


def test_an_index_that_fails_loses_no_item(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise StorageError("news.dedup: the disk is full")

    monkeypatch.setattr(pipelines, "find_and_add", fail)
    found = crawl(tmp_path, [{"url": "https://example.org/ferry", "text": FERRY}])
    assert len(found.items) == 1
    assert found.stats == {"dedup/unjudged/StorageError": 1}
    assert "the disk is full" in caplog.text


@pytest.mark.parametrize(
    "kind", [FrozenItem, scrapy.item.ItemMeta("Bare", (scrapy.Item,), {"url": scrapy.Field(), "text": scrapy.Field()})]
)
def test_an_item_without_fields_for_tags_is_told_of_once(
    kind: type, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    items = [kind(url=f"https://{name}.example/1", text=FERRY) for name in "ab"]
    found = crawl(tmp_path, list(items))
    assert found.items == items
    assert {name: count for name, count in found.stats.items() if "untagged" in name} == {
        f"dedup/untagged/{tag}": 2 for tag in pipelines.ITEM_FIELDS
    }
    assert caplog.text.count("cannot take dedup_relation") == 1


def test_fields_of_other_names_are_given(tmp_path: Path) -> None:
    items = [{"adresse": f"https://{name}.example/1", "corpo": FERRY, "text": name} for name in "ab"]
    found = crawl(tmp_path, list(items), DEDUP_FIELDS='{"url": "adresse", "text": "corpo"}')
    assert [item["dedup_relation"] for item in found.items] == [None, "exact"]


def test_values_may_be_lists_as_item_loaders_make_them(tmp_path: Path) -> None:
    items = [{"url": [f"https://{name}.example/1"], "text": FERRY.split(". ")} for name in "ab"]
    found = crawl(tmp_path, list(items))
    assert [item["dedup_relation"] for item in found.items] == [None, "exact"]


def test_the_crawl_goes_on_while_an_article_is_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    went_on = threading.Event()

    def wait(*_: object) -> ItemVerdict:
        assert went_on.wait(timeout=30)
        return ItemVerdict()

    monkeypatch.setattr(pipelines, "find_and_add", wait)
    crawler = get_crawler(settings_dict={"DEDUP_INDEX": str(tmp_path / "news.dedup")})

    async def go_on() -> None:
        went_on.set()

    async def run() -> None:
        pipeline = DedupPipeline.from_crawler(crawler)
        await pipeline.open_spider()
        works: list[Coroutine[Any, Any, Any]] = [
            pipeline.process_item({"url": "https://example.org/ferry", "text": FERRY}),
            go_on(),
        ]
        await asyncio.gather(*works)
        await pipeline.close_spider()

    asyncio.run(run())


def test_all_wrong_settings_are_told_together() -> None:
    wrong = {
        "DEDUP_INDEX": "news.dedup",
        "DEDUP_DORP": "exact",
        "DEDUP_DROP": ["exakt"],
        "DEDUP_ALARM_SHARE": 20,
        "DEDUP_ALARM_PAGES": "ten",
        "DEDUP_CALLBACK": "no.such.function",
        "DEDUP_FIELDS": {"body": "text"},
    }
    with pytest.raises(SettingsError) as told:
        DedupPipeline.from_crawler(get_crawler(settings_dict=wrong))
    assert str(told.value).split("; ") == [
        "DEDUP_ALARM_PAGES: invalid literal for int() with base 10: 'ten'",
        "DEDUP_ALARM_SHARE: 20 is no share from 0 to 1",
        "DEDUP_CALLBACK: No module named 'no'",
        "DEDUP_DORP: no such setting",
        f"DEDUP_DROP: exakt: not among {', '.join(RELATIONS)}",
        "DEDUP_FIELDS: body: not among text, title, url, outlet, published, id, language, author, canonical, links",
    ]


def test_without_an_index_the_pipeline_is_off() -> None:
    with pytest.raises(NotConfigured, match="DEDUP_INDEX should name the file"):
        DedupPipeline.from_crawler(get_crawler())


def test_an_index_that_cannot_be_opened_ends_the_crawl(tmp_path: Path) -> None:
    path = tmp_path / "missing" / "news.dedup"
    pipeline = DedupPipeline.from_crawler(get_crawler(settings_dict={"DEDUP_INDEX": str(path)}))
    with pytest.raises(StorageError, match=re.escape(str(path))):
        asyncio.run(pipeline.open_spider())
    asyncio.run(pipeline.close_spider())


def test_a_host_that_doubles_blocks_sounds_the_alarm_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    texts = [f"Notice {number}. {FERRY if number % 2 else BRIDGE}" for number in range(4)]
    items = [{"url": f"https://twice.example/{n}", "text": f"{text}\n{text}"} for n, text in enumerate(texts)]
    items += [{"url": f"https://once.example/{number}", "text": text} for number, text in enumerate(texts)]
    found = crawl(tmp_path, list(items), DEDUP_ALARM_PAGES=3)
    assert found.stats["dedup/doubled"] == 4
    assert {name: told for name, told in found.stats.items() if "alarm" in name} == {
        "dedup/alarm/twice.example": "4 of 4 pages hold a block twice"
    }
    (line,) = [record.message for record in caplog.records if "matches twice" in record.message]
    assert line.startswith(
        "twice.example: 4 of 4 pages hold a block twice, such as https://twice.example/0 (Notice 0. "
    )
    assert line.endswith("…): a selector probably matches twice")
    assert [item["dedup_repeated_words"] > 30 for item in found.items] == [True] * 4 + [False] * 4


def test_verdicts_are_handed_to_a_function_and_a_signal(tmp_path: Path) -> None:
    called: list[tuple[str, str | None]] = []
    sent: list[str | None] = []

    def judged(item: dict[str, Any], verdict: ItemVerdict) -> None:
        called.append((item["url"], verdict.relation))

    def watch(verdict: ItemVerdict) -> None:
        sent.append(verdict.of)

    items = [{"url": f"https://{name}.example/ferry", "text": FERRY} for name in "ab"]
    found = crawl(tmp_path, items, watch=watch, DEDUP_CALLBACK=judged, DEDUP_DROP=["exact"])
    assert called == [("https://a.example/ferry", None), ("https://b.example/ferry", "exact")]
    assert sent == [None, "https://a.example/ferry"]
    assert len(found.dropped) == 1


@pytest.mark.parametrize(
    ("doubled", "place"),
    [([True] * 9, None), ([True] * 10, 9), ([False] * 8 + [True] * 2, None), ([False] * 8 + [True] * 3, 10)],
)
def test_the_alarm_sounds_above_its_share_of_enough_pages(doubled: list[bool], place: int | None) -> None:
    alarm = ExtractionAlarm(share=0.2, min_pages=10)
    sounds = [alarm.record("a", str(number), "Sails again." * each) for number, each in enumerate(doubled)]
    assert [number for number, each in enumerate(sounds) if each] == ([] if place is None else [place])
