"""What makes two articles copies of each other: shared stretches, and the rules of `comparison.relation_rules`."""

from __future__ import annotations

from dedup.settings.number import Group, number, settings_group


@settings_group
class VerificationSettings(Group):
    """Measures and relations of pairs."""

    # Counted words
    min_counted_words: int = number(
        20,
        unit="words",
        low=0,
        effect="boilerplate counts in longer articles, where fewer words remain without it",
    )

    # Shared stretches
    min_tile_words: int = number(4, unit="words", low=3, effect="only longer runs of equal words are shared words")
    max_tile_tries: int = number(
        32, unit="places", low=1, effect="the longest run is found in more repetitive texts, in more time"
    )
    max_stretch_gap: int = number(
        3, unit="words", low=0, effect="runs further apart are one shared stretch, and what lies between is shared"
    )
    min_stretch_words: int = number(8, unit="words", low=1, effect="only longer shared stretches are no chance")
    min_stretch_equal_share: float = number(
        0.6, unit="share", low=0, high=1, effect="a stretch with fewer equal words is no excerpt"
    )
    max_layout_line_words: int = number(
        12, unit="words", low=0, effect="longer lines without sentences are layout, such as menus"
    )
    min_framed_prose: int = number(
        25, unit="words", low=0, effect="shared edges frame only articles with more prose of their own"
    )
    max_stray_prose: int = number(10, unit="words", low=0, effect="an edge goes on over more unshared prose words")

    max_changed_words: int = number(  # chosen after looking at briefs and notices of newswire
        12,
        unit="words",
        low=0,
        effect="longer gaps show what stands in the place of something else",
    )

    # Boilerplate or distinct, where a rule finds no copy
    min_boilerplate_shingles: int = number(
        20, unit="shingles", low=0, effect="pairs that share less are distinct, not boilerplate"
    )
    min_boilerplate_share: float = number(
        0.5, unit="share", low=0, high=1, effect="pairs with few shared shingles are distinct, not boilerplate"
    )
    min_listed_boilerplate_run: int = number(
        30, unit="words", low=0, effect="boilerplate is listed only where a longer passage can be shown; 0 lists all"
    )

    # States of one article
    state_coverage: float = number(
        0.5, unit="share", low=0, high=1, effect="states of one page or headline share more words of both"
    )
    state_days: float = number(  # chosen after looking at reports of one day, and of the next, in newswire
        0.75, unit="days", low=0, effect="articles further apart can be states of one headline: fewer templates"
    )
    state_title_words: int = number(2, unit="words", low=1, effect="one headline, function words left out, is longer")
    state_title_share: float = number(0.6, unit="share", low=0, high=1, effect="one headline has more words in common")

    # Templates: the same form with other content
    template_numbers: int = number(
        3, unit="numbers", low=1, effect="a template needs more differing numbers: fewer boilerplate, more copies"
    )
    template_run: int = number(
        60, unit="words", low=1, effect="pairs with longer verbatim runs can be templates: fewer copies"
    )
    short_template_numbers: int = number(
        2, unit="numbers", low=1, effect="a template without long runs needs more differing numbers"
    )
    short_template_number_ratio: float = number(
        2.0,
        unit="ratio",
        low=0,
        effect="a template without long runs may have more equal numbers for each differing one",
    )
    short_template_run: int = number(
        30, unit="words", low=1, effect="a template with few differing numbers or names may have longer verbatim runs"
    )
    template_names: int = number(
        8, unit="words", low=0, effect="a template with other names needs more informative words"
    )
    template_agreement: float = number(
        0.4, unit="share", low=0, high=1, effect="pairs that share more informative words can be templates"
    )
    template_coverage: float = number(
        0.4, unit="share", low=0, high=1, effect="a template with other names covers more of both articles"
    )
    template_days: float = number(
        3.0, unit="days", low=0, effect="a differing number shows a template only in articles further apart"
    )
    max_words_a_figure: int = number(  # chosen after looking at templates of newswire
        60, unit="words", low=1, effect="a template with other numbers may have more words for each of them"
    )
    min_other_names: int = number(
        2, unit="words", low=1, effect="a template of one day needs more names that only one of the articles has"
    )
    replaced_title_share: float = number(
        0.5, unit="share", low=0, high=1, effect="titles name other subjects by more of their words"
    )
    short_template_words: int = number(
        40, unit="words", low=0, effect="longer articles are templates if their names differ"
    )
    short_template_agreement: float = number(
        0.7, unit="share", low=0, high=1, effect="short articles that share more informative words can be templates"
    )
    short_template_names: int = number(2, unit="words", low=0, effect="a short template needs more informative words")
    min_informative_in_stretches: int = number(
        4, unit="words", low=0, effect="a copy has more informative words inside its shared stretches"
    )

    # Layout and boilerplate around other articles
    edge_share: float = number(
        0.8, unit="share", low=0, high=1, effect="shared edges hold more of what is shared, or the pair can be a copy"
    )
    edge_non_prose: float = number(
        0.15, unit="share", low=0, high=1, effect="shared edges of two outlets have more words that are no prose"
    )
    max_inside_edges: int = number(
        30, unit="words", low=0, effect="pairs that share more between their edges can still share layout only"
    )
    min_body_passage: int = number(
        60, unit="words", low=1, effect="edges of a page can share longer prose in a row: fewer copies"
    )
    min_body_share: float = number(
        0.5, unit="share", low=0, high=1, effect="edges of a page can be more of the prose of either: fewer copies"
    )
    max_column_share: float = number(  # chosen after looking at newsletters of one outlet
        0.65, unit="share", low=0, high=1, effect="two days of a column share more at both ends: fewer copies"
    )
    min_shared_layout_lines: int = number(
        3, unit="lines", low=1, effect="pages of two outlets need more shared short lines to have one layout"
    )
    min_shared_prose: int = number(25, unit="words", low=0, effect="pairs that share more prose are still boilerplate")
    prose_free_coverage: float = number(
        0.8, unit="share", low=0, high=1, effect="pairs without shared prose are copies only if both are covered more"
    )
    prose_free_high_coverage: float = number(
        0.9, unit="share", low=0, high=1, effect="pairs without shared prose are copies only if either is covered more"
    )
    prose_free_run: int = number(
        20,
        unit="words",
        low=0,
        effect="pairs without shared prose that cover one side are copies by longer runs only",
    )
    run_on_coverage: float = number(
        0.7, unit="share", low=0, high=1, effect="pairs that share more can be boilerplate that runs on into the body"
    )
    min_anchors_classified: int = number(3, unit="anchors", low=1, effect="stock phrases need more shared anchors")
    min_specific_anchors: float = number(
        0.35,
        unit="share",
        low=0,
        high=1,
        effect="pairs with more anchors that are no stock phrases are no copies",
    )
    stock_phrase_numbers: int = number(
        3, unit="numbers", low=0, effect="a copy made of stock phrases has more equal numbers"
    )
    stock_phrase_coverage: float = number(
        0.8, unit="share", low=0, high=1, effect="a copy made of stock phrases covers more of both articles"
    )

    # near
    near_coverage: float = number(
        0.6, unit="share", low=0, high=1, effect="near copies share more words of both articles"
    )
    near_low_coverage: float = number(
        0.5, unit="share", low=0, high=1, effect="near copies of like length share more words of both articles"
    )
    near_high_coverage: float = number(
        0.8, unit="share", low=0, high=1, effect="near copies of like length may share more words of one article"
    )
    near_length_ratio: float = number(
        0.8, unit="ratio", low=0, high=1, effect="near copies with less in common are more alike in length"
    )
    edited_agreement: float = number(
        0.75, unit="share", low=0, high=1, effect="much edited copies share more informative words"
    )
    edited_names: int = number(12, unit="words", low=0, effect="much edited copies have more informative words")
    edited_coverage: float = number(
        0.25, unit="share", low=0, high=1, effect="much edited copies share more words of both articles"
    )
    edited_jaccard: float = number(0.25, unit="share", low=0, high=1, effect="much edited copies share more shingles")

    # syndicated
    whole_coverage: float = number(0.8, unit="share", low=0, high=1, effect="an article carried whole is covered more")
    min_page_words: int = number(
        10, unit="words", low=0, effect="a page has more words beside the article that it carries"
    )
    min_page_share: float = number(
        0.03, unit="share", low=0, high=1, effect="a page has a larger share of words beside the article"
    )
    max_page_prose_ratio: float = number(
        1.5, unit="ratio", low=0, effect="a page may have more prose beside the article, for each shared word"
    )
    min_page_non_prose: float = number(
        0.25, unit="share", low=0, high=1, effect="what surrounds the article at one edge is less like prose"
    )
    min_page_non_prose_around: float = number(
        0.08, unit="share", low=0, high=1, effect="what surrounds the article at both edges is less like prose"
    )
    min_page_edge_piece: int = number(
        3, unit="words", low=1, effect="a page surrounds the article at both edges with more words each"
    )
    min_page_edge_words: int = number(
        12, unit="words", low=0, effect="a page has more words before or behind the article; a sign-off has fewer"
    )
    min_page_edge_share: float = number(
        0.5, unit="share", low=0, high=1, effect="more of what a page adds stands at its edges"
    )
    two_pages_prose_coverage: float = number(
        0.75, unit="share", low=0, high=1, effect="two pages that carry one article share more of their prose"
    )
    two_pages_shared_prose: int = number(
        60, unit="words", low=0, effect="two pages that carry one article share more prose"
    )
    two_pages_non_prose: float = number(
        0.4, unit="share", low=0, high=1, effect="what else two pages hold is less like prose"
    )

    # excerpt
    min_excerpt_words: int = number(30, unit="words", low=1, effect="an excerpt has a longer stretch, or verbatim run")
    min_excerpt_run: int = number(10, unit="words", low=1, effect="an excerpt has a longer verbatim run in it")
    excerpt_coverage: float = number(
        0.5, unit="share", low=0, high=1, effect="excerpts of shorter stretches make up more of one article"
    )
    short_excerpt_words: int = number(
        20, unit="words", low=0, effect="an excerpt that makes up much of one article has a longer stretch"
    )
    short_excerpt_prose: int = number(
        40, unit="words", low=0, effect="an excerpt that makes up much of one article has more shared prose"
    )

    # Standing passages: an author's note, a firm's words about itself
    min_rest_words: int = number(
        10, unit="words", low=1, effect="articles with more informative words outside a passage show that it is no part"
    )
    max_rest_agreement: float = number(  # chosen after looking at author's notes and at quoting articles
        0.15, unit="share", low=0, high=1, effect="articles that frame a passage may have more words in common"
    )
    # Chosen after reading excerpts of three sets of German, French and Turkish news.
    max_outlet_rest_agreement: float = number(
        0.05,
        unit="share",
        low=0,
        high=1,
        effect="articles of one outlet with a passage in common may have more other words in common",
    )

    # Quotations: what both articles quote
    min_quotation_words: int = number(
        10, unit="words", low=1, effect="a passage that both articles quote has more words in quotation marks"
    )
    min_words_beyond_quotation: int = number(
        10, unit="words", low=1, effect="a shared quotation is an excerpt only if the run goes on further beyond it"
    )
    max_unquoted_agreement: float = number(
        0.5, unit="share", low=0, high=1, effect="articles that share more outside quotation marks only quote the same"
    )
    min_account_words: int = number(
        10, unit="words", low=0, effect="articles that only quote the same words have more words of their own"
    )
    min_account_share: float = number(  # chosen after a planted copy quoted a communique, in a draw of Reuters
        0.2,
        unit="share",
        low=0,
        high=1,
        effect="more of a text is outside quotation marks, or it is what the other quotes",
    )

    # Short texts: alerts, briefs, descriptions of feeds
    min_brief_words: int = number(12, unit="words", low=1, effect="only longer short texts are copies in part")
    short_excerpt_coverage: float = number(
        0.9, unit="share", low=0, high=1, effect="a short text that stands in another is covered more"
    )

    # Versions of one page
    min_version_title_similarity: float = number(
        0.9, unit="share", low=0, high=1, effect="versions without a common URL have more similar titles"
    )
    min_version_jaccard: float = number(
        0.5, unit="share", low=0, high=1, effect="versions without a common URL share more shingles"
    )
