"""Which stored articles hold a key: an LSM tree of postings with Bloom filters."""
