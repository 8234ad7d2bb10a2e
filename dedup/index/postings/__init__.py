"""Postings as sorted arrays: in memory, in segments on disk, and the Bloom filters that spare look-ups."""
