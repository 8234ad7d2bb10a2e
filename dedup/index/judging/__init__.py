"""What new articles are to the stored ones, and which of them they share text with."""
