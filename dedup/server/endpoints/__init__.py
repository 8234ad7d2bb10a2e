"""What the server answers to, one file a kind of request; `application` has the table of routes."""
