"""The main text of a page: a reader of its own, and trafilatura for what that doubts.

1. A page is walked once (`walk`). Its text is cut into runs at the borders of blocks. A run is good if it looks
   like a sentence: long enough without its links, and with an end.
2. Blocks whose tag, class or id names something beside the article (menu, comments, related...) count for nothing,
   unless they hold most good text (`walk.class_names`, `left_out`).
3. The main block is the one with most good text, less its other text (`main_block`).
4. Its runs are the main text, less boxes of links, labels, and short lines at both ends (`main_text`).
5. The main text is in doubt if it is short, if much good text was left out, or if another block holds half as much.
   Then trafilatura reads the same tree (`second_reader`).

Names of classes and the structure of a page are much alike in all languages, so that next to no word of the text itself
is looked at.
"""
