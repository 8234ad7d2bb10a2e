"""Articles on one event: weighted terms, candidates by shared terms, features of pairs, and how wordings depend."""
