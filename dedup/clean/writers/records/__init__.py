"""Writers of files that hold records: lines, arrays, tables, feeds and mailboxes, without some of them."""
