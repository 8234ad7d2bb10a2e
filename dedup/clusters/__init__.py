"""Clusters of copies, and who had a text first."""
