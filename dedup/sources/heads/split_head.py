"""A text and what its head says about it, whatever kind of head it has."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from dedup.sources.article_parts import ArticleParts
from dedup.sources.dates.day_of_path import day_of_path
from dedup.sources.fields.record_parts import parts_of_record
from dedup.sources.heads.front_matter import split_front_matter
from dedup.sources.heads.head_lines import split_head_lines
from dedup.sources.heads.head_names import part_of_head_name, parts_stated

_ADDRESS_NAMES = ("path", "permalink", "url", "slug")  # of Zola, Jekyll, Hugo and Eleventy
_ANY_TEXT = "The text below the head."  # a record needs one


def split_head(text: str) -> ArticleParts:
    r"""The text below the head, and what the head says.

    >>> split_head("Title: Rain\n\nIt rained.").title
    'Rain'
    """
    split = split_front_matter(text) or split_head_lines(text)
    return ArticleParts(text) if split is None else parts_of_head(split.stated, split.text)


def parts_of_head(stated: Mapping[str, object], text: str) -> ArticleParts:
    """What a head states of an article, as a record of this text would; the day that its address names, if no other."""
    others = {name: value for name, value in stated.items() if part_of_head_name(name) is None}
    record = {**others, **parts_stated(stated), "text": _ANY_TEXT}
    parts = parts_of_record({name: record[name] for name in record if name != "id"})._replace(text=text)
    return parts._replace(published=parts.published or _day_of_address(stated))


def _day_of_address(stated: Mapping[str, object]) -> datetime | None:
    """The day in the address under which the site shows the article."""
    addresses = (stated.get(name) for name in _ADDRESS_NAMES)
    return next(filter(None, (day_of_path(address) for address in addresses if isinstance(address, str))), None)
