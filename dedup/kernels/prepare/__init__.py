"""One article, alone: from UTF-8 bytes to words, lines, fingerprints and repeats.

An article goes through short stages; between two stages its numbers stay in the processor's nearest cache:

    fold_text        bytes     -> folded bytes, and where they came from     128 ASCII bytes at once, or one code point
    split_words      folded    -> where words start and end; one 64-bit hash a word; number, function word, month...
    cut_lines        words     -> boundaries (a sentence's end, a newline...) and lines
    read_articles    bytes     -> all of these, in one scratch memory
    sketch_articles  words     -> shingles, MinHash signature, band keys, anchors
    find_repeats     words     -> stretches that stand twice in one text
    find_glue        text      -> where one word begins in the midst of another
    count_languages  words     -> how many are function words of each language
"""
