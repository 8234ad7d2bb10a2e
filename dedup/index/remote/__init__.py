"""The client: an index that a server holds (`dedup serve`), with the interface of `Index`. It calls no kernel."""
