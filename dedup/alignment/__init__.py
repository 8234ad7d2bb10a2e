"""Where two texts share words: passages, verbatim cores, summaries, edits; and blocks repeated within one text."""
