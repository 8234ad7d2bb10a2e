"""One text: its figures, days, places and names, and the keys that they are."""
