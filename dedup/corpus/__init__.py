"""What a corpus teaches about any two of its articles: boilerplate, informative words, stock phrases."""
