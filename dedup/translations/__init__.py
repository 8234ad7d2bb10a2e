"""Articles that are translations of one another: what survives translation, and the order in which it stands."""
