"""Clusters and stories of an index: ids that stay, and the stories of new articles."""
