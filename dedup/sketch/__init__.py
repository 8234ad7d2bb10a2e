"""Fingerprints of articles, and which pairs of articles they make candidates."""
