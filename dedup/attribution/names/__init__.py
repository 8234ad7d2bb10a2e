"""Names of outlets and agencies: the registry, and finding its names in texts."""
