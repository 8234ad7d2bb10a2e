"""Files that are one document, which is one article."""
