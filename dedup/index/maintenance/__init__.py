"""Whole-index work: is it intact, made anew, computed again, built by which parameters."""
