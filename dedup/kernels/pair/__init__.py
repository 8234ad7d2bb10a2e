"""Where articles meet: from the keys that they share to pairs of articles, and groups of them."""
