"""Two articles that are translations of one another, and why."""

from __future__ import annotations

from typing import NamedTuple

from dedup.translations.translation_measures import TranslationMeasures
from dedup.translations.written_languages import written_language

MIN_WHOLE_COVERAGE = 0.7
USUAL_RATIO = 0.25  # of the logarithm of lengths: a translation is rarely a quarter longer or shorter than others


class TranslationPair(NamedTuple):
    """Two articles, by their positions, that are translations of one another, whole or of a part.

    `languages` are those of the two, `measures` what shows it.
    """

    left: int
    right: int
    languages: tuple[str, str]
    log_odds: float
    measures: TranslationMeasures

    @property
    def is_whole(self) -> bool:
        """Whether each article holds most of the other."""
        return min(self.measures.left_coverage, self.measures.right_coverage) >= MIN_WHOLE_COVERAGE

    @property
    def reason(self) -> str:
        """Why the two are translations, in words."""
        names = " and ".join(sorted(written_language(each).name for each in self.languages))
        order = f"{self.measures.links} names and figures in the same order"
        if not self.is_whole:
            return f"a part of one in another language ({names}): {order}"
        usual = "lengths as usual" if self.measures.ratio <= USUAL_RATIO else "lengths that differ"
        return f"the same in another language: {order}, {usual} between {names}"
