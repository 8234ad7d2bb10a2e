"""Two articles: what is measured of a pair, and the relation that follows from it."""
