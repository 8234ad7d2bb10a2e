"""Which text of a page is the article: what stands beside it is left out, and what belongs to it is not."""

from __future__ import annotations

import json

import pytest

from dedup.errors import InputError
from dedup.sources.pages.extraction import extract_page
from dedup.sources.pages.page_tree import read_page_tree
from dedup.sources.pages.text.article_text import read_article_text
from dedup.sources.pages.text.main_text import find_main_text
from dedup.sources.pages.text.walk.class_names import Verdict, is_body_name, is_label, verdict_of

STORM = [
    "The storm took the roof off the sports hall in the night, and classes are held in the town hall until Easter.",
    "Nobody was hurt, because the hall is locked after ten, but forty bicycles were buried under the tiles.",
    "The mayor, Ida Brask, said that the insurance would pay for a new roof, though not before the summer.",
    "Until then the volleyball teams will train in the neighbouring village, which has offered its barn for nothing.",
]
BEES = [
    "Beekeepers of the valley have counted their losses after the long winter, and every third hive is empty.",
    "They blame a mite that came with bought queens two years ago, and a February that was much too warm.",
    "The society now lends microscopes to its members, so that they can look for themselves each month.",
]
ASIDE = "Readers who like this page can also have it by post each Friday, with a puzzle and a recipe of the week."


def paragraphs(sentences: list[str]) -> str:
    return "".join(f"<p>{sentence}</p>" for sentence in sentences)


def text_of(body: str, head: str = "") -> str:
    return extract_page(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()).text


@pytest.mark.parametrize(
    "beside",
    [
        '<div class="newsletter-box"><p>{}</p></div>',
        '<div id="comments"><p>{}</p><p>{}</p></div>',
        '<section class="kommentare"><p>{}</p></section>',
        '<div class="publicidad"><p>{}</p></div>',
        '<div class="c-anzeige"><p>{}</p></div>',
        '<div class="reklama-box"><p>{}</p></div>',
        '<div class="cookie-consent"><p>{}</p></div>',
        '<div class="js-tooltip-content"><p>{}</p></div>',
        '<ul class="gallery"><li><p>{}</p></li></ul>',
        "<figure><img src=a><figcaption>{}</figcaption></figure>",
        '<div class="photo">{}</div>',
        '<div style="display: none"><p>{}</p></div>',
        "<div hidden><p>{}</p></div>",
        '<div aria-hidden="true"><p>{}</p></div>',
        "<nav><p>{}</p></nav><aside><p>{}</p></aside><form><p>{}</p></form>",
        '<div class="box"><h3><a href="/b">Another article of the day</a></h3><p>{}</p></div>',
        "<ul><li><a href=/c>{}</a></li><li><a href=/d>{}</a></li></ul>",
        '<div><img src=a alt="The hall without a roof"><p>The hall without a roof <b>Bo Ek/Orre Post</b></p></div>',
        '<div><picture><img src=a alt="The hall without a roof"></picture> <p>The hall without a roof</p></div>',
        "<p>Subscribe to the <a href=/n>Orre Post Money newsletter</a>!</p>",
        "<p>Jetzt den Newsletter abonnieren</p>",
        '<div class="modalwindow__text"><p>{}</p></div>',
        '<div role="dialog"><p>{}</p></div>',
        '<div itemscope itemtype="https://schema.org/Person"><h3>Ida Brask</h3><p>{}</p></div>',
        "<section><h3>Sobre la firma</h3><p>{}</p></section>",
        "<p>© 2024 Orre Post. All rights reserved, and no part of this page may be copied without permission.</p>",
        "<p><strong>Lue myös:</strong></p><ul><li><a href=/c>{}</a></li></ul>",
        "<h4>関連記事</h4><ul><li><a href=/c>{}</a></li></ul>",
    ],
)
def test_what_stands_beside_the_article_is_left_out(beside: str) -> None:
    box = beside.replace("{}", ASIDE)
    page = f"<main><article><h1>Roof gone</h1>{paragraphs(STORM[:2])}{box}{paragraphs(STORM[2:])}</article></main>"
    assert text_of(page) == "\n\n".join(STORM)


@pytest.mark.parametrize(
    "names",
    [
        'class="sidebar-grid"',
        'class="has-sidebar no-comments"',
        'class="md:hidden lg:block"',
        'class="article-header"',
        'id="post-12ad34"',
        'class="c0mm3nts-ab12ads"',
        'style="display:none"',
        "hidden",
    ],
)
def test_what_holds_most_text_of_the_page_is_the_article_by_any_name(names: str) -> None:
    assert text_of(f"<p>{ASIDE[:40]}</p><div {names}>{paragraphs(STORM)}</div>") == "\n\n".join(STORM)


