"""The wording of articles, and how far that of one leans on another's."""
