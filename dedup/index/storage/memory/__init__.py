"""The store in memory: for tests, and for indexes that live as long as a process."""
