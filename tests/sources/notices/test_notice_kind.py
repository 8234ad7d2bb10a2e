"""Notices in the place of articles, in 27 languages, and short reports that are near to them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup import Article, scan
from dedup.article import ReadWarning
from dedup.sources.notices.notice_kind import MAX_NOTICE_CHARACTERS, notice_kind, notice_warnings
from dedup.sources.notices.phrases import PHRASES_PATH, notice_phrases
from dedup.sources.notices.write_phrases import arranged_phrases
from dedup.sources.reader import read_articles

REPORT = "The ferry to the outer island will run on Sundays from May, the council of Orre said after a long debate. "
PAYWALL = "To continue reading, subscribe now. Already a subscriber? Log in."
COOKIE_WALL = "We use cookies to improve your experience. By clicking Accept, you agree to this. Accept. Learn more."


def lines(name: str) -> Iterator[str]:
    for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line.replace(" // ", "\n")


NOTICES = [line.split("\t") for line in lines("notices.txt")]


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, _, text in NOTICES])
def test_notices_are_what_they_are(kind: str, text: str) -> None:
    assert notice_kind(text) == kind


@pytest.mark.parametrize("text", list(lines("briefs.txt")))
def test_short_reports_are_no_notices(text: str) -> None:
    assert notice_kind(text) is None


def test_many_languages_are_tried() -> None:
    assert len({language for _, language, _ in NOTICES}) >= 27


@pytest.mark.parametrize("text", [text for _, _, text in NOTICES])
def test_an_article_with_a_notice_behind_it_is_an_article(text: str) -> None:
    assert notice_kind(f"{REPORT * 3}\n{text}"[:MAX_NOTICE_CHARACTERS]) is None or len(text) > 4 * len(REPORT)


def test_a_teaser_with_words_of_its_own_is_an_article() -> None:
    assert notice_kind(f"{REPORT}\n{PAYWALL}") is None
    assert notice_kind(f"A ferry at last\n{PAYWALL}") == "a paywall's notice"


def test_the_title_can_say_what_the_notice_is() -> None:
    assert notice_kind("Please go back to the homepage. Contact us for help.", "404 Not Found") == "an error page"
    assert notice_kind("Please go back to the homepage. Contact us for help.", "A ferry at last") is None


@given(st.text(max_size=300))
def test_no_text_is_too_odd(text: str) -> None:
    assert notice_kind(text) is None or len(text) > 2


def test_every_phrase_is_found_in_itself() -> None:
    finders, arranged = notice_phrases(), orjson.loads(arranged_phrases())
    for finder, role in ((finders.saying, "saying"), (finders.adding, "adding")):
        spaced = [phrase for key in arranged[role]["by_key"] for phrase in finder.phrases_at(key)]
        for phrase in [*spaced, *finder.unspaced]:
            found = finder.find(list(phrase.parts), is_unspaced=phrase in finder.unspaced)
            assert phrase in [one.phrase for one in found], phrase.parts


def test_the_phrases_that_are_read_are_those_that_are_written() -> None:
    assert PHRASES_PATH.read_bytes() == arranged_phrases(), "run python -m dedup.sources.notices.write_phrases"


def test_a_warning_says_what_is_read_and_what_is_done(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(COOKIE_WALL)
    (tmp_path / "b.txt").write_text(REPORT)
    notice, warning, report = read_articles([tmp_path])
    assert isinstance(notice, Article)
    assert isinstance(report, Article)
    assert isinstance(warning, ReadWarning)
    assert (warning.reason,) == notice_warnings(COOKIE_WALL)
    assert warning.reason == "the text is no article but a cookie wall: it is a copy of no other"


def test_one_notice_in_the_place_of_many_articles_makes_no_copies_and_no_story() -> None:
    walls = [Article(f"wall-{n}", COOKIE_WALL, title=f"Ferry Aurora aground off Sull, day {n}") for n in range(5)]
    reports = [Article("a", REPORT), Article("b", REPORT)]
    found = scan([*walls, *reports])
    assert [(match.left_id, match.right_id) for match in found.matches if match.relation.is_copy] == [("a", "b")]
    assert [cluster.article_ids for cluster in found.clusters] == [("a", "b")]
    assert [story.article_ids for story in found.stories] == [("a", "b")]
