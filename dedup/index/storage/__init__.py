"""Where an index keeps articles, postings and results."""
