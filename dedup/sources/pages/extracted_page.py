"""The article in an HTML page, as it travels from the process that extracts it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Self

import orjson


@dataclass(frozen=True, slots=True)
class ExtractedPage:
    """The main text of a page and what the page says about itself; addresses are absolute.

    >>> Page.from_json(Page("It rained.", links=("https://example.org/a",)).to_json()).links
    ('https://example.org/a',)
    """

    text: str
    title: str | None = None
    url: str | None = None
    canonical: str | None = None
    published: datetime | None = None
    language: str | None = None
    author: str | None = None
    links: tuple[str, ...] = ()

    def to_json(self) -> bytes:
        """The page as a JSON object."""
        return orjson.dumps(self)

    @classmethod
    def from_json(cls, source: bytes) -> Self:
        """The page that `to_json` wrote."""
        values = orjson.loads(source)
        published = values["published"] and datetime.fromisoformat(values["published"])
        return cls(**values | {"published": published, "links": tuple(values["links"])})
