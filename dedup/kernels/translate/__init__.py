"""Two texts of two languages: keys of a text that survive translation, and the order of common keys."""
