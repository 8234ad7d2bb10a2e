"""Settings of what is done with pairs: search, verification, passages, repeats, and boilerplate that pairs share."""
