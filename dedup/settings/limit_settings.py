"""How much one input may cost to read: sizes, the ratio of a compressed file, memory, and the time for a page."""

from __future__ import annotations

from dedup.settings.number import Group, number, settings_group


@settings_group
class LimitSettings(Group):
    """Bounds that no honest article comes near. What exceeds one is skipped, and `Report.skipped` says so."""

    max_article_bytes: int = number(
        1 << 24,
        unit="bytes",
        low=1,
        high=1 << 24,  # positions of the kernels have 32 bits
        effect="longer texts are read; measured in UTF-8",
    )
    max_source_bytes: int = number(
        1 << 26,
        unit="bytes",
        low=1,
        effect="larger text files, pages and records are read; UTF-16 or escapes take four times a text",
    )
    max_json_bytes: int = number(1 << 30, unit="bytes", low=1, effect="larger .json files are read, which takes memory")
    max_unpacked_ratio: int = number(
        200,
        unit="ratio",
        low=1,
        effect="more of a decompression bomb is unpacked: news has a ratio of 3, markup 20, a bomb 1,000",
    )
    max_text_memory: int = number(
        1 << 60,
        unit="bytes",
        low=0,
        effect="more texts are kept in memory, not in a temporary file; fingerprints, 2 kB an article, always are",
    )
    max_page_seconds: float = number(
        10.0, unit="seconds", low=0.01, effect="slower HTML pages are extracted; an ordinary one takes .02 to .1 s"
    )


DEFAULT_LIMITS = LimitSettings()
