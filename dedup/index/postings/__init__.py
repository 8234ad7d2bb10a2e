"""Postings as sorted arrays: in memory, in segments on disk, and the Bloom filter that spares look-ups."""
