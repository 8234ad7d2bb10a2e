"""Words between quotation marks: of all languages, and never beyond what a mark closes."""

from __future__ import annotations

import pytest
import quotations_twin as twin

from dedup.tokens.words import tokenize


def quoted(text: str) -> list[str]:
    words = tokenize(text)
    return [words.span(w, w + 1).of(text) for w, is_quoted in enumerate(twin.quoted(words)) if is_quoted]


@pytest.mark.parametrize(
    "text",
    [
        "He said: “we are here”, and left.",
        'He said: "we are here," and left.',
        'He said "we are here".',
        '"We are here," he said.'.replace("We", "we"),
        "Er sagte: „we are here“ und ging.",
        "Er sagte: »we are here« und ging.",
        "Il a dit : « we are here », puis il partit.",
        "Il a dit:«we are here», puis il partit.",
        "Han sade: ”we are here” och gick.",
        "He said: ‘we are here’, and left the officers’ mess.",
        "He said: 'we are here', and left the officers' mess in the '90s.",
        "He said : `` we are here '' , and left .".replace("``", '"').replace("''", '"'),
        "(“we are here”, he said.)",
        "He said—“we are here”—and left.",
        "他说：“we are here”。",
        'He\'s 5"11 tall; "we are here", he said.',
    ],
)
def test_a_quotation_is_what_stands_between_its_marks(text: str) -> None:
    assert quoted(text) == ["we", "are", "here"]


def test_a_mark_within_another_quotation_ends_nothing() -> None:
    assert quoted("She said “we ‘are’ here” again.") == ["we", "are", "here"]


def test_a_quotation_goes_on_in_the_next_paragraph_that_begins_with_a_mark() -> None:
    assert quoted("He said: “We won.\n\n“We lost.” So he said.") == ["We", "won", "We", "lost"]


@pytest.mark.parametrize(
    "text", ["He said: “we are here.\n\nThen he left.", 'A 5" pipe. He left.', "The officers' mess."]
)
def test_a_mark_that_is_never_closed_quotes_nothing(text: str) -> None:
    assert quoted(text) == []


def test_chinese_quotes_without_spaces() -> None:
    assert quoted("市长说：“维修”。他说「停运」了。") == ["维", "修", "停", "运"]
    assert quoted('市长说"维修"了。') == ["维", "修"]


@pytest.mark.parametrize(
    "text",
    [
        "It snowed.\n\nThe pass is shut. — Orre Road Service (@orreroads) March 4, 2025\n\nThen it thawed.",
        "It snowed.\n\nThe pass is shut.\n— Orre Road Service (@orreroads) March 4, 2025\n\nThen it thawed.",
    ],
)
def test_a_post_that_a_page_embeds_is_quoted(text: str) -> None:
    assert quoted(text) == ["The", "pass", "is", "shut"]


@pytest.mark.parametrize(
    "text",
    [
        "It snowed.\n\nThe pass — the only one — is shut, said Orre Road Service (which has one plough).",
        "It snowed.\n\nThe pass — the only one — is shut from noon on until the thaw. Write to us (@orreroads).",
        f"{'It snowed. ' * 60} — Orre Road Service (@orreroads) March 4, 2025",
        "Follow the author (@orre) for more.",
    ],
)
def test_a_dash_or_an_account_alone_quotes_nothing(text: str) -> None:
    assert quoted(text) == []
