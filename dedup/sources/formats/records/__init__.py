"""Files of records, each of which is one article."""
