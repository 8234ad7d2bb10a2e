"""The metadata of the page's own article: title, date, author, addresses, language."""