def test_an_article_that_is_cut_in_two_is_joined() -> None:
    cut = f'<div class="body">{paragraphs(STORM[:2])}</div><div class="ad">{ASIDE}</div>'
    assert text_of(f'<article>{cut}<div class="body">{paragraphs(STORM[2:])}</div></article>') == "\n\n".join(STORM)


def test_a_standfirst_and_a_notice_outside_of_the_body_are_left_out() -> None:
    body = f"<div class=body>{paragraphs(STORM * 3)}</div>"
    page = f"<article><header><h1>Roof gone</h1><p>{BEES[0]}</p></header>{body}<div><p>{ASIDE}</p></div></article>"
    assert text_of(page) == "\n\n".join(STORM * 3)


def test_a_credit_behind_the_last_paragraph_stays() -> None:
    page = f"<article>{paragraphs([*STORM, 'Source: Orre News Agency'])}<p><a href=/t>Weather</a></p></article>"
    assert text_of(page) == "\n\n".join([*STORM, "Source: Orre News Agency"])


def test_a_paragraph_that_repeats_a_picture_s_words_stays() -> None:
    picture = f'<img src=a alt="{STORM[0]}">'
    assert text_of(f"<article>{picture}{paragraphs(STORM)}</article>") == "\n\n".join(STORM)
    page = f"{paragraphs(STORM)}<img src=a alt='What the bees died of'><h2>What the bees died of</h2>{paragraphs(BEES)}"
    assert text_of(f"<article>{page}</article>") == "\n\n".join([*STORM, "What the bees died of", *BEES])


def test_a_headline_of_whole_sentences_is_no_text() -> None:
    title = (
        "Storm takes the roof off the sports hall: «Nobody was hurt, because the hall is locked after ten»."
        " The mayor: «The insurance will pay»"
    )
    page = f"<main><h1>{title}</h1><div>By Bo Ek</div>{paragraphs(STORM)}</main>"
    assert text_of(page, f"<title>{title}</title>") == "\n\n".join(STORM)


def test_the_paragraph_to_be_read_aloud_and_the_terms_of_a_list_belong_to_the_article() -> None:
    page = f'<article><p id="speakable-summary">{STORM[0]}</p>{paragraphs(STORM[1:])}</article>'
    assert text_of(page) == "\n\n".join(STORM)
    terms = f'<dl><dt id="alert">Alert</dt><dd>{BEES[0]}</dd><dt id="poll">Poll</dt><dd>{BEES[1]}</dd></dl>'
    assert text_of(f"<article>{paragraphs(STORM)}{terms}</article>") == "\n\n".join(
        [*STORM, "Alert", BEES[0], "Poll", BEES[1]]
    )


def test_a_list_or_table_at_the_end_belongs_to_the_article() -> None:
    rows = [("Ulm", "3:1"), ("Ostry", "2:2")]
    table = "".join(f"<tr><td>{name}</td><td>{goals}</td></tr>" for name, goals in rows)
    items = "".join(f"<li>{name} {goals}</li>" for name, goals in rows)
    found = text_of(f"<article>{paragraphs(STORM)}<h2>Results</h2><table>{table}</table><ul>{items}</ul></article>")
    assert found == "\n\n".join([*STORM, "Results", "Ulm 3:1", "Ostry 2:2", "Ulm 3:1", "Ostry 2:2"])


def test_breaks_and_preformatted_lines_are_paragraphs() -> None:
    assert text_of("<div>" + "<br><br>".join(STORM) + "</div>") == "\n\n".join(STORM)
    assert text_of("<pre>" + "\n\n".join(STORM) + "</pre>") == "\n\n".join(STORM)


ARTICLE = "<{0}><h1>{1}</h1>{2}</{3}>"


@pytest.mark.parametrize("own", ["Roof gone", "Every third hive is empty", "Nothing of the kind"])
@pytest.mark.parametrize(
    "tag", ["article", 'div data-url="/a"', 'section data-article-url="/a"', "div class='post card'"]
)
def test_an_endless_page_is_its_own_article_else_the_first(own: str, tag: str) -> None:
    titles = {"Roof gone since": STORM, "Every third hive is empty": BEES}
    blocks = "".join(ARTICLE.format(tag, title, paragraphs(text), tag.split()[0]) for title, text in titles.items())
    expected = BEES if own.startswith("Every") else STORM
    assert text_of(f"<main>{blocks}</main>", f"<title>{own}</title>") == "\n\n".join(expected)


def test_parts_of_an_article_with_main_headings_are_one_article() -> None:
    parts = "".join(f"<div class=part><h1>{title}</h1>{paragraphs(STORM)}</div>" for title in ("Roof gone", "Damage"))
    found = text_of(f"<main>{parts}</main>", "<title>Roof gone</title>")
    assert found.count(STORM[0]) == 2


