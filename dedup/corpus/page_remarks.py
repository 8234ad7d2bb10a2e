"""What pages and feeds write into a text, and the article does not say: addresses, and the footer of a feed.

    ... the ferry is back in service. The post Ferry mended appeared first on Harbour Post.
    https://media.example/2031/05/14/7dda3b766a264af7.m3u8 The ferry is back ...

A feed's footer is known in any language by the article's own title in the last words of the text. Words of an address
(the site, a folder, a day) stand in articles that have nothing else in common. What is blanked out keeps its length.
"""

from __future__ import annotations

from dataclasses import replace

from dedup.article import Article
from dedup.runtime.patterns import lazy_pattern

MIN_TITLE_CHARACTERS = 8
MAX_WORDS_BEFORE, MAX_WORDS_BEHIND = 4, 14  # "The post", "appeared first on Harbour Post, news of the coast"
_MAX_FOOTER_CHARACTERS = 150  # beside the title
ADDRESS = lazy_pattern(r"(?:https?://|www\.)[^\s<>\"“”—–()\[\]]{2,}(?<![.,;:!?])")  # not the signs that end a sentence
_OPENING = lazy_pattern(r"(?:^|[.!?…\]。！？\n])\s*(?P<words>[^.!?…\]。！？\n]*)$")


def without_addresses(article: Article) -> Article:
    """An article with blanks in place of the addresses in its title and text; a title that is nothing else is none.

    >>> without_addresses(Article("a", "See https://one.example/2031 there.")).text.split()
    ['See', 'there.']
    """
    text = _blank_addresses(article.text)
    title = _blank_addresses(article.title) if article.title else article.title
    if text is article.text and title is article.title:
        return article
    return replace(article, text=text, title=title if title and title.strip() else None)


def without_footer(article: Article) -> Article:
    """An article with blanks in place of the footer that a feed writes under it, with the title once more.

    >>> text = "The ferry is back. The post Ferry mended appeared first on Harbour Post."
    >>> without_footer(Article("a", text, title="Ferry mended")).text.rstrip()
    'The ferry is back.'
    """
    title, text = (article.title or "").strip(), article.text.rstrip()
    if len(title) < MIN_TITLE_CHARACTERS:
        return article
    start = text.rfind(title, max(1, len(text) - len(title) - _MAX_FOOTER_CHARACTERS))
    behind = text[start + len(title) :].split() if start > 0 else []
    if not 2 <= len(behind) <= MAX_WORDS_BEHIND:
        return article
    opening = _OPENING.search(text, max(0, start - _MAX_FOOTER_CHARACTERS), start)
    if opening and len(opening["words"].split()) <= MAX_WORDS_BEFORE:
        start = opening.start("words")
    return replace(article, text=article.text[:start] + " " * (len(article.text) - start))


def _blank_addresses(text: str) -> str:
    if "://" not in text and "www." not in text:
        return text
    return ADDRESS.sub(lambda found: " " * len(found.group()), text)
