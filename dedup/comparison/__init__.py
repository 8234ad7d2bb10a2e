"""Two articles: prepared, measured, classified by rules; the match that this makes, and its neighbours."""
