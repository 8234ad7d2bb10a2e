"""Adapters: what lets other tools use dedup. They import only `dedup`, and nothing in dedup knows them."""
