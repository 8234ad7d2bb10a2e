"""Rows of Spark: articles, packed keys, and what the driver reads of them."""
