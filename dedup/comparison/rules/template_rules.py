"""Templates: one form filled in again, with other numbers, other names, or on another day.

Other figures alone make no template: an editor brings a toll up to date, an outlet converts miles. What shows one is a
third article with that skeleton (`template_families`), titles that name other subjects, other names beside the figures,
or another day, where figures stand close. A standing text under other figures is a form, too.
"""

from __future__ import annotations

import numpy as np

from dedup.comparison.rules.identity_rules import MAX_UNLIKE_TITLE_SHARE
from dedup.comparison.rules.pair_features import Flags, PairFeatures, once
from dedup.settings import VerificationSettings

MIN_TABLE_NUMBERS = 5  # that differ; this and the next were chosen after looking at hourly quotes of Reuters
MAX_TABLE_WORDS = 4  # for each figure
MAX_EDITED_DAYS = 7.0  # between an article and one edited from it; chosen after looking at notices of Reuters
MAX_BRIEF_WORDS = 80  # of a brief that another day fills in; chosen after looking at notices of Reuters
# Chosen after seeing notices made for the purpose:
HEAD_WORDS_A_FIGURE = 6  # words of a head of figures for each of them
STANDING_SHARE = 0.6  # of the words, those that stand behind it in one piece
MAX_REST_OF_SERIES = 20  # informative words beside a frame; chosen after looking at newsletters and at running reports


def has_other_numbers(f: PairFeatures, s: VerificationSettings) -> Flags:
    """Where the texts part they have other numbers, and something shows a form."""
    is_form = names_differ(f, s) | is_another_day(f, s)
    is_shown = subjects_differ(f, s) | f.context.has_third | (is_form & has_dense_figures(f, s))
    is_little = f.min_coverage < s.near_low_coverage
    is_headed = heads_standing_text(f, s) & (subjects_differ(f, s) | f.context.has_third | is_form)
    is_filled_in: Flags = (fills_in_again(f, s) & (is_shown | is_little)) | _fills_in_table(f, s) | is_headed
    return is_filled_in


def has_other_subjects(f: PairFeatures, s: VerificationSettings) -> Flags:
    """What the titles name is what differs; in a short form of a third article, that the titles differ is enough."""
    is_short = f.shorter_words < s.short_template_words
    is_of_family: Flags = is_short & f.context.has_third & is_titled_otherwise(f, s)
    is_other = subjects_differ(f, s) | is_of_family | _begins_with_other_subject(f, s)
    return is_other & (f.min_coverage >= s.template_coverage)


def has_other_names(f: PairFeatures, s: VerificationSettings) -> Flags:
    """Much is shared, but few names and numbers."""
    differs = (f.min_informative >= s.template_names) & (f.informative_agreement < s.template_agreement)
    is_short: Flags = f.measures.longest_run < s.template_run
    return differs & (f.min_coverage >= s.template_coverage) & is_short


def is_of_another_day(f: PairFeatures, s: VerificationSettings) -> Flags:
    """Another day and another number, where figures stand close; for a form of a third article a day is enough,
    or no date. A table goes on for long without another number: many of them are enough, or a third article.

    After a week a report is printed again rather than edited anew: words in common here and there are a form's. In a
    brief of the next day they are, beside other names: of the day to which talks are put off, of a town with rain.
    """
    has_third, days, run = f.context.has_third, f.context.days_apart, f.measures.longest_run
    is_later = (days > s.template_days) | ((is_another_day(f, s) | np.isnan(days)) & has_third)
    is_short = (run < s.template_run) | (f.other_numbers >= s.template_numbers) | has_third
    has_other_figures = (f.other_numbers >= 1) & is_later & is_short & has_dense_figures(f, s)
    is_strewn = (run < s.template_run) | _is_table(f)
    is_strewn &= (2 * run < f.shorter_words) & (f.min_coverage >= s.template_coverage)
    is_next = is_another_day(f, s) & (f.measures.other_names >= 1) & (f.min_coverage < s.near_high_coverage)
    is_next &= (run < s.short_template_run) & (f.shorter_words < MAX_BRIEF_WORDS)
    is_later = (days > MAX_EDITED_DAYS) | is_next
    is_form: Flags = has_other_figures | (is_strewn & is_later)
    return is_form


def is_of_series(f: PairFeatures, s: VerificationSettings) -> Flags:
    """Two articles of a series of their outlet: of two days, or under two titles."""
    is_other = f.context.is_series & (is_another_day(f, s) | is_titled_otherwise(f, s))
    return is_other & _is_mostly_frame(f, s)


def is_other_filling(f: PairFeatures, s: VerificationSettings) -> Flags:
    """Two fillings of a form that a third article fills in: what each has of its own is not all the same."""
    m = f.measures
    is_now = ~(f.context.days_apart > s.template_days)
    has_same_title = m.own_title_in_text == 0
    is_same: Flags = (f.informative_agreement == 1) & (f.other_numbers == 0) & has_same_title & is_now
    has_figures = (f.other_numbers >= s.template_numbers) & has_dense_figures(f, s)
    is_short = (m.longest_run < s.template_run) | (has_figures & (2 * m.longest_run < f.shorter_words))
    return f.context.has_third & is_short & ~is_same & (f.min_coverage >= s.template_coverage)


