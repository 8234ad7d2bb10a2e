"""Two texts aligned: passages, verbatim cores, summaries, edits; and the repeats inside one text."""
