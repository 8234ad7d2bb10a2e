r"""What services and exports write where they have no text or no value: `[Removed]`, NaN, null, None, `\N`, N/A.

A field that holds one holds nothing. As a text, a word is enough (`removed`); a title may well be such a word, so that
other fields hold nothing only where the form is one that programs write.
"""

from __future__ import annotations

from dedup.runtime.patterns import lazy_pattern

MAX_PLACEHOLDER_CHARACTERS = 80  # "ONLY AVAILABLE IN PROFESSIONAL AND CORPORATE PLANS" has 50

_NULLS = frozenset(
    {
        *("nan", "null", "none", "<na>", "n/a", "#n/a", "nat", "nil", "undefined", "(null)", "[null]", "<null>", "\\n"),
        *("[removed]", "[deleted]", "[object object]", "#ref!", "#value!", "#name?", "#null!", "#div/0!"),
    }
)
NULL_BEGINNINGS = frozenset({null[0] for null in _NULLS} | {null[0].upper() for null in _NULLS})
_NO_TEXTS = frozenset(
    {
        *("nan", "null", "none", "na", "n/a", "nil", "nat", "undefined", "object object", "\\n", "n.a"),
        *("removed", "deleted", "withdrawn", "empty", "missing", "unavailable", "not available", "not found"),
        *("no content", "no text", "no body", "no data", "no value", "no description", "no summary", "tbd", "todo"),
        *("content removed", "text removed", "content unavailable", "content not available", "text not available"),
        *("no content available", "no description available", "no text available", "no summary available"),
        *("ref", "value", "name", "div/0", "removed by moderator", "deleted by user"),
    }
)
_PAID_PLANS = lazy_pattern(r"only available (?:in|for|on|with) (?:[\w/]+ ){1,6}(?:plan|subscription|account)s?")
_EMPTY_FORMS = frozenset({"-", "--", "---", "\N{EM DASH}", "\N{EN DASH}", "[]", "{}", "()"})
_AROUND = " \t\r\n[](){}<>\"'#*_.!?-"


def is_no_text(text: str) -> bool:
    """Whether a text only says that there is none.

    >>> is_no_text("[Removed]"), is_no_text("NaN"), is_no_text("ONLY AVAILABLE IN PAID PLANS"), is_no_text("Rain.")
    (True, True, True, False)
    """
    if len(text) > MAX_PLACEHOLDER_CHARACTERS:
        return False
    words = text.strip(_AROUND).lower()
    if not words:
        return text.strip() in _EMPTY_FORMS
    return words in _NO_TEXTS or _PAID_PLANS.fullmatch(words) is not None


def is_null(value: str) -> bool:
    """Whether a value is one that programs write where there is none.

    >>> is_null("NaN"), is_null("Removed")
    (True, False)
    """
    return value.lower() in _NULLS