def is_short_template(f: PairFeatures, s: VerificationSettings) -> Flags:
    """Short, with other names; nothing informative in what is shared; or two briefs that fill in one form."""
    m = f.measures
    has_other_names = f.informative_agreement < s.short_template_agreement
    is_brief = (
        (f.shorter_words < s.short_template_words) & has_other_names & (f.min_informative >= s.short_template_names)
    )
    says_little: Flags = (
        (m.informative_in_stretches < s.min_informative_in_stretches)
        & (f.max_coverage < s.whole_coverage)
        & (m.longest_run < s.short_template_run)
    )
    return is_brief | says_little | _fill_in_brief_form(f, s)


def _fill_in_brief_form(f: PairFeatures, s: VerificationSettings) -> Flags:
    """Two briefs with more other figures than a correction changes; with another figure under another title; or with
    any other content, in a form that a third article fills in. Two of other days are no states of one brief, nor are
    two whose titles have hardly a word in common.
    """
    m, other = f.measures, f.other_numbers
    has_other_title = is_titled_otherwise(f, s)
    many = (other >= s.template_numbers) & (m.equal_numbers <= s.short_template_number_ratio * other)
    is_changed = (other >= 1) | (m.other_names >= 1) | has_other_title
    is_form: Flags = many | (has_other_title & (other >= 1)) | (f.context.has_third & is_changed)
    is_later = f.context.days_apart > s.template_days
    is_unlike_title = f.is_titled & (m.both_title_words <= MAX_UNLIKE_TITLE_SHARE * f.longer_title)
    return (is_form | is_later | is_unlike_title) & (f.longer_words < s.short_template_words)


def _fills_in_table(f: PairFeatures, s: VerificationSettings) -> Flags:
    """More other figures than an editor corrects, half as many as are kept, and hardly a word between them."""
    is_refilled = (f.other_numbers >= MIN_TABLE_NUMBERS) & (2 * f.other_numbers >= f.measures.equal_numbers)
    is_short: Flags = f.measures.longest_run < s.template_run
    return is_refilled & is_short & _is_table(f)


def _is_table(f: PairFeatures) -> Flags:
    """A figure stands in every four words."""
    is_table: Flags = MAX_TABLE_WORDS * (f.measures.equal_numbers + f.other_numbers) >= f.shorter_words
    return is_table


def _begins_with_other_subject(f: PairFeatures, s: VerificationSettings) -> Flags:
    """Each title names what the other article lacks, or one of two that have little in common does; each text begins
    with words of its own, and no run is long.
    """
    m = f.measures
    replaced = m.left_title_replaced, m.right_title_replaced
    is_named = (np.minimum(*replaced) >= 1) | ((np.maximum(*replaced) >= 1) & is_titled_otherwise(f, s))
    has_own_lead: Flags = (m.left_unshared_lead >= 1) & (m.right_unshared_lead >= 1)
    is_edited = _is_respelled(f, s) | _counts_on(f, s)
    return is_named & has_own_lead & (m.longest_run < s.short_template_run) & ~is_edited


# --- signs of a form ---------------------------------------------------------------------------------------------


@once
def fills_in_again(f: PairFeatures, s: VerificationSettings) -> Flags:
    """More other numbers than equal ones, and no long run without any; a short text may have but one, and no other."""
    equal, other, run = f.measures.equal_numbers, f.other_numbers, f.measures.longest_run
    many = (other >= s.template_numbers) & (equal < other) & (run < s.template_run)
    is_short_run = run < s.short_template_run
    few = (other >= s.short_template_numbers) & (equal <= s.short_template_number_ratio * other) & is_short_run
    one = (other >= 1) & (equal == 0) & is_short_run & has_dense_figures(f, s)
    is_template: Flags = many | few | one
    return is_template


@once
def heads_standing_text(f: PairFeatures, s: VerificationSettings) -> Flags:
    """All that differs are figures at the head: of an earthquake, of the weather, of a price. What stands behind is
    one long piece with few figures of its own.
    """
    is_dense = (f.other_numbers >= s.template_numbers) & has_dense_figures(f, s)
    is_of_figures = f.longer_unshared <= HEAD_WORDS_A_FIGURE * f.other_numbers
    is_behind = f.measures.longest_run >= STANDING_SHARE * f.longer_words
    has_few_behind: Flags = f.measures.equal_numbers * s.short_template_number_ratio <= f.other_numbers
    return is_dense & is_of_figures & is_behind & has_few_behind


@once
def has_dense_figures(f: PairFeatures, s: VerificationSettings) -> Flags:
    """Few words stand between the numbers that differ."""
    is_dense: Flags = f.shorter_words <= s.max_words_a_figure * f.other_numbers
    return is_dense


@once
def names_differ(f: PairFeatures, s: VerificationSettings) -> Flags:
    """Each has names that the other lacks, no units beside a number.

    Of one outlet, which has no reason to write its own report in other words, one is enough. Of two outlets on one day,
    the titles decide where there are any: both may edit what an agency reports, hour by hour.
    """
    m = f.measures
    is_one_day = f.context.days_apart < s.state_days
    differ: Flags = (m.other_names >= s.min_other_names) & ~(f.is_titled & is_one_day)
    return differ | ((m.other_names >= 1) & f.context.same_outlet)


