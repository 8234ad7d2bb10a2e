"""Two articles: what is doubled in one, what they share, how they are related, and how that is measured."""
