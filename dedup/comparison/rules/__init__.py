"""The conditions of the relation rules, by subject."""
