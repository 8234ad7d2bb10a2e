"""Dates, in the forms in which files and pages write them."""
