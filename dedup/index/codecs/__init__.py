"""The stored bytes of an index, and the values that they stand for."""
