"""The store in PostgreSQL: one index for programs on several machines, where such a database stands already."""
