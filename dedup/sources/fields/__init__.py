"""From a record to the parts of an article: names of fields, and how their values are read."""
