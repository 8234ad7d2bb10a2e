"""The store in one SQLite file: tables for articles and results, a log-structured merge tree for postings."""
