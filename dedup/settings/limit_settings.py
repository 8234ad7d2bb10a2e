"""How much one input may cost to read: sizes, counts, nesting, and the time and memory for a page."""

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
        effect="more of a decompression bomb is unpacked: news has a ratio of 3, markup 20, a bomb 1,000; "
        "a record counts for 1 kB",
    )
    max_unpacked_bytes: int = number(
        1 << 40, unit="bytes", low=1, effect="more of one packed file, or of one archive, is unpacked in all"
    )
    max_nested_archives: int = number(
        3,
        unit="archives",
        low=0,
        high=100,
        effect="files deeper in archives are read: a delivery holds days, a day packed pages; a bomb holds itself",
    )
    max_articles: int = number(
        1 << 31,
        unit="articles",
        low=1,
        high=1 << 31,  # two ranks are packed into one number
        effect="more articles are read in one run",
    )
    max_file_records: int = number(
        1 << 31, unit="records", low=1, effect="more records, messages, pages or members of one file are read"
    )
    max_json_values: int = number(
        1 << 23,
        unit="values",
        low=1,
        effect="larger values of JSON are read; each number, text, list or object takes some sixty bytes",
    )
    max_message_parts: int = number(
        1_000, unit="parts", low=1, effect="mail of more parts is read; an honest message has ten"
    )
    max_page_tags: int = number(
        1_000_000, unit="tags", low=1, effect="HTML pages of more tags are parsed; an ordinary one has 3,000"
    )
    max_tag_attributes: int = number(
        10_000,
        unit="attributes",
        low=10,
        high=60_000,  # patterns count no further
        effect="HTML tags of more attributes are parsed, in time that grows with their square",
    )
    max_page_memory: int = number(
        4 << 30,
        unit="bytes",
        low=1 << 28,
        effect="HTML pages that take more memory are extracted: some thirty times their size, and 200 MB",
    )
    max_text_memory: int = number(
        1 << 60,
        unit="bytes",
        low=0,
        effect="more texts are kept in memory, not in a temporary file; fingerprints, 2 kB an article, always are",
    )
    max_page_seconds: float = number(
        10.0,
        unit="CPU seconds",
        low=0.01,
        high=1e6,
        effect="slower HTML pages are extracted; an ordinary one takes .02 to .1 s",
    )


DEFAULT_LIMITS = LimitSettings()
