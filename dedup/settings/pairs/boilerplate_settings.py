"""What is learned from the corpus: boilerplate lines, frequent words and stock phrases."""

from __future__ import annotations

from dedup.settings.number import Group, number, settings_group


@settings_group
class BoilerplateSettings(Group):
    """Corpus statistics: which lines are boilerplate, which words are informative, which phrases are stock phrases."""

    max_carriers: int = number(
        16, unit="articles", low=2, high=16, effect="more articles are examined for each line and each phrase"
    )
    min_dissimilar_share: float = number(
        0.34,
        unit="share of the examined articles",
        low=0,
        high=1,
        effect="fewer lines are boilerplate and fewer phrases stock phrases",
    )
    min_outlet_prose_carriers: int = number(
        3,
        unit="articles",
        low=2,
        effect="sentences must be in more articles of their outlet to be boilerplate",
    )
    min_outlet_other_carriers: int = number(
        2, unit="articles", low=2, effect="the same of a line that is no prose, such as an entry of a menu"
    )
    min_prose_carriers: int = number(
        4,
        unit="articles",
        low=2,
        effect="sentences must be in more articles of any outlet to be boilerplate",
    )
    min_other_carriers: int = number(3, unit="articles", low=2, effect="the same of a line that is no prose")
    min_content_words: int = number(
        25, unit="content words", low=1, effect="short articles do not show what is boilerplate"
    )
    min_frequent_content_words: int = number(
        10,
        unit="content words",
        low=1,
        effect="the same of lines that as many articles of one outlet contain as are examined",
    )
    max_content_overlap: float = number(
        0.3,
        unit="share of the content words of the shorter article",
        low=0,
        high=1,
        effect="articles with more in common count as unrelated: more lines are boilerplate",
    )
    max_block_carriers: int = number(
        6, unit="articles", low=2, high=16, effect="more articles are examined for a long shared block around a line"
    )
    min_article_block_words: int = number(
        60, unit="words of prose", low=1, effect="longer blocks that several articles share can be boilerplate"
    )
    max_block_lines: int = number(
        1000, unit="lines to either side", low=1, effect="longer shared blocks are measured to their end"
    )
    max_informative_df: int = number(
        20, unit="articles of the sample", low=1, effect="more frequent words count as informative"
    )
    df_sample_articles: int = number(
        4000, unit="articles", low=1, effect="document frequencies of words are counted in more articles"
    )
    min_stock_phrase_groups: int = number(
        9, unit="groups of near-duplicates", low=2, effect="only phrases of more texts can be stock phrases"
    )
    min_stock_phrase_carriers: int = number(
        4, unit="articles", low=2, effect="a phrase must be in more unrelated articles to be a stock phrase"
    )
    min_informative_words: int = number(
        3, unit="informative words", low=1, effect="short articles do not show what is a stock phrase"
    )
    max_informative_overlap: float = number(
        0.5,
        unit="share of the informative words of the shorter article",
        low=0,
        high=1,
        effect="articles with more in common count as unrelated: more phrases are stock phrases",
    )
    min_stub_titles: int = number(
        3, unit="titles", low=2, effect="only texts under more unlike titles of one outlet are no articles"
    )
    max_short_stub_words: int = number(
        25,
        unit="words",
        low=0,
        effect="longer texts are no articles if two unlike titles of one outlet stand over them",
    )
    max_stub_title_overlap: float = number(
        0.5, unit="share of the words of the shorter title", low=0, high=1, effect="titles more alike count as unlike"
    )
