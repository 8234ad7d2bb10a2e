"""Bulletins and columns: one form that is filled in again and again."""
