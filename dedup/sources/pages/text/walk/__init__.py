"""One walk over the tree of a page, and what it finds: blocks with their names, and runs of text."""
