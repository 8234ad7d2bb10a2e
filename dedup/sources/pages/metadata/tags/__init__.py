"""The tags of a page that state its metadata, and those near its headline that show them."""
