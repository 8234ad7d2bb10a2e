"""Credits of teasers: what other articles on the same page credit.

Pages end in cards of other articles, each with its own "The post T appeared first on X". Such a credit belongs to the
article at hand only if T is its own title. Nothing below a heading such as "Related articles" belongs to it.
"""

from __future__ import annotations

from functools import cached_property

from dedup.article import Article, Span
from dedup.attribution.credit import Credit, CreditKind
from dedup.attribution.cue_matcher import CueMatcher, words_in_lower_case
from dedup.attribution.cues import shipped_cues
from dedup.settings import AttributionSettings

# The closing lines of the article itself may stand below its related articles.
CLOSING_KINDS = frozenset({CreditKind.COPYRIGHT, CreditKind.SIGN_OFF})


class TeaserFilter:
    """Recognises credits that belong to a teaser on the page of an article, as read by a `CueMatcher`."""

    def __init__(self, article: Article, matcher: CueMatcher, settings: AttributionSettings) -> None:
        self._title = article.title or ""
        self._text, self._lower_text = matcher.text, matcher.lower_text
        self._settings = settings
        self._headings = tuple(heading for language in matcher.languages for heading in language.related_headings)

    def is_teaser(self, credit: Credit) -> bool:
        """Whether a credit belongs to another article."""
        if credit.span is None or credit.kind in CLOSING_KINDS:
            return False
        if credit.span.start >= self._related_links_start:
            return True
        title = self._teaser_title(credit.span.start) if credit.kind is CreditKind.FIRST_APPEARED else None
        if title is None or title.start <= title.end - title.start:  # the article itself begins with the title
            return False
        # At most half of what precedes the title: on a short page, the head would contain the card itself.
        head_characters = min(self._settings.teaser_head_characters, title.start // 2)
        head = self._title_words | words_in_lower_case(self._text[:head_characters])
        words = words_in_lower_case(title.of(self._text))
        return len(words & head) < self._settings.min_teaser_title_share * len(words)

    @cached_property
    def _related_links_start(self) -> int:
        """Where related articles begin: at a heading in the lower half of the page, else at its end."""
        settings, headings = self._settings, self._headings
        start = self._text.find("\n", len(self._text) // 2) + 1
        while start > 0:
            end = self._text.find("\n", start)
            last = min(end, start + settings.max_related_heading_characters) if end >= 0 else None
            line = self._lower_text[start:last].strip(" :>»-–—|")
            if line.startswith(headings) and any(
                line.startswith(heading) and len(line) <= len(heading) + settings.max_related_heading_extra
                for heading in headings
            ):
                return start
            start = end + 1
        return len(self._text)

    @cached_property
    def _title_words(self) -> set[str]:
        return words_in_lower_case(self._title)

    def _teaser_title(self, cue: int) -> Span | None:
        """The span of T in "The post T first appeared on", by the place of the cue after it."""
        first = max(0, cue - self._settings.max_teaser_title_distance)
        openings = list(shipped_cues().teaser_opening.finditer(self._lower_text, first, cue))
        if not openings or cue - openings[-1].end() < self._settings.min_teaser_title_characters:
            return None
        return Span(openings[-1].end(), cue)
