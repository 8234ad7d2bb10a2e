"""Lines for a terminal, drawn from views: what is shown is decided in `dedup.reports.view`."""
