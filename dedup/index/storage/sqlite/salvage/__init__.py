"""Reading a damaged index file past SQLite: rows of single pages, and a first page like the one that was written."""
