"""What reading may cost: bounds on the size of one article, on unpacking, and on the time for one page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that no honest article comes near; whatever exceeds one is skipped, and says so.

    `article_bytes` is the UTF-8 size of one article, bounded by the 32-bit places of the kernels; `source_bytes`
    bounds an article as it is stored (a text file, a page, a line of records), four times as much: UTF-16, or JSON
    full of escapes. `json_bytes` bounds a `.json` file, which is read whole. `unpacked_ratio` is judged only once a
    packed file has given `source_bytes`: news packs about 3:1, feeds full of markup 20:1, a gzip bomb 1,000:1.
    `page_seconds` bounds the extraction of one HTML page: an ordinary one takes .02 to .1 s.
    """

    max_article_bytes: int = 1 << 24
    max_source_bytes: int = 1 << 26
    max_json_bytes: int = 1 << 30
    max_unpacked_ratio: int = 200
    max_page_seconds: float = 10.0


DEFAULT_LIMITS = Limits()