def test_entries_of_a_ticker_are_one_article() -> None:
    entries = "".join(
        f"<article><h2>10:{n}0</h2><p>{line}</p><p>{ASIDE} {n}</p></article>" for n, line in enumerate(STORM)
    )
    found = text_of(f"<main><h1>Roof gone</h1>{entries}</main>", "<title>Roof gone</title>")
    assert all(line in found for line in STORM)


def test_teasers_below_the_article_are_no_part_of_it() -> None:
    teasers = "".join(
        f'<article><h2><a href="/{n}">More on the bees, part {n}</a></h2><p>{line}</p></article>'
        for n, line in enumerate(BEES)
    )
    assert text_of(f"<article><h1>Roof gone</h1>{paragraphs(STORM)}</article>{teasers}") == "\n\n".join(STORM)


def in_json_ld(body: str) -> str:
    node = {"@type": "NewsArticle", "headline": "Roof gone", "articleBody": body}
    return f'<title>Roof gone</title><script type="application/ld+json">{json.dumps(node)}</script>'


def test_what_the_page_states_counts_where_it_shows_less() -> None:
    whole = "\n\n".join(STORM * 2)
    assert text_of("<div id=root></div>", in_json_ld(whole)) == whole
    assert text_of(f"<article><p>{STORM[0]}</p></article>", in_json_ld(whole)) == whole
    assert text_of(paragraphs(STORM), in_json_ld("\n\n".join(BEES * 5))) == "\n\n".join(STORM)


@pytest.mark.parametrize(
    "script",
    [
        '<script id="__NEXT_DATA__" type="application/json">{}</script>',
        "<script>window.__STATE__ = {};</script>",
        "<script>var a = 1; window.Fusion = window.Fusion || {{}}; Fusion.globalContent={}; Fusion.x = 2</script>",
    ],
)
@pytest.mark.parametrize(
    "body",
    [
        {"articleBody": "\n".join(STORM)},
        {"body": paragraphs(STORM)},
        {"content_elements": [{"type": "text", "content": sentence} for sentence in STORM]},
    ],
)
def test_the_data_of_a_program_count_where_nothing_is_shown(script: str, body: dict[str, object]) -> None:
    other = {"headline": "Hives", "body": "\n".join(BEES * 4)}
    state = {"props": {"related": [other], "other": other, "page": {"headline": "Roof gone", **body}}}
    page = f"<html><title>Roof gone</title><div id=app></div>{script.format(json.dumps(state))}</html>"
    assert extract_page(page.encode()).text.split() == " ".join(STORM).split()


def test_the_data_that_a_page_sends_in_pieces_count_where_nothing_is_shown() -> None:
    text = paragraphs([*STORM, "Reşat’s hall, too."])
    article = json.dumps({"title": "Roof gone", "contentHtml": "$1a"})
    rows = f':HL["/a.css"]\n1:I[2,[],""]\n1a:T{len(text.encode()):x},{text}2:["$",null,{{"a":{article}}}]\n7:null\n'
    pieces = (rows[:90], rows[90:300], rows[300:])
    scripts = "".join(f"<script>self.__next_f.push({json.dumps([1, piece])})</script>" for piece in pieces)
    broken = "<script>self.__next_f.push([1,oh])</script><script>self.__next_f.push([0])</script>"
    page = f"<html><meta charset=utf-8><title>Roof gone</title><div id=app></div>{broken}{scripts}</html>"
    assert extract_page(page.encode()).text == "\n\n".join([*STORM, "Reşat’s hall, too."])


def test_a_page_without_text_is_none() -> None:
    with pytest.raises(InputError, match="no main text"):
        read_article_text(read_page_tree(b"<html><body><nav>Menu</nav></body></html>"), None, None)


def test_a_short_text_is_in_doubt() -> None:
    assert find_main_text(read_page_tree(f"<p>{STORM[0]}</p>".encode())).is_doubtful
    assert not find_main_text(read_page_tree(paragraphs(STORM).encode())).is_doubtful


def test_names_say_what_a_block_is() -> None:
    named = {
        name: verdict_of(name) for name in ("mostRead", "c-related", "entry__comments", "lead", "promo", "relatedness")
    }
    assert named == {
        "mostRead": Verdict.FIRM,
        "c-related": Verdict.FIRM,
        "entry__comments": Verdict.TALK,
        "lead": Verdict.NONE,
        "promo": Verdict.WEAK,
        "relatedness": Verdict.NONE,
    }
    assert [is_body_name(name) for name in ("story-body", "articleText", "cuerpo-noticia", "footer")] == [
        True,
        True,
        True,
        False,
    ]
    assert [is_label(text) for text in ("Advertisement", "— Share —", "Werbung", "Share prices fell")] == [True] * 3 + [
        False
    ]
