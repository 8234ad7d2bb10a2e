"""What makes articles reports of one event: terms, candidates, links, stories, dependence of wording."""

from __future__ import annotations

from dedup.settings.number import Group, number, settings_group


@settings_group
class StorySettings(Group):
    """Stories: which terms an article has, which articles are linked, and what one owes to the other."""

    # Stories
    min_story_probability: float = number(
        0.5, unit="probability", low=0, high=1, effect="stories need a higher mean link: fewer and smaller stories"
    )
    min_reported_odds: float = number(  # chosen after reading pairs, and by `benchmarks/story_labels.jsonl`
        1.6, unit="log-odds", effect="pairs of a story have to be more likely to be reported by themselves"
    )
    min_dependence: float = number(  # chosen after reading rewrites of three sets of news
        0.6, unit="probability", low=0, high=1, effect="fewer pairs of a story are called a rewrite by their wording"
    )
    min_leaning_words: int = number(  # chosen after reading rewrites among 3,000 items of feeds
        80,
        unit="words",
        low=0,
        effect="the wording of longer texts shows no rewrite: whoever tells an event in one sentence tells it alike",
    )
    min_template_coverage: float = number(
        0.1, unit="share", low=0, high=1, effect="texts that share more of a template can be pairs of a story"
    )
    max_story_terms: int = number(8, unit="terms", low=0, effect="more terms name a story")
    story_name_boost: float = number(
        1.5, unit="factor", low=0, effect="names stand before other words among the terms of a story"
    )

    # Candidates
    max_story_candidates: int = number(
        40, unit="articles", low=1, effect="more articles are compared with each one: recall of stories against time"
    )
    min_candidate_cosine: float = number(
        0.02, unit="cosine", low=0, high=1, effect="articles that share fewer of their heaviest terms are not compared"
    )
    max_term_articles: int = number(
        500, unit="articles", low=1, effect="more frequent terms are used for retrieval: recall against time"
    )

    # Terms of an article
    max_terms: int = number(128, unit="terms", low=1, effect="more terms are kept of each article")
    max_query_terms: int = number(32, unit="terms", low=1, effect="candidates are searched by more terms")
    max_bigrams: int = number(48, unit="pairs of words", low=0, effect="more rare words in a row are kept")
    max_quoted_trigrams: int = number(24, unit="triples of words", low=0, effect="more quoted words are kept")
    max_story_characters: int = number(
        120_000, unit="characters", low=1, effect="more of a long text is read for its terms"
    )
    max_title_words: int = number(
        22, unit="words", low=0, effect="a longer first line is taken for the title of a text without one"
    )
    common_number_weight: float = number(5.2, unit="weight", low=0, effect="years and numbers under 100 link more")
    round_number_weight: float = number(7.0, unit="weight", low=0, effect="percentages and hundreds link more")
    rare_number_weight: float = number(9.8, unit="weight", low=0, effect="other numbers link more")
    unlisted_bigram_weight: float = number(
        7.0, unit="weight", low=0, effect="two ideographs in a row that no word list has link more"
    )
    min_repeated_sentence: int = number(
        3, unit="words", low=1, effect="shorter sentences count each time that they occur"
    )
    name_boost: float = number(1.5, unit="factor", low=0, effect="names weigh more among the terms")
    number_boost: float = number(1.25, unit="factor", low=0, effect="numbers weigh more among the terms")
    lead_words: int = number(90, unit="words", low=0, effect="names further down count as names of the lead")
    early_share: float = number(
        0.6, unit="share", low=0, high=1, effect="links through the end of a page (teasers) are trusted more"
    )
    min_early_words: int = number(150, unit="words", low=0, effect="the same, in short texts")
    late_rank: float = number(
        0.5, unit="factor", low=0, high=1, effect="terms of the last part of a text are kept before others"
    )
    min_quoted_words: int = number(4, unit="words", low=3, effect="short quotations are not compared")

    # Dates
    date_grace_days: float = number(2.0, unit="days", low=0, effect="reports of one event may be further apart")
    max_date_penalty: float = number(
        3.0, unit="log-odds", low=0, effect="reports that are weeks apart need more in common to be of one event"
    )

    # Dependence of wording
    min_sentence_terms: int = number(4, unit="terms", low=1, effect="short sentences are not aligned")
    max_compared_sentences: int = number(80, unit="sentences", low=1, effect="more of a long text is aligned")
    min_aligned_cosine: float = number(
        0.3, unit="cosine", low=0, high=1, effect="sentences have to be closer to be aligned"
    )
    min_sure_cosine: float = number(
        0.45, unit="cosine", low=0, high=1, effect="fewer sentences are aligned that are not each other's closest"
    )
    min_compared_bigrams: int = number(
        5, unit="pairs of words", low=1, effect="texts with few plain pairs of words depend less on each other"
    )
    min_rare_word_weight: float = number(2.5, unit="weight", low=0, effect="fewer plain words show dependence")
    min_order_sentences: int = number(
        4, unit="sentences", low=1, effect="the order of aligned sentences counts less if they are few"
    )
