"""Guests: what lets other tools use dedup, one file for each. Nothing else in dedup knows them."""
