"""One writer for each form of input: the same file without what was decided, and nothing else changed.

A file about which nothing is decided is copied byte by byte, whatever its form. Of the others, texts, HTML pages, JSON
lines and arrays, CSV, TSV, Parquet, feeds, mailboxes, and ZIP and TAR archives of them are written; anything else is
not, and the error says so.
"""
