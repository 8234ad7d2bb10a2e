"""Keys of one text that survive translation: figures by value, days, places, names by their consonants."""
