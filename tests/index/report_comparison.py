"""Whether two reports say the same of the same articles."""

from __future__ import annotations

from dedup import Report


def assert_same(found: Report, expected: Report) -> None:
    """Both hold the same articles, repeats, matches, clusters, stories, series, origins and boilerplate."""
    assert list(found.articles) == list(expected.articles)
    assert list(found.repeats) == list(expected.repeats)
    assert list(found.matches) == list(expected.matches)
    assert list(found.clusters) == list(expected.clusters)
    assert list(found.stories) == list(expected.stories)
    assert list(found.series) == list(expected.series)
    assert [story.origin for story in found.stories] == [story.origin for story in expected.stories]
    assert [cluster.origin for cluster in found.clusters] == [cluster.origin for cluster in expected.clusters]
    assert dict(found.boilerplate) == dict(expected.boilerplate)
