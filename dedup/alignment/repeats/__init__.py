"""Repeats: blocks that stand again in the same article.

Pages double paragraphs, whole articles, teasers: a slip of an editor, a template that prints the body twice, a feed
that carries a page three times in one line. Every later measure must count such a block once.

    glued_words   text   -> words, glued ones split
    copy_links    words  -> links between a stretch and its copy further on, those of one block together
    blocks        groups -> repeats, to the character

Five words that stood before are a seed; seeds grow over small edits into links between an earlier and a later stretch
(`dedup.kernels.prepare.find_repeats`). Longest first, each link takes the words of its later side that no longer link
has taken. An earlier stretch that is itself a copy is replaced by what it is a copy of, so that all copies of a block
meet at its first occurrence and make one `Repeat`.

What counts as eight words: an ideograph, or two signs of Thai or Lao, are half a word, a number none. A block of fewer
than twenty words must begin and end at boundaries wherever it stands again, for phrases inside sentences are no blocks.

Not found: copies that have no five words in a row in common; a glued place that case does not show (`REUTERU.S.`). A
copy with more than 14 words inserted at one place is reported as two repeats. A template filled in again with other
numbers is no repeat, nor is a short one with other names.
"""
