"""Articles on one event: terms, links, linkage, dependence, evidence."""
