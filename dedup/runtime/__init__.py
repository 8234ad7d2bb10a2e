"""What every room runs on: lazy values, threads, progress, and texts kept on disk."""
