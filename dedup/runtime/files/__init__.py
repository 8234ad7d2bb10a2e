"""Files written whole or not at all, and files that are named by hand."""
