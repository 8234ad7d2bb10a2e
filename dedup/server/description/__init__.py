"""The API in words for programs: OpenAPI, made of our values and of a table of operations."""
