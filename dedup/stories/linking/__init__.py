"""Which articles report one event: what terms weigh, candidates, what pairs share, log-odds, groups."""
