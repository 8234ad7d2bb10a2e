"""Bits that kernels set and others read: what lies before a word, what a word is, what a term is.

Plain numbers, in one place for both sides; nothing here loads numba.
"""

from __future__ import annotations

# Boundaries: what lies before a word (and, in the last entry, behind the last word).
SENTENCE = 1  # one of . ! ? … (with closing quotes and brackets behind it), then white space; or one of 。！？
LINE = 2  # a newline, unless the next word begins in lower case: text wrapped by hand
WRAPPED = 4  # together with LINE: a newline that hard wrapping explains too (the line before has 45-100 characters and
#              no end mark, the line behind it at most 100; not where more such lines begin with a capital than lines
#              go on in small letters: that is a list): it ends a block, but not a line
BLANK = 8  # an empty line: two newlines or more
TEXT_END = 16  # the beginning or end of the text

# Flags of a word.
NUMBER = 1  # begins with a digit
FUNCTION_WORD = 2  # one of the commonest words of its language: the, of, und, les...
HALF_WORD = 4  # one ideograph, kana, sign of Khmer or Burmese, or a Thai or Lao syllable: half a word in counts
DATE_WORD = 8  # a month, a weekday, "updated", "comments"...: a short line that holds one is the same line tomorrow
YEAR = 16  # 1900 to 2099
SHORT_WORD = 32  # under four letters
IN_QUOTATION = 64  # between quotation marks; set where pairs are measured

# What a line is.
PROSE, LAYOUT, BOILERPLATE = 1, 2, 4  # reads like sentences; short and no prose; known as boilerplate

# Flags of a word that may be a term.
CAPITALISED = 1  # though no sentence begins there
LOWER_CASE = 2  # not capitalised
NUMERIC = 4  # begins with a digit
QUOTED = 8  # inside a quotation
REPEATED = 16  # in a sentence that stood before
CONTINUES = 32  # belongs to the number that began before: the 3 of 14.3

# Flags of a term.
NAME, NUMERAL = 1, 2
LEAD, TITLE = 4, 8  # stands in the first words of the text, in the title
TOP = 16  # one of the few heaviest
HEAVY = 32  # among the heaviest: candidates are looked for with it

# Classes of code points, for terms.
UPPER_CASE, BREAK, OPENING_QUOTE, CLOSING_QUOTE = 1, 2, 4, 8

# Classes of code points, for words that are glued to the next one.
GLUE_LOWER, GLUE_UPPER, GLUE_ACCENT, GLUE_DIGIT, GLUE_END_MARK, GLUE_CLOSING, GLUE_OPENING = (1 << b for b in range(7))
