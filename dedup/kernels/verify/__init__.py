"""Pairs of articles: exact counts over both, and the passages that one text took from the other."""
