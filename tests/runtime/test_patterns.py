"""A pattern that is compiled when it is first used is the pattern that `re` makes."""

from __future__ import annotations

import re

import pytest

from dedup.runtime.patterns import lazy_pattern


def test_each_attribute_is_that_of_the_pattern() -> None:
    made = re.compile(r"(?P<word>\w+)-", re.IGNORECASE)
    for name in ("flags", "groups", "groupindex", "pattern"):
        assert getattr(lazy_pattern(r"(?P<word>\w+)-", re.IGNORECASE), name) == getattr(made, name)
    assert lazy_pattern(r"\w+-").findall("a-b-c") == ["a-", "b-"]
    assert lazy_pattern(rb"\d").sub(b"#", b"1 of 2") == b"# of #"


def test_nothing_is_compiled_before_it_is_used() -> None:
    broken = lazy_pattern("(")
    assert broken.pattern == "("
    with pytest.raises(re.error):
        broken.search("")
    with pytest.raises(AttributeError):
        _ = lazy_pattern("a").no_such_thing  # type: ignore[attr-defined]
