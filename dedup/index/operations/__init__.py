"""What an index is asked, and what changes it; `dedup.index.index` puts them together."""
