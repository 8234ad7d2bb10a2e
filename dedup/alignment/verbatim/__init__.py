"""Verbatim copies: their exact borders, and the runs of equal words that two texts share."""