@once
def is_another_day(f: PairFeatures, s: VerificationSettings) -> Flags:
    """The dates are known, and further apart than states of one article are."""
    is_apart: Flags = f.context.days_apart >= s.state_days
    return is_apart


@once
def subjects_differ(f: PairFeatures, s: VerificationSettings) -> Flags:
    """What the titles name is what differs.

    Of what each names in its text, enough stands where the other text has something else, or all that the other title
    lacks; or a number of the titles
    does, of a version or a round, beside other names, and a day does not explain it; or an outlet numbers versions or,
    a week apart, years and issues; or each names what stands in
    neither text, where figures differ or the form is that of a third article; or they have little in common, and names
    and figures differ.
    """
    m = f.measures
    left, right = (
        (replaced >= 1) & (replaced >= s.replaced_title_share * inside)
        for replaced, inside in (
            (m.left_title_replaced, m.left_title_in_text),
            (m.right_title_replaced, m.right_title_in_text),
        )
    )
    is_one_day = f.context.days_apart < s.state_days
    is_much_the_same = f.max_coverage >= s.near_high_coverage
    is_numbered = (m.replaced_title_numbers >= 1) & names_differ(f, s) & ~is_one_day & ~is_much_the_same
    is_named = is_numbered | f.context.is_other_edition | _is_named_in_titles(f, s)
    is_edited = _is_respelled(f, s) | _counts_on(f, s)
    return ((left & right | _replaces_all_of_title(f)) & ~is_edited) | is_named


def _replaces_all_of_title(f: PairFeatures) -> Flags:
    """All that each title names and the other does not is something else in the other text, too."""
    m = f.measures
    is_both = np.minimum(m.left_title_replaced, m.right_title_replaced) >= 1
    is_all: Flags = np.maximum(m.left_title_replaced, m.right_title_replaced) >= m.own_title_in_text
    return is_both & is_all


def _counts_on(f: PairFeatures, s: VerificationSettings) -> Flags:
    """Within a day the titles differ in numbers alone, and the texts in little more: seven dead instead of four."""
    m = f.measures
    is_numbers_alone = np.maximum(m.left_title_replaced, m.right_title_replaced) <= m.replaced_title_numbers
    is_one_day: Flags = f.context.days_apart < s.state_days
    is_form = f.context.has_third | f.context.same_outlet | _is_table(f)
    return is_numbers_alone & is_one_day & (f.min_coverage >= s.near_high_coverage) & ~is_form


def is_other_issue(f: PairFeatures, s: VerificationSettings) -> Flags:
    """What one outlet prints on two days under two titles, with other names in a frame of the same words."""
    is_later = f.context.same_outlet & is_another_day(f, s) & is_titled_otherwise(f, s)
    return is_later & names_differ(f, s) & _is_mostly_frame(f, s)


def _is_mostly_frame(f: PairFeatures, s: VerificationSettings) -> Flags:
    """Much is shared, and little stands beside it, or what stands there has nothing to do with the other article.

    What goes on for weeks is written with the words of before, and with much that is new.
    """
    says_little = f.min_rest_informative < MAX_REST_OF_SERIES
    is_frame: Flags = says_little | (f.max_rest_agreement <= s.max_rest_agreement)
    return is_frame & (f.min_coverage >= s.template_coverage)


@once
def is_titled_otherwise(f: PairFeatures, s: VerificationSettings) -> Flags:
    """Both have a title, and these have little in common."""
    is_other: Flags = f.measures.both_title_words <= s.replaced_title_share * f.longer_title
    return f.is_titled & is_other


@once
def _is_respelled(f: PairFeatures, s: VerificationSettings) -> Flags:
    """One report with a name or word spelled otherwise: within a day, a long run, no other number, no third article.

    An outlet that prints it under a title with little in common has filled in a form.
    """
    is_same_text = (f.shorter_coverage >= s.whole_coverage) & (f.measures.longest_run >= s.short_template_run)
    is_one_day: Flags = f.context.days_apart < s.state_days
    is_form = f.context.has_third | (f.context.same_outlet & is_titled_otherwise(f, s))
    is_respelled: Flags = is_same_text & is_one_day & (f.other_numbers == 0) & ~is_form
    return is_respelled


def _is_named_in_titles(f: PairFeatures, s: VerificationSettings) -> Flags:
    m = f.measures
    has_words_of_its_own = np.minimum(m.left_title_words, m.right_title_words) > m.both_title_words
    is_alike = m.both_title_words >= s.state_title_words
    has_figures = fills_in_again(f, s) & has_dense_figures(f, s)
    only_there = has_words_of_its_own & (m.own_title_in_text == 0) & is_alike & has_figures
    many = (f.other_numbers >= s.template_numbers) & has_dense_figures(f, s) & names_differ(f, s)
    is_named: Flags = only_there | (has_words_of_its_own & is_titled_otherwise(f, s) & many)
    return is_named
