"""One file for each command, or for a few that share their work: parse, call, print."""
