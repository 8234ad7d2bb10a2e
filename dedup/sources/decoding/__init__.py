"""From bytes to text: decompression, bounded reading, encodings."""
