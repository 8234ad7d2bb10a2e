"""Credits of teasers: what another article on the same page says about itself.

Pages end in cards of other stories, each with its own "The post T appeared first on X". Such a credit belongs to the
article only if T is its own title; and nothing below a heading like "Related articles" belongs to it.
"""

from __future__ import annotations

from dedup.article import Span
from dedup.attribution.credit import Credit
from dedup.attribution.cue_matcher import words_in_lower_case
from dedup.attribution.cues import CueLanguage, shipped_cues

HEAD_CHARACTERS = 400  # of an article that the title of a teaser is compared with
MAX_TEASER_CHARACTERS = 300  # how far before "appeared on X" the title of the post may begin
MIN_TITLE_SHARE = 0.6  # of the words of T that must stand in the article's own head
MAX_HEADING_CHARACTERS = 60  # characters
MAX_HEADING_EXTRA = 12  # characters that a heading may have besides its words
# The closing lines of the article itself: they may stand below its related articles.
CLOSING_KINDS = frozenset({"copyright", "agency tail"})


def related_links_start(text: str, lowered: str, languages: list[CueLanguage]) -> int:
    """Where other articles begin: a heading such as "Related articles" in the lower half of the page, else the end."""
    headings = tuple(heading for language in languages for heading in language.related_headings)
    start = text.find("\n", len(text) // 2) + 1
    while start > 0:
        end = text.find("\n", start)
        line = lowered[start : min(end, start + MAX_HEADING_CHARACTERS) if end >= 0 else None].strip(" :>»-–—|")
        if line.startswith(headings) and any(
            line.startswith(heading) and len(line) <= len(heading) + MAX_HEADING_EXTRA for heading in headings
        ):
            return start
        start = end + 1
    return len(text)


def is_teaser(credit: Credit, text: str, lowered: str, title: str, related_start: int) -> bool:
    """Whether a credit belongs to another article whose teaser stands on the page."""
    if credit.span is None or credit.kind in CLOSING_KINDS:
        return False
    if credit.span.start >= related_start:
        return True
    posted = _teaser_title(lowered, credit.span.start) if credit.kind == "first appeared on" else None
    if posted is None:
        return False
    # Half at most of what stands before: a short page would count the card that repeats T as its head.
    head = words_in_lower_case(f"{title} {text[: min(HEAD_CHARACTERS, posted.start // 2)]}")
    words = words_in_lower_case(posted.of(text))
    stands_first = posted.start <= posted.end - posted.start
    return not stands_first and len(words & head) < MIN_TITLE_SHARE * len(words)


def _teaser_title(lowered: str, cue: int) -> Span | None:
    """T of "The post T first appeared on"."""
    openings = list(shipped_cues().teaser_opening.finditer(lowered, max(0, cue - MAX_TEASER_CHARACTERS), cue))
    if not openings or openings[-1].end() >= cue - 5:
        return None
    return Span(openings[-1].end(), cue)
