"""Tables of a report: rows are made here, once, and written by the formats and as data frames."""
