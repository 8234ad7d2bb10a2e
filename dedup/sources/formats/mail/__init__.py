"""Messages of e-mail and of newsgroups, and files of them."""
