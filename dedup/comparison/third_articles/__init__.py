"""What a third article says of a pair: that it has the same passage, or fills in the same form."""
