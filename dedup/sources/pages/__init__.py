"""HTML pages: main text and metadata, read in worker processes."""
