"""Many articles: clusters of copies, stories on one event, rewrites, and who had it first."""
