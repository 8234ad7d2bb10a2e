"""URLs, their canonical forms, and the outlet that they name."""
