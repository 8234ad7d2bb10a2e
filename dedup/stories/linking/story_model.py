"""From features to log-odds: how likely it is that two articles report one event.

    content     z = b + w . features, within +-8
    company     r = min(0, z - (best(left) + best(right)) / 2), best: the highest z of a text over its candidates
    log-odds    y = c + c1 z + c2 r

What is closest to neither of two texts is less likely the event of both. `story_model.json` has the weights, with what
they were fitted on; `benchmarks/fit_stories.py` makes it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dedup.stories.linking.link_features import LINK_FEATURES
from dedup.tokens.words import readonly

MAX_CONTENT = 8.0

Numbers = NDArray[np.int32] | NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class StoryModel:
    """Intercept and weights of content, in order of `LINK_FEATURES`; intercept and weights of content and company."""

    intercept: float
    weights: NDArray[np.float64]
    company_intercept: float
    content_weight: float
    company_weight: float

    def content(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """The log-odds by content alone, (pairs,)."""
        summed = (features * self.weights).sum(axis=1)  # a matrix product may round a sum differently in another block
        return np.asarray(np.clip(self.intercept + summed, -MAX_CONTENT, MAX_CONTENT))

    def log_odds(self, content: NDArray[np.float64], company: NDArray[np.float64]) -> NDArray[np.float64]:
        """The log-odds by content and company, without regard to dates, (pairs,)."""
        return self.company_intercept + self.content_weight * content + self.company_weight * company


@cache
def story_model() -> StoryModel:
    """The shipped model."""
    data = json.loads(Path(__file__).with_name("story_model.json").read_text(encoding="utf-8"))
    weights = readonly(np.array([data["weights"][feature] for feature in LINK_FEATURES]))
    company = data["company"]
    return StoryModel(data["intercept"], weights, company["intercept"], company["content"], company["company"])


def closest_contents(
    content: NDArray[np.float64], left: Numbers, right: Numbers, known: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The highest content of each article over its pairs; `known` is what it had over pairs before, (articles,)."""
    closest = known.copy()
    np.maximum.at(closest, left, content.astype(np.float32))
    np.maximum.at(closest, right, content.astype(np.float32))
    return closest


def no_contents(articles: int) -> NDArray[np.float32]:
    """The highest content of articles that have no pairs."""
    return np.full(articles, -MAX_CONTENT, np.float32)


def company_of(
    content: NDArray[np.float64], left: Numbers, right: Numbers, closest: NDArray[np.float32]
) -> NDArray[np.float64]:
    """How much less content each pair has than its two articles have with those closest to them, at most 0."""
    return np.minimum(0.0, content - (closest[left].astype(np.float64) + closest[right]) / 2)
