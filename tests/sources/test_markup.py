"""Markup in texts: HTML, entities, Markdown and shortcodes are read as what they show; what is no markup stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.sources.article_parts import ArticleParts
from dedup.sources.fields.record_parts import parts_of_record
from dedup.sources.markup.entities import unescape
from dedup.sources.markup.html_evidence import HtmlEvidence, html_evidence
from dedup.sources.markup.html_fragment import read_fragment
from dedup.sources.markup.markdown_text import is_markdown, read_markdown
from dedup.sources.markup.shortcodes import without_shortcodes
from dedup.sources.markup.shown_text import shown_line, shown_parts, shown_text

PLAIN = [
    "The weir holds if a < b and b > c.",
    "AT&T, R&D; and Q&A: fish & chips.",
    "Ann Lee <ann@example.org> wrote to <https://example.org/a>.",
    "for (i = 0; i<n && a>b; i++) { List<String> names; }",
    "#include <stdio.h>\nint *p = &sum; int *q = &part;",
    "Write <p> for a paragraph, <br> for a break and <b> for bold.",
    "x <- y, 3 <4, <3 and >:(",
    "# 1 hit of the week\n2 * 3 * 4, snake_case_name and __init__",
    "[sic] [1] [Removed] [video] (see note)",
    "f**k and s**t, he said",
    "- No.\n- Yes.\n\n* * *\n\nThat was all.",
    "Price: 5 <span of control",
    "a[i](x) and b[j](y)",
    r"Look in C:\new\reports, or write '\n' for a line feed, and \u00e9 for é.",
    "A line.\n" r"Another with \n\n in it.",
    "array[0]: https is a word",
    "He sang tracks #38; #39; and #40; of the book.",
    "The pairs (amp; volt) and (lt;gt) are none.",
    r"The weir had to be\closed.\next week it\reopens, said the town\team.",
]

HTML = [
    ("<p>One.</p><p>Two <b>bold</b> words.</p>", "One.\n\nTwo bold words."),
    ("One.<br>Two.<br/>Three.", "One.\nTwo.\nThree."),
    ('One.\n\n{{< figure src="a.jpg" >}}\n\nTwo. {% include x.html %}', "One.\n\nTwo."),
    ("Rain fell on the… [+2345 chars]", "Rain fell on the…"),
    (r"One.\n\nTwo.\nThree.", "One.\n\nTwo.\nThree."),
    (r"\u003cp\u003eCaf\u00e9 \ud83d\ude00\u003c/p\u003e\n\u003cp\u003eTwo\u003c/p\u003e", "Café 😀\n\nTwo"),
    (r"<p>He said \"no\".</p>\r\n<p>Two.</p>", 'He said "no".\n\nTwo.'),
    ("<P>One.<P>Two.", "One.\n\nTwo."),
    ("<p>One\nline.</p>\n\n<p>Two.</p>", "One line.\n\nTwo."),
    ("First.\n\n<h2>Head</h2>\nSecond <em>part</em>.", "First.\n\nHead\n\nSecond part."),
    ("A <a href='https://example.org/a'>link</a>.\n\nNext.", "A link.\n\nNext."),
    ("<p>a < b, <c@example.org> and R&D; at AT&amp;T</p>", "a < b, <c@example.org> and R&D; at AT&T"),
    ("<ul><li>One<li>Two</ul>", "One\n\nTwo"),
    ("<table><tr><th>A<th>B<tr><td>1<td>2</table>", "A B\n\n1 2"),
    ("<p>Text</p><script>if (a<b) x()</script><style>p{color:red}</style>", "Text"),
    (
        "<figure><img src='a.jpg' alt='Not read'><figcaption>The pier</figcaption></figure><p>Text</p>",
        "The pier\n\nText",
    ),
    ("<p>Text</p><p style='display: none'>Copy</p><p hidden>Copy</p>", "Text"),
    ("<![CDATA[<p>Rain &amp; snow</p>]]>", "Rain & snow"),
    ("&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;", "One.\n\nTwo."),
    ('Weir Co. &lt;A HREF="https://example.org/q?t=W"&gt;WEI.N&lt;/A&gt; rose.', "Weir Co. WEI.N rose."),
    ('Rain fell. &lt;FONT size="-2"&gt;&lt;B&gt;-Weir Post&lt;/B&gt;&lt;/FONT&gt;', "Rain fell. -Weir Post"),
    ("It won #39;t rain,  quot;she said. quot; It cost  #36;10.", 'It won\'t rain, "she said." It cost $10.'),
    ("Dale  amp; Weir", "Dale & Weir"),
    ("&amp;lt;p&amp;gt;Rain&amp;#8217;s end&amp;lt;/p&amp;gt;", "Rain’s end"),
    ("<div>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</div>", "One.\n\nTwo."),
    ("<p>Write <code>&lt;b&gt;x&lt;/b&gt;</code>.</p>", "Write <b>x</b>."),
    ("It&#8217;s caf&eacute;&hellip;", "It’s café…"),
    ("<p>It&amp;#8217;s AT&amp;amp;T</p>", "It’s AT&T"),
    ("<!-- wp:paragraph -->\n<p>One.</p>\n<!-- /wp:paragraph -->", "One."),
    ("<p>One.</p></body></html>\nTwo.", "One.\n\nTwo."),
    ("<p>One.<o:p></o:p></p><amp-img src=x></amp-img><p>Two.</p>", "One.\n\nTwo."),
    ("<pre>a\nb</pre>", "a\nb"),
    ("<p>A\x00b</p>", "A\ufffdb"),
    (
        '[caption id="a1" width="300"]<img src="a.jpg" alt="x" /> The pier[/caption]\n\nIt <i>rained</i>.',
        "The pier\n\nIt rained.",
    ),
    ("[caption id=&#8221;a1&#8221; width=&#8221;3&#8243;]The pier[/caption] It rained.", "The pier\n\nIt rained."),
    ('[vc_row][vc_column width="1/2"]It rained.[/vc_column][/vc_row]', "It rained."),
    ("It rained.\n\n[embed]https://video.example/1[/embed]\n\nIt snowed.", "It rained.\n\nIt snowed."),
    ('It rained.\n\n[gallery ids="1,2,3"]', "It rained."),
]

MARKDOWN = [
    ("See [one](https://example.org/a-\nlong-address) and two.", "See one and two."),
    ('# Head\n\nOne *two*, __three__\nand [four](https://example.org/4 "title").', "Head\n\nOne two, three and four."),
    ("See [the report][1].\n\n   [1]: https://example.org/report\n", "See the report."),
    ("One [![Alt](a.jpg)](https://example.org/a) two.", "One two."),
    ("![Alt](https://example.org/a.jpg)\n\nOne.", "One."),
    ("[One\\\n\\\ntwo](https://example.org/a)", "One\n\ntwo"),
    ("Head\n====\n\n> Quoted **words**\n> go on\n\n1. one\n2. two", "Head\n\nQuoted words go on\n\none\n\ntwo"),
    ("## Table\n\n| a | b |\n|---|---|\n| 1 | 2 |", "Table\n\na b\n\n1 2"),
    ("One\\.\\*two\\* [x](https://example.org) a <br> b", "One.*two* x a\nb"),
    ('[one]{.mark} [two](https://example.org/2){.external rel="x"}\n\n::: box\nthree\n:::', "one two\n\nthree"),
    ("A note[^1] and [x](/a).\n\n[^1]: The note.", "A note and x.\n\nThe note."),
    ("- [x](https://example.org) hard  \nbreak", "x hard\nbreak"),
    (
        "Mail <ann@example.org>, see <https://example.org/b> and [c](/c)",
        "Mail ann@example.org, see https://example.org/b and c",
    ),
]


@pytest.mark.parametrize("text", PLAIN)
def test_a_text_that_merely_contains_signs_stays(text: str) -> None:
    assert shown_text(text) == (text, ())


@pytest.mark.parametrize(("source", "text"), HTML)
def test_html_is_read_as_what_it_shows(source: str, text: str) -> None:
    assert shown_text(source).text == text


@pytest.mark.parametrize(("source", "text"), MARKDOWN)
def test_markdown_is_read_as_what_it_shows(source: str, text: str) -> None:
    assert is_markdown(source)
    assert read_markdown(source).text == text
    assert shown_text(source).text == text


def test_markdown_that_is_paragraphs_alone_stays() -> None:
    text = "One  two.\nThree &c.\n\n\nFour: 3 < 4.\n"
    assert read_markdown(text).text is text


def test_links_are_absolute_and_come_once() -> None:
    source = '<a href="/a?x=1&amp;y=2">a</a> <a href="/a?x=1&y=2">a</a> <a href="mailto:x@y.org">b</a> <a href="http://[">c</a>'
    assert read_fragment(source, "https://example.org/p/").links == ("https://example.org/a?x=1&y=2",)


def test_a_record_is_read_as_what_it_shows() -> None:
    record = {
        "title": "Rain &amp; <i>snow</i>",
        "author": "Ann&nbsp;Lee",
        "url": "https://example.org/a?x=1&amp;y=2",
        "content": "<p>It rained, <a href='b'>again</a>.</p>",
    }
    assert parts_of_record(record) == ArticleParts(
        "It rained, again.",
        title="Rain & snow",
        author="Ann Lee",
        url="https://example.org/a?x=1&y=2",
        links=("https://example.org/b",),
    )


def test_markup_that_cannot_be_read_whole_stays_with_a_warning() -> None:
    source = "<div>" * 3000 + "It rained." + "</div>" * 3000
    parts = shown_parts(ArticleParts(source))
    assert parts.text == source
    assert parts.warnings == ("markup was left in the text: its elements are nested too deeply",)


def test_nothing_of_a_long_row_of_paragraphs_is_lost() -> None:
    assert read_fragment("<p>x</p>" * 70_000).text.count("x") == 70_000


def test_a_title_is_one_line() -> None:
    assert shown_line("Fish &amp;amp; <br/> chips") == "Fish & chips"
    assert shown_line("a < b") == "a < b"


def test_how_sure_html_is() -> None:
    assert html_evidence("x <b>y</b>") is HtmlEvidence.INLINE
    assert html_evidence("x <img src='a.jpg'> y") is HtmlEvidence.INLINE
    assert html_evidence("<p>x") is HtmlEvidence.BLOCK


words = st.lists(
    st.sampled_from(["rain", "a<b", "R&D;", "x > y", "[sic]", "été", "* ", "#", "\n", "&", "<", "雨"]), min_size=1
)


@given(words)
def test_texts_without_markup_stay(words: list[str]) -> None:
    text = " ".join(words)
    assert shown_text(text) == (text, ())


@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1), min_size=1, max_size=5))
def test_paragraphs_come_back_as_blocks(paragraphs: list[str]) -> None:
    html = "".join(f'<p class="x">{paragraph}</p>' for paragraph in paragraphs)
    assert shown_text(html).text.split("\n\n") == paragraphs


@given(st.text(st.sampled_from("<>&;p/ab# =\"'![]()*_`-\n\\x1\ud800\0")))
def test_any_text_is_read(text: str) -> None:
    shown_text(text)
    read_markdown(text)
    read_fragment(text)
    without_shortcodes(text)
    assert unescape(unescape(text)) is not None
